"""A real browser against the real application: it serves on a free port, signs people in, and asks axe.

`live` is the address of the running house; `signed_in_page(account)` a page in Debian's Chromium, signed in as that account. A console
error, a failed request, a broken content policy, or a page without its one heading, its own title and its language fails the test that
met it.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from roundtable.ground.people.models import Account
from tests.journeys.watching import Onlooker, Watch

CHROMIUM = os.environ.get("ROUNDTABLE_CHROMIUM", "/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 30_000
"""Milliseconds after which something that should be there counts as missing: long, since a busy machine is slow."""
PHONE = {"width": 390, "height": 844}
LAPTOP = {"width": 1280, "height": 800}

expect.set_options(timeout=PATIENCE)

HERE = Path(__file__).resolve().parent
SignedInPage = Callable[..., Page]


def free_port() -> int:
    """A port nobody listens on just now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def serving(port: int = 0, onlooker: Onlooker | None = None) -> Iterator[str]:
    """The application on a port of its own, in a thread: pages, static files and database as in production. Yields its address."""
    port = port or free_port()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns of a missing folder; in tests it serves from the rooms
    from roundtable.config.asgi import application

    served: Any = application
    if onlooker is not None:
        onlooker.app, served = application, onlooker
    # asyncio on purpose: uvloop and Playwright's own loop in one test process leave each other's sockets open
    server = uvicorn.Server(
        uvicorn.Config(
            served, host="127.0.0.1", port=port, ws="websockets-sansio", loop="asyncio", lifespan="on", log_config=None, access_log=False
        )
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    patience = monotonic() + 20
    while not server.started:
        if monotonic() > patience or not thread.is_alive():
            raise RuntimeError("the application did not start to serve")
        sleep(0.02)
    try:
        yield f"http://localhost:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium(playwright: Playwright | None = None) -> Iterator[Browser]:
    """Debian's Chromium, without a network of its own. Tests hand in the plugin's `playwright`: a process can have only one."""
    with ExitStack() as stack:
        driver = playwright or stack.enter_context(sync_playwright())
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def session_cookie(account: Account, address: str, **session: Any) -> Any:
    """A cookie of somebody who signed in. `session` is kept in the session: `hat="team_leader"`."""
    client = Client()
    client.force_login(account)
    if session:
        store = client.session
        store.update(session)
        store.save()
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value, "url": address}


def open_context(
    browser: Browser,
    address: str,
    account: Account | None = None,
    *,
    size: dict[str, int] | None = None,
    dark: bool = False,
    scripts: bool = True,
    **session: Any,
) -> BrowserContext:
    """A window of one person: nothing shared with anybody else's. `scripts=False`: a browser that runs none."""
    context = browser.new_context(
        viewport=size or PHONE,
        base_url=address,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(PATIENCE)
    if account is not None:
        context.add_cookies([session_cookie(account, address, **session)])
    return context


AXE_RULES: Sequence[str] = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def axe_findings(page: Page) -> list[str]:
    """What axe finds on the open page, a sentence each; empty when all is well."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(AXE_RULES)}, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {rule['help']} at {' '.join(str(part) for part in node['target'])}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


@pytest.fixture(scope="session")
def onlooker() -> Onlooker:
    """Keeps the pages the house serves."""
    return Onlooker(app=None)


@pytest.fixture(scope="session")
def live(onlooker: Onlooker) -> Iterator[str]:
    """The address of the running house."""
    with serving(onlooker=onlooker) as address:
        yield address


@pytest.fixture(scope="session")
def chromium_browser(playwright: Playwright) -> Iterator[Browser]:
    """One browser for all journeys; each person gets a window of their own."""
    with chromium(playwright) as browser:
        yield browser


@pytest.fixture
def signed_in_page(live: str, onlooker: Onlooker, chromium_browser: Browser) -> Iterator[SignedInPage]:
    """`signed_in_page(account, size=LAPTOP, dark=False, scripts=False, hat="intake")`: signed in as that account; None for nobody."""
    watches: list[Watch] = []
    onlooker.pages.clear()

    def opened(account: Account | None = None, **wishes: Any) -> Page:
        context = open_context(chromium_browser, live, account, **wishes)
        watches.append(Watch(context))
        return context.new_page()

    yield opened
    for watch in watches:
        watch.context.close()
    faults = [fault for watch in watches for fault in watch.faults]
    assert not faults, faults
    findings = onlooker.findings()
    assert not findings, findings
