"""Where all rooms of an event loop keep what was written: one statement for each login, many rows, each in its writer's own acting context.

One action a writer cost the house eight statements and some milliseconds of Python, in threads that kept the lines waiting; with a hundred
meetings that was most of what it did.
"""

import asyncio
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from django.db import DatabaseError

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.streams import Streams

KEEP = "keep_edits(%s::uuid[], %s::text[], %s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[], %s::bytea[])"
MOST_ROWS = 50
"""Rows of one statement: each may be undone by itself, and the server keeps no more than 64 of such marks at hand."""
TOGETHER = 0.03
"""Seconds for which what comes from several rooms waits for one statement."""
HELD = 1.0
"""Seconds until a row is tried again whose box somebody holds a lock on; nobody else waits for it."""


class Row(NamedTuple):
    """One batch of edits of one person in one box."""

    actor: Actor
    sheet_id: UUID
    box_id: UUID
    change_id: UUID
    edit: bytes


class Keeper:
    """One for all rooms of an event loop."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self._waiting: list[tuple[Row, asyncio.Future[bool]]] = []
        self._running: asyncio.Task[None] | None = None

    async def keep(self, rows: Sequence[Row]) -> list[bool]:
        """Whether each stands; the others were refused. Raises DatabaseError: then nothing is known of any of them."""
        loop = asyncio.get_running_loop()
        futures = [loop.create_future() for _ in rows]
        self._add(list(zip(rows, futures, strict=True)))
        answers = await asyncio.gather(*futures, return_exceptions=True)
        problem = next((answer for answer in answers if isinstance(answer, BaseException)), None)
        if problem is not None:
            raise problem
        return [answer is True for answer in answers]

    def _add(self, rows: list[tuple[Row, asyncio.Future[bool]]]) -> None:
        self._waiting += [one for one in rows if not one[1].done()]
        if self._waiting and (self._running is None or self._running.done()):
            self._running = asyncio.get_running_loop().create_task(self._rounds())

    async def _rounds(self) -> None:
        while self._waiting:
            await asyncio.sleep(TOGETHER)
            batch, self._waiting = self._waiting, []
            by_login: dict[str, list[tuple[Row, asyncio.Future[bool]]]] = {}
            for one in batch:
                by_login.setdefault(str(one[0].actor.login), []).append(one)
            await asyncio.gather(*(self._on(login, group) for login, group in by_login.items()))

    async def _on(self, login: str, group: list[tuple[Row, asyncio.Future[bool]]]) -> None:
        for start in range(0, len(group), MOST_ROWS):
            await self._together(login, group[start : start + MOST_ROWS])

    async def _together(self, login: str, part: list[tuple[Row, asyncio.Future[bool]]]) -> None:
        """One statement; where it fails as a whole, each by itself, so that one bad row holds up nobody else."""
        try:
            answers = await self._statement(login, [row for row, _ in part])
        except DatabaseError as problem:
            if len(part) == 1:
                part[0][1].set_exception(problem)
                return
            for one in part:
                await self._together(login, [one])
            return
        except BaseException as problem:
            for _, future in part:
                future.set_exception(problem)
            raise
        held = []
        for one, kept in zip(part, answers, strict=True):
            if kept is None:
                held.append(one)
            elif not one[1].done():
                one[1].set_result(kept)
        if held:
            asyncio.get_running_loop().call_later(HELD, self._add, held)

    async def _statement(self, login: str, rows: list[Row]) -> list[bool | None]:
        """Whether each stands; None where a lock is in the way."""
        found = await self._streams.rows(
            login,
            KEEP,
            [
                [row.actor.person_id for row in rows],
                [str(row.actor.hat) for row in rows],
                [row.actor.case_id for row in rows],
                [row.sheet_id for row in rows],
                [row.box_id for row in rows],
                [row.change_id for row in rows],
                [row.edit for row in rows],
            ],
        )
        return [kept for _, kept in sorted(found, key=itemgetter(0))]
