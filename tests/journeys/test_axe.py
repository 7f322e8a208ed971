"""axe finds nothing on the pages of any hat, on a phone and in the dark: the demo's people walk through theirs."""

import pytest
from django.core.management import call_command

from tests.journeys.conftest import SignedInPage, axe_findings
from tests.tour.__main__ import PAGES, begin_sheets, open_page, person_of


@pytest.fixture(scope="module")
def demo() -> None:
    """The demo's programme, loaded once for this file."""
    call_command("load_demo", verbosity=0)
    begin_sheets()


@pytest.mark.journey
@pytest.mark.parametrize("name", sorted(PAGES))
def test_axe_finds_nothing_on_any_page_of(name: str, demo: None, signed_in_page: SignedInPage) -> None:
    hat, pages = PAGES[name]
    account, case_id = person_of(name, hat)
    page = signed_in_page(account, hat=hat)
    found: dict[str, list[str]] = {}
    for page_name in pages:
        assert open_page(page, page_name, case_id) == 200, page_name
        if faults := axe_findings(page):
            found[page_name] = faults
    assert found == {}
