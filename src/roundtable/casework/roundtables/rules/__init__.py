"""The meeting at the table: how it is called, moved, cancelled and held, what each can answer, and what each is asked to do before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import Refusal, gettext_noop

SHORTEST, LONGEST = 10, 240
FURTHEST = timedelta(days=366)
GONE = gettext_noop(
    "%(name)s does not sit at the table any more, so these words cannot stand as theirs. Put them elsewhere, or empty this box."
)
MOST_CHARACTERS = 500
MOST_TASKS = 4
CHANGE_DAYS = 7
MOST_COMPANIONS = 3


class Event(StrEnum):
    """What can happen to a meeting. `pen`: somebody else writes for all from now on."""

    CALLED = "called"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"
    PEN = "pen"


class State(StrEnum):
    """Where a meeting stands."""

    NONE = ""
    CALLED = "called"
    CANCELLED = "cancelled"
    HELD = "held"


TRANSITIONS = {
    (State.NONE, Event.CALLED): State.CALLED,
    (State.CALLED, Event.MOVED): State.CALLED,
    (State.CALLED, Event.CANCELLED): State.CANCELLED,
    (State.CALLED, Event.HELD): State.HELD,
    (State.CALLED, Event.PEN): State.CALLED,
    (State.HELD, Event.PEN): State.HELD,
}


class Channel(StrEnum):
    """How people meet."""

    IN_PERSON = "in_person"
    VIDEO = "video"
    TELEPHONE = "telephone"


class Pace(StrEnum):
    """How fast it goes."""

    USUAL = "usual"
    SLOW = "slow"


class Breaks(StrEnum):
    """When there is a break."""

    WHEN_ASKED = "when_asked"
    EVERY_20 = "every_20"
    HALFWAY = "halfway"


class Answer(StrEnum):
    """What somebody says to the invitation."""

    COMES = "comes"
    CANNOT = "cannot"
    OTHER_TIME = "other_time"


class How(StrEnum):
    """How words came here: by their own hand; by telephone or on paper, noted by somebody; read aloud in the meeting; not read back yet.

    `link`, `mail`: by who holds the invitation that was mailed to them, without signing in. `together`: by everybody, on one sheet.
    """

    SELF = "self"
    TELEPHONE = "telephone"
    PAPER = "paper"
    READ_ALOUD = "read_aloud"
    NOTED = "noted"
    LINK = "link"
    MAIL = "mail"
    TOGETHER = "together"


class Why(StrEnum):
    """Why a meeting is cancelled: a code without anybody's name. `course_ended`: nobody chose it, it came with the end of the course."""

    ASKED = "asked"
    SOMEBODY_CANNOT = "somebody_cannot"
    NOT_NEEDED = "not_needed"
    OTHER = "other"
    COURSE_ENDED = "course_ended"


class Section(StrEnum):
    """The parts of a meeting, in the order they are gone through. `point`: what somebody wants to talk about, written before."""

    POINT = "point"
    ARRIVE = "arrive"
    MATTERS = "matters"
    BRING = "bring"
    AGREE = "agree"
    DISAGREE = "disagree"
    HOME = "home"


class Before(StrEnum):
    """What two do together before a meeting: days and who decides what, with a citizen; a hello, between two who never worked together."""

    DATES = "dates"
    HELLO = "hello"


FIXED_AGENDA = (
    gettext_noop("How are you today, and is there something we should take care of?"),
    gettext_noop("What matters to each of us"),
    gettext_noop("What we each bring"),
    gettext_noop("What we do: who, what, by when"),
    gettext_noop("What we do not agree on, and when we look again"),
    gettext_noop("What each takes home"),
)
"""The same for every meeting, whoever leads it (T227)."""


class NotInThisState(Refusal):
    """The meeting is over, or was cancelled."""

    code = "meeting_not_in_this_state"
    message = gettext_noop("This meeting has been held or cancelled meanwhile. Look at it again; you can call a new one.")
    status = 409


class AlreadyCalled(Refusal):
    """Two calls at once."""

    code = "meeting_already_called"
    message = gettext_noop("A meeting has been called already. Move that one, or cancel it first.")
    status = 409


class NoMeetingCalled(Refusal):
    """There is nothing to answer or to prepare."""

    code = "no_meeting_called"
    message = gettext_noop("No meeting is called now. When one is, you get a notice and can do this then.")
    status = 409


class InThePast(Refusal):
    """A moment that has passed."""

    code = "meeting_in_the_past"
    message = gettext_noop("This time has passed already. Choose a later one.")


class TooFarAhead(Refusal):
    """More than a year away."""

    code = "meeting_too_far_ahead"
    message = gettext_noop("This day is more than a year away. Choose one within a year.")


class NoSuchTime(Refusal):
    """The clock is put forward that night."""

    code = "no_such_time"
    message = gettext_noop("The clocks are changed that night, and this time does not exist. Choose another one.")


class LengthOutOfRange(Refusal):
    """Too short or too long to be a meeting."""

    code = "meeting_length"
    message = gettext_noop("A meeting takes between %(shortest)s and %(longest)s minutes.")


class NothingMoved(Refusal):
    """The same day, time, length, channel and place."""

    code = "nothing_moved"
    message = gettext_noop("This is the time and place it already has. Nothing was changed, and nobody was told.")


class HeldWhen(Refusal):
    """Held on a day that has not come."""

    code = "held_when"
    message = gettext_noop("Choose the day you met: not later than today, and not before the meeting was called.")


class DoneWhen(Refusal):
    """Done on a day that has not come."""

    code = "done_when"
    message = gettext_noop("Choose the day you did it: today, or a day before.")


class NothingWritten(Refusal):
    """Empty boxes."""

    code = "nothing_written"
    message = gettext_noop("Nothing is written yet. Write in at least one of the boxes.")


class ReasonMissing(Refusal):
    """A correction without its why."""

    code = "reason_missing"
    message = gettext_noop("Write in a few words why it should be different. Both stand beside what was written.")


class WhenElse(Refusal):
    """Another time without a day."""

    code = "when_else"
    message = gettext_noop("Write the day you would rather come. The time can be left open.")


class NotYoursToSay(Refusal):
    """Speaking for somebody who speaks for themselves."""

    code = "not_yours_to_say"
    message = gettext_noop("You can note this for the person the course is about, when they told you. Others answer for themselves.")


class NotYoursToDecide(Refusal):
    """Not for this hat."""

    code = "not_yours_to_decide"
    message = gettext_noop("This is for somebody else at the table to do. Nothing was changed.")


class SomebodyElseWrites(Refusal):
    """Two scribes."""

    code = "somebody_else_writes"
    message = gettext_noop("Somebody else writes for all just now. Your text is kept below. Take over the writing first, then send again.")
    status = 409


class TooManyCompanions(Refusal):
    """More companions than fit at a table."""

    code = "too_many_companions"
    message = gettext_noop("%(most)s people already come with you. End one place before you give another.")


def after(state: State, event: Event) -> State:
    """The state after an event. Raises NotInThisState.

    >>> after(State.CALLED, Event.HELD).value
    'held'
    """
    if (state, event) not in TRANSITIONS:
        raise NotInThisState()
    return TRANSITIONS[state, event]


def moment(day: date, clock: time, zone: str) -> datetime:
    """The moment of a local day and time; of a doubled autumn hour the first. Raises NoSuchTime in the spring gap.

    >>> moment(date(2026, 12, 3), time(10, 0), "Europe/Copenhagen").isoformat()
    '2026-12-03T10:00:00+01:00'
    """
    local = datetime.combine(day, clock, ZoneInfo(zone))
    back = datetime.fromtimestamp(local.timestamp(), ZoneInfo(zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NoSuchTime(field="clock")
    return local


def meeting_time(day: date, clock: time, zone: str, now: datetime, *, field: str = "on") -> datetime:
    """When people meet: later than now and within a year. Raises InThePast, TooFarAhead, NoSuchTime.

    >>> from datetime import UTC
    >>> meeting_time(date(2026, 1, 1), time(10), "Europe/Copenhagen", datetime(2026, 11, 21, tzinfo=UTC))
    Traceback (most recent call last):
    ...
    roundtable.casework.roundtables.rules.InThePast: meeting_in_the_past
    """
    if not now.year - 1 <= day.year <= now.year + 2:
        raise (InThePast if day.year < now.year else TooFarAhead)(field=field)
    starts = moment(day, clock, zone)
    if starts <= now:
        raise InThePast(field=field)
    if starts > now + FURTHEST:
        raise TooFarAhead(field=field)
    return starts


def length(minutes: int) -> int:
    """Minutes of a meeting, 10 to 240. Raises LengthOutOfRange.

    >>> length(60)
    60
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise LengthOutOfRange(field="minutes", shortest=SHORTEST, longest=LONGEST)
    return minutes


def held_day(said: date | None, starts_at: datetime, called_at: datetime, now: datetime, zone: str) -> date:
    """The local day a meeting was held: as said, else the planned day, else today if that has not come. Raises HeldWhen.

    A meeting may be held earlier than planned; this is written down, never stopped.
    """
    today, planned = local_date(now, zone), local_date(starts_at, zone)
    day = said or min(planned, today)
    if not min(local_date(called_at, zone), today) <= day <= today:
        raise HeldWhen(field="held_on")
    return day


@dataclass(frozen=True)
class Task:
    """One small thing before the meeting: its code, and whether it is done."""

    code: str
    done: bool


def tasks_before(hat: str, *, answered: bool, brought: bool) -> tuple[Task, ...]:
    """What is left to do before the meeting, for a party. None of them is a condition.

    With the look at the referral and a *may I say this* they are four for the citizen, and no more (promise 9): how she wants the meeting,
    what shall not come up and who comes along are offered, not asked.

    >>> [task.code for task in tasks_before("citizen", answered=True, brought=False)]
    ['answer', 'bring']
    """
    answer = Task("answer", answered)
    if hat in ("citizen", "professional"):
        return (answer, Task("bring", brought))
    return (answer,) if hat == "companion" else ()


def check_speaker(actor_id: UUID, hat: str, for_id: UUID | None, citizens: Sequence[UUID]) -> UUID:
    """Whose words or answer it is: one's own, or the citizen's, noted by a professional. Raises NotYoursToSay."""
    if for_id is None or for_id == actor_id:
        return actor_id
    if hat != "professional" or for_id not in citizens:
        raise NotYoursToSay(field="whose")
    return for_id


CHANNEL_WORDS = {
    Channel.IN_PERSON: gettext_noop("We meet in person"),
    Channel.VIDEO: gettext_noop("We meet on a screen"),
    Channel.TELEPHONE: gettext_noop("We talk by telephone"),
}
PACE_WORDS = {Pace.USUAL: gettext_noop("At the usual pace"), Pace.SLOW: gettext_noop("Slowly, one thing at a time")}
BREAK_WORDS = {
    Breaks.WHEN_ASKED: gettext_noop("A break whenever somebody asks"),
    Breaks.EVERY_20: gettext_noop("A break every 20 minutes"),
    Breaks.HALFWAY: gettext_noop("A break halfway"),
}
ANSWER_WORDS = {
    Answer.COMES: gettext_noop("Comes"),
    Answer.CANNOT: gettext_noop("Cannot come"),
    Answer.OTHER_TIME: gettext_noop("Asks for another time"),
}
WHY_WORDS = {
    Why.ASKED: gettext_noop("The person whose course it is asked for it"),
    Why.SOMEBODY_CANNOT: gettext_noop("Somebody who is needed cannot come"),
    Why.NOT_NEEDED: gettext_noop("It is not needed now"),
    Why.OTHER: gettext_noop("Another reason"),
    Why.COURSE_ENDED: gettext_noop("The course has ended"),
}
STATE_WORDS = {State.CALLED: gettext_noop("Planned"), State.CANCELLED: gettext_noop("Cancelled"), State.HELD: gettext_noop("Held")}
SECTION_WORDS = {
    Section.ARRIVE: gettext_noop("We arrive"),
    Section.MATTERS: gettext_noop("What matters to me"),
    Section.BRING: gettext_noop("What we each bring"),
    Section.AGREE: gettext_noop("What we do"),
    Section.DISAGREE: gettext_noop("What we do not agree on"),
    Section.HOME: gettext_noop("What we take home"),
}
TASK_WORDS = {
    "answer": gettext_noop("Say whether you come"),
    "bring": gettext_noop("Write what you bring to the table"),
}
