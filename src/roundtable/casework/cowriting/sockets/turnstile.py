"""Asked before every message, for the one it comes from and everybody it would go to: may you, now?

Each enters their own acting context on the login of their hat; that costs the database a millisecond each. So an answer is remembered,
and with every message the database says whether anything it rests on has changed since (`guard.sheet_standing`: seats, posts, what is
closed or given, the meeting): then, and after five seconds in any case, it is asked anew. Questions that come while a round is under way
wait for the next and go together: the busier the house, the fewer statements a message. What has to be asked anew holds up nobody whose
answer still stands, and what was asked together is not asked anew together.
"""

import asyncio
import random
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
MOST_TOGETHER = 12
"""Questions of one statement: each costs about a millisecond, and the first waits for the last."""


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
    """An answer, the standing it rests on, and until when it may be given again."""

    answer: Pass
    standing: str
    until: float


NO = Pass(False, False)


class Turnstile:
    """One for all rooms of an event loop."""

    def __init__(self, streams: Streams, busy: Callable[[], int]) -> None:
        self._streams, self._busy = streams, busy
        self._waiting: dict[Question, asyncio.Future[Pass]] = {}
        self._running: asyncio.Task[None] | None = None
        self._known: dict[Question, Remembered] = {}
        self._asking: set[asyncio.Task[None]] = set()

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
        """Those whose answer still stands go on at once; the others are asked beside the rounds that follow."""
        keys, sheets = {question.session_key for question in asked}, {question.sheet_id for question in asked}
        now, found = monotonic(), await self._streams.rows(DOOR, AT_THE_DOOR, [list(keys), list(sheets)])
        signed_in = {key for key, standing in found if standing is None}
        standings = {key: standing for key, standing in found if standing is not None}
        anew: dict[str, list[Question]] = {}
        for question, future in asked.items():
            known = self._known.get(question)
            if question.session_key not in signed_in:
                _answer(future, NO)
            elif known is not None and known.standing == standings.get(str(question.sheet_id)) and now < known.until:
                _answer(future, known.answer)
            else:
                anew.setdefault(str(question.actor.login), []).append(question)
        for login, group in anew.items():
            for start in range(0, len(group), MOST_TOGETHER):
                part = group[start : start + MOST_TOGETHER]
                work = asyncio.get_running_loop().create_task(
                    self._ask(login, [(question, asked[question], standings.get(str(question.sheet_id), "")) for question in part], now)
                )
                self._asking.add(work)
                work.add_done_callback(self._asking.discard)

    async def _ask(self, login: str, group: list[tuple[Question, asyncio.Future[Pass], str]], now: float) -> None:
        """Ask the database, and remember for two and a half to five seconds from before it was asked what it says."""
        questions = [question for question, _, _ in group]
        try:
            rows = await self._streams.rows(
                login,
                ASK,
                [
                    [question.actor.person_id for question in questions],
                    [str(question.actor.hat) for question in questions],
                    [question.actor.case_id for question in questions],
                    [question.sheet_id for question in questions],
                    [question.box_id for question in questions],
                ],
            )
        except Exception as problem:
            for _, future, _ in group:
                if not future.done():
                    future.set_exception(problem)
            return
        if len(self._known) > MOST_REMEMBERED:
            self._known.clear()
        for number, reads, changes in rows:
            question, future, standing = group[number - 1]
            answer = Pass(reads, bool(changes))
            self._known[question] = Remembered(answer, standing, now + REMEMBERED * (1 + random.random()) / 2)
            _answer(future, answer)


def _answer(future: asyncio.Future[Pass], answer: Pass) -> None:
    if not future.done():
        future.set_result(answer)
