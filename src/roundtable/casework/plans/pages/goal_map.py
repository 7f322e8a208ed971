"""The map of all goals: a picture, and the same in a table of words."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.voices import shared_state
from roundtable.casework.plans.pages.words import does, in_place_words, kind_words, names, shared_words, table_readers
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.content import FIXED, GoalKind, GoalLine, SayingKind
from roundtable.casework.plans.rules.goal_map import Beside, GoalMap, GoalState, Pair, goal_map
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ui.network import Between, Box
from roundtable.ui.table import Readers


@dataclass(frozen=True)
class MapLine:
    """One goal in words: its number in the picture, whose it is, what it is among the others, and what is said about it."""

    number: int
    text: str
    whose: str
    state: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class GoalMapPage:
    """The picture and its table. `title`: the picture's name, for who does not see it."""

    case_id: UUID
    title: str
    boxes: tuple[Box, ...]
    lines: tuple[Between, ...]
    goals: tuple[MapLine, ...]
    fixed: str
    fixed_by: str
    may_mark: bool
    citizen: bool
    readers: Readers


def goal_map_page(now: CurrentPlan, actor: Actor) -> GoalMapPage:
    """The map for one reader. Numbers are the plan's order, the shared goal first."""
    plan = now.proposal
    found = goal_map(plan, now.pair_marks)
    numbers = {goal.id: number for number, goal in enumerate(plan.goals, start=1)}
    fixed = (Box(FIXED, "below", _("The programme's fixed goal"), plan.fixed.text),) if plan.fixed.text else ()
    competing = sum(pair.beside == Beside.COMPETES for pair in found.pairs)
    return GoalMapPage(
        case_id=now.case_id,
        title=_("A picture of %(goals)s goals; pairs that want different things: %(pairs)s. The table below says the same.")
        % {"goals": len(plan.goals), "pairs": competing},
        boxes=(*(_box(goal, numbers[goal.id]) for goal in plan.goals), *fixed),
        lines=tuple(Between(pair.one, pair.other, str(pair.beside)) for pair in found.pairs),  # type: ignore[arg-type]
        goals=tuple(
            MapLine(
                numbers[goal.id],
                goal.text,
                _whose(now, goal),
                _state_words(now, found, goal),
                (*_said(now, found, goal.id, numbers), *_alone(now, goal.id, numbers)),
            )
            for goal in plan.goals
        ),
        fixed=plan.fixed.text,
        fixed_by=_("Set by %(owner)s. Nobody at the table agreed to it.") % {"owner": plan.fixed.owner} if plan.fixed.text else "",
        may_mark=actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL) and now.ended is None and len(plan.goals) > 1,
        citizen=actor.is_citizen_hat,
        readers=table_readers(now, actor),
    )


def _whose(now: CurrentPlan, goal: GoalLine) -> str:
    whose, owner = does(now, goal.owner), goal.owner
    if whose is None or owner is None:
        return kind_words(goal.kind)
    return f"{kind_words(goal.kind)}, {whose.name if whose == owner else in_place_words(whose.name, owner.name)}"


def _box(goal: GoalLine, number: int) -> Box:
    """Above what all want, on the left what the citizens want, on the right what the others work for.

    Beside the number stands who wrote it, also where another sits in their place by now: the words are theirs.
    """
    if goal.kind == GoalKind.SHARED:
        return Box(goal.id, "above", f"{number} · {kind_words(goal.kind)}", goal.text)
    citizens = goal.owner is not None and goal.owner.party.startswith("c:")
    return Box(goal.id, "left" if citizens else "right", f"{number} · {goal.owner.name if goal.owner else ''}", goal.text)


def _state_words(now: CurrentPlan, found: GoalMap, goal: GoalLine) -> str:
    differs = now.open_points.get(goal.id, ())
    if differs:
        return _("Seen differently by %(names)s") % {"names": names(list(dict.fromkeys(one.by for one in differs)))}
    if found.states[goal.id] == GoalState.SHARED:
        return shared_words(shared_state(now)[1]) if now.calls else _("For all of us")
    return {
        GoalState.COMPATIBLE: _("Fits with others"),
        GoalState.COMPETING: _("Wants something different from another goal"),
        GoalState.OF_ITS_OWN: _("Stands for itself"),
        GoalState.UNCLEAR: _("Nobody has said yet"),
    }[found.states[goal.id]]


def _said(now: CurrentPlan, found: GoalMap, goal_id: str, numbers: dict[str, int]) -> tuple[str, ...]:
    """What is said about a goal and others, by whom."""
    lines = []
    for pair in found.pairs:
        if pair.beside == Beside.HELPS and pair.one == goal_id:
            lines.append(_with(_("Helps with %(goal)s.") % {"goal": _target(pair.other, numbers)}, pair.said[0].by.name, pair.said[0].text))
        elif pair.beside != Beside.HELPS and goal_id in (pair.one, pair.other):
            lines += _beside(pair, numbers[pair.other if pair.one == goal_id else pair.one])
    return tuple(lines)


def _target(goal: str, numbers: dict[str, int]) -> str:
    """What a link points to, as the picture names it."""
    return _("the programme's fixed goal") if goal == FIXED else str(numbers[goal])


def _beside(pair: Pair, other: int) -> list[str]:
    words = {
        SayingKind.FITS: _("%(name)s: fits with %(goal)s."),
        SayingKind.COMPETES: _("%(name)s: wants something different from %(goal)s."),
    }
    return [" ".join((words[one.kind] % {"name": one.by.name, "goal": other}, one.text)).strip() for one in pair.said]


def _alone(now: CurrentPlan, goal_id: str, numbers: dict[str, int]) -> tuple[str, ...]:
    return tuple(
        _with(_("Does not serve %(goal)s, and that is fine.") % {"goal": _target(one.to, numbers)}, one.by.name, one.text)
        for one in now.proposal.sayings
        if one.kind == SayingKind.DOES_NOT and one.goal == goal_id and (one.to in numbers or one.to == FIXED)
    )


def _with(sentence: str, name: str, text: str) -> str:
    return f"{sentence} {name}: {text}" if text else sentence
