"""The sheet as an ordinary form: for browsers without scripts, and for everybody until the line is open."""

import gzip
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.statements import count_statements

from roundtable.casework.cowriting.actions import write_box
from roundtable.casework.cowriting.tests.scene import address, box, meeting, sheet, text_of
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.roundtables.tests.addresses import call, sign_in
from roundtable.ground.access.actor import Purpose


def sent(cast: Cast, found: UUID, **texts: str) -> dict[str, str]:
    """The form as it is shown, with these texts in the boxes of these ids."""
    shown = sheet(cast, found)
    return {"seen": shown.seen} | {f"box_{one.id.hex}": texts.get(one.id.hex, one.joint.text) for one in shown.boxes}


def test_amal_begins_and_writes_without_scripts_and_bo_reads_it(cast: Cast) -> None:
    found, amal, bo = call(cast), sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")
    assert "Begin to write together" in amal.get(address(cast, found)).content.decode()
    assert amal.post(address(cast, found, "begin_together")).status_code == 302
    arrive = box(cast, found, "arrive")
    answer = amal.post(address(cast, found), sent(cast, found, **{arrive.hex: "Tired,\r\nbut here"}), follow=True)
    assert "Kept. Everyone at the table can read it." in answer.content.decode()
    assert "Tired,\nbut here" in bo.get(address(cast, found)).content.decode()


def test_two_forms_sent_one_after_the_other_keep_both_texts(cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    first = sent(cast, found, **{goal.hex: "Mornings without fear"})
    second = sent(cast, found, **{goal.hex: "Back to my colleagues. "})
    sign_in(cast.bo.person_id, "Bo").post(address(cast, found), first)
    sign_in(cast.cleo.person_id, "Cleo").post(address(cast, found), second)
    assert sorted(text_of(cast, found, goal)) == sorted("Mornings without fear" + "Back to my colleagues. ")
    assert "Mornings without fear" in text_of(cast, found, goal)


def test_what_bo_writes_as_the_goal_stands_in_the_plan_and_amals_own_words_beside_it(cast: Cast) -> None:
    found, amal, bo = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")
    goal, own = box(cast, found, "goal"), box(cast, found, "own_words", cast.amal_id)
    bo.post(address(cast, found), sent(cast, found, **{goal.hex: "Mornings without fear"}))
    amal.post(address(cast, found), sent(cast, found, **{own.hex: "I want to wake up calm"}))
    plan = current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)
    assert plan.shared_goal is not None and plan.shared_goal.text == "Mornings without fear"
    assert [(one.text, one.said_by_id, one.confirmed) for one in plan.sayings] == [("I want to wake up calm", cast.amal_id, True)]


def test_a_forged_form_changes_nobody_elses_words(cast: Cast) -> None:
    found, bo = meeting(cast), sign_in(cast.bo.person_id, "Bo")
    own = box(cast, found, "own_words", cast.amal_id)
    bo.post(address(cast, found), sent(cast, found, **{own.hex: "She wants what I want"}))
    assert text_of(cast, found, own) == ""


def test_dag_eve_and_the_leader_find_nothing_here(cast: Cast) -> None:
    found = meeting(cast)
    for member in (cast.dag, cast.eve, cast.gro):
        client = sign_in(member.person_id, member.name)
        for name in ("write_together", "begin_together", "one_more_step", "ask_everybody", "ask_quietly"):
            assert client.get(address(cast, found, name)).status_code == client.post(address(cast, found, name)).status_code == 404


def test_a_pause_without_scripts_stands_on_everybodys_page(cast: Cast) -> None:
    found, amal, bo = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen"), sign_in(cast.bo.person_id, "Bo")
    amal.post(address(cast, found, "ask_everybody"), {"kind": "pause"})
    assert "Amal asks for a pause." in bo.get(address(cast, found)).content.decode()
    bo.post(address(cast, found, "ask_everybody"), {"kind": "go_on"})
    assert "Amal asks for a pause." not in amal.get(address(cast, found)).content.decode()


@pytest.mark.parametrize("text", ["a\x00b\x1b", "a\u202eb", "x" * 1_000_000])
def test_hidden_characters_and_a_megabyte_are_refused_on_the_form(cast: Cast, text: str) -> None:
    found, amal = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen")
    answer = amal.post(address(cast, found), sent(cast, found, **{box(cast, found, "arrive").hex: text}))
    assert answer.status_code in (200, 422)
    assert text_of(cast, found, box(cast, found, "arrive")) == ""


def test_the_page_asks_no_more_with_many_changes_than_with_few(cast: Cast) -> None:
    found, amal = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen")

    def asked(client: Client) -> int:
        with count_statements() as counted:
            assert client.get(address(cast, found)).status_code == 200
        return len(counted)

    asked(amal)  # what a process asks for once
    few = asked(amal)
    for number in range(6):
        goal = box(cast, found, "goal")
        write_box(
            actor=cast.at_table(cast.bo), case_id=cast.case_id, box_id=goal, seen=sheet(cast, found).seen, text="Word " * (number + 1)
        )
    assert asked(amal) == few <= 12


def test_the_script_of_this_page_is_under_30_kb_and_on_no_other_page(cast: Cast) -> None:
    found, amal = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen")
    assert len(gzip.compress(Path(str(finders.find("ui/live.js"))).read_bytes())) < 30_000
    assert len(Path(str(finders.find("ui/line.js"))).read_bytes()) < 500
    assert b"ui/live.js" in amal.get(address(cast, found)).content
    for other in ("roundtable", "plan", "case_page"):
        assert b"ui/live.js" not in amal.get(reverse(other, kwargs={"case_id": cast.case_id})).content


def test_a_browser_keeps_the_scripts_of_this_page_as_long_as_they_stay_what_they_are(cast: Cast) -> None:
    found, amal = meeting(cast), sign_in(cast.amal_id, "Amal", "citizen")
    named = re.findall(r'(?:src|href)="(/static/[^"]+\?v=[0-9a-f]{12})"', amal.get(address(cast, found)).content.decode())
    assert {Path(one.partition("?")[0]).name for one in named} == {"roundtable.css", "roundtable.js", "line.js", "live.js"}
    for one in named:
        plain = one.partition("?")[0]
        assert "immutable" in amal.get(one)["Cache-Control"]
        # Another version's mark, in a process that has this one: not for long.
        for other in (plain, f"{plain}?v=", f"{plain}?v=0123456789ab"):
            assert amal.get(other)["Cache-Control"] == "max-age=60, public"


def test_before_anybody_writes_the_page_offers_to_begin_first_and_a_break_after_it(cast: Cast) -> None:
    found, amal = call(cast), sign_in(cast.amal_id, "Amal", "citizen")
    shown = amal.get(address(cast, found)).text
    assert 0 < shown.index("Begin to write together") < shown.index("When you need a break") < shown.index("A pause, please")
    assert "We can go on" not in shown, "nothing was asked yet"
    ahead = re.findall(r'rel="prefetch" as="script" href="/static/ui/(\w+\.js)\?v=', shown)
    assert ahead == ["line.js", "live.js"] and "<script src" not in shown, "the sheet's scripts come while everybody waits, and run there"
    ear = reverse("what_is_asked", args=[cast.case_id, found])
    assert amal.get(ear, {"own": ""}).json() == {"begun": False, "said": ""}, "the page does not load itself again for nothing"
