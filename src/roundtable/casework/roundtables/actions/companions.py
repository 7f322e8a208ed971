"""Somebody comes with the citizen: she invites, he can leave, she can end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.casework.roundtables.actions.appointment import goes_on, lock
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import MOST_COMPANIONS, NotYoursToDecide, TooManyCompanions
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.seats.actions import end_seat, seat_person
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.kernel.texts import NAME_LENGTH, TextMissing, clean_line


@dataclass(frozen=True)
class Invited:
    """Who comes with the citizen, and their seat."""

    person_id: UUID
    seat_id: UUID


@action
def invite_companion(
    *, actor: Actor, at: datetime, case_id: UUID, given_name: str, family_name: str = "", phone: str = "", email: str = ""
) -> Invited:
    """The citizen gives somebody of her choice a seat beside her. The same name twice is the same person (a double click).

    A companion sees when the meeting is and who comes, and reads what she gives them; they write nothing.
    Raises NotYoursToDecide, TooManyCompanions, TextMissing, CourseOver.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYoursToDecide()
    given, family = clean_line(given_name, NAME_LENGTH)[:80], clean_line(family_name, NAME_LENGTH)[:80]
    if not given:
        raise TextMissing(field="given_name")
    lock(case_id)
    goes_on(actor, case_id)
    beside = [seat for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live and seat.for_person_id == actor.person_id]
    beside = [seat for seat in beside if seat.hat == "companion"]
    for seat in beside:
        if seat.name == f"{given} {family}".strip():
            return Invited(seat.person_id, seat.seat_id)
    if len(beside) >= MOST_COMPANIONS:
        raise TooManyCompanions(most=MOST_COMPANIONS)
    person_id = enrol_person(actor=actor, given_name=given, family_name=family, phone=clean_line(phone, 40), email=clean_line(email, 200))
    return Invited(person_id, seat_person(actor=actor, case_id=case_id, person_id=person_id, hat="companion"))


@action
def give_meeting(*, actor: Actor, at: datetime, case_id: UUID, seat_id: UUID, item_ids: Iterable[UUID], once: UUID | None = None) -> UUID:
    """The companion reads what is written for the meeting until now: exactly these items, taken back like any yes. By the citizen.

    `item_ids`: what she was shown before; what is written later is not among it. Raises NotYoursToDecide, NotHere. Returns the yes's id.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYoursToDecide()
    lock(case_id)
    wanted = list(dict.fromkeys(item_ids))
    if not any(seat.seat_id == seat_id and seat.live and seat.hat == "companion" for seat in seats_on(actor=actor, case_ids=[case_id])):
        raise NotHere()
    if not wanted or not set(wanted) <= set(meeting_page(actor=actor, case_id=case_id).texts):
        raise Stale()
    return release_items(actor=actor, case_id=case_id, item_ids=wanted, to_seat_id=seat_id, purpose="meeting", once=once).disclosure_id


@action
def remove_companion(*, actor: Actor, at: datetime, case_id: UUID, seat_id: UUID) -> None:
    """The companion's place ends at once: by the citizen, or by themselves. Raises NotHere."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    if not any(seat.seat_id == seat_id and seat.hat == "companion" for seat in seats):
        raise NotHere()
    end_seat(actor=actor, seat_id=seat_id)
