"""Who can read it, in words that are true."""

from tests.cast import build_cast

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import seat_person
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import ScopeKind


def test_a_companion_at_the_table_is_said_to_read_only_what_is_given() -> None:
    cast = build_cast()
    before = readers_of(ScopeKind.TABLE, seats_on(actor=cast.amal, case_ids=[cast.case_id]), cast.amal)
    assert before.words == "Everyone at the table, now and later"
    finn = enrol_person(actor=cast.amal, given_name="Finn")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    assert readers_of(ScopeKind.TABLE, seats, cast.amal).words == "Everyone at the table, now and later; Finn only what is given"
    assert readers_of(ScopeKind.CONFIDENCE, seats, cast.amal, holder_id=cast.bo.person_id).words == "You and Bo"
    beside = readers_of(ScopeKind.TABLE, seats, Actor(finn, Hat.COMPANION, False, cast.case_id))
    assert beside.words == "Everyone at the table, now and later; you only what is given", "to Finn himself too"


def test_what_cleo_writes_for_her_side_says_that_who_of_it_comes_later_reads_it_and_a_confidence_does_not() -> None:
    """She sits alone for the jobcentre: today the same two read both. Whoever covers for her reads the first only."""
    cast = build_cast()
    amal, cleo = cast.amal, cast.at_table(cast.cleo)
    hers, seats = (seats_on(actor=actor, case_ids=[cast.case_id]) for actor in (amal, cleo))
    own, told = readers_of(ScopeKind.SIDE, seats, cleo), readers_of(ScopeKind.CONFIDENCE, seats, cleo)
    assert own.words == "You and Amal, and whoever of Jobcentre sits at the table later" and told.words == "You and Amal"
    assert readers_of(ScopeKind.TEAM, seats, cleo).words == "You, Amal and Bo, and colleagues who come to the table later"
    side = readers_of(ScopeKind.SIDE, hers, amal, side_id=cast.jobcentre_id)
    assert side.words == "You and Cleo, and whoever of Jobcentre sits at the table later"
    assert {seat.name for seat in side.seats if seat.reads} == {"Amal Test", "Cleo Test"}
    for kind in (ScopeKind.OWN, ScopeKind.DRAFT):
        assert "later" not in readers_of(kind, hers, amal).words
