"""Sharing one entry on a rule of law: decided by who holds it, signed by a second person of the same organisation, told to the
citizen."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.access.keys import RING_OF_LOGIN
from roundtable.ground.disclosure.actions.releases import UntilOutOfRange, id_once, open_for, receiving_seat
from roundtable.ground.disclosure.queries.shares import Days, days
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import wrap_for, write_words
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.ground.seats.rules import side
from roundtable.kernel.calendar import add_working_days, holidays_of, local_date
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class NecessityMissing(Refusal):
    """The paragraph alone is no reason."""

    code = "necessity_missing"
    message = gettext_noop("Write in your own words why it is necessary to share this, and why nothing less would do.")


class DeferralIncomplete(Refusal):
    """Telling later needs a day and its own ground."""

    code = "deferral_incomplete"
    message = gettext_noop(
        "Telling the citizen later needs two things. One is a day, at most 90 days away. The other is the rule of law that allows it."
    )


@dataclass(frozen=True)
class SharedByLaw:
    """What was set going. `sign_by`: until when an urgent one waits for the second signature; `told_from`: when the citizen is told,
    None at once."""

    disclosure_id: UUID
    urgent: bool
    sign_by: datetime | None
    told_from: datetime | None


def end_of_next_working_day(at: datetime, zone: str, is_holiday: Callable[[date], bool]) -> datetime:
    """The first moment after the next working day in a place, and never more than six days from now, which is the database's own limit.

    >>> from datetime import UTC
    >>> end_of_next_working_day(datetime(2026, 11, 20, 15, tzinfo=UTC), "Europe/Copenhagen", lambda day: False).isoformat()
    '2026-11-24T00:00:00+01:00'
    """
    day = add_working_days(local_date(at, zone), 1, is_holiday)
    end = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=ZoneInfo(zone))
    return min(end, at + timedelta(days=6))


@action
def disclose_on_ground(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    item_id: UUID,
    to_seat_id: UUID,
    paragraph: str,
    necessity: str,
    countersigner_id: UUID,
    until_on: date,
    urgent: bool = False,
    tell_later: bool = False,
    tell_on: date | None = None,
    deferral_ground: str = "",
    once: UUID | None = None,
) -> SharedByLaw:
    """One entry goes to one person of another organisation on a rule of law. It opens when a second person has signed; an urgent one
    at once,
    and closes again if nobody has signed by the end of the next working day. The citizen is told at once, or on `tell_on` with its own
    ground.

    Days are local. Raises NecessityMissing, DeferralIncomplete, UntilOutOfRange, NotSomebodyElse, NotHere, and ActRefused
    (`no_paragraph`,
    `countersigner`, `own_side`, `not_yours`, `not_at_table`).
    """
    if not necessity.strip():
        raise NecessityMissing(field="necessity")
    span: Days = days(actor=actor, case_id=case_id)
    if not span.today <= until_on <= span.latest:
        raise UntilOutOfRange(field="until")
    told_from = _told_from(span, tell_later, tell_on, deferral_ground)
    seat = receiving_seat(actor, case_id, to_seat_id)
    sign_by = end_of_next_working_day(at, span.time_zone, holidays_of(span.country)) if urgent else None
    disclosure_id = id_once(actor, case_id, once)
    act("lock_case", [case_id])
    if not rows("SELECT 1 FROM seats_disclosure WHERE id = %s", [disclosure_id]):
        about = _about(actor, case_id, item_id)
        reason = write_words(actor=actor, case_id=case_id, place=side(about), kind="law_reason", headline=paragraph, body=necessity)
        until_at, later = span.end_of(until_on), deferral_ground if told_from else ""
        signer = [countersigner_id, urgent, sign_by, until_at, told_from, later]
        act("disclose_by_law", [disclosure_id, [item_id], to_seat_id, paragraph, reason.item_id, *signer])
        open_for(actor, [item_id], seat)
        wrap_for(actor=actor, item_ids=[item_id], ring=RING_OF_LOGIN[str(actor.login)])  # who signs second may sit in no scope of it
        people = [countersigner_id, *([] if told_from else about), *([seat.person_id] if urgent else [])]
        notify(actor=actor, person_ids=people, case_id=case_id, kind=NoticeKind.NEWS)
    return SharedByLaw(disclosure_id, urgent, sign_by, told_from)


def _about(actor: Actor, case_id: UUID, item_id: UUID) -> tuple[UUID, ...]:
    found: tuple[Words, ...] = words(actor=actor, case_id=case_id, item_ids=[item_id])
    if not found or not (found[0].headline or found[0].body):  # what holds no words is nothing to share
        raise NotHere()
    return found[0].about


def _told_from(span: Days, tell_later: bool, tell_on: date | None, deferral_ground: str) -> datetime | None:
    """The first moment of the day she is told; None for at once."""
    if not tell_later and tell_on is None and not deferral_ground.strip():
        return None
    if tell_on is None or not deferral_ground.strip() or not span.today < tell_on <= span.today + timedelta(days=89):
        raise DeferralIncomplete(field="tell_on")
    return span.end_of(tell_on - timedelta(days=1))


@action
def countersign(*, actor: Actor, at: datetime, disclosure_id: UUID, yes: bool) -> None:
    """The second person of the holder's organisation signs, and it opens; or says no, and it never does. NotHere for anybody else.

    Raises ActRefused (`already_answered`). The actor's purpose is COUNTERSIGN.
    """
    found = rows(
        "SELECT d.case_id, d.given_by_id, d.about, d.told_from IS NOT NULL AND d.told_from > now(), a.to_person FROM seats_disclosure d"
        " LEFT JOIN guard.asked_to_countersign() a ON a.disclosure_id = d.id WHERE d.id = %s AND d.countersigner_id = %s",
        [disclosure_id, actor.person_id],
    )
    if not found or actor.purpose != Purpose.COUNTERSIGN:
        raise NotHere()
    case_id, given_by_id, about, later, to_person_id = found[0]
    act("countersign", [disclosure_id, yes])
    told = [*([] if later else about), *([to_person_id] if yes and to_person_id else [])]
    notify(actor=actor, person_ids=[given_by_id, *told], case_id=case_id, kind=NoticeKind.NEWS)
