"""Dates and letters: every day that is known, nearest first, and what there is on paper; the citizen's own page."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.casefile.actions import give_on_paper
from roundtable.casework.casefile.rules import Paper
from roundtable.casework.cases.actions import start_case
from roundtable.casework.plans.actions import NewStep, set_return, write_steps
from roundtable.casework.plans.rules.content import ReturnKind, StepKind
from roundtable.casework.roundtables.actions import NewLine, call_roundtable, write_lines
from roundtable.casework.roundtables.rules import Channel, How, Section

MOST_STATEMENTS = 12


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def signed_in(person_id: object, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))  # type: ignore[arg-type]
    return client


def page_of(cast: Cast, person_id: object = None, kind: str = "citizen") -> str:
    answer = signed_in(person_id or cast.amal_id, kind).get(reverse("dates_and_letters", args=[cast.case_id]))
    assert answer.status_code == 200
    return str(answer.content.decode())


def a_full_course(cast: Cast) -> None:
    """A meeting in nine days, a step of Bo's in three, one of yesterday, a day to look again in twenty, a way back in forty."""
    bo, today = cast.at_table(cast.bo), timezone.localdate()
    start_case(actor=bo, case_id=cast.case_id)
    called = call_roundtable(
        actor=bo, case_id=cast.case_id, on=today + timedelta(days=9), clock=time(13), minutes=60, channel=Channel.IN_PERSON
    )
    again = NewLine(Section.DISAGREE, "How many hours", cast.amal_id, look_again_on=today + timedelta(days=20))
    write_lines(actor=bo, case_id=cast.case_id, roundtable_id=called.roundtable_id, lines=[again], how=How.READ_ALOUD)
    steps = [
        NewStep("Ask about the swimming hall", StepKind.DAILY, cast.bo.person_id, by_on=today + timedelta(days=3)),
        NewStep("Long gone by", StepKind.DAILY, cast.amal_id, by_on=today - timedelta(days=1)),
        NewStep("Without a day", StepKind.DAILY, cast.amal_id),
    ]
    write_steps(actor=bo, case_id=cast.case_id, once=uuid4(), steps=steps)
    set_return(actor=cast.amal, case_id=cast.case_id, revision=0, kind=ReturnKind.AGREED, on=today + timedelta(days=40))
    give_on_paper(actor=bo, case_id=cast.case_id, paper=Paper.INVITATION)


def test_amal_finds_every_day_that_is_known_nearest_first(cast: Cast) -> None:
    a_full_course(cast)
    page = page_of(cast)
    known = ("Ask about the swimming hall", "Our meeting</a><p", "We look again at what we do not agree on", "Back to work", "usually ends")
    assert [page.index(words) for words in known] == sorted(page.index(words) for words in known)
    assert date_format(timezone.localdate() + timedelta(days=3), "l j F Y") in page and ", 13:00" in page
    assert "Long gone by" not in page and "Without a day" not in page
    assert "Dates that the law sets are not here yet" in page and "days left" not in page


def test_amal_finds_the_sheets_that_she_was_given_and_those_she_can_print(cast: Cast) -> None:
    assert "Given to you on paper" not in page_of(cast)
    assert reverse("invitation_pdf", args=[cast.case_id]) not in page_of(cast)
    a_full_course(cast)
    page = page_of(cast)
    assert "The invitation, given on paper by Bo" in page
    for name in ("invitation_pdf", "bring_pdf", "take_home_pdf"):
        assert reverse(name, args=[cast.case_id]) in page, name
    for address in (reverse("invitation_pdf", args=[cast.case_id]), reverse("bring_pdf", args=[cast.case_id])):
        assert signed_in(cast.amal_id, "citizen").get(address).status_code == 200


def test_with_nothing_known_the_page_says_so_calmly(cast: Cast) -> None:
    assert "No dates yet." in page_of(cast)


def test_the_page_is_in_her_menu_and_nobody_elses(cast: Cast) -> None:
    address = reverse("dates_and_letters", args=[cast.case_id])
    assert f'<a href="{address}" aria-current="page">Dates and letters</a>' in page_of(cast)
    for who in (cast.bo, cast.cleo, cast.dag, cast.eve, cast.gro):
        assert signed_in(who.person_id).get(address).status_code == 404
    menu = page_of(cast).split("</nav>")[0].split("<nav")[1]
    five = ("Start", "Our meeting", "My plan", "People and messages", "Dates and letters")
    assert [menu.index(f">{entry}<") for entry in five] == sorted(menu.index(f">{entry}<") for entry in five) and menu.count("<li>") == 5


def test_what_is_about_people_is_lit_under_people(cast: Cast) -> None:
    """Sharing and who opened what have no entry of their own, and stand under the one about people."""
    amal = signed_in(cast.amal_id, "citizen")
    people = reverse("people", args=[cast.case_id])
    pages = [reverse(name, args=[cast.case_id]) for name in ("sharing", "who_opened_what", "guests", "notebook")]
    for address in (*pages, reverse("close_for", args=[cast.case_id, cast.bo.person_id])):
        assert f'<a href="{people}" aria-current="true">People and messages</a>' in amal.get(address).text, address


def test_who_opened_what_is_one_step_from_the_first_page(cast: Cast) -> None:
    first = signed_in(cast.amal_id, "citizen").get("/").content.decode()
    assert reverse("who_opened_what", args=[cast.case_id]) in first.split("</nav>")[1]


def test_the_page_asks_the_database_as_often_for_a_full_course_as_for_an_empty_one(cast: Cast) -> None:
    amal = signed_in(cast.amal_id, "citizen")
    address = reverse("dates_and_letters", args=[cast.case_id])
    amal.get(address)
    with count_statements() as empty:
        amal.get(address)
    a_full_course(cast)
    with count_statements() as full:
        amal.get(address)
    assert len(full) <= MOST_STATEMENTS and len(full) == len(empty), full
