"""One word for each text: after everybody has used the whole product, a word is only where its place allows."""

import base64
import io
import json
import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core import signing
from django.core.management import call_command
from django.test import Client

from roundtable.config.logs import QuietFormatter
from roundtable.fhir.tests.files import AMAL, BO, GOAL, PLAN, REFERRAL, TASK, TEAM, bundle
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import Programme
from tests.cast import account
from tests.plugin import cluster
from tests.privacy.canary_walk import WALKERS, Walked, walk_everybody
from tests.privacy.walk import body_of
from tests.privacy.who_may import WHO
from tests.privacy.world import SEALED, Canary


@pytest.fixture(scope="module")
def walked() -> Walked:
    return walk_everybody()


def test_nobody_is_shown_a_word_that_is_not_for_them(walked: Walked) -> None:
    """Pages, files, headers, cookies, where one is led on to: every word seen is one its reader may read."""
    assert "\n".join(_not_for_them(walked, walked.world.canaries)) == ""


def _not_for_them(walked: Walked, canaries: Mapping[str, Canary]) -> list[str]:
    seen = [(sighting, canaries[sighting.word]) for sighting in walked.seen]
    return sorted(
        {
            f"{sighting.who} saw {canary.what!r} ({canary.place}) in the {sighting.where} of {sighting.path}"
            for sighting, canary in seen
            if sighting.who not in canary.readers
        }
    )


OWN_WORDS = {
    "step with a day": ("amal", "/dates/"),
    "what amal takes home": ("amal", "/take-home/"),
    "answer after the meeting": ("amal", "/time-line/"),
    "who is still to come": ("cleo", "/referral/"),
}
"""Rooms that show words of their own: who sees them, and on which page."""


@pytest.mark.parametrize("what", OWN_WORDS)
def test_each_of_these_pages_shows_a_word_of_its_own_and_if_it_were_not_for_its_reader_it_would_be_found(walked: Walked, what: str) -> None:
    """Dates and letters, after the meeting, who is still to come: shown where it belongs; with the reader taken away the walk says so."""
    who, page = OWN_WORDS[what]
    (canary,) = (canary for canary in walked.world.canaries.values() if canary.what == what)
    assert any(page in sighting.path for sighting in walked.seen if (sighting.who, sighting.word) == (who, canary.word)), (
        "never shown there"
    )
    without = {**walked.world.canaries, canary.word: replace(canary, readers=canary.readers - {who})}
    assert any(found.startswith(f"{who} saw {what!r}") and page in found for found in _not_for_them(walked, without))


def test_no_word_stands_in_an_address_a_header_a_cookie_or_a_files_own_title(walked: Walked) -> None:
    """Addresses are kept by browsers and servers, headers by everything between, a file's title by every folder it is put in."""
    assert walked.pdfs >= 8
    assert [sighting for sighting in walked.seen if sighting.where not in ("body",) and not sighting.where.startswith("search")] == []


def test_every_word_is_shown_to_somebody_it_is_for(walked: Walked) -> None:
    """The walk reaches what it guards: a kind of text that nobody ever sees would be tested for nothing."""
    seen = {sighting.word for sighting in walked.seen}
    hidden = {canary.what for canary in walked.world.canaries.values() if canary.word not in seen and canary.readers & set(WALKERS)}
    assert "\n".join(sorted(hidden - NOT_ON_A_PAGE)) == ""


NOT_ON_A_PAGE = {
    "may I, no: body",  # her no stands as a headline; the words she did not want are not shown again
    "may I, other_words: body",  # her own words stand in their place
    "amal's draft line",  # of a message, which has none
    "Amal's own words",  # replaced by those of her answer
    "Bo's own words",  # replaced by those of his answer
    "necessity, signed",  # Jon read it before he signed
    *(f"imported {where}" for where in ("goal", "plan", "task", "note", "referral", "narrative")),  # of another test, another course
}
"""Words that stood on a page before this walk began."""


HEX = re.compile(r"\\x([0-9a-f]{26,})")


def _plain(table: str, row: str) -> str:
    """A row with what it holds in other writing: bytes, the bags of sessions and caches."""
    more = [bytes.fromhex(found[: len(found) // 2 * 2]).decode("utf-8", "replace") for found in HEX.findall(row)]
    for found in re.findall(r"[A-Za-z0-9+/=_:.-]{16,}", row) if table in ("django_session", "cache_entries") else ():
        more.append(_unpacked(found))
    return "\n".join((row, *more))


def _unpacked(bag: str) -> str:
    """What a session or a cache entry holds, signed and packed as Django does it; nothing for what is neither."""
    said = ""
    with_salt = {"salt": "django.contrib.sessions.SessionStore", "serializer": _AsText}
    try:
        said = str(signing.loads(bag, **with_salt))
    except (signing.BadSignature, ValueError, zlib.error):
        said = ""
    try:
        return said + base64.b64decode(bag + "=" * (-len(bag) % 4)).decode("utf-8", "replace")
    except ValueError:
        return said


class _AsText:
    """A session's bag as it is written, whatever is in it."""

    def loads(self, data: bytes) -> str:
        return data.decode("utf-8", "replace")


def _rows() -> Iterator[tuple[str, str]]:
    """Every row of every table, as the server's own superuser sees it."""
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE relkind IN ('r', 'm')"
            " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')"
        ).fetchall()
        for (table,) in tables:
            for (row,) in connection.execute(f"SELECT t::text FROM {table} t").fetchall():
                yield table, _plain(table, row)


KEEPS_WORDS = re.compile(r"^(seats|plans|programmes|people)_|^cowriting_(box|change)$|^roundtables_meetingline$|^cases_bridgecontact$")
PASSING = ("session", "cache", "procrastinate", "notice", "mail", "access_", "log")


def test_what_is_sealed_stands_nowhere_in_plain(walked: Walked) -> None:
    """Notebooks, confidences and drafts: not one word in any table. Other words stand in tables of content, never in passing ones."""
    wrong, kept = set(), set()
    for table, row in _rows():
        for word in walked.known(row):
            canary = walked.world.canaries[word]
            kept.add(word)
            if canary.place in SEALED:
                wrong.add(f"{canary.what!r} ({canary.place}) in plain in {table}")
            if any(part in table for part in PASSING) or not KEEPS_WORDS.match(table):
                wrong.add(f"{canary.what!r} passes through {table}")
    assert "\n".join(sorted(wrong)) == ""
    assert len(kept) > 50


def test_a_word_in_a_session_a_cache_or_bytes_would_be_found(walked: Walked) -> None:
    """The search through the tables reads what is packed."""
    word = "quacontrolwordx"
    store = signing.dumps({"said": word}, salt="django.contrib.sessions.SessionStore", compress=True)
    assert word in _plain("django_session", f"(abc,{store},2026)")
    assert word in _plain("cache_entries", f'(abc,"{base64.b64encode(word.encode()).decode()}",2026)')
    assert word in _plain("seats_itemkey", rf'(1,"\\x{word.encode().hex()}")'.replace("\\\\", "\\"))


def test_no_word_is_in_a_mail(walked: Walked) -> None:
    """Everybody who is told something is mailed, whole messages with every header; the demo's mailbox shows the same mails."""
    world = walked.world
    names = {account(world.people[name], name.title()).email: name for name in world.people}
    told = {names[to] for message in walked.mails for to in message.to if to in names}
    assert {"amal", "bo", "cleo", "jon"} <= told
    whole = [message.message().as_bytes().decode("utf-8", "replace") for message in walked.mails]
    assert any("/sign-in/link/" in message for message in whole) and any("letter" in message for message in whole)
    assert [message for message in whole if walked.known(message)] == []
    mailbox = body_of(Client().get("/demo/mailbox/")).decode()
    assert any(email in mailbox for email in names)
    assert walked.known(mailbox) == set()


def test_no_word_is_on_the_console_or_in_our_log(walked: Walked) -> None:
    """Both have said something, and what is no listed key is dropped on the way."""
    assert "Subject: Roundtable" in walked.console
    assert "event='walked'" in walked.log and "word=" not in walked.log
    assert walked.known(walked.console) | walked.known(walked.log) == set()


TELLS_WHAT_IT_RENDERS = ("django.template", logging.INFO)
"""Below a warning it writes what a template was given; nothing of the house lets that out, and in no other library is it so."""


def test_no_word_is_in_what_libraries_log(walked: Walked) -> None:
    """As our handler writes it, at its loudest; and in full, arguments and tracebacks included, as anybody else's handler would."""
    as_we_do, in_full = QuietFormatter(), logging.Formatter("%(name)s %(message)s")
    assert any(record.getMessage() == "walked by everybody" for record in walked.records)
    assert walked.known("\n".join(map(as_we_do.format, walked.records))) == set()
    name, quiet = TELLS_WHAT_IT_RENDERS
    rest = [record for record in walked.records if record.name != name or record.levelno > quiet]
    assert {(record.name, record.levelname) for record in rest if walked.known(in_full.format(record))} == set()


def _files_with(*words: str) -> list[str]:
    found = []
    for file in (file for file in cluster.log_folder.rglob("*") if file.is_file()):
        text = file.read_bytes().decode("utf-8", "replace").lower()
        found += [f"{word} in {file.name}" for word in words if word in text]
    return found


def test_no_word_is_in_the_database_servers_own_log(walked: Walked) -> None:
    """Also not of a statement that fails: no statement, no parameter and no detail is written."""
    word = next(iter(walked.world.canaries))
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute("SELECT 1 / (length(%s) - %s)", [word, len(word)])
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute(f"SELECT 1 / 0 AS {word}")  # type: ignore[call-overload]
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE TEMP TABLE said (word text PRIMARY KEY)")
            connection.execute("INSERT INTO said VALUES (%s), (%s)", [word, word])
    assert _files_with(*walked.world.canaries) == []


def test_a_word_that_the_server_did_write_down_would_be_found() -> None:
    """The search through the server's log looks where the server writes: made to, it writes a word down, and the search finds it."""
    word = f"quacontrol{uuid4().hex}"
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        connection.execute("SET log_min_error_statement = 'error'")
        with pytest.raises(psycopg.errors.DivisionByZero):
            connection.execute(f"SELECT 1 / 0 AS {word}")  # type: ignore[call-overload]
    assert _files_with(word) != []


def test_an_imports_report_names_elements_and_never_says_their_words(walked: Walked, tmp_path: Path) -> None:
    """A FHIR file full of words: what came in and what is left behind is told to who runs the command, who reads no content."""
    world = walked.world
    words = {where: world.word(f"imported {where}", "table", *WHO) for where in ("goal", "plan", "task", "note", "referral", "narrative")}
    file = tmp_path / "file.json"
    narrative = {"status": "generated", "div": f"<div>{words['narrative']}</div>"}
    parts = [
        AMAL,
        BO,
        {**GOAL, "description": {"text": words["goal"]}, "note": [{"text": words["note"]}]},
        {**TASK, "description": words["task"], "note": [{"text": words["note"]}]},
        TEAM,
        {**PLAN, "title": words["plan"], "description": words["plan"], "note": [{"text": words["note"]}], "text": narrative},
        {**REFERRAL, "reasonCode": [{"text": words["referral"]}], "note": [{"text": words["note"]}], "text": narrative},
    ]
    file.write_text(json.dumps(bundle(*parts)))
    with through("loader"):
        code = Programme.objects.get(id=world.cast.programme_id).code
    email = account(world.people["cleo"], "Cleo").email
    for options in (["--dry-run"], []):
        out = io.StringIO()
        call_command("import_fhir", str(file), "--programme", code, "--referrer", email, *options, stdout=out, stderr=out)
        assert "1 referral drafts and 1 open courses" in out.getvalue() and "Left behind" in out.getvalue()
        assert walked.known(out.getvalue()) == set()
