"""`python -m tests.bench.phone`: how soon the meeting's page can be used on a slow phone.

Chromium pretends to be a phone: 390 pixels wide, four times slower, on a network of 1.6 Mbit/s with 150 ms to the house and back (what
Lighthouse calls slow 4G). *Reads*: the first words stand on the page. *Writes*: its boxes take letters; what is typed now is sent when the
line is open. *Live*: the line is open, and the others see each letter. The first visit has nothing of ours in the phone's memory; the
next one has style sheet, script and letters. Web sockets are not slowed down by the browser's own brake, so *live* is a little too good.
"""

import os
import sys
from statistics import median

import tests.plugin

DOWN, UP, THERE_AND_BACK = 1_600_000 / 8, 750_000 / 8, 150
SLOWER = 4
VISITS = 5
TARGET = 1_000

_WHEN = """() => new Promise((done) => {
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (!paint || !document.querySelector("[data-live-ready=yes]")) return void requestAnimationFrame(look);
    const page = performance.getEntriesByType("navigation")[0];
    done([paint.startTime, Math.max(paint.startTime, page.domInteractive), performance.now()]);
  };
  look();
})"""


def main() -> None:
    """Five first visits and five later ones; the middle of each."""
    import django

    django.setup()
    from roundtable.casework.cowriting.tests.scene import meeting
    from tests.bench.live import house
    from tests.cast import account, build_cast
    from tests.journeys.conftest import PHONE, chromium, open_context

    cast = build_cast()
    path = f"/course/{cast.case_id}/meeting/{meeting(cast)}/together/"
    amal = account(cast.amal_id, "Amal", "citizen")
    first: list[list[float]] = []
    later: list[list[float]] = []
    with house() as made, chromium() as browser:
        address = f"http://localhost:{made.port}"
        for _ in range(VISITS):
            context = open_context(browser, address, amal, size=PHONE)
            page = context.new_page()
            brake = context.new_cdp_session(page)
            brake.send("Network.enable")
            brake.send(
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": THERE_AND_BACK, "downloadThroughput": DOWN, "uploadThroughput": UP},
            )
            brake.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for kept in (first, later):
                page.goto(path, wait_until="commit")
                kept.append(page.evaluate(_WHEN))
                page.goto("about:blank")
            context.close()
    print(f"\nThe meeting's page on a slow phone, ms (middle of {VISITS}; at most {TARGET:,} until it can be used)")
    print(f"{'':<16}{'reads':>8}{'writes':>8}{'live':>8}")
    for name, kept in (("first visit", first), ("next visit", later)):
        print(f"{name:<16}" + "".join(f"{median(row[part] for row in kept):>8.0f}" for part in range(3)))


if __name__ == "__main__":
    os.environ.setdefault("PYTHONWARNINGS", "ignore")
    try:
        main(*sys.argv[1:1])
    finally:
        tests.plugin.pytest_unconfigure()
