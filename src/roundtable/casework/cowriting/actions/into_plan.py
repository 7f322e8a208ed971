"""Where a quiet box of the sheet stands: in the minutes, or in the working plan, in the name of who wrote in it last."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from uuid import UUID, uuid5

from roundtable.casework.cowriting.models import Box, Sheet
from roundtable.casework.cowriting.rules import BoxKind, goal_kind, names_of
from roundtable.casework.plans.actions import GoalWords, NewStep, change_step, remove_goal, say, write_goal, write_steps
from roundtable.casework.plans.queries import CurrentPlan, StepView, current_plan
from roundtable.casework.plans.rules.content import GoalKind, SayingKind
from roundtable.casework.roundtables.actions import stand_line
from roundtable.casework.roundtables.rules import Section
from roundtable.ground.access.actor import Actor
from roundtable.kernel.refusal import Stale

MINUTES = {
    BoxKind.ARRIVE: Section.ARRIVE,
    BoxKind.MATTERS: Section.MATTERS,
    BoxKind.BRING: Section.BRING,
    BoxKind.DISAGREE: Section.DISAGREE,
    BoxKind.HOME: Section.HOME,
}
"""Where a box stands in the minutes; the others stand in the plan."""


def step_is(actor: Actor, case_id: UUID, box_id: UUID, who_id: UUID | None, day: date | None) -> None:
    """Who does a step, and by when, stands in the plan too, once the step does."""
    plan: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False, answers=False)
    first = _step_of(plan, box_id)
    if first is not None:
        step = NewStep(first.what, first.kind, who_id, day, first.by_when if day is None else "", first.goal_id)
        change_step(actor=actor, case_id=case_id, step_id=first.id, revision=first.revision, step=step)


def into_plan(actor: Actor, case_id: UUID, box: Box, text: str) -> None:
    """What a quiet box says stands where it belongs: in the minutes, or in the working plan."""
    if box.kind in MINUTES:
        _into_minutes(actor, case_id, box, text)
        return
    plan: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False, answers=False)
    if box.kind == BoxKind.GOAL:
        _goal(actor, case_id, plan, box.id, text)
    elif box.kind == BoxKind.OWN_WORDS:
        _own_words(actor, case_id, plan, box, text)
    elif box.kind == BoxKind.OWN_GOAL:
        _own_goal(actor, case_id, plan, box.id, text)
    else:
        _step(actor, case_id, plan, box, text)


def _into_minutes(actor: Actor, case_id: UUID, box: Box, text: str) -> None:
    """What stands here stands in the minutes, as whose words it is. The line has the box's id."""
    roundtable_id = Sheet.objects.values_list("roundtable_id", flat=True).get(item_id=box.sheet_id)
    stand_line(
        actor=actor,
        case_id=case_id,
        roundtable_id=roundtable_id,
        line_id=box.id,
        section=MINUTES[BoxKind(box.kind)],
        text=text,
        person_id=box.whose_id,
        day=box.day,
    )


def _goal(actor: Actor, case_id: UUID, plan: CurrentPlan, box_id: UUID, text: str) -> None:
    goal = plan.shared_goal
    if not text or (goal is not None and goal.text == text):
        return
    words = GoalWords(GoalKind.SHARED, text)
    if goal is not None:
        words = GoalWords(GoalKind.SHARED, text, None, goal.level, goal.gives, goal.fears, goal.protection)
    if goal is None:
        _first_free(box_id, lambda name: write_goal(actor=actor, case_id=case_id, goal_id=name, words=words))
    else:
        write_goal(actor=actor, case_id=case_id, goal_id=goal.id, words=words, revision=goal.revision)


def _own_words(actor: Actor, case_id: UUID, plan: CurrentPlan, box: Box, text: str) -> None:
    """Own words stand as theirs; what was noted for somebody stands as written by the one who noted it, until they write themselves."""
    goal = plan.shared_goal
    if goal is None:
        return
    known = next(
        (one for one in plan.sayings if one.kind == SayingKind.OWN_WORDS and one.goal_id == goal.id and one.said_by_id == box.whose_id),
        None,
    )
    if box.noted and known is not None and known.confirmed:
        return
    if (known.text if known else "") != text:
        say(
            actor=actor,
            case_id=case_id,
            kind=SayingKind.OWN_WORDS,
            text=text,
            goal_id=goal.id,
            said_by_id=box.whose_id,
            revision=known.revision if known else 0,
        )


def _own_goal(actor: Actor, case_id: UUID, plan: CurrentPlan, box_id: UUID, text: str) -> None:
    """A goal of the one who writes, of the kind that their seat has. Taken out when the box is emptied; filled again, it is another one.

    Words that stand in the plan already as a goal of theirs do not stand there a second time.
    """
    names, mine = names_of(box_id), [goal for goal in plan.goals if goal.owner_id == actor.person_id]
    known = next((goal for goal in mine if goal.id in names), None)
    if any(goal.text.casefold().split() == text.casefold().split() for goal in mine if goal.id not in names):
        text = ""
    if known is not None and not text:
        remove_goal(actor=actor, case_id=case_id, goal_id=known.id, revision=known.revision)
    elif known is not None and known.text != text:
        words = GoalWords(
            known.kind, text, actor.person_id, known.level, known.gives, known.fears, known.protection, said_yes=known.confirmed
        )
        write_goal(actor=actor, case_id=case_id, goal_id=known.id, words=words, revision=known.revision)
    elif known is None and text:
        words = GoalWords(goal_kind(actor.hat, actor.authority), text, actor.person_id)
        _first_free(box_id, lambda name: write_goal(actor=actor, case_id=case_id, goal_id=name, words=words))


def _step(actor: Actor, case_id: UUID, plan: CurrentPlan, box: Box, text: str) -> None:
    first = _step_of(plan, box.id)
    if first is None:
        if text:
            steps = [NewStep(text, who_id=box.who_id, by_on=box.day)]
            _first_free(box.id, lambda name: write_steps(actor=actor, case_id=case_id, steps=steps, once=name))
    elif first.what != text:
        step = NewStep(text or first.what, first.kind, first.who_id, first.by_on, first.by_when, first.goal_id)
        change_step(actor=actor, case_id=case_id, step_id=first.id, revision=first.revision, step=step, remove=not text)


def _step_of(plan: CurrentPlan, box_id: UUID) -> StepView | None:
    ids = {step_id_of(name) for name in names_of(box_id)}
    return next((step for step in plan.steps if step.id in ids), None)


def _first_free(box_id: UUID, write: Callable[[UUID], object]) -> None:
    for name in names_of(box_id):
        with suppress(Stale):
            write(name)
            return
    raise Stale()


def step_id_of(name: UUID) -> UUID:
    """The step in the plan that a box of the sheet writes under this name: what `write_steps` makes of it."""
    return uuid5(name, "step 0")
