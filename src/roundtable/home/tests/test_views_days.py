"""What else is somebody's own soon, and for the leader the calls after meetings whose day has passed."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.afterwards.actions import note_call
from roundtable.casework.afterwards.rules import CallEvent
from roundtable.casework.afterwards.tests.conftest import days_ago
from roundtable.casework.casefile.tests.test_views_days import TAKEN, seen_differently, two_days
from roundtable.casework.plans.actions import take_on_point
from roundtable.casework.plans.rules.content import RETURN
from roundtable.casework.roundtables.actions import call_roundtable, hold_roundtable, wish_for_meeting
from roundtable.casework.roundtables.rules import Channel
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.home.rules import LOOK_DAYS

LOOK, CALL = "Look again at what is seen differently", "Call after the meeting"
LATE = "after a meeting is not noted"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def page(person_id: object) -> str:
    client = Client()
    client.force_login(account(person_id, "Somebody Test"))  # type: ignore[arg-type]
    answer = client.get("/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def held(cast: Cast) -> UUID:
    meeting = call(cast)
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    return meeting


def test_who_took_a_point_on_finds_its_day_on_their_own_first_page_and_nobody_else_does(cast: Cast) -> None:
    seen_differently(cast)
    assert LOOK not in page(cast.bo.person_id)
    two_days(cast)
    for member in (cast.bo, cast.cleo):
        assert f"{LOOK}: Amal Test" in page(member.person_id)
    for member in (cast.dag, cast.eve, cast.gro):
        assert LOOK not in page(member.person_id)
    far = timezone.localdate() + LOOK_DAYS + timedelta(days=TAKEN)
    two = [cast.bo.person_id, cast.cleo.person_id]
    take_on_point(actor=cast.at_table(cast.bo), case_id=cast.case_id, look_id=uuid4(), topic=RETURN, on=far, persons=two)
    assert LOOK not in page(cast.bo.person_id), "a day that is far away waits on the page of the course"


def test_a_call_that_stands_on_no_card_stands_below_it(cast: Cast) -> None:
    first = held(cast)
    assert CALL not in page(cast.bo.person_id), "it is the card"
    note_call(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=first, citizen_id=cast.amal_id, event=CallEvent.NOT_REACHED)
    today = timezone.localdate()
    bo = cast.at_table(cast.bo)
    call_roundtable(actor=bo, case_id=cast.case_id, on=today, clock=time(23, 59), minutes=60, channel=Channel.IN_PERSON)
    assert f"{CALL}: Amal Test" in page(cast.bo.person_id), "today's meeting is the card"
    assert CALL not in page(cast.cleo.person_id)


def test_the_leader_is_told_of_a_call_whose_day_has_passed_and_not_who_did_not_call(cast: Cast) -> None:
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.cleo.person_id)
    meeting = held(cast)
    assert LATE not in page(cast.gro.person_id), "its day has not passed"
    days_ago(meeting, 9)
    shown = page(cast.gro.person_id)
    assert f"1 call {LATE}" in shown and "Amal Test" in shown and "This day has passed." in shown
    for name in ("Bo", "Cleo"):
        assert name not in shown.split(LATE)[1].split("</ul>")[0]
    for member in (cast.bo, cast.dag, cast.eve, cast.jon):
        assert LATE not in page(member.person_id)
    note_call(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=meeting, citizen_id=cast.amal_id, event=CallEvent.DONE)
    assert LATE not in page(cast.gro.person_id)


def test_a_late_call_is_not_shown_for_ever(cast: Cast) -> None:
    days_ago(held(cast), 29)
    assert LATE not in page(cast.gro.person_id)


def test_first_pages_with_days_and_calls_ask_at_most_twelve_statements(cast: Cast) -> None:
    seen_differently(cast)
    two_days(cast)
    days_ago(held(cast), 9)
    for member in (cast.bo, cast.cleo, cast.gro):
        client = Client()
        client.force_login(account(member.person_id, member.name))
        client.get("/")
        with count_statements() as asked:
            assert client.get("/").status_code == 200
        assert len(asked) <= 12, (member.name, len(asked))
