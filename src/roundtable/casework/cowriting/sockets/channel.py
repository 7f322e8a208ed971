"""The live channel: `live_channel` is the ASGI application of `/live/course/<case>/meeting/<roundtable>/`.

A page says hello with what it has (before it has anything, in the address: `?hello=1`), gets what it lacks, says what it wrote, and hears
what others write. Every message is asked at the turnstile, in the acting context of who sent it and of everybody it goes to.
"""

import asyncio
import base64
import binascii
import json
import re
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog
from django.db import DatabaseError

from roundtable.casework.cowriting.actions import add_step, ask_all, ask_privately, begin_own, end_quiet, set_box
from roundtable.casework.cowriting.queries import sheet_of
from roundtable.casework.cowriting.rules import LARGEST_EDIT, DayOutOfReach, EditRefused, SignalKind
from roundtable.casework.cowriting.sockets.door import Guest, headers_of, let_in, own_origin
from roundtable.casework.cowriting.sockets.keeper import Keeper
from roundtable.casework.cowriting.sockets.room import Frame, Member, Room, text64
from roundtable.casework.cowriting.sockets.turnstile import Turnstile
from roundtable.ground.access.streams import Ears, Streams
from roundtable.kernel.refusal import Refusal
from roundtable.ui.fields import read_date

log = structlog.get_logger()
PATH = re.compile(r"^/live/course/([0-9a-f-]{36})/meeting/([0-9a-f-]{36})/$")
MOST_A_SECOND = 100
REFUSED = {"type": "websocket.close", "code": 1008}
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Live:
    """All rooms of one event loop."""

    def __init__(self) -> None:
        self.streams = Streams()
        self.turnstile = Turnstile(self.streams, lambda: len(self.rooms))
        self.keeper = Keeper(self.streams)
        self.rooms: dict[UUID, Room] = {}
        self._by_channel: dict[str, Room] = {}
        self._doors: dict[UUID, asyncio.Lock] = {}
        self._ears = Ears(self._heard)
        self._hearing: set[asyncio.Task[None]] = set()

    async def enter(self, guest: Guest, *, shared: bool) -> tuple[Room, Member]:
        """A page comes in; the first one opens the room, listening before it reads, so that nothing falls between."""
        key = guest.sheet.item_id
        async with self._doors.setdefault(key, asyncio.Lock()):
            room = self.rooms.get(key)
            if room is None:
                await self._ears.listen(_name(guest))
                sheet = await self.streams.call(
                    sheet_of, actor=guest.actor, case_id=guest.sheet.case_id, roundtable_id=guest.sheet.roundtable_id, log=False
                )
                room = Room(sheet or guest.sheet, self.streams, self.turnstile, self.keeper, lambda: len(self.rooms))
                self.rooms[key] = self._by_channel[_name(guest)] = room
            room.know(guest.sheet)
            member = Member(guest, shared=shared)
            room.members[member.key] = member
            return room, member

    async def leave(self, room: Room, member: Member) -> None:
        """A page is gone; the last one closes the room, with everything kept."""
        room.part(member)
        if room.members:
            await room.tell(room.here())
        async with self._doors[room.sheet.item_id]:
            if not room.members and self.rooms.get(room.sheet.item_id) is room:
                await room.finish()
                if not room.members:
                    del self.rooms[room.sheet.item_id], self._by_channel[_name(member.guest)]
                    await self._ears.leave(_name(member.guest))

    def _heard(self, channel: str, payload: str) -> None:
        room = self._by_channel.get(channel)
        if room is not None and _is_id(payload):
            task = asyncio.get_running_loop().create_task(room.heard(UUID(payload)))
            self._hearing.add(task)
            task.add_done_callback(self._hearing.discard)

    async def close(self) -> None:
        """Everything is kept and given back."""
        for room in list(self.rooms.values()):
            for member in list(room.members.values()):
                room.part(member)
            await room.finish()
        await self._ears.close()
        await self.streams.close()


_lives: WeakKeyDictionary[asyncio.AbstractEventLoop, Live] = WeakKeyDictionary()


def _live() -> Live:
    loop = asyncio.get_running_loop()
    return _lives.setdefault(loop, Live()) if loop not in _lives else _lives[loop]


async def close_live() -> None:
    """The process stops."""
    found = _lives.pop(asyncio.get_running_loop(), None)
    if found is not None:
        await found.close()


def _name(guest: Guest) -> str:
    return f"sheet_{guest.sheet.channel.hex}"


def _is_id(value: Any) -> bool:
    try:
        UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


async def live_channel(scope: Scope, receive: Receive, send: Send) -> None:
    """One socket, from the knock to the end. Refused without a word, and alike: a foreign page, no session, no seat, no such place."""
    await receive()
    live, found, headers = _live(), PATH.match(scope["path"]), headers_of(scope)
    guest = None
    if found and own_origin(headers) and _is_id(found[1]) and _is_id(found[2]):
        guest = await live.streams.call(let_in, cookies=headers.get("cookie", ""), case_id=UUID(found[1]), roundtable_id=UUID(found[2]))
    if guest is None:
        await send(REFUSED)
        return
    await send({"type": "websocket.accept"})
    asked = scope.get("query_string", b"").split(b"&")
    room, member = await live.enter(guest, shared=b"only=shared" in asked)
    sending = asyncio.create_task(_send_all(member, send))
    hearing = asyncio.create_task(_hear_all(live, room, member, _after_hello(receive) if b"hello=1" in asked else receive))
    try:
        await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        if not member.gone:  # the line was cut: what arrived before is still taken in
            await asyncio.wait({hearing}, timeout=5)
    finally:
        member.leave()
        hearing.cancel()
        await asyncio.gather(sending, hearing, return_exceptions=True)
        await live.leave(room, member)


def _after_hello(receive: Receive) -> Receive:
    """The line of a page that has nothing yet: its address says hello, which saves the way there and back before the room answers."""
    said = [json.dumps({"t": "hello", "have": {}})]

    async def next_message() -> dict[str, Any]:
        return {"type": "websocket.receive", "text": said.pop()} if said else await receive()

    return next_message


async def _send_all(member: Member, send: Send) -> None:
    try:
        while (frame := await member.frames.get()) is not None:
            await send({"type": "websocket.send", "text": frame})
        await send({"type": "websocket.close", "code": 1008})
    except Exception as problem:  # whatever the server raises for a line that is cut
        log.debug("live_line_cut", exception_type=type(problem).__name__)


async def _hear_all(live: Live, room: Room, member: Member, receive: Receive) -> None:
    """Messages one after the other, until the page is gone, floods, or may not be here any more."""
    count, since = 0, monotonic()
    while True:
        message = await receive()
        if message["type"] != "websocket.receive":
            return
        count += 1
        if monotonic() - since > 1:
            count, since = 1, monotonic()
        text = message.get("text") or ""
        if count > MOST_A_SECOND or len(text) > 2 * LARGEST_EDIT:
            return
        try:
            said = json.loads(text)
            stays = await _turn(live, room, member, said)
        except (ValueError, KeyError, TypeError, AttributeError, binascii.Error):
            return
        except DatabaseError as problem:
            log.error("live_database", exception_type=type(problem).__name__)
            return
        if not stays:
            return


async def _turn(live: Live, room: Room, member: Member, said: Frame) -> bool:
    """One message. Whether the sender may stay."""
    kind = said["t"]
    if kind == "edit":
        return await room.edit(member, UUID(said["box"]), base64.b64decode(said["u"]), int(said["n"]), again=bool(said.get("again")))
    (mine,) = await live.turnstile.ask([member.question()])
    if not mine.reads:
        return False
    if kind == "hello":
        await _begin(live, room, member)
        _welcome(room, member, said, await room.quiet_for(member))
        await room.tell(room.here())
    elif kind == "at":
        member.box_id = UUID(said["box"]) if said.get("box") else None
        await room.tell(room.here())
    elif kind == "quiet":
        member.send(await room.quiet_for(member))
    elif kind in ("signal", "step", "set") or (kind in ("private", "seen") and not member.shared):
        await _act(live, room, member, said)
    return True


async def _begin(live: Live, room: Room, member: Member) -> None:
    """Who comes finds in their own box what they have said already; everybody hears of it as of any other edit."""
    if member.begun:
        return
    member.begun = True
    try:
        await live.streams.call(begin_own, actor=member.actor, case_id=room.sheet.case_id, sheet_id=room.sheet.item_id)
    except Refusal as no:
        log.info("live_not_begun", code=no.code)


def _welcome(room: Room, member: Member, said: Frame, quiet: Frame) -> None:
    """What the page lacks, and what the room has, so that the page can send what is missing here; and what its person was told quietly."""
    have = said.get("have") or {}
    boxes = []
    for box_id, box in room.boxes.items():
        joint = room.joints[box_id]
        state = base64.b64decode(have.get(str(box_id), ""))
        try:
            lacks = joint.since(state)
        except EditRefused:
            lacks = joint.whole()
        boxes.append({**room.box_frame(box), "u": text64(lacks), "state": text64(joint.state), "sum": joint.sum})
    names = {str(person): name for person, name in room.names.items()}
    signal = {"kind": room.signal[0], "name": room.signal[1]}
    member.welcomed = True
    member.send({"t": "all", "me": str(member.actor.person_id), "names": names, "boxes": boxes, "signal": signal, "quiet": quiet})


async def _act(live: Live, room: Room, member: Member, said: Frame) -> None:
    """What is an action of its own: a pause, a quiet word, one more step. Everybody hears of it as other processes do."""
    place = {"actor": member.actor, "case_id": room.sheet.case_id, "sheet_id": room.sheet.item_id}
    try:
        if said["t"] == "signal":
            await live.streams.call(ask_all, **place, kind=SignalKind(said["kind"]))
        elif said["t"] == "step":
            await live.streams.call(add_step, **place, box_id=UUID(said["box"]))
        elif said["t"] == "set":
            await live.streams.call(set_box, **place, box_id=UUID(said["box"]), **_who_and_when(said))
            member.send({"t": "chose", "box": said["box"], "n": int(said.get("n", 0))})
        elif said["t"] == "seen":
            await live.streams.call(end_quiet, **place, word_id=UUID(said["id"]))
        else:
            await live.streams.call(ask_privately, **place, roundtable_id=room.sheet.roundtable_id)
    except Refusal as no:
        member.send({"t": "refused", "code": no.code})


def _who_and_when(said: Frame) -> dict[str, Any]:
    """As the page sends them: a person's id, and a day as people write it. Raises DayOutOfReach for what is no day."""
    who, written = said.get("who"), str(said.get("day") or "").strip()
    day = read_date(written)
    if written and day is None:
        raise DayOutOfReach()
    return {"who_id": UUID(who) if who else None, "day": day}
