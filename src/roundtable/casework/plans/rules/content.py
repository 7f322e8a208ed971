"""What a plan holds: goals of four kinds, the programme's fixed goal as a condition, links, help, steps, the way back to work.

A `Proposal` is the plan as everybody is asked about it: plain frozen data with the names of that day, content-addressed by its digest.
Ids are texts here, so that the same data goes to JSON and back without a change.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from roundtable.kernel.refusal import Refusal, gettext_noop

FIXED = "fixed"
"""The programme's fixed goal, where a link points to it."""
RETURN = "return"
"""The way back to work, as a part of the plan one can answer to."""
MOST_GOALS = 30
MOST_STEPS = 100


class GoalKind(StrEnum):
    """What a goal is; exactly one of a plan is shared."""

    SHARED = "shared"
    PERSONAL = "personal"
    TREATMENT = "treatment"
    VOCATIONAL = "vocational"


class Level(StrEnum):
    """Where a goal is at home (Rainbow Model, T250)."""

    MICRO = "micro"
    MESO = "meso"
    MACRO = "macro"


class SayingKind(StrEnum):
    """What somebody says about a goal."""

    OWN_WORDS = "own_words"
    HELP = "help"
    SUPPORTS = "supports"
    DOES_NOT = "does_not"
    WORK_GIVES = "work_gives"
    WENT_WELL = "went_well"
    FITS = "fits"
    COMPETES = "competes"


LINKS = frozenset({SayingKind.SUPPORTS, SayingKind.DOES_NOT})
PAIR_MARKS = frozenset({SayingKind.FITS, SayingKind.COMPETES})
"""What somebody says about two goals of the plan; no part of what everybody is asked about."""


class StepKind(StrEnum):
    """Steps of care and of daily life are as visible as steps of work (T098)."""

    CARE = "care"
    WORK = "work"
    DAILY = "daily"


class StepState(StrEnum):
    """How far a step is; it runs from the meeting day, whatever the plan's answers."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"
    CHANGED = "changed"


class ReturnKind(StrEnum):
    """The way back to work: nothing said, an agreed day, between two days when …, or open until a day to look again (T079, T097)."""

    UNSAID = ""
    AGREED = "agreed"
    BETWEEN = "between"
    OPEN = "open"


class ReturnUnclear(Refusal):
    """The way back lacks the days its kind needs."""

    code = "return_unclear"
    message = gettext_noop("Write the day, or leave it open and choose a day to look again.")


class ReasonMissing(Refusal):
    """A step that was not done, or changed, says why."""

    code = "reason_missing"
    message = gettext_noop("Say in a few words why. Nobody is blamed; the others need to know what to do now.")


class OwnerMissing(Refusal):
    """Every goal but the shared one belongs to somebody at the table."""

    code = "owner_missing"
    message = gettext_noop("Choose whose goal this is: somebody who sits at the table now.")


class NothingWritten(Refusal):
    """A goal or a step without words."""

    code = "nothing_written"
    message = gettext_noop("Write a few words first.")


class PlanFull(Refusal):
    """More goals or steps than anybody can keep in mind."""

    code = "plan_full"
    message = gettext_noop("This plan already holds %(most)s of these. Take one out first. A plan that nobody can remember helps nobody.")


@dataclass(frozen=True)
class Person:
    """Somebody at the table, by the name of that day; `party` is whose answer covers them."""

    id: str
    name: str
    party: str
    organisation: str = ""


@dataclass(frozen=True)
class FixedGoal:
    """The programme's own goal: a condition with an owner and the rule it rests on. Nobody agrees to it."""

    text: str = ""
    owner: str = ""
    source: str = ""


@dataclass(frozen=True)
class GoalLine:
    """One goal. `owner` is None for the shared one. `gives`: what it could give the citizen; `fears` and `protection`: T074.

    `scribe`: who wrote it down for its owner. Whose hand it was changes nothing of what is asked: two goals are equal without it.
    """

    id: str
    kind: GoalKind
    level: Level
    text: str
    owner: Person | None = None
    gives: str = ""
    fears: str = ""
    protection: str = ""
    scribe: Person | None = field(default=None, compare=False)


@dataclass(frozen=True)
class SayingLine:
    """How somebody helps with a goal, or how a goal supports another (`to`: a goal's id or FIXED), or that it does not."""

    id: str
    kind: SayingKind
    goal: str
    by: Person
    text: str = ""
    to: str = ""


@dataclass(frozen=True)
class StepLine:
    """Who does what by when. `goal` is empty for a step of its own; `by_on` is ISO; `when` its words."""

    id: str
    kind: StepKind
    what: str
    who: Person | None
    goal: str = ""
    by_on: str = ""
    when: str = ""


@dataclass(frozen=True)
class ReturnLine:
    """The way back to work. Days are ISO, empty for none."""

    kind: ReturnKind = ReturnKind.UNSAID
    on: str = ""
    until: str = ""
    when: str = ""


@dataclass(frozen=True)
class Proposal:
    """The plan everybody is asked about. Steps' states are not part of it: doing a step asks nobody anew."""

    goals: tuple[GoalLine, ...] = ()
    sayings: tuple[SayingLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    back: ReturnLine = field(default_factory=ReturnLine)
    fixed: FixedGoal = field(default_factory=FixedGoal)

    @property
    def shared_goal(self) -> GoalLine | None:
        """The one shared goal, where it has words."""
        return next((goal for goal in self.goals if goal.kind == GoalKind.SHARED and goal.text), None)

    def goal(self, goal_id: str) -> GoalLine | None:
        """A goal by its id."""
        return next((goal for goal in self.goals if goal.id == goal_id), None)


def check_return(kind: ReturnKind, on: date | None, until: date | None) -> None:
    """The days a way back needs: one agreed, two in order, or one to look again. Raises ReturnUnclear.

    >>> check_return(ReturnKind.BETWEEN, date(2027, 3, 1), date(2027, 5, 1))
    """
    if kind in (ReturnKind.AGREED, ReturnKind.OPEN) and on is None:
        raise ReturnUnclear(field="on")
    if kind == ReturnKind.BETWEEN and (on is None or until is None or until <= on):
        raise ReturnUnclear(gettext_noop("Write both days; the second comes after the first."), field="until")


def check_step_state(state: StepState, reason: str) -> None:
    """A step that was not done or was changed carries its reason. Raises ReasonMissing.

    >>> check_step_state(StepState.DONE, "")
    """
    if state in (StepState.NOT_DONE, StepState.CHANGED) and not reason.strip():
        raise ReasonMissing(field="reason")


def canonical(data: Mapping[str, Any]) -> str:
    """JSON with one form for the same data.

    >>> canonical({"b": 1, "a": "æ"})
    '{"a":"æ","b":1}'
    """
    return json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)


def asked_digest(proposal: Proposal) -> str:
    """The content address of what people are asked about: the same whoever's hand wrote a goal down, whatever somebody is called today, and
    whatever the programme's fixed goal says, which nobody is asked to agree to. What differs in it is what `changes` finds."""
    goals = tuple(replace(goal, scribe=None, owner=nameless(goal.owner)) for goal in proposal.goals)
    sayings = tuple(replace(one, by=Person(one.by.id, "", one.by.party)) for one in proposal.sayings)
    steps = tuple(replace(step, who=nameless(step.who)) for step in proposal.steps)
    return digest(as_data(replace(proposal, goals=goals, sayings=sayings, steps=steps, fixed=FixedGoal())))


def nameless(person: Person | None) -> Person | None:
    """Somebody without the name and the organisation's name of the day."""
    return Person(person.id, "", person.party) if person else None


def digest(data: Mapping[str, Any]) -> str:
    """The content address of data: SHA-256 of its one form, in hex."""
    return hashlib.sha256(canonical(data).encode()).hexdigest()


def as_data(proposal: Proposal) -> dict[str, Any]:
    """A proposal as plain data for JSON."""
    found: dict[str, Any] = json.loads(canonical(asdict(proposal)))
    return found


def _person(data: Mapping[str, Any] | None) -> Person | None:
    return Person(**data) if data else None


def from_data(data: Mapping[str, Any]) -> Proposal:
    """The proposal again; `from_data(as_data(p)) == p`."""
    return Proposal(
        goals=tuple(
            GoalLine(
                **{
                    **row,
                    "kind": GoalKind(row["kind"]),
                    "level": Level(row["level"]),
                    "owner": _person(row["owner"]),
                    "scribe": _person(row.get("scribe")),
                }
            )
            for row in data["goals"]
        ),
        sayings=tuple(SayingLine(**{**row, "kind": SayingKind(row["kind"]), "by": Person(**row["by"])}) for row in data["sayings"]),
        steps=tuple(StepLine(**{**row, "kind": StepKind(row["kind"]), "who": _person(row["who"])}) for row in data["steps"]),
        back=ReturnLine(**{**data["back"], "kind": ReturnKind(data["back"]["kind"])}),
        fixed=FixedGoal(**data["fixed"]),
    )
