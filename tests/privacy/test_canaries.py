"""One word for each text: after everybody has used the whole product, a word is only where its place allows."""

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from pypdf import PdfReader

from tests.plugin import cluster
from tests.privacy.walk import all_addresses, body_of, everywhere, masked
from tests.privacy.who_may import ENDS_SESSION, WHO, expected
from tests.privacy.world import SEALED, World, build_world

CANARY = re.compile(r"qua[a-z]{10}", re.I)
ANYWHERE = re.compile(rb"qua[a-z]{10}", re.I)


@dataclass(frozen=True)
class Sighting:
    """A word where somebody saw it."""

    who: str
    path: str
    word: str
    where: str


@dataclass
class Walked:
    """The world after the walk, all that was seen on it, and what the application said about it in its log."""

    world: World
    seen: list[Sighting]
    log: str


@pytest.fixture(scope="module")
def walked() -> Walked:
    """Everybody opens everything they can think of, and searches for every word there is."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        world = build_world()
        seen = [sighting for who in WHO for sighting in _walk(world, who)]
    return Walked(world, seen, said.getvalue())


def _walk(world: World, who: str) -> Iterator[Sighting]:
    client = world.client(who)
    for address in all_addresses():
        mine = who in expected()[address.name]
        for path in sorted(set(everywhere(world, address))) if mine else ():
            response = client.get(path)
            yield from _sightings(who, path, response)
            if address.name in ENDS_SESSION:
                client = world.client(who)
    yield from _inspector(world, who)


def _inspector(world: World, who: str) -> Iterator[Sighting]:
    """Searches for how all words begin, then for some that others wrote; of these nothing comes back but the question."""
    client = world.client(who)
    others = [canary for canary in world.canaries.values() if who not in canary.readers]
    for address in ("/search/", f"/course/{world.case_id}/search/"):
        yield from _sightings(who, f"{address}?q=…", client.get(address, {"q": f"qua{world.salt}"}))
        nothing = _found(client.get(address, {"q": NO_WORD}), NO_WORD)
        for canary in others[:: max(1, len(others) // 4)]:
            if _found(client.get(address, {"q": canary.word}), canary.word) != nothing:
                yield Sighting(who, address, canary.word, "search: differs from a search for nothing")


NO_WORD = "qua" + "x" * 10


def _found(response: HttpResponse, word: str) -> bytes:
    return masked(body_of(response)).replace(word.encode(), b"WORD")


def _sightings(who: str, path: str, response: HttpResponse) -> Iterator[Sighting]:
    body = body_of(response)
    response.close()
    text = body.decode("utf-8", "replace")
    if response.headers.get("Content-Type") == "application/pdf":
        # A long word may be broken at the end of a line.
        text = re.sub(r"[\s\u00ad-]+", "", " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))
    parts = {"body": text, "headers": str(list(response.headers.items())), "cookies": str(response.cookies), "address": path}
    for where, part in parts.items():
        for word in {found.lower() for found in CANARY.findall(part)}:
            yield Sighting(who, path, word, where)


def test_nobody_is_shown_a_word_that_is_not_for_them(walked: Walked) -> None:
    """Pages, files, headers, cookies, where one is led on to: every word seen is one its reader may read."""
    wrong = set()
    for sighting in walked.seen:
        canary = walked.world.canaries.get(sighting.word)
        if canary is not None and sighting.who not in canary.readers:
            wrong.add(f"{sighting.who} saw {canary.what!r} ({canary.place}) in the {sighting.where} of {sighting.path}")
    assert "\n".join(sorted(wrong)) == ""


def test_no_word_stands_in_an_address_a_header_or_a_cookie(walked: Walked) -> None:
    """Addresses are kept by browsers and servers, headers by everything between.

    Only words somebody wrote count: a random session key or form token looks like one now and then.
    """
    outside = [sighting for sighting in walked.seen if sighting.where in {"headers", "cookies", "address"}]
    assert [sighting for sighting in outside if sighting.word in walked.world.canaries] == []


def test_every_word_is_shown_to_somebody_it_is_for(walked: Walked) -> None:
    """The walk reaches what it guards: a kind of text that nobody ever sees would be tested for nothing."""
    seen = {sighting.word for sighting in walked.seen}
    hidden = {canary.what for canary in walked.world.canaries.values() if canary.word not in seen and canary.readers & set(WHO)}
    assert hidden <= NOT_ON_A_PAGE, "\n".join(sorted(hidden - NOT_ON_A_PAGE))


NOT_ON_A_PAGE = {
    *(f"{name}'s draft {part}" for name in ("amal", "bo", "cleo") for part in ("body", "line")),  # behind the link to go on writing
    *(f"{what} {name}" for what in ("referral of", "read this first,") for name in ("Rae", "Tea")),  # other tables, read by their own
    *("Rae to Ida", "Tea to Ida", "closing words"),
    *("may I, no: body", "may I, other_words: body"),  # answered: only the headline is listed
    *("Amal's own words", "Bo's own words"),  # replaced by those of their answers
    "necessity, signed",  # asked before the signature
}
"""Words of this world which its walk does not open; that the walk reaches every other kind is what this list is for."""


def _rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as the server's own superuser sees it."""
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('r', 'm')"
            " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t WHERE t::text ~* 'qua[a-z]{{10}}'").fetchall():
                yield table, row


KEEPS_WORDS = re.compile(r"^(seats|plans|programmes|people)_")
PASSING = ("session", "cache", "procrastinate", "notice", "mail", "access_", "log")


def test_what_is_sealed_stands_nowhere_in_plain(walked: Walked) -> None:
    """Notebooks, confidences and drafts: not one word in any table. Other words stand in tables of content, never in passing ones."""
    wrong = set()
    for table, row in _rows():
        for word in {found.lower() for found in CANARY.findall(row)}:
            canary = walked.world.canaries.get(word)
            if canary is None:
                continue
            if canary.place in SEALED:
                wrong.add(f"{canary.what!r} ({canary.place}) in plain in {table}")
            if any(part in table for part in PASSING) or not KEEPS_WORDS.match(table):
                wrong.add(f"{canary.what!r} passes through {table}")
    assert "\n".join(sorted(wrong)) == ""


def test_no_word_is_in_a_mail_or_a_log(walked: Walked) -> None:
    """Mails sent, the application's log, and the database server's own."""
    sent = "\n".join(f"{message.subject}\n{message.body}\n{message.alternatives}" for message in getattr(mail, "outbox", []))  # type: ignore[attr-defined]
    assert CANARY.findall(sent) == []
    assert CANARY.findall(walked.log) == []
    files = [file for file in cluster.log_folder.rglob("*") if file.is_file()]
    assert files != []
    assert [file.name for file in files if ANYWHERE.search(file.read_bytes())] == []
