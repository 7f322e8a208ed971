"""Whether a called meeting is the last one before its course ends."""

from datetime import datetime
from uuid import UUID

from roundtable.casework.roundtables.actions.appointment import DECIDES, find, goes_on, lock, tell
from roundtable.casework.roundtables.rules import Event, NotYoursToDecide, after
from roundtable.casework.roundtables.rules.last import WrittenAlready
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action


@action
def mark_last(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, last: bool) -> None:
    """A called meeting becomes the last one, or is not the last one after all, by who sets its day; everyone at the table is told.

    Until it is held, and while nothing is written in it but what somebody wants to talk about. Twice is once.
    Raises NotYoursToDecide, NotInThisState, WrittenAlready, CourseOver, NotHere.
    """
    if actor.hat not in DECIDES:
        raise NotYoursToDecide()
    lock(case_id)
    goes_on(actor, case_id)
    found = find(actor, case_id, roundtable_id)
    after(found.state, Event.MOVED)
    if found.last == last:
        return
    if not act("mark_last", [roundtable_id, last])[0][0]:
        raise WrittenAlready()
    tell(actor, case_id)
