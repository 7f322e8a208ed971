"""Asked before every message, for the one it comes from and everybody it would go to: may you, now?

Each enters their own acting context on the login of their hat; that costs the database a millisecond each. So an answer is remembered,
and with every message the database says whether anything it rests on has changed since (`guard.sheet_standing`: seats, posts, what is
closed or given, the meeting): then, and after five seconds in any case, it is asked anew. Questions that come while a round is under way
wait for the next and go together: the busier the house, the fewer statements a message.
"""

import asyncio
from collections.abc import Callable, Iterable
from time import monotonic
from typing import NamedTuple
from uuid import UUID

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import DOOR
from roundtable.ground.access.streams import Streams

ASK = "turnstile(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[])"
AT_THE_DOOR = "at_the_door(%s::text[], %s::uuid[])"
REMEMBERED = 5.0
"""Seconds after which an answer is asked for again, whatever the standing says."""
TOGETHER_A_ROOM = 0.0001
"""Seconds a question waits for others, for each room that is open here: with a hundred meetings, five letters share a statement."""
MOST_REMEMBERED = 20_000


class Question:
    """May this actor, signed in by this session, read this sheet, and change this box of it?"""

    __slots__ = ("_hash", "actor", "box_id", "session_key", "sheet_id")

    def __init__(self, actor: Actor, session_key: str, sheet_id: UUID, box_id: UUID | None = None) -> None:
        self.actor, self.session_key, self.sheet_id, self.box_id = actor, session_key, sheet_id, box_id
        # Made once: it is asked with every letter, of everybody at the table.
        self._hash = hash((actor, session_key, sheet_id, box_id))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Question) and (self.actor, self.session_key, self.sheet_id, self.box_id) == (
            other.actor,
            other.session_key,
            other.sheet_id,
            other.box_id,
        )


class Pass(NamedTuple):
    """What the database said."""

    reads: bool
    changes: bool


class Remembered(NamedTuple):
    """An answer, the standing it rests on, and when it was given."""

    answer: Pass
    standing: str
    at: float


NO = Pass(False, False)


class Turnstile:
    """One for all rooms of an event loop."""

    def __init__(self, streams: Streams, busy: Callable[[], int]) -> None:
        self._streams, self._busy = streams, busy
        self._waiting: dict[Question, asyncio.Future[Pass]] = {}
        self._running: asyncio.Task[None] | None = None
        self._known: dict[Question, Remembered] = {}

    async def ask(self, questions: Iterable[Question]) -> list[Pass]:
        """The answers, in order, none older than the question."""
        loop = asyncio.get_running_loop()
        futures = [self._waiting.setdefault(question, loop.create_future()) for question in questions]
        if self._running is None or self._running.done():
            self._running = loop.create_task(self._rounds())
        return list(await asyncio.gather(*futures))

    async def _rounds(self) -> None:
        while self._waiting:
            await asyncio.sleep(TOGETHER_A_ROOM * self._busy())
            asked, self._waiting = self._waiting, {}
            try:
                await self._round(asked)
            except Exception as problem:
                for future in asked.values():
                    if not future.done():
                        future.set_exception(problem)

    async def _round(self, asked: dict[Question, asyncio.Future[Pass]]) -> None:
        keys, sheets = {question.session_key for question in asked}, {question.sheet_id for question in asked}
        now, found = monotonic(), await self._streams.rows(DOOR, AT_THE_DOOR, [list(keys), list(sheets)])
        signed_in = {key for key, standing in found if standing is None}
        standings = {key: standing for key, standing in found if standing is not None}
        by_login: dict[str, list[Question]] = {}
        for question in asked:
            known = self._known.get(question)
            if known is None or known.standing != standings.get(str(question.sheet_id)) or now - known.at > REMEMBERED:
                by_login.setdefault(str(question.actor.login), []).append(question)
        for group in await asyncio.gather(*(self._ask(login, group) for login, group in by_login.items())):
            for question, answer in group:
                self._known[question] = Remembered(answer, standings.get(str(question.sheet_id), ""), now)
        for question, future in asked.items():
            if not future.done():
                future.set_result(self._known[question].answer if question.session_key in signed_in else NO)
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()

    async def _ask(self, login: str, group: list[Question]) -> list[tuple[Question, Pass]]:
        rows = await self._streams.rows(
            login,
            ASK,
            [
                [question.actor.person_id for question in group],
                [str(question.actor.hat) for question in group],
                [question.actor.case_id for question in group],
                [question.sheet_id for question in group],
                [question.box_id for question in group],
            ],
        )
        return [(group[number - 1], Pass(reads, bool(changes))) for number, reads, changes in rows]
