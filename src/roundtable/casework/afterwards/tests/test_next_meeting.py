"""Before people leave the room the next meeting is called, and what they take home names it; never the meeting they come from."""

import os
import re
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, build_cast
from tests.clones import as_keeper

from roundtable.casework.roundtables.actions import call_roundtable, hold_roundtable, take_pen
from roundtable.casework.roundtables.queries import meeting_page, next_meeting
from roundtable.casework.roundtables.rules import AlreadyCalled, Channel
from roundtable.casework.roundtables.tests.addresses import SOON, sign_in

LATER = SOON + timedelta(days=28)
SAID = f"{LATER:%A} {LATER.day} {LATER:%B}, 10:00"
NEXT = "The next date for all of us"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def call(cast: Cast, on: date = SOON) -> UUID:
    place = {"minutes": 60, "channel": Channel.IN_PERSON, "place": "Room 2"}
    return call_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, on=on, clock=time(10), **place).roundtable_id


def begins(found: UUID, ago: str) -> None:
    """The hour of the meeting strikes."""
    with as_keeper(os.environ["ROUNDTABLE_DATABASE"]) as keeper:
        keeper.execute(
            "UPDATE roundtables_roundtableevent SET starts_at = now() - %s::interval, at = at - interval '20 days'"
            " WHERE roundtable_id = %s",
            [ago, found],
        )


def next_date_on(client: Client, cast: Cast, found: UUID) -> str:
    answer = client.get(reverse("end_of_meeting", args=[cast.case_id, found]))
    assert answer.status_code == 200
    shown = " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())
    return shown.split(NEXT)[1].split("Who decides")[0].split("Whom to call")[0]


def test_before_its_hour_a_meeting_is_never_the_next_date_taken_home_from_it(cast: Cast) -> None:
    found = call(cast)
    bo = sign_in(cast.bo.person_id, "Bo")
    assert "No date yet." in next_date_on(bo, cast, found)
    assert "Call the next meeting" not in next_date_on(bo, cast, found), "it has not begun"


def test_in_the_room_the_next_meeting_is_called_and_taken_home(cast: Cast) -> None:
    found = call(cast)
    with pytest.raises(AlreadyCalled):
        call(cast, LATER)
    begins(found, "1 minute")
    amal, bo = sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")
    assert "Call the next meeting, before you leave the room" in next_date_on(bo, cast, found)
    assert "Call the next meeting" not in next_date_on(amal, cast, found)
    after = call(cast, LATER)
    for client in (amal, bo):
        assert f"Our meeting, {SAID}" in next_date_on(client, cast, found)
        assert "No date yet." not in next_date_on(client, cast, found)
        assert SAID in client.get(reverse("take_home", args=[cast.case_id])).content.decode()
    assert "Call the next meeting" not in next_date_on(bo, cast, found)
    with pytest.raises(AlreadyCalled):
        call(cast, LATER + timedelta(days=20))
    assert after != found


def test_what_goes_on_stays_the_meeting_until_it_was_held(cast: Cast) -> None:
    found = call(cast)
    begins(found, "1 minute")
    after = call(cast, LATER)
    bo = cast.at_table(cast.bo)
    where = {"actor": bo, "case_id": cast.case_id}
    assert next_meeting(actor=bo, case_ids=[cast.case_id])[cast.case_id].roundtable_id == found
    page = meeting_page(**where)
    assert page.meeting is not None and page.meeting.id == found
    take_pen(**where, roundtable_id=found)
    hold_roundtable(**where, roundtable_id=found, version=1)
    page = meeting_page(**where)
    assert page.meeting is not None and page.meeting.id == after
    assert next_meeting(actor=bo, case_ids=[cast.case_id])[cast.case_id].roundtable_id == after


def test_a_meeting_of_yesterday_nobody_noted_as_held_is_noted_first(cast: Cast) -> None:
    begins(call(cast), "30 hours")
    with pytest.raises(AlreadyCalled):
        call(cast, LATER)
