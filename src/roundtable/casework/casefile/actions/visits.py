"""What a reader of the case page has seen."""

from datetime import datetime
from uuid import UUID

from roundtable.casework.casefile.models import Visit
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import mark_read
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere


@action
def mark_seen(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """Everything up to now counts as seen by the acting person, and what they were told about it as read. Nobody else learns of it.

    Raises NotHere off the actor's cases.
    """
    if not seats_on(actor=actor, case_ids=[case_id]):
        raise NotHere()
    Visit.objects.update_or_create(person_id=actor.person_id, case_id=case_id, defaults={"seen_at": at})
    mark_read(actor=actor, case_id=case_id)
