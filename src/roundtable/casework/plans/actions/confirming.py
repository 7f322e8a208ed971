"""What others wrote down for somebody: it is as she said it, she says it differently, or she takes it back. Only she can."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from roundtable.casework.plans.actions.desk import MOST, cleaned, desk, kept_beside, note_change
from roundtable.casework.plans.models import Goal, Saying
from roundtable.casework.plans.queries import CurrentPlan, GoalView, SayingView
from roundtable.casework.plans.rules.content import NothingWritten
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import action
from roundtable.kernel.refusal import NotHere, Stale


@action
def confirm_words(*, actor: Actor, at: datetime, case_id: UUID, seen: str | None = None) -> int:
    """Everything others wrote down for the acting person is as they said it. Returns how many texts that were.

    `seen`: the mark of the words that were shown; where they read otherwise by now, nothing is confirmed. Raises Stale.
    """
    now = desk(actor, case_id)
    if seen not in (None, now.mark_of_unconfirmed(actor.person_id)):
        raise Stale()
    goals = Goal.objects.filter(plan_id=now.item_id, owner_id=actor.person_id, confirmed_at=None, removed_at=None).update(confirmed_at=at)
    said = Saying.objects.filter(plan_id=now.item_id, said_by_id=actor.person_id, confirmed_at=None, removed_at=None)
    return goals + said.update(confirmed_at=at)


def said_here(now: CurrentPlan, person_id: UUID, words_id: UUID) -> GoalView | SayingView:
    """A goal of this person, or words of theirs, as they stand in the plan. Raises NotHere for anybody else's."""
    found = now.said_by(person_id, words_id)
    if found is None:
        raise NotHere()
    return found


@action
def confirm_said(*, actor: Actor, at: datetime, case_id: UUID, words_id: UUID, revision: int) -> None:
    """One text others wrote down for the acting person is as they said it. Raises NotHere, Stale where it reads otherwise by now."""
    known = said_here(desk(actor, case_id), actor.person_id, words_id)
    if known.revision != revision:
        raise Stale()
    _rows(known).filter(confirmed_at=None).update(confirmed_at=at)


@action
def correct_said(*, actor: Actor, at: datetime, case_id: UUID, words_id: UUID, revision: int, text: str) -> None:
    """The acting person says it in other words: theirs stand in the plan, and what was written before stands beside them.

    Raises NotHere, NothingWritten, Stale.
    """
    known = said_here(desk(actor, case_id), actor.person_id, words_id)
    said = cleaned(text, MOST)
    if not said:
        raise NothingWritten(field="text")
    if known.revision != revision:
        raise Stale(field="text")
    values = {
        "text": said,
        "written_by_id": actor.person_id,
        "confirmed_at": at,
        "said_yes_on": None,
        "noted_by_id": None,
        "changed_at": at,
    }
    _rows(known).update(**values, **kept_beside(known, said, True), revision=revision + 1)
    note_change(case_id, at)


@action
def take_back_said(*, actor: Actor, at: datetime, case_id: UUID, words_id: UUID, revision: int) -> None:
    """The acting person takes their words out of the working plan; fixed versions keep them. Raises NotHere, Stale."""
    known = said_here(desk(actor, case_id), actor.person_id, words_id)
    if known.revision != revision:
        raise Stale()
    _rows(known).update(removed_at=at, revision=revision + 1)
    note_change(case_id, at)


def _rows(known: GoalView | SayingView) -> QuerySet[Goal] | QuerySet[Saying]:
    of = {"id": known.id, "revision": known.revision, "removed_at": None}
    return Goal.objects.filter(**of) if isinstance(known, GoalView) else Saying.objects.filter(**of)
