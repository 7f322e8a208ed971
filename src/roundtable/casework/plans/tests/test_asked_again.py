"""Asked again: the old words stand beside the new ones, what one said before is offered, and nothing counts before it is sent."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.cases.actions import add_professional, start_case
from roundtable.casework.plans.actions import GoalWords, NewStep, answer_plan, call_for_answers, mark_step, write_goal, write_steps
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer, How
from roundtable.casework.plans.rules.content import GoalKind, StepKind, StepState
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    write_plan(cast)
    return cast


def ask(cast: Cast) -> UUID:
    return call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())


def client_of(cast: Cast, who: str) -> Client:
    person_id = cast.amal_id if who == "amal" else getattr(cast, who).person_id
    client = Client()
    client.force_login(account(person_id, who.title(), "citizen" if who == "amal" else "staff"))
    return client


def form_of(cast: Cast, who: str) -> str:
    response = client_of(cast, who).get(reverse("answer_plan", args=[cast.case_id]))
    assert response.status_code == 200
    return response.text


def plan_now(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.amal, case_id=cast.case_id)


def sleep_goal_changes(cast: Cast) -> None:
    goal = next(one for one in plan_of(cast).goals if one.kind == GoalKind.TREATMENT)
    words = GoalWords(GoalKind.TREATMENT, "Sleep through five nights a week", cast.bo.person_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=goal.id, words=words, revision=goal.revision)


def first_answers(cast: Cast) -> None:
    """Amal says yes, but …, and sees Cleo's goal differently; Bo and Cleo say yes."""
    work = next(one for one in plan_of(cast).goals if one.kind == GoalKind.VOCATIONAL)
    call_id = ask(cast)
    seen = (GoalAnswer(str(work.id), AnswerKind.NOT_YET, "After the summer"),)
    answer(cast.amal, cast.case_id, call_id, AnswerKind.YES_BUT, "Quiet mornings", reason="Slowly, please", exceptions=seen)
    for member in (cast.bo, cast.cleo):
        answer(cast.at_table(member), cast.case_id, call_id)


def test_amal_reads_the_old_words_beside_the_new_ones_and_what_she_said(planned: Cast) -> None:
    first_answers(planned)
    sleep_goal_changes(planned)
    ask(planned)
    form = form_of(planned, "amal")
    assert "Only something changed. What you said about the rest still holds." in form
    changed = form[form.index("What changed") : form.index("What you said on")]
    assert changed.index("Before:") < changed.index("Sleep through three") < changed.index("Now:") < changed.index("Sleep through five")
    assert "Sleep through three nights a week" in changed and "Sleep through five nights a week" in changed
    assert "Two mornings a week at the old place" not in changed, "what did not change is not named as a change"
    said = form[form.index("What you said on") : form.index("What we want together")]
    assert "Yes, but …" in said and "Slowly, please" in said and "“Two mornings a week at the old place”: Not yet. After the summer" in said
    assert "It counts only when you send it" in said


def test_her_former_answer_stands_in_the_form_and_counts_only_when_she_sends_it(planned: Cast) -> None:
    first_answers(planned)
    sleep_goal_changes(planned)
    call_id = ask(planned)
    form = form_of(planned, "amal")
    assert re.search(r'value="yes_but"[^>]*checked|checked[^>]*value="yes_but"', form) and re.search(r">\s*Slowly, please</textarea>", form)
    for _look in range(2):
        form_of(planned, "amal")
    call = plan_now(planned).call
    assert call is not None and call.id == call_id and [one.by for one in call.given] == [], "looking at it answers nothing"
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    sent = {**hidden, "own_words": "Quiet mornings", "answer": "yes_but", "reason": "Slowly, please"}
    assert client_of(planned, "amal").post(reverse("answer_plan", args=[planned.case_id]), sent).status_code == 302
    call = plan_now(planned).calls[-1]
    hers = next(one for one in call.given if one.by == "Amal")
    assert (hers.answer, hers.carried, [one.reason for one in hers.exceptions]) == (AnswerKind.YES_BUT, 0, ["After the summer"])


def test_who_notes_amals_answer_by_telephone_finds_nothing_filled_in_for_her(planned: Cast) -> None:
    first_answers(planned)
    sleep_goal_changes(planned)
    ask(planned)
    form = client_of(planned, "cleo").get(reverse("record_answer", args=[planned.case_id, planned.amal_id])).text
    assert "What Amal said on" in form and "Slowly, please" in form
    assert "checked" not in form and not re.search(r">\s*Slowly, please</textarea>", form)


def test_nobody_reads_in_what_changed_how_far_treatment_is(planned: Cast) -> None:
    fix_plan(planned)
    step = next(one for one in plan_of(planned).steps if one.kind == StepKind.CARE)
    mark_step(
        actor=planned.at_table(planned.bo),
        case_id=planned.case_id,
        step_id=step.id,
        revision=step.revision,
        state=StepState.NOT_DONE,
        reason="Amal did not come",
    )
    write_steps(
        actor=planned.amal, case_id=planned.case_id, once=uuid4(), steps=[NewStep("A walk", StepKind.DAILY, planned.cleo.person_id)]
    )
    ask(planned)
    form = form_of(planned, "cleo")
    assert "A walk" in form and "Amal did not come" not in form and "Not done" not in form


def test_asked_again_with_nothing_changed_says_so(planned: Cast) -> None:
    call_id = ask(planned)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.NOT_YET, "Quiet mornings")
    for member in (planned.bo, planned.cleo):
        answer(planned.at_table(member), planned.case_id, call_id)
    ask(planned)
    form = form_of(planned, "amal")
    assert "You are asked again. The plan says the same as before." in form and "What changed" not in form and "What you said on" in form


def test_asked_for_the_first_time_nothing_is_said_to_have_changed_and_nothing_is_chosen(planned: Cast) -> None:
    ask(planned)
    form = form_of(planned, "cleo")
    assert "What changed" not in form and "checked" not in form and "said on" not in form


def test_the_page_of_who_is_asked_again_keeps_to_twelve_statements(planned: Cast) -> None:
    first_answers(planned)
    sleep_goal_changes(planned)
    ask(planned)
    for who in ("amal", "cleo"):
        client = client_of(planned, who)
        with count_statements() as asked:
            assert client.get(reverse("answer_plan", args=[planned.case_id])).status_code == 200
        assert len(asked) <= 12, (who, asked)


def test_of_two_of_an_organisation_nobody_is_named_before_one_is_chosen() -> None:
    cast = build_cast(ida_seated=True)
    write_plan(cast)
    bo, url = client_of(cast, "bo"), reverse("call_for_answers", args=[cast.case_id])
    page = bo.get(url).text
    main = page[page.index("<h1>") :]
    assert "Amal, Mental Health and Cleo are asked what they say to the plan." in main
    assert "Amal, Bo and Cleo are asked" not in page and "Amal, Ida and Cleo are asked" not in page
    assert (
        main.index("First choose who answers for Mental Health.")
        < main.index("Who answers for Mental Health?")
        < main.index("are asked what")
    )
    assert "checked" not in main
    token = re.findall(r'name="once" value="([^"]*)"', page)[0]
    again = bo.post(url, {"once": token})
    assert again.status_code == 422 and "Amal, Mental Health and Cleo are asked" in again.text
    assert bo.post(url, {"once": token, "named_1": str(cast.ida.person_id)}).status_code == 302
    call = plan_of(cast).call
    assert call is not None and [party.name for party in call.parties] == ["Amal", "Ida", "Cleo"]


def test_where_one_sits_there_for_each_everybody_is_named_at_once(planned: Cast) -> None:
    page = client_of(planned, "bo").get(reverse("call_for_answers", args=[planned.case_id])).text
    assert "Amal, Bo and Cleo are asked what they say to the plan." in page and "First choose" not in page


def test_dag_named_instead_of_cleo_is_not_told_that_he_said_something(planned: Cast) -> None:
    first_answers(planned)
    sleep_goal_changes(planned)
    start_case(actor=planned.gro.leading(planned.case_id), case_id=planned.case_id)
    add_professional(actor=planned.gro.leading(planned.case_id), case_id=planned.case_id, coming_id=planned.dag.person_id)
    named = {f"o:{planned.jobcentre_id}": str(planned.dag.person_id)}
    call_id = call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4(), named=named)
    form = form_of(planned, "dag")
    assert "Cleo answered before. That answer is not yours: you are asked about the whole plan." in form
    assert "What you said" not in form and "What Cleo said on" in form and "checked" not in form
    answer_plan(
        actor=planned.at_table(planned.dag),
        case_id=planned.case_id,
        call_id=call_id,
        answer_id=uuid4(),
        answer=AnswerKind.YES,
        how=How.SELF,
    )
    call = plan_now(planned).calls[-1]
    assert next(one for one in call.given if one.by == "Dag").own_words == "", "Cleo's own words are not Dag's"


def test_what_amal_saw_differently_in_old_words_is_not_said_for_her_to_the_new_ones(planned: Cast) -> None:
    sleep = next(one for one in plan_of(planned).goals if one.kind == GoalKind.TREATMENT)
    call_id = ask(planned)
    seen = (GoalAnswer(str(sleep.id), AnswerKind.NO, "Three is too few"),)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.YES_BUT, "Quiet mornings", reason="Slowly", exceptions=seen)
    form = form_of(planned, "amal")
    assert re.search(r'value="no" selected', form) and "Three is too few" in form, "asked about the same words she finds what she said"
    for member in (planned.bo, planned.cleo):
        answer(planned.at_table(member), planned.case_id, call_id)
    sleep_goal_changes(planned)
    ask(planned)
    form = form_of(planned, "amal")
    question = form.index("What do you say to the whole plan?")
    assert "Three is too few" in form[:question] and "Three is too few" not in form[question:]
    assert not re.search(r'value="no" selected', form)
