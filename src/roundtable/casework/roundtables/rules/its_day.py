"""Before the day of a meeting nobody is asked whether it was held."""

from datetime import datetime

from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import Refusal, gettext_noop


class HeldTooSoon(Refusal):
    """Held although its day has not come."""

    code = "held_too_soon"
    message = gettext_noop("The day of this meeting has not come yet. If you meet sooner, move the meeting first.")


def day_has_come(starts_at: datetime, now: datetime, zone: str) -> bool:
    """Whether it is the local day of the meeting, or later.

    >>> from datetime import UTC
    >>> day_has_come(datetime(2026, 12, 3, 9, tzinfo=UTC), datetime(2026, 12, 2, 23, 30, tzinfo=UTC), "Europe/Copenhagen")
    True
    """
    return local_date(now, zone) >= local_date(starts_at, zone)
