"""From a referral to a joint plan everyone at the table has answered, in a browser, each as their own signed-in person."""

import pytest

from tests.cast import build_people
from tests.journeys.acts import after, before, table
from tests.journeys.acts.first import ASKED_OF_HER, MOST_FORMS, MOST_TASKS, OF_HER_OWN, Story
from tests.journeys.conftest import SignedInPage

pytestmark = pytest.mark.journey


def until_they_meet(story: Story) -> None:
    """Steps 1 to 3, and the invitation of step 4."""
    before.about_themselves(story)
    before.referral(story)
    before.other_referrals(story)
    before.confidences(story)
    table.called_and_moved(story)
    table.invited(story)
    story.amal.opens("/")
    before.what_each_brings(story)
    before.may_i_say_this(story)
    before.released_and_taken_back(story)
    before.nothing_of_it(story)
    story.amal.opens("/").reads("Nothing to do today", "Your next meeting")


def from_the_meeting_on(story: Story) -> None:
    """The plan of step 4, and steps 5 to 7."""
    table.written(story)
    table.answered(story)
    table.on_paper(story)
    after.who_opened(story)
    after.asking(story)
    after.by_law(story)
    after.closed_for_cleo(story)
    after.somebody_new(story)
    after.the_end(story)


def tasks_before_the_meeting(story: Story) -> None:
    """Amal was asked for four things at most; every form she sent was one of these, or of her own wish."""
    amal = story.amal
    assert amal.asked == list(dict.fromkeys(amal.asked)) and len(amal.asked) <= MOST_TASKS, amal.asked
    done = [ASKED_OF_HER[name] for name in dict.fromkeys(amal.sent) if name not in OF_HER_OWN]
    assert set(done) <= set(amal.asked), (done, amal.asked)
    print(f"Amal before the meeting: {amal.asked}")


def forms_in_all(story: Story) -> None:
    """Bo and Cleo sent twelve forms each at most, as their browsers posted them."""
    for one in (story.bo, story.cleo):
        assert len(one.sent) <= MOST_FORMS, (one.name, one.sent)
        print(f"{one.name}: {len(one.sent)} forms: {one.sent}")


def whole_journey(story: Story) -> None:
    until_they_meet(story)
    tasks_before_the_meeting(story)
    from_the_meeting_on(story)
    forms_in_all(story)


def test_from_a_referral_to_a_plan_everyone_has_answered(signed_in_page: SignedInPage) -> None:
    whole_journey(Story(build_people(), signed_in_page))


@pytest.mark.nightly
def test_the_whole_journey_needs_no_script(signed_in_page: SignedInPage) -> None:
    whole_journey(Story(build_people(), signed_in_page, scripts=False))
