"""The pages on which a course changes hands, goes on, ends and is opened again."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cast import Cast, Member, account, build_cast
from tests.statements import count_statements

from roundtable.casework.cases.actions import start_case
from roundtable.casework.cases.queries import case_phase, caseload, closings
from roundtable.casework.cases.rules import Phase
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import seats_on, words
from roundtable.ground.seats.rules import confidence

PAGES = ("replace_professional", "close_case", "reopen_case", "change_phase")


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def client_of(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, name, kind))
    return client


def of(member: Member) -> Client:
    return client_of(member.person_id, member.name)


def live(cast: Cast) -> set[str]:
    return {seat.given_name for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.live}


def test_gro_gives_bos_place_to_jon_and_the_page_says_what_passes_and_what_does_not(cast: Cast) -> None:
    gro, address = of(cast.gro), reverse("replace_professional", args=[cast.case_id])
    page = gro.get(address).text
    assert "What was told in confidence. It passes only if the citizen opens it." in page
    data = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id, "told": "by_leaving"}
    assert "has changed hands" in gro.post(address, data, follow=True).text
    assert live(cast) == {"Amal", "Cleo", "Jon"}
    assert gro.post(address, data).status_code == 200  # a second click: Bo is no longer there to choose
    amal = client_of(cast.amal_id, "Amal", "citizen")
    note = reverse("write_read_first", args=[cast.case_id, cast.jon.person_id])
    for place in ("people", "case_page"):
        page = amal.get(reverse(place, args=[cast.case_id])).text
        assert f'href="{note}">What Jon should read first' in page
        assert "should read first" not in of(cast.jon).get(reverse(place, args=[cast.case_id])).text
    written = {"once": uuid4(), "body": "Call after ten, please"}
    assert "Jon has your note." in amal.post(note, written, follow=True).text
    assert amal.post(note, written).status_code == 302
    assert [view.body for view in words(actor=cast.at_table(cast.jon), kinds=["read_first"])] == ["Call after ten, please"]
    assert amal.get(reverse("write_read_first", args=[cast.case_id, cast.bo.person_id])).status_code == 404
    assert of(cast.jon).get(note).status_code == 404


def test_jon_reads_what_amal_asked_him_to_read_first_and_cleo_does_not(cast: Cast) -> None:
    replace = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id, "told": "by_leaving"}
    of(cast.gro).post(reverse("replace_professional", args=[cast.case_id]), replace)
    amal, thread = client_of(cast.amal_id, "Amal", "citizen"), reverse("write_message", args=[cast.case_id, cast.amal_id])
    amal.post(reverse("write_read_first", args=[cast.case_id, cast.jon.person_id]), {"once": uuid4(), "body": "Call after ten, please"})
    assert f'<a href="{thread}">Please read this first, by Amal</a>' in of(cast.jon).get(reverse("case_page", args=[cast.case_id])).text
    page = of(cast.jon).get(thread).text
    assert "Please read this first</h2>" in page and "Call after ten, please" in page
    assert "Call after ten, please" in amal.get(reverse("write_message", args=[cast.case_id, cast.jon.person_id])).text
    assert "Call after ten" not in of(cast.cleo).get(thread).text
    assert "Call after ten" not in amal.get(reverse("write_message", args=[cast.case_id, cast.cleo.person_id])).text


def test_gro_opens_one_course_from_the_team_and_comes_back(cast: Cast) -> None:
    gro, course = of(cast.gro), reverse("case_page", args=[cast.case_id])
    courses = gro.get(f"{reverse('move_caseload')}?leaving={cast.bo.person_id}").text
    assert f'<a href="{course}">Amal Test</a>' in courses
    page = gro.get(course).text
    assert f'<a class="govuk-back-link" href="{reverse("team")}">Team</a>' in page
    assert f'<a href="{reverse("team")}" aria-current="true">Team</a>' in page and 'href="/" aria-current' not in page
    assert "As a team leader you see who sits here" in page and "No dates yet." in page
    soon = timezone.localdate() + timedelta(days=9)
    facts = {"on": f"{soon:%d.%m.%Y}", "clock": "10", "minutes": "60", "channel": "in_person", "pace": "usual", "once": uuid4()}
    assert gro.post(reverse("call_roundtable", args=[cast.case_id]), facts).status_code == 302
    page = gro.get(course).text
    assert f'<a href="{reverse("roundtable", args=[cast.case_id])}">Our meeting</a>' in page and f"{soon.day} {soon:%B}, 10:00" in page


def test_a_caseload_moves_from_the_team_page(cast: Cast) -> None:
    gro, address = of(cast.gro), f"{reverse('move_caseload')}?leaving={cast.bo.person_id}"
    assert "Amal Test" in gro.get(address).text
    empty = gro.post(address, {"coming_id": cast.jon.person_id})
    assert "Choose at least one course." in empty.text
    moved = gro.post(address, {"case_ids": [cast.case_id], "coming_id": cast.jon.person_id}, follow=True)
    assert "1 courses have moved." in moved.text
    assert live(cast) == {"Amal", "Cleo", "Jon"}
    assert "No open courses" in gro.get(address).text
    assert [row.names for row in caseload(actor=cast.gro.leading(), person_id=cast.jon.person_id)] == ["Amal Test"]
    assert caseload(actor=cast.dag.on(None), person_id=cast.jon.person_id) == ()
    for forged in ("", "x", uuid4(), cast.amal_id):
        assert gro.get(reverse("move_caseload"), {"leaving": forged}).status_code == 404


def test_bo_moves_the_course_on_and_closes_it_with_amals_words_and_gro_opens_it_again(cast: Cast) -> None:
    bo, gro = of(cast.bo), of(cast.gro)
    phase, close = (reverse(name, args=[cast.case_id]) for name in ("change_phase", "close_case"))
    assert "stands there now" in bo.post(phase, {"phase": "action", "seen": "1"}, follow=True).text
    stale = bo.post(phase, {"phase": "plan", "seen": "1"})
    assert "Somebody changed this while you were writing." in stale.text
    assert "Nothing is shared that you know of." in bo.get(close).text
    assert "Choose how it ended." in bo.post(close, {"her_words": "Good", "seen": "2"}).text
    bo.post(close, {"outcome": "work_in_part", "her_words": "Three mornings. Good.", "seen": "2"})
    assert live(cast) == {"Amal"}
    (closing,) = closings(actor=cast.amal, case_id=cast.case_id)
    assert words(actor=cast.amal, item_ids=[closing.item_id])[0].body == "Three mornings. Good."
    assert bo.get(close).headers["Location"] == reverse("ended_course", args=[cast.case_id])
    gro.post(reverse("reopen_case", args=[cast.case_id]), {"person_ids": [cast.bo.person_id, cast.cleo.person_id], "seen": "3"})
    assert live(cast) == {"Amal", "Bo", "Cleo"}
    assert case_phase(actor=cast.amal, case_id=cast.case_id).phase == Phase.ACTION


def test_what_is_shared_ends_on_the_same_day_here_as_where_it_was_shared(cast: Cast) -> None:
    note = write_words(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=confidence(cast.amal_id), kind="note", body="Sleeps badly"
    ).item_id
    day = timezone.localdate() + timedelta(days=9)
    typed = {"items": [str(note)], "purpose": "meeting", "until": f"{day:%d.%m.%Y}", "once": uuid4(), "step": "share"}
    amal = client_of(cast.amal_id, "Amal", "citizen")
    shared = amal.post(reverse("release_items", args=[cast.case_id, cast.seats["cleo"]]), typed, follow=True).text
    said = f"until {date_format(day, 'j F Y')}"
    assert said in shared
    assert f"With Cleo, {said}" in of(cast.bo).get(reverse("close_case", args=[cast.case_id])).text


def test_strangers_and_the_citizen_find_nothing_at_these_addresses(cast: Cast) -> None:
    data: dict[str, Any] = {"outcome": "work", "phase": "plan", "seen": "1", "told": "not_yet", "person_ids": [cast.dag.person_id]}
    for stranger in (of(cast.dag), of(cast.eve), client_of(cast.amal_id, "Amal", "citizen"), client_of(cast.max_id, "Max", "citizen")):
        for name in PAGES:
            address = reverse(name, args=[cast.case_id])
            assert stranger.get(address).status_code == stranger.post(address, data).status_code == 404
    for name in ("replace_professional", "reopen_case"):
        assert of(cast.bo).get(reverse(name, args=[cast.case_id])).status_code == 404
    assert of(cast.bo).get(reverse("move_caseload"), {"leaving": cast.bo.person_id}).status_code == 404
    assert live(cast) == {"Amal", "Bo", "Cleo"}


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a\x00b", "\u202eabc"])
def test_hostile_words_are_refused_and_the_course_stays_open(cast: Cast, text: str) -> None:
    answer = of(cast.bo).post(reverse("close_case", args=[cast.case_id]), {"outcome": "work", "her_words": text, "seen": "1"})
    assert answer.status_code == 200
    assert live(cast) == {"Amal", "Bo", "Cleo"}


@pytest.mark.parametrize("value", ["", "x", "🙂", "00000000-0000-4000-8000-000000000001", "'; DROP TABLE seats_seat; --"])
def test_forged_choices_are_refused(cast: Cast, value: str) -> None:
    gro = of(cast.gro)
    data = {"leaving_id": value, "coming_id": value, "told": value, "outcome": value, "phase": value, "person_ids": [value], "seen": value}
    for name in PAGES:
        assert gro.post(reverse(name, args=[cast.case_id]), data).status_code == 200
    assert live(cast) == {"Amal", "Bo", "Cleo"}


def test_pages_ask_a_dozen_times_at_most(cast: Cast) -> None:
    gro = of(cast.gro)
    addresses = [reverse(name, args=[cast.case_id]) for name in PAGES]
    addresses += [f"{reverse('move_caseload')}?leaving={cast.bo.person_id}", reverse("team")]
    for address in addresses:
        gro.get(address)
        with count_statements() as asked:
            assert gro.get(address).status_code == 200
        assert len(asked) <= 12, (address, asked)
