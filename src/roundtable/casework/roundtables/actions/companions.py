"""Somebody comes with the citizen: she invites, or it is noted for her; he can leave, she can end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from roundtable.casework.roundtables.actions.appointment import goes_on, lock
from roundtable.casework.roundtables.queries import meeting_page, notes_beside
from roundtable.casework.roundtables.rules import MOST_COMPANIONS, How, NotYoursToDecide, TooManyCompanions
from roundtable.casework.roundtables.rules.companions import SignsInHerself
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.people.actions import enrol_person
from roundtable.ground.people.queries import account_of
from roundtable.ground.seats.actions import end_seat, seat_companion_as_said, seat_person
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.kernel.texts import NAME_LENGTH, TextMissing, clean_line


@dataclass(frozen=True)
class Invited:
    """Who comes with the citizen, and their seat."""

    person_id: UUID
    seat_id: UUID


@action
def invite_companion(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    given_name: str,
    family_name: str = "",
    phone: str = "",
    email: str = "",
    for_id: UUID | None = None,
    how: How = How.SELF,
) -> Invited:
    """The citizen gives somebody of her choice a seat beside her. The same name twice is the same person (a double click).

    A companion sees when the meeting is and who comes, and reads what she gives them; they write nothing. `for_id`: a citizen who does
    not sign in, for whom a professional of her table notes it (`how`: telephone, paper); she and those who lead hear that there is news.
    Raises NotYoursToDecide, SignsInHerself, TooManyCompanions, TextMissing, CourseOver, NotHere.
    """
    citizen_id = _whose(actor, for_id)
    given, family = clean_line(given_name, NAME_LENGTH)[:80], clean_line(family_name, NAME_LENGTH)[:80]
    if not given:
        raise TextMissing(field="given_name")
    lock(case_id)
    goes_on(actor, case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    beside = [seat for seat in seats if seat.live and seat.for_person_id == citizen_id and seat.hat == "companion"]
    for seat in beside:
        if seat.name == f"{given} {family}".strip():
            return Invited(seat.person_id, seat.seat_id)
    if len(beside) >= MOST_COMPANIONS:
        raise TooManyCompanions(most=MOST_COMPANIONS)
    person_id = enrol_person(actor=actor, given_name=given, family_name=family, phone=clean_line(phone, 40), email=clean_line(email, 200))
    if actor.hat == Hat.CITIZEN:
        return Invited(person_id, seat_person(actor=actor, case_id=case_id, person_id=person_id, hat="companion"))
    noted = how if how == How.PAPER else How.TELEPHONE
    seat_id = seat_companion_as_said(
        actor=actor, case_id=case_id, person_id=person_id, citizen_id=citizen_id, how=str(noted), seat_id=uuid4()
    )
    _tell(actor, case_id, citizen_id, seats)
    return Invited(person_id, seat_id)


def _whose(actor: Actor, for_id: UUID | None) -> UUID:
    """Beside whom somebody sits: the acting citizen, or one who does not sign in, for whom a professional notes it."""
    if actor.hat == Hat.CITIZEN and for_id in (None, actor.person_id):
        return actor.person_id
    if actor.hat != Hat.PROFESSIONAL or actor.authority or for_id is None:
        raise NotYoursToDecide()
    account = account_of(for_id)
    if account is not None and account.used:
        raise SignsInHerself(name=account.display_name)
    return for_id


def _tell(actor: Actor, case_id: UUID, citizen_id: UUID, seats: Iterable[SeatView]) -> None:
    """The citizen, and who leads: they answered the referral."""
    told = [citizen_id, *(seat.person_id for seat in seats if seat.hat == "intake")]
    notify(actor=actor, person_ids=list(dict.fromkeys(told)), case_id=case_id, kind=NoticeKind.NEWS)


@action
def give_meeting(*, actor: Actor, at: datetime, case_id: UUID, seat_id: UUID, item_ids: Iterable[UUID], once: UUID | None = None) -> UUID:
    """The companion reads what is written for the meeting until now: exactly these items, taken back like any yes. By the citizen; or,
    where the place was noted, noted as said aloud by who may note that.

    `item_ids`: what she was shown before; what is written later is not among it. Raises NotYoursToDecide, NotHere. Returns the yes's id.
    """
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        raise NotYoursToDecide()
    lock(case_id)
    wanted = list(dict.fromkeys(item_ids))
    seats = seats_on(actor=actor, case_ids=[case_id])
    seat = next((seat for seat in seats if seat.seat_id == seat_id and seat.live and seat.hat == "companion"), None)
    if seat is None or (actor.hat == Hat.PROFESSIONAL and not notes_beside(actor, seat, seats)):
        raise NotHere()
    if not wanted or not set(wanted) <= set(meeting_page(actor=actor, case_id=case_id).texts):
        raise Stale()
    how = "signed" if actor.hat == Hat.CITIZEN else "orally"
    given = release_items(actor=actor, case_id=case_id, item_ids=wanted, to_seat_id=seat_id, purpose="meeting", how=how, once=once)
    if actor.hat == Hat.PROFESSIONAL and seat.for_person_id is not None:
        notify(actor=actor, person_ids=[seat.for_person_id], case_id=case_id, kind=NoticeKind.NEWS)
    return given.disclosure_id


@action
def remove_companion(*, actor: Actor, at: datetime, case_id: UUID, seat_id: UUID) -> None:
    """The companion's place ends at once: by the citizen, or by themselves. One that was noted for her ends by a note too, of the
    organisation that noted it; then she and those who lead hear that there is news. Raises NotHere.
    """
    seats = seats_on(actor=actor, case_ids=[case_id])
    seat = next((seat for seat in seats if seat.seat_id == seat_id and seat.hat == "companion"), None)
    if seat is None or (actor.hat == Hat.PROFESSIONAL and not notes_beside(actor, seat, seats)):
        raise NotHere()
    end_seat(actor=actor, seat_id=seat_id)
    if actor.hat == Hat.PROFESSIONAL and seat.for_person_id is not None:
        _tell(actor, case_id, seat.for_person_id, seats)
