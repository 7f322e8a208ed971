"""One meeting's sheet while people write on it: every edit goes to the others at once, and is kept a tenth of a second later.

Nothing is only here: what a room holds is what is kept, what is on its way to be kept, and who is connected. A process that dies takes
no word along: whoever wrote it still has it on their page, and sends what is missing when they are back.
"""

import asyncio
import base64
import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import DatabaseError

from roundtable.casework.cowriting.actions import settle_box
from roundtable.casework.cowriting.queries import BoxView, News, SheetView, news, quiet_now, sheet_of
from roundtable.casework.cowriting.rules import BoxKind, EditRefused, Joint
from roundtable.casework.cowriting.sockets.door import Guest
from roundtable.casework.cowriting.sockets.keeper import Keeper, Row
from roundtable.casework.cowriting.sockets.turnstile import Question, Turnstile
from roundtable.casework.roundtables.rules.quiet import QuietWord
from roundtable.ground.access.actor import Hat
from roundtable.ground.access.streams import Streams
from roundtable.kernel.refusal import Refusal
from roundtable.ui.fields import short_date

log = structlog.get_logger()
BATCH = 0.1
BATCH_A_ROOM = 0.01
"""Seconds a batch waits for each room that is open here: a hundred meetings keep what they write once a second."""
MOST_KEPT_HERE = 4000
QUIET = 1.5
MOST_WAITING = 2000
Frame = dict[str, Any]


def text64(data: bytes) -> str:
    """Bytes for a frame of text."""
    return base64.b64encode(data).decode()


def packed(frame: Frame) -> str:
    """A frame as it goes over the line."""
    return json.dumps(frame, separators=(",", ":"))


class Member:
    """Somebody's open page. Frames wait in a queue, so that a slow network holds up nobody else."""

    def __init__(self, guest: Guest, *, shared: bool = False) -> None:
        self.guest = guest
        self.shared = shared
        """Everybody in the room looks at this screen: what one person alone is told does not go there."""
        self.actor = guest.actor
        self.key = uuid4()
        self.box_id: UUID | None = None
        self.frames: asyncio.Queue[str | None] = asyncio.Queue()
        self.welcomed = False
        """Whether `all` is under way to it: what was said before is part of that, and a box that has not begun takes no edit."""
        self.gone = False
        self.begun = False
        """Whether their own box has been asked to begin with what they have said already."""
        self._questions: dict[UUID | None, Question] = {}

    def question(self, box_id: UUID | None = None) -> Question:
        """Asked with every letter, so made once."""
        known = self._questions.get(box_id)
        if known is None:
            known = self._questions[box_id] = Question(self.actor, self.guest.session_key, self.guest.sheet.item_id, box_id)
        return known

    def send(self, frame: Frame) -> None:
        """Put a frame in the queue; a page that has not read two thousand of them is no longer there."""
        self.send_text(packed(frame))

    def send_text(self, text: str) -> None:
        """The same, for a frame that was packed once for many."""
        if self.gone or not self.welcomed:
            return
        if self.frames.qsize() > MOST_WAITING:
            self.leave()
        else:
            self.frames.put_nowait(text)

    def leave(self) -> None:
        """Nothing more goes to this page."""
        self.gone = True
        self.frames.put_nowait(None)


class Room:
    """The room of one sheet in this process."""

    def __init__(self, sheet: SheetView, streams: Streams, turnstile: Turnstile, keeper: Keeper, busy: Callable[[], int]) -> None:
        self.sheet = sheet
        self.names = {seat.person_id: seat.given_name for seat in sheet.seats}
        self.boxes: dict[UUID, BoxView] = {box.id: box for box in sheet.boxes}
        self.joints: dict[UUID, Joint] = {box.id: box.joint for box in sheet.boxes}
        self.signal: tuple[str, str] = (str(sheet.signal or ""), self.names.get(sheet.signal_by_id, "") if sheet.signal_by_id else "")
        self.members: dict[UUID, Member] = {}
        self._streams, self._turnstile, self._keeper, self._busy = streams, turnstile, keeper, busy
        self._kept_here: dict[UUID, None] = {}
        self._waiting: list[tuple[Member, UUID, UUID, bytes, int]] = []
        self._keeping: asyncio.Task[None] | None = None
        self._quiet: dict[UUID, tuple[Member, asyncio.TimerHandle]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def know(self, sheet: SheetView) -> None:
        """Who sat down meanwhile, and their boxes."""
        self.names.update({seat.person_id: seat.given_name for seat in sheet.seats})
        for box in sheet.boxes:
            if box.id not in self.boxes:
                self.boxes[box.id], self.joints[box.id] = box, box.joint

    # -- to everybody ---------------------------------------------------------------------------------------------------------

    async def tell(self, frame: Frame | Callable[[], Frame | None]) -> None:
        """A frame to every open page whose person may still read; who may not hears nothing, and the page closes.

        What is said of a text is made when it is sent, not before it was asked for whom: so no page hears of a letter it has not been sent.
        """
        others = list(self.members.values())
        passes = await self._turnstile.ask([member.question() for member in others]) if others else []
        made = frame() if callable(frame) else frame
        if made is None:
            return
        text = packed(made)
        for member, answer in zip(others, passes, strict=True):
            if answer.reads:
                member.send_text(text)
            else:
                self.part(member)

    def part(self, member: Member) -> None:
        """Close a page, without a word."""
        self.members.pop(member.key, None)
        member.leave()

    def here(self) -> Frame:
        """Who is here, and in which box."""
        people: dict[UUID, UUID | None] = {}
        for member in self.members.values():
            people[member.actor.person_id] = member.box_id or people.get(member.actor.person_id)
        return {
            "t": "here",
            "people": [
                {"id": str(person), "name": self.names.get(person, ""), "box": str(box) if box else None} for person, box in people.items()
            ],
        }

    # -- one edit -------------------------------------------------------------------------------------------------------------

    async def edit(self, member: Member, box_id: UUID, edit: bytes, number: int, *, again: bool = False) -> bool:
        """Somebody wrote: asked, taken in, handed out, and only then kept. Whether the sender may still be here."""
        others = [other for other in self.members.values() if other is not member]
        mine, *theirs = await self._turnstile.ask([member.question(box_id), *(other.question() for other in others)])
        if not mine.reads:
            return False
        joint = self.joints.get(box_id)
        if not mine.changes or joint is None:
            member.send({"t": "no", "n": number, "box": str(box_id)})
            return True
        try:
            new = joint.apply(edit)
        except EditRefused:
            member.send({"t": "no", "n": number, "box": str(box_id)})
            return True
        if new is None:
            member.send(self._kept([number], [box_id]) if again else {"t": "again"})
            return True
        text = packed({"t": "edit", "box": str(box_id), "u": text64(new), "by": str(member.actor.person_id)})
        for other, answer in zip(others, theirs, strict=True):
            if answer.reads:
                other.send_text(text)
            else:
                self.part(other)
        if late := [one for one in self.members.values() if one is not member and one not in others]:
            self._start(self._tell_late(late, text))
        self._waiting.append((member, uuid4(), box_id, new, number))
        if self._keeping is None or self._keeping.done():
            self._keeping = self._start(self._keep())
        return True

    async def _tell_late(self, late: list[Member], text: str) -> None:
        """Who came in while it was asked about the others: what they were welcomed with may not have this letter. Twice is once."""
        for one, answer in zip(late, await self._turnstile.ask([one.question() for one in late]), strict=True):
            if answer.reads:
                one.send_text(text)
            else:
                self.part(one)

    def _start(self, work: Any) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # -- kept -----------------------------------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        """Until nothing waits: what came in the last tenth of a second, a transaction for each who wrote."""
        while self._waiting:
            await asyncio.sleep(max(BATCH, BATCH_A_ROOM * self._busy()))
            batch, self._waiting = self._waiting, []
            by_member: dict[UUID, list[tuple[Member, UUID, UUID, bytes, int]]] = {}
            for change in batch:
                by_member.setdefault(change[0].key, []).append(change)
            await asyncio.gather(*(self._keep_for(changes) for changes in by_member.values()))

    async def _keep_for(self, changes: list[tuple[Member, UUID, UUID, bytes, int]]) -> None:
        member = changes[0][0]
        rows = [Row(member.actor, self.sheet.item_id, box_id, change_id, edit) for change_id, box_id, edit in _merged(changes)]
        self._kept_here.update((row.change_id, None) for row in rows)
        while len(self._kept_here) > MOST_KEPT_HERE:
            del self._kept_here[next(iter(self._kept_here))]
        try:
            stand = await self._keeper.keep(rows)
        except DatabaseError as problem:
            log.error("live_not_kept", exception_type=type(problem).__name__)
            await asyncio.sleep(1)
            self._waiting = changes + self._waiting  # the page has them too, until they are kept
            return
        boxes = {row.box_id for row, kept in zip(rows, stand, strict=True) if kept}
        if numbers := [change[4] for change in changes if change[2] in boxes]:
            member.send(self._kept(numbers, boxes))
        for row in rows:
            if row.box_id in boxes:
                self._settle_later(member, row.box_id)
            else:
                refused = max(change[4] for change in changes if change[2] == row.box_id)
                member.send({"t": "no", "n": refused, "box": str(row.box_id)})
        if not_kept := {row.box_id for row in rows} - boxes:
            await self._read_anew(not_kept, [other for other in self.members.values() if other is not member])

    async def _read_anew(self, box_ids: Collection[UUID], others: Sequence[Member]) -> None:
        """What was handed out and then refused is kept nowhere, and what others write behind it would hang on it: these boxes are read
        as they are kept, and the other pages come in again with all they have.
        """
        for other in others:
            place = {"case_id": self.sheet.case_id, "roundtable_id": self.sheet.roundtable_id}
            sheet = await self._streams.call(sheet_of, actor=other.actor, **place, log=False)
            if sheet is not None:
                self.joints.update({box.id: box.joint for box in sheet.boxes if box.id in box_ids})
                break
        for other in others:
            other.send({"t": "again"})

    def _kept(self, numbers: Iterable[int], boxes: Iterable[UUID]) -> Frame:
        """These edits are kept, and so their boxes read: the page holds its own text against it before it says so."""
        return {"t": "kept", "n": list(numbers), "sums": {str(box_id): self.joints[box_id].sum for box_id in boxes}}

    def _settle_later(self, member: Member, box_id: UUID) -> None:
        waiting = self._quiet.pop(box_id, None)
        if waiting is not None:
            waiting[1].cancel()
        loop = asyncio.get_running_loop()
        timer = loop.call_later(QUIET, lambda: self._start(self._settle(member, box_id)))
        self._quiet[box_id] = (member, timer)

    async def _settle(self, member: Member, box_id: UUID) -> None:
        """A pause: the box stands in plan and minutes, and everybody here hears how it reads."""
        self._quiet.pop(box_id, None)
        stood: Joint | None = None
        try:
            stood = await self._streams.call(settle_box, actor=member.actor, case_id=self.sheet.case_id, box_id=box_id)
        except Refusal as no:
            log.info("live_not_settled", code=no.code)
        except DatabaseError as problem:
            log.error("live_not_settled", exception_type=type(problem).__name__)
        try:
            await self.tell(lambda: self._stands(box_id, stood))
        except DatabaseError as problem:
            log.error("live_database", exception_type=type(problem).__name__)

    def _stands(self, box_id: UUID, stood: Joint | None) -> Frame:
        """How a box reads. Two processes may have taken in different letters under one number, each passing over the other's: then what is
        kept counts.
        """
        joint = self.joints[box_id]
        if stood is not None and stood.text != joint.text:
            kept_first = Joint([stood.whole(), joint.whole()], stood.kind)
            if kept_first.text != Joint([joint.whole(), stood.whole()]).text:
                joint = self.joints[box_id] = kept_first
        return {"t": "stands", "box": str(box_id), "sum": joint.sum}

    async def finish(self) -> None:
        """Nobody is here any more, or the process stops: what waits is kept, what was quiet for a moment settles."""
        if self._keeping is not None:
            await self._keeping
        while self._quiet:
            box_id, (member, timer) = self._quiet.popitem()
            timer.cancel()
            await self._settle(member, box_id)
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- from other processes -------------------------------------------------------------------------------------------------

    async def heard(self, row_id: UUID) -> None:
        """Another process (or a form without scripts) has stored a row: each who is here asks for it as who they are."""
        if row_id in self._kept_here:
            return
        for member in list(self.members.values()):
            found = await self._streams.call(
                news, actor=member.actor, case_id=self.sheet.case_id, sheet_id=self.sheet.item_id, row_id=row_id
            )
            if found is None:
                continue
            if found.quiet and not member.shared:
                member.send(await self.quiet_for(member))
            elif not found.quiet:
                await self._tell_news(found)
                return

    async def quiet_for(self, member: Member) -> Frame:
        """What stands quietly between this page's person and another: whether her word was shown, or whose word he is shown now.

        A page that everybody in the room looks at is told nothing.
        Shown for the first time, it is said to her pages here; those in other processes ask for it themselves.
        """
        actor, place = member.actor, {"case_id": self.sheet.case_id, "sheet_id": self.sheet.item_id}
        hers, found = actor.hat == Hat.CITIZEN, tuple[QuietWord, ...]()
        if not member.shared and (hers or actor.hat == Hat.PROFESSIONAL):
            found = await self._streams.call(quiet_now, actor=actor, **place)
        word = next((one for one in found if actor.person_id == (one.by_id if hers else one.to_id)), None)
        if word is None:
            return {"t": "told" if hers else "private", "name": ""}
        if hers:
            return {"t": "told", "name": self.names.get(word.to_id, ""), "id": str(word.item_id), "seen": word.seen}
        hers_here = [one for one in self.members.values() if one.actor.person_id == word.by_id and not one.shared]
        for other in hers_here if not word.seen else ():
            other.send(await self.quiet_for(other))
        return {"t": "private", "name": self.names.get(word.by_id, ""), "id": str(word.item_id)}

    async def _tell_news(self, found: News) -> None:
        by = str(found.by_id) if found.by_id else ""
        if found.signal is not None:
            self.signal = (str(found.signal), self.names.get(found.by_id, "") if found.by_id else "")
            await self.tell({"t": "signal", "kind": self.signal[0], "name": self.signal[1]})
            return
        box = found.box
        if box is None:
            return
        if box.id not in self.boxes:
            self.boxes[box.id], self.joints[box.id] = box, Joint(kind=box.kind)
            await self.tell({"t": "box", **self.box_frame(box)})
        elif not found.edit:  # who does it and when was chosen
            self.boxes[box.id] = replace(self.boxes[box.id], who_id=box.who_id, day=box.day)
            await self.tell({"t": "box", **self.box_frame(box)})
        if found.edit:
            await self.tell(lambda: self._heard_edit(box.id, found.edit, by))

    def _heard_edit(self, box_id: UUID, edit: bytes, by: str) -> Frame | None:
        try:
            new = self.joints[box_id].apply(edit)
        except EditRefused:
            log.warning("live_edits_skipped", box=str(box_id), count=1)
            return None
        return {"t": "edit", "box": str(box_id), "u": text64(new), "by": by} if new is not None else None

    def box_frame(self, box: BoxView) -> Frame:
        """What a page must know to show a box."""
        return {
            "box": str(box.id),
            "kind": str(BoxKind(box.kind)),
            "whose": str(box.whose_id) if box.whose_id else None,
            "noted": box.noted,
            "place": box.place,
            "who": str(box.who_id) if box.who_id else "",
            "day": short_date(box.day) if box.day else "",
        }


def _merged(changes: Iterable[tuple[Member, UUID, UUID, bytes, int]]) -> list[tuple[UUID, UUID, bytes]]:
    """One row a box, whatever was typed in it in that time."""
    found: dict[UUID, list[tuple[UUID, bytes]]] = {}
    for _, change_id, box_id, edit, _ in changes:
        found.setdefault(box_id, []).append((change_id, edit))
    return [(edits[0][0], box_id, Joint.merged([edit for _, edit in edits])) for box_id, edits in found.items()]
