"""Sealed words: an envelope of keys whose outermost is not in the database.

An item's words are sealed with a data key of its own (AES-256-GCM; item and scope as associated data). The data key is wrapped by
its scope's key (AES key wrap, RFC 3394), or sealed for the ring of somebody it is disclosed to. A scope's key is sealed for one or two
*rings* (citizen, care, authority) by HPKE (RFC 9180): writing needs only the ring's public key, so an authority's process can run
without care's private one.
"""

import os
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from django.conf import settings

RING_OF_LOGIN = {"web_citizen": "citizen", "web_care": "care", "web_authority": "authority"}
SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


class NoKey(RuntimeError):
    """This process does not hold the ring's private key."""


@lru_cache(maxsize=16)
def _public(folder: Path, ring: str) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes((folder / f"{ring}.pub").read_bytes())


@lru_cache(maxsize=16)
def _private(folder: Path, ring: str) -> X25519PrivateKey:
    try:
        return X25519PrivateKey.from_private_bytes((folder / f"{ring}.key").read_bytes())
    except FileNotFoundError as problem:
        raise NoKey(ring) from problem


def new_key() -> bytes:
    """A fresh 256-bit key."""
    return AESGCM.generate_key(256)


def seal_for_ring(ring: str, key: bytes, about: str) -> bytes:
    """`key`, readable by the ring's private key only. `about` binds it to its scope or item."""
    return SUITE.encrypt(key, _public(settings.KEYS, ring), info=about.encode())


def open_with_ring(ring: str, wrapped: bytes, about: str) -> bytes:
    """The key sealed for a ring this process holds; NoKey otherwise."""
    return SUITE.decrypt(bytes(wrapped), _private(settings.KEYS, ring), info=about.encode())


def wrap(outer: bytes, key: bytes) -> bytes:
    """A data key wrapped by its scope's key."""
    return aes_key_wrap(outer, key)


def unwrap(outer: bytes, wrapped: bytes) -> bytes:
    """The data key again."""
    return aes_key_unwrap(outer, bytes(wrapped))


def seal_words(key: bytes, words: bytes, item_id: UUID, scope_id: int) -> bytes:
    """Words sealed for one item in one scope: nonce and ciphertext."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, words, f"{item_id}/{scope_id}".encode())


def open_words(key: bytes, sealed: bytes, item_id: UUID, scope_id: int) -> bytes:
    """The words again; fails for another item or scope."""
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], f"{item_id}/{scope_id}".encode())
