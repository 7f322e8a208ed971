"""Lists of people stand in the order of the reader's language: in Danish Zoe, then Ærø, then Åse, whoever sat down first."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, Member, account, build_cast, person

from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import seat_person

NAMES = ("Åse", "Zoe", "Ærø")
DANISH, ENGLISH = ["Zoe", "Ærø", "Åse"], ["Ærø", "Åse", "Zoe"]


def works(cast: Cast, name: str) -> Member:
    person_id = person(name, "Test", "70 12 34 56")
    with through("loader"):
        Membership.objects.create(
            programme_id=cast.programme_id, person_id=person_id, organisation_id=cast.ida.organisation_id, role_id=cast.ida.role_id
        )
    return Member(person_id, name, False, cast.ida.organisation_id, cast.ida.role_id)


@pytest.fixture(scope="module")
def cast() -> Cast:
    """Amal's table, at which the three sit down in no order, and three more of the same names who do not."""
    found = build_cast()
    for name in NAMES:
        who, leader = works(found, name).person_id, found.gro.leading(found.case_id)
        seat_person(actor=leader, case_id=found.case_id, person_id=who, hat="professional", ground="successor")
    for name in NAMES:
        works(found, name)
    return found


def reads(person_id: object, name: str, kind: str, language: str) -> Client:
    client = Client()
    who = account(person_id, name, kind)
    Account.objects.filter(pk=who.pk).update(language=language)
    who.language = language
    client.force_login(who)
    return client


def order(text: str, ids: str = "") -> list[str]:
    """The three names as they stand one after the other in the main part, each where it stands first."""
    main = unescape(re.sub(r"<svg.*?</svg>", "", text.partition(f"<main{ids}")[2].partition("</main>")[0], flags=re.S))
    return sorted(NAMES, key=lambda name: main.index(f"{name} Test") if f"{name} Test" in main else main.index(name))


@pytest.mark.parametrize(("language", "expected"), [("da", DANISH), ("en", ENGLISH), ("nl", ENGLISH)])
@pytest.mark.parametrize("name", ["people", "wish_for_meeting", "write_steps", "may_i", "keep_out_of_meeting"])
def test_who_sits_at_the_table_stands_in_the_readers_order(cast: Cast, name: str, language: str, expected: list[str]) -> None:
    bo = name == "may_i"
    client = reads(cast.bo.person_id, "Bo", "staff", language) if bo else reads(cast.amal_id, "Amal", "citizen", language)
    answer = client.get(reverse(name, args=[cast.case_id]))
    assert answer.status_code == 200
    assert order(answer.content.decode()) == expected


@pytest.mark.parametrize(("language", "expected"), [("da", DANISH), ("en", ENGLISH)])
def test_the_team_and_who_could_come_stand_in_the_readers_order(cast: Cast, language: str, expected: list[str]) -> None:
    gro = reads(cast.gro.person_id, "Gro", "staff", language)
    assert order(gro.get(reverse("team")).content.decode()) == expected
    assert order(gro.get(reverse("replace_professional", args=[cast.case_id])).content.decode()) == expected


def test_the_demo_offers_its_people_in_the_readers_order(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtable.demo.queries.MOST_SHOWN", 100_000)  # other tests made people too
    for name in NAMES:
        account(works(cast, name).person_id, f"{name} Test")
    for language, expected in (("da", DANISH), ("en", ENGLISH)):
        shown = Client().get(reverse("demo"), headers={"Accept-Language": language})
        assert order(shown.content.decode()) == expected
