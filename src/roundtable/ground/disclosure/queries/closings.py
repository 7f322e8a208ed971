"""Closings that were said by telephone or on paper, and who noted them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader


@dataclass(frozen=True)
class NotedClosing:
    """A citizen's course is closed for somebody since a moment: she said so by telephone or on paper, and somebody noted it."""

    case_id: UUID
    person_id: UUID
    citizen_id: UUID
    noted_by_id: UUID
    noted_by: str
    since: datetime


@reader(Purpose.SHARE)
def noted_closings(*, actor: Actor, case_id: UUID) -> tuple[NotedClosing, ...]:
    """Noted closings of this case that hold now and that the actor may know of, oldest first. One statement.

    The citizen knows of her own; so do those who may note that it is open again: the organisation that noted it, and who leads.
    What she closed by her own act is not among them.
    """
    return tuple(sorted((NotedClosing(*row) for row in act("noted_closings", [case_id])), key=lambda one: (one.since, one.person_id)))
