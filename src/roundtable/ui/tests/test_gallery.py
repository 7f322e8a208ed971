"""The gallery in a real browser: readable for everyone, and the scripts only add."""

import copy
import os
import shutil
import socketserver
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from django.http import Http404
from django.test import RequestFactory, override_settings
from playwright.sync_api import Browser, Page, Playwright, expect

from roundtable.ui.gallery import gallery

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENS = {
    "phone": (390, 844, "light"),
    "laptop": (1280, 800, "light"),
    "dark phone": (390, 844, "dark"),
    "dark laptop": (1280, 800, "dark"),
}


def templates_alone() -> list[dict[str, Any]]:
    """The project's templates without its context processors: this test bed needs no database."""
    engines = copy.deepcopy(settings.TEMPLATES)
    for engine in engines:
        engine["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    return engines


class QuietHandler(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


class Server(socketserver.ThreadingMixIn, WSGIServer):
    """Browsers open several connections at once."""

    daemon_threads = True


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the gallery is served, with the real style sheet, scripts and headers."""
    with override_settings(
        ROUNDTABLE_DEMO=True,
        ROOT_URLCONF="roundtable.ui.urls",
        MIDDLEWARE=["roundtable.ui.csp.content_security", "django.middleware.csrf.CsrfViewMiddleware"],
        TEMPLATES=templates_alone(),
        ALLOWED_HOSTS=["127.0.0.1"],
    ):
        with Server(("127.0.0.1", 0), QuietHandler) as server:
            server.set_app(StaticFilesHandler(get_wsgi_application()))
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}/gallery/"
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """The system's Chromium."""
    path = os.environ.get("ROUNDTABLE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The gallery on a screen; any complaint of the browser fails the test."""
    width, height, scheme = getattr(request, "param", SCREENS["laptop"])
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(address)
    opened.wait_for_selector("html.rt-js")
    yield opened
    assert not complaints
    context.close()


@pytest.mark.parametrize("page", SCREENS.values(), ids=SCREENS.keys(), indirect=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "19px"
    assert page.evaluate("document.fonts.check('19px \"Source Sans 3\"')")


def test_reading_starts_at_what_to_look_at_again(page: Page) -> None:
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    page.click("[data-error-summary] a[href='#refused_on']")
    assert page.evaluate("document.activeElement.id") == "refused_on"
    page.click("[data-error-summary] a[href='#refused_channel_0']")
    assert page.evaluate("document.activeElement.id") == "refused_channel_0"


def test_the_first_key_leads_past_the_menu(page: Page) -> None:
    page.evaluate("document.body.tabIndex = -1; document.body.focus()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"


def test_escape_three_times_leaves_for_a_neutral_page_and_back_does_not_return(page: Page) -> None:
    page.route("https://example.org/", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))
    before = page.evaluate("history.length")
    for _ in range(2):
        page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    assert "gallery" in page.url, "Escape twice, then something else, stays"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.wait_for_url("https://example.org/")
    assert page.evaluate("history.length") == before, "the page was replaced, not left behind"


def test_a_double_click_sends_once(page: Page) -> None:
    page.evaluate(
        """document.addEventListener("submit", (event) => {
            window.submits = (window.submits || 0) + !event.defaultPrevented;
            event.preventDefault();
        })"""
    )
    button = page.locator("[data-send-once]").first
    button.dblclick()
    assert page.evaluate("window.submits") == 1
    assert button.get_attribute("aria-disabled") == "true"


def test_the_counter_is_quiet_until_room_gets_short(page: Page) -> None:
    count = page.locator("#empty_text_count")
    assert not count.is_visible()
    page.fill("#empty_text", "😀" * 1_990)
    count.wait_for(state="visible")
    expect(count).to_have_text("Characters left: 10")
    page.fill("#empty_text", "x" * 2_003)
    expect(count).to_have_text("Characters too many: 3")


def test_nothing_typed_is_kept_in_the_browser(page: Page) -> None:
    page.fill("#empty_text", "What Amal told Bo")
    page.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_on_paper_the_frame_disappears(page: Page) -> None:
    page.emulate_media(media="print")
    for gone in (".rt-menu", ".rt-quick-exit", ".rt-demo", ".rt-send", ".govuk-skip-link"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator(".rt-table--answers").first.is_visible()
    assert page.locator(".rt-footer").is_visible(), "whom to call stays on the letter"


def test_with_the_systems_own_colours_seats_and_marks_stay_visible(chromium: Browser, address: str) -> None:
    context = chromium.new_context(forced_colors="active")
    opened = context.new_page()
    opened.goto(address)
    paints = "(name) => { const style = getComputedStyle(document.querySelector(name)); return [style.stroke, style.fill] }"
    reads, empty = opened.evaluate(paints, ".rt-seat--reads"), opened.evaluate(paints, ".rt-seat--empty")
    assert reads[0] == empty[0] and reads[1] != empty[1]
    context.close()


def test_the_gallery_does_not_exist_outside_the_demonstration() -> None:
    with override_settings(ROUNDTABLE_DEMO=False), pytest.raises(Http404):
        gallery(RequestFactory().get("/gallery/"))
