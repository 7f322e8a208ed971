"""Live channels' way to the database: statements of their own on the logins, and an ear for what other processes did.

A socket lives longer than a request and asks for a moment many times a second, so it holds no connection: each statement borrows one, is
a transaction of its own, and enters the acting context itself (a function of the database that sets the actor first). What needs more than
one statement runs as any other action or reader, in a thread.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from django.db import DatabaseError, connections
from psycopg.conninfo import make_conninfo
from psycopg_pool import AsyncConnectionPool

from roundtable.ground.access.context import DOOR

R = TypeVar("R")
POOL = 3
THREADS = 4


def _address(alias: str) -> str:
    found = connections[alias].settings_dict
    options = {key: value for key, value in found["OPTIONS"].items() if key not in ("pool", "server_side_binding", "application_name")}
    return make_conninfo(
        dbname=found["NAME"],
        user=found["USER"],
        password=found["PASSWORD"],
        host=found["HOST"] or None,
        port=found["PORT"] or None,
        application_name=f"roundtable-live-{alias}",
        **options,
    )


class Streams:
    """The database as live channels of one event loop see it."""

    def __init__(self) -> None:
        self._pools: dict[str, AsyncConnectionPool[Any]] = {}
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def rows(self, alias: str, function: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What a function of `guard` answers on a login, in a transaction of its own: `rows(DOOR, "at_the_door(%s, %s)", […])`.

        Raises DatabaseError.
        """
        pool = self._pools.get(alias)
        if pool is None:
            pool = self._pools[alias] = AsyncConnectionPool(
                _address(alias), min_size=0, max_size=POOL, timeout=10, open=False, kwargs={"autocommit": True}
            )
            await pool.open()
        try:
            async with pool.connection() as connection:
                cursor = await connection.execute(f"SELECT * FROM guard.{function}", list(values))
                found: list[tuple[Any, ...]] = await cursor.fetchall()
                return found
        except psycopg.Error as problem:
            raise DatabaseError(type(problem).__name__) from problem

    async def call(self, function: Callable[..., R], /, **values: Any) -> R:
        """An action or a reader, in a thread; its connections go back to their pools when it is done."""

        def called() -> R:
            try:
                return function(**values)
            finally:
                for connection in connections.all(initialized_only=True):
                    connection.close()

        return await asyncio.get_running_loop().run_in_executor(self._threads, called)

    async def close(self) -> None:
        """Give everything back."""
        for pool in self._pools.values():
            await pool.close()
        self._pools.clear()
        self._threads.shutdown(wait=False)


class Ears:
    """One connection of the process that listens for row ids on channels with random names; it says nothing and reads no row."""

    def __init__(self, heard: Callable[[str, str], None]) -> None:
        self._heard = heard
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._lock = asyncio.Lock()
        self._channels: set[str] = set()

    async def listen(self, channel: str) -> None:
        """From now on, what is told on this channel is heard. A lost connection is made again here, with all its channels."""
        async with self._lock:
            self._channels.add(channel)
            if self._connection is None or self._connection.closed:
                self._connection = await psycopg.AsyncConnection.connect(_address(DOOR), autocommit=True)
                self._connection.add_notify_handler(lambda told: self._heard(told.channel, told.payload))
                for known in self._channels:
                    await self._say(f"LISTEN {known}")
            else:
                await self._say(f"LISTEN {channel}")

    async def leave(self, channel: str) -> None:
        """No longer this one."""
        async with self._lock:
            self._channels.discard(channel)
            if self._connection is not None and not self._connection.closed:
                await self._say(f"UNLISTEN {channel}")

    async def close(self) -> None:
        """Hear nothing any more."""
        async with self._lock:
            if self._connection is not None:
                asyncio.get_running_loop().remove_reader(self._connection.fileno())
                await self._connection.close()
                self._connection = None

    async def _say(self, statement: str) -> None:
        connection = self._connection
        assert connection is not None
        loop = asyncio.get_running_loop()
        loop.remove_reader(connection.fileno())
        await connection.execute(statement)
        loop.add_reader(connection.fileno(), self._read)

    def _read(self) -> None:
        """Bytes came: hand out what they told. Nothing else is ever under way on this connection while it is watched."""
        connection = self._connection
        if connection is None:
            return
        try:
            connection.pgconn.consume_input()
        except psycopg.OperationalError:
            asyncio.get_running_loop().remove_reader(connection.fileno())
            return
        while told := connection.pgconn.notifies():
            self._heard(told.relname.decode(), told.extra.decode())
