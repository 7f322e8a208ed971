"""A copy of the whole database in one file, and the way back into a cluster of ours that holds nothing yet."""

import os
import shutil
import subprocess
from pathlib import Path

from roundtable.gateways.postgres.binaries import Binaries, find_binaries
from roundtable.gateways.postgres.cluster import Cluster, named
from roundtable.gateways.postgres.environment import External
from roundtable.gateways.postgres.logins import database_statements
from roundtable.gateways.postgres.places import ClusterTrouble
from roundtable.gateways.postgres.secrets_file import read_passwords
from roundtable.gateways.postgres.server import KEEPER

BACKUP = "backup"


def take_copy(database: Cluster | External, file: Path, name: str | None = None) -> None:
    """Everything in the database, in pg_dump's own format, taken by the login `backup`: it reads past all policies and writes nothing.

    The file is open to nobody else (0600) and never half there. Raises ClusterTrouble with pg_dump's words.
    """
    dsn = database.dsn(BACKUP, name)
    half = file.with_name(f"{file.name}.half")
    half.unlink(missing_ok=True)
    os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        options = {f"PG{key.upper()}": str(value) for key, value in dsn["OPTIONS"].items()}
        _run(database, "pg_dump", dsn, ["--format=custom", f"--file={half}", dsn["NAME"]], options)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def put_back(cluster: Cluster, file: Path, name: str = "roundtable") -> None:
    """The database of a copy, in a running cluster that has no such database yet; the logins are this cluster's own.

    All of it or nothing. Raises ClusterTrouble where there is a database already, and with pg_restore's words.
    """
    if not file.exists():
        raise ClusterTrouble(f"There is no file {file}.")
    cluster.ensure_logins()
    if cluster.has_database(name):
        raise ClusterTrouble(f"There is a database {name} in {cluster.folder} already. Restore into a new folder: ROUNDTABLE_DATA=…")
    with cluster._keeper() as connection:
        connection.execute(named("CREATE DATABASE {} OWNER owner ENCODING 'UTF8' TEMPLATE template0", name))
        for statement in database_statements(name):
            connection.execute(named(statement))
    dsn = cluster.dsn(BACKUP, name) | {"USER": KEEPER, "PASSWORD": read_passwords(cluster.places.passwords)[KEEPER]}
    try:
        _run(cluster, "pg_restore", dsn, ["--exit-on-error", "--single-transaction", f"--dbname={name}", str(file)])
        cluster.ensure_database(name)
    except BaseException:
        cluster.drop(name)
        raise


def _run(
    database: Cluster | External, program: str, dsn: dict[str, object], arguments: list[str], more: dict[str, str] | None = None
) -> None:
    said = {"PGHOST": dsn["HOST"], "PGPORT": dsn["PORT"] or "5432", "PGUSER": dsn["USER"], "PGPASSWORD": dsn["PASSWORD"]}
    environment = {**os.environ, **{key: str(value) for key, value in said.items()}, **(more or {})}
    answer = subprocess.run(
        [_program(database, program), "--no-password", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if answer.returncode != 0:
        raise ClusterTrouble(f"{program} did not do it: {answer.stderr.strip()}")


def _program(database: Cluster | External, program: str) -> str:
    """PostgreSQL's own program, of the version that runs the cluster; for somebody else's server the one on PATH, else the newest here."""
    found: Binaries | None = find_binaries(database.major) if isinstance(database, Cluster) else None
    path = found.program(program) if found else shutil.which(program) or find_binaries().program(program)
    if not os.access(path, os.X_OK):
        raise ClusterTrouble(f"{path} is not there. It comes with PostgreSQL's client programs (Debian, Ubuntu: postgresql-client).")
    return path
