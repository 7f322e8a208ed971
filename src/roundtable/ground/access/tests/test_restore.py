"""A copy of the database comes back on another server: what was written is there, the wall stands, the read log goes on without a gap."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from tests.cast import Cast, build_cast
from tests.clones import as_keeper, on_server, own_database
from tests.plugin import cluster

from roundtable.gateways.postgres import Cluster, ClusterTrouble, put_back, take_copy
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import Opened, acting, opened
from roundtable.ground.access.heads import heads_outside
from roundtable.ground.access.seal import CannotSeal, seal, told, verify
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, own

FORGET = "TRUNCATE access_accessevent, access_seal"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Cluster]:
    """Another server, with logins of its own and no database."""
    folder = Path(tempfile.mkdtemp(prefix="rt-", dir="/tmp"))
    folder.chmod(0o711)
    made = Cluster(folder / "cluster", durable=False)
    made.start()
    try:
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """A database of one's own on the usual server, with an empty log."""
    monkeypatch.setattr(settings, "LOG_HEADS", tmp_path / "log-heads")
    with own_database() as name:
        yield name


def _read(times: int = 3) -> None:
    with acting(Actor(uuid4(), Hat.CITIZEN)):
        opened([Opened(uuid4(), uuid4(), 1, (uuid4(),), "scope") for _ in range(times)])


def _sealed(rounds: int) -> None:
    """So many seals over three rows each; other databases of the server may hold one up with transactions of their own."""
    for _ in range(rounds):
        _read()
        waited = 0
        while seal(settings.LOG_HEADS) is None:
            waited += 1
            assert waited < 5000


def _copy(name: str, elsewhere: Cluster, tmp_path: Path) -> str:
    """The database goes over to the other server. Returns its name there."""
    file, restored = tmp_path / "copy", f"back_{uuid4().hex[:8]}"
    take_copy(cluster, file, name)
    put_back(elsewhere, file, restored)
    return restored


def _rows(query: str) -> Any:
    with connections["sealer"].cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def test_what_was_written_is_read_again_and_the_check_is_content(here: str, elsewhere: Cluster, tmp_path: Path) -> None:
    cast: Cast = build_cast()
    said = write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="I sleep badly.")
    kept = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="message", body="For me alone.")
    with on_server(elsewhere, _copy(here, elsewhere, tmp_path)):
        read = words(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_ids=[said.item_id, kept.item_id])
        assert [word.body for word in read] == ["I sleep badly."]
        assert words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, item_ids=[said.item_id, kept.item_id]) == ()
        call_command("seal_log", "--once", "--after-restore", stdout=StringIO())
        said_by_check = StringIO()
        call_command("check_live", stdout=said_by_check)
        assert said_by_check.getvalue().startswith("The database keeps its promises")


def test_sealing_goes_on_by_itself_in_a_new_epoch_linked_to_the_last_head(here: str, elsewhere: Cluster, tmp_path: Path) -> None:
    _sealed(2)
    _read(4)  # not under seal when the copy is taken
    with on_server(elsewhere, _copy(here, elsewhere, tmp_path)):
        assert any("nobody seals it on this one" in line for line in verify(settings.LOG_HEADS))
        _read(5)  # somebody reads before the sealer runs
        made = seal(settings.LOG_HEADS)
        assert made is not None and made.rows == 9
        assert _rows("SELECT number, epoch, afterwards, rows FROM access_seal ORDER BY number") == [
            (1, 1, False, 3),
            (2, 1, False, 3),
            (3, 1, True, 4),
            (4, 2, False, 5),
        ]
        assert verify(settings.LOG_HEADS) == []
        assert told(settings.LOG_HEADS)[1:] == ["4 rows came under seal 3 only after the restore."]
        assert "epoch 2, from seal 4" in told(settings.LOG_HEADS)[0]
        _sealed(1)
        assert seal(settings.LOG_HEADS) is None and verify(settings.LOG_HEADS) == []
        assert sorted(heads_outside(settings.LOG_HEADS).heads) == [1, 2, 3, 4, 5]


def test_seals_made_after_the_copy_are_missed_until_somebody_says_that_they_know(here: str, elsewhere: Cluster, tmp_path: Path) -> None:
    _sealed(2)
    restored = _copy(here, elsewhere, tmp_path)
    _sealed(3)
    with on_server(elsewhere, restored):
        assert sum("the end was cut off" in line for line in verify(settings.LOG_HEADS)) == 3
        _read(2)
        with pytest.raises(CannotSeal, match="seals 3 to 5 are missing"):
            seal(settings.LOG_HEADS)
        with pytest.raises(CommandError, match="seals 3 to 5 are missing"):
            call_command("seal_log", "--once", stdout=StringIO())
        assert _rows("SELECT count(*) FROM access_seal") == [(2,)]
        call_command("seal_log", "--once", "--after-restore", stdout=StringIO())
        assert verify(settings.LOG_HEADS) == []
        assert "Seals 3 to 5 were lost with a restore." in told(settings.LOG_HEADS)
        assert _rows("SELECT number, epoch, rows FROM access_seal ORDER BY number DESC LIMIT 1") == [(6, 2, 2)]
        _sealed(1)
        assert verify(settings.LOG_HEADS) == []


def test_heads_left_behind_are_asked_for_before_the_log_goes_on(here: str, elsewhere: Cluster, tmp_path: Path) -> None:
    _sealed(2)
    with on_server(elsewhere, _copy(here, elsewhere, tmp_path)):
        settings.LOG_HEADS.unlink()
        with pytest.raises(CannotSeal, match="was not put beside it"):
            seal(settings.LOG_HEADS)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE access_accessevent SET hat = 'x' WHERE id = (SELECT min(id) FROM access_accessevent)", "changed under seal 1"),
        ("DELETE FROM access_accessevent WHERE id = (SELECT max(id) FROM access_accessevent)", "under seal 5"),
        ("DELETE FROM access_seal WHERE number = 3", "seal 3 is missing"),
        ("UPDATE access_accessevent SET server = (SELECT server FROM access_seal WHERE number = 1)", "under seal 4"),
        ("UPDATE access_seal SET afterwards = false WHERE number = 3", "the order of rows was changed under seal 3"),
        ("UPDATE access_seal SET epoch = 1 WHERE number >= 4", "under seal 4"),
        ("UPDATE access_accessevent SET server = 7 WHERE id = (SELECT max(id) FROM access_accessevent)", "under seal 5"),
    ],
)
def test_whatever_is_done_to_either_epoch_is_found(here: str, elsewhere: Cluster, tmp_path: Path, change: str, found: str) -> None:
    _sealed(2)
    _read(2)
    restored = _copy(here, elsewhere, tmp_path)
    with on_server(elsewhere, restored):
        _read(2)
        seal(settings.LOG_HEADS)
        _sealed(1)
        assert verify(settings.LOG_HEADS) == []
        with elsewhere._keeper(restored) as keeper:
            keeper.execute(change)
        assert any(found in line for line in verify(settings.LOG_HEADS)), verify(settings.LOG_HEADS)


def test_a_restore_that_never_was_hides_no_end_that_was_cut_off(here: str) -> None:
    """Somebody with the database in their hands takes the last seal away and writes a new epoch in its place."""
    _sealed(3)
    with as_keeper(here) as keeper:
        keeper.execute("DELETE FROM access_accessevent WHERE xid >= (SELECT xid_from FROM access_seal WHERE number = 3)")
        keeper.execute("UPDATE access_seal SET number = 4, epoch = 2 WHERE number = 3")
    seal(settings.LOG_HEADS)
    assert any("seal 3 is gone" in line for line in verify(settings.LOG_HEADS))


def test_rows_put_in_under_another_servers_number_are_found(here: str) -> None:
    _sealed(1)
    with as_keeper(here) as keeper:
        keeper.execute(
            "INSERT INTO access_accessevent (server, person_id, hat, item_id, scope_id, about, purpose, basis)"
            " SELECT 7, person_id, hat, item_id, scope_id, about, purpose, basis FROM access_accessevent LIMIT 1"
        )
    assert any("stand outside every seal" in line for line in verify(settings.LOG_HEADS))


def test_a_copy_is_closed_to_others_and_taken_by_a_login_that_writes_nothing(here: str, tmp_path: Path) -> None:
    take_copy(cluster, tmp_path / "copy", here)
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    dsn = cluster.dsn("backup", here)
    where = {"host": dsn["HOST"], "port": dsn["PORT"], "user": "backup", "password": dsn["PASSWORD"], "dbname": here}
    with psycopg.connect(**where) as connection, pytest.raises(psycopg.Error, match="permission denied"):
        connection.execute("SET default_transaction_read_only = off")
        connection.commit()
        connection.execute("UPDATE people_person SET given_name = 'x'")


def test_nothing_is_restored_over_a_database_that_is_there(here: str, elsewhere: Cluster, tmp_path: Path) -> None:
    restored = _copy(here, elsewhere, tmp_path)
    with pytest.raises(ClusterTrouble, match="already"):
        put_back(elsewhere, tmp_path / "copy", restored)
    with pytest.raises(ClusterTrouble, match="There is no file"):
        put_back(elsewhere, tmp_path / "another", "other")


def test_a_file_that_is_no_copy_leaves_no_half_database(elsewhere: Cluster, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.write_bytes(b"PGDMP" + os.urandom(200))
    with pytest.raises(ClusterTrouble, match="pg_restore did not do it"):
        put_back(elsewhere, broken, "halfway")
    assert not elsewhere.has_database("halfway")
