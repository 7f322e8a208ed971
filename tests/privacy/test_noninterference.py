"""Two courses that differ only in what Cleo is not shown: she gets the same bytes, from the same number of questions to the database."""

import io
import os
import re
import uuid
from collections.abc import Iterator
from itertools import count
from types import SimpleNamespace

import pytest
from django.core import mail
from django.http import HttpResponse
from pypdf import PdfReader

from roundtable.casework.notes.actions import save_draft, write_message, write_note
from roundtable.casework.notes.rules import DraftFor
from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.actions import ask_to_share
from roundtable.ground.seats.rules import confidence, own, side
from tests.cast import account
from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import expected
from tests.privacy.world import World, build_world
from tests.statements import count_statements
from tests.worker import work_once

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*|(?<=name="seen" value=")[\w=-]{100,}')
MAILBOX = re.compile(r"cleo-[0-9a-f]{8}@")
CLOCK = re.compile(r"\b\d{1,2}[:.]\d{2}(:\d{2})?(\.\d+)?( [ap]\.?m\.?)?")
BOUNDARY = re.compile(
    r"={10,}\d+==|(?<=meeting-)[a-z2-7]{20,}|<[\w-]+@localhost>|(?<=/meeting/answer/)[\w.-]+|^\('Date', .*|^DTSTAMP:.*", re.M
)
FOLDED = re.compile(r"\r?\n[ \t]")
MARK = re.compile(r"(?<=Markofthisversion:)[0-9a-f]{12}")
WORD = re.compile(r"qua([a-z])([a-z]{3})([a-z]{6})", re.I)


def _more_that_cleo_is_not_shown(world: World) -> None:
    """Seven more things between Amal and Bo, in Amal's notebook, among the health service's people, and half written."""
    amal, bo = world.actor("amal", Purpose.MESSAGES), world.actor("bo", Purpose.MESSAGES)
    for number in range(3):
        write_message(actor=amal, case_id=world.case_id, to_id=world.people["bo"], body=f"Only for Bo {number}")
    write_message(actor=bo, case_id=world.case_id, to_id=world.people["amal"], body="Only for Amal " * 50)
    write_note(actor=amal, case_id=world.case_id, place=own(), headline="Mine", body="Only mine", line="And short")
    for place in (side(), confidence()):
        write_note(actor=bo, case_id=world.case_id, place=place, headline="Ours", body="Not for the jobcentre", line="Nor this")
    save_draft(actor=bo, case_id=world.case_id, made_for=DraftFor.NOTE, body="Half written")
    ask_to_share(
        actor=world.actor("bo", Purpose.SHARE),
        case_id=world.case_id,
        to_seat_id=world.seats["cleo"],
        headline="May I?",
        body="Not yet asked",
    )


def _script(world: World) -> list[tuple[str, int, str, int]]:
    """Cleo opens every page she has and searches: address, status, bytes without clocks, tokens and names of the run, statements."""
    client, said = world.client("cleo"), []
    client.get("/")  # the session and what every process asks for once
    asked = [path_of(world, address) for address in all_addresses() if "cleo" in expected()[address.name] and address.name not in LEAVES]
    searches = [f"{path}?q={word}" for path in ("/search/", f"/course/{world.case_id}/search/") for word in ("only", "not", "qua", "may")]
    for path in (*asked, *searches):
        with count_statements() as statements:
            response = client.get(path)
        said.append((path, response.status_code, _told(response), len(statements)))
    return said


def _told(response: HttpResponse) -> str:
    """Where an answer leads and what it says; of a PDF its words, page by page, without the places where its lines break."""
    body, kind = body_of(response), response.headers.get("Content-Type", "")
    response.close()
    if kind == "application/pdf":
        pages = PdfReader(io.BytesIO(body)).pages
        return f"{len(pages)} pages\n" + "\n".join("".join(page.extract_text().split()) for page in pages)
    return f"{response.headers.get('Location', '')}\n{body.decode()}"


LEAVES = ("sign_out", "quick_exit", "demo", "demo_mailbox", "enter_as", "set_up_second_step", "mfa_activate_totp", "sign_in_again")
"""What ends the session, lists everybody of the demo, or draws a secret for the authenticator."""


def _alike(world: World, text: str) -> str:
    """Without what differs between any two runs: ids by their order on the page, tokens, clocks, the run's own words."""
    ids: dict[str, str] = {}
    text = MARK.sub("MARK", TOKEN.sub(lambda found: found[1] or "", text))
    text = ID.sub(lambda found: ids.setdefault(found[0], f"id-{len(ids)}"), text)
    text = CLOCK.sub("CLOCK", MAILBOX.sub("cleo@", text))
    return WORD.sub(lambda found: f"word-{found[2]}", text).replace(world.cast.programme_id.hex[:8], "PROGRAMME")


@pytest.fixture
def ids_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random ids that grow: what was made in one moment is listed by its id, and would stand in another order in each run."""
    numbers = count(int.from_bytes(os.urandom(2)) << 31, 1 << 16)
    known = SimpleNamespace(**vars(os))
    known.urandom = lambda size: next(numbers).to_bytes(6) + os.urandom(size - 6)
    monkeypatch.setattr(uuid, "os", known)


def test_what_cleo_is_not_shown_changes_no_byte_and_no_count_of_hers(ids_in_order: None) -> None:
    """The same script over two courses of the same day: one as it is, one with more that is not for her."""
    plain, fuller = build_world("a"), build_world("b")
    _more_that_cleo_is_not_shown(fuller)
    one, other = _script(plain), _script(fuller)
    differ = []
    for (path, status, text, asked), (_, status_too, text_too, asked_too) in zip(one, other, strict=True):
        same, same_too = _alike(plain, text), _alike(fuller, text_too)
        if (status, same) != (status_too, same_too):
            differ.append(f"{path}: {_first_difference(same, same_too)}")
        if asked != asked_too:
            differ.append(f"{path}: {asked} statements and {asked_too}")
    assert "\n".join(differ) == ""
    assert len(one) > 60


SENDS = {
    "write_note": {"body": "Cleo notes", "headline": "Hours", "line": "A line", "place": "team"},
    "what_we_bring": {"lines": "Cleo brings this", "keep": "yes"},
    "add_point": {"text": "A point of Cleo's"},
    "ask_for_something": {"headline": "May I see?", "body": "What helps?"},
    "write_goal": {"text": "A goal of Cleo's"},
    "write_message": {"body": "To Bo, who is no citizen"},
    "correct_note": {"reason": "Not mine", "body": "To be refused"},
    "reply_to_request": {"body": "To be refused"},
    "note": {"body": "Only read"},
}
"""What Cleo sends: some of it is taken, some is asked for again with its field named, some is not there for her."""


def test_what_cleo_sends_is_answered_alike_and_so_is_she_mailed(ids_in_order: None) -> None:
    """The same forms in the two courses, and every mail to her until then and afterwards."""
    heard: list[list[str]] = []
    for salt in ("a", "b"):
        world = build_world(salt)
        if salt == "b":
            _more_that_cleo_is_not_shown(world)
        heard.append([_alike(world, text) for text in (*_sent(world), *_mailed(world))])
    assert [_first_difference(*pair) for pair in zip(*heard, strict=True) if pair[0] != pair[1]] == []
    assert {text[:3] for text in heard[0]} >= {"302", "404", "422", "To:"}


def _sent(world: World) -> Iterator[str]:
    client = world.client("cleo")
    her = {address.name: address for address in all_addresses()}
    for name, said in SENDS.items():
        path = path_of(world, her[name], seat_id=world.seats["bo"])
        for data in ({}, {**said, "about": str(world.people["amal"]), "once": str(uuid.uuid4())}):
            with count_statements() as asked:
                response = client.post(path, data)
            yield f"{response.status_code} {path} after {len(asked)} statements: {_told(response)}"


def _mailed(world: World) -> list[str]:
    """The mails to Cleo, whole, once everything that is due is done."""
    mail.outbox.clear()
    work_once()
    address = account(world.people["cleo"], "Cleo").email
    found = []
    for message in [one.message() for one in mail.outbox if address in one.to]:
        parts = [*map(str, message.items()), *((part.get_payload(decode=True) or b"").decode() for part in message.walk())]
        found.append("To: " + BOUNDARY.sub("", FOLDED.sub("", "\n".join(parts))))
    return found


def _first_difference(one: str, other: str) -> str:
    for line, line_too in zip(one.splitlines(), other.splitlines(), strict=False):
        if line != line_too:
            at = max(0, next((at for at, (a, b) in enumerate(zip(line, line_too, strict=False)) if a != b), 0) - 80)
            return f"{line[at : at + 200]!r} and {line_too[at : at + 200]!r}"
    return f"{len(one)} and {len(other)} characters"


def test_amal_and_bo_do_see_what_is_more() -> None:
    """The comparison compares something: for Amal the two courses differ."""
    world = build_world("c")
    client, path = world.client("amal"), f"/course/{world.case_id}/notes/"
    before = _alike(world, client.get(path).content.decode())
    _more_that_cleo_is_not_shown(world)
    assert _alike(world, client.get(path).content.decode()) != before
