"""Amal shares a single text with Hanne, who acts for her: she sees who gets what, Hanne reads it, and it is taken back (0045)."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person
from tests.privacy.test_attacks_representative import seats
from tests.privacy.test_attacks_sql_more import ask

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.notices.models import Notice
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on, words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, own, side, table, team


def browser(person_id: UUID, name: str, kind: str = "citizen") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def hanne(cast: Cast) -> Actor:
    """She reads for Amal what the table and the team read."""
    who = person("Hanne", "Holm")
    cast.seats["hanne"] = uuid4()
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, who, ("table", "team"), seat_id=cast.seats["hanne"]))
    return Actor(who, Hat.REPRESENTATIVE, False, cast.case_id)


def write(cast: Cast, place: Place, word: str) -> UUID:
    by = cast.amal if place.kind == ScopeKind.OWN else cast.at_table(cast.bo)
    return write_words(actor=by, case_id=cast.case_id, place=place, kind="note", body=f"about {word}").item_id


def shared(cast: Cast, amal: Client, *items: UUID, step: str = "share") -> str:
    until = timezone.localdate() + timedelta(days=30)
    sent = {"items": [str(item) for item in items], "purpose": "support", "until": f"{until:%d.%m.%Y}", "once": str(uuid4()), "step": step}
    return amal.post(reverse("release_items", args=[cast.case_id, cast.seats["hanne"]]), sent, follow=True).text


def reads(actor: Actor, item: UUID) -> bool:
    return bool(words(actor=actor, item_ids=[item]))


def test_the_page_offers_hanne_what_she_does_not_read_and_says_who_she_is(cast: Cast, hanne: Actor) -> None:
    for place in (own(), confidence(), side(), team(), table()):
        write(cast, place, f"the {place.kind}")
    amal = browser(cast.amal_id, "Amal")
    page = amal.get(reverse("sharing", args=[cast.case_id])).text
    assert "Share something with Hanne" in page and "Acts for you" in page and "Close for Hanne" not in page
    form = amal.get(reverse("release_items", args=[cast.case_id, cast.seats["hanne"]])).text
    assert "acts for you" in form
    assert {word for word in ("own", "confidence", "side", "team", "table") if f"about the {word}" in form} == {"own", "confidence", "side"}


@pytest.mark.parametrize("place", [own(), confidence(), side()], ids=lambda place: str(place.kind))
def test_hanne_reads_exactly_the_text_that_was_shared_until_it_is_taken_back(cast: Cast, hanne: Actor, place: Place) -> None:
    item, other = write(cast, place, "Zinnia"), write(cast, place, "Crocus")
    amal, hannes = browser(cast.amal_id, "Amal"), browser(hanne.person_id, "Hanne Holm")
    preview = shared(cast, amal, item, step="preview")
    assert "This is what Hanne will see" in preview and "Hanne acts for you, and cannot read this yet." in preview
    assert "about Zinnia" in preview and "about Crocus" not in preview and not reads(hanne, item)
    assert "It is shared with Hanne Holm." in shared(cast, amal, item)
    page = hannes.get(reverse("sharing", args=[cast.case_id])).text
    assert "about Zinnia" in page and "about Crocus" not in page and "Share something" not in page
    assert reads(hanne, item) and not reads(hanne, other)
    with through("loader"):
        assert AccessEvent.objects.filter(person_id=hanne.person_id, item_id=item, hat="representative").exists()
        assert Notice.objects.filter(person_id=hanne.person_id, case_id=cast.case_id).exists()
    assert "Hanne Holm" in amal.get(reverse("who_opened_what", args=[cast.case_id])).text
    said = readers_of(place.kind, seats_on(actor=cast.amal, case_ids=[cast.case_id]), cast.amal, given_to=[hanne.person_id])
    assert "Hanne" in said.words
    amal.post(reverse("withdraw_release", args=[cast.case_id, _live(cast)]))
    assert not reads(hanne, item)
    assert "about Zinnia" not in hannes.get(reverse("sharing", args=[cast.case_id])).text


def _live(cast: Cast) -> UUID:
    found = ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", ("SELECT id FROM seats_disclosure",))
    return UUID(str(found[0][0]))


def test_what_was_shared_ends_with_her_place_and_when_amal_closes_it_for_her(cast: Cast, hanne: Actor) -> None:
    item = write(cast, confidence(), "Zinnia")
    amal = browser(cast.amal_id, "Amal")
    shared(cast, amal, item)
    assert reads(hanne, item)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=hanne.person_id)
    assert not reads(hanne, item)
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT guard.unblock(%s, %s)", cast.case_id, hanne.person_id))
    assert reads(hanne, item)
    amal.post(reverse("end_representative", args=[cast.case_id, cast.seats["hanne"]]))
    assert not reads(hanne, item)
    assert amal.get(reverse("release_items", args=[cast.case_id, cast.seats["hanne"]])).status_code == 404


def test_in_a_family_nobody_shares_with_who_acts_for_another(cast: Cast, hanne: Actor) -> None:
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=cast.max_id, hat="citizen", ground="referral")
    max_ = browser(cast.max_id, "Max")
    assert "Share something with Hanne" not in max_.get(reverse("sharing", args=[cast.case_id])).text
    address = reverse("release_items", args=[cast.case_id, cast.seats["hanne"]])
    assert max_.get(address).status_code == 404 and max_.post(address).status_code == 404
    for member in (cast.bo, cast.cleo, cast.dag, cast.eve):
        assert browser(member.person_id, member.name, "staff").post(address).status_code == 404
    assert browser(hanne.person_id, "Hanne Holm").post(address).status_code == 404


def test_her_page_says_where_it_stands_and_that_the_rest_stays_hers(cast: Cast, hanne: Actor) -> None:
    mine = browser(hanne.person_id, "Hanne Holm").get(reverse("acting_for", args=[cast.case_id])).text
    assert "Amal can share a single text of these with you." in mine and reverse("sharing", args=[cast.case_id]) in mine
    asked = browser(cast.amal_id, "Amal").get(reverse("name_representative", args=[cast.case_id])).text
    assert "You can share a single text of these with them" in asked
