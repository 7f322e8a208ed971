"""The read log is complete, and whoever touches it is found."""

from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.db import connections

import tests.plugin
from roundtable.ground.access.seal import NOTHING, Head, heads_of, seal, verify
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import table
from tests.cast import build_cast


@pytest.fixture
def heads(tmp_path: Path) -> Iterator[Path]:
    """A clone of its own, so that nobody else's log is touched; the chain begins empty."""
    name = f"log_{settings.DATABASES['default']['NAME']}"
    tests.plugin.cluster.drop(name)
    tests.plugin.cluster.clone(tests.plugin.template(), name)
    before = settings.DATABASES["default"]["NAME"]
    _point_at(name)
    yield tmp_path / "heads"
    _point_at(before)
    tests.plugin.cluster.drop(name)


def _point_at(name: str) -> None:
    for alias in connections:
        connection = connections[alias]
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
        connection.settings_dict["NAME"] = name


def read_something(times: int = 1) -> None:
    cast = build_cast()
    for number in range(times):
        written = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body=f"Note {number}")
        assert words(actor=cast.at_table(cast.cleo), item_ids=[written.item_id])


def sealed(heads: Path) -> Head:
    """Sealed, once no transaction anywhere on the server is older than what was read; other test runs may hold one open for a while."""
    until = monotonic() + 60
    while monotonic() < until:
        head = seal(heads)
        if head is not None:
            return head
        sleep(0.1)
    raise AssertionError("an older transaction never ended")


def by_force(statement: str) -> None:
    """What somebody with the superuser's password could do."""
    with tests.plugin.cluster._keeper(connections["sealer"].settings_dict["NAME"]) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


def test_an_untouched_log_has_nothing_to_report(heads: Path) -> None:
    read_something(2)
    assert sealed(heads).number == 1
    read_something()
    last = sealed(heads).number
    assert list(verify(heads)) == []
    assert sorted(heads_of(heads)) == list(range(1, last + 1))


@pytest.mark.parametrize(
    ("done", "told"),
    [
        ("UPDATE access_accessevent SET purpose = 'plan' WHERE id = (SELECT min(id) FROM access_accessevent)", "was changed"),
        ("DELETE FROM access_accessevent WHERE id = (SELECT min(id) FROM access_accessevent)", "removed or added"),
        ("TRUNCATE access_accessevent", "removed or added"),
        ("UPDATE access_accessevent SET id = -id", "was changed"),
        (
            "UPDATE access_accessevent SET xid = (SELECT min(xid) FROM access_accessevent)",
            "removed or added",
        ),
        ("DELETE FROM access_seal WHERE number = (SELECT max(number) FROM access_seal)", "the end was cut off"),
        ("DELETE FROM access_seal WHERE number = 1", "missing or out of order"),
    ],
)
def test_whoever_touches_the_log_is_found(heads: Path, done: str, told: str) -> None:
    for _ in range(2):
        read_something(3)
        sealed(heads)
    by_force(done)
    assert any(told in finding for finding in verify(heads))


def test_a_chain_that_was_rewritten_from_the_start_is_found_by_the_heads_outside(heads: Path, tmp_path: Path) -> None:
    read_something(3)
    sealed(heads)
    by_force("DELETE FROM access_accessevent WHERE id = (SELECT min(id) FROM access_accessevent)")
    by_force("DELETE FROM access_seal")
    sealed(tmp_path / "forged")
    assert list(verify(tmp_path / "forged")) == []
    assert any("rewritten" in finding or "removed" in finding for finding in verify(heads))


def test_nobody_else_may_write_or_read_the_seals(heads: Path) -> None:
    read_something()
    sealed(heads)
    for alias in ("web_citizen", "web_care", "web_authority", "recorder", "default", "loader"):
        for statement in ("DELETE FROM access_seal", "UPDATE access_accessevent SET purpose = 'x'", "DELETE FROM access_accessevent"):
            with pytest.raises(Exception, match="permission denied"), connections[alias].cursor() as cursor:
                cursor.execute(statement)
    assert len(NOTHING) == 32
