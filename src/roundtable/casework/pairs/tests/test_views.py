"""The team at a glance."""

from uuid import UUID

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import AboutMe, Membership


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
