"""What an attacker found past the code on the day after: places sent away by a leader, and words that no page knows how to say."""

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from roundtable.casework.cases.actions import start_case
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.access.context import through
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import table
from tests.cast import Cast, account, build_cast, person
from tests.privacy.test_attacks_representative import seats
from tests.privacy.test_attacks_sql_more import ask, refused


@pytest.fixture
def cast() -> Cast:
    found = build_cast(ida_seated=True)
    start_case(actor=found.at_table(found.bo), case_id=found.case_id)
    return found


def test_a_leader_sends_nobody_away_whom_amal_gave_a_place(cast: Cast) -> None:
    finn, hanne, acts = person("Finn", "Test"), person("Hanne", "Test"), uuid4()
    comes = seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, hanne, seat_id=acts))
    by_note = uuid4()
    said = ("SELECT guard.seat_companion_as_said(%s, %s, %s, %s, 'telephone')", by_note, cast.case_id, person("Ib"), cast.amal_id)
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "case", said)
    for seat_id in (comes, acts, by_note):
        for case in (cast.case_id, None):
            for purpose in ("team", "case"):
                no = refused("web_care", cast.gro.person_id, "team_leader", case, purpose, ("SELECT guard.end_seat(%s)", seat_id))
                assert "refused:not_yours" in no
        with through("loader"):
            assert not Seat.objects.filter(id=seat_id, until_at__isnull=False).exclude(hat="representative").exists()
    ends = ("SELECT guard.end_seat(%s)", cast.seats["ida"])
    assert ask("web_care", cast.gro.person_id, "team_leader", cast.case_id, "team", ends), "a colleague's place is theirs to end"
    for seat_id in (comes, acts, by_note):
        assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT guard.end_seat(%s)", seat_id))


def everybodys_pages(cast: Cast) -> set[int]:
    """How the course, its meeting and its plan answer for Amal, Bo and Cleo, and the first page of the leader."""
    found = set()
    people = ((cast.amal_id, "Amal", "citizen"), (cast.bo.person_id, "Bo", "staff"), (cast.cleo.person_id, "Cleo", "staff"))
    for who, name, kind in people:
        client = Client(raise_request_exception=False)
        client.force_login(account(who, name, kind))
        pages = [reverse(page, args=[cast.case_id]) for page in ("case_page", "roundtable", "people", "plan")]
        found |= {client.get(page, follow=True).status_code for page in ("/", *pages)}
    return found


WISHES = (
    "INSERT INTO roundtables_meetingwishes (item_id, scope_id, wall, case_id, person_id, channel, place, pace, breaks, how)"
    " SELECT i.id, i.scope_id, i.wall, i.case_id, %s, %s, %s, %s, %s, %s FROM seats_item i WHERE i.id = %s RETURNING 1"
)


@pytest.mark.parametrize("wrong", range(5))
def test_cleo_wishes_nothing_for_amal_that_no_page_can_say(cast: Cast, wrong: int) -> None:
    assert everybodys_pages(cast) == {200}
    item = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind="wishes", body="words").item_id
    said = ["video", "home", "usual", "halfway", "telephone"]
    said[wrong] = "the moon"
    try:
        ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "meeting", (WISHES, cast.amal_id, *said, item))
    except DatabaseError as no:
        assert "check constraint" in str(no)
    assert everybodys_pages(cast) == {200}


PHASE = (
    "INSERT INTO cases_phaseevent (id, case_id, number, phase, at, by_id, by_hat)"
    " VALUES (gen_random_uuid(), %s, %s, %s, now(), %s, 'professional') RETURNING 1"
)
CLOSING = (
    "INSERT INTO cases_closing (id, case_id, outcome, shares_ended, at, by_id, by_hat)"
    " VALUES (gen_random_uuid(), %s, %s, 0, now(), %s, 'professional') RETURNING 1"
)


def test_cleo_brings_the_course_to_no_phase_and_no_end_that_there_is_not(cast: Cast) -> None:
    cleo = cast.cleo.person_id
    for statement in ((PHASE, cast.case_id, 9, "the moon", cleo), (CLOSING, cast.case_id, "the moon", cleo)):
        try:
            ask("web_authority", cleo, "professional", cast.case_id, "case", statement)
        except DatabaseError as no:
            assert "check constraint" in str(no), no
    assert everybodys_pages(cast) == {200}


@pytest.mark.parametrize("column", ["kind", "level"])
def test_cleo_writes_no_goal_that_the_plan_has_no_word_for(cast: Cast, column: str) -> None:
    write_plan(cast)
    changes = f"UPDATE plans_goal SET {column} = 'moon' WHERE kind = 'vocational' RETURNING 1"
    try:
        ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan", (changes,))
    except DatabaseError as no:
        assert "check constraint" in str(no), no
    assert everybodys_pages(cast) == {200}


@pytest.mark.parametrize("column", ["kind", "state"])
def test_cleo_writes_no_step_that_the_plan_has_no_word_for(cast: Cast, column: str) -> None:
    write_plan(cast)
    changes = f"UPDATE plans_step SET {column} = 'moon' WHERE kind <> 'care' RETURNING 1"
    try:
        ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan", (changes,))
    except DatabaseError as no:
        assert "check constraint" in str(no), no
    assert everybodys_pages(cast) == {200}
