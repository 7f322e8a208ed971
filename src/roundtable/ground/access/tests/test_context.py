"""The acting context fails closed."""

from pathlib import Path

import pytest
from django.db import OperationalError
from tests.cast import Cast, build_cast

from roundtable.ground.access.acts import ActRefused, act
from roundtable.ground.access.context import LogUnavailable, NoContext, OtherHat, ReadOnly, acting, current
from roundtable.ground.access.rings import make_rings
from roundtable.ground.people.models import Person
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import side, table


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def test_a_table_touched_outside_a_context_is_a_bug_that_shows() -> None:
    with pytest.raises(NoContext):
        list(Person.objects.all())
    with pytest.raises(NoContext):
        current()


def test_two_hats_never_add_up_in_one_request(cast: Cast) -> None:
    with acting(cast.amal), pytest.raises(OtherHat), acting(cast.at_table(cast.bo)):
        pass


def test_an_action_inside_a_reading_context_is_refused(cast: Cast) -> None:
    with acting(cast.amal), pytest.raises(ReadOnly):
        write_words(actor=cast.amal, case_id=cast.case_id, place=table(), kind="note", body="x")


def test_what_the_database_refuses_is_said_in_words(cast: Cast) -> None:
    with acting(cast.at_table(cast.bo), write=True), pytest.raises(ActRefused) as no:
        act("block", ["00000000-0000-0000-0000-000000000001", cast.case_id, cast.cleo.person_id])
    assert no.value.reason == "not_yours"
    assert "not yours" in no.value.english()


def test_without_a_record_there_is_no_content(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    written = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", body="Better")

    def unavailable(*_args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr("roundtable.ground.access.context._insert", unavailable)
    amal_reads = words(actor=cast.amal, item_ids=[written.item_id])
    assert len(amal_reads) == 1  # what is about her is not logged, so it is shown
    sent = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="For all")
    with pytest.raises(LogUnavailable):
        words(actor=cast.at_table(cast.cleo), item_ids=[sent.item_id])


def test_rings_are_made_once_and_only_their_owner_reads_the_private_keys(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    make_rings(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    make_rings(folder)
    assert before == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.glob("*.key"))
