"""The citizen's own yes to her referral, and her no, at any time; and a later yes that somebody notes for her."""

from datetime import date, datetime
from uuid import UUID

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.referrals.actions.recording import look, record_consent, record_event, tell_the_table, write_reason
from roundtable.casework.referrals.queries import LATER, ReferralView, referral_of
from roundtable.casework.referrals.rules.draft import RECORDED, ConsentHow, check_yes_day
from roundtable.casework.referrals.rules.states import TAKES_A_YES, NoStands, NotThatState, NotYours, ReferralAct, ReferralState
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.seats.actions import end_intake
from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import NotHere, Stale

OWN_VERSION = "own"


@action
def confirm_referral(*, actor: Actor, at: datetime, case_id: UUID, text_item_id: UUID) -> None:
    """The citizen confirms by herself the yes that was recorded for her, to exactly this text. Said twice, it stands once.

    `text_item_id`: the text she looked at. Raises NotYours for anybody else, Stale where the text was replaced meanwhile, NotThatState
    once the referral was declined, withdrawn or answered by her with a no.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYours()
    view: ReferralView = referral_of(actor=actor, case_id=case_id)
    if view.text_item_id != text_item_id:
        raise Stale()
    before = view.consent_of(actor.person_id)
    if before is not None and before.how == ConsentHow.CONFIRMED:
        return
    if view.state not in TAKES_A_YES:
        raise NotThatState()
    record_consent(
        actor,
        at,
        view.referral_id,
        case_id,
        actor.person_id,
        ConsentHow.CONFIRMED,
        local_date(at, view.time_zone),
        text_item_id,
        OWN_VERSION,
    )
    tell_the_table(actor, case_id)


@action
def note_later_yes(*, actor: Actor, at: datetime, case_id: UUID, citizen_id: UUID, text_item_id: UUID, on_day: date) -> None:
    """A professional at the table read the text to the citizen on the telephone and she said yes: recorded as that, not as her own word.

    It stays open until she confirms it herself. `text_item_id`: the text that was read. Raises NotYours, ConsentTooLate, Stale,
    NotThatState; NotHere for who is no citizen of the case, and once she has said yes or no herself nothing is added.
    """
    if actor.hat != Hat.PROFESSIONAL:
        raise NotYours()
    view: ReferralView = referral_of(actor=actor, case_id=case_id)
    if view.text_item_id != text_item_id:
        raise Stale()
    if citizen_id not in {citizen.person_id for citizen in view.citizens}:
        raise NotHere()
    check_yes_day(on_day, local_date(at, view.time_zone))
    before = view.consent_of(citizen_id)
    if before is not None and before.how not in RECORDED:
        return
    if view.state not in TAKES_A_YES:
        raise NotThatState()
    record_consent(actor, at, view.referral_id, case_id, citizen_id, ConsentHow.ORALLY, on_day, text_item_id, LATER)
    tell_the_table(actor, case_id)


@action
def say_no(*, actor: Actor, at: datetime, case_id: UUID, seen: int, words: str = "") -> None:
    """The citizen says no, before or after acceptance; everyone is told, and her words, if she wrote some, are for everyone at the table.

    Before acceptance intake ends. After it those at the table close the course with her: the no stands from this moment. Where the course
    has ended nobody sits there to hear it. Raises NotYours, NoStands for her second no, NotThatState, Stale.
    """
    try:
        now, state = look(actor, case_id, ReferralAct.SAY_NO, seen)
    except NotThatState:
        view: ReferralView = referral_of(actor=actor, case_id=case_id)
        if (view.events[-1].act, view.events[-1].by_id) != (ReferralAct.SAY_NO, actor.person_id):
            raise
        raise NoStands() from None
    if course_ended(actor=actor, case_id=case_id):
        raise NotThatState()
    item_id = write_reason(actor, case_id, words) if words.strip() else None
    record_event(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.SAY_NO, state, item_id=item_id)
    record_consent(
        actor, at, now.referral_id, case_id, actor.person_id, ConsentHow.NO, local_date(at, now.time_zone), now.text_item_id, OWN_VERSION
    )
    tell_the_table(actor, case_id)
    if now.state != ReferralState.ACCEPTED:
        end_intake(actor=actor, case_id=case_id, accepted=False)
