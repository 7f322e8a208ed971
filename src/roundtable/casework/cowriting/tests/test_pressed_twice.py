"""What is pressed twice on the sheet without scripts is done once; what was changed in between is not lost."""

from uuid import UUID

import pytest
from django.test import Client
from tests.cast import Cast

from roundtable.casework.cowriting.models import Signal
from roundtable.casework.cowriting.tests.scene import address, box, meeting, sheet, text_of
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.roundtables.actions import wish_for_meeting
from roundtable.casework.roundtables.rules.quiet import QUIET
from roundtable.casework.roundtables.tests.addresses import sign_in
from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.doors import reading
from roundtable.ground.seats.queries import headers


@pytest.fixture
def amal(cast: Cast) -> Client:
    return sign_in(cast.amal_id, "Amal", "citizen")


def form(cast: Cast, found: UUID, **texts: str) -> dict[str, str]:
    shown = sheet(cast, found)
    return {"seen": shown.seen} | {f"box_{one.id.hex}": texts.get(one.id.hex, one.joint.text) for one in shown.boxes}


def test_kept_twice_from_one_page_the_words_stand_once_on_the_sheet_and_in_the_plan(cast: Cast, amal: Client) -> None:
    found = meeting(cast)
    goal, own = box(cast, found, "goal"), box(cast, found, "own_words", cast.amal_id)
    data = form(cast, found, **{goal.hex: "Mornings without fear", own.hex: "That I laugh"})
    for _ in range(3):
        assert amal.post(address(cast, found), data).status_code == 302
        assert text_of(cast, found, goal) == "Mornings without fear"
        assert text_of(cast, found, own) == "That I laugh"
    plan = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
    assert plan.shared_goal is not None and plan.shared_goal.text == "Mornings without fear"
    assert [one.text for one in plan.sayings] == ["That I laugh"]


def test_gone_back_and_written_on_the_new_words_stand_and_those_of_the_others_stay(cast: Cast, amal: Client) -> None:
    found, bo = meeting(cast), sign_in(cast.bo.person_id, "Bo")
    goal = box(cast, found, "goal")
    data = form(cast, found, **{goal.hex: "Mornings"})
    amal.post(address(cast, found), data)
    bo.post(address(cast, found), form(cast, found, **{goal.hex: "Mornings, says Bo"}))
    amal.post(address(cast, found), data | {f"box_{goal.hex}": "Calm mornings"})
    assert text_of(cast, found, goal) == "Calm mornings, says Bo"
    amal.post(address(cast, found), data | {f"box_{goal.hex}": ""})
    assert text_of(cast, found, goal) == ", says Bo"


def test_who_else_sends_what_they_saw_adds_to_it_though_the_page_is_the_same(cast: Cast, amal: Client) -> None:
    """The token is of one person: Bo with Amal's page changes nothing of hers."""
    found, bo = meeting(cast), sign_in(cast.bo.person_id, "Bo")
    goal = box(cast, found, "goal")
    data = form(cast, found, **{goal.hex: "Rest"})
    amal.post(address(cast, found), data)
    bo.post(address(cast, found), data)
    assert text_of(cast, found, goal) == "RestRest"


def test_one_more_step_pressed_twice_is_one_step_and_asked_anew_another(cast: Cast, amal: Client) -> None:
    found = meeting(cast)
    for wanted in (1, 2):
        page = amal.get(address(cast, found)).content.decode()
        once = page.split('name="once" value="')[1].split('"')[0]
        for _ in range(2):
            assert amal.post(address(cast, found, "one_more_step"), {"once": once}).status_code == 302
        assert sum(one.kind == "step" for one in sheet(cast, found).boxes) == wanted
    assert amal.post(address(cast, found, "one_more_step"), {"once": "no token"}).status_code == 404


def test_a_pause_asked_for_twice_is_asked_once_and_going_on_is_another(cast: Cast, amal: Client) -> None:
    found, actor = meeting(cast), cast.at_table(cast.bo)
    for kind in ("pause", "pause", "go_on", "go_on", "pause"):
        amal.post(address(cast, found, "ask_everybody"), {"kind": kind})
    sign_in(cast.bo.person_id, "Bo").post(address(cast, found, "ask_everybody"), {"kind": "pause"})
    with reading(actor):
        rows = list(Signal.objects.order_by("at").values_list("kind", "by_id"))
    assert rows == [("pause", cast.amal_id), ("go_on", cast.amal_id), ("pause", cast.amal_id), ("pause", cast.bo.person_id)]


def test_a_quiet_word_pressed_twice_is_told_once_and_to_somebody_else_anew(cast: Cast, amal: Client) -> None:
    found = meeting(cast)
    for told in (cast.bo, cast.bo, cast.cleo):
        wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=told.person_id)
        assert amal.post(address(cast, found, "ask_quietly")).status_code == 302
    assert len(headers(actor=cast.amal, case_id=cast.case_id, kinds=[QUIET])) == 2
    assert len(headers(actor=cast.at_table(cast.bo), case_id=cast.case_id, kinds=[QUIET])) == 1
