"""Bo leaves and Jon comes in his place: what waited for Bo, and what Amal is told on her first page."""

import re
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.cases.actions import replace_professional, start_case
from roundtable.casework.cases.rules import Told
from roundtable.casework.notes.actions import write_message
from roundtable.casework.plans.actions import GoalWords, call_for_answers, say, write_goal
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.plans.rules.content import GoalKind, SayingKind
from roundtable.casework.plans.tests.scene import fix_plan, write_plan
from roundtable.casework.roundtables.actions import NewLine, call_roundtable, confirm_lines, write_lines
from roundtable.casework.roundtables.rules import Channel, Section
from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import ask_for_something, release_items, reply_to_request
from roundtable.ground.disclosure.queries import requests
from roundtable.ground.seats.actions import seat_person
from roundtable.ground.seats.queries import headers, seats_on
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def jon_comes(cast: Cast) -> None:
    leader, people = cast.gro.leading(cast.case_id), {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id}
    replace_professional(actor=leader, case_id=cast.case_id, **people, told=Told.BY_LEADER)


def finn_of(cast: Cast) -> Client:
    """Amal's companion, in his browser."""
    finn = person("Finn")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    return browser(finn, "citizen")


def browser(person_id: UUID, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody Test", kind))
    return client


def test_cleos_question_to_bo_waits_for_jon_who_came_in_his_place_and_jon_replies_in_his_own_name(cast: Cast) -> None:
    asked = ask_for_something(actor=cast.at_table(cast.cleo), case_id=cast.case_id, to_person_id=cast.bo.person_id, headline="Nights?")
    reply_url = reverse("reply_to_request", args=[cast.case_id, asked])
    with pytest.raises(NotHere):
        reply_to_request(actor=cast.amal, case_id=cast.case_id, item_id=asked, body="Well")
    jon_comes(cast)
    jon, listed = browser(cast.jon.person_id), reverse("ask_for_something", args=[cast.case_id])
    assert reply_url in jon.get("/").text
    assert reply_url in jon.get(listed).text
    assert "You sit in the same place now." in jon.get(reply_url).text
    assert "has left" in browser(cast.cleo.person_id).get(listed).text
    for nobody in (cast.at_table(cast.cleo), cast.amal):
        with pytest.raises(NotHere):
            reply_to_request(actor=nobody, case_id=cast.case_id, item_id=asked, body="Well")
    reply_to_request(actor=cast.at_table(cast.jon), case_id=cast.case_id, item_id=asked, body="I shall ask her")
    (view,) = requests(actor=cast.at_table(cast.cleo), case_id=cast.case_id)
    assert view.reply is not None and view.reply.author_id == cast.jon.person_id and view.replied_by.startswith("Jon")
    assert reply_url not in jon.get("/").text


def test_amal_is_told_that_bo_left_without_an_answer_until_she_and_jon_have_written(cast: Cast) -> None:
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="CANARY-TO-BO")
    amal, people = browser(cast.amal_id, "citizen"), reverse("people", args=[cast.case_id])
    assert "has left" not in amal.get("/").text
    jon_comes(cast)
    for address in ("/", people):
        shown = amal.get(address).text
        assert "Bo did not answer your message of" in shown and "Jon cannot read it. Do you want to write to Jon?" in shown
    assert "Bo has left. Jon came in the same place on" in amal.get("/").text
    assert reverse("write_message", args=[cast.case_id, cast.jon.person_id]) in amal.get("/").text
    for address in ("/", people, reverse("write_message", args=[cast.case_id, cast.amal_id])):
        assert "CANARY-TO-BO" not in browser(cast.jon.person_id).get(address).text
    write_message(actor=cast.at_table(cast.jon), case_id=cast.case_id, to_id=cast.amal_id, body="Hello")
    assert "did not answer your message" not in amal.get("/").text + amal.get(people).text and "has left" not in amal.get("/").text


def test_who_wrote_nothing_to_bo_is_told_once_that_jon_came_and_where_he_sits(cast: Cast) -> None:
    jon_comes(cast)
    shown = browser(cast.amal_id, "citizen").get("/").text
    assert "Bo has left. Jon came in the same place on" in shown and "did not answer" not in shown
    assert f'<a href="{reverse("people", args=[cast.case_id])}">Who sits at your table</a>' in shown


def test_words_written_down_as_amals_wait_for_her_yes_on_her_first_page(cast: Cast) -> None:
    on, bo = timezone.localdate() + timedelta(days=20), cast.at_table(cast.bo, Purpose.MEETING)
    meeting = call_roundtable(actor=bo, case_id=cast.case_id, on=on, clock=time(10), minutes=60, channel=Channel.TELEPHONE).roundtable_id
    (line,) = write_lines(
        actor=bo, case_id=cast.case_id, roundtable_id=meeting, lines=[NewLine(Section.HOME, "I call my union", cast.amal_id)]
    )
    amal, asks = browser(cast.amal_id, "citizen"), "Bo wrote something down as yours. Is it right?"
    address = reverse("you_told_us", args=[cast.case_id])
    assert f'<a href="{address}">{asks}</a>' in amal.get("/").text.split('id="also-title"')[1]
    assert "Yes, I said that" in amal.get(address).text
    confirm_lines(actor=cast.amal, case_id=cast.case_id, item_ids=[line])
    assert asks not in amal.get("/").text


def test_words_in_the_plan_wait_there_too_after_the_plan_was_answered_and_until_she_says_yes(cast: Cast) -> None:
    """The plan's one next step asks for an answer first; what waits for her yes goes on standing on her first page and beside the words."""
    write_plan(cast)
    bo, cleo, case_id = cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.case_id
    shared = current_plan(actor=cast.amal, case_id=case_id).shared_goal
    assert shared is not None
    write_goal(actor=bo, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "To laugh at dinner", cast.amal_id))
    for kind, goal_id in ((SayingKind.OWN_WORDS, shared.id), (SayingKind.WORK_GIVES, None)):
        say(actor=cleo, case_id=case_id, kind=kind, goal_id=goal_id, text=f"Mornings, {kind}", said_by_id=cast.amal_id)
    amal, plan = browser(cast.amal_id, "citizen"), reverse("plan", args=[case_id])
    call_for_answers(actor=bo, case_id=case_id, call_id=uuid4())
    assert "Is this what you said?" not in amal.get(plan).text and amal.get(plan).text.count("Yes, I said that") == 3
    assert "Bo and Cleo wrote something down as yours. Is it right?" in amal.get("/").text or (
        "Cleo and Bo wrote something down as yours. Is it right?" in amal.get("/").text
    )
    now = current_plan(actor=cast.amal, case_id=case_id)
    mine = [*(one for one in now.goals if one.owner_id == cast.amal_id), *(one for one in now.sayings if one.said_by_id == cast.amal_id)]
    for one in mine:
        address = reverse("correct_words", args=[case_id, one.id])
        assert address in amal.get(plan).text
        assert all(address not in browser(member.person_id).get(plan).text for member in (cast.bo, cast.cleo))
        sent = {"answer": "so", "revision": one.revision, "from": "plan"}
        assert amal.post(address, sent).headers["Location"] == plan
    assert "Yes, I said that" not in amal.get(plan).text and "wrote something down as yours" not in amal.get("/").text


def test_when_all_lines_lie_open_amal_is_told_and_where_she_shares_them(cast: Cast) -> None:
    on, bo = timezone.localdate() + timedelta(days=5), cast.at_table(cast.bo, Purpose.MEETING)
    call_roundtable(actor=bo, case_id=cast.case_id, on=on, clock=time(10), minutes=60, channel=Channel.TELEPHONE)
    amal, told = browser(cast.amal_id, "citizen"), "What everybody brings to the meeting is open to you now."
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        assert told not in amal.get("/").text
        bring_lines(actor=actor, case_id=cast.case_id, text="One")
    with count_statements() as asked:
        shown = amal.get("/").text
    assert told in shown and len(asked) <= 12


def test_finn_is_told_of_what_amal_gave_him_and_finds_the_version_from_the_plan(cast: Cast) -> None:
    finn = finn_of(cast)
    plan, versions = reverse("plan", args=[cast.case_id]), reverse("plan_versions", args=[cast.case_id])
    assert "No version is given to you yet" in finn.get(versions).text and "Nothing of the plan is given to you yet" in finn.get(plan).text
    write_plan(cast)
    fix_plan(cast)
    assert "No version is given to you yet" in finn.get(versions).text
    (version,) = headers(actor=cast.amal, case_id=cast.case_id, kinds=["plan"])
    seat = next(one for one in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if one.given_name == "Finn")
    before = finn.get("/").text
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[version.item_id], to_seat_id=seat.seat_id, purpose="support")
    assert "A version of the plan is given to you" in finn.get(plan).text and "Version 1" in finn.get(versions).text
    assert 'id="news-title"' not in before and 'id="news-title"' in finn.get("/").text
    assert finn.get(reverse("case_page", args=[cast.case_id])).status_code == 200


def test_the_time_line_and_a_search_say_which_version_is_fixed_and_name_nobody_who_closed_it(cast: Cast) -> None:
    write_plan(cast)
    fix_plan(cast)
    amal, case_id = browser(cast.amal_id, "citizen"), cast.case_id
    shown = amal.get(reverse("time_line", args=[case_id])).text
    assert "Version 1 of the plan, fixed" in shown and "closed by" not in shown
    write_goal(actor=cast.amal, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "Dinner", cast.amal_id))
    assert fix_plan(cast) == 2
    for address in (reverse("time_line", args=[case_id]), reverse("case_page", args=[case_id])):
        assert all(f"Version {number} of the plan, fixed" in amal.get(address).text for number in (1, 2)), address
    found = browser(cast.bo.person_id).post(reverse("search_case", args=[case_id]), {"words": "dinner"}).text
    assert "Version 2 of the plan, fixed" in found and "A version of the plan, fixed" not in found


def test_whoever_is_asked_about_the_plan_reads_which_version_it_becomes(cast: Cast) -> None:
    write_plan(cast)
    fix_plan(cast)
    write_goal(actor=cast.amal, case_id=cast.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "Dinner", cast.amal_id))
    bo, address = browser(cast.bo.person_id), reverse("call_for_answers", args=[cast.case_id])
    once = re.search(r'name="once" value="([^"]+)"', bo.get(address).text)
    assert once is not None
    said = "When all have answered, it is version 2."
    assert said in bo.post(address, {"once": once[1]}, follow=True).text
    assert said in browser(cast.amal_id, "citizen").get(reverse("plan", args=[cast.case_id])).text
