"""A moment: the last meeting and the bridge contact. The end comes near, has a meeting of its own, and leaves somebody to ring."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from roundtable.casework.cases.actions import start_case
from roundtable.casework.plans.tests.scene import write_plan
from tests.cast import Cast, build_cast
from tests.journeys.conftest import SignedInPage
from tests.journeys.story import Table, day, sheet_words

pytestmark = pytest.mark.journey

NAME, PHONE = "Kirsten Holm", "20 30 40 50"
REACHED = "I sleep, and I have Mondays again"
MINE = "I ring when Sundays get long"


class AtTheTable(Table):
    """Amal with a phone; Bo and Cleo at laptops."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    write_plan(made)
    return made


def test_the_end_comes_near_the_last_meeting_asks_its_own_questions_and_amal_knows_whom_to_ring(
    cast: Cast, signed_in_page: SignedInPage
) -> None:
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    end = timezone.localdate() + timedelta(days=20)
    said = date_format(end, "DATE_FORMAT")
    amal.opens("/").does_not_read("The end is planned")
    cleo.opens(story.at("")).follows("When the course ends")
    story.calm(cleo)
    cleo.writes("On which day is it planned to end?", day(20)).presses("Keep this day").reads(f"The end is planned for {said}.")

    amal.opens("/").reads(f"The end is planned for {said}. Before that there is a last meeting.")
    story.calm(amal)
    bo.opens("/").reads("Plan the last meeting with Amal Test", f"The end is planned for {said}.").follows("Call the last meeting")
    assert bo.page.get_by_label("This is the last meeting before the course ends").is_checked()
    bo.writes("On which day?", day(3)).writes("At what time?", "10:00").presses("Call the meeting").reads("Our last meeting")
    cleo.opens("/").does_not_read("Plan the last meeting")
    amal.opens("/").reads("Before that you have the last meeting.")
    amal.opens(story.at("meeting/")).reads("What goes on without us", "Whom you can ring afterwards", "Nobody is named yet.")
    story.calm(amal)

    bo.opens(story.at("meeting/")).follows("Write for all, in the meeting")
    bo.page.get_by_role("region", name="What we reached").get_by_label("Amal").fill(REACHED)
    bo.page.get_by_role("region", name="What each promises").get_by_label("Amal").fill(MINE)
    bo.presses("Write it down").opens(story.at("afterwards/name/"))
    story.calm(bo)
    bo.chooses("Somebody else", among="Whom can the citizen ring?").writes("Their name", NAME).writes("Where they work", "Café Sund")
    bo.is_refused("Keep this", "Write a telephone number.").writes("Telephone", PHONE)
    bo.writes("When do they get in touch first?", day(41)).presses("Keep this").reads(NAME, "Amal has not said yes or no yet.")
    story.calm(bo)
    amal.opens(story.at("afterwards/")).reads(NAME, "Café Sund", PHONE, "gets in touch on")
    story.calm(amal)
    amal.chooses("Yes", among="Is this person all right for you?").presses("Keep this answer").reads("Amal says yes.")
    cleo.opens(story.at("meeting/")).reads(REACHED, NAME, "Amal says yes.")

    cleo.opens(story.at("close/")).reads("The last meeting has not been held.").does_not_read("Nobody is named")
    bo.opens(story.at("meeting/")).follows("We have met")
    bo.is_refused("Note that we have met", "move it first").ticks("We have met already").presses("Note that we have met")
    minutes = bo.opens(story.at("meeting/")).page.locator("main").inner_text()
    assert "What we reached" in minutes and "What matters to me" not in minutes
    assert NAME in sheet_words(amal.page.request.get(story.at("plan/take-home/take-home.pdf")).body())
    amal.opens(story.at("you-told-us/")).reads("In our meeting: What we reached", REACHED)

    cleo.opens(story.at("close/")).does_not_read("Not there yet").chooses("Back at work for some of the hours")
    cleo.presses("Close the course")
    amal.opens("/").reads("This course ended on", "Whom you can ring afterwards", NAME, PHONE)
    story.calm(amal)
    assert amal.page.locator("main a[href^='tel:']").first.inner_text() == PHONE
    amal.opens(story.at("")).reads(NAME, "gets in touch on")
    assert NAME in sheet_words(amal.page.request.get(story.at("paper/end-of-the-course.pdf")).body())
    bo.opens(story.at("afterwards/")).reads("The course of Amal has ended", "Cleo closed it.", "What you wrote there")
    cleo.opens("/").reads("Courses that have ended").follows("The course of Amal").reads("You closed it.")
    story.calm(cleo)


def test_a_course_ends_without_anybody_to_ring_and_the_page_says_so_without_stopping_it(cast: Cast, signed_in_page: SignedInPage) -> None:
    story = AtTheTable(cast, signed_in_page)
    story.cleo.opens(story.at("close/")).reads(
        "Not there yet. You can close the course all the same.",
        "The last meeting has not been held.",
        "Nobody is named whom Amal can ring afterwards.",
    )
    story.calm(story.cleo).chooses("The citizen chose to stop").presses("Close the course")
    story.amal.opens("/").reads("This course ended on").does_not_read("Whom you can ring afterwards")
