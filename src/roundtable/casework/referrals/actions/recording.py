"""The rows every act leaves: one event, and a yes or no of each citizen."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from roundtable.casework.referrals.models import ReferralConsent, ReferralEvent
from roundtable.casework.referrals.queries import Standing, standing
from roundtable.casework.referrals.rules.draft import CheckAnswer, ConsentHow, store_checks
from roundtable.casework.referrals.rules.states import ReferralAct, ReferralState, next_state
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import Stale


def look(actor: Actor, case_id: UUID, act: ReferralAct, seen: int, reason: str = "") -> tuple[Standing, ReferralState]:
    """Where the referral stands and where the act leads. Raises NotHere, Stale, and what `next_state` raises."""
    now: Standing = standing(actor=actor, case_id=case_id)
    state = next_state(now.state, act, str(actor.hat), reason)
    if now.number != seen:
        raise Stale()
    return now, state


def record_event(
    actor: Actor,
    at: datetime,
    referral_id: UUID,
    case_id: UUID,
    number: int,
    act: ReferralAct,
    state: ReferralState,
    *,
    item_id: UUID | None = None,
    shown_id: UUID | None = None,
    checks: Sequence[CheckAnswer] = (),
) -> None:
    """One more event; Stale where somebody else was quicker."""
    try:
        with transaction.atomic(using=current().alias):
            ReferralEvent.objects.create(
                id=uuid4(),
                referral_id=referral_id,
                case_id=case_id,
                number=number,
                act=str(act),
                state=str(state),
                item_id=item_id,
                shown_id=shown_id,
                checks=store_checks(checks),
                at=at,
                by_id=actor.person_id,
                by_hat=str(actor.hat),
            )
    except IntegrityError:
        raise Stale() from None


def record_consent(
    actor: Actor,
    at: datetime,
    referral_id: UUID,
    case_id: UUID,
    citizen_id: UUID,
    how: ConsentHow,
    on_day: date,
    item_id: UUID,
    version: str,
) -> None:
    """A yes or a no of this citizen to this exact text."""
    ReferralConsent.objects.create(
        id=uuid4(),
        referral_id=referral_id,
        case_id=case_id,
        citizen_id=citizen_id,
        how=str(how),
        on_day=on_day,
        item_id=item_id,
        text_version=version,
        at=at,
        by_id=actor.person_id,
        by_hat=str(actor.hat),
    )


def write_reason(actor: Actor, case_id: UUID, reason: str) -> UUID:
    """The reason, for everyone at the table, the referrer and the citizen included. Returns the item's id."""
    written = write_words(actor=actor, case_id=case_id, place=table(), kind="referral_answer", body=reason)
    return written.item_id


def tell_the_table(actor: Actor, case_id: UUID) -> tuple[SeatView, ...]:
    """Everyone with a live seat gets a notice. Returns the live seats."""
    found: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    live = tuple(seat for seat in found if seat.live)
    notify(actor=actor, person_ids=[seat.person_id for seat in live], case_id=case_id, kind=NoticeKind.NEWS)
    return live
