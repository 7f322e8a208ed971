"""The meeting's rules, without a database."""

from datetime import UTC, date, datetime, time

import pytest

from roundtable.casework.roundtables.rules import (
    FIXED_AGENDA,
    MOST_TASKS,
    TRANSITIONS,
    Event,
    HeldWhen,
    NoSuchTime,
    NotInThisState,
    State,
    after,
    held_day,
    meeting_time,
    moment,
    tasks_before,
)

ZONE = "Europe/Copenhagen"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_nothing_happens_to_a_meeting_that_is_over_or_was_never_called() -> None:
    for state in State:
        for event in Event:
            if (state, event) in TRANSITIONS:
                assert after(state, event) in State
            else:
                with pytest.raises(NotInThisState):
                    after(state, event)
    assert (State.CANCELLED, Event.HELD) not in TRANSITIONS and (State.NONE, Event.MOVED) not in TRANSITIONS


def test_a_time_the_clock_skips_in_spring_is_refused_and_one_it_repeats_in_autumn_is_the_first() -> None:
    with pytest.raises(NoSuchTime):
        moment(date(2027, 3, 28), time(2, 30), ZONE)
    assert moment(date(2026, 10, 25), time(2, 30), ZONE).astimezone(UTC).hour == 0


def test_ten_oclock_is_ten_oclock_where_the_programme_is() -> None:
    assert meeting_time(date(2026, 12, 3), time(10), ZONE, NOW).astimezone(UTC).hour == 9
    assert meeting_time(date(2026, 12, 3), time(10), "Europe/London", NOW).astimezone(UTC).hour == 10


def test_a_meeting_was_held_today_at_the_latest_and_not_before_it_was_called() -> None:
    called, starts = datetime(2026, 11, 10, 9, tzinfo=UTC), datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert held_day(None, starts, called, NOW, ZONE) == date(2026, 11, 20)
    assert held_day(None, datetime(2026, 12, 3, 9, tzinfo=UTC), called, NOW, ZONE) == date(2026, 11, 21)
    for wrong in (date(2026, 11, 9), date(2026, 11, 22), date(1, 1, 1)):
        with pytest.raises(HeldWhen):
            held_day(wrong, starts, called, NOW, ZONE)


def test_a_meeting_asks_at_most_two_small_things_of_anybody() -> None:
    for hat in ("citizen", "professional", "companion", "guest"):
        assert len(tasks_before(hat, answered=False, brought=False)) <= MOST_TASKS - 2
    assert len(FIXED_AGENDA) == 6
