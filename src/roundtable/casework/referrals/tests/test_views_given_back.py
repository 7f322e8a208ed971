"""Words written for a referral that somebody else answered first come back to who wrote them; what was sent twice is said once."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.referrals.actions import accept_referral, decline_referral, return_referral, say_no
from roundtable.casework.referrals.models import ReferralEvent
from roundtable.casework.referrals.rules.states import NoStands, NotThatState
from roundtable.casework.referrals.tests.test_views import client_of, of, send
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import through

TYPED = "Zanzibar, and why not now"
KEPT = "What you wrote is not sent"


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def post(client: Client, name: str, case_id: UUID, **data: object) -> str:
    return client.post(reverse(name, args=[case_id]), data, follow=True).text


def events(case_id: UUID) -> int:
    with through("loader"):
        return ReferralEvent.objects.filter(case_id=case_id).count()


@pytest.mark.parametrize("accepted", [False, True])
def test_amals_second_no_in_other_words_gives_her_the_words_back(cast: Cast, accepted: bool) -> None:
    case_id, citizen_id = send(cast)
    if accepted:
        people = [cast.bo.person_id, cast.cleo.person_id]
        accept_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, person_ids=people)
    noa, seen = client_of(citizen_id, "Noa", "citizen"), 2 if accepted else 1
    assert "You said no." in post(noa, "say_no", case_id, words="Not now", seen=seen)
    again = post(noa, "say_no", case_id, words=TYPED, seen=seen)
    assert NoStands.message in again and KEPT in again and TYPED in again
    assert "You said no." in post(noa, "say_no", case_id, words="Not now", seen=seen), "pressed twice it is said once"
    assert KEPT not in post(noa, "say_no", case_id, words="", seen=seen)
    assert events(case_id) == (3 if accepted else 2)


def test_a_no_after_the_leaders_no_gives_the_citizen_her_words_back(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    page = post(client_of(citizen_id, "Noa", "citizen"), "say_no", case_id, words=TYPED, seen=1)
    assert NotThatState.message in page and KEPT in page and TYPED in page


def test_a_leaders_reason_comes_back_when_the_referral_was_answered_meanwhile(cast: Cast) -> None:
    """Whether it was accepted, declined, taken back or answered with a no: and a second click of the same says it was answered."""
    gro = of(cast.gro)
    for ending in ("accepted", "said no"):
        case_id, citizen_id = send(cast)
        if ending == "accepted":
            people = [str(cast.bo.person_id), str(cast.cleo.person_id)]
            post(gro, "accept_referral", case_id, people=people, seen=1)
            assert "answered already" in post(gro, "accept_referral", case_id, people=people, seen=1)
        else:
            say_no(actor=Actor(citizen_id, Hat.CITIZEN, False, case_id), case_id=case_id, seen=1)
        for name in ("decline_referral", "return_referral"):
            page = post(gro, name, case_id, reason=TYPED, seen=1)
            assert TYPED in page, (ending, name)
        page = post(gro, "accept_referral", case_id, to_come=TYPED, seen=1)
        assert TYPED in page, ending
    case_id, _ = send(cast)
    post(gro, "decline_referral", case_id, reason="No room", seen=1)
    twice = post(gro, "decline_referral", case_id, reason="No room", seen=1)
    assert "answered already" in twice and "What was sent first stands." in twice and KEPT not in twice


def test_what_is_asked_for_on_a_referral_that_was_sent_back_meanwhile_comes_back(cast: Cast) -> None:
    case_id, _ = send(cast)
    return_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="Since when?")
    gro = of(cast.gro)
    asked = post(gro, "return_referral", case_id, reason=TYPED, seen=1)
    assert KEPT in asked and TYPED in asked
    assert KEPT in (page := post(gro, "accept_referral", case_id, people=[str(cast.bo.person_id)], to_come=TYPED, seen=1)) and TYPED in page
    once = post(gro, "return_referral", case_id, reason="Since when?", seen=1)
    assert KEPT not in once and "sent back for what is missing" in once and events(case_id) == 2


def test_the_text_of_a_referral_that_was_sent_again_meanwhile_comes_back_to_cleo(cast: Cast) -> None:
    case_id, _ = send(cast)
    return_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="Since when?")
    cleo = of(cast.cleo)
    again = {"consent_how": "orally", "consent_on": f"{timezone.localdate():%d.%m.%Y}", "seen": 2}
    assert "The referral is sent." in post(cleo, "send_again", case_id, text="Since 3 August", **again)
    other = post(cleo, "send_again", case_id, text=TYPED, **again)
    assert KEPT in other and TYPED in other and "Send it again" not in other
    twice = post(cleo, "send_again", case_id, text="Since 3 August", **again)
    assert "The referral is sent." in twice and KEPT not in twice and events(case_id) == 3


def test_why_a_referral_is_taken_back_comes_back_to_cleo_where_it_was_accepted_meanwhile(cast: Cast) -> None:
    case_id, _ = send(cast)
    people = [cast.bo.person_id, cast.cleo.person_id]
    accept_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, person_ids=people)
    page = post(of(cast.cleo), "withdraw_referral", case_id, reason=TYPED, seen=1)
    assert KEPT in page and TYPED in page and "Take it back" not in page
