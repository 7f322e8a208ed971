"""Rings of keys: one key pair for each kind of hat, kept outside the database."""

import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

RINGS = ("citizen", "care", "authority")


def make_rings(folder: Path) -> None:
    """Make the rings' key pairs that are not there yet; private keys 0600, public ones beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for ring in RINGS:
        private, public = folder / f"{ring}.key", folder / f"{ring}.pub"
        if public.exists():
            continue
        key = X25519PrivateKey.generate()
        raw = serialization.Encoding.Raw
        descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key.private_bytes(raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()))
        public.write_bytes(key.public_key().public_bytes(raw, serialization.PublicFormat.Raw))
