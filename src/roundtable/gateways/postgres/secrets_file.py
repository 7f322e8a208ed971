"""Passwords of the logins: made here, kept in one file that only its owner reads."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

SCRAM_ROUNDS = 4096  # PostgreSQL's own default; the passwords are random, so more rounds would only cost sign-in time


def generate_password() -> str:
    """A new password with 192 bits of chance, in letters that need no quoting anywhere."""
    return secrets.token_urlsafe(24)


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL stores instead of an ASCII password, so that the password itself never enters an SQL statement.

    Source: RFC 5803; layout as in PostgreSQL's pg_authid.rolpassword.
    """
    salt = salt or secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, SCRAM_ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    return "SCRAM-SHA-256${}:{}${}:{}".format(SCRAM_ROUNDS, *(base64.b64encode(part).decode() for part in (salt, stored, server)))


def read_passwords(path: Path) -> dict[str, str]:
    """Passwords by login name; empty when the file is not there."""
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), encoding="utf-8") as file:
            content = json.load(file)
    except FileNotFoundError:
        return {}
    return {str(login): str(password) for login, password in content.items()}


def write_passwords(path: Path, passwords: Mapping[str, str]) -> None:
    """Replace the file in one step: mode 0600, owned by the owner of its folder, whole or not at all."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w", encoding="utf-8") as file:
        json.dump(dict(passwords), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
        if os.geteuid() == 0:
            folder = path.parent.stat()
            os.fchown(file.fileno(), folder.st_uid, folder.st_gid)
    fresh.replace(path)


def passwords_for(path: Path, logins: Iterable[str]) -> dict[str, str]:
    """A password for each login, from the file; those that are missing are made and put there."""
    known = read_passwords(path)
    missing = {login: generate_password() for login in logins if login not in known}
    if missing:
        write_passwords(path, known | missing)
    return known | missing
