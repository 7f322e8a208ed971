"""When things happened in the demo: counted in working days from the day it is loaded, so that it is always a believable week."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WORKING_DAYS = 5


def working_day(today: date, ago: int) -> date:
    """The day so many working days ago; below zero, ahead. 0 is today, or on a weekend the Friday before.

    >>> working_day(date(2026, 11, 21), 0), working_day(date(2026, 11, 21), -1), working_day(date(2026, 11, 21), 6)
    (datetime.date(2026, 11, 20), datetime.date(2026, 11, 23), datetime.date(2026, 11, 12))
    """
    base = today - timedelta(days=max(0, today.weekday() - 4))
    weeks, days = divmod(base.weekday() - ago, _WORKING_DAYS)
    return base + timedelta(weeks=weeks, days=days - base.weekday())


def moment(today: date, ago: int, clock: str, zone: str) -> datetime:
    """The moment of a clock time so many working days ago, in a place.

    >>> moment(date(2026, 11, 20), 5, "09:30", "Europe/Copenhagen").isoformat()
    '2026-11-13T09:30:00+01:00'
    """
    return datetime.combine(working_day(today, ago), time.fromisoformat(clock), ZoneInfo(zone))
