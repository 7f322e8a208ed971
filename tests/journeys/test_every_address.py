"""Every page there is, of everybody who has it: axe finds nothing, and everybody can use it. The addresses are read from the resolver."""

import pytest
from playwright.sync_api import Page

from tests.cast import account
from tests.journeys.conftest import SignedInPage, axe_findings
from tests.journeys.looking import findings
from tests.privacy.walk import all_addresses, path_of
from tests.privacy.who_may import ENDS_SESSION, expected, led_on
from tests.privacy.world import STAFF, World, build_world

pytestmark = pytest.mark.journey

LOOKED_AT_AS = ("amal", "bo", "cleo", "gro", "finn", "jon", "anonymous")
"""One of each hat. Who shares a hat with somebody here opens the same pages."""
EDITORS_OWN = {"gallery"}
"""The test bed of the parts: looked at, state by state, in a test of its own."""


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _pages(world: World, name: str) -> list[tuple[str, str]]:
    """Name and path of each address that answers this person with something of its own."""
    may_see = expected()
    return [
        (address.name, path_of(world, address))
        for address in all_addresses()
        if name in may_see[address.name] and address.name not in ENDS_SESSION | led_on() | EDITORS_OWN
    ]


def _faults(page: Page, path: str) -> list[str]:
    """What is wrong with the page at this path; nothing for what is no page (a document to print, a calendar)."""
    answer = page.request.get(path)
    if "text/html" not in answer.headers.get("content-type", ""):
        return []
    page.goto(path)
    return [*axe_findings(page), *findings(page)]


@pytest.mark.parametrize("name", LOOKED_AT_AS)
def test_axe_finds_nothing_and_everybody_can_use_every_page_of(name: str, world: World, signed_in_page: SignedInPage) -> None:
    who = None if name == "anonymous" else account(world.people[name], name.title(), kind="staff" if name in STAFF else "citizen")
    page = signed_in_page(who)
    pages = _pages(world, name)
    found = {called: faults for called, path in pages if (faults := _faults(page, path))}
    assert found == {}
    assert len(pages) > FEWEST.get(name, 10), "the walk went past the pages"


FEWEST = {"amal": 60, "bo": 80, "cleo": 70, "gro": 40, "anonymous": 5}
