"""Two moments: a conflict about the return date that the professionals take on with a date; and *May I say this?* on the phone."""

from datetime import date

import pytest
from playwright.sync_api import Locator

from roundtable.casework.plans.actions import set_return
from roundtable.casework.plans.pages.words import day_words
from roundtable.casework.plans.rules.content import ReturnKind
from roundtable.casework.plans.tests.scene import write_plan
from tests.cast import Cast, build_cast
from tests.journeys.conftest import PHONE, SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table, day

pytestmark = pytest.mark.journey

ASKED = "She can sit in the open-plan office for an hour"


class AtTheTable(Table):
    """Amal with a phone, Bo and Cleo at laptops, around a plan."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def says_yes(who: Somebody, story: AtTheTable, words: str) -> None:
    who.opens(story.at("plan/answer/")).writes("What does the shared goal mean to you", words).chooses("Yes").presses("Keep this answer")


def test_a_conflict_about_the_return_date_is_taken_on_by_the_professionals_with_a_date(cast: Cast, signed_in_page: SignedInPage) -> None:
    """Amal says what she sees differently, once. From then on it is Bo's and Cleo's task; settled, it stays in history."""
    write_plan(cast)
    on = date.fromisoformat(day(40))
    set_return(actor=cast.at_table(cast.cleo), case_id=cast.case_id, revision=0, kind=ReturnKind.AGREED, on=on)
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    bo.opens(story.at("plan/ask/")).presses("Ask for answers")
    amal.opens(story.at("plan/answer/")).writes("What does it mean to you", "Breakfast without a knot").presses("Keep and go on")
    amal.chooses("Yes, but …", among="What do you say to the whole plan?").unfolds("I say something else to one of the goals")
    amal.picks("The way back to work", "No").writes("Why", "I do not sleep yet", nth=-1).presses("Keep this answer")
    amal.opens(story.at("plan/")).reads("What is seen differently", "The professionals take this on", "You need not do anything about it.")
    amal.does_not_read("Take it on, with a day")
    story.calm(amal)
    sent = len(amal.sent)
    says_yes(bo, story, "She laughs in the waiting room again")
    says_yes(cleo, story, "A place that keeps her")

    cleo.opens(story.at("plan/")).reads("Amal sees something differently").follows("Take it on, with a day").reads("I do not sleep yet")
    story.calm(cleo)
    cleo.is_refused("We take it on", "day")
    cleo.picks("And who else?", "Bo, Mental Health").writes("Until which day?", day(30)).presses("We take it on")
    until = f"Cleo and Bo look at this until {day_words(day(30))}."
    amal.opens(story.at("plan/")).reads(until, "You need not do anything about it.")
    bo.opens(story.at("plan/")).reads(f"Cleo and you look at this until {day_words(day(30))}.").does_not_read(
        "Amal sees something differently"
    )
    assert "News from" in amal.opens("/").sees(), "she is told, without a word of it"

    bo.opens(story.at("plan/back/")).chooses("It is open")
    bo.writes("The day, the first of two, or the day to look again", day(60)).presses("Put it in the plan")
    cleo.opens(story.at("plan/ask/")).presses("Ask for answers")
    assert len(amal.sent) == sent, "between her answer and the next question she was asked for nothing"
    amal.opens(story.at("plan/")).reads("The day is open. We look at it again on", until)
    amal.opens(story.at("plan/answer/")).chooses("Yes", among="What do you say to the whole plan?").presses("Keep this answer")
    for who in (bo, cleo):
        who.opens(story.at("plan/answer/")).chooses("Yes").presses("Keep this answer")
    amal.opens(story.at("plan/")).does_not_read("look at this until")
    amal.opens(story.at("plan/versions/")).reads("I do not sleep yet", "Settled on", "Cleo and Bo looked at it.")
    story.calm(amal)


def _from_top(found: Locator) -> float:
    """How far down the page something stands, in pixels."""
    box = found.first.bounding_box()
    assert box is not None
    return box["y"]


def test_may_i_say_this_is_two_pages_and_one_press_on_the_phone(cast: Cast, signed_in_page: SignedInPage) -> None:
    """Under a minute, counted in steps: Amal opens her first page, looks at it, says yes. Bo sends one form, and it is there."""
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    bo.opens(story.at("may-i/")).chooses("Cleo Test").writes("The headline", ASKED).presses("Ask")
    assert bo.sent == ["may_i"]
    cleo.opens(story.at("sharing/")).does_not_read(ASKED)

    pages: list[str] = []
    amal.page.on("framenavigated", lambda frame: pages.append(frame.url) if frame.parent_frame is None else None)
    amal.opens("/").reads("Bo asks: may I say this?")
    assert _from_top(amal.page.get_by_role("button", name="Look at it")) < PHONE["height"], "on the first screen of the phone"
    amal.follows("Look at it").reads(ASKED, "Cleo")
    story.calm(amal)
    yes = "Yes, Cleo may read this"
    assert _from_top(amal.page.get_by_role("button", name=yes)) < 2 * PHONE["height"], "at most one turn of the thumb further down"
    assert amal.page.locator("main input:visible, main textarea:visible").count() == 0, "nothing to fill in"
    amal.presses(yes)
    assert amal.sent == ["answer_may_i"], "one press"
    assert len(pages) <= 4, f"her first page, the question, and what happened: {pages}"
    amal.reads("Cleo can read these words now, and nothing more.", "Take it back")
    cleo.opens(story.at("sharing/")).reads(ASKED)
