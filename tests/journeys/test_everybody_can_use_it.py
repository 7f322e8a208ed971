"""Every page of every hat: by keyboard, at 200 % and 400 %, in very large text, in forced colours, still, named, large enough to press."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page

from roundtable.ground.people.models import Account
from tests.cast import account, build_cast
from tests.journeys.conftest import LAPTOP, SignedInPage
from tests.journeys.looking import findings
from tests.tour.__main__ import PAGES, begin_sheets, open_page, person_of

pytestmark = pytest.mark.journey

SCRIPTS = 30_000
MEETING = ("roundtable", "roundtable>/together/")
"""The meeting's pages, whose scripts may weigh more."""


@pytest.fixture(scope="module")
def demo() -> None:
    """The demo's programme, loaded once for this file."""
    call_command("load_demo", verbosity=0)
    begin_sheets()


@pytest.fixture(scope="module")
def bo() -> Account:
    return account(build_cast().bo.person_id, "Bo")


class Scripts:
    """What the scripts of the open page weigh."""

    def __init__(self, page: Page) -> None:
        self.weights: dict[str, int] = {}
        page.on("requestfinished", lambda request: self._add(request))

    def _add(self, request: object) -> None:
        if request.resource_type == "script":  # type: ignore[attr-defined]
            self.weights[request.url] = request.sizes()["responseBodySize"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_everybody_can_use_every_page_of(name: str, demo: None, signed_in_page: SignedInPage) -> None:
    hat, pages = PAGES[name]
    who, case_id = person_of(name, hat)
    page = signed_in_page(who, hat=hat)
    scripts, found = Scripts(page), dict[str, list[str]]()
    for page_name in pages:
        scripts.weights.clear()
        assert open_page(page, page_name, case_id) == 200, page_name
        faults = findings(page)
        if page_name not in MEETING and sum(scripts.weights.values()) > SCRIPTS:
            faults.append(f"scripts weigh {scripts.weights}")
        if faults:
            found[page_name] = faults
    assert found == {}


def test_every_component_in_every_state_can_be_used_by_everybody(bo: Account, signed_in_page: SignedInPage) -> None:
    page = signed_in_page(bo, size=LAPTOP)
    page.goto("/gallery/")
    assert findings(page) == []


def test_tab_reaches_every_control_of_the_gallery(bo: Account, signed_in_page: SignedInPage) -> None:
    page = signed_in_page(bo, size=LAPTOP)
    page.goto("/gallery/")
    wanted = page.evaluate(
        "() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]):not([type=radio]), select, textarea, summary')]"
        ".filter((at) => at.checkVisibility()).map((at, i) => (at.dataset.stop = i)).length"
    )
    met: set[str] = set()
    for _press in range(wanted + 30):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement?.dataset?.stop ?? ''")
        met.add(stop)
    missed = page.evaluate("(met) => [...document.querySelectorAll('[data-stop]')].filter((at) => !met.includes(at.dataset.stop))"
                           ".map((at) => at.outerHTML.slice(0, 90))", sorted(met))  # fmt: skip
    assert missed == []


PLANTED = {
    "<button data-look='width:9px;height:9px;padding:0;border:0'>x</button>" * 2: "too small",
    "<a href='/a'>Here</a> <a href='/b'>Here</a>": "one name, several places: here",
    "<h2>Two</h2><h4>Four</h4>": "headings: h2 then h4",
    "<button></button>": "without a name",
    "<p data-look='animation:rt-appear 1s infinite'>moves</p>": "moves: p",
    "<button data-look='outline:none'>Plain</button>": "button Plain cannot be reached, or nobody sees it is",
    "<select data-look='border:0;outline:3px solid'><option>One</option></select>": "forced colours: select One has no edge",
    "<p data-look='width:900px;max-width:none'>wide</p>": "at 320",
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str, bo: Account, signed_in_page: SignedInPage) -> None:
    page = signed_in_page(bo)
    page.goto("/gallery/")
    page.evaluate(
        "(fault) => { document.querySelector('main').innerHTML = fault;"
        " for (const at of document.querySelectorAll('[data-look]')) at.style.cssText = at.dataset.look; }",
        fault,
    )
    found = findings(page)
    assert any(line.startswith(PLANTED[fault]) for line in found), found
