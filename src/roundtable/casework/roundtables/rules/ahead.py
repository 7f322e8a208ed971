"""Which of two open meetings is meant: the one that goes on, or the one that comes after it. More than two are never open."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from roundtable.kernel.calendar import local_date


class Planned(Protocol):
    """A meeting that is called: its beginning, in the time zone it is called in."""

    @property
    def id(self) -> UUID: ...

    @property
    def starts_at(self) -> datetime: ...

    @property
    def zone(self) -> str: ...


P = TypeVar("P", bound=Planned)


def has_begun(starts_at: datetime, zone: str, at: datetime) -> bool:
    """Whether people sit together now, as far as a planned hour tells: it has struck, and the day is not over.

    >>> from datetime import timedelta, UTC
    >>> ten = datetime(2026, 11, 22, 10, tzinfo=UTC)
    >>> [has_begun(ten, "Europe/Copenhagen", ten + timedelta(hours=hours)) for hours in (-1, 0, 5, 24)]
    [False, True, True, False]
    """
    return starts_at <= at and local_date(starts_at, zone) == local_date(at, zone)


def the_one_now(found: Iterable[P], at: datetime) -> P | None:
    """Of the open meetings, the one that goes on today; else the next one; one whose day has passed comes last."""
    return min(found, key=lambda one: (local_date(one.starts_at, one.zone) < local_date(at, one.zone), one.starts_at), default=None)


def the_one_to_come(found: Iterable[P], at: datetime, but: UUID | None = None) -> P | None:
    """Of the open meetings, the first whose hour has not struck; never `but`, which is the one people come from."""
    return min((one for one in found if one.starts_at > at and one.id != but), key=lambda one: one.starts_at, default=None)
