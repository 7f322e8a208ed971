"""After a meeting: one thing each takes home, a call within two working days, and five questions whose answers are the giver's own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from roundtable.kernel.calendar import add_working_days
from roundtable.kernel.refusal import Refusal, gettext_noop

CALL_WORKING_DAYS = 2
CALL_SHOWN_DAYS = 28
"""So long a call that is not noted stands on its caller's first page; on the meeting's own page it stands for good."""
FURTHEST = timedelta(days=366)


class AlreadyTakesHome(Refusal):
    """Two things for one person."""

    code = "already_takes_home"
    message = gettext_noop("%(name)s takes one thing home already. One each is enough: what was written can be corrected beside it.")
    status = 409


class NothingTaken(Refusal):
    """Empty boxes, or a day without a thing."""

    code = "nothing_taken"
    message = gettext_noop("Write what is taken home, at least for one person.")


class ByWhen(Refusal):
    """A thing without a day, or a day that cannot be."""

    code = "by_when"
    message = gettext_noop("Choose by which day it is done: from today on, and within a year.")


class CalledWhen(Refusal):
    """A call on a day before the meeting, or one that has not come."""

    code = "called_when"
    message = gettext_noop("Choose a day from the day of the meeting to today.")


class MovedWhere(Refusal):
    """A call moved to a day that has passed."""

    code = "moved_where"
    message = gettext_noop("Choose the day the call is moved to: today or later, and within four weeks.")


class CallIsNoted(Refusal):
    """The call was made already."""

    code = "call_is_noted"
    message = gettext_noop("This call is noted already. Nothing was changed. What was said in a later one goes under contacts.")
    status = 409


class NobodyToCall(Refusal):
    """Given to somebody who cannot call."""

    code = "nobody_to_call"
    message = gettext_noop("Choose a professional who sits at this table.")


class NoMoreQuestions(Refusal):
    """The questions are over, stopped, or too many at once."""

    code = "no_more_questions"
    message = gettext_noop("There are no more questions. What you answered is kept, for you alone.")
    status = 409


class CallEvent(StrEnum):
    """What became of a call. `given`: somebody else makes it."""

    DONE = "done"
    NOT_REACHED = "not_reached"
    MOVED = "moved"
    GIVEN = "given"


@dataclass(frozen=True)
class CallFact:
    """One thing noted of a call. `on`: the day it was made or tried, or moved to; `caller_id`: who calls from now on, or did."""

    event: CallEvent
    caller_id: UUID
    on: date | None = None


@dataclass(frozen=True)
class Call:
    """The call to one citizen after a meeting. Days are local; `done_on` None while nobody has called; `tried`: how often in vain."""

    caller_id: UUID | None
    due_on: date
    done_on: date | None = None
    tried: int = 0
    moved: bool = False

    def is_late(self, today: date) -> bool:
        """Its day has passed, and it is not noted as made."""
        return self.done_on is None and today > self.due_on


def call_due(held_on: date, is_holiday: Callable[[date], bool]) -> date:
    """The last day for the call: the second working day after the meeting.

    >>> call_due(date(2026, 11, 20), lambda day: False)
    datetime.date(2026, 11, 24)
    """
    return add_working_days(held_on, CALL_WORKING_DAYS, is_holiday)


def who_calls(looks_after: UUID | None, professionals: Sequence[tuple[UUID, bool]]) -> UUID | None:
    """Who calls if nobody said otherwise: whom she named to look after her, if they sit there; else who treats; else anybody who sits.

    `professionals`: who sits at the table now, and whether they decide for an authority, in the order of the table.

    >>> who_calls(None, [(UUID(int=1), True), (UUID(int=2), False)]).int
    2
    """
    if looks_after in [person for person, _authority in professionals]:
        return looks_after
    by_side = sorted(professionals, key=lambda one: one[1])
    return by_side[0][0] if by_side else None


def the_call(held_on: date, default_id: UUID | None, facts: Sequence[CallFact], is_holiday: Callable[[date], bool]) -> Call:
    """Where the call stands: the facts in the order they were noted, upon who calls by default and the second working day."""
    call = Call(default_id, call_due(held_on, is_holiday))
    for fact in facts:
        call = replace(call, caller_id=fact.caller_id)
        if fact.event == CallEvent.DONE:
            call = replace(call, done_on=fact.on)
        elif fact.event == CallEvent.NOT_REACHED:
            call = replace(call, tried=call.tried + 1)
        elif fact.event == CallEvent.MOVED and fact.on is not None:
            call = replace(call, due_on=fact.on, moved=True)
    return call


def check_call_day(event: CallEvent, on: date | None, held_on: date, today: date) -> date | None:
    """The day of a fact: of a call made or tried from the meeting to today, today if none was said; of a moved one from today on.

    Raises CalledWhen, MovedWhere.
    """
    if event == CallEvent.GIVEN:
        return None
    if event == CallEvent.MOVED:
        if on is None or not today <= on <= today + timedelta(days=CALL_SHOWN_DAYS):
            raise MovedWhere(field="on")
        return on
    day = on or today
    if not min(held_on, today) <= day <= today:
        raise CalledWhen(field="on")
    return day


def check_by_when(day: date | None, today: date, *, field: str | None = None) -> date:
    """By which day a thing is done. Raises ByWhen.

    >>> check_by_when(date(2026, 12, 1), date(2026, 11, 22))
    datetime.date(2026, 12, 1)
    """
    if day is None or not today <= day <= today + FURTHEST:
        raise ByWhen(field=field)
    return day


CAP, CAP_DAYS = 5, 28
"""At most five questions to one person in four weeks, over all meetings and courses."""
OFFERED_DAYS = 7


class Reply(StrEnum):
    """What somebody says to a question. `dont_know` is no `skip`; `stop`: no more of them."""

    NOT_AT_ALL = "not_at_all"
    A_LITTLE = "a_little"
    PARTLY = "partly"
    MOSTLY = "mostly"
    FULLY = "fully"
    DONT_KNOW = "dont_know"
    SKIP = "skip"
    STOP = "stop"


QUESTIONS = (
    gettext_noop("I could say what mattered to me."),
    gettext_noop("I know what we agreed and who does it."),
    gettext_noop("It felt like two against one."),
    gettext_noop("Something in the plan is my own choice."),
    gettext_noop("I would go to such a meeting again."),
)
"""M-1 to M-5: voice, clarity, power balance (a series of its own, never added up), ownership, safety."""

REPLY_WORDS = {
    Reply.NOT_AT_ALL: gettext_noop("Not at all"),
    Reply.A_LITTLE: gettext_noop("A little"),
    Reply.PARTLY: gettext_noop("Partly"),
    Reply.MOSTLY: gettext_noop("Mostly"),
    Reply.FULLY: gettext_noop("Fully"),
    Reply.DONT_KNOW: gettext_noop("I don’t know yet"),
    Reply.SKIP: gettext_noop("I skip this one"),
}
STOPPED = 0
"""The number of the row that says: no more of them."""


def next_question(held_on: date, today: date, said: Mapping[int, date], elsewhere: Sequence[date]) -> int | None:
    """The number (1 to 5) of the question a citizen may answer now about a meeting, or None: nothing is asked.

    From the day after the meeting and for a week; not after she stopped; never more than five in four weeks. `said`: her answers about this
    meeting, by number, with their days (0: stopped); `elsewhere`: the days of those about other meetings. All days are local.

    >>> next_question(date(2026, 11, 20), date(2026, 11, 21), {1: date(2026, 11, 21)}, [])
    2
    """
    if not held_on < today <= held_on + timedelta(days=OFFERED_DAYS) or STOPPED in said:
        return None
    asked = [day for day in (*said.values(), *elsewhere) if today - timedelta(days=CAP_DAYS) < day <= today]
    left = [number for number in range(1, len(QUESTIONS) + 1) if number not in said]
    return left[0] if left and len(asked) < CAP else None


def is_offered(held_on: date, today: date, said: Mapping[int, date], elsewhere: Sequence[date]) -> bool:
    """Whether the questions stand on her first page: once, for a week, and not after she has begun or stopped."""
    return not said and next_question(held_on, today, said, elsewhere) is not None
