"""Notes, messages, contacts and drafts: who reads them, who does not, and that nothing is stored twice."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connections
from tests.cast import Cast, build_cast, person

from roundtable.casework.notes.actions import (
    ContactTimeMissing,
    NotSuchAContact,
    NotYours,
    correct_note,
    discard_draft,
    mark_contact,
    record_contact,
    save_draft,
    tidy_drafts,
    write_message,
    write_note,
)
from roundtable.casework.notes.jobs import tidy_drafts as tidy_job
from roundtable.casework.notes.queries import (
    contacts,
    drafts,
    last_messages,
    note_page,
    note_row,
    open_note,
    thread,
    waiting_for_reply,
)
from roundtable.casework.notes.rules import ContactHow, ContactState, DraftFor
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.models import Item, Seat
from roundtable.ground.seats.queries import headers, words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, draft, own, side, table, team
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.kernel.texts import HiddenDirection, TextMissing, TextTooLong, UnreadableCharacter

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def strangers(cast: Cast) -> list[Actor]:
    return [cast.at_table(cast.dag), cast.at_table(cast.eve), cast.at_table(cast.jon), cast.gro.leading(cast.case_id)]


def family(cast: Cast) -> Actor:
    """A second citizen, Jo, at the same table."""
    jo = person("Jo", "Test")
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=jo, hat="citizen", ground="referral")
    return Actor(jo, Hat.CITIZEN, False, cast.case_id)


def test_a_message_is_read_by_the_two_it_is_between_and_its_receiver_is_told_without_a_word_of_it(cast: Cast) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    written = write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="I lie awake")
    pair = {"case_id": cast.case_id, "citizen_id": cast.amal_id, "professional_id": cast.bo.person_id}
    for actor in (cast.amal, bo):
        assert [view.body for view in thread(actor=actor, **pair)[0]] == ["I lie awake"]
    assert [notice.sender for notice in my_notices(actor=cast.bo.on(None))] == ["Amal"]
    for actor in (cleo, cast.at_table(cast.ida), *strangers(cast)):
        assert thread(actor=actor, **pair) == ((), 1)
        assert words(actor=actor, item_ids=[written.item_id]) == ()
        assert headers(actor=actor, case_id=cast.case_id) == ()
        assert last_messages(actor=actor, case_id=cast.case_id) == {}


def test_bo_answers_in_the_same_thread_and_amal_is_not_waiting_any_more(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="When can we talk?")
    assert [(row.case_id, row.citizen_id) for row in waiting_for_reply(actor=cast.bo.on(None))] == [(cast.case_id, cast.amal_id)]
    assert waiting_for_reply(actor=cast.cleo.on(None)) == () and waiting_for_reply(actor=cast.ida.on(None)) == ()
    write_message(actor=bo, case_id=cast.case_id, to_id=cast.amal_id, body="Tuesday at ten")
    found, pages = thread(actor=cast.amal, case_id=cast.case_id, citizen_id=cast.amal_id, professional_id=cast.bo.person_id)
    assert ([view.body for view in found], pages) == (["Tuesday at ten", "When can we talk?"], 1)
    assert waiting_for_reply(actor=cast.bo.on(None)) == ()


def test_a_talk_answers_a_message_too(cast: Cast) -> None:
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Call me, please")
    bo = cast.at_table(cast.bo)
    common = {"actor": bo, "case_id": cast.case_id, "place": side(), "how": ContactHow.PHONE, "people": [cast.amal_id], "begins_at": MONDAY}
    record_contact(**common, state=ContactState.PLANNED)
    assert len(waiting_for_reply(actor=bo)) == 1
    record_contact(**common, state=ContactState.HELD, minutes=5)
    assert waiting_for_reply(actor=bo) == ()


def test_who_has_waited_longest_comes_first(cast: Cast) -> None:
    jo = family(cast)
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="First")
    write_message(actor=jo, case_id=cast.case_id, to_id=cast.bo.person_id, body="Second")
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Still here")
    assert [row.citizen_id for row in waiting_for_reply(actor=cast.bo.on(None))] == [cast.amal_id, jo.person_id]


def test_in_a_family_nobody_reads_what_another_wrote_or_what_was_written_about_another_alone(cast: Cast) -> None:
    jo, bo = family(cast), cast.at_table(cast.bo)
    write_message(actor=jo, case_id=cast.case_id, to_id=cast.bo.person_id, body="Do not tell")
    write_message(actor=bo, case_id=cast.case_id, to_id=jo.person_id, body="I will not")
    write_note(actor=bo, case_id=cast.case_id, place=side(about=(jo.person_id,)), body="About Jo")
    assert len(headers(actor=jo, case_id=cast.case_id)) == 3
    assert headers(actor=cast.amal, case_id=cast.case_id) == ()
    with pytest.raises(ActRefused) as refused:
        write_note(actor=bo, case_id=cast.case_id, place=confidence(), body="Which of them?")
    assert refused.value.reason == "about_whom"


def test_a_message_to_somebody_who_does_not_sit_here_is_refused(cast: Cast) -> None:
    for nobody in (cast.dag.person_id, cast.eve.person_id, cast.max_id, uuid4()):
        with pytest.raises(Refusal):
            write_message(actor=cast.amal, case_id=cast.case_id, to_id=nobody, body="Hello")
        with pytest.raises(Refusal):
            write_message(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_id=nobody, body="Hello")
    for stranger in strangers(cast):
        with pytest.raises(Refusal):
            write_message(actor=stranger, case_id=cast.case_id, to_id=cast.amal_id, body="Hello")


def test_each_place_of_a_note_has_its_readers(cast: Cast) -> None:
    bo, cleo, ida = cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.at_table(cast.ida)
    readers = {
        confidence(): [cast.amal, bo],
        side(): [cast.amal, bo, ida],
        team(): [cast.amal, bo, ida, cleo],
        table(): [cast.amal, bo, ida, cleo],
    }
    for place, expected in readers.items():
        written = write_note(actor=bo, case_id=cast.case_id, place=place, headline="Sleep", body="Better since May")
        for actor in (cast.amal, bo, ida, cleo, *strangers(cast)):
            if actor in expected:
                assert open_note(actor=actor, case_id=cast.case_id, item_id=written.item_id).words.body == "Better since May"
            else:
                with pytest.raises(NotHere):
                    open_note(actor=actor, case_id=cast.case_id, item_id=written.item_id)
    assert [note_page(actor=actor, case_id=cast.case_id).rows.__len__() for actor in (cast.amal, bo, ida, cleo)] == [4, 4, 3, 2]


def test_amals_notebook_is_hers_and_stands_in_no_list_of_notes(cast: Cast) -> None:
    write_note(actor=cast.amal, case_id=cast.case_id, place=own(), body="Only me")
    assert len(note_page(actor=cast.amal, case_id=cast.case_id, notebook=True).rows) == 1
    assert note_page(actor=cast.amal, case_id=cast.case_id).rows == ()
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        assert note_page(actor=actor, case_id=cast.case_id, notebook=True).rows == ()
        with pytest.raises(ActRefused):
            write_note(actor=actor, case_id=cast.case_id, place=own(), body="Hers")


def test_the_line_of_a_note_is_an_item_of_its_own_that_knows_of_no_detail(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    written = write_note(actor=bo, case_id=cast.case_id, place=confidence(), body="The whole night", line="Mornings are hard.")
    seen = open_note(actor=bo, case_id=cast.case_id, item_id=written.item_id)
    assert seen.line is not None and (seen.line.headline, seen.line.body) == ("Mornings are hard", "")
    assert seen.line.item_id != written.item_id
    alone = note_row(actor=bo, item_id=seen.line.item_id)
    assert alone.line_id is None and alone.corrects_id is None
    assert [row.item_id for row in note_page(actor=bo, case_id=cast.case_id).rows] == [written.item_id]


def test_a_correction_stands_beside_the_text_which_never_changes(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    first = write_note(actor=bo, case_id=cast.case_id, place=side(), body="On Monday")
    second = correct_note(actor=bo, item_id=first.item_id, reason="Wrong day.", body="On Tuesday")
    third = correct_note(actor=bo, item_id=second.item_id, reason="Wrong again", body="On Friday")
    seen = open_note(actor=cast.at_table(cast.ida), case_id=cast.case_id, item_id=first.item_id)
    assert seen.words.body == "On Monday"
    assert [(view.headline, view.body) for view in seen.corrections] == [("Wrong day", "On Tuesday"), ("Wrong again", "On Friday")]
    assert [row.item_id for row in note_page(actor=bo, case_id=cast.case_id).rows] == [first.item_id]
    assert first.scope_id == second.scope_id == third.scope_id
    with pytest.raises(NotYours):
        correct_note(actor=cast.at_table(cast.ida), item_id=first.item_id, reason="No", body="No")
    with pytest.raises(NotHere):
        correct_note(actor=cast.at_table(cast.cleo), item_id=first.item_id, reason="No", body="No")
    with pytest.raises(TextMissing):
        correct_note(actor=bo, item_id=first.item_id, reason=" ", body="Why?")


def test_amal_corrects_her_own_message_in_its_thread(cast: Cast) -> None:
    first = write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="At ten")
    correct_note(actor=cast.amal, item_id=first.item_id, reason="Wrong hour", body="At eleven")
    found, _ = thread(actor=cast.at_table(cast.bo), case_id=cast.case_id, citizen_id=cast.amal_id, professional_id=cast.bo.person_id)
    assert [view.body for view in found] == ["At eleven", "At ten"]


def test_a_missed_therapy_hour_is_seen_by_bo_and_not_by_cleo(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    hour = record_contact(
        actor=bo, case_id=cast.case_id, place=side(), how=ContactHow.TREATMENT, state=ContactState.PLANNED, begins_at=MONDAY,
        people=[cast.amal_id], line="Second hour",
    )  # fmt: skip
    mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.DID_NOT_COME)
    for actor in (bo, cast.at_table(cast.ida), cast.amal):
        assert [view.state for view in contacts(actor=actor, case_id=cast.case_id)] == [ContactState.DID_NOT_COME]
    for actor in (cast.at_table(cast.cleo), *strangers(cast)):
        assert contacts(actor=actor, case_id=cast.case_id) == ()
        assert headers(actor=actor, case_id=cast.case_id) == ()
        with pytest.raises(NotHere):
            mark_contact(actor=actor, item_id=hour.item_id, state=ContactState.HELD)


def test_a_public_meeting_is_seen_by_the_whole_table(cast: Cast) -> None:
    record_contact(
        actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), how=ContactHow.PUBLIC, state=ContactState.PLANNED,
        begins_at=MONDAY, people=[cast.amal_id, cast.bo.person_id],
    )  # fmt: skip
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        assert len(contacts(actor=actor, case_id=cast.case_id)) == 1


def test_a_moved_contact_stands_at_its_new_time_and_an_ended_one_cannot_be_moved(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    hour = record_contact(
        actor=bo, case_id=cast.case_id, place=side(), how=ContactHow.TREATMENT, state=ContactState.PLANNED, begins_at=MONDAY,
        people=[cast.amal_id],
    )  # fmt: skip
    with pytest.raises(ContactTimeMissing):
        mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.MOVED)
    mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.MOVED, moved_to=MONDAY + timedelta(days=2))
    (seen,) = contacts(actor=bo, case_id=cast.case_id)
    assert (seen.state, seen.begins_at) == (ContactState.MOVED, MONDAY + timedelta(days=2))
    with pytest.raises(ContactTimeMissing):
        mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.HELD, minutes=601)
    for _ in range(2):
        mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.HELD, minutes=45)
    (seen,) = contacts(actor=bo, case_id=cast.case_id)
    assert (seen.state, seen.begins_at, seen.minutes) == (ContactState.HELD, MONDAY + timedelta(days=2), 45)
    with pytest.raises(NotSuchAContact):
        mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.MOVED, moved_to=MONDAY)


def test_a_contact_with_a_stranger_or_by_a_citizen_is_refused(cast: Cast) -> None:
    wanted = {"case_id": cast.case_id, "how": ContactHow.TALK, "state": ContactState.HELD, "begins_at": MONDAY}
    for people in ([cast.max_id], [uuid4()], []):
        with pytest.raises(NotHere):
            record_contact(actor=cast.at_table(cast.bo), place=side(), people=people, **wanted)
    with pytest.raises(NotHere):
        record_contact(actor=cast.amal, place=table(), people=[cast.bo.person_id], **wanted)


def test_a_button_pressed_twice_sends_once(cast: Cast) -> None:
    bo, once = cast.at_table(cast.bo), uuid4()
    for _ in range(2):
        message = write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Once", item_id=once)
    assert message.item_id == once
    assert len(thread(actor=bo, case_id=cast.case_id, citizen_id=cast.amal_id, professional_id=cast.bo.person_id)[0]) == 1
    assert len(my_notices(actor=cast.bo.on(None))) == 1
    note, hour = uuid4(), uuid4()
    for _ in range(2):
        write_note(actor=bo, case_id=cast.case_id, place=side(), body="Once", line="A line", item_id=note)
        record_contact(
            actor=bo, case_id=cast.case_id, place=side(), how=ContactHow.TALK, state=ContactState.HELD, begins_at=MONDAY,
            people=[cast.amal_id], item_id=hour,
        )  # fmt: skip
    assert sorted(header.kind for header in headers(actor=bo, case_id=cast.case_id)) == ["contact", "line", "message", "note"]
    with pytest.raises(NotHere):
        write_note(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=side(), body="Mine", item_id=note)


def test_two_clicks_in_the_same_moment_send_once(cast: Cast) -> None:
    once = uuid4()

    def click() -> UUID:
        try:
            return write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Once", item_id=once).item_id
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as hands:
        sent = [hand.result() for hand in [hands.submit(click) for _ in range(4)]]
    assert set(sent) == {once}
    assert len(thread(actor=cast.amal, case_id=cast.case_id, citizen_id=cast.amal_id, professional_id=cast.bo.person_id)[0]) == 1
    assert len(my_notices(actor=cast.bo.on(None))) == 1


def test_a_half_written_text_is_its_authors_alone_can_be_taken_up_again_and_is_gone_once_sent(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    kept = save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, headline="Sl", body="Half", line="One", place="side")
    (seen,) = drafts(actor=bo, case_id=cast.case_id)
    assert (seen.headline, seen.body, seen.line, seen.place, seen.made_for) == ("Sl", "Half", "One", "side", DraftFor.NOTE)
    for actor in (cast.amal, cast.at_table(cast.ida), cast.at_table(cast.cleo), *strangers(cast)):
        assert drafts(actor=actor, item_id=kept.item_id) == ()
        with pytest.raises(NotHere):
            discard_draft(actor=actor, item_id=kept.item_id)
    again = save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body="Half and more", draft_id=kept.item_id)
    assert [view.body for view in drafts(actor=bo)] == ["Half and more"]
    write_note(actor=bo, case_id=cast.case_id, place=side(), body="Whole", draft_id=again.item_id)
    assert drafts(actor=bo) == ()
    with pytest.raises(TextMissing):
        save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body=" ")


def test_a_draft_thrown_away_is_gone_and_nothing_sent_can_be_thrown_away(cast: Cast) -> None:
    kept = save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.MESSAGE, body="Dear Bo", to_id=cast.bo.person_id)
    discard_draft(actor=cast.amal, item_id=kept.item_id)
    assert drafts(actor=cast.amal) == ()
    sent = write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Dear Bo")
    with pytest.raises(NotHere):
        discard_draft(actor=cast.amal, item_id=sent.item_id)


def test_after_90_days_amals_draft_is_in_her_notebook_and_after_30_bos_is_gone(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    hers = save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.MESSAGE, body="Dear Bo", to_id=cast.bo.person_id)
    young = save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body="Young")
    his = save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body="Perhaps")
    assert tidy_drafts(actor=cast.amal) == tidy_drafts(actor=bo) == 0
    with through("loader"):
        for item_id, days in ((hers.item_id, 91), (his.item_id, 31), (young.item_id, 29)):
            item = Item.objects.get(id=item_id)
            Item.objects.filter(id=item_id).update(made_at=item.made_at - timedelta(days=days))
    assert (tidy_drafts(actor=cast.amal), tidy_drafts(actor=bo)) == (1, 1)
    assert drafts(actor=cast.amal) == () and [view.item_id for view in drafts(actor=bo)] == [young.item_id]
    (kept,) = note_page(actor=cast.amal, case_id=cast.case_id, notebook=True).rows
    assert (kept.item_id, kept.scope_kind) == (hers.item_id, ScopeKind.OWN)
    assert open_note(actor=cast.amal, case_id=cast.case_id, item_id=hers.item_id).words.body == "Dear Bo"
    assert words(actor=bo, item_ids=[his.item_id]) == ()


def test_a_job_waits_for_the_draft_acts_in_the_hat_it_was_written_in_and_can_run_twice(cast: Cast) -> None:
    kept = save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.MESSAGE, body="Dear Bo", to_id=cast.bo.person_id)
    save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.NOTEBOOK, body="Young")
    with connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT args::text, scheduled_at FROM procrastinate_jobs"
            " WHERE task_name = 'notes.tidy_drafts' AND status = 'todo' AND args->>'person' = %s",
            [str(cast.amal_id)],
        )
        ((said, when),) = cursor.fetchall()
    assert timedelta(days=89) < when - datetime.now(UTC) <= timedelta(days=90)
    with through("loader"):
        Item.objects.filter(id=kept.item_id).update(made_at=datetime.now(UTC) - timedelta(days=91))
    for _ in range(2):
        tidy_job(**json.loads(said))
    assert [view.body for view in drafts(actor=cast.amal)] == ["Young"]
    assert [row.item_id for row in note_page(actor=cast.amal, case_id=cast.case_id, notebook=True).rows] == [kept.item_id]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", TextMissing),
        (" \n ", TextMissing),
        ("x" * 1_000_000, TextTooLong),
        ("a\x00b", UnreadableCharacter),
        ("a\u202eb", HiddenDirection),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_by_name(cast: Cast, text: str, refusal: type[Refusal]) -> None:
    bo = cast.at_table(cast.bo)
    with pytest.raises(refusal):
        write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body=text)
    with pytest.raises(refusal):
        write_note(actor=bo, case_id=cast.case_id, place=side(), body=text)
    with pytest.raises(refusal):
        save_draft(actor=bo, case_id=cast.case_id, made_for=DraftFor.NOTE, body=text)
    assert headers(actor=bo, case_id=cast.case_id) == ()


def test_letters_of_all_kinds_come_back_as_they_were_written(cast: Cast) -> None:
    text = "<b>Ærlig</b> & “så træt” 😴 %s {{ x }} ' OR 1=1 --"
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body=text)
    found, _ = thread(actor=cast.at_table(cast.bo), case_id=cast.case_id, citizen_id=cast.amal_id, professional_id=cast.bo.person_id)
    assert [view.body for view in found] == [text]


def test_a_note_cannot_be_placed_among_drafts(cast: Cast) -> None:
    for place in (draft(), Place(ScopeKind.DRAFT)):
        with pytest.raises(NotHere):
            write_note(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=place, body="Hidden")
