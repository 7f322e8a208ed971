"""The main acts of the first journey where no browser runs a script: nothing in the house needs one."""

import pytest

from tests.cast import build_people
from tests.journeys.acts import before, table
from tests.journeys.acts.first import Story
from tests.journeys.conftest import SignedInPage

pytestmark = pytest.mark.journey


def test_referral_release_meeting_plan_and_answer_need_no_script(signed_in_page: SignedInPage) -> None:
    story = Story(build_people(), signed_in_page, scripts=False)
    before.about_themselves(story)
    before.referral(story)
    before.what_each_brings(story)
    before.may_i_say_this(story)
    before.released_and_taken_back(story)
    table.called_and_moved(story)
    table.invited(story)
    table.written(story)
    table.answered(story)
    assert [who.name for who in (story.amal, story.bo, story.cleo) if who.page.locator("html.rt-js").count()] == []
