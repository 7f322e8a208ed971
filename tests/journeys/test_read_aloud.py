"""Read aloud: by a voice that lives on the device, sentence by sentence, only when asked, and silent once the page is left."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from roundtable.casework.cowriting.tests.scene import meeting
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.people.actions import choose_settings
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import SignedInPage, axe_findings

pytestmark = pytest.mark.journey

SPY = """
window.said = []; window.hushed = 0;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
const there = VOICES;
const speech = new EventTarget();
speech.getVoices = () => there;
speech.speak = (one) => { window.said.push({text: one.text, lang: one.lang, voice: one.voice.name});
  window.sayOn = () => one.onend(); if (!window.name) setTimeout(() => one.onend(), 0); };
speech.cancel = () => { window.hushed += 1; };
Object.defineProperty(window, "speechSynthesis", { value: speech });
"""
HERE = '[{lang: "en-GB", localService: false, name: "far"}, {lang: "en_GB", localService: true, name: "near"}]'
READ, STOP = "Read aloud", "Stop reading"


@pytest.fixture(scope="module")
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


@pytest.fixture(scope="module")
def together(cast: Cast) -> UUID:
    return meeting(cast)


def opened(signed_in_page: SignedInPage, cast: Cast, path: str = "plan/", voices: str = HERE, *, waits: bool = False) -> Page:
    """Amal's page of her course. `waits`: each sentence lasts until the test lets it end."""
    page = signed_in_page(account(cast.amal_id, "Amal", "citizen"))
    page.add_init_script(SPY.replace("VOICES", voices) + ("window.name = 'waits';" if waits else ""))
    page.goto(f"/course/{cast.case_id}/{path}")
    return page


def heard(page: Page) -> list[str]:
    found: list[str] = page.evaluate("said.map((one) => one.text)")
    return found


def test_the_plan_is_read_in_its_order_and_language_and_nothing_that_is_pressed(signed_in_page: SignedInPage, cast: Cast) -> None:
    page = opened(signed_in_page, cast)
    assert axe_findings(page) == []
    assert heard(page) == []
    page.get_by_role("button", name=READ, exact=True).click()
    expect(page.get_by_role("button", name=READ, exact=True)).to_be_visible()
    found = heard(page)
    assert found[0] == "My plan"
    assert found.index("What we want together") < found.index("Mornings without fear, and back to my colleagues")
    assert found.index("Mornings without fear, and back to my colleagues") < found.index("Sleep through three nights a week")
    assert not {"Menu", READ, STOP, "Who can read this:", "Not shared", "Talk every Tuesday"} & set(found)  # a closed part is not read
    assert {(one["lang"], one["voice"]) for one in page.evaluate("said")} == {("en", "near")}


def test_it_stops_at_once_when_asked_and_when_the_page_is_left(signed_in_page: SignedInPage, cast: Cast) -> None:
    page = opened(signed_in_page, cast, waits=True)
    page.get_by_role("button", name=READ, exact=True).click()
    assert len(heard(page)) == 1
    page.evaluate("sayOn()")
    assert len(heard(page)) == 2
    page.get_by_role("button", name=STOP, exact=True).click()
    expect(page.get_by_role("button", name=READ, exact=True)).to_be_visible()
    page.evaluate("sayOn()")  # some browsers say that a sentence ended when it was cut off
    assert len(heard(page)) == 2 and page.evaluate("hushed") == 1
    page.get_by_role("button", name=READ, exact=True).click()
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("hushed") == 2
    page.get_by_role("button", name=READ, exact=True).click()
    page.route("**/*", lambda route: route.fulfill(status=204))  # the neutral page is still on its way
    page.locator("[data-quick-exit]").click()
    assert page.evaluate("hushed") == 3


def test_no_button_where_the_words_would_have_to_leave_the_device(signed_in_page: SignedInPage, cast: Cast) -> None:
    for voices in ("[]", '[{lang: "en-GB", localService: false, name: "far"}]', '[{lang: "da-DK", localService: true, name: "Danish"}]'):
        page = opened(signed_in_page, cast, voices=voices)
        expect(page.locator("h1")).to_be_visible()
        assert page.get_by_role("button", name=READ).count() == 0


def test_what_is_written_in_the_meeting_is_read_with_whose_it_is_and_nothing_said_to_one_alone(
    signed_in_page: SignedInPage, cast: Cast, together: UUID
) -> None:
    page = opened(signed_in_page, cast, f"meeting/{together}/together/")
    expect(page.locator("[data-live-ready=yes]")).to_be_attached()
    page.evaluate("document.querySelector('[data-live-private]').textContent = 'Bo needs a break.'")
    page.get_by_role("button", name=READ, exact=True).click()
    expect(page.get_by_role("button", name=READ, exact=True)).to_be_visible()
    found = heard(page)
    assert "Our shared goal: Mornings without fear, and back to my colleagues" in found
    assert not any("needs a break" in one or "A pause" in one or "What Amal brings" in one for one in found)


def test_in_quiet_mode_the_button_is_there_and_nothing_begins_by_itself(signed_in_page: SignedInPage, cast: Cast, together: UUID) -> None:
    choose_settings(account_id=account(cast.amal_id, "Amal", "citizen").pk, language="en", quiet=True)
    for path in ("plan/", "plan/easy/", "plan/take-home/", "meeting/", "meeting/invitation/", "you-told-us/"):
        page = opened(signed_in_page, cast, path)
        expect(page.get_by_role("button", name=READ, exact=True)).to_be_visible()
        assert heard(page) == []
