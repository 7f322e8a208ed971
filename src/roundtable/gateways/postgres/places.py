"""Where a cluster lives on disk, and as which user its server runs."""

import fcntl
import hashlib
import os
import pwd
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET = 103  # bytes: 107 on Linux, 103 on macOS (sun_path without its closing zero)
PORT = "5432"  # part of the socket's name only: nothing listens on a network
FOR_ROOT = Path("/var/lib/roundtable")


class ClusterTrouble(Exception):
    """The database server cannot do what was asked; the message says why and what to do."""


@dataclass(frozen=True)
class ServerUser:
    """The user the server runs as, when that is not the user running this process."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Places:
    """Files and folders of one cluster.

    `home` belongs to whoever runs the product: passwords and the server's settings lie there, out of the server's reach.
    `data`, `log` and `sockets` belong to the server.
    """

    home: Path
    server_user: ServerUser | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def settings(self) -> Path:
        return self.home / "settings"

    @property
    def passwords(self) -> Path:
        return self.home / "logins.json"

    @property
    def sockets(self) -> Path:
        """The socket's folder: beside the data, or under /tmp where that path would be too long for a socket."""
        beside = self.home / "socket"
        if len(os.fsencode(beside / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET:
            return beside
        return Path("/tmp") / f"roundtable-{_short_hash(self.home)}"

    def prepare(self) -> None:
        """Make the folders that are missing; refuse a socket folder that is not ours alone."""
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == self.home.stat().st_uid:
                self.home.chmod(0o711 if self.server_user else 0o700)
            self.settings.mkdir(mode=0o755, exist_ok=True)
            for folder in (self.log, self.sockets):
                self.make_for_server(folder)
        except PermissionError as problem:
            raise ClusterTrouble(f"{problem.filename} belongs to another user. Choose a data folder of your own (DATA=…).") from problem
        found = self.sockets.lstat()
        server = self.server_user.uid if self.server_user else os.geteuid()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != server or stat.S_IMODE(found.st_mode) != 0o700:
            raise ClusterTrouble(f"{self.sockets} is not a folder that only the database server can open. Remove it, then start again.")

    def make_for_server(self, folder: Path) -> None:
        """A 0700 folder of the server's user; one that exists stays as it is."""
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            return
        if self.server_user:
            os.chown(folder, self.server_user.uid, self.server_user.gid)

    @contextmanager
    def locked(self, name: str, *, seconds: float = 180, shared: bool = False) -> Iterator[bool]:
        """Hold a lock file of this cluster. The system frees it when its holder dies, however it dies.

        Yields whether the lock was got within `seconds`.
        """
        descriptor = os.open(self.home / f"{name}.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            if os.geteuid() == 0:
                owner = self.home.stat()
                os.fchown(descriptor, owner.st_uid, owner.st_gid)
            yield _lock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, seconds)
        finally:
            os.close(descriptor)


def _lock(descriptor: int, kind: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)


def places_for(folder: Path) -> Places:
    """The places of the cluster asked for as `folder`.

    PostgreSQL refuses to run as root. Root's server runs as the owner of what is already there, else as `postgres`, else `nobody`; and
    when that user cannot reach `folder` (a 0700 home above it), the cluster lives under /var/lib/roundtable instead.
    """
    folder = Path(os.path.abspath(folder.expanduser()))
    if os.geteuid() != 0:
        return Places(folder, None)
    for home in (folder, FOR_ROOT / f"{folder.name}-{_short_hash(folder)}"):
        user = _server_user(home)
        if _reachable(home, user):
            return Places(home, user)
    raise ClusterTrouble(f"The user {user.name}, as whom the database server runs, can enter neither {folder} nor {FOR_ROOT}.")


def _server_user(home: Path) -> ServerUser:
    for place in (home / "data", home):
        owner = place.stat().st_uid if place.exists() else 0
        if owner:
            entry = pwd.getpwuid(owner)
            return ServerUser(owner, entry.pw_gid, entry.pw_name)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(entry.pw_uid, entry.pw_gid, name)
    raise ClusterTrouble("PostgreSQL does not run as root, and there is no user postgres or nobody here. Start as an ordinary user.")


def _reachable(home: Path, user: ServerUser) -> bool:
    """Whether the user can pass through every folder above `home`; folders that are still to be made will let them."""
    for parent in home.parents:
        if not parent.exists():
            continue
        found = parent.stat()
        bit = stat.S_IXUSR if found.st_uid == user.uid else stat.S_IXGRP if found.st_gid == user.gid else stat.S_IXOTH
        if not found.st_mode & bit:
            return False
    return True


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
