"""Writing in the plan: goals, what people say about them, steps, the way back. It runs from the meeting day, answered or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from roundtable.casework.plans.actions.desk import MOST, MOST_SHORT, cleaned, desk, kept_beside, note_change, of_plan, seat_of, store
from roundtable.casework.plans.models import Goal, Plan, Progress, Saying, Step
from roundtable.casework.plans.queries import CurrentPlan, GoalView, SayingView, StepView
from roundtable.casework.plans.rules.content import (
    LINKS,
    MOST_GOALS,
    MOST_STEPS,
    PAIR_MARKS,
    GoalKind,
    Level,
    NothingWritten,
    OwnerMissing,
    PlanFull,
    ReturnKind,
    SayingKind,
    StepKind,
    StepState,
    check_return,
    check_step_state,
)
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.kernel.refusal import NotHere, Stale


@dataclass(frozen=True)
class NewStep:
    """A step to be written: who does what by when."""

    what: str
    kind: StepKind = StepKind.WORK
    who_id: UUID | None = None
    by_on: date | None = None
    by_when: str = ""
    goal_id: UUID | None = None


@dataclass(frozen=True)
class NewLink:
    """How a goal supports another (or the fixed goal, `to_goal_id` None), or that it does not."""

    supports: bool
    to_goal_id: UUID | None = None
    text: str = ""


@dataclass(frozen=True)
class GoalWords:
    """The words of a goal. `owner_id` None for the shared one; `gives`: what it could give the citizen.

    `said_yes` False: who writes her own goal here saw only its text, and somebody else wrote the rest: it waits for her yes as before.
    """

    kind: GoalKind
    text: str
    owner_id: UUID | None = None
    level: Level = Level.MICRO
    gives: str = ""
    fears: str = ""
    protection: str = ""
    said_yes: bool = True


@action
def write_goal(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    goal_id: UUID,
    words: GoalWords,
    revision: int = 0,
    steps: Sequence[NewStep] = (),
    links: Sequence[NewLink] = (),
    own_words: str = "",
) -> UUID:
    """A goal stands in the plan, new (`revision` 0; the same id twice does it once) or changed, with its steps and links. Returns its id.

    A goal written for somebody else is "said by them, written by you" until they confirm it. `own_words`: the writer's, of the shared goal.
    Raises NothingWritten, OwnerMissing, PlanFull, Stale.
    """
    now = desk(actor, case_id)
    known = next((goal for goal in now.goals if goal.id == goal_id), None)
    if known is not None and revision == 0:
        if known.written_by_id != actor.person_id or (known.kind == GoalKind.SHARED) != (words.kind == GoalKind.SHARED):
            raise Stale()  # the id is somebody else's: a form can name any, also that of a box on the meeting's sheet
        return goal_id
    if known is None and revision:
        raise Stale()
    values = _goal_values(actor, at, now, words)
    if known is None:
        _add_goal(now, goal_id, words, {**values, "made_at": at})
    else:
        _change_goal(known, revision, values)
    _write_steps(actor, at, now, goal_id, steps, goal_id)
    for link in links:
        _link(actor, at, now, goal_id, link)
    if own_words.strip():
        put_saying(actor, at, now, SayingKind.OWN_WORDS, goal_id, cleaned(own_words), actor.person_id)
    note_change(case_id, at)
    return goal_id


def _goal_values(actor: Actor, at: datetime, now: CurrentPlan, words: GoalWords) -> dict[str, object]:
    text = cleaned(words.text)
    if not text:
        raise NothingWritten(field="text")
    shared = words.kind == GoalKind.SHARED
    if not shared and seat_of(now, words.owner_id, "citizen", "professional") is None:
        raise OwnerMissing(field="owner")
    return {
        "kind": str(words.kind),
        "level": str(words.level),
        "text": text,
        "gives": cleaned(words.gives),
        "fears": cleaned(words.fears),
        "protection": cleaned(words.protection),
        "owner_id": None if shared else words.owner_id,
        "written_by_id": actor.person_id,
        "confirmed_at": at if shared or (words.owner_id == actor.person_id and words.said_yes) else None,
        "said_yes_on": None,
        "noted_by_id": None,
        "changed_at": at,
    }


def _add_goal(now: CurrentPlan, goal_id: UUID, words: GoalWords, values: dict[str, object]) -> None:
    if len(now.goals) >= MOST_GOALS:
        raise PlanFull(most=MOST_GOALS)
    if words.kind == GoalKind.SHARED and now.shared_goal is not None:
        raise Stale()
    store(Goal, id=goal_id, **of_plan(now), **values)


def _change_goal(known: GoalView, revision: int, values: dict[str, object]) -> None:
    if (known.kind == GoalKind.SHARED) != (values["kind"] == GoalKind.SHARED):
        raise NotHere()
    found = Goal.objects.filter(id=known.id, revision=revision, removed_at=None)
    values |= kept_beside(known, str(values["text"]), values["owner_id"] == values["written_by_id"])
    if not found.update(**values, revision=revision + 1):
        raise Stale()


@action
def remove_goal(*, actor: Actor, at: datetime, case_id: UUID, goal_id: UUID, revision: int, why: str = "") -> None:
    """A goal is taken out of the working plan; fixed versions keep it. Its steps stay, as steps of their own. Raises NotHere, Stale."""
    now = desk(actor, case_id)
    if all(goal.id != goal_id for goal in now.goals):
        raise NotHere()
    if not Goal.objects.filter(id=goal_id, revision=revision, removed_at=None).update(
        removed_at=at, removed_why=cleaned(why, MOST_SHORT), revision=revision + 1
    ):
        raise Stale()
    note_change(case_id, at)


@action
def write_steps(*, actor: Actor, at: datetime, case_id: UUID, steps: Sequence[NewStep], once: UUID) -> int:
    """Several steps stand in the plan at once; the same `once` twice writes them once. Returns how many.

    Raises NothingWritten, PlanFull.
    """
    now = desk(actor, case_id)
    written = _write_steps(actor, at, now, once, steps, None)
    if not written:
        raise NothingWritten()
    note_change(case_id, at)
    return written


def _write_steps(actor: Actor, at: datetime, now: CurrentPlan, once: UUID, steps: Sequence[NewStep], goal_id: UUID | None) -> int:
    there = {step.id for step in now.steps}
    wanted = [step for step in steps if step.what.strip()]
    if len(there) + len(wanted) > MOST_STEPS:
        raise PlanFull(most=MOST_STEPS)
    base = len(there)
    for number, step in enumerate(wanted):
        # The same form sent twice names the same steps; a goal changed later may add more.
        step_id = uuid5(once, f"step {number}") if goal_id is None else uuid5(once, f"step {base} {number}")
        if step_id in there:
            continue
        store(
            Step,
            id=step_id,
            **of_plan(now),
            goal_id=_known_goal(now, step.goal_id, goal_id),
            kind=str(step.kind),
            what=cleaned(step.what, MOST_SHORT),
            who_id=_doer(now, step.who_id),
            by_on=step.by_on,
            by_when=cleaned(step.by_when, 200),
            written_by_id=actor.person_id,
            made_at=at,
        )
    return len(wanted)


def _known_goal(now: CurrentPlan, goal_id: UUID | None, default: UUID | None) -> UUID | None:
    wanted = goal_id or default
    if wanted is not None and wanted != default and all(goal.id != wanted for goal in now.goals):
        raise NotHere()
    return wanted


def _doer(now: CurrentPlan, person_id: UUID | None) -> UUID | None:
    if person_id is not None and seat_of(now, person_id, "citizen", "professional", "companion") is None:
        raise NotHere()
    return person_id


@action
def change_step(*, actor: Actor, at: datetime, case_id: UUID, step_id: UUID, revision: int, step: NewStep, remove: bool = False) -> None:
    """A step's who, what or when is changed, or it is taken out. Raises NotHere, Stale, NothingWritten."""
    now = desk(actor, case_id)
    known = known_step(now, step_id)
    if known.kind == StepKind.CARE and actor.authority and step.kind != StepKind.CARE:
        raise NotHere()  # which steps are treatment is not an authority's to say
    what = cleaned(step.what, MOST_SHORT)
    if not what:
        raise NothingWritten(field="what")
    values: dict[str, object] = {
        "kind": str(step.kind),
        "what": what,
        "who_id": _doer(now, step.who_id),
        "by_on": step.by_on,
        "by_when": cleaned(step.by_when, 200),
        "goal_id": _known_goal(now, step.goal_id, None),
    }
    if (known.kind == StepKind.CARE) != (step.kind == StepKind.CARE):
        values |= {
            "state": str(StepState.OPEN),
            "state_reason": "",
            "state_at": None,
            "state_by_id": None,
        }  # said anew, where it now belongs
    _update_step(known, revision, {"removed_at": at} if remove else values)
    note_change(case_id, at)


def _update_step(known: StepView, revision: int, values: dict[str, object]) -> None:
    """A change of the step's own row; what others may not see of it does not count there. Raises Stale."""
    own = revision - known.marks
    if not Step.objects.filter(id=known.id, revision=own, removed_at=None).update(**values, revision=own + 1):
        raise Stale()


def known_step(now: CurrentPlan, step_id: UUID) -> StepView:
    """A step of this plan. Raises NotHere."""
    known = next((step for step in now.steps if step.id == step_id), None)
    if known is None:
        raise NotHere()
    return known


@action
def mark_step(*, actor: Actor, at: datetime, case_id: UUID, step_id: UUID, revision: int, state: StepState, reason: str = "") -> None:
    """A step is done, not done or changed, with its reason. It asks nobody anew. Raises NotHere, Stale, ReasonMissing.

    How far a step of care is, the health side that has it in hand and the citizen say, and only they read it. Raises ActRefused for
    another organisation.
    """
    now = desk(actor, case_id)
    known = known_step(now, step_id)
    if known.kind == StepKind.CARE and actor.authority:
        raise NotHere()  # how far treatment is, is not an authority's to say
    check_step_state(state, reason)
    why = cleaned(reason, MOST_SHORT)
    if known.kind == StepKind.CARE:
        _mark_care(actor, at, known, revision, state, why)
    else:
        _update_step(known, revision, {"state": str(state), "state_reason": why, "state_at": at, "state_by_id": actor.person_id})


def _mark_care(actor: Actor, at: datetime, known: StepView, revision: int, state: StepState, why: str) -> None:
    """One more line of progress behind the wall; the step's own row, which everybody at the table reads, stays as it was."""
    if revision != known.revision:
        raise Stale()
    item_id, scope_id, wall = act("progress_place", [known.id])[0]
    store(
        Progress,
        step_id=known.id,
        item_id=item_id,
        scope_id=scope_id,
        wall=wall,
        number=known.marks + 1,
        state=str(state),
        reason=why,
        by_id=actor.person_id,
        at=at,
    )


@action
def say(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: SayingKind,
    text: str,
    goal_id: UUID | None = None,
    said_by_id: UUID | None = None,
    revision: int = 0,
) -> None:
    """Somebody's own words, help or what work could give them stand beside a goal; empty takes them away.

    Written for somebody else (`said_by_id`) they are "said by them, written by you" until confirmed. `revision`: of the words it replaces,
    0 for none. Raises NotHere, Stale.
    """
    now = desk(actor, case_id)
    person_id = said_by_id or actor.person_id
    if kind in LINKS | PAIR_MARKS or seat_of(now, person_id, "citizen", "professional") is None:
        raise NotHere()
    if goal_id is not None and all(goal.id != goal_id for goal in now.goals):
        raise NotHere()
    known = _said(now, kind, goal_id, person_id)
    if (known.revision if known else 0) != revision:
        raise Stale(field="text")
    put_saying(actor, at, now, kind, goal_id, cleaned(text, MOST), person_id)
    note_change(case_id, at)


def _said(now: CurrentPlan, kind: SayingKind, goal_id: UUID | None, person_id: UUID) -> SayingView | None:
    return next((one for one in now.sayings if one.kind == kind and one.goal_id == goal_id and one.said_by_id == person_id), None)


def put_saying(actor: Actor, at: datetime, now: CurrentPlan, kind: SayingKind, goal_id: UUID | None, text: str, person_id: UUID) -> None:
    """Words of one person beside a goal, replacing what they said there; confirmed when the person writes them."""
    known = _said(now, kind, goal_id, person_id)
    mine = person_id == actor.person_id
    if known is not None and known.text == text and (known.confirmed or not mine):
        return
    values: dict[str, object] = {
        "text": text,
        "written_by_id": actor.person_id,
        "confirmed_at": at if mine else None,
        "said_yes_on": None,
        "noted_by_id": None,
        "changed_at": at,
        "removed_at": None if text else at,
    }
    if known is not None:
        values |= kept_beside(known, text, mine)
        Saying.objects.filter(id=known.id).update(**values, revision=known.revision + 1)
    elif text:
        store(Saying, id=uuid4(), **of_plan(now), goal_id=goal_id, kind=str(kind), said_by_id=person_id, **values)


def _link(actor: Actor, at: datetime, now: CurrentPlan, goal_id: UUID, link: NewLink) -> None:
    """One link between two goals, or to the fixed goal; saying it again replaces what was said."""
    if link.to_goal_id == goal_id or (link.to_goal_id is not None and all(goal.id != link.to_goal_id for goal in now.goals)):
        raise NotHere()
    values: dict[str, object] = {
        "kind": str(SayingKind.SUPPORTS if link.supports else SayingKind.DOES_NOT),
        "text": cleaned(link.text, MOST_SHORT),
        "said_by_id": actor.person_id,
        "written_by_id": actor.person_id,
        "confirmed_at": at,
        "changed_at": at,
    }
    known = next((one for one in now.sayings if one.kind in LINKS and one.goal_id == goal_id and one.to_goal_id == link.to_goal_id), None)
    if known is None:
        store(Saying, id=uuid4(), **of_plan(now), goal_id=goal_id, to_goal_id=link.to_goal_id, to_fixed=link.to_goal_id is None, **values)
    elif (known.kind, known.text) != (values["kind"], values["text"]):
        Saying.objects.filter(id=known.id).update(**values, revision=known.revision + 1)


@action
def set_return(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    revision: int,
    kind: ReturnKind,
    on: date | None = None,
    until: date | None = None,
    when: str = "",
) -> None:
    """The way back: an agreed day, between two days when …, or open until a day to look again. Raises ReturnUnclear, Stale."""
    desk(actor, case_id)
    check_return(kind, on, until)
    values = {"return_kind": str(kind), "return_on": on, "return_until": until if kind == ReturnKind.BETWEEN else None}
    found = Plan.objects.filter(case_id=case_id, return_revision=revision)
    if not found.update(**values, return_when=cleaned(when, MOST_SHORT), return_revision=revision + 1):
        raise Stale()
    note_change(case_id, at)
