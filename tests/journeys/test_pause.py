"""One screen in the room, one who writes for all, and the phones: a pause is asked for on a phone and stands on the screen."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from roundtable.casework.roundtables.actions import take_pen, wish_for_meeting
from roundtable.casework.roundtables.tests.addresses import call
from tests.cast import Cast, account, build_cast
from tests.journeys.conftest import LAPTOP, SignedInPage, axe_findings

pytestmark = pytest.mark.journey


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def found(cast: Cast) -> UUID:
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
    found = call(cast)
    take_pen(actor=cast.at_table(cast.cleo), case_id=cast.case_id, roundtable_id=found)
    return found


def test_a_pause_from_the_phone_stands_on_the_screen_of_who_writes_for_all(cast: Cast, found: UUID, signed_in_page: SignedInPage) -> None:
    amal = signed_in_page(account(cast.amal_id, "Amal", "citizen"))
    bo = signed_in_page(account(cast.bo.person_id, "Bo"))
    cleo = signed_in_page(account(cast.cleo.person_id, "Cleo"), size=LAPTOP)
    here = f"/course/{cast.case_id}/meeting/{found}"
    cleo.goto(f"{here}/write/")
    cleo.get_by_label("How we arrive", exact=False).first.fill("Half a sentence")
    bo.goto(f"{here}/together/")
    amal.goto(f"{here}/write/")
    assert axe_findings(amal) == [] and axe_findings(cleo) == []
    amal.get_by_role("button", name="A pause, please").click()
    expect(amal.get_by_text("Amal asks for a pause.")).to_be_visible()
    expect(cleo.get_by_text("Amal asks for a pause.")).to_be_visible()
    assert cleo.locator("textarea").first.input_value() == "Half a sentence"
    # Bo's phone has come to the sheet by itself, and there a quiet word reaches him.
    expect(bo.locator("[data-live-ready=yes]")).to_be_attached()
    amal.get_by_role("button", name="I need a break").click()
    expect(bo.get_by_text("Amal needs a break. Ask for it as your own.")).to_be_visible()
    assert "needs a break" not in cleo.locator("body").inner_text()
    bo.get_by_role("button", name="We can go on").click()
    expect(cleo.get_by_text("Amal asks for a pause.")).to_have_count(0)
