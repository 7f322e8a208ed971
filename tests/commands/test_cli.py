"""The `roundtable` command before any page: refusals in one sentence, never a traceback."""

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from roundtable import cli
from roundtable.gateways.postgres import DEMO_MARKER, SIGNING_IN, Cluster

SOURCE = Path(__file__).parents[2] / "src"


def roundtable(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "roundtable.cli", *arguments]
    wanted = {**os.environ, "PYTHONPATH": str(SOURCE), **environment}
    return subprocess.run(command, env=wanted, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that also the server's user may pass through."""
    made = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_a_taken_port_says_what_to_do_and_starts_nothing(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        answer = roundtable("demo", "--no-browser", "--port", str(port), "--data", str(folder / "demo"))
    assert answer.returncode == 1
    assert answer.stderr == (
        f"roundtable: Port {port} is taken by another program. Stop it, or choose another port: make demo PORT={port + 1}\n"
    )
    assert not (folder / "demo").exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1"])
def test_a_number_that_is_no_port_is_refused(port: str, folder: Path) -> None:
    answer = roundtable("demo", f"--port={port}", "--data", str(folder / "demo"))
    assert answer.returncode == 1
    assert "is not a port" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_only_what_this_very_version_prepared_is_not_prepared_again(folder: Path) -> None:
    cluster = Cluster(folder)
    assert not cli._is_prepared(cluster)
    (folder / cli.STAMP).write_text(cli._fingerprint(), encoding="ascii")
    assert cli._is_prepared(cluster)
    (folder / cli.STAMP).write_text(cli._fingerprint()[::-1], encoding="ascii")
    assert not cli._is_prepared(cluster)


def test_the_demo_refuses_data_that_is_not_its_own(folder: Path) -> None:
    (folder / "real" / "data").mkdir(parents=True)
    answer = roundtable("demo", "--no-browser", "--port", "8791", "--data", str(folder / "real"))
    assert answer.returncode == 1
    assert "holds data that is not the demo's" in answer.stderr
    assert sorted(path.name for path in (folder / "real").iterdir()) == ["data"]


def test_the_demo_refuses_its_usual_folder_once_somebody_made_a_house_in_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`roundtable migrate` and `serve` without ROUNDTABLE_DATA make a house there: nobody signs in to it as anybody later."""
    usual = Cluster(folder / "usual")
    monkeypatch.setattr(cli, "default_folder", lambda: usual.folder)
    for name in ("data", "keys"):
        (usual.folder / name).mkdir(parents=True)
    with pytest.raises(cli.Trouble, match="not the demo's"):
        cli._claim(usual)
    assert not (usual.folder / DEMO_MARKER).exists()
    (usual.folder / "keys").rmdir()  # begun by a command that only looked
    cli._claim(usual)
    assert (usual.folder / DEMO_MARKER).exists()


def test_a_check_of_a_folder_without_tables_is_one_sentence_that_says_what_to_do(folder: Path) -> None:
    answer = roundtable("check", ROUNDTABLE_DATA=str(folder / "new"), ROUNDTABLE_DATABASE="roundtable", ROUNDTABLE_TESTING="")
    assert answer.returncode == 1
    assert "has no tables of Roundtable yet" in answer.stderr and "ROUNDTABLE_DATA" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_unknown_option_is_named() -> None:
    answer = roundtable("serve", "--bogus")
    assert answer.returncode == 2
    assert "unknown: --bogus" in answer.stderr


def test_the_sql_of_the_logins_holds_no_password_and_their_file_is_private(folder: Path) -> None:
    file = folder / "logins.json"
    first, second = (roundtable("logins-sql", "--passwords", str(file), "--database", "programme") for _ in range(2))
    passwords = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert set(passwords) == set(SIGNING_IN)
    assert len(set(passwords.values())) == len(SIGNING_IN)
    for answer in (first, second):
        assert answer.returncode == 0
        assert not [login for login, password in passwords.items() if password in answer.stdout]
        assert len(re.findall(r"PASSWORD 'SCRAM-SHA-256\$", answer.stdout)) == len(SIGNING_IN)


def test_a_database_name_that_is_sql_is_refused(folder: Path) -> None:
    answer = roundtable("logins-sql", "--passwords", str(folder / "logins.json"), "--database", 'x"; DROP ROLE owner; --')
    assert answer.returncode == 1
    assert "not a plain name" in answer.stderr
    assert answer.stdout == ""


def test_a_missing_password_for_a_server_of_ones_own_is_one_sentence() -> None:
    answer = roundtable("manage", "showmigrations", ROUNDTABLE_TESTING="", DATABASE_URL="postgresql://db.example.org/roundtable")
    assert answer.returncode == 1
    assert "ROUNDTABLE_PASSWORD_" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_copy_is_not_restored_over_a_server_that_somebody_else_runs(folder: Path) -> None:
    answer = roundtable("restore", str(folder / "copy"), DATABASE_URL="postgresql://owner@db.example.org/roundtable")
    assert answer.returncode == 1
    assert answer.stderr.startswith("roundtable: DATABASE_URL is set. Restore there as its superuser")
