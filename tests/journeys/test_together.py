"""A meeting written by several at once, each in a browser of their own: Amal on a phone, Bo and Cleo on laptops."""

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from roundtable.casework.cowriting.tests.scene import box, looked_after, sheet, text_of
from roundtable.casework.cowriting.tests.scene import page as scripted
from tests.bench.live import house
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import LAPTOP, PHONE, SignedInPage, axe_findings
from tests.journeys.watching import line_is_cut

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("ROUNDTABLE_SHOTS")


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def found(cast: Cast) -> UUID:
    return looked_after(cast)


class Wire:
    """A line of one's own to the house, that can be cut and mended."""

    def __init__(self, address: str) -> None:
        self._port = int(address.rpartition(":")[2])
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._whole = True
        self.address = f"http://localhost:{self._listening.getsockname()[1]}"

    def __enter__(self) -> "Wire":
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def __exit__(self, *problem: object) -> None:
        self._listening.close()
        self.cut()

    def cut(self) -> None:
        self._whole = False
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._open.clear()

    def mend(self) -> None:
        self._whole = True

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                if not self._whole:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._port))
                self._open += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


Enter = Callable[..., Page]


@pytest.fixture
def enter(cast: Cast, found: UUID, signed_in_page: SignedInPage) -> Enter:
    """The meeting's page of Amal, Bo or Cleo, with the line open."""
    people = {
        "Amal": (cast.amal_id, "citizen", PHONE),
        "Bo": (cast.bo.person_id, "staff", LAPTOP),
        "Cleo": (cast.cleo.person_id, "staff", LAPTOP),
    }

    def entered(name: str, address: str = "", *, timed: bool = False) -> Page:
        """`timed`: the page's clock is the test's to put forward."""
        person_id, kind, size = people[name]
        page = signed_in_page(account(person_id, name, kind), size=size)
        if timed:
            page.clock.install()
        page.goto(f"{address}/course/{cast.case_id}/meeting/{found}/together/")
        ready(page)
        return page

    return entered


def ready(page: Page) -> None:
    expect(page.locator("[data-live-ready=yes]")).to_be_attached()


def area(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)


def keep_shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


GOAL = "Our shared goal"


def test_two_write_in_one_sentence_and_never_lose_a_letter(enter: Enter, cast: Cast, found: UUID) -> None:
    amal, bo = enter("Amal"), enter("Bo")
    area(amal, GOAL).type("Mornings without fear")
    expect(area(bo, GOAL)).to_have_value("Mornings without fear")
    area(bo, GOAL).focus()
    expect(amal.get_by_text("Bo is writing here", exact=True)).to_be_visible()
    # One at the beginning, one at the end, a letter each in turn.
    area(bo, GOAL).evaluate("area => area.setSelectionRange(0, 0)")
    area(amal, GOAL).evaluate("area => area.setSelectionRange(area.value.length, area.value.length)")
    for his, hers in zip("Calm and w", ", at work.", strict=True):
        bo.keyboard.type(his)
        amal.keyboard.type(hers)
    for page in (amal, bo):
        expect(area(page, GOAL)).to_have_value("Calm and wMornings without fear, at work.")
    expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    assert text_of(cast, found, box(cast, found, "goal")) == area(bo, GOAL).input_value()


def test_three_at_once_a_dropped_network_a_late_joiner_a_reload_and_a_pause(enter: Enter, live: str, cast: Cast, found: UUID) -> None:
    with Wire(live) as wire:
        amal, bo = enter("Amal", wire.address), enter("Bo")
        area(amal, GOAL).type("One. ")
        expect(area(bo, GOAL)).to_have_value("One. ")
        line_is_cut(amal.context)
        wire.cut()
        expect(amal.get_by_text("No network just now.")).to_be_visible()
        area(amal, GOAL).type("Amal without a network. ")
        area(bo, GOAL).evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
        bo.keyboard.type("Bo meanwhile. ")
        cleo = enter("Cleo")  # late
        expect(area(cleo, GOAL)).to_have_value("Bo meanwhile. One. ")
        keep_shot(amal, "together-offline-phone")
        wire.mend()
        for page in (amal, bo, cleo):
            expect(area(page, GOAL)).to_have_value("Bo meanwhile. One. Amal without a network. ")
        _goes_on(amal, bo, cleo)


def test_five_minutes_without_a_network_lose_nothing_that_either_wrote(enter: Enter, live: str, cast: Cast, found: UUID) -> None:
    with Wire(live) as wire:
        amal, bo = enter("Amal", wire.address, timed=True), enter("Bo", timed=True)
        area(amal, GOAL).type("One. ")
        expect(area(bo, GOAL)).to_have_value("One. ")
        line_is_cut(amal.context)
        wire.cut()
        before = amal.evaluate("Date.now()")
        area(bo, GOAL).evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
        for minute in range(1, 6):
            area(amal, GOAL).type(f"Amal {minute}. ")
            bo.keyboard.type(f"Bo {minute}. ")
            for _ in range(6):  # the page tries again and again, for a whole minute of its own clock
                amal.clock.run_for(10_000)
                amal.wait_for_timeout(20)
            bo.clock.run_for(60_000)
            expect(amal.get_by_text("No network just now.")).to_be_visible()
        assert amal.evaluate("Date.now()") - before >= 300_000
        theirs, hers = "".join(f"Bo {n}. " for n in range(1, 6)), "".join(f"Amal {n}. " for n in range(1, 6))
        assert area(amal, GOAL).input_value() == f"One. {hers}" and area(bo, GOAL).input_value() == f"{theirs}One. "
        wire.mend()
        amal.clock.run_for(10_000)
        for page in (amal, bo):
            expect(area(page, GOAL)).to_have_value(f"{theirs}One. {hers}")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    assert text_of(cast, found, box(cast, found, "goal")) == f"{theirs}One. {hers}"


def test_a_dead_house_takes_no_word_along(enter: Enter, cast: Cast, found: UUID) -> None:
    with house() as made:
        amal = enter("Amal", f"http://localhost:{made.port}")
        area(amal, GOAL).type("Before. ")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
        line_is_cut(amal.context)
        made.kill()
        area(amal, GOAL).type("While nobody answered.")
        expect(amal.get_by_text("No network just now.")).to_be_visible()
        made.start()
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    assert text_of(cast, found, box(cast, found, "goal")) == "Before. While nobody answered."


def test_a_reload_takes_no_word_along_that_was_not_sent_yet(enter: Enter, live: str, cast: Cast, found: UUID) -> None:
    with Wire(live) as wire:
        amal, bo = enter("Amal", wire.address), enter("Bo")
        area(amal, GOAL).type("Before. ")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
        line_is_cut(amal.context)
        wire.cut()
        expect(amal.get_by_text("No network just now.")).to_be_visible()
        area(amal, GOAL).type("Not sent. ")
        amal.wait_for_timeout(4000)  # the page tries less and less often: it will not be back before the reload
        assert text_of(cast, found, box(cast, found, "goal")) == "Before. "
        amal.on("dialog", lambda asked: asked.accept())  # the browser asks whether to leave
        wire.mend()
        amal.reload()
        for page in (amal, bo):
            expect(area(page, GOAL)).to_have_value("Before. Not sent. ")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    assert text_of(cast, found, box(cast, found, "goal")) == "Before. Not sent. "


def test_a_reload_takes_no_chosen_day_along_that_was_not_sent_yet(enter: Enter, live: str, cast: Cast, found: UUID) -> None:
    again, home = "We look at it again on", "By which day? (Amal)"
    day = datetime.now(UTC).date() + timedelta(days=9)
    written = f"{day.day}.{day.month}.{day.year}"
    with Wire(live) as wire:
        amal, bo = enter("Amal", wire.address), enter("Bo")
        line_is_cut(amal.context)
        wire.cut()
        expect(amal.get_by_text("No network just now.")).to_be_visible()
        area(amal, again).fill(written)
        area(amal, again).press("Tab")
        area(amal, home).fill(written)  # and not left before the reload
        amal.wait_for_timeout(4000)
        amal.on("dialog", lambda asked: asked.accept())
        wire.mend()
        amal.reload()
        for page in (amal, bo):
            for label in (again, home):
                expect(area(page, label)).not_to_have_value("")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
        days = {one.kind: one.day for one in sheet(cast, found).boxes if one.day}
        assert days == {"disagree": day, "home": day}
        left = "Object.keys(sessionStorage).filter((key) => key.startsWith('rt-live:')).length"
        assert amal.evaluate(left) == 0  # heard: nothing of it stays in the tab


def test_what_bo_is_composing_is_not_torn_apart_by_what_amal_writes(enter: Enter) -> None:
    amal, bo = enter("Amal"), enter("Bo")
    area(amal, GOAL).type("sove")
    expect(area(bo, GOAL)).to_have_value("sove")
    area(bo, GOAL).evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
    keys = bo.context.new_cdp_session(bo)
    keys.send("Input.imeSetComposition", {"text": "a", "selectionStart": 1, "selectionEnd": 1})
    area(amal, GOAL).evaluate("area => { area.focus(); area.setSelectionRange(4, 4); }")
    amal.keyboard.type(" godt")
    expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    expect(area(bo, GOAL)).to_have_value("asove")
    keys.send("Input.insertText", {"text": "\u00e5 "})
    for page in (amal, bo):
        expect(area(page, GOAL)).to_have_value("\u00e5 sove godt")
    bo.keyboard.type("ja")
    expect(area(amal, GOAL)).to_have_value("\u00e5 jasove godt")


def _goes_on(amal: Page, bo: Page, cleo: Page) -> None:
    cleo.reload()
    ready(cleo)
    expect(area(cleo, GOAL)).to_have_value("Bo meanwhile. One. Amal without a network. ")
    area(cleo, "What we do not agree on, and when we look again").type("When work begins")
    expect(area(amal, "What we do not agree on, and when we look again")).to_have_value("When work begins")
    amal.get_by_role("button", name="A pause, please").click()
    for page in (amal, bo, cleo):
        expect(page.get_by_text("Amal asks for a pause.")).to_be_visible()
    keep_shot(amal, "together-phone")
    keep_shot(bo, "together-laptop")
    assert [axe_findings(page) for page in (amal, bo)] == [[], []]


def test_amals_quiet_word_reaches_bo_alone_and_her_own_words_are_hers(enter: Enter) -> None:
    amal, bo, cleo = enter("Amal"), enter("Bo"), enter("Cleo")
    own = "The shared goal as Amal says it"
    expect(area(bo, own)).not_to_be_editable()
    area(amal, own).type("I want to wake up calm")
    expect(area(cleo, own)).to_have_value("I want to wake up calm")
    amal.get_by_role("button", name="I need a break").click()
    expect(bo.get_by_text("Amal needs a break. Ask for it as your own.")).to_be_visible()
    expect(amal.get_by_text("Bo has been told.")).to_be_visible()
    expect(cleo.locator("[data-live-quiet-text]")).to_be_empty()
    bo.get_by_role("button", name="One more step").click()
    step = "Step 1: what"
    expect(area(bo, step)).to_be_focused()
    bo.keyboard.type("Amal calls her boss on Tuesday")
    expect(area(amal, step)).to_have_value("Amal calls her boss on Tuesday")
    bo.reload()
    expect(bo.get_by_text("Amal needs a break. Ask for it as your own.")).to_be_visible()
    ready(bo)
    bo.get_by_role("button", name="I have seen it").click()
    for one in (amal, bo):
        expect(one.locator("[data-live-quiet-text]")).to_be_empty()
    amal.get_by_role("link", name="Show only what is shared").click()
    expect(amal.get_by_role("button", name="I need a break")).to_have_count(0)
    expect(amal.locator("[data-live-quiet]")).to_have_count(0)


@pytest.mark.parametrize("reload", [False, True])
def test_what_cleo_writes_under_amals_number_while_she_is_away_takes_no_word_of_hers(
    enter: Enter, live: str, cast: Cast, found: UUID, reload: bool
) -> None:
    goal = box(cast, found, "goal")
    with Wire(live) as wire, scripted(live, cast, found, cast.cleo.person_id, "Cleo") as cleo:
        amal, bo = enter("Amal", wire.address), enter("Bo")
        area(amal, GOAL).type("I want ")
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
        cleo.sees(goal, "I want ")
        line_is_cut(amal.context)
        wire.cut()
        expect(amal.get_by_text("No network just now.")).to_be_visible()
        area(amal, GOAL).type("to begin slowly, when I am well.")
        cleo.forge(goal, _only_number(cleo.doc(goal).get_state()), "full time work, as I said.")
        expect(area(bo, GOAL)).to_have_value("I want full time work, as I said.")
        amal.on("dialog", lambda asked: asked.accept())
        wire.mend()
        if reload:
            amal.reload()
        # As soon as her page says kept, it reads as it stands.
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
        stands = area(amal, GOAL).input_value()
        assert stands == text_of(cast, found, goal)
        expect(area(bo, GOAL)).to_have_value(stands)
        cleo.sees(goal, "to begin slowly")
        assert cleo.text(goal) == stands
        for words in ("I want to begin slowly, when I am", " well.", "full time work, as I said."):
            assert words in stands, stands
        # She goes on under another number, and nothing of the old one comes back.
        area(amal, GOAL).evaluate("area => { area.focus(); area.setSelectionRange(0, 0); }")
        amal.keyboard.type("Calm. ")
        expect(area(bo, GOAL)).to_have_value("Calm. " + stands)
        amal.reload()
        expect(area(amal, GOAL)).to_have_value("Calm. " + stands)
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()


def _only_number(state: bytes) -> int:
    """Under which number a text was written that one page alone wrote: after a count, in groups of seven bits."""
    number = shift = 0
    for byte in state[1:]:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return number
    raise AssertionError(state)
