"""The plan's words: kinds, levels, answers, days, as people say them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.plans.queries import CallView, CurrentPlan
from roundtable.casework.plans.rules.agreement import AnswerKind, Given, How, Party, SharedState, Standing, latest
from roundtable.casework.plans.rules.content import (
    FIXED,
    GoalKind,
    Level,
    Person,
    Proposal,
    ReturnKind,
    ReturnLine,
    SayingKind,
    SayingLine,
    StepKind,
    StepLine,
    StepState,
)
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, took_over
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.texts import initials
from roundtable.ui.table import Readers, SeatMark, answer_words


def kind_words(kind: GoalKind) -> str:
    """What a goal is."""
    return {
        GoalKind.SHARED: _("Shared goal"),
        GoalKind.PERSONAL: _("Personal goal"),
        GoalKind.TREATMENT: _("Treatment goal"),
        GoalKind.VOCATIONAL: _("Work goal"),
    }[kind]


def level_words(level: Level) -> str:
    """Where a goal is at home."""
    return {
        Level.MICRO: _("about daily life"),
        Level.MESO: _("about how the organisations work"),
        Level.MACRO: _("because of the law"),
    }[level]


def step_kind_words(kind: StepKind) -> str:
    """What a step is part of."""
    return {StepKind.CARE: _("Care"), StepKind.WORK: _("Work"), StepKind.DAILY: _("Daily life")}[kind]


def step_state_words(state: StepState) -> str:
    """How far a step is."""
    return {
        StepState.OPEN: _("Not yet done"),
        StepState.DONE: _("Done"),
        StepState.NOT_DONE: _("Not done"),
        StepState.CHANGED: _("Changed"),
    }[state]


STEP_MARKS = {StepState.OPEN: "slate", StepState.DONE: "moss", StepState.NOT_DONE: "plum", StepState.CHANGED: "amber"}


def day_words(day: date | str | None) -> str:
    """A day in full: 3 December 2026. Takes ISO text too; empty for none."""
    if not day:
        return ""
    return str(date_format(date.fromisoformat(day) if isinstance(day, str) else day, "DATE_FORMAT"))


def moment_day(moment: datetime | str | None) -> str:
    """The local day of a moment."""
    if not moment:
        return ""
    found = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return day_words(found.astimezone(timezone.get_current_timezone()).date())


def names(found: Sequence[str]) -> str:
    """Names in a row: Amal, Bo and Cleo."""
    if len(found) < 2:
        return found[0] if found else ""
    return _("%(names)s and %(last)s") % {"names": ", ".join(found[:-1]), "last": found[-1]}


def return_words(back: ReturnLine) -> str:
    """The way back to work in a sentence; empty where nothing is said."""
    values = {"on": day_words(back.on), "until": day_words(back.until), "when": back.when}
    if back.kind == ReturnKind.AGREED:
        sentence = _("Back on %(on)s.") % values
    elif back.kind == ReturnKind.BETWEEN:
        sentence = _("Back between %(on)s and %(until)s.") % values
    elif back.kind == ReturnKind.OPEN:
        sentence = _("The day is open. We look at it again on %(on)s.") % values
    else:
        return ""
    return f"{sentence} {_('It depends on this: %(when)s') % values}" if back.when else sentence


def step_when(step: StepLine) -> str:
    """By when, in words; empty for no date."""
    day = _("by %(day)s") % {"day": day_words(step.by_on)} if step.by_on else ""
    return ", ".join(part for part in (day, step.when) if part)


def link_words(saying: SayingLine, proposal: Proposal) -> str:
    """How a goal supports another, or that it does not."""
    target = proposal.goal(saying.to)
    name = _("the programme's fixed goal") if saying.to == FIXED else (f"“{target.text}”" if target else "")
    if saying.kind == SayingKind.DOES_NOT:
        sentence = _("This goal stands for itself. It does not serve %(goal)s.") % {"goal": name}
    else:
        sentence = _("This goal helps with %(goal)s.") % {"goal": name}
    return f"{sentence} {saying.by.name}: {saying.text}" if saying.text else sentence


def how_words(given: Given) -> str:
    """How an answer came, where it was not given by the person: shown wherever the answer is."""
    values = {"by": given.by, "noted": given.noted_by, "day": moment_day(given.at)}
    if given.how == How.PHONE:
        return _("By phone, noted by %(noted)s, read back on %(day)s.") % values
    if given.how == How.PAPER:
        return _("On paper, noted by %(noted)s, read back on %(day)s.") % values
    return _("Still holds from %(day)s.") % values if given.carried else ""


def shared_words(state: SharedState) -> str:
    """What the shared goal is by its answers."""
    return {
        SharedState.NONE: _("No shared goal yet"),
        SharedState.ASKED: _("Not everybody has answered"),
        SharedState.SHARED: _("Shared by all"),
        SharedState.CONTESTED: _("Not shared by all"),
    }[state]


SHARED_MARKS = {SharedState.NONE: "slate", SharedState.ASKED: "slate", SharedState.SHARED: "moss", SharedState.CONTESTED: "plum"}


def missing_words(standing: Standing, parties: Sequence[Party], me: str = "") -> tuple[str, ...]:
    """Per party that stands in the way, why. `me`: the reader, if they are a citizen here, who is spoken to."""
    people = {party.key: party.name for party in parties}
    sentences = {
        "pending": _("%(name)s has not answered."),
        "no_words": _("%(name)s has not said it in their own words."),
        "not_agreed": _("%(name)s has not said yes."),
        "excepted": _("%(name)s sees this goal differently."),
    }
    to_me = {
        "pending": _("You have not answered."),
        "no_words": _("You have not said it in your own words."),
        "not_agreed": _("You have not said yes."),
        "excepted": _("You see this goal differently."),
    }
    return tuple(to_me[why] if key == f"c:{me}" else sentences[why] % {"name": people.get(key, "")} for key, why in standing.missing)


def party_marks(
    parties: Sequence[Party], answers: dict[str, AnswerKind], seats: Sequence[SeatView] = (), me: str = ""
) -> tuple[SeatMark, ...]:
    """The parties as drawn at the table, each with its answer, and with the letters they have in every other drawing of these `seats`."""
    letters = {str(seat.person_id): initials(seat.name) for seat in seats}
    return tuple(
        SeatMark(
            name=party.name,
            initials=letters.get(party.person, initials(party.name)),
            organisation=party.organisation,
            pattern=party.pattern,
            answer=str(answers.get(party.key, AnswerKind.PENDING)),
            is_citizen=party.is_citizen,
            is_me=party.person == me,
        )
        for party in parties
    )


def said(answer: AnswerKind) -> str:
    """An answer as people say it."""
    return answer_words(str(answer))


def full_stop(words: str) -> str:
    """Words as a sentence of their own; what ends in dots has its end.

    >>> full_stop("No"), full_stop("Yes, but …")
    ('No.', 'Yes, but …')
    """
    return words if words.endswith("…") else f"{words}."


def does(now: CurrentPlan, person: Person | None) -> Person | None:
    """Who does what this person took on: they themselves, or who came in their place. A step taken on in a role passes with the role."""
    return now.in_place.get(person.id, person) if person else None


def table_readers(now: CurrentPlan, actor: Actor) -> Readers:
    """Who reads the plan: everyone at the table; once the course is over, those whose course it was."""
    return readers_here(now.seats, actor, over=now.ended is not None)


def readers_here(seats: Sequence[SeatView], actor: Actor, *, over: bool) -> Readers:
    """The same from the seats alone. When a course ends, all seats but the citizens' end."""
    if not over:
        return readers_of(ScopeKind.TABLE, seats, actor)
    return readers_of(ScopeKind.OWN, seats, actor, about=[seat.person_id for seat in seats if seat.live and seat.hat == "citizen"])


def becomes_version(number: int) -> str:
    """Which version it is when all have answered."""
    return _("When all have answered, it is version %(number)s.") % {"number": number}


Places = Mapping[str, str]
"""Who came in somebody's place, by name: the id of who left -> the name of who sits there."""


def places_at(seats: Sequence[SeatView], at: datetime) -> Places:
    """Who sat in whose place at a moment: what a version that was fixed then says."""
    return {str(left): seat.given_name for left, seat in took_over(seats, at).items()}


def who_words(person: Person | None, places: Places) -> str:
    """Somebody by name, and in whose place: Jon, in place of Bo. Empty for nobody."""
    if person is None:
        return ""
    return in_place_words(places[person.id], person.name) if person.id in places else person.name


def in_place_words(name: str, other: str) -> str:
    """Jon, in place of Bo."""
    return _("%(name)s, in place of %(other)s") % {"name": name, "other": other}


def as_answered(now: CurrentPlan, call: CallView) -> tuple[Party, ...]:
    """The parties of an answering, each by the name of who answered last; where nobody has, of who is asked now."""
    last = latest(call.given)
    return tuple(_by(party, last[party.key]) if party.key in last else _asked_now(now, party) for party in call.parties)


def _by(party: Party, given: Given) -> Party:
    return replace(party, person=given.person, name=given.by)


def _asked_now(now: CurrentPlan, party: Party) -> Party:
    person = now.answers_for(party)
    return replace(party, person=person.id, name=person.name) if person else party


def waiting_names(now: CurrentPlan, call: CallView, me: str = "") -> str:
    """Whose answer is missing, by the names of who is asked now; the reader (`me`, an id) as "you"."""
    found = [_asked_now(now, party) for party in call.waiting]
    return names([_("you") if party.person == me else party.name for party in found])
