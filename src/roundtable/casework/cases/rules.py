"""The course of a case: its phases, its end, and what passes when a professional leaves."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum

from roundtable.kernel.refusal import Refusal, gettext_noop

USUAL_MONTHS = 6
"""A course lasts six months unless those at the table agree otherwise (T151)."""


class Phase(StrEnum):
    """Where a course stands."""

    START = "start"
    ASSESSMENT = "assessment"
    PLAN = "plan"
    ACTION = "action"
    END = "end"


PHASE_WORDS: Mapping[Phase, str] = {
    Phase.START: gettext_noop("Getting to know each other"),
    Phase.ASSESSMENT: gettext_noop("How each of us sees it"),
    Phase.PLAN: gettext_noop("Making the plan"),
    Phase.ACTION: gettext_noop("Doing what we agreed"),
    Phase.END: gettext_noop("Ended"),
}

PHASE_PROMPTS: Mapping[Phase, str] = {
    Phase.START: gettext_noop("Now: a hello before any form, and going through who decides what."),
    Phase.ASSESSMENT: gettext_noop("Now: each puts down what they bring, the citizen's own lines first."),
    Phase.PLAN: gettext_noop("Now: a meeting, where the shared goal is written and read aloud, and everybody answers."),
    Phase.ACTION: gettext_noop("Now: look at the steps together each month, and plan a last meeting four weeks before the end."),
}
"""What a phase is for, to those who work at the table (T151). The end needs nothing more."""

OPEN_PHASES = (Phase.START, Phase.ASSESSMENT, Phase.PLAN, Phase.ACTION)

MOVES: Mapping[Phase, frozenset[Phase]] = {
    **{phase: frozenset({*OPEN_PHASES, Phase.END} - {phase}) for phase in OPEN_PHASES},
    Phase.END: frozenset(),
}
"""A course may go on and back between its open phases and end from each of them; from its end only reopening leads back."""


class Outcome(StrEnum):
    """How a course ended."""

    WORK = "work"
    WORK_IN_PART = "work_in_part"
    EDUCATION = "education"
    BETTER_NO_WORK = "better_no_work"
    OTHER_HELP = "other_help"
    MOVED = "moved"
    CITIZEN_STOPPED = "citizen_stopped"
    OTHER = "other"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.WORK: gettext_noop("Back at work"),
    Outcome.WORK_IN_PART: gettext_noop("Back at work for some of the hours"),
    Outcome.EDUCATION: gettext_noop("In education"),
    Outcome.BETTER_NO_WORK: gettext_noop("Feeling better, not at work yet"),
    Outcome.OTHER_HELP: gettext_noop("Another kind of help goes on"),
    Outcome.MOVED: gettext_noop("Moved away"),
    Outcome.CITIZEN_STOPPED: gettext_noop("The citizen chose to stop"),
    Outcome.OTHER: gettext_noop("Something else"),
}


class Told(StrEnum):
    """How the citizen was told of a new professional before it happened."""

    BY_LEAVING = "by_leaving"
    BY_LEADER = "by_leader"
    NOT_YET = "not_yet"


TOLD_WORDS: Mapping[Told, str] = {
    Told.BY_LEAVING: gettext_noop("Yes, by the one who leaves"),
    Told.BY_LEADER: gettext_noop("Yes, by me"),
    Told.NOT_YET: gettext_noop("Not yet: it is sudden, a notice goes out now"),
}

ADDED = "added"
"""The ground of a seat that somebody got later, beside those who sit there already."""

PASSES = (
    gettext_noop("What was written for everyone at the table: the plan, its steps, the minutes"),
    gettext_noop("What was written for the professionals at the table"),
    gettext_noop("What was written for one organisation's people at the table"),
    gettext_noop("Promises made in the role, with their dates"),
)
STAYS = (gettext_noop("What was told in confidence. It passes only if the citizen opens it."),)


class NotThatPhase(Refusal):
    """The course cannot go from where it stands to the phase asked for."""

    code = "not_that_phase"
    message = gettext_noop("The course cannot go there from where it stands now. Look at the course again, then choose.")


class CourseOver(Refusal):
    """The course has ended: nobody sits there to meet."""

    code = "course_over"
    message = gettext_noop("This course has ended. No meeting is planned in it any more.")
    status = 409


def next_phase(now: Phase | None, wanted: Phase) -> Phase:
    """The phase a course goes to; a course without any begins at the start. Raises NotThatPhase.

    >>> next_phase(Phase.START, Phase.PLAN).value
    'plan'
    """
    if now is None:
        if wanted != Phase.START:
            raise NotThatPhase()
    elif wanted not in MOVES[now]:
        raise NotThatPhase()
    return wanted


def reopened_phase(history: tuple[Phase, ...]) -> Phase:
    """The phase a reopened course goes back to: the last one before its end. Raises NotThatPhase for a course that has not ended.

    >>> reopened_phase((Phase.START, Phase.PLAN, Phase.END)).value
    'plan'
    """
    if not history or history[-1] != Phase.END:
        raise NotThatPhase()
    return next((phase for phase in reversed(history) if phase != Phase.END), Phase.START)


def phase_to_offer(now: Phase, since: datetime, fixed_at: datetime | None) -> Phase | None:
    """Where a course goes next once a version of its plan is fixed: on to doing what was agreed; None for nowhere.

    Whoever works at the table moves it by hand, so it is offered, and not again to who chose another phase since.

    >>> phase_to_offer(Phase.START, datetime(2026, 5, 4), datetime(2026, 6, 1)).value
    'action'
    """
    if now in (Phase.ACTION, Phase.END) or fixed_at is None or fixed_at < since:
        return None
    return Phase.ACTION


def usual_end(started: date, months: int = USUAL_MONTHS) -> date:
    """The day a course usually ends: so many months after it began, the month's last day where there is no such day (T151).

    >>> usual_end(date(2026, 8, 31))
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(started.month - 1 + months, 12)
    year, month = started.year + years, month + 1
    return date(year, month, min(started.day, monthrange(year, month)[1]))


LAST_MEETING_DAYS = timedelta(days=28)
"""So long before the end the table is told of it, and plans the last meeting (T151)."""
RINGS_AFTER = timedelta(days=21)
"""So long after the end the bridge contact gets in touch, unless another day is chosen."""
BRIDGE_LASTS = timedelta(days=92)
"""So long after the end there is somebody to ring, unless another day is chosen."""
OUTSIDE = "outside"
"""Chosen for somebody who does not sit at the table."""
FURTHEST_END = timedelta(days=3 * 366)


class Said(StrEnum):
    """How a yes or no to the bridge contact came here: by her own hand; read aloud to her; by telephone."""

    SELF = "self"
    ALOUD = "aloud"
    TELEPHONE = "telephone"


class EndWhen(Refusal):
    """An end that has passed, or is years away."""

    code = "end_when"
    message = gettext_noop("Choose a day from today on, and within three years.")


class BridgeWhen(Refusal):
    """Somebody to ring until a day that has passed, or a contact after that."""

    code = "bridge_when"
    message = gettext_noop("Choose a day from today on, and within three years. The first contact comes before the last day.")


class NotThatBridge(Refusal):
    """A yes to somebody who is not named any more."""

    code = "not_that_bridge"
    message = gettext_noop("Somebody else has been named meanwhile. Look at it again, then say yes or no.")
    status = 409


class SaidThemselves(Refusal):
    """What the citizen has said by their own hand, noted otherwise by somebody else."""

    code = "said_themselves"
    message = gettext_noop("They have given their answer here themselves. Only they change it.")
    status = 409


class YesToYourself(Refusal):
    """Who is named notes a yes to themselves."""

    code = "yes_to_yourself"
    message = gettext_noop("You are the one who is named. Somebody else at the table notes this yes.")


def is_ending(ends_on: date, today: date) -> bool:
    """Whether the end is near enough to plan the last meeting: four weeks, or already past its day.

    >>> is_ending(date(2026, 12, 20), date(2026, 11, 22))
    True
    """
    return ends_on - today <= LAST_MEETING_DAYS


def end_day(day: date, today: date) -> date:
    """A day a course can be planned to end on. Raises EndWhen.

    >>> end_day(date(2026, 12, 20), date(2026, 11, 22))
    datetime.date(2026, 12, 20)
    """
    if not today <= day <= today + FURTHEST_END:
        raise EndWhen(field="ends_on")
    return day


def bridge_days(until_on: date, rings_on: date | None, today: date) -> None:
    """Until when somebody can be rung, and when they get in touch first: both to come, in this order. Raises BridgeWhen."""
    if not today <= until_on <= today + FURTHEST_END:
        raise BridgeWhen(field="until_on")
    if rings_on is not None and not today <= rings_on <= until_on:
        raise BridgeWhen(field="rings_on")
