"""Two working days, who calls, and never more than five questions in four weeks."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.afterwards.rules import (
    CAP,
    CAP_DAYS,
    OFFERED_DAYS,
    QUESTIONS,
    STOPPED,
    ByWhen,
    CalledWhen,
    CallEvent,
    CallFact,
    MovedWhere,
    call_due,
    check_by_when,
    check_call_day,
    is_offered,
    next_question,
    the_call,
    who_calls,
)
from roundtable.kernel.calendar import holidays_of, is_working_day

BO, CLEO, IDA = (UUID(int=number) for number in range(1, 4))
DANISH = holidays_of("DK")
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
WORK = st.lists(st.tuples(st.sampled_from([BO, CLEO]), st.booleans()), unique_by=lambda one: one[0])


@given(DAYS, st.sets(DAYS))
def test_the_call_is_due_on_the_second_working_day_after_the_meeting(held_on: date, off: set[date]) -> None:
    for is_holiday in (DANISH, lambda day: day in off):
        due = call_due(held_on, is_holiday)
        between = [held_on + timedelta(days=number) for number in range(1, (due - held_on).days + 1)]
        assert is_working_day(due, is_holiday)
        assert sum(is_working_day(day, is_holiday) for day in between) == 2


def test_around_christmas_and_easter_the_call_waits_for_people_to_be_at_work() -> None:
    assert call_due(date(2026, 12, 23), DANISH) == date(2026, 12, 28)
    assert call_due(date(2027, 3, 24), DANISH) == date(2027, 3, 31)
    assert call_due(date(2026, 11, 20), DANISH) == date(2026, 11, 24)


@given(st.none() | st.sampled_from([BO, CLEO, IDA]), WORK)
def test_who_calls_sits_at_the_table_and_is_whom_she_named_if_they_sit_there(
    looks_after: UUID | None, work: list[tuple[UUID, bool]]
) -> None:
    people = [person for person, _ in work]
    found = who_calls(looks_after, work)
    assert (found is None) == (not people)
    if looks_after in people:
        assert found == looks_after
    elif people:
        cares = [person for person, authority in work if not authority]
        assert found == (cares or people)[0]


FACTS = st.lists(st.builds(CallFact, st.sampled_from(list(CallEvent)), st.sampled_from([BO, CLEO]), DAYS), max_size=6)


@given(DAYS, FACTS)
def test_a_call_is_open_until_it_is_made_whatever_else_is_noted(held_on: date, facts: list[CallFact]) -> None:
    call = the_call(held_on, IDA, facts, DANISH)
    made = [fact for fact in facts if fact.event == CallEvent.DONE]
    assert (call.done_on is None) == (not made)
    assert call.tried == sum(fact.event == CallEvent.NOT_REACHED for fact in facts)
    assert call.caller_id == (facts[-1].caller_id if facts else IDA)
    moved = [fact.on for fact in facts if fact.event == CallEvent.MOVED]
    assert call.due_on == (moved[-1] if moved else call_due(held_on, DANISH))
    assert call.is_late(call.due_on) is False and call.is_late(call.due_on + timedelta(days=1)) is (not made)


def test_a_call_is_noted_on_a_day_that_can_be() -> None:
    held, today = date(2026, 11, 20), date(2026, 11, 22)
    assert check_call_day(CallEvent.DONE, None, held, today) == today
    assert check_call_day(CallEvent.NOT_REACHED, held, held, today) == held
    assert check_call_day(CallEvent.GIVEN, date(1900, 1, 1), held, today) is None
    for on in (date(2026, 11, 19), date(2026, 11, 23)):
        with pytest.raises(CalledWhen):
            check_call_day(CallEvent.DONE, on, held, today)
    for moved in (None, date(2026, 11, 21), date(2027, 1, 1)):
        with pytest.raises(MovedWhere):
            check_call_day(CallEvent.MOVED, moved, held, today)
    for by in (None, date(2026, 11, 21), date(9999, 12, 31)):
        with pytest.raises(ByWhen):
            check_by_when(by, today)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=5, unique=True))
def test_never_more_than_five_questions_in_four_weeks_however_many_meetings(offsets: list[int]) -> None:
    """Whoever answers all they are asked, every day, over any row of meetings."""
    start = date(2026, 11, 1)
    meetings = [start + timedelta(days=number) for number in sorted(offsets)]
    days = [start + timedelta(days=number) for number in range(60)]
    said: dict[date, dict[int, date]] = {held: {} for held in meetings}
    for today in days:
        for held in meetings:
            for _ in QUESTIONS:
                elsewhere = [day for other, answers in said.items() if other != held for day in answers.values()]
                number = next_question(held, today, said[held], elsewhere)
                if number is not None:
                    assert held < today <= held + timedelta(days=OFFERED_DAYS)
                    said[held][number] = today
    answered = [day for answers in said.values() for day in answers.values()]
    assert len(answered) >= CAP
    for first in days:
        assert sum(first <= day < first + timedelta(days=CAP_DAYS) for day in answered) <= CAP


@given(DAYS, st.integers(-3, 40), st.sets(st.integers(0, 5)))
def test_the_questions_come_in_their_order_are_offered_once_and_end_when_she_stops(held_on: date, later: int, numbers: set[int]) -> None:
    today = held_on + timedelta(days=later)
    said = dict.fromkeys(numbers, today)
    number = next_question(held_on, today, said, [])
    if STOPPED in said or not 1 <= later <= OFFERED_DAYS:
        assert number is None
    else:
        assert number == min({1, 2, 3, 4, 5} - numbers, default=None)
    assert is_offered(held_on, today, said, []) == (not said and 1 <= later <= OFFERED_DAYS)


def test_whether_it_was_two_against_one_is_asked_by_itself_and_never_added_up() -> None:
    assert QUESTIONS[2] == "It felt like two against one."
    assert len(QUESTIONS) == CAP, "one question of five, each with its own answer"
    assert next_question(date(2026, 3, 2), date(2026, 3, 3), {1: date(2026, 3, 3), 2: date(2026, 3, 3)}, []) == 3
