"""Whatever is done to the read log after it was sealed is found: changed, deleted, inserted, reordered, cut off, written anew."""

import threading
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connections, transaction
from tests.cast import person
from tests.clones import as_keeper, own_database

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import Opened, acting, opened
from roundtable.ground.access.seal import heads_of, seal, verify

Keeper = psycopg.Connection[Any]
TOUCHES = (
    "UPDATE access_accessevent SET hat = 'x'",
    "DELETE FROM access_accessevent",
    "TRUNCATE access_accessevent",
    "UPDATE access_seal SET rows = 0",
    "DELETE FROM access_seal",
)
ONE_ROW = (
    "INSERT INTO access_accessevent (person_id, hat, item_id, scope_id, about, purpose, basis)"
    " VALUES (gen_random_uuid(), 'citizen', gen_random_uuid(), 1, '{}', 'case', 'scope')"
)
COLUMNS = "xid, person_id, hat, item_id, scope_id, about, purpose, basis"


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    with own_database() as name, as_keeper(name) as connection:
        yield connection


@pytest.fixture(autouse=True)
def fresh_log(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "LOG_HEADS", tmp_path / "heads")
    keeper.execute("TRUNCATE access_accessevent, access_seal")


def _read(times: int = 3) -> None:
    """Somebody opens so many items, in one act of reading."""
    with acting(Actor(uuid4(), Hat.CITIZEN)):
        opened([Opened(uuid4(), uuid4(), 1, (uuid4(),), "scope") for _ in range(times)])


def _seal(rows: int) -> None:
    """So many rows come under seal; other databases of the server may hold the seal up with transactions of their own."""
    until = time.monotonic() + 60
    sealed = 0
    while sealed < rows and time.monotonic() < until:
        made = seal(settings.LOG_HEADS)
        sealed += made.rows if made else 0
    assert sealed == rows


def _sealed_log(keeper: Keeper) -> None:
    """Three seals over nine rows."""
    for _ in range(3):
        _read()
        _seal(3)
    assert verify(settings.LOG_HEADS) == []


def _only(found: list[str], *words: str) -> None:
    assert found, "nothing was noticed"
    assert all(word in found[0] for word in words), found


def test_a_log_that_nobody_touched_is_whole_and_its_heads_stand_outside(keeper: Keeper) -> None:
    _sealed_log(keeper)
    assert sorted(heads_of(settings.LOG_HEADS)) == [1, 2, 3]
    assert seal(settings.LOG_HEADS) is None


def test_a_changed_row_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("UPDATE access_accessevent SET person_id = %s WHERE id = (SELECT min(id) + 4 FROM access_accessevent)", [uuid4()])
    _only(verify(settings.LOG_HEADS), "was changed under seal 2")


def test_a_moved_moment_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("UPDATE access_accessevent SET at = at - interval '1 second' WHERE id = (SELECT min(id) FROM access_accessevent)")
    _only(verify(settings.LOG_HEADS), "changed under seal 1")


def test_a_deleted_row_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("DELETE FROM access_accessevent WHERE id = (SELECT max(id) FROM access_accessevent)")
    _only(verify(settings.LOG_HEADS), "1 of 3 rows under seal 3", "deleted")


def test_a_row_put_in_later_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute(f"INSERT INTO access_accessevent ({COLUMNS}) SELECT {COLUMNS} FROM access_accessevent ORDER BY id LIMIT 1")
    _only(verify(settings.LOG_HEADS), "1 rows were inserted under seal 1")


def test_two_rows_that_changed_places_are_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    first, second = (row[0] for row in keeper.execute("SELECT id FROM access_accessevent ORDER BY id LIMIT 2").fetchall())
    for old, new in ((first, -1), (second, first), (-1, second)):
        keeper.execute("UPDATE access_accessevent SET id = %s WHERE id = %s", [new, old])
    _only(verify(settings.LOG_HEADS), "the order of rows was changed under seal 1")


def test_rows_that_changed_seals_are_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute(
        "UPDATE access_accessevent SET xid = (SELECT max(xid) FROM access_accessevent) WHERE id = (SELECT min(id) FROM access_accessevent)"
    )
    found = verify(settings.LOG_HEADS)
    assert any("under seal 1" in line and "deleted" in line for line in found)
    assert any("inserted under seal 3" in line for line in found)


def test_an_end_that_was_cut_off_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("DELETE FROM access_accessevent WHERE xid >= (SELECT xid_from FROM access_seal WHERE number = 3)")
    keeper.execute("DELETE FROM access_seal WHERE number = 3")
    _only(verify(settings.LOG_HEADS), "seal 3 is gone", "the end was cut off")


def test_a_seal_taken_out_of_the_middle_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("DELETE FROM access_seal WHERE number = 2")
    _only(verify(settings.LOG_HEADS), "seal 2 is missing")


def test_a_log_rewritten_with_its_seals_is_found_by_the_heads_outside(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _sealed_log(keeper)
    outside = settings.LOG_HEADS
    keeper.execute("UPDATE access_accessevent SET hat = 'professional'")
    keeper.execute("DELETE FROM access_seal")
    monkeypatch.setattr(settings, "LOG_HEADS", tmp_path / "the forger's")
    _seal(9)
    assert verify(settings.LOG_HEADS) == [], "the forged chain is whole in itself"
    monkeypatch.setattr(settings, "LOG_HEADS", outside)
    _only(verify(settings.LOG_HEADS), "seal 1 is not the one", "rewritten")


def test_a_head_written_anew_in_the_database_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute("UPDATE access_seal SET digest = %s WHERE number = 3", [b"x" * 64])
    assert any("seal 3 is not the one" in line for line in verify(settings.LOG_HEADS))


def test_heads_taken_out_of_their_file_are_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    lines = settings.LOG_HEADS.read_text().splitlines(keepends=True)
    settings.LOG_HEADS.write_text(lines[0] + lines[2])
    _only(verify(settings.LOG_HEADS), "1 heads were taken out")
    settings.LOG_HEADS.unlink()
    _only(verify(settings.LOG_HEADS), "no head stands in")


def test_the_first_head_of_a_number_counts(keeper: Keeper) -> None:
    _sealed_log(keeper)
    with settings.LOG_HEADS.open("a") as file:
        file.write("1 90 00ff\n")
    assert verify(settings.LOG_HEADS) == []


def test_a_line_that_is_no_head_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    with settings.LOG_HEADS.open("a") as file:
        file.write("four 90 00ff\n")
    _only(verify(settings.LOG_HEADS), "1 lines of", "are no heads")


def test_a_sealer_killed_before_it_copied_the_head_copies_it_the_next_time(keeper: Keeper) -> None:
    _sealed_log(keeper)
    lines = settings.LOG_HEADS.read_text().splitlines(keepends=True)
    settings.LOG_HEADS.write_text("".join(lines[:2]))
    assert verify(settings.LOG_HEADS) == []
    seal(settings.LOG_HEADS)
    assert sorted(heads_of(settings.LOG_HEADS)) == [1, 2, 3]


def test_rows_that_nobody_seals_are_found(keeper: Keeper) -> None:
    _read()
    assert verify(settings.LOG_HEADS) == []
    keeper.execute("UPDATE access_accessevent SET at = at - interval '61 seconds'")
    _only(verify(settings.LOG_HEADS), "3 rows have waited for their seal")


def test_a_row_with_the_number_of_a_transaction_to_come_is_found(keeper: Keeper) -> None:
    _sealed_log(keeper)
    keeper.execute(
        f"INSERT INTO access_accessevent ({COLUMNS}) SELECT 9000000000, {COLUMNS.removeprefix('xid, ')} FROM access_accessevent LIMIT 1"
    )
    _only(verify(settings.LOG_HEADS), "has not been yet")


def test_a_transaction_that_commits_late_does_not_slip_behind_the_seal(keeper: Keeper) -> None:
    begun, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic("recorder"), connections["recorder"].cursor() as cursor:
            cursor.execute(ONE_ROW)
            begun.set()
            finish.wait(20)
        connections["recorder"].close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    _read()  # committed, with a higher number than the slow one
    assert seal(settings.LOG_HEADS) is None, "nothing above the slow transaction may be sealed yet"
    finish.set()
    thread.join(20)
    _seal(4)
    assert verify(settings.LOG_HEADS) == []


def test_nobody_but_the_recorder_adds_and_nobody_changes() -> None:
    for alias in ("web_citizen", "web_care", "web_authority", "sealer", "worker"):
        with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute(ONE_ROW)
    for alias in ("default", "recorder", "sealer", "loader", "web_citizen", "web_care", "web_authority", "worker"):
        for statement in (
            "UPDATE access_accessevent SET hat = 'x'",
            "DELETE FROM access_accessevent",
            "TRUNCATE access_accessevent",
            "UPDATE access_seal SET rows = 0",
            "DELETE FROM access_seal",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
                cursor.execute(statement)
    _read()
    with connections["owner"].cursor() as cursor:  # may by name, and reaches no row: policies are forced on it
        cursor.execute("UPDATE access_accessevent SET hat = 'x'")
        assert cursor.rowcount == 0
    with pytest.raises(DatabaseError, match="permission denied"), connections["recorder"].cursor() as cursor:
        cursor.execute(ONE_ROW.replace("(person_id", "(xid, person_id").replace("VALUES (", "VALUES (1, "))


def test_sealing_once_from_the_command_line_says_how_much() -> None:
    _read()
    said = StringIO()
    call_command("seal_log", "--once", stdout=said)
    assert said.getvalue() in ("3 rows sealed\n", "0 rows sealed\n")  # none while another database holds a transaction open
    _seal(3 - int(said.getvalue().split()[0]))
    assert person("Nobody")  # the loader still works in this clone
