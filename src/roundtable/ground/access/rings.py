"""Rings of keys: one key pair for each kind of hat, kept outside the database."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from roundtable.gateways.files import put_once

RINGS = ("citizen", "care", "authority")


def make_rings(folder: Path) -> None:
    """Make the rings' key pairs that are not there yet; private keys 0600, public ones beside them.

    Each file is whole or not there, and a public key is always that of the private one: a start that was killed in between goes on, and
    of two that start at once both find the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for ring in RINGS:
        private, public = folder / f"{ring}.key", folder / f"{ring}.pub"
        if public.exists():
            continue
        raw = serialization.Encoding.Raw
        made = X25519PrivateKey.generate().private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption())
        put_once(private, made)
        key = X25519PrivateKey.from_private_bytes(private.read_bytes())
        put_once(public, key.public_key().public_bytes(raw, serialization.PublicFormat.Raw), mode=0o644)
