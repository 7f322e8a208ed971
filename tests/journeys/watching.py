"""What no journey may leave behind: an error in a console, a request that failed, a page that does not say where one is.

`Watch` listens to a whole browser context, every page of it; `Onlooker` stands before the application and keeps what it served, so that
each page can be asked for its one heading, its title and its language, whether a script ran in it or not.
"""

import re
from collections import defaultdict
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from weakref import WeakKeyDictionary

from django.urls import resolve
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

Message = MutableMapping[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

ALLOWED: WeakKeyDictionary[BrowserContext, set[str]] = WeakKeyDictionary()
"""Addresses at which a person of this context may be told no: there is nothing, or it cannot be taken so."""
REFUSALS = (403, 404, 409, 422)


def may_be_refused(context: BrowserContext, address: str) -> None:
    """The test asks on purpose for what is perhaps not there for this person, or sends what cannot be taken."""
    ALLOWED.setdefault(context, set()).add(re.sub(r"^https?://[^/]+", "", address))


CUT: WeakKeyDictionary[BrowserContext, bool] = WeakKeyDictionary()


def line_is_cut(context: BrowserContext) -> None:
    """The test cuts this person's line: the browser says that its live channel could not be opened."""
    CUT[context] = True


@dataclass
class Watch:
    """Listens to one context from its first page on. `faults`: what went wrong, a line each."""

    context: BrowserContext
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        self.context.on("requestfailed", self._failed)
        self.context.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        """Errors and warnings, a breach of the content security policy among them. A status is judged where the answer arrives."""
        if self.context in CUT and message.text.startswith("WebSocket connection to"):
            return
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource: the server responded"):
            self.faults.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        """A page left before its font had arrived gives up the font, and a paper that is handed over opens no page: no faults."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"request: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status < 400:
            return
        address = re.sub(r"^https?://[^/]+", "", response.url)
        on_purpose = response.status in REFUSALS and address in ALLOWED.get(self.context, ())
        if not on_purpose:
            self.faults.append(f"status {response.status}: {response.request.method} {address}")


class _Page(HTMLParser):
    """Reads off a page how many first headings it has, its title and its language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.language, self.title, self.headings = "", "", list[str]()
        self._inside, self._body = "", False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""
        elif tag == "h1" or (tag == "title" and not self._body):
            self._inside = tag
            if tag == "h1":
                self.headings.append("")
        elif tag == "body":  # drawings have titles of their own
            self._body = True

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.title += data
        elif self._inside == "h1":
            self.headings[-1] += data


@dataclass
class Onlooker:
    """Passes everything on, and keeps each page: method, path, status, text."""

    app: Any
    pages: list[tuple[str, str, int, str]] = field(default_factory=list)

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        head: dict[str, Any] = {"status": 0, "html": False}
        body = bytearray()

        async def passed_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                head["status"] = message["status"]
                head["html"] = any(name.lower() == b"content-type" and b"text/html" in value for name, value in message["headers"])
            elif message["type"] == "http.response.body" and head["html"]:
                body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self.pages.append((scope["method"], scope["path"], head["status"], body.decode()))
            await send(message)

        await self.app(scope, receive, passed_on)

    def findings(self) -> list[str]:
        """What is wrong with the pages kept: not one heading, no title, no language, or two places with one title."""
        found: set[str] = set()
        places: dict[str, set[str]] = defaultdict(set)
        for method, path, status, text in self.pages:
            if 300 <= status < 400 or not text:
                continue
            page, name = _Page(text), _name_of(path)
            title = " ".join(page.title.split())
            if [bool(heading.strip()) for heading in page.headings] != [True]:
                found.add(f"{name} has not one heading: {page.headings}")
            if not page.language:
                found.add(f"{name} does not say its language")
            if not title or title == "Roundtable":
                found.add(f"{name} does not say in its title where one is: {title!r}")
            if method == "GET" and status == 200:
                places[title].add(name)
        found |= {f"two places are called {title!r}: {sorted(names)}" for title, names in places.items() if len(names) > 1}
        return sorted(found)


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or path
    except Exception:
        return "what is not there"
