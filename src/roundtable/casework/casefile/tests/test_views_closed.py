"""What the law leaves open of a course that its citizen has closed for somebody is found where one looks for it, and nothing else is."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.notes.actions import write_note
from roundtable.ground.access.context import through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.disclosure.actions import close_for, disclose_on_ground
from roundtable.ground.disclosure.queries import days, who_saw
from roundtable.ground.seats.rules import confidence, table

LEADS_THERE = ("people", "time_line")
SHUT = ("notes", "contacts", "plan", "roundtable", "sharing", "search_case", "write_note")


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def signed_in(person_id: UUID, name: str) -> Client:
    client = Client()
    client.force_login(account(person_id, name))
    return client


def shared_by_law(cast: Cast, *, tell_later: bool = False) -> UUID:
    """Bo's note in confidence goes to Cleo because life is in danger; then Amal closes her course for Cleo."""
    bo = cast.at_table(cast.bo)
    note = write_note(actor=bo, case_id=cast.case_id, place=confidence(), headline="Zanzibar", body="Not safe tonight")
    write_note(actor=bo, case_id=cast.case_id, place=table(), headline="Plan day", body="We met")
    today = days(actor=bo, case_id=cast.case_id).today
    later = {"tell_later": True, "tell_on": today + timedelta(days=20), "deferral_ground": "Data act § 22"} if tell_later else {}
    disclose_on_ground(
        actor=bo, case_id=cast.case_id, item_id=note.item_id, to_seat_id=cast.seats["cleo"], paragraph="Data act § 7",
        until_on=today + timedelta(days=30), **later,
        necessity="Life is in danger", countersigner_id=cast.jon.person_id, urgent=True,
    )  # fmt: skip
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    return note.item_id


def test_cleo_finds_what_the_law_leaves_open_by_its_address_and_by_search_and_each_opening_is_logged(cast: Cast) -> None:
    item_id = shared_by_law(cast)
    cleo = signed_in(cast.cleo.person_id, "Cleo")
    address = reverse("case_page", args=[cast.case_id])
    assert "closed for you by the citizen" in cleo.get("/").text
    page = cleo.get(address).text
    assert "Zanzibar" in page and "Not safe tonight" in page
    for hidden in ("Amal", "Plan day", "We met", "Bo Test", *(reverse(shut, args=[cast.case_id]) for shut in SHUT)):
        assert hidden not in page, hidden
    for name in LEADS_THERE:
        assert cleo.get(reverse(name, args=[cast.case_id])).headers["Location"] == address
    with through("loader"):
        assert AccessEvent.objects.filter(item_id=item_id, person_id=cast.cleo.person_id, basis="law").count() == 1
    found = cleo.post("/search/", {"words": "zanzibar"}).text
    assert f'<a href="{address}">Zanzibar</a>' in found
    with through("loader"):
        assert set(AccessEvent.objects.filter(item_id=item_id, person_id=cast.cleo.person_id).values_list("basis", flat=True)) == {"law"}
    with count_statements() as asked:
        cleo.get(address)
    assert len(asked) <= 12, asked


def test_nothing_else_of_a_closed_course_opens_and_nobody_else_gets_that_page(cast: Cast) -> None:
    shared_by_law(cast)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    cleo, ida = signed_in(cast.cleo.person_id, "Cleo"), signed_in(cast.ida.person_id, "Ida")
    for name in SHUT:
        assert cleo.get(reverse(name, args=[cast.case_id])).status_code == 404, name
    assert "closed for you" in ida.get("/").text
    for name in ("case_page", *LEADS_THERE):
        assert ida.get(reverse(name, args=[cast.case_id])).status_code == 404
        for stranger in (cast.dag, cast.eve):
            assert signed_in(stranger.person_id, stranger.name).get(reverse(name, args=[cast.case_id])).status_code == 404


def test_where_amal_is_told_later_cleos_reading_of_a_closed_course_shows_later_too(cast: Cast) -> None:
    item_id = shared_by_law(cast, tell_later=True)
    signed_in(cast.cleo.person_id, "Cleo").get(reverse("case_page", args=[cast.case_id]))
    with through("loader"):
        assert AccessEvent.objects.filter(item_id=item_id, person_id=cast.cleo.person_id, basis="law").exists()
    assert who_saw(actor=cast.amal, case_id=cast.case_id).readings == ()
