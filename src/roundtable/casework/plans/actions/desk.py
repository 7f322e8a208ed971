"""What every act on a plan begins and ends with: one at a time, by somebody of the table, and its standing kept for lists."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Model

from roundtable.casework.plans.models import Plan, Standing
from roundtable.casework.plans.queries import CurrentPlan, GoalView, SayingView, current_plan
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current_alias
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere, Refusal, Stale, gettext_noop
from roundtable.kernel.texts import clean_text

DRAFT_KIND = "plan_draft"
VERSION_KIND = "plan"
MOST = 2000
MOST_SHORT = 500


class NotYourPlan(Refusal):
    """A companion, a guest or a leader reads at most; the table writes."""

    code = "not_your_plan"
    message = gettext_noop("The plan is written by those whose course it is and by the professionals at the table. You can read it.")
    status = 403


class PlanIsOver(Refusal):
    """The course has ended."""

    code = "plan_is_over"
    message = gettext_noop("This course has ended. The plan stays as it was, and nobody changes it any more. You can read and print it.")
    status = 409


def desk(actor: Actor, case_id: UUID) -> CurrentPlan:
    """The working plan, ready to be written in: others on this case wait. Raises NotHere, NotYourPlan, PlanIsOver."""
    act("lock_case", [case_id])
    now: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False)
    if not any(seat.live and seat.person_id == actor.person_id for seat in now.seats):
        raise NotHere()
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        raise NotYourPlan()
    if now.ended is not None:
        raise PlanIsOver()
    if now.item_id is not None:
        return now
    written = write_words(actor=actor, case_id=case_id, place=table(), kind=DRAFT_KIND)
    Plan.objects.create(item_id=written.item_id, case_id=case_id, scope_id=written.scope_id, wall=written.wall)
    made: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False)
    return made


def of_plan(now: CurrentPlan) -> dict[str, Any]:
    """The columns that tie a part to its plan."""
    return {"plan_id": now.item_id, "scope_id": now.scope_id, "wall": now.wall}


def store(model: type[Model], **values: Any) -> None:
    """A new row; an id that is taken (a forged one) answers like a change by somebody else. Raises Stale."""
    try:
        with transaction.atomic(using=current_alias()):
            model._default_manager.create(**values)
    except IntegrityError as problem:
        raise Stale() from problem


def cleaned(text: str, most: int = MOST) -> str:
    """The text as it is kept. Raises TextTooLong, UnreadableCharacter, HiddenDirection."""
    return clean_text(text, most)


def seat_of(now: CurrentPlan, person_id: UUID | None, *hats: str) -> SeatView | None:
    """The live seat of somebody at this table, in one of these hats."""
    return next((seat for seat in now.seats if seat.live and seat.person_id == person_id and seat.hat in hats), None)


def kept_beside(known: GoalView | SayingView, text: str, own: bool) -> dict[str, object]:
    """How somebody else had written it down stays beside what the one it belongs to says; a scribe who writes anew begins anew."""
    if not own:
        return {"before": "", "before_by_id": None}
    whose = known.owner_id if isinstance(known, GoalView) else known.said_by_id
    if known.written_by_id == whose or known.text == text:
        return {}
    return {"before": known.text, "before_by_id": known.written_by_id}


def note_change(case_id: UUID, at: datetime, **values: Any) -> None:
    """Where the plan stands, for lists: without a word of it."""
    values["changed_at"] = at
    if not Standing.objects.filter(case_id=case_id).update(**values):
        Standing.objects.create(case_id=case_id, **values)


def days(count: int) -> timedelta:
    """A span of whole days."""
    return timedelta(days=count)
