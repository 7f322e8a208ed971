"""Which database this process uses: DATABASE_URL wins, else the cluster of the data folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from roundtable.gateways.postgres.cluster import Cluster, ClusterTrouble
from roundtable.gateways.postgres.logins import NAMES, SIGNING_IN
from roundtable.gateways.postgres.secrets_file import read_passwords

ROOTS_FOLDERS = Path("/var/lib/roundtable")


@dataclass(frozen=True)
class External:
    """A PostgreSQL server that somebody else runs."""

    url: str = field(repr=False)
    passwords: Mapping[str, str] = field(default_factory=dict, repr=False)

    def dsn(self, login: str, database: str | None = None) -> dict[str, Any]:
        """Django's NAME, USER, PASSWORD, HOST, PORT and OPTIONS (what else the URL says, such as sslmode) for one login."""
        from psycopg.conninfo import conninfo_to_dict

        if login not in NAMES:
            raise KeyError(login)
        parts = dict(conninfo_to_dict(self.url))
        user, password = parts.pop("user", None), parts.pop("password", None)
        known = self.passwords.get(login) or (password if user == login else None)
        if not known:
            raise ClusterTrouble(
                f"DATABASE_URL is set, but there is no password for the login {login}. "
                f"Set ROUNDTABLE_PASSWORD_{login.upper()}, or name a JSON file of passwords in ROUNDTABLE_LOGINS_FILE."
            )
        name = parts.pop("dbname", None) or "roundtable"
        host, port = parts.pop("host", ""), parts.pop("port", "")
        return {"NAME": database or name, "USER": login, "PASSWORD": known, "HOST": host, "PORT": str(port), "OPTIONS": parts}


DEMO_MARKER = "this-is-demo-data"
"""The file in a data folder that was made by the demo or for tests: only there may anybody sign in as anybody."""


def default_folder(name: str = "demo") -> Path:
    """Where this person's data lies when nobody said otherwise.

    For root a folder of the system: the server runs as another user, who cannot enter root's home.
    """
    if os.geteuid() == 0:
        return ROOTS_FOLDERS / name
    import platformdirs

    return Path(platformdirs.user_data_dir("roundtable")) / name


def from_environment(environ: Mapping[str, str] = os.environ) -> Cluster | External:
    """The database of this process. Starts nothing and writes nothing."""
    url = environ.get("DATABASE_URL")
    if not url:
        folder = environ.get("ROUNDTABLE_DATA")
        return Cluster(Path(folder) if folder else default_folder(), durable=environ.get("ROUNDTABLE_DURABLE", "1") != "0")
    file = environ.get("ROUNDTABLE_LOGINS_FILE")
    passwords = read_passwords(Path(file).resolve()) if file else {}
    for login in SIGNING_IN:
        said = environ.get(f"ROUNDTABLE_PASSWORD_{login.upper()}")
        if said:
            passwords[login] = said
    return External(url, passwords)
