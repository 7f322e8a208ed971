"""One note end to end: Bo writes, Amal reads, Cleo is refused."""

import pytest
from tests.cast import Cast, build_cast

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import Membership, Role
from roundtable.ground.seats.actions import SideOfTwoKinds, discard_draft, seat_person, write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, draft, own, side, table, team
from roundtable.kernel.refusal import Refusal


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast(ida_seated=True)


def test_what_amal_tells_bo_in_confidence_is_read_by_the_two_of_them_and_nobody_else(cast: Cast) -> None:
    written = write_words(
        actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", headline="At night", body="I lie awake"
    )
    for actor in (cast.amal, cast.at_table(cast.bo)):
        (read,) = words(actor=actor, item_ids=[written.item_id])
        assert (read.headline, read.body) == ("At night", "I lie awake")
    for actor in (
        cast.at_table(cast.cleo),
        cast.at_table(cast.ida),
        cast.at_table(cast.dag),
        cast.at_table(cast.eve),
        cast.gro.leading(cast.case_id),
    ):
        assert words(actor=actor, item_ids=[written.item_id]) == ()


def test_a_note_to_the_own_organisation_is_read_by_its_people_at_the_table_and_the_citizen(cast: Cast) -> None:
    written = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", headline="Sleep", body="Better")
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.ida)):
        assert len(words(actor=actor, item_ids=[written.item_id])) == 1
    for actor in (cast.at_table(cast.cleo), cast.at_table(cast.dag), cast.at_table(cast.eve), cast.at_table(cast.jon)):
        assert words(actor=actor, item_ids=[written.item_id]) == ()


def test_the_table_reads_what_is_written_for_the_table(cast: Cast) -> None:
    for place in (table(), team()):
        written = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=place, kind="note", body="Hello")
        for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.ida), cast.at_table(cast.cleo)):
            assert len(words(actor=actor, item_ids=[written.item_id])) == 1
        assert words(actor=cast.at_table(cast.dag), item_ids=[written.item_id]) == ()


def test_a_notebook_is_the_citizens_alone_and_no_professional_can_write_in_one(cast: Cast) -> None:
    written = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="note", body="Only me")
    assert [view.body for view in words(actor=cast.amal, item_ids=[written.item_id])] == ["Only me"]
    assert words(actor=cast.at_table(cast.bo), item_ids=[written.item_id]) == ()
    with pytest.raises(ActRefused):
        write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=own(), kind="note", body="Hers")


def test_who_does_not_sit_at_the_table_writes_nothing(cast: Cast) -> None:
    for stranger in (cast.dag, cast.eve, cast.jon):
        with pytest.raises(Refusal):
            write_words(actor=cast.at_table(stranger), case_id=cast.case_id, place=table(), kind="note", body="Hello")


def test_a_draft_can_be_thrown_away_and_a_sent_text_cannot(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    thought = write_words(actor=bo, case_id=cast.case_id, place=draft(), kind="note", body="Perhaps")
    assert [view.body for view in words(actor=bo, item_ids=[thought.item_id])] == ["Perhaps"]
    assert words(actor=cast.amal, item_ids=[thought.item_id]) == ()
    discard_draft(actor=bo, item_id=thought.item_id)
    assert words(actor=bo, item_ids=[thought.item_id]) == ()
    sent = write_words(actor=bo, case_id=cast.case_id, place=table(), kind="note", body="Said")
    with pytest.raises(Refusal):
        discard_draft(actor=bo, item_id=sent.item_id)


@pytest.mark.parametrize("first", ["care", "authority"])
def test_an_organisation_that_treats_and_decides_is_told_that_it_has_no_place_for_both(first: str) -> None:
    cast = build_cast()
    with through("loader"):
        decides = Role.objects.create(programme_id=cast.programme_id, code="decides", name="Caseworker", authority=True)
        Membership.objects.create(
            programme_id=cast.programme_id, person_id=cast.jon.person_id, organisation_id=cast.health_id, role_id=decides.id
        )
        Membership.objects.filter(person_id=cast.jon.person_id).exclude(role_id=decides.id).delete()
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.jon.person_id, ground="hand_over")
    jon = Actor(cast.jon.person_id, Hat.PROFESSIONAL, True, cast.case_id, Purpose.CASE)
    writers = [cast.at_table(cast.bo), jon] if first == "care" else [jon, cast.at_table(cast.bo)]
    write_words(actor=writers[0], case_id=cast.case_id, place=side(), kind="note", body="For us")
    with pytest.raises(SideOfTwoKinds):
        write_words(actor=writers[1], case_id=cast.case_id, place=side(), kind="note", body="For us too")
    assert write_words(actor=writers[1], case_id=cast.case_id, place=table(), kind="note", body="For all").item_id
    assert [view.body for view in words(actor=writers[0], case_id=cast.case_id, kinds=["note"])] == ["For all", "For us"]
    assert [view.body for view in words(actor=writers[1], case_id=cast.case_id, kinds=["note"])] == ["For all"]
