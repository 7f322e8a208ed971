"""Until a referral is accepted there is the referral, who reads it, and nothing that is done at a table; so too where it never was."""

from datetime import date
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.referrals.actions import accept_referral, decline_referral, return_referral, withdraw_referral
from roundtable.casework.referrals.queries import referral_of
from roundtable.casework.referrals.rules.draft import WHO_READS
from roundtable.casework.referrals.tests.test_views import client_of, of, send
from roundtable.casework.roundtables.queries import next_meeting
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.access.doors import OnlyReferred
from roundtable.ground.people.actions import complete_person
from roundtable.ground.programmes.models import Programme
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere

LATER = "those who then sit at the table too"


@pytest.fixture(scope="module")
def cast() -> Cast:
    made = build_cast()
    with through("loader"):
        Programme.objects.filter(id=made.programme_id).update(eligibility=[{"code": "sick", "text": "On sick leave for four weeks"}])
    return made


def noa_of(case_id: UUID, citizen_id: UUID) -> Actor:
    return Actor(citizen_id, Hat.CITIZEN, False, case_id)


def test_what_noa_says_yes_to_says_that_the_leaders_read_it_and_later_the_table(cast: Cast) -> None:
    written = of(cast.cleo).get(reverse("write_referral")).text
    assert WHO_READS in written and LATER in written, "read aloud, and on the button"
    case_id, citizen_id = send(cast)
    assert WHO_READS in referral_of(actor=noa_of(case_id, citizen_id), case_id=case_id).shown, "kept with her yes"
    noa = client_of(citizen_id, "Noa", "citizen")
    page = noa.get(reverse("referral", args=[case_id])).text
    assert WHO_READS in page and LATER in page and "Everyone at the table, now and later" not in page
    people = [cast.bo.person_id, cast.cleo.person_id]
    accept_referral(actor=cast.gro.intake(case_id), case_id=case_id, person_ids=people, seen=1)
    assert "Everyone at the table, now and later" in noa.get(reverse("referral", args=[case_id])).text


def test_before_acceptance_the_chip_names_who_can_read_now(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    noa = noa_of(case_id, citizen_id)
    waits = readers_of(ScopeKind.TABLE, seats_on(actor=noa, case_ids=[case_id]), noa).words
    assert "Cleo" in waits and "Gro" in waits and LATER in waits and "now and later" not in waits
    decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    declined = readers_of(ScopeKind.TABLE, seats_on(actor=noa, case_ids=[case_id]), noa).words
    assert declined == "You and Cleo"


@pytest.mark.parametrize("stands", ["waits", "declined", "withdrawn"])
def test_where_nobody_sits_there_is_only_the_referral_and_every_act_is_refused(cast: Cast, stands: str) -> None:
    case_id, citizen_id = send(cast)
    if stands == "declined":
        decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    elif stands == "withdrawn":
        withdraw_referral(actor=cast.cleo.on(case_id), case_id=case_id, seen=1)
    cleo, noa = of(cast.cleo), client_of(citizen_id, "Noa", "citizen")
    referral = reverse("referral", args=[case_id])
    for one in (cleo, noa):
        assert one.get(reverse("case_page", args=[case_id])).headers["Location"] == referral
        shown = one.get(referral).text
        for name in ("roundtable", "plan", "what_we_bring", "sharing", "write_note"):
            assert reverse(name, args=[case_id]) not in shown, name
        assert one.get(reverse("people", args=[case_id])).status_code == 200, "writing to each other stays"
    day = timezone.localdate()
    meeting = {"on": f"{day.day}.{day.month}.{day.year + 1}", "at": "10.00", "place": "The library"}
    for name in ("call_roundtable", "plan", "what_we_bring", "write_note", "record_contact", "on_paper", "may_i"):
        refused = cleo.post(reverse(name, args=[case_id]), meeting)
        assert refused.status_code == OnlyReferred.status == 409 and OnlyReferred.message in refused.text, name
    assert case_id not in next_meeting(actor=cast.cleo.on(case_id), case_ids=[case_id])
    assert of(cast.eve).post(reverse("call_roundtable", args=[case_id]), meeting).status_code == 404


def test_the_leader_finds_no_course_where_a_referral_was_declined(cast: Cast) -> None:
    case_id, _citizen_id = send(cast)
    decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    gro = of(cast.gro)
    assert gro.get(reverse("case_page", args=[case_id]), follow=True).redirect_chain == [(reverse("referral", args=[case_id]), 302)]


def test_who_only_reads_the_referral_is_not_shown_as_sitting_at_the_table(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    page = client_of(citizen_id, "Noa", "citizen").get(reverse("people", args=[case_id])).text
    assert "Gro Test" in page and "Reads the referral, to answer it" in page


def test_cleo_adds_the_telephone_number_that_was_missing_and_sends_it_again(cast: Cast) -> None:
    case_id, _citizen_id = send(cast)
    return_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="Telephone number is missing")
    cleo, today = of(cast.cleo), timezone.localdate()
    page = cleo.get(reverse("referral", args=[case_id])).text
    assert all(f'name="{name}"' in page for name in ("phone", "email", "born_on", "check_0", "check_0_on"))
    again = {"seen": "2", "text": "Stress at work", "phone": "20 30 40 50", "email": "noa@example.org", "born_on": "1.2.1990"}
    without = cleo.post(reverse("send_again", args=[case_id]), again).text
    assert "Choose how the citizen said yes." in without and 'value="20 30 40 50"' in without
    again |= {"check_0": "on", "check_0_on": "1.9.2026", "consent_how": "orally", "consent_on": f"{today:%d.%m.%Y}"}
    assert "Write the telephone number" in cleo.post(reverse("send_again", args=[case_id]), {**again, "phone": "none"}).text
    assert cleo.post(reverse("send_again", args=[case_id]), again).status_code == 302
    seen = referral_of(actor=cast.gro.intake(case_id), case_id=case_id)
    noa = seen.citizens[0]
    assert (noa.phone, noa.email, noa.born_on) == ("20 30 40 50", "noa@example.org", date(1990, 2, 1))
    assert [(check.code, check.met, check.on) for check in seen.checks] == [("sick", True, date(2026, 9, 1))]
    return_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=3, reason="And since when?")
    assert 'value="20 30 40 50"' in cleo.get(reverse("referral", args=[case_id])).text


def test_only_who_referred_completes_how_to_reach_noa_and_only_until_it_is_answered(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    for stranger in (
        cast.bo.on(case_id),
        cast.dag.on(case_id),
        cast.eve.on(case_id),
        cast.gro.intake(case_id),
        noa_of(case_id, citizen_id),
    ):
        with pytest.raises(NotHere):
            complete_person(actor=stranger, case_id=case_id, person_id=citizen_id, phone="1234")
    with pytest.raises(NotHere):
        complete_person(actor=cast.cleo.on(case_id), case_id=case_id, person_id=cast.amal_id, phone="1234")
    decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")
    with pytest.raises(ActRefused):
        complete_person(actor=cast.cleo.on(case_id), case_id=case_id, person_id=citizen_id, phone="1234")
