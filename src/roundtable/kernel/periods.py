"""Stretches of time, half-open: the first moment belongs to a period, its `until` no longer does."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from roundtable.kernel.refusal import Refusal, gettext_noop

Point = TypeVar("Point", date, datetime)


class EndsBeforeItStarts(Refusal):
    """A period cannot end before it starts."""

    code = "ends_before_it_starts"
    message = gettext_noop("The end lies before the start. Change one of the two dates.")


@dataclass(frozen=True, slots=True)
class Period(Generic[Point]):
    """From `start` up to, and without, `until`; `until=None` means open.

    Both ends are dates, or both moments with a time zone. A period whose ends are equal is empty: a disclosure withdrawn in
    the moment it was given was never in force.

    Raises EndsBeforeItStarts; ValueError or TypeError (a fault of the caller) for moments without a zone or a date beside a moment.

    >>> week = Period(date(2026, 5, 4), date(2026, 5, 11))
    >>> week.contains(date(2026, 5, 4)), week.contains(date(2026, 5, 11))
    (True, False)
    """

    start: Point
    until: Point | None = None

    def __post_init__(self) -> None:
        for end in (self.start, self.until):
            if isinstance(end, datetime) and end.utcoffset() is None:
                raise ValueError("a moment needs its time zone")
        if self.until is None:
            return
        if isinstance(self.start, datetime) != isinstance(self.until, datetime):
            raise TypeError("a period runs between two dates or two moments")
        if self.until < self.start:
            raise EndsBeforeItStarts

    def contains(self, point: Point) -> bool:
        """Whether the day or moment lies in the period.

        >>> Period(date(2026, 5, 4)).contains(date(2031, 1, 1))
        True
        """
        return self.start <= point and (self.until is None or point < self.until)

    def overlaps(self, other: "Period[Point]") -> bool:
        """Whether the two share at least one day or moment; neighbours do not, empty periods never do.

        >>> Period(date(2026, 5, 4), date(2026, 5, 11)).overlaps(Period(date(2026, 5, 11)))
        False
        """
        if self.is_empty() or other.is_empty():
            return False
        return (other.until is None or self.start < other.until) and (self.until is None or other.start < self.until)

    def is_empty(self) -> bool:
        """Whether no moment lies in it."""
        return self.until is not None and self.until == self.start
