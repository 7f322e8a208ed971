"""Who opened what, over months, persons and pages; and two answers in the same moment."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections
from tests.cast import Cast, build_cast

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.disclosure.actions import answer_may_i, ask_to_share, note_yes_aloud, release_items
from roundtable.ground.disclosure.pages.log import log_page, person_sentences
from roundtable.ground.disclosure.queries import questions, shares, who_has_read, who_saw
from roundtable.ground.disclosure.queries.log import MonthOfReading
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import move_words, seat_person, write_words
from roundtable.ground.seats.queries import scope_of, words
from roundtable.ground.seats.rules import Place, confidence, own, side, table, team
from roundtable.kernel.refusal import Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def plan(cast: Cast) -> UUID:
    return write_words(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="plan", headline="Joint plan", body="Together"
    ).item_id


def opened_at(cast: Cast, item: UUID, person_id: UUID, *moments: datetime) -> None:
    """Readings of the past, as only the loader can store them."""
    scope = scope_of(actor=cast.amal, item_ids=[item])[item][0]
    with through("loader"):
        AccessEvent.objects.bulk_create(
            AccessEvent(
                at=moment,
                person_id=person_id,
                hat="professional",
                case_id=cast.case_id,
                item_id=item,
                scope_id=scope,
                about=[cast.amal_id],
                purpose="plan",
                basis="scope",
            )
            for moment in moments
        )


def may(day: int, month: int = 5) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=UTC)


def test_what_was_said_about_a_yes_stands_in_the_log_under_its_name_and_its_words_not_its_number(cast: Cast) -> None:
    said = write_words(
        actor=cast.at_table(cast.cleo),
        case_id=cast.case_id,
        place=table(),
        kind="referral_consent",
        headline="2026-1",
        body="A no changes nothing.",
    )
    words(actor=cast.at_table(cast.bo), item_ids=[said.item_id])
    (line,) = log_page(cast.case_id, who_saw(actor=cast.amal, case_id=cast.case_id), cast.amal_id).lines
    assert (line.what, line.title) == ("what was said about a yes and a no", "A no changes nothing.")


def test_it_says_in_a_sentence_how_often_and_when_last_in_each_month(cast: Cast) -> None:
    item = plan(cast)
    opened_at(cast, item, cast.cleo.person_id, may(3), may(8), may(12))
    opened_at(cast, item, cast.bo.person_id, may(4), may(30, 6))
    seen = who_saw(actor=cast.amal, case_id=cast.case_id, month=date(2026, 5, 20))
    page = log_page(cast.case_id, seen, cast.amal_id)
    assert page.sentences == (
        "Cleo Test has read your plan 3 times in May 2026. Last on 12 May.",
        "Bo Test has read your plan once in May 2026. Last on 4 May.",
    )
    assert [month.name for month in page.months] == ["June 2026"], "the month that is shown is no other month"
    newest = log_page(cast.case_id, who_saw(actor=cast.amal, case_id=cast.case_id), cast.amal_id)
    assert newest.month_name == "June 2026" and [line.who for line in newest.lines] == ["Bo Test"]
    assert (newest.lines[0].why, newest.lines[0].allowed) == ("to work on the plan", "It was written for them to read.")


def test_who_reads_many_kinds_of_text_is_told_of_in_three_sentences(cast: Cast) -> None:
    kinds = ("plan", "note", "message", "contact", "bring")
    may_2026, last = date(2026, 5, 1), date(2026, 5, 9)
    sums = tuple(MonthOfReading(may_2026, cast.bo.person_id, "Bo Test", kind, False, n, n, last) for n, kind in enumerate(kinds, 1))
    (sentence,) = person_sentences(sums, may_2026)
    assert sentence.startswith("Bo Test has read ") and sentence.count("Also ") == 1
    assert sentence.endswith("And 2 other kinds of text, which stand below. Last on 9 May.")


def test_what_cleo_opens_again_within_ten_minutes_is_told_as_once_and_stands_below_each_time(cast: Cast) -> None:
    item = plan(cast)
    opened_at(cast, item, cast.cleo.person_id, may(3), *[may(3) + timedelta(minutes=9 * turn) for turn in (1, 2)])
    opened_at(cast, item, cast.cleo.person_id, may(3) + timedelta(minutes=29), may(4))
    seen = who_saw(actor=cast.amal, case_id=cast.case_id)
    page = log_page(cast.case_id, seen, cast.amal_id)
    assert page.sentences == ("Cleo Test has read your plan 3 times in May 2026. Last on 4 May.",)
    assert len(page.lines) == 5 and seen.sums[0].texts == 5, "the log itself stays complete"


def test_a_reading_just_after_local_midnight_belongs_to_the_new_month(cast: Cast) -> None:
    opened_at(cast, plan(cast), cast.cleo.person_id, datetime(2026, 5, 31, 22, 30, tzinfo=UTC))
    assert who_saw(actor=cast.amal, case_id=cast.case_id).month == date(2026, 6, 1)


def test_a_long_month_is_turned_over_page_by_page_and_nothing_is_lost(cast: Cast) -> None:
    item = plan(cast)
    opened_at(cast, item, cast.cleo.person_id, *[may(1 + number % 28) for number in range(120)])
    pages = [who_saw(actor=cast.amal, case_id=cast.case_id, page=number) for number in (1, 2, 3)]
    assert [(len(page.readings), page.pages) for page in pages] == [(50, 3), (50, 3), (20, 3)]
    assert who_saw(actor=cast.amal, case_id=cast.case_id, page=99).page == 3


def test_her_own_readings_and_those_of_another_course_are_not_in_it(cast: Cast) -> None:
    other = build_cast()
    item = plan(cast)
    words(actor=cast.amal, item_ids=[item])
    words(actor=other.at_table(other.bo), item_ids=[plan(other)])
    assert who_saw(actor=cast.amal, case_id=cast.case_id).sums == ()
    assert who_saw(actor=other.amal, case_id=cast.case_id).sums == ()


def test_her_companion_stands_in_it_as_companion_and_sees_none_of_it(cast: Cast) -> None:
    finn = enrol_person(actor=cast.amal, given_name="Finn")
    seat = seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    item = write_words(actor=cast.amal, case_id=cast.case_id, place=own(), kind="note", body="Mine").item_id
    release_items(actor=cast.amal, case_id=cast.case_id, item_ids=[item], to_seat_id=seat, purpose="support")
    companion = Actor(finn, Hat.COMPANION, False, cast.case_id, Purpose.SHARE)
    words(actor=companion, item_ids=[item])
    page = log_page(cast.case_id, who_saw(actor=cast.amal, case_id=cast.case_id), cast.amal_id)
    assert [(line.who, line.role, line.allowed) for line in page.lines] == [("Finn", "Companion", "You shared it with them.")]
    assert who_saw(actor=companion, case_id=cast.case_id).readings == ()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Several people act in the same moment; what each was told: done, or the code of the refusal."""
    barrier, told = Barrier(len(acts)), []

    def act(what: Callable[[], object]) -> None:
        barrier.wait()
        try:
            what()
            told.append("done")
        except Refusal as no:
            told.append(no.code)
        finally:
            connections.close_all()

    threads = [Thread(target=act, args=[what]) for what in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(told)


def test_two_answers_in_one_moment_are_one_answer_and_the_other_is_told(cast: Cast) -> None:
    item = ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=cast.seats["cleo"], headline="Sleeps badly")
    told = at_once(
        lambda: answer_may_i(actor=cast.amal, case_id=cast.case_id, item_id=item, answer="no"),
        lambda: note_yes_aloud(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item),
    )
    assert told == ["done", "question_answered"]
    (asked,) = questions(actor=cast.amal, case_id=cast.case_id)
    assert len(shares(actor=cast.amal, case_id=cast.case_id)) == (1 if asked.answer == "yes" else 0)


@pytest.mark.parametrize("place", [side(), confidence()], ids=["side", "confidence"])
def test_a_text_moved_to_a_narrower_place_keeps_what_was_read_of_it_before(cast: Cast, place: Place) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    item = write_words(actor=bo, case_id=cast.case_id, place=team(), kind="note", headline="Hours", body="Ten hours").item_id
    assert [view.body for view in words(actor=cleo, item_ids=[item])] == ["Ten hours"]
    before, told = readings_of(item), who_saw(actor=cast.amal, case_id=cast.case_id).sums
    move_words(actor=bo, item_id=item, place=place)
    assert words(actor=cleo, item_ids=[item]) == ()
    assert readings_of(item) == before and [row[0] for row in before] == [cast.cleo.person_id]
    assert [one.name for one in who_has_read(actor=bo, item_id=item)] == ["Cleo Test"]
    assert who_saw(actor=cast.amal, case_id=cast.case_id).sums == told


def readings_of(item: UUID) -> list[tuple[object, ...]]:
    """The rows of the log about an item, whole."""
    with through("loader"):
        return list(
            AccessEvent.objects.filter(item_id=item).order_by("id").values_list("person_id", "scope_id", "about", "basis", "at", "id")
        )
