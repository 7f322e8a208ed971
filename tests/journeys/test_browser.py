"""The tools of the journeys themselves: the house answers a real browser, knows who is signed in, and axe can find a fault."""

import pytest

from roundtable.ground.people.models import Account
from tests.cast import account, build_cast
from tests.journeys.conftest import LAPTOP, SignedInPage, axe_findings

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def bo() -> Account:
    return account(build_cast().bo.person_id, "Bo")


def test_a_real_browser_gets_a_page_with_its_style_and_nothing_axe_minds(bo: Account, signed_in_page: SignedInPage) -> None:
    page = signed_in_page(bo, size=LAPTOP)
    answer = page.goto("/gallery/")
    assert answer is not None and answer.status == 200
    assert page.locator(".rt-header").evaluate("element => getComputedStyle(element).fontFamily").startswith('"Source Sans 3"')
    assert axe_findings(page) == []


def test_axe_finds_a_planted_fault(bo: Account, signed_in_page: SignedInPage) -> None:
    page = signed_in_page(bo)
    page.goto("/gallery/")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=\"/static/ui/icon.svg\"><input>')")
    assert {finding.split(":")[0] for finding in axe_findings(page)} >= {"image-alt", "label"}
