"""What two do together before a meeting: days, and who decides what, gone through; a hello between two who never worked together."""

from datetime import date, datetime
from uuid import UUID

from roundtable.casework.roundtables.actions.appointment import lock
from roundtable.casework.roundtables.actions.rows import no_clash
from roundtable.casework.roundtables.models import DoneBefore
from roundtable.casework.roundtables.rules import FURTHEST, Before, Channel, DoneWhen, NotYoursToDecide
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions.releases import id_once
from roundtable.ground.disclosure.queries.shares import days
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere


@action
def go_through(
    *, actor: Actor, at: datetime, case_id: UUID, citizen_id: UUID, on: date, channel: Channel, once: UUID | None = None
) -> None:
    """A professional notes that days, and who decides what, were gone through with a citizen: the day and how. She is told.

    Her own word stands beside it. Raises NotYoursToDecide, DoneWhen, NotHere.
    """
    _sits(actor, case_id, Hat.PROFESSIONAL, citizen_id, "citizen")
    today = days(actor=actor, case_id=case_id).today
    if not today - FURTHEST <= on <= today:
        raise DoneWhen(field="on")
    if _keep(actor, case_id, Before.DATES, citizen_id, on=on, channel=channel, once=once):
        notify(actor=actor, person_ids=[citizen_id], case_id=case_id, kind=NoticeKind.MEETING)


@action
def say_not_gone_through(*, actor: Actor, at: datetime, case_id: UUID, professional_id: UUID, once: UUID | None = None) -> None:
    """The citizen says: not yet, or: we did not. It stands beside what was noted, and who noted it is told. NotYoursToDecide, NotHere."""
    _sits(actor, case_id, Hat.CITIZEN, professional_id, "professional")
    if _keep(actor, case_id, Before.DATES, professional_id, once=once):
        notify(actor=actor, person_ids=[professional_id], case_id=case_id, kind=NoticeKind.MEETING)


@action
def say_hello(*, actor: Actor, at: datetime, case_id: UUID, other_id: UUID, done: bool, once: UUID | None = None) -> None:
    """Two professionals have said hello before their first meeting, or not now. Raises NotYoursToDecide, NotHere."""
    _sits(actor, case_id, Hat.PROFESSIONAL, other_id, "professional")
    today = days(actor=actor, case_id=case_id).today if done else None
    _keep(actor, case_id, Before.HELLO, other_id, on=today, once=once)


def _sits(actor: Actor, case_id: UUID, hat: Hat, other_id: UUID, other_hat: str) -> None:
    if actor.hat != hat:
        raise NotYoursToDecide()
    lock(case_id)
    live = [seat for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live]
    if not any(seat.person_id == other_id and seat.hat == other_hat and other_id != actor.person_id for seat in live):
        raise NotHere()


def _keep(
    actor: Actor, case_id: UUID, what: Before, with_id: UUID, *, on: date | None = None, channel: Channel | None = None, once: UUID | None
) -> bool:
    """Whether it was kept now: of two clicks on one form the second is not."""
    row_id = id_once(actor, case_id, once)
    if DoneBefore.objects.filter(id=row_id).exists():
        return False
    row = DoneBefore(
        id=row_id,
        case_id=case_id,
        what=what,
        done=on is not None,
        with_person_id=with_id,
        done_on=on,
        channel=channel or "",
        by_id=actor.person_id,
    )
    with no_clash():
        row.save(force_insert=True)
    return True
