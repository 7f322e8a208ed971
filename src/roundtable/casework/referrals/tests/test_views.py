"""The pages of referrals, each as the signed-in person it is for."""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, Member, account, build_cast
from tests.statements import count_statements

from roundtable.casework.referrals.actions import send_referral
from roundtable.casework.referrals.pages import day
from roundtable.casework.referrals.queries import my_drafts, referral_of
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen
from roundtable.casework.referrals.rules.states import ReferralState
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import Membership, Programme
from roundtable.ground.seats.models import Seat

HOSTILE = [("x" * 1_000_000, True), ("a\x00b", True), ("\u202eabc", True), ("<script>alert(1)</script>", False), ("🙂", False)]
ACTS = ("accept_referral", "decline_referral", "return_referral", "send_again", "withdraw_referral", "confirm_referral", "say_no")


@pytest.fixture(scope="module")
def cast() -> Cast:
    made = build_cast()
    with through("loader"):
        Programme.objects.filter(id=made.programme_id).update(
            eligibility=[{"code": "sick", "text": "On sick leave for four weeks"}, {"code": "grown", "text": "Over 18"}]
        )
    return made


def client_of(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, name, kind))
    return client


def of(member: Member) -> Client:
    return client_of(member.person_id, member.name)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def send(cast: Cast, name: str = "Noa", family: str = "") -> tuple[UUID, UUID]:
    """A sent referral: its case and its citizen."""
    sent = send_referral(
        actor=cast.cleo.on(None, Purpose.REFERRAL),
        referral_id=uuid4(),
        programme_id=cast.programme_id,
        citizens=[NewCitizen(name, family or uuid4().hex[:6], consent_how=ConsentHow.ORALLY, consent_on=timezone.localdate())],
        text="Stress at work since August",
    )
    return sent.case_id, sent.citizen_ids[0]


def state(case_id: UUID, citizen_id: UUID) -> ReferralState:
    return referral_of(actor=Actor(citizen_id, Hat.CITIZEN, False, case_id, Purpose.REFERRAL), case_id=case_id).state


def filled(**changed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "once": uuid4(),
        "given_name": "Noa",
        "family_name": uuid4().hex[:6],
        "born_on": "1.2.1990",
        "phone": "20 30 40 50",
        "email": "noa@example.org",
        "text": "Stress at work since August",
        "check_0": "on",
        "check_0_on": "1.9.2026",
        "consent_how": "orally",
        "consent_on": f"{today.day}.{today.month}.{today.year}",
        **changed,
    }


def test_cleo_writes_keeps_finishes_and_sends_a_referral(cast: Cast) -> None:
    cleo = of(cast.cleo)
    page = cleo.get(reverse("write_referral")).text
    assert "A no changes nothing about your sickness benefit." in page
    name = f"K{uuid4().hex[:5]}"
    kept = cleo.post(reverse("write_referral"), {"once": uuid4(), "given_name": name, "keep": "yes"}, follow=True)
    assert "Your draft is kept." in kept.text
    draft = next(row for row in my_drafts(actor=cast.cleo.on(None, Purpose.REFERRAL)) if row.draft.names == name)
    address = reverse("referral_draft", args=[draft.item_id])
    assert name in cleo.get(address).text
    for stranger in (of(cast.dag), of(cast.bo)):
        assert stranger.get(address).status_code == 404
    typed = filled(given_name=name)
    sent = cleo.post(address, typed, follow=True)
    assert "The referral is sent." in sent.text
    assert "said yes aloud" in sent.text
    assert "Checked on 1 September 2026" in sent.text
    assert "Not ticked" in sent.text
    assert cleo.post(address, typed, follow=True).redirect_chain == sent.redirect_chain, "a double click"
    back = cleo.get(address)
    assert back.status_code == 404 and "This draft is not here any more" in back.text and reverse("my_referrals") in back.text
    assert of(cast.gro).get(reverse("inbox")).text.count(f">{name} {typed['family_name']}<") == 1
    assert name in of(cast.gro).get(reverse("inbox")).text


def test_a_double_click_sends_one_referral(cast: Cast) -> None:
    cleo, data = of(cast.cleo), filled()
    first, second = (cleo.post(reverse("write_referral"), data) for _ in range(2))
    assert first.url == second.url
    assert of(cast.gro).get(reverse("inbox")).text.count(data["family_name"]) == 1


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"given_name": ""}, "Write something here first."),
        ({"text": ""}, "Write something here first."),
        ({"consent_how": ""}, "Choose how the citizen said yes."),
        ({"consent_on": "1.1.2001"}, "The yes must have been given today or in the year before."),
        ({"consent_on": "1.1.2099"}, "The yes must have been given today or in the year before."),
        ({"check_0_on": "1.1.2099"}, "This day has not come yet. Write the day on which it was checked."),
        ({"born_on": "31.2.1990"}, "We could not read this date."),
        ({"phone": "call me"}, "Write the telephone number with digits only"),
        ({"email": "no"}, "Write an address like name@example.org."),
        ({"once": "forged"}, "This page was not complete."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_typed_is_lost(cast: Cast, changed: dict[str, str], said: str) -> None:
    data = filled(**changed)
    answer = of(cast.cleo).post(reverse("write_referral"), data)
    assert answer.status_code == 200
    assert said in answer.text.replace("&#x27;", "'")
    assert data["family_name"] in answer.text


@pytest.mark.parametrize(("text", "refused"), HOSTILE)
@pytest.mark.parametrize("name", ["given_name", "text", "phone", "email", "consent_on", "given_name_2"])
def test_hostile_input_is_refused_or_kept_as_text(cast: Cast, name: str, text: str, refused: bool) -> None:
    answer = of(cast.cleo).post(reverse("write_referral"), family(**{name: text}))
    shown = of(cast.cleo).post(reverse("write_referral"), family(**{name: text, "add": "yes"}))
    assert shown.status_code == 200 and "<script>alert" not in shown.text and "\x00" not in shown.text
    always = name in ("phone", "email", "consent_on")
    assert answer.status_code == (200 if refused or always else 302)
    assert "<script>alert" not in answer.text


def family(**changed: Any) -> dict[str, Any]:
    """Mia, Per and Jo, 15, each with a yes of their own."""
    today = f"{timezone.localdate():%d.%m.%Y}"
    more = {"given_name_2": "Per", "born_on_2": "3.4.1979", "consent_how_2": "in_writing", "consent_on_2": today}
    more |= {"given_name_3": "Jo", "born_on_3": "5.6.2011", "consent_how_3": "orally", "consent_on_3": today}
    return filled(**{"given_name": "Mia", "people": "3", **more, **changed})


def test_another_person_is_added_and_taken_out_and_nothing_typed_is_lost(cast: Cast) -> None:
    cleo, here = of(cast.cleo), reverse("write_referral")
    data = filled(consent_how="", born_on="31.2.1990", people="1")
    two = cleo.post(here, {**data, "add": "yes"}).text
    for typed in (data["family_name"], "31.2.1990", "noa@example.org", "Stress at work since August", str(data["once"]), "1.9.2026"):
        assert typed in two
    assert 'name="given_name_2"' in two and 'name="people" value="2"' in two and "Please look at this again" not in two
    three = cleo.post(here, {**data, "people": "2", "given_name_2": "Per", "phone_2": "20 22 22 22", "add": "yes"}).text
    assert "How did Per say yes?" in three and "Take Noa out" in three and 'name="given_name_3"' in three
    without_noa = cleo.post(here, {**data, "people": "2", "given_name_2": "Per", "phone_2": "20 22 22 22", "without": "1"}).text
    assert 'value="Per"' in without_noa and "20 22 22 22" in without_noa
    assert data["family_name"] not in without_noa and 'name="given_name_2"' not in without_noa
    most = cleo.post(here, {**data, "people": "8", "add": "yes"}).text
    assert 'name="given_name_8"' in most and 'name="given_name_9"' not in most and "Add another person" not in most
    for forged in ("0", "9", "x", "٣", "9" * 400):
        assert cleo.post(here, {**data, "people": forged, "without": forged}).status_code == 200


def test_a_family_is_referred_each_with_a_yes_of_their_own(cast: Cast) -> None:
    cleo = of(cast.cleo)
    mark = uuid4().hex[:6]
    sent = cleo.post(reverse("write_referral"), family(family_name=mark, people="4", given_name_4=" "), follow=True)
    for sentence in ("Mia", "said yes aloud", "Per signed on", "Jo said yes aloud", "born 5 June 2011"):
        assert sentence in sent.text
    case_id = UUID(sent.redirect_chain[-1][0].split("/")[2])
    inbox = of(cast.gro).get(reverse("inbox")).text
    assert "3 people" in inbox and f"Mia {mark}" in inbox
    with through("loader"):
        ids = dict(Seat.objects.filter(case_id=case_id, hat="citizen").values_list("person__given_name", "person_id"))
    address = reverse("referral", args=[case_id])
    jo, mia = (client_of(ids[name], name, "citizen") for name in ("Jo", "Mia"))
    for page in (jo.get(address).text, mia.get(address).text):
        assert page.count("wrote down on") == 1 and "Is this right?" in page and "noa@example.org" not in page
    item = re.search(r'name="text" value="([^"]+)"', jo.get(address).text)
    assert item
    jo.post(reverse("confirm_referral", args=[case_id]), {"text": item[1]})
    assert "You confirmed this text" in jo.get(address).text
    assert "Is this right?" in mia.get(address).text
    seen = of(cast.gro).get(address).text
    assert "Jo confirmed this text" in seen and f"Not yet confirmed by Mia {mark}" in seen and "Not yet confirmed by Jo" not in seen


def test_who_has_not_been_asked_keeps_the_referral_a_draft(cast: Cast) -> None:
    cleo, data = of(cast.cleo), family(family_name=uuid4().hex[:6], consent_how_3="to_ask", consent_on_3="")
    refused = cleo.post(reverse("write_referral"), data)
    assert refused.status_code == 200 and "This person has not said yes." in refused.text and "How did Jo say yes?" in refused.text
    assert "Write a date first" in cleo.post(reverse("write_referral"), {**data, "consent_on_2": ""}).text
    kept = cleo.post(reverse("write_referral"), {**data, "keep": "yes"}, follow=True)
    assert "A yes is missing from: Jo." in kept.text
    draft = next(row for row in my_drafts(actor=cast.cleo.on(None, Purpose.REFERRAL)) if data["family_name"] in row.draft.names)
    page = cleo.get(reverse("referral_draft", args=[draft.item_id])).text
    assert 'name="given_name_3"' in page and 'value="Jo"' in page
    sent = cleo.post(reverse("referral_draft", args=[draft.item_id]), {**data, "once": uuid4(), "people": "2"}, follow=True)
    assert "The referral is sent." in sent.text and "born 3 April 1979" in sent.text and "Jo said yes" not in sent.text


def test_a_returned_family_is_sent_again_with_a_yes_from_each(cast: Cast) -> None:
    cleo = of(cast.cleo)
    sent = cleo.post(reverse("write_referral"), family(), follow=True)
    case_id = UUID(sent.redirect_chain[-1][0].split("/")[2])
    of(cast.gro).post(reverse("return_referral", args=[case_id]), {"reason": "Since when?", "seen": "1"})
    page = cleo.get(reverse("referral", args=[case_id])).text
    assert "How did Jo say yes?" in page and "Each of them reads exactly this." in page
    today = f"{timezone.localdate():%d.%m.%Y}"
    again = {"text": "Since 3 August", "seen": "2"} | {f"consent_on{end}": today for end in ("", "_2", "_3")}
    again |= {"consent_how": "orally", "consent_how_2": "orally"}
    refused = cleo.post(reverse("send_again", args=[case_id]), again)
    assert "Choose how the citizen said yes." in refused.text
    page = cleo.post(reverse("send_again", args=[case_id]), {**again, "consent_how_3": "to_ask"}).text
    assert "Until then it waits here, as it came back." in page and "as a draft" not in page, "there is no draft of what was sent"
    assert cleo.post(reverse("send_again", args=[case_id]), {**again, "consent_how_3": "in_writing"}).status_code == 302


def test_forged_programmes_drafts_and_pages_are_not_found(cast: Cast) -> None:
    cleo = of(cast.cleo)
    assert cleo.get(reverse("write_referral"), {"programme": str(uuid4())}).status_code == 404
    assert cleo.post(reverse("write_referral"), filled(programme="x")).status_code == 404
    assert cleo.get(reverse("referral_draft", args=[uuid4()])).status_code == 404
    for page in ("0", "-1", "x", "9" * 50, "٣"):
        assert cleo.get(reverse("my_referrals"), {"page": page}).status_code == 200


def test_gro_accepts_on_one_screen_with_load_and_pairs_in_view() -> None:
    cast = build_cast()
    case_id, citizen_id = send(cast)
    gro = of(cast.gro)
    page = gro.get(reverse("referral", args=[case_id])).text
    assert "Bo Test (1) and Cleo Test (1): they share 1 course" in page
    assert "they share 1 course; Cleo wrote the referral" in page
    assert re.search(rf'value="{cast.bo.person_id}"', page) and not re.search(r"<input[^>]*checked", page)
    assert "Stress at work since August" in page
    data = {"people": [str(cast.bo.person_id), str(cast.cleo.person_id)], "seen": "1"}
    answer = gro.post(reverse("accept_referral", args=[case_id]), data, follow=True)
    assert "The referral is accepted, and the table is set." in answer.text
    assert state(case_id, citizen_id) == ReferralState.ACCEPTED
    assert "No contact details" not in gro.get(reverse("referral", args=[case_id])).text, "there are some; she sees them no more"
    assert "answered already" in gro.post(reverse("accept_referral", args=[case_id]), data, follow=True).text
    for name in ("accept_referral", "decline_referral", "return_referral"):
        assert of(cast.cleo).post(reverse(name, args=[case_id]), data).status_code == 404, name
    assert of(cast.bo).get(reverse("referral", args=[case_id])).status_code == 200
    leader = gro.get(reverse("referral", args=[case_id]))
    assert leader.status_code == 200
    assert "Stress at work since August" not in leader.text


def test_the_only_pair_there_is_is_ticked_and_gro_still_decides() -> None:
    cast = build_cast()
    case_id, _ = send(cast)
    with through("loader"):
        Membership.objects.filter(programme_id=cast.programme_id, person_id__in=[cast.dag.person_id, cast.eve.person_id]).delete()
        Membership.objects.filter(programme_id=cast.programme_id, person_id__in=[cast.ida.person_id, cast.jon.person_id]).delete()
    page = of(cast.gro).get(reverse("referral", args=[case_id])).text
    assert "Only one pair could take this course." in page
    for person_id in (cast.bo.person_id, cast.cleo.person_id):
        assert re.search(rf'value="{person_id}"[^>]*checked', page)


def test_a_no_needs_a_reason_and_its_reason_reaches_cleo_and_the_citizen(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    gro = of(cast.gro)
    empty = gro.post(reverse("decline_referral", args=[case_id]), {"reason": "", "seen": "1"})
    assert "Write something here first." in empty.text
    gro.post(reverse("decline_referral", args=[case_id]), {"reason": "Only for people on sick leave", "seen": "1"})
    assert "Only for people on sick leave" in of(cast.cleo).get(reverse("my_referrals")).text
    assert "Only for people on sick leave" in client_of(citizen_id, "Noa", "citizen").get(reverse("referral", args=[case_id])).text


def test_returned_sent_again_and_withdrawn(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    today = timezone.localdate()
    of(cast.gro).post(reverse("return_referral", args=[case_id]), {"reason": "Since when?", "seen": "1"})
    cleo = of(cast.cleo)
    assert "Since when?" in cleo.get(reverse("referral", args=[case_id])).text
    again = {"text": "Since 3 August", "consent_how": "orally", "consent_on": f"{today:%d.%m.%Y}"}
    stale = cleo.post(reverse("send_again", args=[case_id]), {**again, "seen": "1"})
    assert "Somebody changed this while you were writing." in stale.text
    assert "Since 3 August" in stale.text
    cleo.post(reverse("send_again", args=[case_id]), {**again, "seen": "2"})
    assert state(case_id, citizen_id) == ReferralState.SENT
    taken = cleo.post(reverse("withdraw_referral", args=[case_id]), {"reason": "", "seen": "3"}, follow=True)
    assert "The referral is taken back." in taken.text
    assert state(case_id, citizen_id) == ReferralState.WITHDRAWN


def test_the_citizen_reads_confirms_and_later_says_no(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    noa, address = client_of(citizen_id, "Noa", "citizen"), reverse("referral", args=[case_id])
    page = noa.get(address).text
    assert "Is this right?" in page
    assert "A no changes nothing about your sickness benefit." in page
    item = re.search(r'name="text" value="([^"]+)"', page)
    assert item
    assert "You have said yes to this text" in noa.post(reverse("confirm_referral", args=[case_id]), {"text": item[1]}, follow=True).text
    assert "Is this right?" not in noa.get(address).text
    assert "You confirmed this text" in noa.get(address).text and "You have not confirmed it yourself" not in noa.get(address).text
    assert "Not yet confirmed" not in of(cast.gro).get(address).text
    of(cast.gro).post(
        reverse("accept_referral", args=[case_id]), {"people": [str(cast.bo.person_id), str(cast.cleo.person_id)], "seen": "1"}
    )
    said = noa.post(reverse("say_no", args=[case_id]), {"words": "Not now", "seen": "2"}, follow=True)
    assert "You said no." in said.text
    assert "The citizen has said no." in of(cast.bo).get(address).text
    assert "Not now" in of(cast.bo).get(address).text


def test_a_moment_is_shown_as_the_day_it_was_here() -> None:
    assert day(datetime(2026, 11, 21, 23, 12, tzinfo=UTC)) == "22 November 2026"
    assert day(date(2026, 11, 21)) == "21 November 2026"


def test_strangers_find_the_page_for_what_does_not_exist_at_every_address(cast: Cast) -> None:
    case_id, citizen_id = send(cast)
    never = without_tokens(of(cast.eve).get(reverse("referral", args=[uuid4()])).text)
    for stranger in (of(cast.dag), of(cast.eve), client_of(cast.amal_id, "Amal", "citizen")):
        assert stranger.get(reverse("referral", args=[case_id])).status_code == 404
        for act in ACTS:
            answer = stranger.post(
                reverse(act, args=[case_id]), {"seen": "1", "reason": "x", "text": uuid4(), "people": [cast.bo.person_id]}
            )
            assert answer.status_code in (404, 302)
    assert without_tokens(of(cast.eve).get(reverse("referral", args=[case_id])).text) == never
    assert state(case_id, citizen_id) == ReferralState.SENT
    for address in ("inbox", "my_referrals", "write_referral"):
        assert client_of(cast.amal_id, "Amal", "citizen").get(reverse(address)).status_code == 404
    assert of(cast.bo).get(reverse("inbox")).status_code == 404


@pytest.mark.parametrize(("text", "refused"), HOSTILE)
def test_hostile_reasons_and_numbers_never_break_a_page(cast: Cast, text: str, refused: bool) -> None:
    case_id, citizen_id = send(cast)
    gro = of(cast.gro)
    for seen in ("", "x", "9" * 40, "-1", "٣"):
        assert gro.post(reverse("decline_referral", args=[case_id]), {"reason": "no", "seen": seen}).status_code == 200
    assert gro.post(reverse("accept_referral", args=[case_id]), {"people": [text, "x"], "seen": "1"}).status_code == 200
    assert gro.post(reverse("accept_referral", args=[case_id]), {"people": [str(uuid4())], "seen": "1"}).status_code == 200
    answer = gro.post(reverse("return_referral", args=[case_id]), {"reason": text, "seen": "1"})
    assert answer.status_code == (200 if refused else 302)
    page = client_of(citizen_id, "Noa", "citizen").get(reverse("referral", args=[case_id]))
    assert "<script>alert" not in page.text


def test_namesakes_are_linked_and_unlinked_in_the_inbox(cast: Cast) -> None:
    family = uuid4().hex[:6]
    (first, _), (second, _) = send(cast, "Åse", family), send(cast, "åse", family.upper())
    gro, link = of(cast.gro), {"case_id": first, "other_case_id": second}
    assert "carries the same name" in gro.get(reverse("inbox")).text
    assert "the same person as" in gro.post(reverse("link_referrals"), {**link, "linked": "yes"}, follow=True).text
    assert "the same person as" not in gro.post(reverse("link_referrals"), {**link, "linked": "no"}, follow=True).text
    assert gro.post(reverse("link_referrals"), {**link, "other_case_id": uuid4(), "linked": "yes"}).status_code == 404
    assert gro.post(reverse("link_referrals"), {**link, "linked": "maybe"}).status_code == 404
    assert of(cast.bo).post(reverse("link_referrals"), {**link, "linked": "yes"}).status_code == 404


def test_pages_ask_the_same_with_few_and_many_and_a_dozen_times_at_most() -> None:
    cast = build_cast()
    case_id, citizen_id = send(cast)
    pages = [
        (of(cast.gro), reverse("inbox")),
        (of(cast.gro), reverse("referral", args=[case_id])),
        (of(cast.cleo), reverse("my_referrals")),
        (of(cast.cleo), reverse("write_referral")),
        (of(cast.cleo), reverse("referral", args=[case_id])),
        (client_of(citizen_id, "Noa", "citizen"), reverse("referral", args=[case_id])),
    ]

    def counts() -> list[int]:
        asked = []
        for client, address in pages:
            client.get(address)
            with count_statements() as statements:
                assert client.get(address).status_code == 200
            asked.append(len(statements))
        return asked

    few = counts()
    for _ in range(12):
        send(cast, "Åse", "Twin")
    assert counts() == few
    assert max(few) <= 12, few
