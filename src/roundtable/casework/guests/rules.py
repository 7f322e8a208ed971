"""Guests: who can be asked, to what, what they answer, and when it ends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from roundtable.kernel.refusal import Refusal, gettext_noop

MOST_GUESTS = 8
MOST_CHARACTERS = 500
MOST_ITEMS = 40
COOKIE = "guest"
COOKIE_SECONDS = 366 * 24 * 60 * 60
"""The cookie outlives no seat: what it opens is asked of the database each time."""


class Who(StrEnum):
    """What a guest is."""

    EMPLOYER = "employer"
    DOCTOR = "doctor"
    UNION = "union"
    VOLUNTEER = "volunteer"
    OTHER = "other"


class Said(StrEnum):
    """How the citizen said that somebody is asked: by her own hand, by telephone, or sitting together."""

    SELF = "self"
    TELEPHONE = "telephone"
    TOGETHER = "together"


class Reply(StrEnum):
    """What a guest can say: two answers to a meeting, two to a step."""

    COMES = "comes"
    CANNOT = "cannot"
    TAKES = "takes"
    NO_ROOM = "no_room"


REPLY_WORDS = {
    Reply.COMES: gettext_noop("I come"),
    Reply.CANNOT: gettext_noop("I cannot come"),
    Reply.TAKES: gettext_noop("I take it"),
    Reply.NO_ROOM: gettext_noop("I have no room now"),
}


@dataclass(frozen=True)
class AskedTo:
    """What a guest is asked: exactly one of the two."""

    meeting: bool

    @property
    def replies(self) -> tuple[Reply, Reply]:
        """The two answers there are, the one that says yes first.

        >>> AskedTo(meeting=False).replies[0].value
        'takes'
        """
        return (Reply.COMES, Reply.CANNOT) if self.meeting else (Reply.TAKES, Reply.NO_ROOM)


def last_moment(until_at: datetime) -> datetime:
    """The last moment a link opens something, for saying the day: `until_at` is half-open, and midnight belongs to the next day.

    >>> last_moment(datetime(2027, 1, 8)).day
    7
    """
    return until_at - timedelta(seconds=1)


class TooManyGuests(Refusal):
    """More guests than a table has room for."""

    code = "too_many_guests"
    message = gettext_noop("%(most)s people from outside have a link already. End one of them before you ask another.")


class AlreadyAsked(Refusal):
    """The same form twice."""

    code = "guest_already_asked"
    message = gettext_noop("This person has been asked already. If the link was lost, make a new one under “People from outside”.")
    status = 409


class NothingToAskTo(Refusal):
    """The meeting is over, or the step is done."""

    code = "nothing_to_ask_to"
    message = gettext_noop("The meeting is over or cancelled, or the step is done. Nobody was asked.")
    status = 409


class TwoAreNeeded(Refusal):
    """Without her yes."""

    code = "guest_needs_her_yes"
    message = gettext_noop("Nobody is asked without a yes from the person the course is about. Choose how you got it.")
