"""Signing in as a browser does it; axe looks at every page on the way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright
from tests.cast import account, build_cast
from tests.journeys.conftest import axe_findings, chromium, open_context, serving

from roundtable.ground.access.sessions import WHO
from roundtable.ground.people.actions import invite, keep_form
from roundtable.ground.people.models import Account
from roundtable.ground.people.tests.window import PIN

pytestmark = [pytest.mark.journey, pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume:Warning")]


@pytest.fixture(scope="module")
def house(playwright: Playwright) -> Iterator[tuple[object, str]]:
    """A browser and the address of the running house."""
    with serving() as address, chromium(playwright) as browser:
        yield browser, address


def _page(house: tuple[object, str], found: Account | None = None, **session: object) -> Page:
    return open_context(house[0], house[1], found, **session).new_page()  # type: ignore[arg-type]


def test_amal_takes_her_letter_and_leaves_quickly(house: tuple[object, str]) -> None:
    cast = build_cast()
    letter = invite(actor=cast.at_table(cast.bo), person_id=cast.amal_id)
    page = _page(house)
    page.goto("/sign-in/")
    assert axe_findings(page) == []
    page.click("text=I have a letter with a code")
    page.fill("[name=code]", letter.code.lower().replace("-", " "))
    assert axe_findings(page) == []
    page.click("button:has-text('Go on')")
    page.fill("[name=pin]", PIN)
    page.fill("[name=again]", PIN)
    assert axe_findings(page) == []
    page.click("button:has-text('Save and sign in')")
    page.wait_for_url(f"{house[1]}/")
    page.goto("/account/")
    assert axe_findings(page) == []
    page.click("text=Leave quickly")
    page.wait_for_url("**/clouds/")
    assert axe_findings(page) == [] and page.context.cookies() == []
    page.goto("/account/")
    assert "/sign-in/" in page.url


def test_what_was_kept_is_sent_on_to_where_it_was_going(house: tuple[object, str]) -> None:
    """A browser sends the fields again by itself when it is told 307; a new token comes with them."""
    amal = account(build_cast().amal_id, "Amal", kind="citizen")
    kept = keep_form(account_id=amal.id, path="/account/", fields="language=da&no_second_look=on")
    page = _page(house, amal)
    page.goto(f"/kept/{kept}/")
    assert axe_findings(page) == []
    page.click("button:has-text('Send it now')")
    page.wait_for_url("**/account/")
    amal.refresh_from_db()
    assert (amal.language, amal.settings["second_look"]) == ("da", False)
    assert any(cookie["name"] == WHO and cookie["httpOnly"] for cookie in page.context.cookies())


@pytest.mark.parametrize("path", ["/sign-in/staff/", "/sign-in/mail-sent/", "/demo/", "/demo/mailbox/"])
def test_axe_finds_nothing_on_pages_for_nobody_in_particular(house: tuple[object, str], path: str) -> None:
    page = _page(house)
    page.goto(path)
    assert axe_findings(page) == []


def test_axe_finds_nothing_on_the_pages_of_staff(house: tuple[object, str]) -> None:
    cast = build_cast()
    page = _page(house, account(cast.bo.person_id, "Bo"), must_set_up_second_step=True)
    page.goto("/account/")
    assert page.url.endswith("/account/second-step/") and axe_findings(page) == []
    page = _page(house, account(cast.gro.person_id, "Gro"))
    page.goto(f"/course/{cast.case_id}/people/{cast.amal_id}/letter/")
    assert axe_findings(page) == []
    page.click("button:has-text('Make the letter')")
    page.wait_for_selector("text=Write this code")
    assert axe_findings(page) == []
