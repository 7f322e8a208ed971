"""A moment: Una, a volunteer without an account, takes a step by a link that Amal made on her phone."""

import pytest

from roundtable.casework.guests.tests.conftest import STEP, add_steps, call
from tests.cast import build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table

pytestmark = pytest.mark.journey


def test_una_a_volunteer_without_an_account_takes_a_step_by_link(signed_in_page: SignedInPage) -> None:
    cast = build_cast()
    call(cast)
    add_steps(cast)
    story = Table(signed_in_page, cast.case_id)
    amal, una, filter_of_mails = story.citizen("Amal", cast.amal_id), story.nobody("Una"), story.nobody("A mail server")
    story.calm(amal.opens(story.at("people/")).follows("Ask somebody from outside, by a link")).follows(STEP)
    amal.writes("Their name", "Una").chooses("Volunteer")
    story.calm(amal).presses("Make the link")
    link = "/" + amal.page.get_by_label("The link").input_value().split("/", 3)[3]
    filter_of_mails.opens(link)
    story.calm(una.opens(link)).presses("Open it here")
    assert STEP in una.sees() and link.rsplit("/", 2)[1] not in una.page.url
    story.calm(una).chooses("I take it").presses("Send the answer")
    assert "I take it" in story.calm(una).sees()
    filter_of_mails.finds_nothing_at(link)
    assert "Una from outside takes it" in amal.opens(story.at("plan/")).page.content()
    assert "Una" in story.calm(amal.opens(story.at("who-opened-what/"))).sees()
    amal.opens(story.at("guests/")).unfolds("End it for Una").presses("End it now for Una")
    una.finds_nothing_at(una.page.url)
    assert amal.sent == ["invite_guest_to_step", "end_guest"] and una.sent == ["guest_door", "guest_page"]
