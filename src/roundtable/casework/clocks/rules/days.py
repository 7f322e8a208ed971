"""Months and weeks as the rules of absence count them. All days are local calendar days; no clock time and no zone is in them."""

import calendar
from datetime import date, timedelta

WEEK_DAYS = 7
YEAR_MONTHS = 12


def month_end(day: date) -> date:
    """The last day of the day's month.

    >>> month_end(date(2024, 2, 3))
    datetime.date(2024, 2, 29)
    """
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later (or earlier), or that month's last day where it has no such day.

    >>> months_later(date(2025, 1, 31), 1), months_later(date(2025, 3, 31), -1)
    (datetime.date(2025, 2, 28), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * YEAR_MONTHS + day.month - 1 + months, YEAR_MONTHS)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def first_of_week(start: date, number: int) -> date:
    """The first day of the so manieth week of an absence that began on `start`; week 1 begins on that day itself.

    >>> first_of_week(date(2024, 1, 1), 8)
    datetime.date(2024, 2, 19)
    """
    return start + timedelta(days=WEEK_DAYS * (number - 1))


def last_of_week(start: date, number: int) -> date:
    """The last day of that week (the vector of the end of week 8 in the facts of the Danish rules).

    >>> last_of_week(date(2024, 1, 1), 8)
    datetime.date(2024, 2, 25)
    """
    return start + timedelta(days=WEEK_DAYS * number - 1)
