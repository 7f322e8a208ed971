"""Asked before every message, for the one it comes from and everybody it would go to: may you, now?

Each enters their own acting context on the login of their hat. Questions that come while a round is under way wait for the next and go
together, one statement a login: the busier the house, the fewer statements a message.
"""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import DOOR
from roundtable.ground.access.streams import Streams

ASK = "SELECT number, reads, changes FROM guard.turnstile(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[])"
SIGNED_IN = "SELECT session_key FROM django_session WHERE session_key = ANY (%s) AND expire_date > now()"


class Question(NamedTuple):
    """May this actor, signed in by this session, read this sheet, and change this box of it?"""

    actor: Actor
    session_key: str
    sheet_id: UUID
    box_id: UUID | None = None


class Pass(NamedTuple):
    """What the database said."""

    reads: bool
    changes: bool


NO = Pass(False, False)


class Turnstile:
    """One for all rooms of an event loop."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._waiting: dict[Question, asyncio.Future[Pass]] = {}
        self._running: asyncio.Task[None] | None = None

    async def ask(self, questions: Iterable[Question]) -> list[Pass]:
        """The answers, in order, none older than the question."""
        loop = asyncio.get_running_loop()
        futures = [self._waiting.setdefault(question, loop.create_future()) for question in questions]
        if self._running is None or self._running.done():
            self._running = loop.create_task(self._rounds())
        return list(await asyncio.gather(*futures))

    async def _rounds(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            try:
                await self._round(asked)
            except Exception as problem:
                for future in asked.values():
                    if not future.done():
                        future.set_exception(problem)

    async def _round(self, asked: dict[Question, asyncio.Future[Pass]]) -> None:
        by_login: dict[str, list[Question]] = {}
        for question in asked:
            by_login.setdefault(str(question.actor.login), []).append(question)
        keys = {question.session_key for question in asked}
        found = await asyncio.gather(
            self._streams.rows(DOOR, SIGNED_IN, [list(keys)]), *(self._ask(login, group) for login, group in by_login.items())
        )
        signed_in = {row[0] for row in found[0]}
        passes = {question: answer for group in found[1:] for question, answer in group}
        for question, future in asked.items():
            if not future.done():
                future.set_result(passes[question] if question.session_key in signed_in else NO)

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
