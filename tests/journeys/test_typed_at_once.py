"""On a slow phone the boxes of the meeting's page take letters before its scripts are there: nothing typed then is lost."""

from uuid import UUID

import pytest
from playwright.sync_api import Route, expect

from roundtable.casework.cowriting.tests.scene import box, meeting, text_of
from roundtable.casework.cowriting.tests.scene import page as scripted
from tests.cast import account, build_cast
from tests.journeys.conftest import PHONE, SignedInPage

pytestmark = pytest.mark.journey


def test_what_amal_types_before_the_page_is_live_is_kept_and_stands_beside_what_bo_writes_meanwhile(
    live: str, signed_in_page: SignedInPage
) -> None:
    """The line is open and the room has spoken; the script that takes it over is held up until she has typed."""
    cast = build_cast()
    found: UUID = meeting(cast)
    goal = box(cast, found, "goal")
    amal = signed_in_page(account(cast.amal_id, "Amal", "citizen"), size=PHONE)
    held: list[Route] = []
    amal.route("**/ui/live.js*", lambda route: held.append(route))
    amal.goto(f"/course/{cast.case_id}/meeting/{found}/together/", wait_until="commit")
    area = amal.locator(f'[data-live-box="{goal}"]')
    area.press_sequentially("Mornings without fear")
    assert held and amal.locator("[data-live-ready=yes]").count() == 0, "typed before it is live"
    with scripted(live, cast, found, cast.bo.person_id, "Bo") as bo:
        bo.write(goal, "Calm. ")
        bo.kept()
        held[0].continue_()
        expect(amal.locator("[data-live-ready=yes]")).to_have_count(1)
        bo.sees(goal, "Mornings without fear")
        expect(area).to_have_value(bo.text(goal))
        expect(amal.get_by_text("Everything is kept.")).to_be_visible()
    assert "Mornings without fear" in text_of(cast, found, goal) and "Calm." in text_of(cast, found, goal)
