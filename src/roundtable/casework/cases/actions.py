"""A course goes on, changes hands, ends and is opened again. Each is a row that stays."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from roundtable.casework.cases.models import BridgeAnswer, BridgeContact, Closing, HandOver, PhaseEvent, PlannedEnd
from roundtable.casework.cases.queries import BridgeView, PhaseView, bridge_of, case_phase, open_shares
from roundtable.casework.cases.rules import (
    ADDED,
    NotThatBridge,
    NotThatPhase,
    Outcome,
    Phase,
    Said,
    SaidThemselves,
    Told,
    YesToYourself,
    bridge_days,
    end_day,
    next_phase,
    reopened_phase,
)
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import end_all_seats, end_seat, seat_person, write_words
from roundtable.ground.seats.queries import SeatView, seats_on, words
from roundtable.ground.seats.rules import confidence, table
from roundtable.kernel.refusal import NotHere, Refusal, Stale, gettext_noop
from roundtable.kernel.texts import NAME_LENGTH, clean_headline, clean_line


class NotAColleague(Refusal):
    """The successor cannot be the one who leaves."""

    code = "not_a_colleague"
    message = gettext_noop("Choose somebody else than the one who leaves.")


class CourseClosed(Refusal):
    """Nobody sits down at a table that was left."""

    code = "course_closed"
    message = gettext_noop("This course is closed. Open it again first: there you choose who sits down.")


class NobodyChosen(Refusal):
    """Nothing was chosen to move, or nobody to sit down."""

    code = "nobody_chosen"
    message = gettext_noop("Choose at least one.")


def _enter(actor: Actor, at: datetime, case_id: UUID, phase: Phase, number: int) -> None:
    """One more phase; Stale where somebody else was quicker."""
    try:
        with transaction.atomic(using=current().alias):
            PhaseEvent.objects.create(
                id=uuid4(), case_id=case_id, number=number, phase=str(phase), at=at, by_id=actor.person_id, by_hat=str(actor.hat)
            )
    except IntegrityError:
        raise Stale() from None


def _phase(actor: Actor, case_id: UUID) -> PhaseView:
    found: PhaseView | None = case_phase(actor=actor, case_id=case_id)
    if found is None:
        raise NotHere()
    return found


def _seats(actor: Actor, case_id: UUID) -> tuple[SeatView, ...]:
    found: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    return found


def _people(seats: Iterable[SeatView]) -> list[UUID]:
    return [seat.person_id for seat in seats if seat.live]


@action
def start_case(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """A course begins: its first phase is the start. Called when a referral is accepted, before intake ends."""
    _enter(actor, at, case_id, Phase.START, 1)


@action
def change_phase(*, actor: Actor, at: datetime, case_id: UUID, phase: Phase, seen: int) -> None:
    """The course goes to another phase. `seen`: the number of the phase the person looked at.

    Raises NotThatPhase, Stale; NotHere for who does not sit at the table. The end has an act of its own, `close_case`.
    """
    now = _phase(actor, case_id)
    if now.number != seen:
        raise Stale()
    _enter(actor, at, case_id, next_phase(now.phase, phase), now.number + 1)


@action
def replace_professional(
    *, actor: Actor, at: datetime, case_id: UUID, leaving_id: UUID, coming_id: UUID, told: Told, batch: UUID | None = None
) -> UUID:
    """A successor sits down and the one who leaves gets up, by the team leader; the citizen is told first. Returns the record's id.

    The successor reads the table and what was written for their organisation; nothing told in confidence passes. The one who left reads
    their own writing for 30 days. Raises NotAColleague, NotHere (nobody sits there), ActRefused (not in the programme).
    """
    if leaving_id == coming_id:
        raise NotAColleague(field="coming_id")
    seats = [seat for seat in _seats(actor, case_id) if seat.live]
    old = [seat for seat in seats if seat.person_id == leaving_id and seat.hat == Hat.PROFESSIONAL]
    if not old:
        raise NotHere()
    citizens = [seat.person_id for seat in seats if seat.hat == Hat.CITIZEN]
    notify(actor=actor, person_ids=citizens, case_id=case_id, kind=NoticeKind.NEWS)
    seat_person(actor=actor, case_id=case_id, person_id=coming_id, ground="hand_over")
    for seat in old:
        end_seat(actor=actor, seat_id=seat.seat_id)
    made = HandOver.objects.create(
        id=uuid4(),
        case_id=case_id,
        leaving_id=leaving_id,
        coming_id=coming_id,
        told=str(told),
        batch=batch,
        at=at,
        by_id=actor.person_id,
        by_hat=str(actor.hat),
    )
    others = [person for person in (*_people(seats), coming_id) if person not in citizens]
    notify(actor=actor, person_ids=others, case_id=case_id, kind=NoticeKind.NEWS)
    return made.id


@action
def add_professional(*, actor: Actor, at: datetime, case_id: UUID, coming_id: UUID) -> UUID:
    """One more professional of the programme sits down at a table that goes on, from now; everyone there is told. Returns the seat's id.

    Whoever comes reads what is written for everyone at the table, for its professionals and for their own organisation; nothing told in
    confidence, and nothing that was shared with somebody by name. Done twice, they sit down once. By the team leader. Raises CourseClosed,
    NotHere, ActRefused (not in the programme, one of the citizens, the leader herself).
    """
    if _phase(actor, case_id).phase == Phase.END:
        raise CourseClosed()
    seats = [seat for seat in _seats(actor, case_id) if seat.live]
    there = [seat for seat in seats if seat.person_id == coming_id and seat.hat == Hat.PROFESSIONAL]
    if there:
        return there[0].seat_id
    seat_id: UUID = seat_person(actor=actor, case_id=case_id, person_id=coming_id, ground=ADDED)
    notify(actor=actor, person_ids=[*_people(seats), coming_id], case_id=case_id, kind=NoticeKind.NEWS)
    return seat_id


@action
def move_caseload(
    *, actor: Actor, at: datetime, case_ids: Sequence[UUID], leaving_id: UUID, coming_id: UUID, told: Told = Told.NOT_YET
) -> tuple[UUID, ...]:
    """Several courses change hands together, with one record each; all move or none. Returns the records' ids. Raises NobodyChosen."""
    if not case_ids:
        raise NobodyChosen(field="case_ids")
    batch = uuid4()
    return tuple(
        replace_professional(actor=actor, case_id=case_id, leaving_id=leaving_id, coming_id=coming_id, told=told, batch=batch)
        for case_id in dict.fromkeys(case_ids)
    )


@action
def write_read_first(*, actor: Actor, at: datetime, case_id: UUID, coming_id: UUID, body: str, item_id: UUID | None = None) -> UUID:
    """A citizen's note to who is new at her table, "please read this first": between the two of them. Returns the item's id.

    Written twice with one `item_id` (a double click), it is kept once.
    """
    if item_id is not None and words(actor=actor, item_ids=[item_id]):
        return item_id
    written = write_words(
        actor=actor, case_id=case_id, place=confidence(coming_id), kind="read_first", headline="", body=body, item_id=item_id
    )
    return written.item_id


@action
def close_case(
    *, actor: Actor, at: datetime, case_id: UUID, outcome: Outcome, seen: int, her_words: str = "", said_by_id: UUID | None = None
) -> None:
    """The course ends with its outcome, by somebody at the table or the team leader; all shares and all seats but the citizens' end.

    A meeting that is still to come is called off first, while there is somebody to tell.
    `her_words`: the outcome as the citizen says it, kept for the table with `said_by_id`; only somebody at the table can write it down.
    Raises Stale, NotThatPhase, NotHere.
    """
    now = _phase(actor, case_id)
    if now.number != seen:
        raise Stale()
    phase = next_phase(now.phase, Phase.END)
    import_string(settings.AT_A_COURSES_END)(actor=actor, case_id=case_id)
    item_id = None
    if her_words and actor.hat == Hat.PROFESSIONAL:
        item_id = write_words(
            actor=actor, case_id=case_id, place=table(), kind="outcome", headline="", body=her_words, said_by_id=said_by_id
        ).item_id
    shares = len(open_shares(actor=actor, case_id=case_id))
    _enter(actor, at, case_id, phase, now.number + 1)
    Closing.objects.create(
        id=uuid4(),
        case_id=case_id,
        outcome=str(outcome),
        item_id=item_id,
        shares_ended=shares,
        at=at,
        by_id=actor.person_id,
        by_hat=str(actor.hat),
    )
    notify(actor=actor, person_ids=_people(_seats(actor, case_id)), case_id=case_id, kind=NoticeKind.NEWS)
    end_all_seats(actor=actor, case_id=case_id)


@action
def reopen_case(*, actor: Actor, at: datetime, case_id: UUID, person_ids: Sequence[UUID], seen: int) -> None:
    """A closed course is opened again by the team leader, in the phase it was closed in; these people sit down anew.

    Raises NobodyChosen, NotThatPhase (it is not closed), Stale.
    """
    if not person_ids:
        raise NobodyChosen(field="person_ids")
    now = _phase(actor, case_id)
    if now.number != seen:
        raise Stale()
    phase = reopened_phase(now.history)
    for person_id in dict.fromkeys(person_ids):
        seat_person(actor=actor, case_id=case_id, person_id=person_id, ground="reopened")
    _enter(actor, at, case_id, phase, now.number + 1)
    notify(actor=actor, person_ids=_people(_seats(actor, case_id)), case_id=case_id, kind=NoticeKind.NEWS)


@action
def plan_end(*, actor: Actor, at: datetime, case_id: UUID, ends_on: date) -> None:
    """The day the course is planned to end, by a professional at the table or the team leader; the table is told where it changes.

    Raises EndWhen, NotThatPhase (it has ended), NotHere.
    """
    now = _phase(actor, case_id)
    if now.phase == Phase.END:
        raise NotThatPhase()
    day = end_day(ends_on, timezone.localdate(at))
    if now.chosen and now.ends_on == day:
        return
    PlannedEnd.objects.create(id=uuid4(), case_id=case_id, ends_on=day, at=at, by_id=actor.person_id, by_hat=str(actor.hat))
    others = [person for person in _people(_seats(actor, case_id)) if person != actor.person_id]
    notify(actor=actor, person_ids=others, case_id=case_id, kind=NoticeKind.NEWS)


TELEPHONE_LENGTH = 40


@action
def name_bridge(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    name: str,
    organisation: str,
    telephone: str,
    until_on: date,
    rings_on: date | None = None,
    person_id: UUID | None = None,
    item_id: UUID | None = None,
) -> UUID:
    """Whom the citizen can ring after the course is named, by a professional at the table; everyone there reads it. Returns the item's id.

    `person_id`: a professional who sits there; their own number is taken where it is known, whatever was written. Who was named before
    counts no more, and neither does a yes to them. Done twice with one `item_id`, it is kept once. Raises BridgeWhen, TextMissing,
    TextTooLong, NotHere (also for a course that ended).
    """
    if item_id is not None and BridgeContact.objects.filter(item_id=item_id, case_id=case_id).exists():
        return item_id
    seats = [seat for seat in _seats(actor, case_id) if seat.live]
    mine = any(seat.person_id == actor.person_id and seat.hat == Hat.PROFESSIONAL for seat in seats)
    if not mine or (person_id and not any(seat.person_id == person_id and seat.hat == Hat.PROFESSIONAL for seat in seats)):
        raise NotHere()
    bridge_days(until_on, rings_on, timezone.localdate(at))
    telephone = next((seat.phone for seat in seats if person_id and seat.person_id == person_id and seat.phone), telephone)
    who, where, number = clean_headline(name, NAME_LENGTH), clean_line(organisation, NAME_LENGTH), clean_line(telephone, TELEPHONE_LENGTH)
    said = ", ".join(part for part in (where, number) if part)
    written = write_words(actor=actor, case_id=case_id, place=table(), kind="bridge", headline=who, body=said, item_id=item_id)
    BridgeContact.objects.create(
        item_id=written.item_id,
        scope_id=written.scope_id,
        wall=written.wall,
        case_id=case_id,
        person_id=person_id,
        name=who,
        organisation=where,
        telephone=number,
        until_on=until_on,
        rings_on=rings_on,
        at=at,
    )
    notify(actor=actor, person_ids=[one for one in _people(seats) if one != actor.person_id], case_id=case_id, kind=NoticeKind.NEWS)
    return written.item_id


@action
def answer_bridge(
    *, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, yes: bool, for_id: UUID | None = None, how: Said = Said.SELF
) -> None:
    """A citizen says yes or no to who was named, herself or (`for_id`, `how`) to a professional who notes it; the table reads it.

    The one it is noted for is told. Raises NotThatBridge (another is named by now), SaidThemselves, YesToYourself, NotHere.
    """
    found: BridgeView | None = bridge_of(actor=actor, case_id=case_id)
    if found is None:
        raise NotHere()
    if found.item_id != item_id:
        raise NotThatBridge()
    seats = [seat for seat in _seats(actor, case_id) if seat.live]
    citizens = [seat.person_id for seat in seats if seat.hat == Hat.CITIZEN]
    person_id = actor.person_id if actor.hat == Hat.CITIZEN else for_id
    noted = actor.hat != Hat.CITIZEN
    if person_id not in citizens or (noted and how == Said.SELF):
        raise NotHere()
    before = found.answers.get(person_id)
    if before is not None and before.yes == yes and (noted or before.how == Said.SELF):
        return  # a double click; a yes noted for her stays hers until she says it, or says no, herself
    if noted and before is not None and before.how == Said.SELF:
        raise SaidThemselves()
    if noted and yes and found.person_id == actor.person_id:
        raise YesToYourself()
    scope = BridgeContact.objects.filter(item_id=item_id).values("scope_id", "wall")[0]
    kept = Said(how) if noted else Said.SELF
    BridgeAnswer.objects.create(
        id=uuid4(), contact_id=item_id, person_id=person_id, yes=yes, how=kept, by_id=actor.person_id, at=at, **scope
    )
    told = [seat.person_id for seat in seats if seat.hat == Hat.PROFESSIONAL and seat.person_id != actor.person_id]
    notify(actor=actor, person_ids=[*told, person_id] if noted else told, case_id=case_id, kind=NoticeKind.NEWS)
