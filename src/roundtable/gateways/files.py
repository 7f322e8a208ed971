"""Small files that are written once and kept: keys and secrets."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def put_once(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """The file is there, whole, with this content, unless it was there before: then it stays as it was.

    Killed at any moment, it leaves no half file under this name; of two who come at once one wins, and both find the same.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(fresh, path)
    finally:
        fresh.unlink()
