"""Bo leaves and Jon comes in his place: what Bo said stays Bo's, what Bo had taken on is Jon's, and nobody is taken for somebody else."""

import io
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.cast import Cast, account, build_cast

from roundtable.casework.cases.actions import replace_professional, start_case
from roundtable.casework.cases.rules import Told
from roundtable.casework.plans.actions import GoalWords, NewStep, call_for_answers, take_on_point, write_goal
from roundtable.casework.plans.pages.versions import version_page
from roundtable.casework.plans.queries import CurrentPlan, current_plan, plan_version
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import GoalKind, SayingKind, StepKind
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan
from roundtable.ground.seats.queries import seats_on


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


@pytest.fixture
def planned(cast: Cast) -> Cast:
    write_plan(cast)
    return cast


def jon_comes(cast: Cast) -> None:
    leader, people = cast.gro.leading(cast.case_id), {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id}
    replace_professional(actor=leader, case_id=cast.case_id, **people, told=Told.BY_LEADER)


def plan_now(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.amal, case_id=cast.case_id)


def ask(cast: Cast, caller: str = "cleo") -> UUID:
    return call_for_answers(actor=cast.at_table(getattr(cast, caller)), case_id=cast.case_id, call_id=uuid4())


def read(cast: Cast, who: str, name: str, **more: object) -> str:
    person_id = cast.amal_id if who == "amal" else getattr(cast, who).person_id
    client = Client()
    client.force_login(account(person_id, who.title(), "citizen" if who == "amal" else "staff"))
    response = client.get(reverse(name, kwargs={"case_id": cast.case_id, **more}))
    assert response.status_code == 200
    return response.text


def test_jon_reads_bos_answer_as_bos_and_never_as_his_own(planned: Cast) -> None:
    call_id = ask(planned)
    for who, kind in (("bo", AnswerKind.YES_BUT), ("cleo", AnswerKind.YES)):
        answer(planned.at_table(getattr(planned, who)), planned.case_id, call_id, kind, "Nights first", reason="Sleep first, then hours")
    jon_comes(planned)
    his, hers = read(planned, "jon", "plan"), read(planned, "amal", "plan")
    assert "<strong>Bo</strong>" in his and "</strong> (you)" not in his
    assert "Bo has left this table. You are there now, in place of Bo." in his
    assert "Bo has left this table. Jon is there now, in place of Bo." in hers and "<strong>Amal</strong> (you)" in hers
    answer(planned.amal, planned.case_id, call_id)
    assert "Bo: Yes, but …" in read(planned, "amal", "plan_versions")


def test_what_bo_was_asked_waits_for_jon_on_his_first_page_and_under_his_name_on_the_course(planned: Cast) -> None:
    ask(planned)
    jon_comes(planned)
    client = Client()
    client.force_login(account(planned.jon.person_id, "Jon"))
    assert "What do you say to the plan of" in client.get("/").text
    said = read(planned, "cleo", "case_page")
    assert "No answer to the plan yet from" in said and "Jon" in said.split("No answer to the plan yet from")[1].split("</p>")[0]


def test_ida_beside_bo_does_not_read_bos_answer_as_hers() -> None:
    cast = build_cast(ida_seated=True)
    write_plan(cast)
    call_id = call_for_answers(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4(), named={f"o:{cast.health_id}": str(cast.bo.person_id)}
    )
    answer(cast.at_table(cast.bo), cast.case_id, call_id)
    assert "</strong> (you)" not in read(cast, "ida", "plan") and "<strong>Bo</strong> (you)" in read(cast, "bo", "plan")


def test_where_bo_left_before_he_answered_the_plan_waits_for_jon_by_name(planned: Cast) -> None:
    call_id = ask(planned)
    jon_comes(planned)
    hers, his = read(planned, "amal", "plan"), read(planned, "jon", "plan")
    assert "There is no answer yet from you, Jon and Cleo." in hers and "<strong>Jon</strong>" in hers
    assert "There is no answer yet from Amal, you and Cleo." in his and "<strong>Jon</strong> (you)" in his
    answer(planned.at_table(planned.jon), planned.case_id, call_id, words="Quiet nights")
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    answer(planned.amal, planned.case_id, call_id)
    said = read(planned, "amal", "plan_version", number=1)
    assert "<span>Jon, Mental Health</span>" in said and "<span>Bo, Mental Health</span>" not in said, "Jon said it"


def test_a_version_fixed_after_bo_left_names_who_has_his_part_and_one_fixed_before_names_bo(planned: Cast) -> None:
    assert fix_plan(planned) == 1
    jon_comes(planned)
    write_goal(
        actor=planned.at_table(planned.cleo),
        case_id=planned.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.VOCATIONAL, "A desk by the window", planned.cleo.person_id),
        steps=[NewStep("Ask for the desk", StepKind.WORK, planned.cleo.person_id)],
    )
    call_id = ask(planned)
    for actor in (planned.at_table(planned.jon), planned.at_table(planned.cleo)):
        answer(actor, planned.case_id, call_id)
    assert answer(planned.amal, planned.case_id, call_id) == 2
    first, second = (read(planned, "amal", "plan_version", number=number) for number in (1, 2))
    assert "Bo: Talk every Tuesday" in first and "Treatment goal, Bo<" in first and "in place of" not in first
    for text in (second, read(planned, "amal", "copy_plan", number=2)):
        assert "Jon, in place of Bo: Talk every Tuesday" in text and "Bo: Talk every Tuesday" not in text.replace("of Bo: Talk", "")
    assert "Treatment goal, Jon, in place of Bo" in second
    client = Client()
    client.force_login(account(planned.amal_id, "Amal", "citizen"))
    sheet = client.get(reverse("plan_pdf", args=[planned.case_id, 2])).content
    printed = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages).split())
    assert "Jon, in place of Bo: Talk every Tuesday" in printed
    home = read(planned, "amal", "take_home")
    assert "Jon, in place of Bo: Talk every Tuesday" in home
    compared = read(planned, "amal", "compare_plans", older=1, newer=2)
    assert "A desk by the window" in compared


def test_a_version_stays_as_it_was_when_jon_too_is_replaced_later(planned: Cast) -> None:
    jon_comes(planned)
    call_id = ask(planned)
    for actor in (planned.at_table(planned.jon), planned.at_table(planned.cleo), planned.amal):
        answer(actor, planned.case_id, call_id)
    leader, people = planned.gro.leading(planned.case_id), {"leaving_id": planned.jon.person_id, "coming_id": planned.ida.person_id}
    before = read(planned, "amal", "plan_version", number=1)
    replace_professional(actor=leader, case_id=planned.case_id, **people, told=Told.BY_LEADER)
    assert "Jon, in place of Bo: Talk every Tuesday" in before
    assert "Jon, in place of Bo: Talk every Tuesday" in read(planned, "amal", "plan_version", number=1)
    assert "Ida, in place of Bo" in read(planned, "amal", "plan")


def test_bos_goal_is_jons_to_work_for_on_every_page_of_the_plan(planned: Cast) -> None:
    jon_comes(planned)
    his, hers = read(planned, "jon", "plan"), read(planned, "amal", "plan")
    assert "Treatment goal, Jon, in place of Bo" in his and "Treatment goal, Jon, in place of Bo" in hers
    assert his.index("My goals") < his.index("<h3>Sleep through three nights a week") < his.index("The others")
    assert "What Jon works for" in read(planned, "amal", "plan_easy") and "What Bo works for" not in read(planned, "amal", "plan_easy")
    assert "What Jon works for, in place of Bo" in read(planned, "amal", "plan_easy")
    assert "What you work for" in read(planned, "jon", "plan_easy") and "What you want" not in read(planned, "jon", "plan_easy")
    shown = read(planned, "amal", "goal_map")
    assert "Treatment goal, Jon, in place of Bo" in shown
    picture = shown.partition("The same in words")[0]
    assert "2 · Bo" in picture and "Jon" not in picture.partition("<figure")[2], "the words in the picture are Bo's"


def test_the_short_lines_say_that_a_goal_is_not_shared_by_all_and_what_comes_after_yes_but(planned: Cast) -> None:
    call_id = ask(planned)
    answer(planned.at_table(planned.bo), planned.case_id, call_id, AnswerKind.YES_BUT, reason="Slower mornings first")
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    shared = next(str(goal.id) for goal in plan_of(planned).goals if goal.kind == GoalKind.SHARED)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.NO, reason="Not mine", exceptions=(GoalAnswer(shared, AnswerKind.NO, "No"),))
    shown = read(planned, "amal", "plan_easy")
    assert "Slower mornings first" in shown and "Not shared by all" in shown


def test_what_nobody_has_taken_on_is_named_and_who_comes_in_a_place_is_asked_about_everything(planned: Cast) -> None:
    call_id = ask(planned)
    for who in ("bo", "cleo"):
        answer(planned.at_table(getattr(planned, who)), planned.case_id, call_id)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.NO, reason="Not mine")
    jon_comes(planned)
    shown = read(planned, "jon", "plan")
    assert "<strong>The whole plan</strong></p><p" in shown and "Nobody has taken this on yet." in shown
    assert "If Jon is asked, it is about the whole plan." in read(planned, "jon", "call_for_answers")


def test_what_bo_took_on_to_look_at_is_looked_at_by_jon(planned: Cast) -> None:
    goal = next(one for one in plan_of(planned).goals if one.kind == GoalKind.VOCATIONAL)
    call_id = ask(planned)
    seen = (GoalAnswer(str(goal.id), AnswerKind.NO, "Not yet"),)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.YES_BUT, reason="Slowly", exceptions=seen)
    day = plan_of(planned).calls[-1].opened_at.date()
    take_on_point(
        actor=planned.at_table(planned.cleo),
        case_id=planned.case_id,
        look_id=uuid4(),
        topic=str(goal.id),
        persons=[planned.bo.person_id, planned.cleo.person_id],
        on=day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else day,
    )
    jon_comes(planned)
    assert "Jon and Cleo look at this until" in read(planned, "amal", "plan")
    assert "You and Cleo look at this until" in read(planned, "jon", "plan")


def test_jon_is_asked_about_the_whole_plan_and_bos_words_never_become_his(planned: Cast) -> None:
    goals = {goal.kind: goal for goal in plan_of(planned).goals}
    call_id = ask(planned)
    seen = (GoalAnswer(str(goals[GoalKind.VOCATIONAL].id), AnswerKind.NO, "Too early"),)
    bo = planned.at_table(planned.bo)
    answer(bo, planned.case_id, call_id, AnswerKind.YES_BUT, "Bo's own words", reason="Sleep first", exceptions=seen)
    for actor in (planned.at_table(planned.cleo), planned.amal):
        answer(actor, planned.case_id, call_id)
    jon_comes(planned)
    words = GoalWords(GoalKind.TREATMENT, "Sleep through five nights a week", planned.jon.person_id)
    sleep = goals[GoalKind.TREATMENT]
    write_goal(actor=planned.at_table(planned.jon), case_id=planned.case_id, goal_id=sleep.id, words=words, revision=sleep.revision)
    second = ask(planned)
    form = read(planned, "jon", "answer_plan")
    assert "Bo answered before. That answer is not yours: you are asked about the whole plan." in form
    assert "What Bo said on" in form and "Sleep first" in form and "Too early" in form
    assert "What you said" not in form and "checked" not in form.split("<form", 2)[-1], "nothing is chosen for Jon"
    assert form.count("goal_") >= 3, "he may see each goal differently"
    answer(planned.at_table(planned.jon), planned.case_id, second, words=" ")
    call = plan_now(planned).call
    assert call is not None
    his = next(one for one in call.given if one.by == "Jon")
    assert (his.own_words, his.exceptions) == ("", ()), "what Bo saw differently, and Bo's own words, are not Jon's"
    said = [one for one in plan_now(planned).sayings if one.kind == SayingKind.OWN_WORDS]
    assert [one.text for one in said if one.said_by_id == planned.bo.person_id] == ["Bo's own words"]
    assert not [one for one in said if one.said_by_id == planned.jon.person_id]


def test_the_letters_of_a_version_are_those_of_every_other_page(planned: Cast) -> None:
    fix_plan(planned)
    plan = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    seats = seats_on(actor=planned.amal, case_ids=[planned.case_id])
    assert [mark.initials for mark in version_page(plan, seats).seats] == ["AT", "BT", "CT"]
    shown = read(planned, "amal", "plan_version", number=1)
    assert ">AT<" in shown and ">Am<" not in shown
    for name, more in (("plan_versions", {}), ("plan_version", {"number": 1}), ("take_home", {})):
        assert "Who can read this" in read(planned, "amal", name, **more), name
