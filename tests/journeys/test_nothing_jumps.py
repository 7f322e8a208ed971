"""Nothing on the meeting's page moves by itself when it goes live: who has begun to read or write stays where they are."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, Route, expect

from roundtable.casework.cowriting.tests.scene import box, looked_after
from roundtable.casework.cowriting.tests.scene import page as scripted
from roundtable.casework.roundtables.tests.addresses import call
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import LAPTOP, PHONE, SignedInPage

pytestmark = pytest.mark.journey
WATCH = """globalThis.moved = 0;
new PerformanceObserver((found) => {
  for (const entry of found.getEntries()) globalThis.moved += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""
PLACES = """() => [...document.querySelectorAll("main *")].filter((one) => one.checkVisibility({ visibilityProperty: true })
  && !one.closest(".rt-live__now, .rt-live__either, svg")).map((one) =>
    [one.id || one.className || one.tagName, Math.round(one.getBoundingClientRect().top + scrollY)])"""
"""Where everything stands that one can see, counted from the top of the page."""


def opened(browser_page: Page, cast: Cast, found: UUID) -> list[Route]:
    """The page with its own script held up: drawn, and not live yet. No browser helps by scrolling along."""
    held: list[Route] = []
    browser_page.add_init_script(WATCH)
    browser_page.route("**/ui/live.js*", lambda route: held.append(route))
    browser_page.goto(f"/course/{cast.case_id}/meeting/{found}/together/", wait_until="commit")
    expect(browser_page.locator("footer")).to_be_attached()
    browser_page.wait_for_timeout(300)
    browser_page.evaluate("document.documentElement.style.overflowAnchor = 'none'")
    return held


def goes_live(browser_page: Page, held: list[Route]) -> tuple[list[Any], list[Any], float]:
    """Where everything stood before and after, and how far what was in sight moved (cumulative layout shift)."""
    before = browser_page.evaluate(PLACES)
    held[0].continue_()
    expect(browser_page.locator("[data-live-ready=yes]")).to_have_count(1)
    expect(browser_page.get_by_text("Everything is kept.")).to_be_visible()
    browser_page.wait_for_timeout(500)
    return before, browser_page.evaluate(PLACES), browser_page.evaluate("globalThis.moved")


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["phone", "laptop"])
@pytest.mark.parametrize("scrolled", [0, 900, 100_000], ids=["top", "middle", "end"])
def test_no_box_moves_when_the_page_goes_live_wherever_its_reader_is(
    live: str, signed_in_page: SignedInPage, size: dict[str, int], scrolled: int
) -> None:
    cast = build_cast()
    found = looked_after(cast)
    goal = box(cast, found, "goal")
    with scripted(live, cast, found, cast.bo.person_id, "Bo") as bo:
        bo.write(goal, "Calm mornings, and somebody who rings when one of them was not. " * 4)
        bo.kept()
    amal = signed_in_page(account(cast.amal_id, "Amal", "citizen"), size=size)
    held = opened(amal, cast, found)
    amal.evaluate(f"scrollTo(0, {scrolled})")
    before, after, moved = goes_live(amal, held)
    assert [one for one in after if one not in before] == []
    assert moved < 0.001


def test_the_page_before_anybody_writes_stays_as_it_is_while_nothing_happens(live: str, signed_in_page: SignedInPage) -> None:
    """It asks every few seconds whether somebody has begun; it loads itself again only then."""
    cast = build_cast()
    found = call(cast)
    bo = signed_in_page(account(cast.bo.person_id, "Bo"), size=PHONE)
    loaded: list[str] = []
    bo.on("framenavigated", lambda frame: loaded.append(frame.url))
    bo.goto(f"/course/{cast.case_id}/meeting/{found}/together/")
    with bo.expect_response("**/together/asked/**"):
        bo.wait_for_timeout(5500)
    assert len(loaded) == 1


def test_the_scripts_of_the_sheet_are_there_when_somebody_begins(live: str, signed_in_page: SignedInPage) -> None:
    """They come while everybody waits on the page before, so that the sheet is live without waiting for them."""
    cast = build_cast()
    found = call(cast)
    bo = signed_in_page(account(cast.bo.person_id, "Bo"), size=PHONE)
    with bo.expect_event("requestfinished", lambda request: "/ui/live.js" in request.url):
        bo.goto(f"/course/{cast.case_id}/meeting/{found}/together/")
    bo.wait_for_load_state("networkidle")
    bo.get_by_role("button", name="Begin to write together").click()
    expect(bo.locator("[data-live-ready=yes]")).to_have_count(1)
    over_the_wire = (
        """performance.getEntriesByType("resource").filter((one) => /[/](line|live)[.]js/.test(one.name)).map((one) => one.transferSize)"""
    )
    assert bo.evaluate(over_the_wire) == [0, 0]
