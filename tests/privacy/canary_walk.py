"""The walk of the canaries: everybody is mailed, opens everything and searches; what they saw, and what was said on the way."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field

import pytest
import structlog
from django.core.mail import EmailMessage
from django.http import HttpResponse
from django.test import Client, override_settings
from pypdf import PdfReader

from tests.cast import account
from tests.privacy.walk import all_addresses, body_of, everywhere, masked
from tests.privacy.who_may import ENDS_SESSION, WHO, expected
from tests.privacy.world import World, build_world
from tests.worker import work_once

CANARY = re.compile(r"qua[a-z]{10}", re.I)
"""How a word begins and how long it is. What counts is whether it is one of the world's: random tokens look like one now and then."""

WALKERS = (*WHO, "rae", "sol")
AT_OTHER_TABLES = {
    "tea": ("handed",),
    "rae": ("ended",),
    "sol": ("second",),
    "bo": ("handed", "ended", "second"),
    "cleo": ("handed", "ended"),
}
THEIR_PAGES = ("", "referral/", "notes/", "people/", "time-line/", "what-we-bring/", "sharing/", "plan/", "meeting/")


@dataclass(frozen=True)
class Sighting:
    """A word where somebody saw it."""

    who: str
    path: str
    word: str
    where: str


@dataclass
class Walked:
    """The world after the walk, and all that was said on it: to people, by mail, on the console, in logs."""

    world: World
    seen: list[Sighting] = field(default_factory=list)
    pdfs: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    records: list[logging.LogRecord] = field(default_factory=list)
    console: str = ""
    log: str = ""

    def known(self, text: str) -> set[str]:
        """The world's words in a text."""
        return {found.lower() for found in CANARY.findall(text)} & self.world.canaries.keys()


class _Everything(logging.Handler):
    """Keeps every record of every library, however quiet."""

    def __init__(self, records: list[logging.LogRecord]) -> None:
        super().__init__(logging.DEBUG)
        self.records = records

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@contextmanager
def _listening(records: list[logging.LogRecord], log: io.StringIO) -> Iterator[None]:
    """All loggers at their loudest; our own log, through our own processors, into `log`."""
    root, handler, before = logging.getLogger(), _Everything(records), logging.getLogger().level
    configured = structlog.get_config()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(log))
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        structlog.configure(**configured)


def walk_everybody() -> Walked:
    """Everybody is mailed, opens everything they can think of, and searches for every word there is."""
    console, log, mails, records = io.StringIO(), io.StringIO(), [], []

    def sent(message: EmailMessage, *args: object, **options: object) -> int:
        mails.append(message)
        return post(message, *args, **options)

    post = EmailMessage.send
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(EMAIL_BACKEND="roundtable.gateways.mail.Backend"),
        _listening(records, log),
        redirect_stdout(console),
        redirect_stderr(console),
    ):
        patch.setattr(EmailMessage, "send", sent)
        found = Walked(build_world(), mails=mails, records=records)
        for name in found.world.people:
            found.world.client(name)  # who has an account is mailed
        _ask_for_links(found.world)
        work_once()
        for who in WALKERS:
            found.seen.extend(_walk(found, who))
        structlog.get_logger().warning("walked", count=len(found.seen), word=next(iter(found.world.canaries)))
        logging.getLogger("tests.walked").debug("walked by %s", "everybody")
    found.console, found.log = console.getvalue(), log.getvalue()
    return found


def _ask_for_links(world: World) -> None:
    """Amal asks for a link to sign in with, and Bo prints a letter for her: both are mailed."""
    email = account(world.people["amal"], "Amal", kind="citizen").email
    assert Client().post("/sign-in/", {"email": email}).status_code == 302
    assert world.client("bo").post(f"/course/{world.case_id}/people/{world.people['amal']}/letter/").status_code == 200


def _walk(walked: Walked, who: str) -> Iterator[Sighting]:
    world = walked.world
    client = world.client(who)
    for address in all_addresses():
        mine = who in expected().get(address.name, ())
        for path in sorted(set(everywhere(world, address))) if mine else ():
            response = client.get(path)
            yield from _sightings(walked, who, path, response)
            if address.name in ENDS_SESSION:
                client = world.client(who)
    drafts = body_of(client.get("/drafts/")).decode()
    further = [f"/course/{world.cases[case]}/{page}" for case in AT_OTHER_TABLES.get(who, ()) for page in THEIR_PAGES]
    for path in (*further, *re.findall(r'href="([^"]+[?&]draft=[^"]+)"', drafts)):
        yield from _sightings(walked, who, path, client.get(path.replace("&amp;", "&")))
    yield from _inspector(walked, who)


def _inspector(walked: Walked, who: str) -> Iterator[Sighting]:
    """Searches for how all words begin, then for some that others wrote; of these nothing comes back but the question."""
    world = walked.world
    client = world.client(who)
    others = [canary for canary in world.canaries.values() if who not in canary.readers]
    for address in ("/search/", f"/course/{world.case_id}/search/"):
        yield from _sightings(walked, who, f"{address}?q=…", client.get(address, {"q": f"qua{world.salt}"}))
        nothing = _found(client.get(address, {"q": NO_WORD}), NO_WORD)
        for canary in others[:: max(1, len(others) // 4)]:
            if _found(client.get(address, {"q": canary.word}), canary.word) != nothing:
                yield Sighting(who, address, canary.word, "search: differs from a search for nothing")


NO_WORD = "qua" + "x" * 10


def _found(response: HttpResponse, word: str) -> bytes:
    return masked(body_of(response)).replace(word.encode(), b"WORD")


def _sightings(walked: Walked, who: str, path: str, response: HttpResponse) -> Iterator[Sighting]:
    body = body_of(response)
    response.close()
    text, about = body.decode("utf-8", "replace"), ""
    if response.headers.get("Content-Type") == "application/pdf":
        pdf = PdfReader(io.BytesIO(body))
        walked.pdfs += 1
        # A long word may be broken at the end of a line.
        text = re.sub(r"[\s\u00ad-]+", "", " ".join(page.extract_text() for page in pdf.pages))
        about = _about(pdf)
    parts = {
        "body": text,
        "what a file says of itself": about,
        "headers": str(list(response.headers.items())),
        "cookies": str(response.cookies),
        "address": path,
    }
    for where, part in parts.items():
        for word in walked.known(part):
            yield Sighting(who, path, word, where)


def _about(pdf: PdfReader) -> str:
    """Title, author, keywords, bookmarks, attachments: what travels with a file unseen."""
    xmp = pdf.root_object.get("/Metadata")
    packet = xmp.get_object().get_data().decode("utf-8", "replace") if xmp is not None else ""  # type: ignore[union-attr]
    return f"{dict(pdf.metadata or {})} {packet} {pdf.outline} {list(pdf.attachments)}"
