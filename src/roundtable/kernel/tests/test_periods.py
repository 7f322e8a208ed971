"""Periods are half-open, on days and on moments."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.periods import EndsBeforeItStarts, Period

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))


def _in_order(first: date, second: date | None) -> Period[date]:
    return Period(first, second) if second is None or first <= second else Period(second, first)


PERIODS = st.builds(_in_order, DAYS, st.none() | DAYS)


def test_the_first_day_belongs_and_the_last_does_not() -> None:
    seat = Period(date(2026, 5, 1), date(2026, 6, 1))
    assert [seat.contains(date(2026, *day)) for day in ((4, 30), (5, 1), (5, 31), (6, 1))] == [False, True, True, False]


def test_an_open_seat_goes_on() -> None:
    assert Period(date(2026, 5, 1)).contains(date(2099, 1, 1))


def test_a_withdrawal_in_the_same_moment_leaves_nothing() -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    assert not Period(now, now).contains(now)
    assert not Period(now, now).overlaps(Period(now - timedelta(1)))


def test_moments_are_compared_across_zones() -> None:
    assert Period(datetime(2026, 5, 1, 10, tzinfo=UTC)).contains(datetime(2026, 5, 1, 12, tzinfo=timezone(timedelta(hours=2))))


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(EndsBeforeItStarts):
        Period(date(2026, 5, 2), date(2026, 5, 1))


def test_a_moment_without_a_zone_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        Period(datetime(2026, 5, 1))  # noqa: DTZ001 (the fault itself)
    with pytest.raises(TypeError):
        Period(date(2026, 5, 1), datetime(2026, 5, 2, tzinfo=UTC))


@given(PERIODS, PERIODS)
def test_two_periods_overlap_exactly_where_they_share_a_day(one: Period[date], other: Period[date]) -> None:
    days = [date(2025, 12, 31) + timedelta(n) for n in range(20)]
    assert one.overlaps(other) == any(one.contains(day) and other.contains(day) for day in days) == other.overlaps(one)
