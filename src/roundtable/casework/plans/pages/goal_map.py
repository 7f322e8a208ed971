"""The map of all goals: a picture, and the same in a table of words."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.plans.pages.voices import Voice, shared_state, voice_of
from roundtable.casework.plans.pages.words import does, in_place_words, kind_words, names, shared_words, table_readers
from roundtable.casework.plans.queries import CurrentPlan, SayingView
from roundtable.casework.plans.rules.content import FIXED, GoalKind, GoalLine, Proposal, SayingKind
from roundtable.casework.plans.rules.goal_levels import Fit, Whose, groups, how_they_fit, latitude
from roundtable.casework.plans.rules.goal_map import Beside, GoalMap, GoalState, Pair, goal_map
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.queries import SeatView, sat_at
from roundtable.ui.network import Between, Box
from roundtable.ui.order import in_order
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
class GoalGroup:
    """Whose wish these goals are, how they lie beside the others', and the goals. `fixed`: the programme's own stands here too."""

    title: str
    fit: tuple[str, ...]
    goals: tuple[MapLine, ...]
    fixed: bool


@dataclass(frozen=True)
class GoalMapPage:
    """The picture and its table. `title`: the picture's name, for who does not see it.

    `carries`: how far what the citizens want carries the plan, in sentences; `went_well`: how each party would see that it went well.
    """

    case_id: UUID
    title: str
    boxes: tuple[Box, ...]
    lines: tuple[Between, ...]
    any_goal: bool
    groups: tuple[GoalGroup, ...]
    carries: tuple[str, ...]
    carries_title: str
    went_well: tuple[Voice, ...]
    may_say: bool
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
        any_goal=bool(plan.goals),
        groups=_groups(now, found, actor, numbers),
        carries=_carries(plan, found, numbers),
        carries_title=_carries_title(now, actor),
        went_well=went_well(now, actor),
        may_say=actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL) and now.ended is None,
        fixed=plan.fixed.text,
        fixed_by=_("Set by %(owner)s. Nobody at the table agreed to it.") % {"owner": plan.fixed.owner} if plan.fixed.text else "",
        may_mark=actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL) and now.ended is None and len(plan.goals) > 1,
        citizen=actor.is_citizen_hat,
        readers=table_readers(now, actor),
    )


def _groups(now: CurrentPlan, found: GoalMap, actor: Actor, numbers: dict[str, int]) -> tuple[GoalGroup, ...]:
    """All goals in words, by whose wish they are, each group with how it lies beside the others."""
    fits = how_they_fit(now.proposal, found)
    titles = {group: _group_words(group, now, actor) for group in Whose}
    return tuple(
        GoalGroup(
            titles[group],
            _fit_words(fits[group], titles, unsaid=not actor.is_citizen_hat),
            tuple(
                MapLine(
                    numbers[goal.id],
                    goal.text,
                    _whose(now, goal),
                    _state_words(now, found, goal),
                    (*_said(now, found, goal.id, numbers), *_alone(now, goal.id, numbers)),
                )
                for goal in goals
            ),
            group == Whose.PROGRAMME and bool(now.proposal.fixed.text),
        )
        for group, goals in groups(now.proposal).items()
    )


def _citizens(now: CurrentPlan) -> list[SeatView]:
    found = [seat for seat in now.seats if seat.hat == "citizen" and sat_at(seat, now.known_at)]
    return in_order(found, lambda seat: seat.given_name)


def _is_hers(now: CurrentPlan, actor: Actor) -> bool:
    """Whether the course is the reader's alone: then it speaks to them."""
    return actor.is_citizen_hat and [seat.person_id for seat in _citizens(now)] == [actor.person_id]


def _group_words(group: Whose, now: CurrentPlan, actor: Actor) -> str:
    if group == Whose.CITIZEN:
        people = [seat.given_name for seat in _citizens(now)]
        theirs = ngettext("What %(names)s wants", "What %(names)s want", len(people)) % {"names": names(people)}
        return _("What you want yourself") if _is_hers(now, actor) else theirs
    return {
        Whose.TOGETHER: _("What we want together"),
        Whose.PROFESSIONAL: _("What the professionals work for"),
        Whose.ORGANISATION: _("What the organisations need"),
        Whose.PROGRAMME: _("What the programme and the law ask for"),
    }[group]


def _fit_words(fit: Fit, titles: dict[Whose, str], *, unsaid: bool) -> tuple[str, ...]:
    """How a group lies beside the others, a line for each way. What nobody has said yet (`unsaid`) is for the professionals to ask."""
    said = (
        (_("Helps with: %(groups)s."), fit.helps),
        (_("Gets help from: %(groups)s."), fit.helped_by),
        (_("Fits with: %(groups)s."), fit.fits),
        (_("Something different is wanted, as somebody sees it: %(groups)s."), fit.competes),
        (_("Nobody has said yet how it lies beside: %(groups)s."), fit.unsaid if unsaid else ()),
    )
    return tuple(words % {"groups": "; ".join(f"“{titles[one]}”" for one in found)} for words, found in said if found)


def _carries_title(now: CurrentPlan, actor: Actor) -> str:
    if _is_hers(now, actor):
        return _("How far what you want carries the plan")
    people = [seat.given_name for seat in _citizens(now)]
    theirs = ngettext("How far what %(names)s wants carries the plan", "How far what %(names)s want carries the plan", len(people))
    return theirs % {"names": names(people)}


def _carries(plan: Proposal, found: GoalMap, numbers: dict[str, int]) -> tuple[str, ...]:
    """In sentences: which goals help with it, which want something else, what is a condition, and how many steps are for it."""
    far = latitude(plan, found)
    said = (
        (_("Help with it, or fit: %(goals)s."), far.carried),
        (_("Want something different, as somebody sees it: %(goals)s."), far.different),
        (_("Stand beside it, and nobody has said how they fit: %(goals)s."), far.unsaid),
    )
    lines = [
        words % {"goals": ", ".join(_("goal %(number)s") % {"number": numbers[goal]} for goal in goals)} for words, goals in said if goals
    ]
    if far.of:
        lines.append(_("Steps for it, or for a goal that helps with it: %(steps)s of %(of)s.") % {"steps": far.steps, "of": far.of})
    if plan.fixed.text:
        lines.append(_("The programme's fixed goal is a condition. Nobody at the table can change it."))
    return tuple(lines)


def went_well(now: CurrentPlan, actor: Actor) -> tuple[Voice, ...]:
    """How each party would see that it went well, in their own words: side by side, in the order of the table. Each party's latest."""
    said = [one for one in now.sayings if one.kind == SayingKind.WENT_WELL and one.said_by_id in now.people]
    latest = {now.people[one.said_by_id].party: one for one in said}
    at_table = [party.key for party in now.table]
    keys = [*(key for key in at_table if key in latest), *(key for key in latest if key not in at_table)]
    return tuple(_with_organisation(now, latest[key], actor) for key in keys)


def _with_organisation(now: CurrentPlan, one: SayingView, actor: Actor) -> Voice:
    voice, organisation = voice_of(now, one, actor), now.people[one.said_by_id].organisation
    return replace(voice, name=f"{voice.name}, {organisation}" if organisation else voice.name)


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
