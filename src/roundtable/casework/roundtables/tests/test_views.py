"""The pages of the meeting: who gets them, and what they show."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from pytest import MonkeyPatch
from tests.cast import Cast, build_family

from roundtable.casework.roundtables.actions import (
    NewLine,
    add_point,
    answer_invitation,
    cancel_roundtable,
    hold_roundtable,
    invite_companion,
    keep_out_of_meeting,
    wish_for_meeting,
    write_lines,
)
from roundtable.casework.roundtables.queries import meeting_page, preparation
from roundtable.casework.roundtables.rules import FIXED_AGENDA, Answer, Section, State, Why
from roundtable.casework.roundtables.tests.addresses import SOON, call, every_page, sign_in, url
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.seats.actions import seat_person
from roundtable.ui.days import with_weekday


def test_dag_eve_and_max_get_the_page_for_what_does_not_exist_on_every_address(cast: Cast) -> None:
    meeting = call(cast)
    for person_id, name, kind in (
        (cast.dag.person_id, "Dag", "staff"),
        (cast.eve.person_id, "Eve", "staff"),
        (cast.max_id, "Max", "citizen"),
    ):
        client = sign_in(person_id, name, kind)
        for address in every_page(cast, meeting):
            assert client.get(address).status_code == 404, address
            assert client.post(address, {"once": str(uuid4())}).status_code == 404, address


def test_amal_bo_finn_and_gro_get_the_pages_that_are_theirs(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    seat = invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Finn")
    finn, gro = sign_in(seat.person_id, "Finn", "citizen"), sign_in(cast.gro.person_id, "Gro")
    theirs = {
        "roundtable": (amal, bo, finn, gro),
        "invitation": (amal, bo, finn, gro),
        "prepare_roundtable": (amal, bo, finn),
        "wish_for_meeting": (amal, bo),
        "keep_out_of_meeting": (amal, bo),
        "add_point": (amal, bo),
        "invite_companion": (amal, bo),
        "what_i_may_do": (finn,),
        "call_roundtable": (bo, gro),
    }
    with_meeting = {"answer_invitation": (amal, bo, finn), "write_lines": (amal, bo)}
    with_meeting |= dict.fromkeys(("move_roundtable", "cancel_roundtable", "hold_roundtable"), (bo, gro))
    for client in (amal, bo, finn, gro):
        for name, may in theirs.items():
            assert client.get(url(name, cast)).status_code == (200 if client in may else 404), name
        for name, may in with_meeting.items():
            assert client.get(url(name, cast, roundtable_id=meeting)).status_code == (200 if client in may else 404), name


def test_bo_calls_moves_and_cancels_on_the_pages_and_everyone_reads_what_became_of_it(cast: Cast, amal: Client, bo: Client) -> None:
    values = {"on": f"{SOON:%d.%m.%Y}", "clock": "kl. 10", "minutes": "60", "channel": "in_person", "pace": "slow"}
    done = bo.post(url("call_roundtable", cast), {**values, "place": "Room 2", "once": str(uuid4())}, follow=True)
    assert "The meeting is called" in done.content.decode()
    meeting = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting
    assert meeting is not None
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Room 2" in text and "at 10:00" in text and "Answer the invitation" in text
    later = SOON + timedelta(days=7)
    moved = {**values, "on": later.isoformat(), "place": "Room 2", "text": "The room was taken", "version": "1", "once": str(uuid4())}
    bo.post(url("move_roundtable", cast, roundtable_id=meeting.id), moved)
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "<s>" in text and "Moved by Bo" in text and "The room was taken" in text
    stale = bo.post(url("move_roundtable", cast, roundtable_id=meeting.id), {**moved, "text": "KEPT-WORDS", "once": str(uuid4())})
    assert stale.status_code == 200 and "Somebody changed this" in stale.content.decode() and "KEPT-WORDS" in stale.content.decode()
    bo.post(
        url("cancel_roundtable", cast, roundtable_id=meeting.id),
        {"why": "not_needed", "text": "We talked already", "version": "2", "once": str(uuid4())},
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Cancelled by Bo" in text and "We talked already" in text


def test_amal_answers_on_her_phone_and_a_double_click_answers_once(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    values = {"answer": "comes", "version": "1", "once": str(uuid4())}
    for _ in range(2):
        assert amal.post(url("answer_invitation", cast, roundtable_id=meeting), values).status_code == 302
    assert "Your answer:" in amal.get(url("roundtable", cast)).content.decode()
    wrong = amal.post(url("answer_invitation", cast, roundtable_id=meeting), {"answer": "other_time", "version": "1", "once": str(uuid4())})
    assert wrong.status_code == 200 and "Write the day you would rather come" in wrong.content.decode()


def test_a_meeting_asks_two_small_things_of_amal_and_the_meeting_takes_place_anyway(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    text = amal.get(url("prepare_roundtable", cast)).content.decode()
    assert "0 of 2 small things are done. You can also do none of them: the meeting takes place anyway." in text
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES)
    assert "1 of 2 small things are done" in amal.get(url("prepare_roundtable", cast)).content.decode()


def test_amal_says_yes_to_what_bo_wrote_for_her(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    (line,) = write_lines(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        roundtable_id=meeting,
        lines=[NewLine(Section.HOME, "I call my union", cast.amal_id)],
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Yes, I said all of this" in text and str(line) in text
    assert "Yes, I said all of this" not in bo.get(url("roundtable", cast)).content.decode()
    assert bo.post(url("confirm_lines", cast), {"line": str(line)}).status_code == 404
    assert amal.post(url("confirm_lines", cast), {"line": [str(line), "no-id"]}).status_code == 302
    assert "Amal said yes to this" in bo.get(url("roundtable", cast)).content.decode()
    corrected = amal.post(url("correct_line", cast, item_id=line), {"text": "I think about it", "once": str(uuid4())}, follow=True)
    assert "I think about it" in corrected.content.decode() and "Amal says it differently" in corrected.content.decode()


def test_the_leader_sees_when_and_how_and_none_of_the_words(cast: Cast) -> None:
    call(cast)
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, text="CANARY-WISH")
    add_point(actor=cast.amal, case_id=cast.case_id, text="CANARY-POINT")
    gro = sign_in(cast.gro.person_id, "Gro")
    text = gro.get(url("roundtable", cast)).content.decode()
    assert "at 10:00" in text and "CANARY" not in text and "Room 2" not in text
    assert 'name="place"' not in gro.get(url("call_roundtable", cast)).content.decode()


def test_finn_reads_the_meeting_and_what_he_may_do_and_can_leave(cast: Cast, amal: Client) -> None:
    call(cast)
    (theirs,) = keep_out_of_meeting(actor=cast.amal, case_id=cast.case_id, text="My debts")
    amal.post(url("invite_companion", cast), {"given_name": "Finn", "family_name": "Test"})
    text = amal.get(url("prepare_roundtable", cast)).content.decode()
    assert "Finn Test" in text
    seat = next(seat for seat in meeting_page(actor=cast.amal, case_id=cast.case_id).seats if seat.hat == "companion")
    finn = sign_in(seat.person_id, "Finn", "citizen")
    text = finn.get(url("roundtable", cast)).content.decode()
    assert "at 10:00" in text and "Room 2" not in text and "They can give you this" in text
    give = url("give_meeting", cast, seat_id=seat.seat_id)
    assert "Room 2" in amal.get(give).content.decode()
    place = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting.plan.place_item_id  # type: ignore[union-attr]
    for wrong in (uuid4(), theirs):
        assert amal.post(give, {"items": str(wrong), "once": str(uuid4())}).status_code == 200
    unread = finn.get(url("roundtable", cast)).content.decode()
    assert "Room 2" not in unread and "Everyone at the table, now" not in unread, "no reader is named over a place he may not read"
    once = str(uuid4())
    for _ in range(2):
        assert amal.post(give, {"items": str(place), "once": once}).status_code == 302
    assert "Room 2" in finn.get(url("roundtable", cast)).content.decode()
    assert finn.get(give).status_code == 404
    assert "Amal asked you to come along" in finn.get(url("what_i_may_do", cast)).content.decode()
    assert finn.post(url("remove_companion", cast, seat_id=seat.seat_id)).status_code == 302
    assert finn.get(url("roundtable", cast)).status_code == 404


def test_what_was_not_agreed_last_time_is_on_the_list_of_the_next_meeting(cast: Cast, amal: Client) -> None:
    first, actor = call(cast), cast.at_table(cast.bo)
    new = [NewLine(Section.DISAGREE, "The hours in March", None, SOON), NewLine(Section.HOME, "I rest on Fridays", cast.amal_id)]
    write_lines(actor=actor, case_id=cast.case_id, roundtable_id=first, lines=new)
    hold_roundtable(actor=actor, case_id=cast.case_id, roundtable_id=first, version=1)
    call(cast)
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Still open" in text and "The hours in March" in text and "we look at it again on" in text
    assert "I rest on Fridays" not in text
    now = preparation(actor=cast.amal, case_id=cast.case_id).page.meeting
    assert now is not None
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=now.id, version=1, why=Why.ASKED)
    off = amal.get(url("past_roundtable", cast, roundtable_id=now.id), follow=True).content.decode()
    assert "Cancelled by Bo" in off and "Still open" not in off and "What we talk about" not in off


def test_a_held_and_a_cancelled_meeting_can_be_looked_at_again(cast: Cast, amal: Client) -> None:
    first = call(cast)
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=first, version=1, why=Why.ASKED)
    second = call(cast)
    hold_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=second, version=1, present=[cast.amal_id], follow_up=True
    )
    text = amal.get(url("roundtable", cast)).content.decode()
    assert "Held on" in text and "with Amal" in text and "counts as the follow-up talk" in text and "Other meetings" in text
    assert "Cancelled by Bo" in amal.get(url("past_roundtable", cast, roundtable_id=first)).content.decode()
    page = preparation(actor=cast.amal, case_id=cast.case_id).page
    assert page.meeting is not None and page.meeting.state == State.HELD


def test_amal_says_a_held_meetings_line_differently_also_after_the_next_is_called_and_nobody_else_does(
    cast: Cast, amal: Client, bo: Client
) -> None:
    meeting, at_table = call(cast), cast.at_table(cast.bo)
    said = [NewLine(Section.HOME, "I call my union", cast.amal_id)]
    (line,) = write_lines(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, lines=said)
    hold_roundtable(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    call(cast)
    address = url("correct_line", cast, item_id=line)
    assert address in amal.get(url("past_roundtable", cast, roundtable_id=meeting)).text
    assert "I call my union" in amal.get(address).text
    answer = amal.post(address, {"text": "I think about it", "once": str(uuid4())}, follow=True)
    assert "I think about it" in answer.text and "I call my union" in answer.text
    for client in (bo, sign_in(cast.cleo.person_id, "Cleo")):
        assert (client.get(address).status_code, client.post(address, {"text": "No", "once": str(uuid4())}).status_code) == (404, 404)


def test_every_meeting_goes_through_the_same_six_parts_in_the_same_order(cast: Cast, amal: Client, bo: Client) -> None:
    """T227: whoever leads it, and for the citizen as for the professionals."""
    call(cast)
    for client in (amal, bo):
        text = unescape(client.get(url("invitation", cast)).content.decode())
        places = [text.find(part) for part in FIXED_AGENDA]
        assert -1 not in places and places == sorted(places), places


def test_the_invitation_asks_for_the_answer_and_says_which_one_was_given(cast: Cast, amal: Client, bo: Client) -> None:
    """Who reads the letter on a page answers from there; who leads is not invited and is asked nothing."""
    meeting = call(cast)
    answer, letter = url("answer_invitation", cast, roundtable_id=meeting), url("invitation", cast)
    gro = sign_in(cast.gro.person_id, "Gro")
    asked = amal.get(letter).text
    assert f'href="{answer}"' in asked and "Answer the invitation" in asked and answer not in gro.get(letter).text
    assert "Note an answer given by telephone or on paper" in bo.get(url("roundtable", cast)).text
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES)
    said = amal.get(letter).text
    assert "Your answer:" in said and f'href="{answer}"' in said and "Answer the invitation" not in said


def test_who_sits_down_while_bo_writes_gets_nobody_elses_words(cast: Cast, bo: Client) -> None:
    address = url("write_lines", cast, roundtable_id=call(cast))
    boxes = dict(re.findall(r'name="(matters_[^"]+)"[^>]*id="id_(matters_[^"]+)"', bo.get(address).content.decode()))
    assert f"matters_{cast.cleo.person_id}" in boxes
    seat_person(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.ida.person_id, ground="cover")
    sent = {f"matters_{person}": name for person, name in ((cast.amal_id, "Amal"), (cast.cleo.person_id, "Cleo"))}
    assert bo.post(address, {**sent, "how": "noted", "once": str(uuid4())}).status_code == 302
    lines = meeting_page(actor=cast.at_table(cast.bo), case_id=cast.case_id).lines
    assert {(line.words.body, line.said_by_id) for line in lines} == {("Amal", cast.amal_id), ("Cleo", cast.cleo.person_id)}


def test_in_a_family_nobody_is_offered_anothers_wishes_as_theirs(cast: Cast, bo: Client) -> None:
    family = build_family(cast)
    wish_for_meeting(actor=family.citizens["Mia"], case_id=family.case_id, text="Per not beside me")
    address = reverse("wish_for_meeting", args=[family.case_id])
    assert "Per not beside me" not in bo.get(address).content.decode()
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, text="The window open")
    assert "The window open" in bo.get(url("wish_for_meeting", cast)).content.decode()


def test_the_leaders_page_of_a_meeting_leads_to_no_plan_and_amals_does(cast: Cast, amal: Client) -> None:
    meeting = call(cast)
    bo = cast.at_table(cast.bo)
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    gro, plan, page = sign_in(cast.gro.person_id, "Gro"), reverse("plan", args=[cast.case_id]), reverse("roundtable", args=[cast.case_id])
    assert plan in amal.get(page).content.decode()
    assert plan not in gro.get(page).content.decode() and gro.get(plan).status_code == 404


def test_the_meeting_waits_for_no_answer_of_whom_amal_closed_her_course_for(cast: Cast, amal: Client, bo: Client) -> None:
    call(cast)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    shown = amal.get(url("roundtable", cast)).content.decode()
    assert "Your course is closed for Cleo, so no answer is awaited" in shown and "Everyone at the table but Cleo, now and later" in shown
    assert "closed for Cleo" not in bo.get(url("roundtable", cast)).content.decode()


def test_before_its_day_bo_is_asked_once_more_whether_they_have_met(cast: Cast, bo: Client) -> None:
    address = url("hold_roundtable", cast, roundtable_id=call(cast))
    sent = {"version": "1", "once": str(uuid4()), "present": [str(cast.amal_id)]}
    refused = bo.post(address, sent)
    assert f"The meeting is on {with_weekday(SOON)}." in unescape(refused.text) and "move it first" in refused.text
    found = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting
    assert found is not None and found.state == State.CALLED
    assert bo.post(address, {**sent, "already": "on"}).status_code == 302
    found = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting
    assert found is not None and found.state == State.HELD


def test_held_before_its_day_the_meeting_says_when_it_was_held_and_no_hour_that_nobody_noted(cast: Cast, amal: Client) -> None:
    meeting, bo, today = call(cast), cast.at_table(cast.bo), timezone.localdate()
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=meeting, version=1, held_on=today)
    page = " ".join(amal.get(url("roundtable", cast)).text.split())
    assert f"<strong>{capfirst(with_weekday(today))}</strong>" in page and "About 60 minutes" not in page
    planned = f"It was planned for {with_weekday(SOON)} at 10:00."
    assert planned in page and "10:00" not in page.replace(planned, "")
    call(cast)
    assert f"{with_weekday(today)}: held" in amal.get(url("roundtable", cast)).text


def test_seven_days_after_the_meeting_no_page_offers_amal_to_write_more_in_it(cast: Cast, amal: Client, monkeypatch: MonkeyPatch) -> None:
    meeting, bo = call(cast), cast.at_table(cast.bo)
    said = [NewLine(Section.HOME, "I call my union", cast.amal_id)]
    write_lines(actor=bo, case_id=cast.case_id, roundtable_id=meeting, lines=said)
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    page, lines = url("roundtable", cast), url("write_lines", cast, roundtable_id=meeting)
    assert f'href="{lines}"' in amal.get(page).text
    young = amal.get(lines).text
    assert "what was forgotten can be added" in young and "<textarea" in young and "writes for all just now" not in young
    monkeypatch.setattr("roundtable.casework.roundtables.rules.writing.CHANGE_DAYS", -1)
    assert f'href="{lines}"' not in amal.get(page).text
    old = amal.get(lines).text
    assert "More than seven days have passed" in old and "<textarea" not in old and "Something that was written is not right" in old


def test_who_changes_an_answer_finds_what_was_answered_and_whose_bo_notes_is_asked_afresh(cast: Cast, amal: Client, bo: Client) -> None:
    meeting = call(cast)
    address = url("answer_invitation", cast, roundtable_id=meeting)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.COMES, text="Not too early")
    mine = amal.get(address).text
    assert "Not too early</textarea>" in mine and re.search(r'value="comes"[^>]*checked', mine)
    assert not re.search(r'value="comes"[^>]*checked', bo.get(address).text)
    assert ">Prepare the meeting</a>" in amal.get(url("roundtable", cast)).text.split("<dl")[0], "the next step stands on top"
