"""`python -m tests.bench.phone`: how soon the meeting's page can be used on a slow phone.

Chromium pretends to be a phone: 390 pixels wide, four times slower, on a network of 1.6 Mbit/s and 150 ms to the house and back
(Lighthouse's mobile profile). Chromium's own brake holds up no web socket, so the line goes through a slow wire of ours: 150 ms until it
is open, 75 ms each way. *Reads*: the first words stand on the page. *Writes*: its boxes take letters; what is typed now is sent when the
line is open. *Live*: the line is open, the page says that everything is kept, and a letter goes to the others at once. The first visit
has nothing of ours in the phone's memory; the next one has style sheet, scripts and letters; the one tomorrow too, but they are older
than a minute.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from statistics import median
from typing import Any

import tests.plugin

DOWN, UP, THERE_AND_BACK = 1_600_000 / 8, 750_000 / 8, 150
SLOWER = 4
VISITS = 7
TARGET = 1_000
KINDS = ("first visit", "next visit", "tomorrow")

_LOOK = """new MutationObserver((_, watch) => {
  if (!document.querySelector("[data-live-ready=yes]")) return;
  globalThis.benchLive = performance.now();
  watch.disconnect();
  console.debug("bench: live");
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-live-ready"] });
globalThis.benchMoved = 0;
new PerformanceObserver((found) => {
  for (const entry of found.getEntries()) globalThis.benchMoved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
_WHEN = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0].startTime;
  return [paint, Math.max(paint, performance.getEntriesByType("navigation")[0].domInteractive), Math.max(paint, globalThis.benchLive)];
}"""


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, speed: float) -> None:
    """Hand on what comes, in order: at once, or half the way's time later where it is a line."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[tuple[float, bytes]]()

    async def deliver() -> None:
        while True:
            due, data = await queue.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)

    delivering = loop.create_task(deliver())
    with suppress(OSError):
        while data := await reader.read(65536):
            queue.put_nowait((loop.time() + (THERE_AND_BACK / 2000 + len(data) / speed if speed else 0), data))
    queue.put_nowait((loop.time(), b""))
    await delivering


async def _connected(port: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection of the browser. A page or a file goes on at once (Chromium brakes these itself), a line slowly, opening included."""
    with suppress(OSError, asyncio.IncompleteReadError):
        head = await reader.readuntil(b"\r\n\r\n")
        line = b"upgrade: websocket" in head.lower()
        if line:
            await asyncio.sleep(THERE_AND_BACK * 1.5 / 1000)
        from_house, to_house = await asyncio.open_connection("localhost", port)
        to_house.write(head)
        await asyncio.gather(_carry(reader, to_house, UP if line else 0), _carry(from_house, writer, DOWN if line else 0))


@contextmanager
def slow_wire(port: int) -> Iterator[str]:
    """A wire to the house on which lines are as slow as pages are. Yields its address."""
    ready: list[tuple[asyncio.AbstractEventLoop, int]] = []
    there = threading.Event()

    async def serve() -> None:
        server = await asyncio.start_server(lambda reader, writer: _connected(port, reader, writer), "localhost", 0)
        ready.append((asyncio.get_running_loop(), server.sockets[0].getsockname()[1]))
        there.set()
        with suppress(asyncio.CancelledError):
            await server.serve_forever()

    def run() -> None:
        with suppress(RuntimeError):
            asyncio.run(serve())

    threading.Thread(target=run, daemon=True).start()
    there.wait(10)
    loop, found = ready[0]
    yield f"http://localhost:{found}"
    loop.call_soon_threadsafe(loop.stop)


class Visits:
    """One phone: its visits, one after the other, and what came over its network."""

    def __init__(self, browser: Any, address: str, account: Any, path: str) -> None:
        from tests.journeys.conftest import PHONE, open_context

        self.context, self.path = open_context(browser, address, account, size=PHONE), path
        self.page = self.context.new_page()
        self.page.add_init_script(_LOOK)
        self.bytes = self.requests = 0
        self._brake = brake = self.context.new_cdp_session(self.page)
        brake.send("Network.enable")
        brake.send("Performance.enable")
        speed = {"offline": False, "latency": THERE_AND_BACK, "downloadThroughput": DOWN, "uploadThroughput": UP}
        brake.send("Network.emulateNetworkConditions", speed)
        brake.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        brake.on("Network.loadingFinished", self._came)
        brake.on("Network.webSocketFrameReceived", lambda event: self._came({"encodedDataLength": len(event["response"]["payloadData"])}))

    def _came(self, event: dict[str, Any]) -> None:
        self.bytes += event["encodedDataLength"]
        self.requests += event["encodedDataLength"] > 0

    def visit(self) -> list[float]:
        """Milliseconds until the page reads, writes, is live; kB and answers until then; layouts, ms of the phone's own work; how far what
        was there moved (cumulative layout shift), until a moment after."""
        self.bytes = self.requests = 0
        self.page.bring_to_front()
        with self.page.expect_console_message(lambda said: said.text == "bench: live"):  # a script that looks would take the phone's time
            self.page.goto(self.path, wait_until="commit")
        took: list[float] = self.page.evaluate(_WHEN)
        measured = {row["name"]: row["value"] for row in self._brake.send("Performance.getMetrics")["metrics"]}
        found = [*took, self.bytes / 1000, self.requests, measured["LayoutCount"], measured["TaskDuration"] * 1000]
        self.page.wait_for_timeout(1500)  # the rest comes too, and is kept
        found.append(self.page.evaluate("globalThis.benchMoved"))
        self.page.goto("about:blank")
        return found


def main(visits: int = VISITS) -> None:
    """So many phones with a first visit and one at once; the last one comes again when a minute has passed. The middle of each."""
    import django

    django.setup()
    from roundtable.casework.cowriting.tests.scene import meeting
    from tests.bench.live import house
    from tests.cast import account, build_cast
    from tests.journeys.conftest import chromium

    cast = build_cast()
    path = f"/course/{cast.case_id}/meeting/{meeting(cast)}/together/"
    amal = account(cast.amal_id, "Amal", "citizen")
    took: dict[str, list[list[float]]] = {kind: [] for kind in KINDS}
    with house() as made, slow_wire(made.port) as address, chromium() as browser:
        Visits(browser, address, amal, path).visit()  # the house itself is awake
        for number in range(visits):
            phone = Visits(browser, address, amal, path)
            for kind in KINDS[:2]:
                took[kind].append(phone.visit())
            if number == visits - 1:
                phone.page.wait_for_timeout(61_000)
                took[KINDS[2]].append(phone.visit())
            phone.context.close()
    print(f"\nThe meeting's page on a slow phone, ms (middle of {visits}; at most {TARGET:,} until it can be used)")
    print(f"{'':<16}{'reads':>8}{'writes':>8}{'live':>8}{'slowest':>9}{'kB':>7}{'answers':>9}{'layouts':>9}{'work':>8}{'moved':>8}")
    for kind, rows in took.items():
        slowest = max(row[2] for row in rows)
        middles = [median(row[part] for row in rows) for part in range(8)]
        print(
            f"{kind:<16}"
            + "".join(f"{value:>8.0f}" for value in middles[:3])
            + f"{slowest:>9.0f}{middles[3]:>7.0f}{middles[4]:>9.0f}{middles[5]:>9.0f}{middles[6]:>8.0f}{middles[7]:>8.3f}"
        )


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*[int(word) for word in sys.argv[1:]])
    finally:
        tests.plugin.pytest_unconfigure()
