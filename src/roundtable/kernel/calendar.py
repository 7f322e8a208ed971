"""Days as people count them: in a place, by week, by working day, and as they write them."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from roundtable.kernel.refusal import Refusal, gettext_noop

FIRST_YEAR, LAST_YEAR = 1900, 2100
_SATURDAY = 5
_ISO_DATE = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})")
_DANISH_DATE = re.compile(r"(?P<day>[0-9]{1,2})(?:\.(?P<dot>)|-|/)(?P<month>[0-9]{1,2})(?(dot)\.|-)(?P<year>[0-9]{4})")


class Week(NamedTuple):
    """A week by ISO 8601: it begins on Monday, and week 1 holds the year's first Thursday."""

    year: int
    number: int


class NotADate(Refusal):
    """The text is not a date as it is written here."""

    code = "not_a_date"
    message = gettext_noop("This is not a date. Write day, month and year as 21.11.2026, 21/11-2026 or 2026-11-21.")


class NoSuchDay(NotADate):
    """The calendar has no such day."""

    code = "no_such_day"
    message = gettext_noop("There is no such day in the calendar. Look at day and month again: the day comes first, as in 21.11.2026.")


class YearOutOfRange(NotADate):
    """The year is too far away to be meant."""

    code = "year_out_of_range"
    message = gettext_noop("The year must lie between %(first)s and %(last)s. Look at the year again.")


def local_date(moment: datetime, zone: str) -> date:
    """The day it is at this moment in a place; `zone` is an IANA name such as `Europe/Copenhagen`.

    Raises ValueError (a fault of the caller) for a moment without a zone, ZoneInfoNotFoundError for an unknown zone.

    >>> from datetime import UTC
    >>> local_date(datetime(2026, 5, 31, 22, 30, tzinfo=UTC), "Europe/Copenhagen")
    datetime.date(2026, 6, 1)
    """
    if moment.utcoffset() is None:
        raise ValueError("a moment needs its time zone")
    return moment.astimezone(ZoneInfo(zone)).date()


def iso_week(day: date) -> Week:
    """The week a day lies in, with the year the week belongs to.

    >>> iso_week(date(2027, 1, 1))
    Week(year=2026, number=53)
    """
    year, number, _ = day.isocalendar()
    return Week(year, number)


def is_working_day(day: date, is_holiday: Callable[[date], bool]) -> bool:
    """Whether people are at work: Monday to Friday and no holiday.

    >>> is_working_day(date(2026, 11, 21), lambda day: False)
    False
    """
    return day.weekday() < _SATURDAY and not is_holiday(day)


def holidays_of(country: str) -> Callable[[date], bool]:
    """Whether a day is a public holiday in a country (ISO code); none are known for a country the calendar does not have.

    >>> holidays_of("DK")(date(2026, 12, 25))
    True
    """
    import holidays  # every country's calendar: what a start need not wait for

    try:
        known = holidays.country_holidays(country)
    except NotImplementedError:
        return lambda day: False
    return lambda day: day in known


def add_working_days(day: date, count: int, is_holiday: Callable[[date], bool]) -> date:
    """The day that lies `count` working days after `day`, or before it where `count` is negative; the day itself is not counted.

    `is_holiday` is the programme's own calendar. With 0 the day itself comes back, even a Sunday.

    >>> add_working_days(date(2026, 11, 20), 1, lambda day: False)
    datetime.date(2026, 11, 23)
    """
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        day += step
        if is_working_day(day, is_holiday):
            left -= 1
    return day


def parse_date(text: str) -> date:
    """The day somebody wrote: 2026-11-21, 21.11.2026, 21/11-2026 or 21-11-2026; the day comes before the month.

    Two-digit years and 21/11/2026 are refused: the first cannot tell 1926 from 2026, the second an American from a Dane.

    Raises NotADate, NoSuchDay, YearOutOfRange.

    >>> parse_date("21/11-2026") == parse_date("2026-11-21") == date(2026, 11, 21)
    True
    """
    found = _ISO_DATE.fullmatch(text.strip()) or _DANISH_DATE.fullmatch(text.strip())
    if not found:
        raise NotADate
    year = int(found["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearOutOfRange(first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(year, int(found["month"]), int(found["day"]))
    except ValueError:
        raise NoSuchDay from None
