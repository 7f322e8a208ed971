"""What may stand in somebody's own calendar, and what their calendar may answer."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from roundtable.casework.roundtables.rules import Answer
from roundtable.kernel.refusal import Refusal, gettext_noop


class Method(StrEnum):
    """What a message tells a calendar (RFC 5546): come, also after a move; it is off."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class InvitationOver(Refusal):
    """The link of an earlier time, of a meeting that is over, or used."""

    code = "invitation_over"
    message = gettext_noop("This link does not work any more. The meeting was moved or is over, or this was answered already.")
    status = 404


@dataclass(frozen=True)
class Said:
    """What a calendar answers: one of our three answers, and for another time the day and, where it says one, the local time."""

    answer: Answer
    other_on: date | None = None
    other_clock: time | None = None


def said_by(method: str, partstat: str, starts: datetime | date | None, standing: datetime, zone: str) -> Said | None:
    """What a reply (RFC 5546: REPLY or COUNTER) says, in the meeting's zone; None for what is no answer, such as *perhaps*.

    A time without a zone is local to the meeting. A counter-proposal of the time it has already is none.

    >>> from datetime import UTC
    >>> ten = datetime(2026, 12, 3, 9, tzinfo=UTC)
    >>> said_by("REPLY", "ACCEPTED", None, ten, "Europe/Copenhagen").answer.value
    'comes'
    >>> said_by("COUNTER", "TENTATIVE", datetime(2026, 12, 4, 13), ten, "Europe/Copenhagen").other_clock
    datetime.time(13, 0)
    """
    if method == "REPLY":
        answer = {"ACCEPTED": Answer.COMES, "DECLINED": Answer.CANNOT}.get(partstat)
        return Said(answer) if answer else None
    if method != "COUNTER" or starts is None:
        return None
    if not isinstance(starts, datetime):
        return Said(Answer.OTHER_TIME, starts)
    try:
        local = starts.astimezone(ZoneInfo(zone)) if starts.tzinfo else starts.replace(tzinfo=ZoneInfo(zone))
    except OverflowError:  # the last day of the year 9999
        return None
    if local == standing:
        return None
    return Said(Answer.OTHER_TIME, local.date(), local.time().replace(second=0, microsecond=0))
