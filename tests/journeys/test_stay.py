"""A page that is left open for hours: it says before the sign-in ends, and whoever is there stays."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from roundtable.ground.access import sessions
from tests.cast import account, build_cast
from tests.journeys.conftest import SignedInPage, axe_findings

pytestmark = pytest.mark.journey


def test_amal_left_her_page_open_all_day_and_is_told_an_hour_before_it_ends(signed_in_page: SignedInPage) -> None:
    cast = build_cast()
    page = signed_in_page(account(cast.amal_id, "Amal", "citizen"))
    page.clock.install()
    page.goto("/")
    asked = page.get_by_role("heading", name="Are you still here?")
    page.clock.fast_forward(timedelta(hours=6).total_seconds() * 1000)
    expect(asked).to_have_count(0)
    page.clock.fast_forward(timedelta(hours=1).total_seconds() * 1000)
    expect(asked).to_be_visible()
    assert "TIME" not in page.locator(".rt-stay").inner_text() and axe_findings(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Stay signed in").click()
    expect(opened.value.get_by_text("You stay signed in")).to_be_visible()
    page.clock.fast_forward(2000)
    expect(asked).to_have_count(0)
    page.clock.fast_forward(sessions.IDLE_SECONDS * 1000)
    expect(asked).to_be_visible()
