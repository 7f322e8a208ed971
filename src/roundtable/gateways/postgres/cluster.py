"""A PostgreSQL cluster that this product starts, keeps and stops by itself."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, LiteralString

from roundtable.gateways.postgres.binaries import find_binaries
from roundtable.gateways.postgres.logins import (
    LOGINS,
    NAMES,
    Login,
    catalogue_statements,
    database_statements,
    login_statements,
    schema_statements,
    server_statements,
)
from roundtable.gateways.postgres.places import PORT, ClusterTrouble, places_for
from roundtable.gateways.postgres.secrets_file import generate_password, passwords_for, read_passwords, scram_verifier, write_passwords
from roundtable.gateways.postgres.server import KEEPER, Server

# The driver takes longer to load than all that a second start of the demo does before the pages load: it is loaded where it is used.
if TYPE_CHECKING:
    import psycopg
    from psycopg import sql

__all__ = ["Cluster", "ClusterTrouble"]


class Cluster:
    """One server with its data in one folder.

    No network, a password for every login, and the server never runs as root. Safe to use from several processes at once.
    `durable=False` is for tests only: such a cluster may lose everything in a power cut.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.places = places_for(folder)
        self.durable = durable

    @property
    def folder(self) -> Path:
        """Where the cluster really lives (as root perhaps not where it was asked for). Other secrets of the installation go here too."""
        return self.places.home

    @property
    def log_folder(self) -> Path:
        """Where the server writes its log."""
        return self.places.log

    @property
    def major(self) -> int | None:
        """The major version that made the data; None before there is any."""
        version = self.places.data / "PG_VERSION"
        return int(version.read_text(encoding="ascii").strip()) if version.exists() else None

    @property
    def running(self) -> bool:
        """Whether the server runs now."""
        return self._exists and self._server().pid() is not None

    def start(self) -> bool:
        """Start the server, or find it running. True when this call started it.

        Makes the cluster the first time. Comes back after a kill of everything, with every acknowledged row.
        """
        self.places.prepare()
        with self.places.locked("cluster") as got:
            if not got:
                raise ClusterTrouble(f"Another process has been starting or stopping the database in {self.folder} for three minutes.")
            passwords = read_passwords(self.places.passwords)
            if KEEPER not in passwords:
                if self._exists:
                    raise ClusterTrouble(f"{self.places.passwords} is gone: nobody can sign in to this database. Put it back from a copy.")
                passwords[KEEPER] = generate_password()
                write_passwords(self.places.passwords, passwords)
            server = self._server()
            if not self._exists:
                server.create(passwords[KEEPER])
            if self._found_running(server):
                return False
            server.launch()
            return True

    def stop(self) -> None:
        """Stop the server, whoever uses it. Nothing happens when it does not run."""
        if not self._exists:
            return
        with self.places.locked("cluster"):
            self._server().stop()

    @contextmanager
    def in_use(self) -> Iterator[bool]:
        """Keep the server running for the length of a block, and stop it after the last such block of any process.

        Yields whether this block started it.
        """
        with self.kept():
            yield self.start()

    @contextmanager
    def kept(self) -> Iterator[None]:
        """As `in_use`, for a server that runs, or that this block or another process starts meanwhile."""
        self.places.prepare()
        try:
            with self.places.locked("users", shared=True):
                yield
        finally:
            with self.places.locked("users", seconds=0) as last:
                if last:
                    self.stop()

    def dsn(self, login: str, database: str | None = None) -> dict[str, Any]:
        """Django's NAME, USER, PASSWORD, HOST (the socket's folder), PORT and OPTIONS for one login.

        Starts nothing. Before the first `ensure_logins` the password is empty, so that settings can be read on an empty machine.
        """
        if login not in NAMES:
            raise KeyError(login)
        password = read_passwords(self.places.passwords).get(login, "")
        host = str(self.places.sockets)
        return {"NAME": database or "roundtable", "USER": login, "PASSWORD": password, "HOST": host, "PORT": PORT, "OPTIONS": {}}

    def ensure_logins(self, logins: Iterable[Login] = LOGINS) -> None:
        """Create the logins, or set them right again: attributes, limits, passwords from the file."""
        logins = tuple(logins)
        with self.places.locked("cluster"):
            names = [login.name for login in logins if login.can_sign_in]
            passwords = passwords_for(self.places.passwords, names)
            verifiers = {name: scram_verifier(passwords[name]) for name in names}
            with self._keeper() as connection:
                major = connection.info.server_version // 10000
                _execute(connection, [*login_statements(verifiers, major, logins), *server_statements()])

    def ensure_database(self, name: str = "roundtable", owner: str = "owner") -> None:
        """The database exists, belongs to `owner`, and nobody but the logins gets in."""
        with self.places.locked("cluster"):
            if not self.has_database(name):
                with self._keeper() as connection:
                    connection.execute(named("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0", name, owner))
            with self._keeper(name) as connection:
                _execute(connection, [*database_statements(name), *schema_statements(owner), *catalogue_statements()])

    def has_database(self, name: str) -> bool:
        """Whether a database of this name exists."""
        with self._keeper() as connection:
            return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def clone(self, template: str, name: str, owner: str = "owner") -> None:
        """A new database with everything of `template`, which nobody may be connected to meanwhile."""
        with self._keeper() as connection:
            connection.execute(named("CREATE DATABASE {} OWNER {} TEMPLATE {}", name, owner, template))
            # Rights on a database are not copied with it: without this, everyone could connect to the clone.
            _execute(connection, database_statements(name))

    def drop(self, name: str) -> None:
        """The database is gone, with everybody in it signed out. Nothing happens when there is none."""
        with self._keeper() as connection:
            connection.execute(named("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))

    @property
    def _exists(self) -> bool:
        return (self.places.data / "PG_VERSION").exists()

    def _server(self) -> Server:
        """The process side, with the programs of the version that made the data."""
        return Server(self.places, find_binaries(self.major), durable=self.durable)

    def _found_running(self, server: Server) -> bool:
        """Attach to a running server; one whose socket was swept away is stopped, to be started again."""
        until = time.monotonic() + 300  # a server that was killed replays its journal first
        while server.pid() is not None and not server.ready() and time.monotonic() < until:
            if (self.places.data / "postmaster.pid").read_text(encoding="utf-8").rstrip().endswith("ready"):
                break
            time.sleep(0.05)
        if server.pid() is None:
            return False
        if server.ready():
            return True
        server.stop()
        return False

    def _keeper(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """The superuser's connection: made here, used here, closed here."""
        import psycopg

        password = read_passwords(self.places.passwords).get(KEEPER, "")
        return psycopg.connect(
            host=str(self.places.sockets), port=PORT, user=KEEPER, password=password, dbname=database, autocommit=True, connect_timeout=10
        )


def _execute(connection: psycopg.Connection[Any], statements: Iterable[str]) -> None:
    """All of them or none."""
    from psycopg import sql

    with connection.transaction(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(sql.SQL(statement))  # our own constants; names come from LOGINS


def named(statement: LiteralString, *names: str) -> sql.Composed:
    """A statement of ours with names of databases and logins in its gaps, quoted as names."""
    from psycopg import sql

    return sql.SQL(statement).format(*map(sql.Identifier, names))
