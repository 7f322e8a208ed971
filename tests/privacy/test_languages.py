"""Every page in Danish and in Dutch: nothing a page asks for is left in English, and what citizens read is easy to read."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import trans_real

from roundtable.casework.referrals.rules.draft import WHO_READS
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes import queries as programmes
from roundtable.ground.programmes.models import Programme
from roundtable.kernel.measures import TextClass, measure, over_limits
from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import expected
from tests.privacy.world import ALL, World, build_world

NOT_OURS = ("gallery", "neutral_page", "quick_exit", "sign_out", "wear_hat")
NOT_SHOWN = ("Whether the user will be able to authenticate using a password or not.",)
"""Django's own words for a field that none of our forms shows; some of its languages leave them out."""
NOT_OUR_PROSE = ("demo_mailbox",)
"""It shows what was sent before, by other tests too, in the languages of those it was sent to."""
CITIZENS = ("amal", "finn", "hanne")
CANARY = re.compile(r"qua[a-z]{10}\w*", re.IGNORECASE)


class _Prose(HTMLParser):
    """The paragraphs of a page's own part, one a line. `language`: what the page says it is written in."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.inside = self.main = False
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        self.main |= tag == "main"
        if tag == "p" and self.main:
            self.inside = True
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        self.main &= tag != "main"
        self.inside &= tag != "p"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.lines[-1] += data


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The messages that were asked for and are in no catalogue of the language, ours or a library's."""
    missing: set[str] = set()

    def wrapped(name: str) -> Any:
        real = getattr(translation._trans, name)  # type: ignore[attr-defined]

        def translate(*said: Any) -> str:
            message = f"{said[0]}\x04{said[1]}" if name.startswith(("p", "np")) else str(said[0])
            found = trans_real.catalog()._catalog  # type: ignore[attr-defined]
            if message.strip() and message not in found and (message, 0) not in found:
                missing.add(message)
            return str(real(*said))

        return translate

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, wrapped(name), raising=False)  # type: ignore[attr-defined]
    return missing


@pytest.mark.parametrize("language", ["da", "nl"])
def test_no_page_is_left_in_english_or_hard_to_read(world: World, asked: set[str], language: str) -> None:
    """Every page, for the first citizen, companion, professional and leader who may open it."""
    clients = {who: world.client(who) for who in ALL}
    Account.objects.filter(person_id__in=list(world.people.values())).update(language=language)
    hard, seen = set(), 0
    for address in all_addresses():
        if address.name in NOT_OURS:
            continue
        allowed = [who for who in ALL if who in expected()[address.name] and who != "anonymous"]
        for who in {*allowed[:1], *(who for who in ("finn", "hanne", "bo", "gro") if who in allowed)}:
            response = clients[who].get(path_of(world, address))
            if "html" in response.headers.get("Content-Type", "") and response.status_code == 200:
                page = _Prose()
                page.feed(body_of(response).decode())
                assert page.language == language, address.name
                seen += 1
                if who in CITIZENS and address.name not in NOT_OUR_PROSE:
                    said = [line.strip() for line in page.lines if line.strip() != WHO_READS]  # kept as it was read aloud, in that language
                    prose = "\n\n".join(CANARY.sub("ord", line) for line in said if line.endswith((".", "!", "?")))
                    counted = measure(prose)
                    # LIX and means say something from 100 words on; below that each sentence counts.
                    over = [name for name in over_limits(counted, TextClass.CITIZEN) if counted.words >= 100 or name == "longest_sentence"]
                    hard |= {f"{address.name}: {name} {counted}" for name in over}
            response.close()
    assert sorted(message for message in asked if not message.startswith(NOT_SHOWN)) == []
    assert "\n".join(sorted(hard)) == ""
    assert seen > 100


@pytest.mark.parametrize(("asks", "page"), [("da-DK,en;q=0.5", "da"), ("nl", "nl"), ("en-GB", "en"), ("fi, nl;q=0.4", "nl"), ("fi", "en")])
def test_before_signing_in_the_browser_says_the_language(world: World, asks: str, page: str) -> None:
    """The language of the browser, as far as we speak it; and a cache between may not mix them."""
    response = world.client("anonymous").get("/sign-in/", headers={"accept-language": asks})
    assert f'<html lang="{page}"' in response.content.decode()
    assert response.headers["Content-Language"] == page
    assert "Accept-Language" in response.headers["Vary"]


def test_a_persons_own_language_goes_before_the_browsers(world: World) -> None:
    client = world.client("amal")
    Account.objects.filter(person_id=world.people["amal"]).update(language="da")
    page = client.get("/", headers={"accept-language": "nl"}).content.decode()
    assert '<html lang="da"' in page
    assert "Log ud" in page
    assert "Sign out" not in page and "Uitloggen" not in page


@pytest.mark.parametrize(
    ("language", "word", "role", "said"),
    [
        ("en", "patient", "patient", "the patient can read it"),
        ("da", "patient", "patient", "Fagpersonerne ved bordet og patienten kan læse det"),
        ("da", "family member", "familiemedlem", "Fagpersonerne ved bordet og familiemedlemmet kan læse det"),
        ("nl", "family member", "gezinslid", "De professionals aan tafel en het gezinslid kunnen het lezen"),
        ("nl", "citizen", "inwoner", "De professionals aan tafel en de inwoner kunnen het lezen"),
    ],
)
def test_pages_say_the_programmes_word_for_the_citizen(
    world: World, monkeypatch: pytest.MonkeyPatch, language: str, word: str, role: str, said: str
) -> None:
    """In Bo's sentence and beside Amal's name."""
    with through("loader"):
        Programme.objects.filter(id=world.cast.programme_id).update(citizen_word=word)
    monkeypatch.setattr(programmes, "_kept", (0.0, {}))
    amal, bo = world.client("amal"), world.client("bo")
    Account.objects.filter(person_id__in=[world.people["amal"], world.people["bo"]]).update(language=language)
    assert said in bo.get(reverse("ask_for_something", args=[world.cast.case_id])).content.decode()
    assert f"Amal, {role}" in amal.get("/").content.decode()
