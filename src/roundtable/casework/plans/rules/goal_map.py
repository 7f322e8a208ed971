"""All goals in one view (T228, T258): what each is to the others, as the parties have said it. Nothing here is guessed from words.

A goal *helps* another or *stands for itself* by a link that somebody wrote; two goals *fit* or *want different things* where somebody at
the table says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from roundtable.casework.plans.rules.content import FIXED, Proposal, SayingKind, SayingLine
from roundtable.kernel.refusal import Refusal, gettext_noop


class Beside(StrEnum):
    """What two goals are to each other."""

    HELPS = "helps"
    FITS = "fits"
    COMPETES = "competes"


class GoalState(StrEnum):
    """What a goal is among the others."""

    SHARED = "shared"
    COMPATIBLE = "compatible"
    COMPETING = "competing"
    OF_ITS_OWN = "of_its_own"
    UNCLEAR = "unclear"


class OneGoal(Refusal):
    """The same goal twice."""

    code = "one_goal"
    message = gettext_noop("Choose two different goals.")


@dataclass(frozen=True)
class Pair:
    """Two goals and what is between them. `said`: by whom, with their words; for *helps* from `one` to `other` (a goal or FIXED)."""

    one: str
    other: str
    beside: Beside
    said: tuple[SayingLine, ...]


@dataclass(frozen=True)
class GoalMap:
    """Every pair something is said about, and what that makes of each goal."""

    pairs: tuple[Pair, ...]
    states: dict[str, GoalState]


def in_order(one: str, other: str) -> tuple[str, str]:
    """A pair has no direction: said from either side it is the same. Raises OneGoal.

    >>> in_order("b", "a")
    ('a', 'b')
    """
    if one == other:
        raise OneGoal(field="other")
    return (one, other) if one < other else (other, one)


def goal_map(proposal: Proposal, marks: Iterable[SayingLine]) -> GoalMap:
    """The map of a plan. `marks`: what parties say about two goals (fits, competes), from `goal` to `to`.

    Where one party says that two goals want different things, the pair is shown so, whoever says that they fit: both are said beside it.
    """
    there = {goal.id for goal in proposal.goals}
    helps = [
        Pair(one.goal, one.to, Beside.HELPS, (one,))
        for one in proposal.sayings
        if one.kind == SayingKind.SUPPORTS and one.goal in there and (one.to in there or (one.to == FIXED and proposal.fixed.text))
    ]
    said: dict[tuple[str, str], list[SayingLine]] = {}
    for mark in marks:
        if mark.goal in there and mark.to in there and mark.goal != mark.to:
            said.setdefault(in_order(mark.goal, mark.to), []).append(mark)
    beside = [
        Pair(*pair, Beside.COMPETES if any(one.kind == SayingKind.COMPETES for one in ones) else Beside.FITS, tuple(ones))
        for pair, ones in said.items()
    ]
    pairs = (*helps, *beside)
    alone = {one.goal for one in proposal.sayings if one.kind == SayingKind.DOES_NOT}
    return GoalMap(pairs, {goal.id: _state(proposal, goal.id, pairs, alone) for goal in proposal.goals})


def _state(proposal: Proposal, goal: str, pairs: Iterable[Pair], alone: set[str]) -> GoalState:
    besides = {pair.beside for pair in pairs if goal in (pair.one, pair.other)}
    shared = proposal.shared_goal
    if Beside.COMPETES in besides:
        return GoalState.COMPETING
    if shared is not None and goal == shared.id:
        return GoalState.SHARED
    if besides:
        return GoalState.COMPATIBLE
    return GoalState.OF_ITS_OWN if goal in alone else GoalState.UNCLEAR
