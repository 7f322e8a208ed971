"""A course that ends ends the meeting that was still to come: nobody is left believing that it takes place."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from icalendar import Calendar
from tests.cast import account

from roundtable.casework.calendars.tests.conftest import calendars_of, post
from roundtable.casework.cases.actions import close_case, reopen_case, start_case
from roundtable.casework.cases.rules import CourseOver, Outcome
from roundtable.casework.guests.tests.conftest import SOON, Scene
from roundtable.casework.roundtables.actions import (
    add_point,
    answer_invitation,
    call_roundtable,
    invite_companion,
    keep_out_of_meeting,
    wish_for_meeting,
)
from roundtable.casework.roundtables.queries import meetings, next_meeting
from roundtable.casework.roundtables.rules import Answer, Channel, State
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind


def sign_in(scene: Scene, name: str) -> Client:
    client, cast = Client(), scene.cast
    people = {"Amal": (cast.amal_id, "citizen"), "Bo": (cast.bo.person_id, "staff"), "Gro": (cast.gro.person_id, "staff")}
    client.force_login(account(people[name][0], name, people[name][1]))
    return client


@pytest.fixture
def begun(scene: Scene) -> Scene:
    """The course goes on, and Amal and Bo said that they come."""
    cast = scene.cast
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    for actor in (cast.amal, cast.at_table(cast.bo)):
        answer_invitation(actor=actor, case_id=cast.case_id, roundtable_id=scene.meeting_id, version=1, answer=Answer.COMES)
    return scene


def close(scene: Scene) -> None:
    cast = scene.cast
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)


def test_before_cleo_closes_the_course_the_page_says_which_meeting_is_called_off(begun: Scene) -> None:
    page = reverse("close_case", args=[begun.cast.case_id])
    assert (
        f"The meeting on {date_format(SOON, 'l')} {date_format(SOON, 'DATE_FORMAT')} is called off." in sign_in(begun, "Bo").get(page).text
    )


def test_when_cleo_closes_the_course_its_meeting_is_off_for_everybody_and_their_calendars(begun: Scene) -> None:
    cast = begun.cast
    accounts = {"Amal": account(cast.amal_id, "Amal", "citizen"), "Bo": account(cast.bo.person_id, "Bo")}
    post()
    close(begun)
    post()
    assert [one.state for one in meetings(actor=cast.amal, case_id=cast.case_id)] == [State.CANCELLED]
    assert next_meeting(actor=cast.amal, case_ids=[cast.case_id]) == {}
    for found in accounts.values():
        assert [str(Calendar.from_ical(entry)["method"]) for entry in calendars_of(found)] == ["REQUEST", "CANCEL"]
    assert NoticeKind.MEETING in [notice.kind for notice in my_notices(actor=cast.amal)]


def test_after_the_end_no_page_says_that_amal_meets_anybody(begun: Scene) -> None:
    cast = begun.cast
    close(begun)
    amal = sign_in(begun, "Amal")
    page = amal.get(reverse("roundtable", args=[cast.case_id])).text
    assert "Cancelled by Cleo" in page and "The course has ended" in page
    for said in (
        "Planned",
        "Your answer:",
        "Change it",
        "Who comes",
        "Prepare the meeting",
        "from outside",
        "What you can do",
        "always talked about",
    ):
        assert said not in page, said
    prepare = amal.get(reverse("prepare_roundtable", args=[cast.case_id])).text
    assert "This course has ended. No meeting is planned in it any more." in prepare and "Do you come" not in prepare
    home = amal.get(reverse("end_of_meeting", args=[cast.case_id, begun.meeting_id])).text
    assert "This meeting was cancelled." in home
    assert "Before you leave the room" not in home and "there is a call, always" not in home
    outside = amal.get(reverse("guests", args=[cast.case_id])).text
    assert "This course has ended. Nobody is asked to it any more." in outside and "To come to the meeting" not in outside
    assert "To take a step" not in outside
    gro = sign_in(begun, "Gro").get(reverse("roundtable", args=[cast.case_id])).text
    assert "The course has ended" in gro and "Call a new meeting" not in gro


def test_acts_on_a_meeting_of_a_course_that_ended_say_that_it_ended(begun: Scene) -> None:
    cast = begun.cast
    close(begun)
    with pytest.raises(CourseOver):
        answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=begun.meeting_id, version=1, answer=Answer.CANNOT)
    with pytest.raises(CourseOver):
        add_point(actor=cast.amal, case_id=cast.case_id, text="The garden")
    with pytest.raises(CourseOver):
        begun.ask()
    again = {"on": SOON, "clock": datetime.now(UTC).time().replace(microsecond=0), "minutes": 60, "channel": Channel.VIDEO}
    with pytest.raises(CourseOver):
        call_roundtable(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, **again)


def test_a_course_that_is_opened_again_has_no_meeting_until_somebody_calls_one(begun: Scene) -> None:
    cast = begun.cast
    close(begun)
    reopen_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_ids=[cast.bo.person_id], seen=2)
    assert [one.state for one in meetings(actor=cast.amal, case_id=cast.case_id)] == [State.CANCELLED]
    bo = sign_in(begun, "Bo").get(reverse("roundtable", args=[cast.case_id])).text
    assert "Call a new meeting" in bo and "Your answer:" not in bo
    later = {"on": SOON + timedelta(days=7), "clock": datetime.now(UTC).time().replace(microsecond=0)}
    call_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, minutes=60, channel=Channel.VIDEO, **later)
    assert sign_in(begun, "Amal").get(reverse("roundtable", args=[cast.case_id])).text.count("Do you come?") == 1


def test_after_the_end_nobody_is_invited_beside_amal_and_no_page_asks_how_she_wants_the_meeting(begun: Scene) -> None:
    cast = begun.cast
    close(begun)
    for act in (
        lambda: invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Zed"),
        lambda: wish_for_meeting(actor=cast.amal, case_id=cast.case_id, text="Slowly"),
        lambda: keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="The garden"),
    ):
        with pytest.raises(CourseOver):
            act()
    amal = sign_in(begun, "Amal")
    for name in ("invite_companion", "wish_for_meeting", "keep_out_of_meeting", "add_point"):
        page = amal.get(reverse(name, args=[cast.case_id])).text
        assert "This course has ended. No meeting is planned in it any more." in page and "csrfmiddlewaretoken" not in main(page), name
    sent = amal.post(reverse("invite_companion", args=[cast.case_id]), {"given_name": "Zed"}).text
    assert "This course has ended." in sent and "Zed" in sent
    prepare = amal.get(reverse("prepare_roundtable", args=[cast.case_id])).text
    assert "come with me" not in prepare and "How the meeting shall be" not in prepare and "Something to talk about" not in prepare


def main(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", 1)[0]
