"""A member of the programme writes a referral, sends it, sends it again, takes it back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from roundtable.casework.referrals.actions.recording import look, record_consent, record_event, tell_the_table, write_reason
from roundtable.casework.referrals.models import Referral
from roundtable.casework.referrals.queries import my_drafts, referral_of
from roundtable.casework.referrals.rules.draft import (
    SEND_AGAIN_WITH_A_YES,
    WHO_READS,
    CheckAnswer,
    ConsentHow,
    ConsentMissing,
    NewCitizen,
    NotAsked,
    ReferralDraft,
    check_ready,
    to_json,
)
from roundtable.casework.referrals.rules.states import NotYours, ReferralAct, ReferralState, next_state
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.people.actions import complete_person, enrol_person
from roundtable.ground.programmes.queries import ProgrammeTexts, my_programmes
from roundtable.ground.seats.actions import Written, discard_draft, end_intake, open_case, write_words
from roundtable.ground.seats.rules import draft as only_me
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import shortened


class NoSuchProgramme(Refusal):
    """One refers to a programme one works in."""

    code = "no_such_programme"
    message = gettext_noop(
        "You do not work in this programme now, so you cannot send a referral to it. Choose another, or ask its team leader."
    )


@dataclass(frozen=True)
class SentReferral:
    """What a sent referral became."""

    referral_id: UUID
    case_id: UUID
    citizen_ids: tuple[UUID, ...]


@action
def write_referral(*, actor: Actor, at: datetime, draft: ReferralDraft, item_id: UUID, replaces: UUID | None = None) -> UUID:
    """A referral is kept as a draft, sealed for its writer alone; nobody it names enters the house. Returns the draft's id.

    `replaces`: the draft it was before. Written twice with one `item_id` (a double click), it is kept once.
    """
    if my_drafts(actor=actor, item_id=item_id):
        return item_id
    written: Written = write_words(
        actor=actor,
        case_id=None,
        place=only_me(),
        kind="referral_draft",
        headline=shortened(draft.names, 200),
        body=to_json(draft),
        item_id=item_id,
    )
    if replaces is not None and replaces != item_id and my_drafts(actor=actor, item_id=replaces):
        discard_draft(actor=actor, item_id=replaces)
    return written.item_id


@action
def discard_referral_draft(*, actor: Actor, at: datetime, item_id: UUID) -> None:
    """A draft is thrown away. Raises NotHere for anything else."""
    discard_draft(actor=actor, item_id=item_id)


@action
def send_referral(
    *,
    actor: Actor,
    at: datetime,
    referral_id: UUID,
    programme_id: UUID,
    citizens: Sequence[NewCitizen],
    text: str,
    checks: Sequence[CheckAnswer] = (),
    draft_id: UUID | None = None,
) -> SentReferral:
    """The referral leaves: its citizens enter the house, its case opens, intake and citizens are told. Sent twice, it leaves once.

    `citizens`: each with the yes recorded from this person. Raises NoSuchProgramme, NotYours, and what `check_ready` raises.
    """
    draft = ReferralDraft(programme_id, tuple(citizens), text, tuple(checks))
    state = next_state(ReferralState.DRAFT, ReferralAct.SEND, str(actor.hat))
    programme = _programme(actor, programme_id)
    check_ready(draft, at, programme.time_zone)
    sent = _already(actor, referral_id)
    if sent is not None:
        return sent
    try:
        with transaction.atomic(using=current().alias):
            made = _send(actor, at, referral_id, draft, programme, state)
            if draft_id is not None and my_drafts(actor=actor, item_id=draft_id):
                discard_draft(actor=actor, item_id=draft_id)
    except IntegrityError:  # the other click of a double click was a moment quicker
        sent = _already(actor, referral_id)
        if sent is None:
            raise
        return sent
    return made


def _programme(actor: Actor, programme_id: UUID) -> ProgrammeTexts:
    found: tuple[ProgrammeTexts, ...] = my_programmes(actor=actor)
    for programme in found:
        if programme.id == programme_id:
            return programme
    raise NoSuchProgramme(field="programme_id")


def _already(actor: Actor, referral_id: UUID) -> SentReferral | None:
    row = Referral.objects.filter(id=referral_id, referrer_id=actor.person_id).first()
    if row is None:
        return None
    citizens = Referral.objects.filter(id=referral_id, case__seat__hat="citizen").values_list("case__seat__person_id", flat=True)
    return SentReferral(row.id, row.case_id, tuple(citizens))


def _send(
    actor: Actor, at: datetime, referral_id: UUID, draft: ReferralDraft, programme: ProgrammeTexts, state: ReferralState
) -> SentReferral:
    case_id = uuid5(referral_id, "case")
    citizen_ids = tuple(
        enrol_person(
            actor=actor,
            given_name=citizen.given_name,
            family_name=citizen.family_name,
            phone=citizen.phone,
            email=citizen.email,
            born_on=citizen.born_on,
        )
        for citizen in draft.citizens
    )
    open_case(actor=actor, programme_id=programme.id, citizen_ids=list(citizen_ids), case_id=case_id)
    Referral.objects.create(
        id=referral_id,
        case_id=case_id,
        programme_id=programme.id,
        referrer_id=actor.person_id,
        organisation_id=programme.organisation_id,
        authority=actor.authority,
        sent_at=at,
    )
    _write_text(actor, at, referral_id, case_id, 1, ReferralAct.SEND, state, draft, programme, citizen_ids)
    tell_the_table(actor, case_id)
    return SentReferral(referral_id, case_id, citizen_ids)


def _write_text(
    actor: Actor,
    at: datetime,
    referral_id: UUID,
    case_id: UUID,
    number: int,
    act: ReferralAct,
    state: ReferralState,
    draft: ReferralDraft,
    programme: ProgrammeTexts,
    citizen_ids: Sequence[UUID],
) -> None:
    """The exact text, what was shown about a yes and a no, the event, and the recorded yes of each citizen to this text."""
    text: Written = write_words(
        actor=actor, case_id=case_id, place=table(), kind="referral", headline=shortened(draft.names, 200), body=draft.text
    )
    shown: Written = write_words(
        actor=actor,
        case_id=case_id,
        place=table(),
        kind="referral_consent",
        headline=programme.consent_version,
        body=f"{programme.consent_text}\n\n{_(WHO_READS)}\n\n{programme.if_no_text}",
    )
    record_event(actor, at, referral_id, case_id, number, act, state, item_id=text.item_id, shown_id=shown.item_id, checks=draft.checks)
    for citizen_id, citizen in zip(citizen_ids, draft.citizens, strict=True):
        assert citizen.consent_how is not None
        assert citizen.consent_on is not None
        record_consent(
            actor, at, referral_id, case_id, citizen_id, citizen.consent_how, citizen.consent_on, text.item_id, programme.consent_version
        )


@action
def send_again(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    seen: int,
    text: str,
    consents: Sequence[tuple[ConsentHow | None, date | None]],
    checks: Sequence[CheckAnswer] = (),
    contacts: Sequence[tuple[str, str, date | None]] = (),
) -> None:
    """A returned referral is sent again with its new text, to which each citizen's yes is recorded anew; the old text stays beside it.

    `seen`: the number of the event the person looked at. `consents`: how and when each said yes, in the order of `referral_of`; who has
    none has not been asked. `contacts`: telephone, e-mail and day of birth of each, in that order, where something is added.
    Raises NotYours, NotThatState, Stale, and what `send_referral` raises.
    """
    now, state = look(actor, case_id, ReferralAct.SEND_AGAIN, seen)
    if now.referrer_id != actor.person_id:
        raise NotYours()
    programme = _programme(actor, now.programme_id)
    before = referral_of(actor=actor, case_id=case_id)
    answers = [*consents, *[(None, None)] * len(before.citizens)]
    citizens = tuple(
        NewCitizen(citizen.name, consent_how=how, consent_on=on)
        for citizen, (how, on) in zip(before.citizens, answers[: len(before.citizens)], strict=True)
    )
    draft = ReferralDraft(now.programme_id, citizens, text, tuple(checks))
    try:
        check_ready(draft, at, programme.time_zone)
    except (ConsentMissing, NotAsked) as no:
        raise type(no)(SEND_AGAIN_WITH_A_YES, field=no.field) from None  # there is no draft to keep: it has been sent before
    if not checks:
        draft = replace(draft, checks=before.checks)
    for citizen, (phone, email, born_on) in zip(before.citizens, contacts, strict=False):
        if (phone, email, born_on) != (citizen.phone, citizen.email, citizen.born_on):
            complete_person(actor=actor, case_id=case_id, person_id=citizen.person_id, phone=phone, email=email, born_on=born_on)
    citizen_ids = [citizen.person_id for citizen in before.citizens]
    _write_text(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.SEND_AGAIN, state, draft, programme, citizen_ids)
    tell_the_table(actor, case_id)


@action
def withdraw_referral(*, actor: Actor, at: datetime, case_id: UUID, seen: int, reason: str = "") -> None:
    """Who sent a referral takes it back before it is answered; everyone is told, and intake ends. Raises NotYours, NotThatState, Stale."""
    now, state = look(actor, case_id, ReferralAct.WITHDRAW, seen)
    if now.referrer_id != actor.person_id:
        raise NotYours()
    item_id = write_reason(actor, case_id, reason) if reason.strip() else None
    record_event(actor, at, now.referral_id, case_id, now.number + 1, ReferralAct.WITHDRAW, state, item_id=item_id)
    tell_the_table(actor, case_id)
    end_intake(actor=actor, case_id=case_id, accepted=False)
