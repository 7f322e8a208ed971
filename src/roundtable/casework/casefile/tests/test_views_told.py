"""You told us this: what Amal said stands there as it was written down, and only she says whether it is so."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.plans.actions import GoalWords, confirm_said, correct_said, say, take_back_said, write_goal
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.plans.rules.content import GoalKind, SayingKind
from roundtable.casework.roundtables.actions import NewLine, add_point, call_roundtable, write_lines
from roundtable.casework.roundtables.queries import meetings
from roundtable.casework.roundtables.rules import Channel, Section
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import confidence
from roundtable.kernel.refusal import NotHere, Stale

GOAL, GIVES, LINE = "To laugh at dinner again", "Colleagues who know her", "Mondays are the worst"
LINES, TOLD = "I can repair a lamp", "The letters frighten me"


@pytest.fixture
def cast() -> Cast:
    """Bo wrote down a goal of Amal's, what work gives her, a line of the meeting and a note; she brought lines herself."""
    found = build_cast()
    bo, case_id = found.at_table(found.bo), found.case_id
    write_goal(actor=bo, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, GOAL, found.amal_id))
    say(actor=bo, case_id=case_id, kind=SayingKind.WORK_GIVES, text=GIVES, said_by_id=found.amal_id)
    day = (datetime.now(UTC) + timedelta(days=9)).date()
    called = call_roundtable(actor=bo, case_id=case_id, on=day, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="The library")
    write_lines(actor=bo, case_id=case_id, roundtable_id=called.roundtable_id, lines=[NewLine(Section.MATTERS, LINE, found.amal_id)])
    bring_lines(actor=found.amal, case_id=case_id, text=LINES)
    write_words(actor=bo, case_id=case_id, place=confidence(), kind="note", body=TOLD, said_by_id=found.amal_id)
    return found


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def amal(cast: Cast) -> Client:
    return signed_in(cast.amal_id, "Amal", "citizen")


def told(client: Client, cast: Cast) -> str:
    response = client.get(reverse("you_told_us", args=[cast.case_id]))
    assert response.status_code == 200
    text = response.content.decode()
    assert "UNDEFINED" not in text
    return " ".join(text.split())


def plan(cast: Cast) -> str:
    response = signed_in(cast.cleo.person_id, "Cleo").get(reverse("plan", args=[cast.case_id]))
    return " ".join(response.content.decode().split())


def of(cast: Cast, text: str) -> tuple[UUID, int]:
    now = current_plan(actor=cast.amal, case_id=cast.case_id)
    found = next(one for one in (*now.goals, *now.sayings) if one.text == text)
    return found.id, found.revision


def test_everything_she_said_stands_there_with_whose_hand_it_was(cast: Cast) -> None:
    page = told(amal(cast), cast)
    for text in (GOAL, GIVES, LINE, LINES, TOLD):
        assert text in page
    waiting, rest = page.split("What you have said yes to, or wrote yourself")
    waiting, noted = waiting.split("Written down by others as said by you")
    assert all(text in waiting for text in (GOAL, GIVES, LINE)) and TOLD in noted and LINES in rest
    assert "Written by Bo" in waiting and "You have not said yet whether it is so." in waiting
    assert "Tell Bo if it is not so" in noted


def test_every_part_of_a_meeting_has_a_name_here_her_point_for_the_agenda_too(cast: Cast) -> None:
    meeting = meetings(actor=cast.amal, case_id=cast.case_id)[0]
    lines = [NewLine(section, f"Said in {section}", cast.amal_id) for section in Section if section != Section.POINT]
    write_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting.id, lines=lines)
    add_point(actor=cast.amal, case_id=cast.case_id, text="The stairs")
    page = told(amal(cast), cast)
    assert "Your point for our meeting" in page and "The stairs" in page
    assert all(line.text in page for line in lines)


def test_the_page_is_hers_alone(cast: Cast) -> None:
    words_id, _revision = of(cast, GOAL)
    for member in (cast.bo, cast.cleo, cast.dag, cast.eve):
        client = signed_in(member.person_id, member.name)
        for address in (reverse("you_told_us", args=[cast.case_id]), reverse("correct_words", args=[cast.case_id, words_id])):
            assert client.get(address).status_code == 404 and client.post(address, {"answer": "so"}).status_code in (404, 405)
    for act in (confirm_said, take_back_said):
        with pytest.raises(NotHere):
            act(actor=cast.at_table(cast.bo), case_id=cast.case_id, words_id=words_id, revision=1)


def test_her_yes_is_to_the_words_she_saw(cast: Cast) -> None:
    client, (words_id, revision) = amal(cast), of(cast, GOAL)
    address = reverse("correct_words", args=[cast.case_id, words_id])
    client.post(address, {"answer": "so", "revision": revision + 1})
    assert "You said yes to it." not in told(client, cast)
    for odd in ("", "x", "9" * 20, "-1"):
        assert client.post(address, {"answer": "so", "revision": odd}).status_code == 302
    done = client.post(address, {"answer": "so", "revision": revision}, follow=True).content.decode()
    assert "It stands there as what you said." in done and "You said yes to it." in told(client, cast)
    assert "Said by Amal, written by Bo, confirmed." in plan(cast)
    with pytest.raises(Stale):
        confirm_said(actor=cast.amal, case_id=cast.case_id, words_id=words_id, revision=revision + 3)


def test_her_own_words_stand_in_the_plan_and_what_was_written_stands_beside(cast: Cast) -> None:
    client, (words_id, revision) = amal(cast), of(cast, GOAL)
    address = reverse("correct_words", args=[cast.case_id, words_id])
    assert GOAL in client.get(address).content.decode()
    hers = "That dinner is not silent"
    for bad in ("", "x" * 5000, "a\x00b"):
        assert client.post(address, {"text": bad, "revision": revision, "once": str(uuid4())}).status_code == 422
    assert client.post(address, {"text": hers, "revision": 99, "once": str(uuid4())}).status_code == 409
    done = client.post(address, {"text": hers, "revision": revision, "once": str(uuid4())}, follow=True)
    assert done.redirect_chain[-1][0] == reverse("you_told_us", args=[cast.case_id])
    assert f"Bo had written: “{GOAL}”" in told(client, cast)
    shown = plan(cast)
    assert hers in shown and f"Bo had written: “{GOAL}”" in shown
    again, revision = of(cast, hers)
    correct_said(actor=cast.amal, case_id=cast.case_id, words_id=again, revision=revision, text="That somebody tells a joke")
    assert f"Bo had written: “{GOAL}”" in plan(cast), "her second wording does not hide whose the first one was"


def test_taken_back_is_out_of_the_plan(cast: Cast) -> None:
    client, (words_id, revision) = amal(cast), of(cast, GIVES)
    client.post(reverse("correct_words", args=[cast.case_id, words_id]), {"answer": "back", "revision": revision})
    assert GIVES not in told(client, cast) and GIVES not in plan(cast)


def test_a_line_of_the_minutes_is_said_yes_to_or_taken_back_and_never_vanishes(cast: Cast) -> None:
    client = amal(cast)
    button = next(one for one in client.get(reverse("you_told_us", args=[cast.case_id])).context["page"].open if one.text == LINE)
    yes, back = button.buttons
    assert client.post(yes.url, dict(yes.fields)).headers["Location"] == reverse("you_told_us", args=[cast.case_id])
    assert "You said yes to it." in told(client, cast)
    for _twice in range(2):
        assert client.post(back.url, dict(back.fields)).status_code == 302
    assert "You took it back." in told(client, cast)
    meeting = signed_in(cast.bo.person_id, "Bo").get(reverse("roundtable", args=[cast.case_id])).content.decode()
    assert LINE in meeting and "Amal takes this back" in meeting
    client.post(yes.url, dict(yes.fields))
    assert "You said yes to it." in told(client, cast), "a yes after all is a yes"


def test_after_the_end_nothing_is_asked_that_has_no_button(cast: Cast) -> None:
    bo, case_id = cast.at_table(cast.bo), cast.case_id
    bring_lines(actor=bo, case_id=case_id, text="I can mend a bicycle", said_by_id=cast.amal_id)
    start_case(actor=cast.gro.leading(case_id), case_id=case_id)
    close_case(actor=bo, case_id=case_id, outcome=Outcome.WORK, seen=1)
    page = amal(cast).get(reverse("you_told_us", args=[case_id])).context["page"]
    assert page.open == (), "what nobody can answer any more is asked of nobody"
    assert {GOAL, GIVES, "I can mend a bicycle", TOLD, LINE} == {one.text for one in page.noted}
    assert "You have not said yet" not in told(amal(cast), cast).split("Written down by others as said by you")[1]


def test_nothing_yet_says_so_and_the_budget_holds_however_much_there_is(cast: Cast) -> None:
    empty = build_cast()
    assert "Nothing is written down yet" in told(amal(empty), empty)
    client = amal(cast)
    told(client, cast)
    with count_statements() as few:
        told(client, cast)
    for number in range(5):
        goal = GoalWords(GoalKind.PERSONAL, f"A goal {number}", cast.amal_id)
        write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=uuid4(), words=goal)
    with count_statements() as many:
        told(client, cast)
    assert len(many) == len(few) <= 12


def test_cleo_who_referred_amal_is_not_called_new_here_and_bo_is() -> None:
    cast = build_cast()
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(f"/course/{cast.case_id}/people/").text
    assert "Bo is new here." in page and "Cleo is new here." not in page
