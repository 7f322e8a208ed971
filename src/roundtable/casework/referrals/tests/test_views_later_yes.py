"""A yes said on the telephone after the referral was sent: noted as that, and open until the citizen confirms it herself."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast

from roundtable.casework.referrals.actions import (
    accept_referral,
    confirm_referral,
    decline_referral,
    note_later_yes,
    say_no,
    withdraw_referral,
)
from roundtable.casework.referrals.queries import referral_of, unconfirmed
from roundtable.casework.referrals.rules.draft import ConsentTooLate
from roundtable.casework.referrals.rules.states import NotThatState, NotYours
from roundtable.casework.referrals.tests.test_views import client_of, of, send
from roundtable.ground.access.actor import Actor, Hat
from roundtable.kernel.refusal import NotHere, Stale


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def referred(cast: Cast) -> tuple[UUID, UUID, UUID]:
    """An accepted referral with Bo and Cleo at the table: case, citizen, text."""
    case_id, citizen_id = send(cast)
    people = [cast.bo.person_id, cast.cleo.person_id]
    accept_referral(actor=cast.gro.intake(case_id), case_id=case_id, person_ids=people, seen=1)
    return case_id, citizen_id, referral_of(actor=cast.bo.on(case_id), case_id=case_id).text_item_id


def test_bo_notes_a_yes_by_telephone_and_it_is_shown_so_until_she_confirms(cast: Cast) -> None:
    case_id, citizen_id, text_id = referred(cast)
    bo, address = of(cast.bo), reverse("referral", args=[case_id])
    assert "said yes on the telephone" in bo.get(address).content.decode()
    today = timezone.localdate()
    sent = {"citizen": citizen_id, "text": text_id, "on": f"{today.day}.{today.month}.{today.year}"}
    refused = bo.post(reverse("note_later_yes", args=[case_id]), sent).content.decode()
    assert "Read the text aloud first." in refused
    assert bo.post(reverse("note_later_yes", args=[case_id]), {**sent, "read_back": "on"}).status_code == 302
    shown = of(cast.cleo).get(address).content.decode()
    assert "said yes on the telephone on" in shown and "noted by Bo. Not yet confirmed by Noa" in shown
    account(citizen_id, "Noa", "citizen")
    noa = Actor(citizen_id, Hat.CITIZEN, False, case_id)
    assert case_id in unconfirmed(actor=noa)
    confirm_referral(actor=noa, case_id=case_id, text_item_id=text_id)
    after = of(cast.bo).get(address).content.decode()
    assert "confirmed this text on" in after and "Not yet confirmed" not in after
    assert reverse("note_later_yes", args=[case_id]) not in after


def test_nobody_else_notes_it_nor_for_another_text_day_or_person(cast: Cast) -> None:
    case_id, citizen_id, text_id = referred(cast)
    today, bo = timezone.localdate(), cast.bo.on(case_id)
    told = {"case_id": case_id, "citizen_id": citizen_id, "text_item_id": text_id, "on_day": today}
    with pytest.raises(Stale):
        note_later_yes(actor=bo, **{**told, "text_item_id": uuid4()})
    with pytest.raises(NotHere):
        note_later_yes(actor=bo, **{**told, "citizen_id": cast.cleo.person_id})
    for on_day in (today + timedelta(days=1), today - timedelta(days=400)):
        with pytest.raises(ConsentTooLate):
            note_later_yes(actor=bo, **{**told, "on_day": on_day})
    with pytest.raises(NotYours):
        note_later_yes(actor=Actor(citizen_id, Hat.CITIZEN, False, case_id), **told)
    for stranger in (cast.dag, cast.eve):
        with pytest.raises(NotHere):
            note_later_yes(actor=stranger.on(case_id), **told)
        forged = of(stranger).post(reverse("note_later_yes", args=[case_id]), {"citizen": citizen_id, "text": text_id})
        assert forged.status_code == 404
    assert len(referral_of(actor=bo, case_id=case_id).consents) == 1


@pytest.mark.parametrize("ending", ["declined", "withdrawn", "her own no"])
def test_after_a_no_nobody_adds_a_yes_and_she_is_asked_for_none(cast: Cast, ending: str) -> None:
    case_id, citizen_id = send(cast)
    noa = Actor(citizen_id, Hat.CITIZEN, False, case_id)
    text_id = referral_of(actor=noa, case_id=case_id).text_item_id
    assert case_id in unconfirmed(actor=noa)
    if ending == "declined":
        decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    elif ending == "withdrawn":
        withdraw_referral(actor=cast.cleo.on(case_id), case_id=case_id, seen=1)
    else:
        say_no(actor=noa, case_id=case_id, seen=1)
    assert case_id not in unconfirmed(actor=noa)
    with pytest.raises(NotThatState):
        confirm_referral(actor=noa, case_id=case_id, text_item_id=text_id)
    before = len(referral_of(actor=noa, case_id=case_id).consents)
    today = timezone.localdate()
    noted = {"citizen": citizen_id, "text": text_id, "on": f"{today.day}.{today.month}.{today.year}", "read_back": "on"}
    of(cast.cleo).post(reverse("note_later_yes", args=[case_id]), noted)
    assert len(referral_of(actor=noa, case_id=case_id).consents) == before
    account(citizen_id, "Noa", "citizen")
    start = client_of(citizen_id, "Noa", "citizen").get("/").text
    assert "Look at what was sent about you" not in start and "What we bring to the table" not in start
