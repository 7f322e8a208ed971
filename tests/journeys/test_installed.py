"""On a slow phone and without a network: what the first page weighs; what the installed app keeps, which is never a page of anybody's."""

import json
import struct
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Error, Page
from playwright.sync_api import Response as Answer

from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import open_context, serving

pytestmark = pytest.mark.journey

FIRST_PAGE = 100_000
SCRIPTS = 30_000
KEPT = {
    "/offline/",
    "/static/ui/icon.svg",
    "/static/ui/roundtable.css",
    "/static/ui/roundtable.js",
    "/static/ui/fonts/source-sans-3-latin-wght-normal.woff2",
}
ALL_KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found[new URL(request.url).pathname + new URL(request.url).search] = await (await cache.match(request)).text();
    }
  }
  return found;
}"""
REGISTERED = "async () => (await navigator.serviceWorker.getRegistrations()).length"


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def amal_of(cast: Cast) -> Any:
    return account(cast.amal_id, "Amal Test", "citizen")


def kept_by(page: Page) -> dict[str, str]:
    """Everything the browser keeps of ours, path by path."""
    found: dict[str, str] = page.evaluate(ALL_KEPT)
    return found


def installed(page: Page) -> None:
    """The page as the installed app opens it, its keeper at work."""
    page.goto("/?app")
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_the_first_page_of_a_citizen_weighs_less_than_100_kb_and_its_scripts_less_than_30(
    cast: Cast, live: str, chromium_browser: Browser
) -> None:
    context = open_context(chromium_browser, live, amal_of(cast))
    page, answers = context.new_page(), list[Answer]()
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/", wait_until="networkidle")
    weights = {answer.url.removeprefix(live).partition("?")[0]: answer.request.sizes()["responseBodySize"] for answer in answers}
    assert {path.rpartition(".")[2] for path in weights} >= {"css", "js", "woff2"} and "/" in weights, weights
    assert all(size > 0 for size in weights.values()), weights
    assert sum(weights.values()) < FIRST_PAGE, weights
    assert sum(size for path, size in weights.items() if path.endswith(".js")) < SCRIPTS, weights
    context.close()


def test_in_a_tab_nothing_is_kept(cast: Cast, live: str, chromium_browser: Browser) -> None:
    context = open_context(chromium_browser, live, amal_of(cast))
    page = context.new_page()
    for path in ("/", f"/course/{cast.case_id}/plan/", "/account/"):
        page.goto(path)
    assert page.evaluate(REGISTERED) == 0 and kept_by(page) == {}
    context.close()


def test_the_installed_app_keeps_static_files_and_one_page_that_is_nobodys(cast: Cast, chromium_browser: Browser) -> None:
    with serving() as address:
        context = open_context(chromium_browser, address, amal_of(cast))
        page = context.new_page()
        installed(page)
        for rest in ("", "plan/", "people/", "meeting/", "sharing/", "notebook/", "dates/"):
            assert page.goto(f"/course/{cast.case_id}/{rest}").status == 200  # type: ignore[union-attr]
        page.goto("/account/")
        kept = kept_by(page)
        assert set(kept) == KEPT
        assert "No network just now" in kept["/offline/"]
        for words in ("Amal", "Bo Test", "Sign out", str(cast.case_id), "csrf"):
            assert words not in kept["/offline/"], words
    page.goto("/")
    assert page.get_by_role("heading", level=1).inner_text() == "No network just now"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    with pytest.raises(Error, match="ERR_"):
        page.goto("/clouds/")  # who leaves quickly gets the browser's own page, where nothing is ours
    context.close()


def test_leaving_quickly_works_in_the_installed_app(cast: Cast, live: str, chromium_browser: Browser) -> None:
    context = open_context(chromium_browser, live, amal_of(cast))
    page = context.new_page()
    installed(page)
    page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url("**/clouds/")
    page.get_by_role("heading", name="Clouds and weather", level=1).wait_for()
    assert settings.SESSION_COOKIE_NAME not in {cookie["name"] for cookie in context.cookies()}
    page.goto("/")
    page.get_by_role("heading", name="Sign in").first.wait_for()
    context.close()


def test_the_app_has_a_name_a_start_and_icons_of_the_sizes_it_says(live: str, chromium_browser: Browser) -> None:
    context = open_context(chromium_browser, live)
    page = context.new_page()
    page.goto("/sign-in/")
    address = page.locator("link[rel=manifest]").get_attribute("href")
    answer = context.request.get(f"{live}{address}")
    assert answer.headers["content-type"].startswith("application/manifest+json")
    said = json.loads(answer.body())
    assert (said["name"], said["start_url"], said["scope"], said["display"]) == ("Roundtable", "/?app", "/", "standalone")
    for icon in said["icons"]:
        picture = context.request.get(f"{live}/static/ui/{icon['src']}").body()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n" and "{}x{}".format(*struct.unpack(">II", picture[16:24])) == icon["sizes"]
    assert {icon["sizes"] for icon in said["icons"]} == {"192x192", "512x512"}
    assert "maskable" in [icon.get("purpose") for icon in said["icons"]]
    context.close()


def test_the_keeper_may_look_after_the_whole_house_and_is_packed_like_every_script(live: str, chromium_browser: Browser) -> None:
    context = open_context(chromium_browser, live)
    answer = context.request.get(f"{live}/static/ui/service-worker.js", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["service-worker-allowed"] == "/" and answer.headers["content-encoding"] == "gzip"
    plain = context.request.get(f"{live}/static/ui/service-worker.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.body() == answer.body()
    assert finders.find("ui/service-worker.js") is not None
    page = context.request.get(f"{live}/sign-in/", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in page.headers, "a page is never packed: what it hides could be guessed at by its length"
    context.close()
