"""What may come after a plan, and what may go otherwise, in a browser: changed, contested, closed before all answered, opened early."""

from uuid import UUID

import pytest
from django.db import connections

from roundtable.casework.plans.tests.scene import fix_plan, plan_of, write_plan
from roundtable.ground.access.context import through
from tests.cast import Cast, build_cast
from tests.journeys.acts.table import answer
from tests.journeys.conftest import SignedInPage
from tests.journeys.people import Somebody
from tests.journeys.story import Table, sheet_words

pytestmark = pytest.mark.journey

SHARED = "Mornings without fear, and back to my colleagues"
NEW_STEP = "Walk to the office and back"


class AtTheTable(Table):
    """Amal, Bo and Cleo around a plan that is written; one change or one quarrel from here."""

    def __init__(self, cast: Cast, signed_in_page: SignedInPage) -> None:
        super().__init__(signed_in_page, cast.case_id)
        self.cast = cast
        self.amal = self.citizen("Amal", cast.amal_id)
        self.bo = self.staff("Bo", cast.bo.person_id)
        self.cleo = self.staff("Cleo", cast.cleo.person_id)


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def words_of(who: Somebody, address: str) -> str:
    """Everything a page says, but the frame around it."""
    return who.opens(address).page.locator("main").inner_text()


def days_pass(call_id: UUID, days: int = 8) -> None:
    """The answering was opened some days ago. Its row never changes, so the test sets the trigger aside as the tables' owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE plans_call DISABLE TRIGGER never_changes")
    try:
        with through("loader"), connections["loader"].cursor() as cursor:
            cursor.execute("UPDATE plans_call SET opened_at = opened_at - make_interval(days => %s) WHERE id = %s", [days, call_id])
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE plans_call ENABLE TRIGGER never_changes")


def open_call(cast: Cast) -> UUID:
    """The answering that is open now."""
    call = plan_of(cast).call
    assert call is not None
    return call.id


def ask(who: Somebody, story: AtTheTable) -> None:
    who.opens(story.at("plan/ask/")).presses("Ask for answers")


def test_a_change_makes_version_2_asks_only_whom_it_touches_and_leaves_version_1_as_it_was(
    cast: Cast, signed_in_page: SignedInPage
) -> None:
    write_plan(cast)
    assert fix_plan(cast) == 1
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    first = words_of(amal, story.at("plan/versions/1/"))
    bo.opens(story.at("plan/steps/")).writes("Step 1: what", NEW_STEP).picks("Who", "Me").presses("Put the steps in the plan")
    bo.opens(story.at("plan/ask/")).reads("Only those whom the change touches are asked").presses("Ask for answers")
    cleo.opens("/").does_not_read("What do you say to the plan?")
    cleo.opens(story.at("plan/")).does_not_read("Give my answer").reads("Still holds from")
    amal.opens(story.at("plan/")).follows("Give my answer").reads("Only something changed. What you said about the rest still holds.")
    for who in (amal, bo):
        answer(who, story, "", "Yes")
    cleo.opens(story.at("plan/")).reads("Version 2, fixed on", NEW_STEP, "Still holds from")
    cleo.opens(story.at("plan/versions/2/")).reads(NEW_STEP, "Shared by all")
    cleo.opens(story.at("plan/versions/1-2/")).reads(NEW_STEP)
    assert words_of(amal, story.at("plan/versions/1/")) == first
    assert NEW_STEP not in first


def test_where_somebody_says_no_the_shared_goal_is_contested_and_the_plan_says_so(cast: Cast, signed_in_page: SignedInPage) -> None:
    write_plan(cast)
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    ask(bo, story)
    answer(amal, story, "That I am not afraid on Sunday", "No", reason="First I want to sleep")
    answer(bo, story, "Sleep first", "Yes")
    answer(cleo, story, "Hours that last", "Yes")
    for who in (amal, bo, cleo):
        for place in ("plan/", "plan/versions/1/"):
            missing = "You have not said yes." if who is amal else "Amal has not said yes."
            who.opens(story.at(place)).reads("Not shared by all", missing, "First I want to sleep")
            assert who.page.get_by_text("Shared by all", exact=True).count() == 0
    printed = sheet_words(amal.page.request.get(story.at("plan/versions/1/plan.pdf")).body())
    assert "Not shared by all" in printed and "First I want to sleep" in printed


def test_the_caller_closes_after_the_set_days_and_who_is_silent_stands_as_not_yet(cast: Cast, signed_in_page: SignedInPage) -> None:
    write_plan(cast)
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    ask(bo, story)
    answer(bo, story, "Sleep first", "Yes")
    answer(cleo, story, "Hours that last", "Yes")
    bo.opens(story.at("plan/close/")).is_refused("Close and fix this version", "People have 7 days to answer")
    days_pass(open_call(cast))
    bo.opens(story.at("plan/")).reads("The time to answer is over", "stands as “not yet”").follows("Close the answers")
    bo.reads("Missing: Amal", "never as a yes").presses("Close and fix this version")
    for who in (amal, bo, cleo):
        missing = "You have not answered." if who is amal else "Amal has not answered."
        who.opens(story.at("plan/versions/1/")).reads("Not yet", "Not shared by all", missing)
        who.opens(story.at("plan/")).reads("Amal had not answered: that stands as “not yet”.")


def test_of_two_who_close_at_once_one_wins_and_the_other_is_told(cast: Cast, signed_in_page: SignedInPage) -> None:
    """Bo closes in two windows in the same moment; then once more, against Cleo's last answer."""
    write_plan(cast)
    story = AtTheTable(cast, signed_in_page)
    bo, again = story.bo, story.staff("Bo", cast.bo.person_id)
    ask(bo, story)
    answer(bo, story, "Sleep first", "Yes")
    days_pass(open_call(cast))
    for window in (bo, again):
        window.opens(story.at("plan/close/")).may_be_told_no()
    buttons = [window.page.get_by_role("button", name="Close and fix this version") for window in (bo, again)]
    with bo.page.expect_navigation(), again.page.expect_navigation():
        for button in buttons:
            button.click(no_wait_after=True)
    said = [window.sees() for window in (bo, again)]
    assert sum("Version 1 is fixed." in words for words in said) == 1, said
    (other,) = (words for words in said if "Version 1 is fixed." not in words)
    assert "Please look at this again" in other or "already" in other.lower(), other
    story.cleo.opens(story.at("plan/versions/")).reads("Version 1,").does_not_read("Version 2")


def test_an_answer_that_comes_a_moment_after_closing_is_told_so_and_keeps_what_was_typed(cast: Cast, signed_in_page: SignedInPage) -> None:
    write_plan(cast)
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    ask(bo, story)
    answer(bo, story, "Sleep first", "Yes")
    answer(amal, story, "That I am not afraid on Sunday", "Yes")
    days_pass(open_call(cast))
    cleo.opens(story.at("plan/answer/")).writes("What does the shared goal mean to you", "Hours that last")
    cleo.page.get_by_role("radio", name="Yes", exact=True).check()
    bo.opens(story.at("plan/close/")).presses("Close and fix this version")
    cleo.is_refused("Keep this answer")
    assert cleo.page.get_by_label("What does the shared goal mean to you").input_value() == "Hours that last"
    cleo.opens(story.at("plan/versions/1/")).reads("Cleo has not answered.", "Not shared by all")


def test_the_one_responsible_opens_the_lines_early_with_a_reason_everybody_reads(cast: Cast, signed_in_page: SignedInPage) -> None:
    story = AtTheTable(cast, signed_in_page)
    amal, bo, cleo = story.amal, story.bo, story.cleo
    place, field, button = story.at("what-we-bring/"), "What you want the others to know", "My lines are ready"
    bo.opens(place).writes(field, "She concentrates for an hour").presses(button)
    amal.opens(place).does_not_read("She concentrates for an hour", "Open before all are ready")
    bo.opens(place).unfolds("Open before all are ready").writes("Why do you open it now?", "The meeting is tomorrow").presses("Open now")
    amal.opens(place).reads("She concentrates for an hour", "The meeting is tomorrow")
    cleo.opens(place).reads("The meeting is tomorrow").does_not_read("She concentrates for an hour")
