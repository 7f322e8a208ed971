"""Small things kept for one account, sealed with a key that is not in the database: derived from the server's secret, one for each use."""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(ValueError):
    """Sealed for something else, changed, or under another secret."""


@lru_cache(maxsize=8)
def _key(secret: str, use: str) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"roundtable {use}".encode()).derive(secret.encode())


def seal(use: str, about: str, content: bytes) -> bytes:
    """AES-256-GCM under the key of this use; `about` (whose, which) is bound to it."""
    nonce = os.urandom(12)
    return nonce + AESGCM(_key(settings.SECRET_KEY, use)).encrypt(nonce, content, about.encode())


def unseal(use: str, about: str, sealed: bytes) -> bytes:
    """The content again; CannotOpen for another use, another owner or a changed byte."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_key(settings.SECRET_KEY, use)).decrypt(sealed[:12], sealed[12:], about.encode())
    except InvalidTag as problem:
        raise CannotOpen(use) from problem
