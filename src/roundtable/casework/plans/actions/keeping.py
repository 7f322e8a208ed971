"""What one form of the plan says in several places is kept as a whole, or not at all."""

from datetime import datetime
from uuid import UUID

from roundtable.casework.plans.actions.desk import desk
from roundtable.casework.plans.actions.writing import NewStep, change_step, known_step, mark_step, say
from roundtable.casework.plans.rules.content import SayingKind, StepKind, StepState
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import action


@action
def keep_step(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    step_id: UUID,
    revision: int,
    step: NewStep,
    remove: bool = False,
    state: StepState | None = None,
    reason: str = "",
) -> None:
    """A step stands as its form says: what, who and when, and how far it is. Only what differs is written, so that *done* asks nobody anew.

    `state` None: how far it is was not asked. Raises what `change_step` and `mark_step` raise; then nothing of it is kept.
    """
    known = known_step(desk(actor, case_id), step_id)
    same = (step.what, step.kind, step.who_id, step.by_on) == (known.what, known.kind, known.who_id, known.by_on)
    if remove or not same:
        change_step(actor=actor, case_id=case_id, step_id=step_id, revision=revision, step=step, remove=remove)
        revision += 1
    care = step.kind == StepKind.CARE
    before = (known.state, known.state_reason) if care == (known.kind == StepKind.CARE) else (StepState.OPEN, "")
    if remove or state is None or (state, reason) == before or (care and actor.authority):
        return
    mark_step(actor=actor, case_id=case_id, step_id=step_id, revision=revision, state=state, reason=reason)


@action
def keep_words(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    said_by_id: UUID,
    own_words: str,
    own_revision: int,
    work_gives: str,
    gives_revision: int,
) -> None:
    """Somebody's own words for the shared goal, where there is one, and what work could give them. Raises NotHere, Stale."""
    shared = desk(actor, case_id).shared_goal
    common = {"actor": actor, "case_id": case_id, "said_by_id": said_by_id}
    if shared is not None:
        say(**common, kind=SayingKind.OWN_WORDS, goal_id=shared.id, text=own_words, revision=own_revision)
    say(**common, kind=SayingKind.WORK_GIVES, text=work_gives, revision=gives_revision)
