"""Somebody acts for the citizen: she names them and what they read, and ends it with one press; they can leave."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid5

from roundtable.casework.casefile.rules import MOST_ACT, ActsAlready, NobodyToActFor, TooManyAct
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions import UntilOutOfRange
from roundtable.ground.disclosure.queries import days
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import end_seat, seat_representative
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import NAME_LENGTH, TextMissing, clean_line


@action
def name_representative(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    given_name: str,
    until_on: date,
    once: UUID,
    places: Iterable[ScopeKind] = (),
    family_name: str = "",
    phone: str = "",
    email: str = "",
) -> UUID:
    """Somebody of the citizen's choice reads here for her, what the table reads and `places`, until the end of a day. Returns the seat.

    `until_on` is a local day, at most a year away. `once` makes a second click the same act.
    Raises NotHere, NobodyToActFor, ActsAlready, TooManyAct, TextMissing, UntilOutOfRange, ActRefused.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotHere()
    given, family = clean_line(given_name, NAME_LENGTH)[:80], clean_line(family_name, NAME_LENGTH)[:80]
    if not given:
        raise TextMissing(field="given_name")
    span = days(actor=actor, case_id=case_id)
    if not span.today <= until_on <= span.latest:
        raise UntilOutOfRange(field="until")
    act("lock_case", [case_id])
    seats: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    mine = [seat for seat in seats if seat.hat == Hat.REPRESENTATIVE and seat.for_person_id == actor.person_id]
    seat_id = uuid5(once, f"{actor.person_id}/{case_id}")  # the same for a second click, and never one that exists for somebody else
    if any(seat.seat_id == seat_id for seat in mine):
        return seat_id
    _may_still_name(seats, [seat for seat in mine if seat.live], f"{given} {family}".strip())
    person_id = enrol_person(actor=actor, given_name=given, family_name=family, phone=clean_line(phone, 40), email=clean_line(email, 200))
    seated: UUID = seat_representative(
        actor=actor,
        case_id=case_id,
        person_id=person_id,
        kinds=sorted({ScopeKind.TABLE, *places}),
        until_at=span.end_of(until_on),
        seat_id=seat_id,
    )
    return seated


def _may_still_name(seats: Iterable[SeatView], mine: list[SeatView], name: str) -> None:
    """While the course goes on, nobody of the same name twice, and not more than fit."""
    if not any(seat.live and seat.hat == Hat.PROFESSIONAL and seat.ground != "referral" for seat in seats):
        raise NobodyToActFor()
    if any(seat.name == name for seat in mine):
        raise ActsAlready(field="given_name")
    if len(mine) >= MOST_ACT:
        raise TooManyAct(most=MOST_ACT)


@action
def end_representative(*, actor: Actor, at: datetime, case_id: UUID, seat_id: UUID) -> None:
    """The place of who acts for somebody ends at once: by whom they act for, or by themselves. Raises NotHere, ActRefused."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    if not any(seat.seat_id == seat_id and seat.hat == Hat.REPRESENTATIVE for seat in seats):
        raise NotHere()
    end_seat(actor=actor, seat_id=seat_id)
