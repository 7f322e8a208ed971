"""Every word of the house can be translated: in a language of brackets, nothing a reader sees stands outside them but data."""

import re
import textwrap
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import translation

from roundtable.casework.referrals.rules.draft import WHO_READS
from roundtable.ground.access.context import through
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.programmes.models import Programme, Role
from roundtable.ground.seats.models import Seat
from roundtable.ui.network import LETTERS as LETTERS_ACROSS
from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import expected
from tests.privacy.world import ALL, World, build_world

OPEN, CLOSE = "⟦", "⟧"
SPOKEN = ("aria-label", "placeholder", "title", "alt", "aria-description")
SILENT = ("script", "style", "template")
NOT_SHOWN = ("gallery", "demo", "demo_mailbox", "enter_as", "neutral_page", "quick_exit", "sign_out", "wear_hat")
"""The demo's own pages, and the weather page that shall look like anybody's."""
LETTERS = re.compile(r"[^\W\d_]{2,}")
DATA = (
    r"qua[a-z]{10}",
    r"[\w.+-]+@[\w.-]+",
    r"https?://\S+",
    r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b",
    r"\b[0-9A-F]{4}(?:[ -][0-9A-F]{4})+\b",
    r"\b(?:[A-Z2-7]{4} ?){8}\b",
    r"\b[A-Z2-7]{32}\b",
    r"Work that seems possible: \d+ to \d+ hours a week\.(?: (?:Not|Fairly)? ?[Ss]ure\.)?",
)
"""What people and programmes wrote; the last a line somebody brought, kept in the language it was brought in."""
WORDS = ("Roundtable", "English", "Dansk", "Nederlands", "Test", "Finn", "Oda", "Ove", "Nils", "Pia", "Sol", "Rae", "Tea", "FQ", "§")


class _Outside(HTMLParser):
    """What a page says outside the brackets. A translated sentence may hold markup, and data within it is its translator's."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.silent, self.said = 0, 0, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        said = dict(attrs)
        names = SPOKEN + (("value",) if tag == "input" and said.get("type") in ("submit", "button") else ())
        self.said += [_without_brackets(said[name] or "") for name in names if said.get(name)]

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        outside = ""
        for letter in data:
            self.depth += (letter == OPEN) - (letter == CLOSE)
            outside += letter if self.depth == 0 and letter != CLOSE else ""
        if outside.strip() and not self.silent:
            self.said.append(outside.strip())


def _without_brackets(text: str) -> str:
    while (shorter := re.sub(rf"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)) != text:
        text = shorter
    return text


@pytest.fixture
def world() -> World:
    return build_world()


@pytest.fixture
def brackets(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is translated comes out in brackets."""

    def wrapped(name: str) -> Any:
        real = getattr(translation._trans, name)  # type: ignore[attr-defined]

        def translate(*said: Any) -> str:
            result = str(real(*said))
            return f"{OPEN}{result}{CLOSE}" if result.strip() else result

        return translate

    for name in ("gettext", "ngettext", "pgettext", "npgettext"):
        monkeypatch.setattr(translation._trans, name, wrapped(name), raising=False)  # type: ignore[attr-defined]


def _data(world: World) -> list[str]:
    """What people and the programme have written: it is in their language already."""
    with through("loader"):
        programme = Programme.objects.get(id=world.cast.programme_id)
        said = [str(value) for value in vars(programme).values() if isinstance(value, str)] + [
            line.partition(":")[0] for line in programme.emergency
        ]
        said += list(Role.objects.filter(programme=programme).values_list("name", flat=True))
        for names in Organisation.objects.values_list("name", "short_name"):
            said += names
        said += Seat.objects.filter(case_id=world.case_id, hat="guest").values_list("person__given_name", flat=True)
    said.append(WHO_READS)  # kept with a yes, in the language it was read aloud in
    parts = {part.strip() for text in said for part in text.splitlines() if part.strip()}
    parts |= {line for part in parts for line in textwrap.wrap(part, LETTERS_ACROSS["below"])}  # as the picture of the goals breaks it
    return sorted({*parts, *WORDS, *(name.title() for name in ALL), *_letters(world)}, key=len, reverse=True)


def _letters(world: World) -> set[str]:
    """What stands on a seat of the drawing: initials, or as many letters of a name as tell two apart."""
    return {
        letters
        for name in (*world.people, "una")
        for letters in (f"{name[0].upper()}T", f"{name[0].upper()}Q", name.title()[:2], name.title()[:3])
    }


def _left(text: str, known: list[str]) -> str:
    for pattern in DATA:
        text = re.sub(pattern, " ", text, flags=re.I if pattern.startswith("qua") else 0)
    for data in known:
        text = re.sub(rf"(?<!\w){re.escape(data)}(?!\w)", " ", text)
    return text


def test_nothing_a_reader_sees_stands_outside_the_translations(world: World, brackets: None) -> None:
    """Every page, for the first citizen, companion, professional and leader who may open it."""
    known, wrong, seen = _data(world), set(), 0
    clients = {who: world.client(who) for who in ALL}
    for address in all_addresses():
        if address.name in NOT_SHOWN:
            continue
        allowed = [who for who in ALL if who in expected()[address.name]]
        for who in {*allowed[:1], *(who for who in ("finn", "hanne", "bo", "gro") if who in allowed)}:
            response = clients[who].get(path_of(world, address))
            if "html" in response.headers.get("Content-Type", "") and response.status_code == 200:
                page = _Outside()
                page.feed(body_of(response).decode())
                seen += 1
                wrong |= {f"{address.name}: {text[:120]!r}" for text in page.said if LETTERS.search(_left(text, known))}
            response.close()
    assert "\n".join(sorted(wrong)) == ""
    assert seen > 100
