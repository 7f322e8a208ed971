"""Another time that somebody asked for becomes the meeting's with one press, by who sets the day, and only while it is asked for."""

from datetime import time, timedelta

import pytest
from django.test import Client
from tests.cast import Cast

from roundtable.casework.roundtables.actions import answer_invitation, take_other_time
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import Answer, NotYoursToDecide
from roundtable.casework.roundtables.tests.addresses import SOON, call, sign_in, url
from roundtable.kernel.refusal import NotHere, Stale

LATER = SOON + timedelta(days=2)


def ask(cast: Cast, meeting: object, clock: time | None = time(13, 30)) -> None:
    answer_invitation(
        actor=cast.amal,
        case_id=cast.case_id,
        roundtable_id=meeting,
        version=1,
        answer=Answer.OTHER_TIME,
        other_on=LATER,
        other_clock=clock,
    )


def test_bo_sees_the_time_amal_asks_for_and_takes_it_with_one_press(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    ask(cast, meeting)
    assert "Move it to this time" in bo.get(url("roundtable", cast)).content.decode()
    assert "Move it to this time" not in amal.get(url("roundtable", cast)).content.decode()
    press = {"version": "1", "on": f"{LATER:%Y-%m-%d}", "clock": "13:30"}
    answer = bo.post(url("take_other_time", cast, roundtable_id=meeting), press, follow=True)
    assert "The meeting is moved." in answer.content.decode()
    plan = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting.plan  # type: ignore[union-attr]
    assert (plan.number, plan.minutes) == (2, 60) and plan.place_item_id is not None
    assert f"{plan.starts_at:%Y-%m-%d}" == f"{LATER:%Y-%m-%d}"
    again = bo.post(url("take_other_time", cast, roundtable_id=meeting), press, follow=True)
    assert "The meeting is moved." not in again.content.decode()


def test_a_day_without_a_time_is_not_taken_over_but_led_to_the_form(cast: Cast, bo: Client) -> None:
    meeting = call(cast)
    ask(cast, meeting, None)
    page = bo.get(url("roundtable", cast)).content.decode()
    assert "Move it to this day" in page and "Move it to this time" not in page


def test_what_nobody_asks_for_any_more_is_not_taken_over(cast: Cast) -> None:
    meeting = call(cast)
    ask(cast, meeting)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES)
    with pytest.raises(Stale):
        take_other_time(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, on=LATER, clock=time(13, 30))


def test_amal_dag_and_eve_do_not_set_the_day(cast: Cast) -> None:
    meeting = call(cast)
    ask(cast, meeting)
    more = {"case_id": cast.case_id, "roundtable_id": meeting, "version": 1, "on": LATER, "clock": time(13, 30)}
    with pytest.raises(NotYoursToDecide):
        take_other_time(actor=cast.amal, **more)
    for member in (cast.dag, cast.eve):
        with pytest.raises(NotHere):
            take_other_time(actor=cast.at_table(member), **more)


@pytest.mark.parametrize(
    "press", [{}, {"version": "x"}, {"version": "1", "on": "9999-99-99", "clock": "25:00"}, {"version": "1", "on": "\x00"}]
)
def test_a_forged_press_is_about_nothing(cast: Cast, press: dict[str, str]) -> None:
    meeting = call(cast)
    client = sign_in(cast.bo.person_id, "Bo")
    assert client.post(url("take_other_time", cast, roundtable_id=meeting), press).status_code == 404
    assert client.get(url("take_other_time", cast, roundtable_id=meeting)).status_code == 302
