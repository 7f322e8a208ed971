"""The page about a professional."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Member, account, build_cast, person
from tests.statements import count_statements

from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import Membership

LINES = {
    "hours": "Mon–Thu 9–15",
    "i_decide": "How we plan treatment",
    "i_do_not_decide": "Your benefit",
    "my_judgement": "I ask first",
    "my_organisation_needs": "A note after each talk",
}


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, name, kind))
    return client


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def client_of(member: Member) -> Client:
    return signed_in(member.person_id, member.name)


def test_bo_writes_five_lines_and_amal_cleo_and_gro_read_them(cast: Cast) -> None:
    bo = client_of(cast.bo)
    answer = bo.post(reverse("about_me"), LINES, follow=True)
    assert "Your page is saved." in answer.text
    for reader in (signed_in(cast.amal_id, "Amal", "citizen"), client_of(cast.cleo), client_of(cast.gro), bo):
        page = reader.get(reverse("person_page", args=[cast.bo.person_id])).text
        assert all(line in page for line in LINES.values())


def test_who_shares_no_table_finds_nothing_there(cast: Cast) -> None:
    for stranger in (signed_in(person("Noa"), "Noa", "citizen"), signed_in(cast.max_id, "Max", "citizen")):
        hidden = stranger.get(reverse("person_page", args=[cast.bo.person_id]))
        never = stranger.get(reverse("person_page", args=[uuid4()]))
        assert (hidden.status_code, without_tokens(hidden.text)) == (404, without_tokens(never.text))


def test_amal_has_no_page_of_her_own_to_write_and_nobody_reads_one_of_hers(cast: Cast) -> None:
    assert signed_in(cast.amal_id, "Amal", "citizen").get(reverse("about_me")).status_code == 404
    assert client_of(cast.bo).get(reverse("person_page", args=[cast.amal_id])).status_code == 404


def test_a_page_nobody_has_written_says_what_to_do(cast: Cast) -> None:
    assert "has not written anything here yet" in signed_in(cast.amal_id, "Amal", "citizen").get(
        reverse("person_page", args=[cast.cleo.person_id])
    ).text.replace("&#x27;", "'")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("x" * 1_000_000, True),
        ("a\x00b", True),
        ("\u202eabc", True),
        ("<script>alert(1)</script>", False),
        ("🙂", False),
        ("", False),
    ],
)
def test_hostile_lines_are_refused_or_shown_as_text_and_nothing_is_lost(cast: Cast, text: str, refused: bool) -> None:
    answer = client_of(cast.bo).post(reverse("about_me"), {**LINES, "i_decide": text})
    assert answer.status_code == (200 if refused else 302)
    if refused:
        assert LINES["my_judgement"] in answer.text
    shown = client_of(cast.cleo).get(reverse("person_page", args=[cast.bo.person_id]))
    assert shown.status_code == 200
    assert "<script>alert" not in shown.text


def test_a_page_asks_the_database_a_dozen_times_at_most(cast: Cast) -> None:
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    amal.get(reverse("person_page", args=[cast.bo.person_id]))
    with count_statements() as asked:
        amal.get(reverse("person_page", args=[cast.bo.person_id]))
    assert len(asked) <= 12
    with through("loader"):
        for number in range(10):
            Membership.objects.create(
                programme_id=cast.programme_id, person_id=person(f"P{number}"), organisation_id=cast.health_id, role_id=cast.bo.role_id
            )
    with count_statements() as later:
        amal.get(reverse("person_page", args=[cast.bo.person_id]))
    assert len(later) == len(asked)


def test_a_persons_page_leads_back_to_where_its_reader_came_from(cast: Cast) -> None:
    """To the people of the table, to the team that Gro leads, else to the first page; never to a course that is not the reader's."""
    page = reverse("person_page", args=[cast.bo.person_id])
    people = reverse("people", args=[cast.case_id])
    amal, gro = signed_in(cast.amal_id, "Amal", "citizen"), client_of(cast.gro)
    client_of(cast.bo).post(reverse("about_me"), LINES)
    assert f"{page}?course={cast.case_id}" in amal.get(people).text

    def back(client: Client, course: object) -> str:
        found = re.search(r'class="govuk-back-link" href="([^"]*)"', client.get(page, {"course": str(course)}).text)
        assert found is not None
        return found[1]

    assert back(amal, cast.case_id) == people
    assert back(amal, uuid4()) == "/" and back(amal, "nowhere") == "/"
    assert back(gro, "") == reverse("team")
