"""A called meeting with an open sheet, and a page without a browser: a socket of a signed-in person, with the texts it would show."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.test import Client
from django.urls import reverse
from pycrdt import Doc, Text
from tests.cast import Cast, account
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from roundtable.casework.cowriting.actions import open_sheet
from roundtable.casework.cowriting.queries import SheetView, sheet_of
from roundtable.casework.roundtables.actions import wish_for_meeting
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.actor import Actor


def meeting(cast: Cast) -> UUID:
    """Bo calls it, and opens the sheet."""
    found = call(cast)
    open_sheet(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=found)
    return found


def address(cast: Cast, roundtable_id: UUID, name: str = "write_together", *more: object) -> str:
    """A page of this meeting."""
    return reverse(name, args=[cast.case_id, roundtable_id, *more])


def looked_after(cast: Cast) -> UUID:
    """The meeting of a sheet at which Bo looks after Amal."""
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
    return meeting(cast)


def sheet(cast: Cast, roundtable_id: UUID, actor: Actor | None = None) -> SheetView:
    found: SheetView | None = sheet_of(actor=actor or cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=roundtable_id)
    assert found is not None
    return found


def box(cast: Cast, roundtable_id: UUID, kind: str, whose: UUID | None = None, noted: bool = False) -> UUID:
    return next(one.id for one in sheet(cast, roundtable_id).boxes if (one.kind, one.whose_id, one.noted) == (kind, whose, noted))


def text_of(cast: Cast, roundtable_id: UUID, box_id: UUID) -> str:
    return next(one.joint.text for one in sheet(cast, roundtable_id).boxes if one.id == box_id)


def cookie(person_id: UUID, name: str, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, name, kind))
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


class Page:
    """What a page of the meeting does, without a browser."""

    def __init__(self, socket: ClientConnection, docs: dict[str, Doc] | None = None, client: int | None = None) -> None:
        self.socket = socket
        self.client = client
        self.docs: dict[str, Doc] = docs if docs is not None else {}
        self.frames: list[dict[str, Any]] = []
        self.number = 0
        self.waiting: set[int] = set()
        self.hello()

    def say(self, **frame: Any) -> None:
        self.socket.send(json.dumps(frame))

    def hello(self) -> None:
        """Say what is here, take what is new, send what the room lacks."""
        self.say(t="hello", have={key: _b64(doc.get_state()) for key, doc in self.docs.items()})
        everything = self.until("all")
        for row in everything["boxes"]:
            doc = self.doc(row["box"])
            doc.apply_update(base64.b64decode(row["u"]))
            missing = doc.get_update(base64.b64decode(row["state"]))
            if len(missing) > 2 and row.get("mine", True):
                self._send(row["box"], missing, again=True)

    def doc(self, box_id: object) -> Doc:
        key = str(box_id)
        if key not in self.docs:
            self.docs[key] = Doc() if self.client is None else Doc(client_id=self.client)
            self.docs[key].get("t", type=Text)
        return self.docs[key]

    def text(self, box_id: object) -> str:
        return str(self.doc(box_id).get("t", type=Text))

    def write(self, box_id: object, words: str, at: int | None = None) -> None:
        """Type these words into a box, at a character of it or at its end."""
        doc = self.doc(box_id)
        text = doc.get("t", type=Text)
        before = doc.get_state()
        text.insert(len((str(text) if at is None else str(text)[:at]).encode()), words)
        self._send(str(box_id), doc.get_update(before))

    def forge(self, box_id: object, number: int, words: str) -> None:
        """Write these words at the end of a box under somebody else's number, as a script of one's own could."""
        forged: Doc = Doc(client_id=number)
        text = forged.get("t", type=Text)
        forged.apply_update(self.doc(box_id).get_update())
        before = forged.get_state()
        text.insert(len(str(text).encode()), words)
        edit = forged.get_update(before)
        self.doc(box_id).apply_update(edit)
        self._send(str(box_id), edit)

    def _send(self, box_id: str, edit: bytes, again: bool = False) -> None:
        self.number += 1
        self.waiting.add(self.number)
        self.say(t="edit", box=box_id, u=_b64(edit), n=self.number, again=again)

    def hear(self, seconds: float = 5) -> dict[str, Any]:
        """The next frame, taken in. Raises TimeoutError, ConnectionClosed."""
        frame: dict[str, Any] = json.loads(self.socket.recv(timeout=seconds))
        self.frames.append(frame)
        if frame["t"] == "edit":
            self.doc(frame["box"]).apply_update(base64.b64decode(frame["u"]))
        if frame["t"] == "kept":
            self.waiting -= set(frame["n"])
        if frame["t"] == "no":
            self.waiting.discard(frame["n"])
        return frame

    def until(self, kind: str, seconds: float = 10) -> dict[str, Any]:
        while (frame := self.hear(seconds))["t"] != kind:
            pass
        return frame

    def kept(self) -> None:
        """Until everything typed here is kept."""
        while self.waiting:
            self.hear(10)

    def sees(self, box_id: object, words: str) -> None:
        """Until the box reads so."""
        while words not in self.text(box_id):
            self.hear(10)

    def rest(self, seconds: float = 0.5) -> list[dict[str, Any]]:
        """What else comes within that time."""
        found = []
        try:
            while True:
                found.append(self.hear(seconds))
        except (TimeoutError, ConnectionClosed):
            return found

    def closed(self, seconds: float = 5) -> bool:
        """Whether the house has closed the line, and said nothing on the way."""
        try:
            while True:
                self.hear(seconds)
        except ConnectionClosed as end:
            return (end.rcvd.reason if end.rcvd else "") == ""
        except TimeoutError:
            return False


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@contextmanager
def page(
    address: str, cast: Cast, roundtable_id: UUID, person_id: UUID, name: str, kind: str = "staff", *, only: str = "", **more: Any
) -> Iterator[Page]:
    """The meeting's page of a signed-in person. `only`: "shared" for the one everybody in the room looks at."""
    with opened(address, cast.case_id, roundtable_id, cookie(person_id, name, kind), only=only) as socket:
        yield Page(socket, **more)


def opened(
    address: str, case_id: object, roundtable_id: object, cookies: str = "", origin: str | None = "", *, only: str = "", hello: bool = False
) -> ClientConnection:
    """A socket, as a browser opens it. Raises InvalidStatus where the house refuses.

    `hello`: by a page that has nothing yet, and says so in the address.
    """
    where = address.replace("http://", "ws://")
    return connect(
        f"{where}/live/course/{case_id}/meeting/{roundtable_id}/" + (f"?only={only}" if only else "?hello=1" if hello else ""),
        origin=address if origin == "" else origin,  # type: ignore[arg-type]
        additional_headers={"Cookie": cookies} if cookies else {},
        open_timeout=20,
    )


def new_id() -> str:
    return str(uuid4())
