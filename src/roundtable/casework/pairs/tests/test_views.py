"""The team at a glance."""

from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.casework.cases.actions import start_case
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import AboutMe, Membership
from roundtable.ground.seats.actions import end_seat
from roundtable.ground.seats.queries import seats_on


def client_of(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, name, kind))
    return client


def test_gro_sees_load_cover_and_hours_in_common() -> None:
    cast = build_cast()
    with through("loader"):
        AboutMe.objects.create(person_id=cast.bo.person_id, hours="Mon–Thu 9–15")
        AboutMe.objects.create(person_id=cast.cleo.person_id, hours="Tue, Thu 8-12")
    page = client_of(cast.gro.person_id, "Gro").get(reverse("team")).text
    assert "Bo Test and Cleo Test" in page
    assert "3 hours" in page
    assert "Ida Test (0), Jon Test (0)" in page
    assert "Amal" not in page
    assert "spread evenly" in page


def test_the_team_page_is_the_leaders_alone() -> None:
    cast = build_cast()
    for member in (cast.bo, cast.cleo, cast.dag, cast.eve):
        assert client_of(member.person_id, member.name).get(reverse("team")).status_code == 404
    assert client_of(cast.amal_id, "Amal", "citizen").get(reverse("team")).status_code == 404


def crowd(cast: Cast, count: int) -> None:
    with through("loader"):
        for number in range(count):
            Membership.objects.create(
                programme_id=cast.programme_id, person_id=person(f"P{number}"), organisation_id=cast.health_id, role_id=cast.bo.role_id
            )


def test_the_team_page_asks_the_same_for_few_and_many() -> None:
    cast = build_cast()
    gro = client_of(cast.gro.person_id, "Gro")
    gro.get(reverse("team"))
    with count_statements() as few:
        gro.get(reverse("team"))
    crowd(cast, 30)
    with count_statements() as many:
        gro.get(reverse("team"))
    assert len(few) == len(many) <= 12


def test_what_needs_gro_stands_first_and_the_list_is_folded_filtered_and_sorted() -> None:
    cast = build_cast()
    gro = client_of(cast.gro.person_id, "Gro")
    crowd(cast, 12)
    with through("loader"):
        Membership.objects.filter(person_id=cast.dag.person_id, programme_id=cast.programme_id).delete()
    page = gro.get(reverse("team")).text
    assert "Nobody could cover for Cleo Test: 1 course" in page
    assert page.index("What needs you") < page.index("Who holds how much") < page.index("P11")
    assert '<details class="govuk-details" open' not in page
    work = gro.get(reverse("team"), {"role": "employment-consultant"}).text
    assert "Cleo Test</a>" in work and "P11" not in work and '<details class="govuk-details" open' in work
    care = gro.get(reverse("team"), {"role": "care-manager", "by": "load"}).text
    assert care.index("Bo Test</a>") < care.index("Ida Test</a>") and care.index("Bo Test</a>") < care.index("P11</a>")
    for role in ("x", "<script>", "9" * 3000, "\x00"):
        odd = gro.get(reverse("team"), {"role": role})
        assert odd.status_code == 200 and "P11" in odd.text and "<script>" not in odd.text


def begun() -> Cast:
    cast = build_cast()
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    return cast


def test_gro_adds_eve_who_is_on_amals_page_of_people_from_then_on() -> None:
    cast = begun()
    gro, address = client_of(cast.gro.person_id, "Gro"), reverse("add_professional", args=[cast.case_id])
    assert f'href="{address}">Somebody sits down as well' in gro.get(reverse("case_page", args=[cast.case_id])).text
    page = gro.get(address).text
    assert "Eve Test, Care manager, Health South" in page and "0 courses now, 37 hours a week" in page
    for there in (cast.bo, cast.cleo, cast.gro):
        assert f'value="{there.person_id}"' not in page, "who sits there, and oneself, are no choice"
    assert "What was shared with one person by name. It stays with that person." in page
    assert "Choose who sits down." in gro.post(address, {}).text
    answer = gro.post(address, {"coming_id": cast.eve.person_id}, follow=True)
    assert "Eve Test sits at the table from now on." in answer.text
    assert "Eve Test sits at the table from now on." in gro.post(address, {"coming_id": cast.eve.person_id}, follow=True).text, (
        "a double click"
    )
    amal = client_of(cast.amal_id, "Amal", "citizen")
    people = amal.get(reverse("people", args=[cast.case_id])).text
    assert "Eve Test" in people and "At the table since" in people and "What Eve should read first" in people
    assert "News from Gro" in amal.get("/").text
    assert client_of(cast.eve.person_id, "Eve").get(reverse("case_page", args=[cast.case_id])).status_code == 200


def test_nobody_but_gro_finds_the_page_and_what_is_forged_adds_nobody() -> None:
    cast = begun()
    address = reverse("add_professional", args=[cast.case_id])
    amal = client_of(cast.amal_id, "Amal", "citizen")
    for who in (amal, *(client_of(member.person_id, member.name) for member in (cast.bo, cast.cleo, cast.dag, cast.eve))):
        assert who.get(address).status_code == 404
        assert who.post(address, {"coming_id": cast.eve.person_id}).status_code == 404
    gro = client_of(cast.gro.person_id, "Gro")
    for forged in (cast.amal_id, cast.gro.person_id, uuid4(), "x", "\x00", "<script>", "\u202e", "9" * 1_000_000, ["a", "b"]):
        answer = gro.post(address, {"coming_id": forged})
        assert answer.status_code == 200 and "<script>" not in answer.text
    live = [seat.given_name for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.live]
    assert sorted(live) == ["Amal", "Bo", "Cleo"]
    assert gro.get(reverse("add_professional", args=[uuid4()])).status_code == 404


def test_the_page_asks_the_same_for_few_and_many() -> None:
    cast = begun()
    gro, address = client_of(cast.gro.person_id, "Gro"), reverse("add_professional", args=[cast.case_id])
    gro.get(address)
    with count_statements() as few:
        gro.get(address)
    crowd(cast, 30)
    with count_statements() as many:
        gro.get(address)
    assert len(few) == len(many) <= 12
    assert "Care manager, Mental Health (" in gro.get(address).text, "many are folded"


def test_a_table_of_one_organisation_is_told_that_a_joint_plan_needs_two() -> None:
    cast = begun()
    said = "Only one organisation sits at this table."
    gro, address = client_of(cast.gro.person_id, "Gro"), reverse("add_professional", args=[cast.case_id])
    assert said not in gro.get(address).text
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    assert said in gro.get(address).text
