"""Whose wish a goal is, and how the wishes lie beside each other (T229, T281); how far the citizens' own carries the plan (T262).

All of it is read off what stands: whose a goal is, where its writer said it comes from, and what somebody at the table said about two of
them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from roundtable.casework.plans.rules.content import FIXED, GoalKind, GoalLine, Level, Proposal
from roundtable.casework.plans.rules.goal_map import Beside, GoalMap


class Whose(StrEnum):
    """Whose wish a goal is: of all together, of those whose course it is, of a professional, of an organisation, of programme and law."""

    TOGETHER = "together"
    CITIZEN = "citizen"
    PROFESSIONAL = "professional"
    ORGANISATION = "organisation"
    PROGRAMME = "programme"


@dataclass(frozen=True)
class Fit:
    """How the goals of one group lie beside those of the others. `unsaid`: groups nobody has said anything of."""

    helps: tuple[Whose, ...]
    helped_by: tuple[Whose, ...]
    fits: tuple[Whose, ...]
    competes: tuple[Whose, ...]
    unsaid: tuple[Whose, ...]


@dataclass(frozen=True)
class Latitude:
    """Of the other goals (ids): which help with the citizens' own wish or fit, which want something different, of which nobody has said.

    `steps` of all `of` steps are for that wish, or for a goal that helps with it or fits.
    """

    carried: tuple[str, ...]
    different: tuple[str, ...]
    unsaid: tuple[str, ...]
    steps: int
    of: int


def whose(goal: GoalLine) -> Whose:
    """Whose wish a goal is. A citizen's is hers wherever it comes from; another's is placed by where its writer said it comes from."""
    if goal.kind == GoalKind.SHARED:
        return Whose.TOGETHER
    if goal.owner is not None and goal.owner.party.startswith("c:"):
        return Whose.CITIZEN
    return {Level.MICRO: Whose.PROFESSIONAL, Level.MESO: Whose.ORGANISATION, Level.MACRO: Whose.PROGRAMME}[goal.level]


def groups(proposal: Proposal) -> dict[Whose, tuple[GoalLine, ...]]:
    """The goals of a plan by whose wish they are, each once. The programme is there with its fixed goal alone, too."""
    found = {group: tuple(goal for goal in proposal.goals if whose(goal) == group) for group in Whose}
    return {group: goals for group, goals in found.items() if goals or (group == Whose.PROGRAMME and proposal.fixed.text)}


def how_they_fit(proposal: Proposal, found: GoalMap) -> dict[Whose, Fit]:
    """For each group, what is said of it and every other one. A word of one party is enough; nothing is guessed."""
    there = groups(proposal)
    place = {goal.id: group for group, goals in there.items() for goal in goals} | {FIXED: Whose.PROGRAMME}
    said = {(place[pair.one], place[pair.other], pair.beside) for pair in found.pairs}
    return {group: _fit(group, there, said) for group in there}


def _fit(group: Whose, there: Iterable[Whose], said: set[tuple[Whose, Whose, Beside]]) -> Fit:
    others = [one for one in Whose if one in there and one != group]

    def among(*ways: tuple[bool, Beside]) -> tuple[Whose, ...]:
        return tuple(one for one in others if any(((group, one) if out else (one, group)) + (beside,) in said for out, beside in ways))

    fit = Fit(
        helps=among((True, Beside.HELPS)),
        helped_by=among((False, Beside.HELPS)),
        fits=among((True, Beside.FITS), (False, Beside.FITS)),
        competes=among((True, Beside.COMPETES), (False, Beside.COMPETES)),
        unsaid=(),
    )
    known = {*fit.helps, *fit.helped_by, *fit.fits, *fit.competes}
    return Fit(fit.helps, fit.helped_by, fit.fits, fit.competes, tuple(one for one in others if one not in known))


def latitude(proposal: Proposal, found: GoalMap) -> Latitude:
    """How far what the citizens want carries the plan: their own goals and the shared one are that wish.

    Where somebody says that a goal wants something different from theirs, it stands there, whoever says that it helps.
    """
    wish = {goal.id for goal in proposal.goals if whose(goal) in (Whose.CITIZEN, Whose.TOGETHER)}
    beside: dict[str, set[Beside]] = {goal.id: set() for goal in proposal.goals if goal.id not in wish}
    for pair in found.pairs:
        for one, other in ((pair.one, pair.other), (pair.other, pair.one)):
            if one in beside and other in wish and not (pair.beside == Beside.HELPS and pair.one in wish):
                beside[one].add(pair.beside)
    carried = tuple(goal for goal, ways in beside.items() if ways and Beside.COMPETES not in ways)
    return Latitude(
        carried=carried,
        different=tuple(goal for goal, ways in beside.items() if Beside.COMPETES in ways),
        unsaid=tuple(goal for goal, ways in beside.items() if not ways),
        steps=sum(step.goal in wish or step.goal in carried for step in proposal.steps),
        of=len(proposal.steps),
    )
