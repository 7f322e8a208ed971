"""Steps of a plan, how far each is, and who from outside takes it."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet

from roundtable.casework.plans.models import Step, StepReply
from roundtable.casework.plans.queries.parts import StepView
from roundtable.casework.plans.rules.content import StepKind, StepState
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import note_read
from roundtable.ground.access.guard import reader

TAKEN_BY = ArraySubquery(
    StepReply.objects.filter(step_id=OuterRef("id"), answer="takes")
    .filter(
        ~Exists(
            StepReply.objects.filter(step_id=OuterRef("step_id"), person_id=OuterRef("person_id"), answer="no_room", at__gt=OuterRef("at"))
        )
    )
    .order_by("person_id")
    .values("person_id")
    .distinct()
)
"""Who from outside takes a step, and has not said since that there is no room."""

_STEP = ("id", "goal_id", "kind", "what", "who_id", "by_on", "by_when", "state", "state_reason", "state_at", "revision")
_PROGRESS = ("state", "reason", "at", "item_id", "scope_id", "item__about")


def steps_of(plan_id: UUID) -> tuple[tuple[StepView, ...], tuple[tuple[UUID, int, Sequence[UUID]], ...]]:
    """The steps in order; and the items, their scopes and whom they are about, that say how far steps of care are. One statement.

    How far a step of care is, and why, is the health side's and the citizen's: who is shown no progress reads that it is agreed.
    """
    found = (
        Step.objects.filter(plan_id=plan_id, removed_at=None)
        .order_by("by_on", "made_at", "id", "progress__at", "progress__number")
        .values(*_STEP, *(f"progress__{name}" for name in _PROGRESS), taken_by=TAKEN_BY)
    )
    heads: dict[UUID, dict[str, Any]] = {}
    marks: dict[UUID, int] = {}
    latest: dict[UUID, tuple[UUID, int, Sequence[UUID]]] = {}
    for row in found:
        said = row["progress__state"] is not None
        head = heads.setdefault(row["id"], row)
        marks[row["id"]] = marks.get(row["id"], 0) + said
        if said and row["kind"] == StepKind.CARE:
            head.update(state=row["progress__state"], state_reason=row["progress__reason"], state_at=row["progress__at"])
            latest[row["id"]] = (row["progress__item_id"], row["progress__scope_id"], row["progress__item__about"])
    return tuple(step_view(row, marks[key]) for key, row in heads.items()), tuple(latest.values())


def step_view(row: Mapping[str, Any], marks: int) -> StepView:
    """A row of steps as a step."""
    return StepView(
        id=row["id"],
        goal_id=row["goal_id"],
        kind=StepKind(row["kind"]),
        what=row["what"],
        who_id=row["who_id"],
        by_on=row["by_on"],
        by_when=row["by_when"],
        state=StepState(row["state"]),
        state_reason=row["state_reason"],
        state_at=row["state_at"],
        revision=row["revision"] + marks,
        marks=marks,
        taken_by=tuple(row.get("taken_by", ())),
    )


@reader()
def steps_to_ask(*, actor: Actor, case_id: UUID) -> tuple[StepView, ...]:
    """Steps of daily life and of work that are not done yet: what somebody from outside can be asked to take. One statement.

    Never a step of care: that somebody is treated is for nobody outside to know.
    """
    return _read(actor, case_id, _outside(case_id).filter(state=StepState.OPEN))


@reader()
def steps_asked(*, actor: Actor, case_id: UUID, step_ids: Collection[UUID]) -> tuple[StepView, ...]:
    """Of some steps of daily life and of work those that stand in the plan, done or not. One statement, none where none is named."""
    return _read(actor, case_id, _outside(case_id).filter(id__in=step_ids)) if step_ids else ()


def _outside(case_id: UUID) -> QuerySet[Step]:
    return Step.objects.filter(plan__case_id=case_id, removed_at=None).exclude(kind=StepKind.CARE)


def _read(actor: Actor, case_id: UUID, found: QuerySet[Step]) -> tuple[StepView, ...]:
    shown = list(found.order_by("by_on", "made_at", "id").values(*_STEP, "plan_id", "scope_id", "plan__item__about"))
    note_read(actor, case_id, [(row["plan_id"], row["scope_id"], row["plan__item__about"]) for row in shown[:1]])
    return tuple(step_view(row, 0) for row in shown)
