"""One thing on top of a first page, and everything else that was asked of its reader below it."""

import re
from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.casefile.tests.test_views_closed import shared_by_law
from roundtable.casework.notes.actions import write_message
from roundtable.casework.plans.actions import call_for_answers
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import ask_for_something, ask_to_share, close_for, disclose_on_ground, reply_to_request
from roundtable.ground.disclosure.queries import days
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import end_intake, open_case, seat_person, write_words
from roundtable.ground.seats.rules import side


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def browser(person_id: object, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody Test", kind))  # type: ignore[arg-type]
    return client


def page(person_id: object, kind: str = "staff") -> str:
    return browser(person_id, kind).get("/").content.decode()


def also(shown: str) -> str:
    return shown.split('id="also-title"')[1].split("</section>")[0] if 'id="also-title"' in shown else ""


def asked(cast: Cast, headline: str) -> UUID:
    seat = cast.seats["cleo"]
    return ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=seat, headline=headline, body=headline)


def wants(cast: Cast, case_id: UUID | None = None) -> UUID:
    """Cleo asks Bo for something."""
    case_id = case_id or cast.case_id
    return ask_for_something(actor=cast.cleo.on(case_id), case_id=case_id, to_person_id=cast.bo.person_id, headline="Nights?")


def meeting(cast: Cast, in_days: int = 5) -> UUID:
    on = timezone.localdate() + timedelta(days=in_days)
    bo = cast.at_table(cast.bo, Purpose.MEETING)
    return call_roundtable(actor=bo, case_id=cast.case_id, on=on, clock=time(10), minutes=60, channel=Channel.TELEPHONE).roundtable_id


def asked_plan(cast: Cast) -> None:
    write_plan(cast)
    call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())


def test_amal_has_one_thing_on_top_and_each_other_thing_that_waits_below_it(cast: Cast) -> None:
    assert also(page(cast.amal_id, "citizen")) == ""
    first, second = asked(cast, "One"), asked(cast, "Two")
    write_message(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_id=cast.amal_id, body="Hello")
    meeting(cast)
    shown = page(cast.amal_id, "citizen")
    below = also(shown)
    assert "You are invited to a meeting" in shown and "You are invited to a meeting" not in below
    for url in (
        reverse("what_we_bring", args=[cast.case_id]),
        *(reverse("answer_may_i", args=[cast.case_id, item]) for item in (first, second)),
    ):
        assert below.count(f'href="{url}"') == 1, url
    assert "A message from Bo" in below
    for other in (cast.dag, cast.eve):
        assert also(page(other.person_id)) == ""
    Account.objects.filter(person_id=cast.amal_id).update(settings={"quiet": True})
    quiet = page(cast.amal_id, "citizen")
    assert also(quiet) == below and quiet.index("rt-card") < quiet.index("More, and what else waits") < quiet.index('id="also-title"')


def test_bo_finds_cleos_question_while_another_card_stands_and_on_top_when_none_does(cast: Cast) -> None:
    item = wants(cast)
    url = reverse("reply_to_request", args=[cast.case_id, item])
    shown = page(cast.bo.person_id)
    assert "Cleo Test asks you for something" in shown and f'href="{url}"' in shown and also(shown) == "", "it is the card"
    assert "Nobody waits for you" not in shown
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="I lie awake")
    shown = page(cast.bo.person_id)
    assert "Amal Test waits for an answer" in shown and f'<a href="{url}">Cleo Test asks you for something: Amal Test</a>' in also(shown)
    for other in (cast.cleo, cast.ida, cast.dag, cast.eve):
        assert url not in page(other.person_id)
    reply_to_request(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=item, body="I ask her", once=uuid4())
    assert url not in page(cast.bo.person_id)


def test_an_answer_to_the_plan_and_to_the_meeting_wait_below_a_signature(cast: Cast) -> None:
    asked_plan(cast)
    shared = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", headline="Worried", body="A child")
    signed = disclose_on_ground(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=shared.item_id, to_seat_id=cast.seats["cleo"], paragraph="§ 43(2)",
        necessity="She cannot be asked", countersigner_id=cast.ida.person_id,
        until_on=days(actor=cast.amal, case_id=cast.case_id).today + timedelta(days=30),
    )  # fmt: skip
    meeting_id = meeting(cast)
    shown = page(cast.ida.person_id)
    below = also(shown)
    sign = reverse("countersign", args=[cast.case_id, signed.disclosure_id])
    assert "A colleague needs your signature" in shown and sign in shown and sign not in below
    assert f'href="{reverse("answer_invitation", args=[cast.case_id, meeting_id])}"' in below
    cleo = page(cast.cleo.person_id)
    plan = reverse("plan", args=[cast.case_id])
    assert "What do you say to the plan of Amal Test?" in cleo and plan in cleo and plan not in also(cleo)


def test_amal_is_told_that_something_waits_in_her_other_course(cast: Cast) -> None:
    other = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[cast.amal_id])
    seats = {
        member.name: seat_person(actor=cast.gro.intake(other), case_id=other, person_id=member.person_id) for member in (cast.bo, cast.cleo)
    }
    end_intake(actor=cast.gro.intake(other), case_id=other, accepted=True)
    there = "Something waits for you there"
    amal = browser(cast.amal_id, "citizen")
    pages = [amal.get(f"/?course={case}").text for case in (cast.case_id, other)]
    assert all("Your other courses" in shown and there not in shown for shown in pages)
    ask_to_share(actor=cast.bo.on(other), case_id=other, to_seat_id=seats["Cleo"], headline="One", body="One")
    assert there in amal.get(f"/?course={cast.case_id}").text and there not in amal.get(f"/?course={other}").text


def test_cleo_finds_what_the_law_leaves_open_from_her_first_page_and_ida_for_whom_nothing_is_open_gets_no_link(cast: Cast) -> None:
    shared_by_law(cast)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    address = reverse("case_page", args=[cast.case_id])
    cleo = browser(cast.cleo.person_id)
    shown = cleo.get("/").text
    assert re.search(rf'<a href="{address}">Read what the law leaves open to you there</a>', shown)
    assert "Amal" not in shown and "Zanzibar" not in shown
    closed = cleo.get(address).text
    assert "Not safe tonight" in closed and "Each time you open it is noted." in closed
    for other in (cast.ida, cast.jon, cast.dag, cast.eve):
        assert f'href="{address}"' not in page(other.person_id), other.name
    cleo.get("/")
    with count_statements() as statements:
        cleo.get("/")
    assert len(statements) <= 12, [statement[:90] for statement in statements]


def test_a_first_page_with_everything_on_it_asks_at_most_twelve_statements(cast: Cast) -> None:
    asked_plan(cast)
    wants(cast)
    asked(cast, "One")
    meeting(cast)
    for person_id, kind in ((cast.amal_id, "citizen"), (cast.bo.person_id, "staff")):
        client = browser(person_id, kind)
        client.get("/")
        with count_statements() as statements:
            client.get("/")
        assert len(statements) <= 12, [statement[:90] for statement in statements]
