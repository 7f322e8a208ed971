"""A yes said on the telephone to words somebody else wrote down: noted as that, and the words are still not confirmed."""

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from roundtable.casework.plans.actions.desk import desk, seat_of
from roundtable.casework.plans.models import Goal, Saying
from roundtable.casework.plans.rules.agreement import NotReadBack
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class YesWhen(Refusal):
    """A yes of a day that has not come, or of long ago."""

    code = "yes_when"
    message = gettext_noop("Write the day of the call: today, or a day in the last three months.")


MOST_DAYS_AGO = 92


@action
def note_yes(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, on: date, read_back: bool) -> int:
    """What others wrote down for a citizen was read back to her on the telephone and she said yes: shown as noted by who writes it here.

    It stays unconfirmed until she confirms it herself; words changed later lose the note. Returns how many texts that were. Raises
    NotReadBack, YesWhen; NotHere for anybody but a professional at the table, and for a person who is no citizen of it.
    """
    now = desk(actor, case_id)
    if actor.hat != Hat.PROFESSIONAL or seat_of(now, person_id, "citizen") is None:
        raise NotHere()
    if not read_back:
        raise NotReadBack(field="read_back")
    if not 0 <= (timezone.localdate(at) - on).days <= MOST_DAYS_AGO:
        raise YesWhen(field="on")
    noted = {"said_yes_on": on, "noted_by_id": actor.person_id}
    goals = Goal.objects.filter(plan_id=now.item_id, owner_id=person_id, confirmed_at=None, removed_at=None).update(**noted)
    return goals + Saying.objects.filter(plan_id=now.item_id, said_by_id=person_id, confirmed_at=None, removed_at=None).update(**noted)
