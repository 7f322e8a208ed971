"""The citizen shares exactly what she saw in the preview, with one person, until a day; and takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4, uuid5

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.queries.shares import Days, ShareState, days, share
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import wrap_for
from roundtable.ground.seats.queries import SeatView, rows, seats_on
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop

TEXT_VERSION = "share-1"
"""Names the sentences of the preview page she said yes to; a changed sentence gets a new number. The words themselves never stand
here."""
PURPOSES = ("meeting", "plan", "work", "treatment", "support", "say")


class UntilOutOfRange(Refusal):
    """A yes lasts from today, for a year at most."""

    code = "until_out_of_range"
    message = gettext_noop("Choose a day from today on, at most a year away.")


class UnknownPurpose(Refusal):
    """What something is shared for comes from a short list."""

    code = "unknown_purpose"
    message = gettext_noop("Choose what it is for.")


class NotSomebodyElse(Refusal):
    """Sharing is with somebody else who sits at the table now."""

    code = "not_somebody_else"
    message = gettext_noop("Choose somebody who sits at the table now.")


@dataclass(frozen=True)
class Released:
    """What was shared, and until when (half-open). `waiting`: nobody reads it yet, because others it is about have not said yes."""

    disclosure_id: UUID
    until_at: datetime
    waiting: bool = False


@action
def release_items(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    item_ids: Sequence[UUID],
    to_seat_id: UUID,
    purpose: str,
    until_on: date | None = None,
    how: str = "signed",
    once: UUID | None = None,
) -> Released:
    """Exactly these items are open to one person at the table until the end of a day; later ones never are. By the citizen they are
    about. What is about several people is open when each of them has said yes; texts about different people are shared separately.

    `until_on` is a local day, at most a year away; without one, the programme's end. `how`: signed, or orally where a professional who
    holds
    them notes her yes. `once` makes a second click the same act. Raises UntilOutOfRange, UnknownPurpose, NotSomebodyElse, ActRefused,
    NotHere.
    """
    if purpose not in PURPOSES:
        raise UnknownPurpose(field="purpose")
    span: Days = days(actor=actor, case_id=case_id)
    until_on = until_on or span.usual
    if not span.today <= until_on <= span.latest:
        raise UntilOutOfRange(field="until")
    seat = receiving_seat(actor, case_id, to_seat_id)
    disclosure_id, until_at = id_once(actor, case_id, once), span.end_of(until_on)
    act("lock_case", [case_id])
    if not rows("SELECT 1 FROM seats_disclosure WHERE id = %s", [disclosure_id]):
        for number, ids in enumerate(_by_circle(item_ids)):
            one_id = uuid5(disclosure_id, str(number)) if number else disclosure_id
            act("disclose", [one_id, ids, to_seat_id, purpose, TEXT_VERSION, until_at, how])
            open_for(actor, ids, seat)
            missing = _missing(one_id)
            notify(actor=actor, person_ids=missing or [seat.person_id], case_id=case_id, kind=NoticeKind.NEWS)
    return Released(disclosure_id, until_at, bool(_missing(disclosure_id)))


def _by_circle(item_ids: Sequence[UUID]) -> list[list[UUID]]:
    """The items, those about the same people together; widest circle last. What the actor cannot see is left for the act to refuse."""
    ids = list(dict.fromkeys(item_ids))
    about = {row[0]: tuple(sorted(map(str, row[1]))) for row in rows("SELECT id, about FROM seats_item WHERE id = ANY (%s)", [ids])}
    circles: dict[tuple[str, ...], list[UUID]] = {}
    for item_id in ids:
        circles.setdefault(about.get(item_id, ()), []).append(item_id)
    return [circles[circle] for circle in sorted(circles, key=lambda people: (len(people), people))] or [[]]


def _missing(disclosure_id: UUID) -> list[UUID]:
    """Whose yes is not there yet."""
    found = rows(
        "SELECT a FROM seats_disclosure d, unnest(d.about) a WHERE d.id = %s AND d.basis = 'consent'"
        " AND NOT EXISTS (SELECT FROM seats_disclosureyes y WHERE y.disclosure_id = d.id AND y.person_id = a)",
        [disclosure_id],
    )
    return [row[0] for row in found]


@action
def agree_to_release(*, actor: Actor, at: datetime, case_id: UUID, disclosure_id: UUID) -> bool:
    """Another person it is about says yes too; the last yes opens it, and the receiver is told. Returns whether it is open now.

    Raises NotHere for who has nothing to say to it, ActRefused: `not_open_to_yes` once it was taken back or is over.
    """
    if actor.hat not in (Hat.CITIZEN, Hat.REPRESENTATIVE):
        raise NotHere()
    found = share(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
    complete = bool(act("agree", [disclosure_id])[0][0])
    if actor.person_id in found.missing:
        told = [found.given_by_id, *([found.to_person_id] if complete else [])]
        notify(actor=actor, person_ids=told, case_id=case_id, kind=NoticeKind.NEWS)
    return complete


def id_once(actor: Actor, case_id: UUID, once: UUID | None) -> UUID:
    """The id of what a form makes: the same for a second click, and never one that exists for somebody else, whatever token was sent."""
    return uuid5(once, f"{actor.person_id}/{case_id}") if once else uuid4()


def receiving_seat(actor: Actor, case_id: UUID, seat_id: UUID) -> SeatView:
    """The seat something is meant for: live, of this case, not the actor's own. One statement."""
    seats: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    if not seats:
        raise NotHere()
    for seat in seats:
        if seat.seat_id == seat_id and seat.live and seat.person_id != actor.person_id and seat.hat != "intake":
            return seat
    raise NotSomebodyElse(field="to")


def open_for(actor: Actor, item_ids: Sequence[UUID], seat: SeatView) -> None:
    """Sealed words open for the receiver: their keys are sealed for the ring of the receiver's hat."""
    ring = "citizen" if seat.hat in ("citizen", "companion", "representative") else "authority" if seat.authority else "care"
    wrap_for(actor=actor, item_ids=item_ids, ring=ring)


@action
def withdraw_release(*, actor: Actor, at: datetime, case_id: UUID, disclosure_id: UUID) -> None:
    """A share is taken back: from the next moment on the other reads none of it. By the citizen it is about; or a professional notes that
    she said so by telephone or on paper, who noted her yes or sits in the scope of all of it. Then she hears that there is news.

    What was shared on a rule of law stays: ActRefused (`by_law`; `not_yours` for who receives it). NotHere for what the actor may not know
    of. What is over already stays as it ended: nothing is written of it, and nobody is told.
    """
    found = share(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
    act("withdraw", [disclosure_id])
    if found.state not in (ShareState.LIVE, ShareState.WAITING):
        return
    told = [found.to_person_id] if found.live else [found.given_by_id] if found.missing else []
    if actor.hat == Hat.PROFESSIONAL:
        told += [row[0] for row in rows("SELECT unnest(about) FROM seats_disclosure WHERE id = %s", [disclosure_id])]
    notify(actor=actor, person_ids=told, case_id=case_id, kind=NoticeKind.NEWS)
