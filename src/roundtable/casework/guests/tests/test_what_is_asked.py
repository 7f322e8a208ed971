"""What somebody from outside is asked, and what is given to them, is said plainly: what, by when, whose, and what to press."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.guests.pages import step_asked
from roundtable.casework.guests.tests.conftest import STEP, Scene, open_link, page_of
from roundtable.casework.plans.actions import GoalWords, NewStep, write_goal
from roundtable.casework.plans.queries import steps_to_ask
from roundtable.casework.plans.rules.content import GoalKind, StepKind

DATED = "Read aloud at the library"
DAY = datetime.now(UTC).date() + timedelta(days=20)


def signed_in(cast: Cast) -> Client:
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    return amal


def test_una_reads_what_it_is_whose_plan_it_is_and_what_to_press_and_then_what_comes(scene: Scene) -> None:
    asked = scene.ask()
    una = open_link(asked)
    shown = una.get(page_of(asked)).text
    assert "Amal asks you to take a step" in shown and STEP in shown
    assert "one step of what Amal and the others at the table plan to do" in shown and "press the button" in shown
    una.post(page_of(asked), {"reply": "takes", "once": str(uuid4())})
    shown = una.get(page_of(asked)).text
    assert "It is yours to do now. When it is done, tell Amal" in shown and "one of the two answers" not in shown
    una.post(page_of(asked), {"reply": "no_room", "once": str(uuid4())})
    shown = una.get(page_of(asked)).text
    assert "That is all right" in shown and "yours to do now" not in shown


def test_who_is_asked_to_a_meeting_reads_nothing_of_steps(scene: Scene) -> None:
    asked = scene.ask(meeting=True)
    kim = open_link(asked)
    kim.post(page_of(asked), {"reply": "comes", "once": str(uuid4())})
    shown = kim.get(page_of(asked)).text
    assert "I come" in shown and "step" not in shown.partition("<main")[2].partition("</main")[0] and "That is all right" not in shown


def test_who_asks_reads_what_by_when_and_who_does_it_and_the_day_is_in_the_words_to_change(scene: Scene) -> None:
    cast = scene.cast
    write_goal(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.TREATMENT, "Words again", cast.bo.person_id),
        steps=[NewStep(DATED, StepKind.DAILY, cast.amal_id, DAY)],
    )
    amal = signed_in(cast)
    steps = {step.what: step.id for step in steps_to_ask(actor=cast.amal, case_id=cast.case_id)}
    dated = amal.get(reverse("invite_guest_to_step", args=[cast.case_id, steps[DATED]])).text
    words, day = step_asked(DATED, DAY, "")
    assert words in dated and f">{day}<" in dated and ">Amal<" in dated
    assert "see nothing of the plan" in dated
    plain = amal.get(reverse("invite_guest_to_step", args=[cast.case_id, steps[STEP]])).text
    assert plain.count("Not said yet") == 2 and "By when:" not in plain


def test_a_text_to_tick_says_what_it_is_whose_and_from_when_and_who_reads_it(scene: Scene) -> None:
    cast = scene.cast
    bring_lines(actor=cast.amal, case_id=cast.case_id, text="I want to open the window")
    amal = signed_in(cast)
    shown = amal.get(reverse("invite_guest_to_meeting", args=[cast.case_id, scene.meeting_id])).text
    assert "Where we meet. From Bo, " in shown and "Only the person you ask here reads what you tick" in shown
