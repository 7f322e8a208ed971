"""The team leader, as intake, answers a referral; everyone at the table reads the answer and its reason."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from roundtable.casework.cases.actions import start_case
from roundtable.casework.referrals.actions.recording import look, record_event, tell_the_table, write_reason
from roundtable.casework.referrals.models import ReferralLink
from roundtable.casework.referrals.queries import standing
from roundtable.casework.referrals.rules.states import ReferralAct
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.seats.actions import end_intake, seat_person
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.kernel.refusal import Refusal, gettext_noop


class NobodySeated(Refusal):
    """A course needs somebody at its table."""

    code = "nobody_seated"
    message = gettext_noop("Choose who sits down at this table. A pair is one from each organisation.")


class OneSide(Refusal):
    """A joint plan needs two organisations, or a word about who is still to come."""

    code = "one_side"
    message = gettext_noop(
        "You chose people of one organisation only, and a joint plan needs two. Choose somebody of another one too,"
        " or write below who is still to come. You can add people to the table later."
    )


class SameReferral(Refusal):
    """A referral is not linked with itself."""

    code = "same_referral"
    message = gettext_noop("Choose another referral to link this one with.")


@action
def accept_referral(*, actor: Actor, at: datetime, case_id: UUID, person_ids: Sequence[UUID], seen: int, to_come: str = "") -> None:
    """The referral is accepted: these people sit down, the course begins, everyone is told; intake and the referrer's own seat end.

    `to_come`: who is still to come, for everyone at the table to read; needed where all who sit down are of one organisation.
    Raises NobodySeated, OneSide, NotThatState, Stale, ActRefused (somebody does not work in the programme).
    """
    now, state = look(actor, case_id, ReferralAct.ACCEPT, seen)
    if not person_ids:
        raise NobodySeated(field="people")
    for person_id in dict.fromkeys(person_ids):
        seat_person(actor=actor, case_id=case_id, person_id=person_id)
    if not to_come.strip() and len(_sides(actor, case_id)) < 2:
        raise OneSide(field="to_come")
    item_id = write_reason(actor, case_id, to_come) if to_come.strip() else None
    record_event(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.ACCEPT, state, item_id=item_id)
    start_case(actor=actor, case_id=case_id)
    tell_the_table(actor, case_id)
    end_intake(actor=actor, case_id=case_id, accepted=True)


def _sides(actor: Actor, case_id: UUID) -> set[UUID | None]:
    """The organisations of those who have sat down; who only wrote the referral gets up now."""
    seats: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    return {seat.organisation_id for seat in seats if seat.live and seat.hat == Hat.PROFESSIONAL and seat.ground != "referral"}


@action
def decline_referral(*, actor: Actor, at: datetime, case_id: UUID, seen: int, reason: str) -> None:
    """The referral is not accepted, with a reason that the referrer and the citizen read. Raises ReasonMissing, NotThatState, Stale."""
    now, state = look(actor, case_id, ReferralAct.DECLINE, seen, reason)
    item_id = write_reason(actor, case_id, reason)
    record_event(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.DECLINE, state, item_id=item_id)
    tell_the_table(actor, case_id)
    end_intake(actor=actor, case_id=case_id, accepted=False)


@action
def return_referral(*, actor: Actor, at: datetime, case_id: UUID, seen: int, reason: str) -> None:
    """The referral goes back for what is missing; the referrer sends it again. Raises ReasonMissing, NotThatState, Stale."""
    now, state = look(actor, case_id, ReferralAct.RETURN, seen, reason)
    item_id = write_reason(actor, case_id, reason)
    record_event(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.RETURN, state, item_id=item_id)
    tell_the_table(actor, case_id)


@action
def link_referrals(*, actor: Actor, at: datetime, case_id: UUID, other_case_id: UUID, linked: bool) -> None:
    """A team leader says that two referrals are about one person, or takes it back; nothing is merged. Raises SameReferral, NotHere."""
    if case_id == other_case_id:
        raise SameReferral(field="other_case_id")
    for one in (case_id, other_case_id):
        standing(actor=actor, case_id=one)
    first, second = sorted((case_id, other_case_id))
    ReferralLink.objects.create(
        id=uuid4(), case_id=first, other_case_id=second, linked=linked, at=at, by_id=actor.person_id, by_hat=str(actor.hat)
    )
