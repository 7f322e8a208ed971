"""Somebody at the table says how two goals lie beside each other. It is said by the parties, and asks nobody anew."""

from datetime import datetime
from uuid import UUID, uuid4

from roundtable.casework.plans.actions.desk import MOST_SHORT, cleaned, desk, of_plan, store
from roundtable.casework.plans.models import Saying
from roundtable.casework.plans.rules.content import PAIR_MARKS, SayingKind
from roundtable.casework.plans.rules.goal_map import in_order
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import action
from roundtable.kernel.refusal import NotHere


@action
def mark_pair(*, actor: Actor, at: datetime, case_id: UUID, one_id: UUID, other_id: UUID, mark: SayingKind | None, text: str = "") -> None:
    """The acting person says of two goals that they fit, or want different things, with a few words; None takes back what they said.

    What others say of the same two stays beside it. Raises OneGoal, NotHere.
    """
    now = desk(actor, case_id)
    one, other = (UUID(key) for key in in_order(str(one_id), str(other_id)))
    if not {one, other} <= {goal.id for goal in now.goals} or (mark is not None and mark not in PAIR_MARKS):
        raise NotHere()
    known = next(
        (
            row
            for row in now.sayings
            if row.kind in PAIR_MARKS and (row.goal_id, row.to_goal_id, row.said_by_id) == (one, other, actor.person_id)
        ),
        None,
    )
    said = cleaned(text, MOST_SHORT)
    values: dict[str, object] = {"text": said, "written_by_id": actor.person_id, "confirmed_at": at, "changed_at": at}
    if known is not None:
        values |= {"removed_at": at} if mark is None else {"kind": str(mark)}
        Saying.objects.filter(id=known.id).update(**values, revision=known.revision + 1)
    elif mark is not None:
        store(Saying, id=uuid4(), **of_plan(now), goal_id=one, to_goal_id=other, kind=str(mark), said_by_id=actor.person_id, **values)
