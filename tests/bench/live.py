"""Writing together, measured: from a keystroke to the others' screens, and what it costs; and whether a text survives what happens to it.

`python -m tests.bench.live 3 12 100`: how many meetings of three at once. In each, one person types five letters a second (sixty words a
minute) and two read along; who types changes. The house is a process of its own, as `roundtable serve` starts it, the pages are sockets in
another one. The page itself waits up to 40 ms before it sends what was typed; that is not in the numbers. Then one meeting writes 10,000
edits while lines drop and the house is killed twice.
"""

import asyncio
import base64
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import monotonic, perf_counter, process_time, sleep
from typing import Any
from urllib.request import urlopen

from pycrdt import Doc, Text
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

import tests.plugin
from tests.running import TICKS, free_port

SECONDS = 20
LETTERS_A_SECOND = 5
EDITS = 10_000
KILLED_AT = (3_000, 6_500)


@dataclass(frozen=True)
class Meeting:
    """A table of three, signed in: what a page needs to open the channel."""

    path: str
    cookies: tuple[str, str, str]
    goal: str


def tables(count: int) -> list[Meeting]:
    """So many tables with a called meeting and an open sheet."""
    from roundtable.casework.cowriting.tests.scene import box, cookie, meeting
    from tests.cast import build_cast

    found = []
    for _ in range(count):
        cast = build_cast()
        roundtable_id = meeting(cast)
        cookies = (
            cookie(cast.amal_id, "Amal", "citizen"),
            cookie(cast.bo.person_id, "Bo"),
            cookie(cast.cleo.person_id, "Cleo"),
        )
        path = f"/live/course/{cast.case_id}/meeting/{roundtable_id}/"
        found.append(Meeting(path, cookies, str(box(cast, roundtable_id, "goal"))))
    return found


class House:
    """The house as a process."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "uvicorn",
            "roundtable.config.asgi:application",
            "--port",
            str(self.port),
            "--log-level",
            "critical",
        ]
        command += ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false", "--no-access-log"]
        self.process = subprocess.Popen(
            command, env=os.environ | {"PYTHONPATH": "src", "PYTHONWARNINGS": "ignore"}, stderr=subprocess.DEVNULL
        )
        until = monotonic() + 60
        while monotonic() < until:
            with suppress(OSError), urlopen(f"http://localhost:{self.port}/static/ui/icon.svg", timeout=1):
                return
            sleep(0.1)
        raise RuntimeError("the house did not open")

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def used(self) -> tuple[float, float, float]:
        """Processor seconds of the house and of its database until now, and its memory in MB."""
        assert self.process is not None
        own = _seconds(self.process.pid)
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        memory = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        return own, sum(_seconds(pid) for pid in _postgres()), memory


def _seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def _postgres() -> list[int]:
    """The processes of this run's own database."""
    name, found = os.environ["ROUNDTABLE_DATABASE"], []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"postgres:" in (words := (process / "cmdline").read_bytes()) and name.encode() in words:
                found.append(int(process.name))
    return found


@contextmanager
def house() -> Iterator[House]:
    made = House()
    made.start()
    try:
        yield made
    finally:
        assert made.process is not None
        made.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            made.process.wait(15)
        made.process.kill()


@dataclass
class Page:
    """One person's page of one meeting."""

    house: House
    meeting: Meeting
    who: int
    doc: Doc = field(default_factory=Doc)
    socket: ClientConnection | None = None
    number: int = 0
    waiting: set[int] = field(default_factory=set)
    sent: int = 0
    heard: int = 0
    arrived: list[tuple[str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = self.doc.get("t", type=Text)

    async def open(self) -> None:
        address = f"http://localhost:{self.house.port}"
        where = f"ws://localhost:{self.house.port}{self.meeting.path}"
        headers = {"Cookie": self.meeting.cookies[self.who]}
        self.socket = await connect(where, origin=address, additional_headers=headers, open_timeout=60, ping_interval=None)  # type: ignore[arg-type]
        self.waiting.clear()
        await self.say({"t": "hello", "have": {self.meeting.goal: _b64(self.doc.get_state())}})

    async def say(self, frame: dict[str, Any]) -> None:
        text = json.dumps(frame, separators=(",", ":"))
        self.sent += len(text)
        assert self.socket is not None
        await self.socket.send(text)

    async def read(self) -> None:
        """Take in what comes, until the line is gone."""
        assert self.socket is not None
        with suppress(WebSocketException, OSError):
            async for message in self.socket:
                self.heard += len(message)
                await self._take(json.loads(message))

    async def _take(self, frame: dict[str, Any]) -> None:
        if frame["t"] == "edit" and frame["box"] == self.meeting.goal:
            before = len(str(self.text))
            self.doc.apply_update(base64.b64decode(frame["u"]))
            self.arrived.append((str(before), perf_counter()))
        elif frame["t"] == "all":
            row = next(row for row in frame["boxes"] if row["box"] == self.meeting.goal)
            self.doc.apply_update(base64.b64decode(row["u"]))
            await self.edit(self.doc.get_update(base64.b64decode(row["state"])), again=True)
        elif frame["t"] == "kept":
            self.waiting -= set(frame["n"])
        elif frame["t"] == "again":
            assert self.socket is not None
            await self.socket.close()

    async def edit(self, update: bytes, *, again: bool = False) -> None:
        self.number += 1
        self.waiting.add(self.number)
        await self.say({"t": "edit", "box": self.meeting.goal, "u": _b64(update), "n": self.number, "again": again})

    def typed(self, at: int, letter: str, out: int = 0) -> bytes:
        """Type a letter, or take `out` letters away."""
        before, now = self.doc.get_state(), str(self.text)
        start = len(now[:at].encode())
        if out:
            del self.text[start : start + len(now[at : at + out].encode())]
        else:
            self.text.insert(start, letter)
        return bytes(self.doc.get_update(before))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


async def measure(made: House, meetings: list[Meeting]) -> str:
    """One line of the table: so many meetings of three."""
    pages = [[Page(made, meeting, who) for who in range(3)] for meeting in meetings]
    readers = []
    for table in pages:
        for page in table:
            await page.open()
            readers.append(asyncio.create_task(page.read()))
    await asyncio.sleep(2)
    for table in pages:
        for page in table:
            page.sent = page.heard = 0
    before, began, ours = made.used(), perf_counter(), process_time()
    took: list[float] = []
    letters = sum(await asyncio.gather(*(_typing(table, took) for table in pages)))
    seconds, after, ours = perf_counter() - began, made.used(), process_time() - ours
    await asyncio.sleep(1)
    bytes_moved = sum(page.sent + page.heard for table in pages for page in table)
    for table in pages:
        assert len({str(page.text) for page in table}) == 1, "a meeting reads differently on its screens"
        for page in table:
            assert page.socket is not None
            await page.socket.close()
    await asyncio.gather(*readers)
    cut = quantiles(took, n=100)
    own, database = ((after[index] - before[index]) / seconds * 100 for index in (0, 1))
    many = len(meetings)
    return (
        f"{many:>9}{letters / seconds:>11.0f}{cut[49]:>9.0f}{cut[94]:>9.0f}{cut[98]:>9.0f}{own:>11.0f}{database:>11.0f}"
        f"{ours / seconds * 100:>9.0f}{(own + database) * seconds * 10 / letters:>11.1f}{after[2]:>9.0f}{bytes_moved / letters:>13.0f}"
    )


async def _typing(table: list[Page], took: list[float]) -> int:
    """One meeting's typing. How many letters; what each took to reach each of the other two goes to `took`, in ms."""
    await asyncio.sleep(random.random() / LETTERS_A_SECOND)
    count, until = 0, perf_counter() + SECONDS
    while perf_counter() < until:
        typist = table[(count // 25) % 3]
        others = [page for page in table if page is not typist]
        seen = [len(page.arrived) for page in others]
        began = perf_counter()
        await typist.edit(typist.typed(len(str(typist.text)), chr(97 + count % 26)))
        count += 1
        await asyncio.sleep(max(0.0, 1 / LETTERS_A_SECOND - (perf_counter() - began)))
        for page, known in zip(others, seen, strict=True):
            patience = perf_counter() + 10
            while len(page.arrived) <= known and perf_counter() < patience:
                await asyncio.sleep(0.02)
            took.append((page.arrived[known][1] - began) * 1000)
    return count


async def survive(made: House, meeting: Meeting) -> str:
    """10,000 edits by three, with lines that drop and a house that is killed: what is left, everywhere."""
    pages = [Page(made, meeting, who) for who in range(3)]
    put_in: set[str] = set()
    taken_out: set[str] = set()
    done = drops = 0
    chance = random.Random(7)

    async def life(page: Page) -> None:
        """Open, read, and open again when the line is gone."""
        while True:
            try:
                await page.open()
                await page.read()
            except (OSError, WebSocketException):
                await asyncio.sleep(0.1)
            await asyncio.sleep(0.05)

    lives = [asyncio.create_task(life(page)) for page in pages]
    kills = list(KILLED_AT)
    while done < EDITS:
        page = chance.choice(pages)
        now = str(page.text)
        at = chance.randrange(len(now) + 1)
        out = len(now) > 900 or (len(now) > 20 and chance.random() < 0.3)
        at = min(at, len(now) - 1) if out else at
        letter = now[at] if out else chr(0x4E00 + done)
        (taken_out if out else put_in).add(letter)
        update = page.typed(at, letter, int(out))
        done += 1
        with suppress(OSError, WebSocketException, AssertionError):
            await page.edit(update)
        if chance.random() < 0.004 and page.socket is not None:
            drops += 1
            page.socket.transport.abort()
        if kills and done >= kills[0]:
            kills.pop(0)
            made.kill()
            await asyncio.to_thread(made.start)
        await asyncio.sleep(0.006)
    until = monotonic() + 60
    while monotonic() < until and (any(page.waiting for page in pages) or len({str(page.text) for page in pages}) > 1):
        await asyncio.sleep(0.2)
    await asyncio.sleep(1)
    for task in lives:
        task.cancel()
    texts = [str(page.text) for page in pages]
    lost, back = (put_in - taken_out) - set(texts[0]), set(texts[0]) & taken_out
    late = Page(made, meeting, 1)
    await late.open()
    reading = asyncio.create_task(late.read())
    await asyncio.sleep(2)
    texts.append(str(late.text))
    reading.cancel()
    same = len(set(texts)) == 1
    what = f"{done:,} edits by three, {drops} dropped lines, {len(KILLED_AT)} kills"
    return f"{what}: the same everywhere: {same}; letters lost: {len(lost)}, come back: {len(back)}"


def main(*counts: int) -> None:
    """The table, a line for each count, then the survival."""
    import django

    django.setup()
    meetings = tables(max(counts))
    print(f"\nmeetings of three; one types {LETTERS_A_SECOND} letters a second, {SECONDS} s")
    print(
        "ms from sending to the screens of the others; processor in % of one core (pages: this program, all screens of all meetings, on the"
    )
    print("same machine); ms/letter: processor time of house and database")
    print(
        f"{'meetings':>9}{'letters/s':>11}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}{'house %':>11}{'database %':>11}"
        f"{'pages %':>9}{'ms/letter':>11}{'MB':>9}{'bytes/letter':>13}"
    )
    with house() as made:
        for count in counts:
            print(asyncio.run(measure(made, meetings[:count])), flush=True)
    with house() as made:
        print(asyncio.run(survive(made, tables(1)[0])), flush=True)


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*[int(word) for word in sys.argv[1:]] or (3, 12, 100))
    finally:
        tests.plugin.pytest_unconfigure()
