"""The sheet on which a meeting writes together, by keyboard alone: Tab, Enter, Space, arrows, Escape. No pointer is used."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from roundtable.casework.cowriting.tests.scene import looked_after
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import LAPTOP, SignedInPage, axe_findings
from tests.journeys.looking import CONTROLS_LEFT
from tests.journeys.test_read_aloud import HERE as VOICE
from tests.journeys.test_read_aloud import SPY

pytestmark = pytest.mark.journey

MOST_STOPS = 120
HERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  at.dataset.walked = "yes";
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const under = document.querySelector(".rt-live__now")?.getBoundingClientRect();
  return {
    name: (at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || at.value || "").replace(/\\s+/g, " ").trim(),
    seen: style.outlineStyle !== "none" || style.boxShadow !== "none",
    // A box of somebody else only shows words: not every browser scrolls to it. What can be written in or pressed is in view.
    inView: at.readOnly || (box.bottom > 0 && box.top < innerHeight),
    free: !under || at.closest(".rt-live__now") !== null || box.bottom > under.bottom || box.top < under.top,
  };
}"""


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def found(cast: Cast) -> UUID:
    return looked_after(cast)


Sits = Callable[..., Page]


@pytest.fixture
def sits(cast: Cast, found: UUID, signed_in_page: SignedInPage) -> Sits:
    def down(person_id: object, name: str, kind: str = "staff", **wishes: Any) -> Page:
        page = signed_in_page(account(person_id, name, kind), size=LAPTOP, **wishes)  # type: ignore[arg-type]
        if wishes.get("scripts", True):
            page.add_init_script(SPY.replace("VOICES", VOICE) + "window.name = 'waits';")
        page.goto(f"/course/{cast.case_id}/meeting/{found}/together/")
        if wishes.get("scripts", True):
            expect(page.locator("[data-live-ready=yes]")).to_be_attached()
        return page

    return down


def tabs_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """Tab until what has the focus is called so. Every stop on the way is seen, in view, and not under what sticks to the top."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        here = page.evaluate(HERE)
        if here is None:
            continue
        if not here["inView"]:  # a browser scrolls to what has the focus with the next picture it draws
            page.wait_for_timeout(200)
            here = page.evaluate(HERE)
        assert here["seen"] and here["inView"] and here["free"], here
        if here["name"].startswith(name):
            return
    raise AssertionError(f"Tab never reaches {name!r}")


def presses(page: Page, name: str, key: str = "Enter") -> None:
    tabs_to(page, name)
    page.keyboard.press(key)


def test_everything_on_the_sheet_is_reached_by_tab_and_nothing_holds_it(cast: Cast, sits: Sits) -> None:
    for person_id, name, kind in ((cast.amal_id, "Amal", "citizen"), (cast.bo.person_id, "Bo", "staff")):
        page = sits(person_id, name, kind)
        for _stop in range(MOST_STOPS):
            page.keyboard.press("Tab")
            if page.evaluate(HERE) is None:
                break
        else:
            raise AssertionError("Tab does not leave the page again")
        assert page.evaluate(CONTROLS_LEFT) == [], name
        assert axe_findings(page) == []


def test_amal_writes_asks_for_a_pause_and_stops_by_keyboard_and_bo_reads_each_of_it(cast: Cast, sits: Sits) -> None:
    amal, bo = sits(cast.amal_id, "Amal", "citizen"), sits(cast.bo.person_id, "Bo")
    tabs_to(amal, "What matters to Amal")
    amal.keyboard.type("That I sleep.")
    amal.keyboard.press("Escape")
    expect(bo.get_by_label("What matters to Amal")).to_have_value("That I sleep.")
    amal.keyboard.press("Tab")
    assert amal.evaluate(HERE) is not None and amal.url.endswith("/together/"), "one Escape leaves nothing"
    expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    tabs_to(amal, "Pause", backwards=True)
    amal.keyboard.press("Enter")
    presses(amal, "A pause, please", "Space")
    expect(bo.get_by_text("Amal asks for a pause.")).to_be_visible()
    presses(amal, "We can go on")
    expect(bo.get_by_text("Amal asks for a pause.")).to_have_count(0)
    tabs_to(amal, "Pause", backwards=True)
    amal.keyboard.press("Enter")
    presses(amal, "Stop here")
    expect(bo.get_by_text("Amal asks to stop here.")).to_be_visible()
    presses(bo, "We can go on")
    expect(amal.get_by_text("Amal asks to stop here.")).to_have_count(0)


def test_the_quiet_word_is_said_seen_and_taken_back_by_keyboard(cast: Cast, sits: Sits) -> None:
    amal, bo = sits(cast.amal_id, "Amal", "citizen"), sits(cast.bo.person_id, "Bo")
    presses(amal, "I need a break, tell only")
    expect(bo.get_by_text("Amal needs a break. Ask for it as your own.")).to_be_visible()
    presses(bo, "I have seen it")
    expect(bo.get_by_text("Amal needs a break. Ask for it as your own.")).to_have_count(0)
    amal.reload()
    expect(amal.locator("[data-live-ready=yes]")).to_be_attached()
    presses(amal, "I need a break, tell only")
    take_back = amal.get_by_role("button", name="I take it back")
    expect(take_back).to_be_visible()
    tabs_to(amal, "I take it back", backwards=True)
    amal.keyboard.press("Enter")
    expect(take_back).to_have_count(0)


def test_reading_aloud_begins_and_ends_by_keyboard(cast: Cast, sits: Sits) -> None:
    amal = sits(cast.amal_id, "Amal", "citizen")
    presses(amal, "Read aloud")
    amal.wait_for_function("said.length > 0")
    assert amal.evaluate(HERE)["name"] == "Stop reading", "the focus stays where it was"
    amal.keyboard.press("Enter")
    amal.wait_for_function("hushed > 0")
    assert amal.evaluate(HERE)["name"] == "Read aloud"


def test_a_step_is_added_given_to_somebody_and_dated_by_keyboard(cast: Cast, sits: Sits) -> None:
    bo, amal = sits(cast.bo.person_id, "Bo"), sits(cast.amal_id, "Amal", "citizen")
    whos = re.compile(r"^Step \d+: who")
    before = bo.get_by_label(whos).count()
    presses(bo, "One more step", "Space")
    expect(bo.get_by_label(whos)).to_have_count(before + 1)
    new = f"Step {before + 1}"
    if not bo.evaluate(HERE)["name"].startswith(new):
        tabs_to(bo, new, backwards=True)
        tabs_to(bo, new, backwards=True)
    tabs_to(bo, f"{new}: who")
    bo.keyboard.press("ArrowDown")
    chosen = bo.evaluate("document.activeElement.value")
    assert chosen
    expect(amal.get_by_label(whos).last).to_have_value(chosen)
    tabs_to(bo, f"{new}: by")
    day = timezone.localdate() + timedelta(days=20)
    bo.keyboard.type(f"{day:%d.%m.%Y}")
    bo.keyboard.press("Enter")
    expect(amal.get_by_label(re.compile(rf"^{new}: by")).last).not_to_have_value("")


def test_without_scripts_own_words_and_what_was_written_are_kept_by_keyboard(cast: Cast, sits: Sits) -> None:
    amal = sits(cast.amal_id, "Amal", "citizen", scripts=False)
    tabs_to(amal, "What matters to Amal")
    amal.keyboard.type("That I sleep.")
    presses(amal, "Keep what I wrote")
    expect(amal.get_by_text("Kept. Everyone at the table can read it.")).to_be_visible()
    expect(amal.get_by_label("What matters to Amal")).to_have_value("That I sleep.")
