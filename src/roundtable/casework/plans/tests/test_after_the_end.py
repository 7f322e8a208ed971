"""The course has ended: the plan is read as it was, says so with the day, and nobody changes it any more."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, build_family
from tests.statements import count_statements

from roundtable.casework.cases.actions import close_case, reopen_case, replace_professional, start_case
from roundtable.casework.cases.rules import Outcome, Told
from roundtable.casework.plans.actions import (
    GoalWords,
    NewStep,
    PlanIsOver,
    answer_plan,
    call_for_answers,
    confirm_words,
    mark_pair,
    mark_step,
    name_day,
    say,
    set_return,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import GoalKind, ReturnKind, SayingKind, StepKind, StepState
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan

ACTS = (
    "Give my answer",
    "Change",
    "How I help",
    "A new goal with its steps",
    "Ask for answers",
    "My own words",
    "Choose a day to look again",
)


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    write_plan(cast)
    write_goal(
        actor=cast.amal, case_id=cast.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "To swim again", cast.amal_id),
        steps=[NewStep("Buy a ticket", StepKind.DAILY, cast.amal_id)],
    )  # fmt: skip
    return cast


def ends(cast: Cast) -> None:
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK_IN_PART, seen=1)


def amal(cast: Cast) -> Client:
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", "citizen"))
    return client


def read(cast: Cast, name: str = "plan", **more: object) -> str:
    response = amal(cast).get(reverse(name, kwargs={"case_id": cast.case_id, **more}))
    assert response.status_code == 200, response
    return response.text


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def plan_now(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.amal, case_id=cast.case_id)


def test_the_plan_says_the_day_of_the_end_and_what_was_reached_and_offers_no_act(planned: Cast) -> None:
    fix_plan(planned)
    step = next(one for one in plan_of(planned).steps if one.what == "Call the employer")
    cleo = planned.at_table(planned.cleo)
    mark_step(actor=cleo, case_id=planned.case_id, step_id=step.id, revision=step.revision, state=StepState.DONE)
    before = read(planned)
    assert "How I help" in before and "A new goal with its steps" in before and "Everyone at the table" in before
    ends(planned)
    page = read(planned)
    shown, day = main_of(page), timezone.localdate()
    assert f"This course ended on {day.day} {day:%B %Y}: Back at work for some of the hours." in shown
    assert "The plan stays as it was, and nobody changes it any more." in shown
    reached = shown[shown.index("What was reached") : shown.index("What we want together")]
    assert "Call the employer" in reached and "Buy a ticket" not in reached
    assert "Everyone at the table" not in shown and "Who can read this: <strong>Only you</strong>" in shown
    assert not [act for act in ACTS if f">{act}<" in page], "no act is offered"
    assert "<form" not in shown and "/plan/goal/" not in page and "/plan/step/" not in page
    assert "Sleep through three nights a week" in shown and "Treatment goal, Bo<" in shown
    assert "nobody changes it any more" in read(planned, "plan_easy") and "Two goals beside each other" not in read(planned, "goal_map")
    for name, more in (("plan_versions", {}), ("plan_version", {"number": 1})):
        assert "Who can read this: <strong>Only you</strong>" in read(planned, name, **more)


def test_what_was_still_open_is_said_in_the_past(planned: Cast) -> None:
    call_id = call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    work = next(one for one in plan_of(planned).goals if one.kind == GoalKind.VOCATIONAL)
    seen = (GoalAnswer(str(work.id), AnswerKind.NO, "Too early"),)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.NOT_YET, "Quiet mornings", exceptions=seen)
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    name_day(actor=planned.amal, case_id=planned.case_id, look_id=uuid4(), on=timezone.localdate() + timedelta(days=20))
    before = read(planned)
    assert "The professionals take this on, and say until which day." in before and "You want to look at it again" in before
    ends(planned)
    page = main_of(read(planned))
    for present in (
        "The professionals take this on",
        "You need not do anything about it",
        "You want to look at it again",
        "may close the answers",
    ):
        assert present not in page, present
    assert "It was still open when the course ended." in page
    assert "The course ended before everybody had answered." in page and "Amal" in page
    assert "Too early" in page, "what she saw differently stays"


def test_jon_in_bos_place_still_has_bos_part_after_the_end(planned: Cast) -> None:
    people = {"leaving_id": planned.bo.person_id, "coming_id": planned.jon.person_id, "told": Told.BY_LEADER}
    replace_professional(actor=planned.gro.leading(planned.case_id), case_id=planned.case_id, **people)
    ends(planned)
    page = read(planned)
    assert "Treatment goal, Jon, in place of Bo" in page and "is there now" not in page
    assert [party.name for party in plan_now(planned).table] == ["Amal", "Cleo", "Jon"]


def test_every_act_on_the_plan_is_refused_in_words_when_the_course_is_over(planned: Cast) -> None:
    call_id = call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    goals, step = plan_of(planned).goals, next(one for one in plan_of(planned).steps if one.what == "Buy a ticket")
    ends(planned)
    here = {"actor": planned.amal, "case_id": planned.case_id}
    words = GoalWords(GoalKind.PERSONAL, "One more", planned.amal_id)
    own = {"kind": SayingKind.HELP, "goal_id": goals[0].id, "text": "I call", "revision": 0}
    for act, more in (
        (write_goal, {"goal_id": uuid4(), "words": words}),
        (write_steps, {"once": uuid4(), "steps": [NewStep("Later")]}),
        (mark_step, {"step_id": step.id, "revision": step.revision, "state": StepState.DONE}),
        (say, own),
        (set_return, {"revision": 0, "kind": ReturnKind.UNSAID, "when": ""}),
        (confirm_words, {}),
        (answer_plan, {"call_id": call_id, "answer_id": uuid4(), "answer": AnswerKind.YES}),
        (name_day, {"look_id": uuid4(), "on": timezone.localdate()}),
        (mark_pair, {"one_id": goals[0].id, "other_id": goals[1].id, "mark": SayingKind.FITS}),
    ):
        with pytest.raises(PlanIsOver):
            act(**here, **more)  # type: ignore[operator]
    now = plan_now(planned)
    assert not any(goal.text == "One more" for goal in now.goals) and now.calls[-1].given == ()


def test_a_form_opened_before_the_end_is_refused_with_what_was_typed_and_its_page_leads_to_the_plan(planned: Cast) -> None:
    client, url = amal(planned), reverse("set_return", args=[planned.case_id])
    form = client.get(url).text
    once = form.split('name="once" value="')[1].split('"')[0]
    ends(planned)
    sent = {"once": once, "revision": "0", "kind": "open", "on": "1.12.2027", "until": "", "when": "when I sleep"}
    refused = client.post(url, sent)
    assert (
        refused.status_code == 422 and "This course has ended. The plan stays as it was" in refused.text and "when I sleep" in refused.text
    )
    for name in ("set_return", "write_goal", "say_in_own_words", "answer_plan", "mark_pair"):
        response = client.get(reverse(name, args=[planned.case_id]))
        assert response.status_code == 302 and response["Location"] == reverse("plan", args=[planned.case_id]), name


def test_what_amal_told_us_stays_readable_without_buttons_and_pressing_an_old_one_says_why(planned: Cast) -> None:
    bo = planned.at_table(planned.bo)
    goal_id: UUID = write_goal(
        actor=bo, case_id=planned.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "To sing", planned.amal_id)
    )
    assert "I say it differently" in read(planned, "you_told_us")
    ends(planned)
    page = main_of(read(planned, "you_told_us"))
    assert "To sing" in page and "I say it differently" not in page and "I take it back" not in page
    url = reverse("correct_words", args=[planned.case_id, goal_id])
    said = amal(planned).post(url, {"answer": "so", "revision": "1"}, follow=True)
    assert "This course has ended. The plan stays as it was" in said.text


def test_a_course_that_is_opened_again_has_a_plan_that_is_written_again(planned: Cast) -> None:
    ends(planned)
    people = [planned.bo.person_id, planned.cleo.person_id]
    reopen_case(actor=planned.gro.leading(planned.case_id), case_id=planned.case_id, person_ids=people, seen=2)
    assert plan_now(planned).ended is None
    page = read(planned)
    assert "How I help" in page and "This course ended" not in page and "Everyone at the table" in page


def test_in_a_family_each_of_them_still_reads_the_plan_and_the_page_names_them() -> None:
    cast = build_cast()
    family = build_family(cast)
    start_case(actor=cast.gro.leading(family.case_id), case_id=family.case_id)
    write_goal(
        actor=cast.bo.on(family.case_id), case_id=family.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.SHARED, "Evenings in peace")
    )
    close_case(actor=cast.cleo.on(family.case_id), case_id=family.case_id, outcome=Outcome.OTHER, seen=1)
    client = Client()
    client.force_login(account(family.citizens["Mia"].person_id, "Mia", "citizen"))
    page = client.get(reverse("plan", args=[family.case_id])).text
    assert "Evenings in peace" in page and "You, Per and Jo" in page.replace("You, Jo and Per", "You, Per and Jo")


def test_the_plan_of_a_course_that_is_over_keeps_to_twelve_statements(planned: Cast) -> None:
    fix_plan(planned)
    ends(planned)
    client = amal(planned)
    for name in ("plan", "plan_easy", "goal_map", "take_home", "you_told_us"):
        with count_statements() as asked:
            assert client.get(reverse(name, args=[planned.case_id])).status_code == 200
        assert len(asked) <= 12, (name, len(asked), asked)
