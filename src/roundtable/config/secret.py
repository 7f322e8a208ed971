"""A secret that is made once and kept in a file only its owner reads."""

import secrets
from pathlib import Path

from roundtable.gateways.files import put_once


def kept_secret(path: Path) -> str:
    """The secret in `path`; made on first use, 0600, whole or not at all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        put_once(path, secrets.token_urlsafe(48).encode("ascii"))
    return path.read_text(encoding="ascii")
