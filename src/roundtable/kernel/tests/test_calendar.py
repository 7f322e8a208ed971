"""Days as they are in a place, as they are worked, and as they are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.kernel.calendar import (
    NoSuchDay,
    NotADate,
    Week,
    YearOutOfRange,
    add_working_days,
    iso_week,
    local_date,
    parse_date,
)
from roundtable.kernel.refusal import Refusal

CHRISTMAS = {date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)}


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
    ],
)
def test_the_day_changes_at_local_midnight_in_summer_and_winter(moment: datetime, day: date) -> None:
    assert local_date(moment, "Europe/Copenhagen") == day


def test_a_moment_without_a_zone_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        local_date(datetime(2026, 5, 1), "Europe/Copenhagen")  # noqa: DTZ001 (the fault itself)


def test_weeks_belong_to_the_year_of_their_thursday() -> None:
    assert iso_week(date(2026, 11, 21)) == Week(2026, 47)
    assert iso_week(date(2024, 12, 30)) == Week(2025, 1)


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2026, 12, 23), 2, CHRISTMAS.__contains__) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 28), -1, CHRISTMAS.__contains__) == date(2026, 12, 23)
    assert add_working_days(date(2026, 11, 22), 0, CHRISTMAS.__contains__) == date(2026, 11, 22)


@given(st.dates(date(2026, 1, 1), date(2027, 1, 1)), st.integers(-40, 40))
def test_exactly_so_many_working_days_lie_between(day: date, count: int) -> None:
    reached = add_working_days(day, count, CHRISTMAS.__contains__)
    first, last = min(day, reached), max(day, reached)
    between = [first + timedelta(n) for n in range((last - first).days + 1)]
    assert sum(one.weekday() < 5 and one not in CHRISTMAS for one in between if one != day) == abs(count)


@pytest.mark.parametrize("text", ["2026-11-21", "21.11.2026", "21/11-2026", "21-11-2026", " 21.11.2026 "])
def test_each_way_of_writing_gives_the_same_day(text: str) -> None:
    assert parse_date(text) == date(2026, 11, 21)


def test_short_days_and_months_are_understood() -> None:
    assert parse_date("1.2.2026") == parse_date("1/2-2026") == parse_date("2026-2-1") == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NotADate),
        ("21.11.26", NotADate),
        ("11/21/2026", NotADate),
        ("21.11-2026", NotADate),
        ("21-11.2026", NotADate),
        ("21/11/2026", NotADate),
        ("२०२६-११-२१", NotADate),
        ("in May", NotADate),
        ("2026-11-21T10:00", NotADate),
        ("11.21.2026", NoSuchDay),
        ("29.2.2026", NoSuchDay),
        ("0.1.2026", NoSuchDay),
        ("21.11.1899", YearOutOfRange),
        ("21.11.9999", YearOutOfRange),
    ],
)
def test_what_is_no_clear_date_is_refused_with_what_to_write(text: str, refusal: type[NotADate]) -> None:
    with pytest.raises(refusal) as caught:
        parse_date(text)
    assert type(caught.value) is refusal


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["%Y-%m-%d", "%d.%m.%Y", "%d/%m-%Y", "%d-%m-%Y"]))
def test_every_day_comes_back_from_every_way_of_writing(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.text())
def test_any_text_is_a_day_or_a_refusal(text: str) -> None:
    try:
        assert 1900 <= parse_date(text).year <= 2100
    except Refusal as refusal:
        assert refusal.english()
