"""Who can read it, in words that are true."""

from tests.cast import build_cast

from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import seat_person
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import ScopeKind


def test_a_companion_at_the_table_is_said_to_read_only_what_is_given() -> None:
    cast = build_cast()
    before = readers_of(ScopeKind.TABLE, seats_on(actor=cast.amal, case_ids=[cast.case_id]), cast.amal)
    assert before.words == "Everyone at the table"
    finn = enrol_person(actor=cast.amal, given_name="Finn")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    assert readers_of(ScopeKind.TABLE, seats, cast.amal).words == "Everyone at the table; Finn only what is given"
    assert readers_of(ScopeKind.CONFIDENCE, seats, cast.amal, holder_id=cast.bo.person_id).words == "You and Bo"
