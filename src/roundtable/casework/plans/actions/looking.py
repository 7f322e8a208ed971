"""A point that is seen differently is taken on by two professionals, with a day; who needs more time names the day to be asked again."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from roundtable.casework.plans.actions.desk import desk, of_plan, seat_of, store
from roundtable.casework.plans.models import LookAgain
from roundtable.casework.plans.rules.looking import WHOLE, NothingOpen, check_look, check_two
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.kernel.refusal import NotHere


@action
def take_on_point(*, actor: Actor, at: datetime, case_id: UUID, look_id: UUID, topic: str, persons: Sequence[UUID], on: date) -> None:
    """Two professionals look at what somebody sees differently, until a day; the citizens and the two are told. It is no citizen's task.

    `topic`: a goal's id, RETURN or WHOLE. The same `look_id` twice does it once; taken on again, the last counts. Raises TwoLook, LookWhen,
    NothingOpen; NotHere for anybody but a professional at the table.
    """
    now = desk(actor, case_id)
    if actor.hat != Hat.PROFESSIONAL:
        raise NotHere()
    if LookAgain.objects.filter(id=look_id, plan_id=now.item_id).exists():
        return
    if topic not in now.open_points:
        raise NothingOpen()
    check_two([str(person) for person in persons], [str(person) for person in persons if seat_of(now, person, "professional")])
    check_look(on, timezone.localdate(at))
    first, second = persons
    store(LookAgain, id=look_id, **of_plan(now), topic=topic, look_on=on, first_id=first, second_id=second, by_id=actor.person_id, at=at)
    citizens = [seat.person_id for seat in now.seats if seat.live and seat.hat == "citizen"]
    notify(actor=actor, person_ids={*citizens, first, second}, case_id=case_id, kind=NoticeKind.NEWS)


@action
def name_day(*, actor: Actor, at: datetime, case_id: UUID, look_id: UUID, on: date) -> None:
    """Who said *not yet* to the plan names the day to be asked again; nobody must. The table reads it, and nothing is decided by it.

    Raises LookWhen; NothingOpen for who did not say *not yet*.
    """
    now = desk(actor, case_id)
    if LookAgain.objects.filter(id=look_id, plan_id=now.item_id).exists():
        return
    if not now.said_not_yet(actor.person_id):
        raise NothingOpen()
    check_look(on, timezone.localdate(at))
    store(LookAgain, id=look_id, **of_plan(now), topic=WHOLE, look_on=on, by_id=actor.person_id, at=at)
