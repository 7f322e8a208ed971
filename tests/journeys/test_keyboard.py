"""The first pages of each hat, the referral form, the inbox, an acceptance and the team: by Tab, at 200 % and without a script."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from roundtable.casework.referrals.actions import send_referral
from roundtable.casework.referrals.rules.draft import ConsentHow, NewCitizen
from roundtable.ground.access.actor import Purpose
from roundtable.ground.people.models import Account
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import LAPTOP, SignedInPage, session_cookie

pytestmark = pytest.mark.journey

MOST_STOPS = 80
WHERE = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const marked = [getComputedStyle(at), ...[...(at.labels ?? [])].map((label) => getComputedStyle(label, "::before"))];
  return {
    words: `${at.tagName} ${(at.innerText || at.name || at.value || "").slice(0, 30)}`,
    top: box.top + scrollY,
    inView: box.bottom > 0 && box.top < innerHeight,
    seen: marked.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none"),
  };
}"""


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast()


def who_where(cast: Cast) -> list[tuple[Account, str]]:
    """Each page that is walked, and whose it is."""
    yes: dict[str, Any] = {"consent_how": ConsentHow.ORALLY, "consent_on": timezone.localdate()}
    sent = send_referral(
        actor=cast.cleo.on(None, Purpose.REFERRAL),
        referral_id=uuid4(),
        programme_id=cast.programme_id,
        citizens=[NewCitizen(name, "Vries", **yes) for name in ("Mia", "Per")],
        text="Two who would like help",
    )
    amal, mia = account(cast.amal_id, "Amal Test", "citizen"), account(sent.citizen_ids[0], "Mia Vries", "citizen")
    bo, cleo, gro = (account(one.person_id, f"{one.name} Test") for one in (cast.bo, cast.cleo, cast.gro))
    referral = f"/course/{sent.case_id}/referral/"
    return [
        (amal, "/"), (bo, "/"), (gro, "/"), (cleo, "/referrals/new/"), (gro, "/inbox/"), (gro, referral), (mia, referral), (gro, "/team/"),
    ]  # fmt: skip


def stops(page: Page) -> list[dict[str, Any]]:
    """Where Tab leads, from the top of the page until it leaves it."""
    found: list[dict[str, Any]] = []
    while len(found) <= MOST_STOPS:
        page.keyboard.press("Tab")
        here = page.evaluate(WHERE)
        if here is None:
            break
        found.append(here)
    return found


def test_tab_goes_down_the_page_is_always_seen_and_leaves_it_again(cast: Cast, signed_in_page: SignedInPage) -> None:
    for who, address in who_where(cast):
        page = signed_in_page(who, size=LAPTOP)
        page.goto(address)
        found = stops(page)
        assert 5 <= len(found) <= MOST_STOPS, (address, len(found))
        assert [one["words"] for one in found if not (one["seen"] and one["inView"])] == [], address
        assert [after["words"] for one, after in pairwise(found) if after["top"] < one["top"] - 60] == [], address
        page.goto(address)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", address


@pytest.mark.parametrize("width", [640, 320])
def test_at_twice_and_four_times_the_size_nothing_has_to_be_scrolled_sideways(
    cast: Cast, width: int, live: str, chromium_browser: Browser
) -> None:
    for who, address in who_where(cast):
        context = chromium_browser.new_context(viewport={"width": width, "height": 400}, device_scale_factor=2, base_url=live)
        context.add_cookies([session_cookie(who, live)])
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        context.close()


def test_a_family_is_referred_without_a_script_and_enter_in_a_field_sends(cast: Cast, live: str, chromium_browser: Browser) -> None:
    context = chromium_browser.new_context(base_url=live, java_script_enabled=False)
    context.add_cookies([session_cookie(account(cast.cleo.person_id, "Cleo Test"), live)])
    page = context.new_page()
    page.goto("/referrals/new/")
    page.get_by_label("Given name").fill("Ada")
    page.get_by_role("button", name="Add another person").click()
    page.get_by_label("Given name").nth(1).fill("Oda")
    page.get_by_label("The text that is sent").fill("Both would like help")
    for number, name in enumerate(("Ada", "person 2")):
        page.get_by_role("group", name=f"How did {name} say yes?").get_by_label("Aloud").check()
        page.get_by_label("On which day?").nth(number).fill(f"{timezone.localdate():%d.%m.%Y}")
    page.get_by_label("Given name").first.press("Enter")
    page.get_by_text("The referral is sent.").wait_for()
    assert "Referral of Ada, Oda" in page.get_by_role("heading", level=1).inner_text()
    context.close()
