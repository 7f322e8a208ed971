"""Mine, yours and ours on one page: whose each goal is, that like goals stay two, what care is, and who said what to which version."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.plans.actions import GoalWords, call_for_answers, write_goal
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import GoalKind
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan

SHARED, SLEEP, MORNINGS = (
    "Mornings without fear, and back to my colleagues",
    "Sleep through three nights a week",
    "Two mornings a week at the old place",
)


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


def reads(cast: Cast, person_id: UUID, name: str, page: str = "plan", kind: str = "staff", **more: object) -> str:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    response = client.get(reverse(page, kwargs={"case_id": cast.case_id, **more}))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def amal_reads(cast: Cast, page: str = "plan", **more: object) -> str:
    return reads(cast, cast.amal_id, "Amal", page, "citizen", **more)


def own_goal(cast: Cast, text: str) -> UUID:
    goal_id = uuid4()
    write_goal(actor=cast.amal, case_id=cast.case_id, goal_id=goal_id, words=GoalWords(GoalKind.PERSONAL, text, cast.amal_id))
    return goal_id


def test_what_we_want_together_stands_first_then_mine_then_the_others(cast: Cast) -> None:
    own_goal(cast, "Drink coffee with Nour again")
    shown = amal_reads(cast)
    ours, mine, others = (shown.index(words) for words in (SHARED, "Drink coffee with Nour again", MORNINGS))
    assert ours < shown.index("<h2>My goals</h2>") < mine < others
    cleos = reads(cast, cast.cleo.person_id, "Cleo")
    assert cleos.index(SHARED) < cleos.index("<h2>My goals</h2>") < cleos.index(MORNINGS) < cleos.index("Drink coffee with Nour again")


def test_the_short_lines_say_what_amal_wants_and_what_cleo_works_for(cast: Cast) -> None:
    own_goal(cast, "Drink coffee with Nour again")
    amals, cleos = amal_reads(cast, "plan_easy"), reads(cast, cast.cleo.person_id, "Cleo", "plan_easy")
    assert "What you want" in amals and "What Cleo works for" in amals
    assert "What Amal wants" in cleos and "What you work for" in cleos and "What you want" not in cleos


def test_two_goals_in_the_same_words_stay_two_each_with_its_owner(cast: Cast) -> None:
    mine = own_goal(cast, MORNINGS)
    alike = {goal.id: goal.owner_id for goal in plan_of(cast).goals if goal.text == MORNINGS}
    assert alike[mine] == cast.amal_id and sorted(map(str, alike.values())) == sorted(map(str, (cast.amal_id, cast.cleo.person_id)))
    assert amal_reads(cast).count(MORNINGS) >= 2


def test_care_stands_in_the_plan_beside_work_with_its_steps(cast: Cast) -> None:
    for shown in (amal_reads(cast), reads(cast, cast.cleo.person_id, "Cleo")):
        for words in (SLEEP, "Talk every Tuesday", MORNINGS, "Call the employer"):
            assert words in shown, words
    assert "Talk every Tuesday" in amal_reads(cast, "plan_easy")


def test_the_programmes_goal_says_who_set_it_and_on_what_authority(cast: Cast) -> None:
    for shown in (amal_reads(cast), reads(cast, cast.bo.person_id, "Bo")):
        for words in ("Back to work or education, in a way that lasts", "Set by The municipality", "Programme agreement"):
            assert words in shown, words


def test_each_version_names_who_said_yes_to_which_goal_and_who_did_not(cast: Cast) -> None:
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    sleep = next(goal for goal in plan_of(cast).goals if goal.text == SLEEP)
    no = (GoalAnswer(str(sleep.id), AnswerKind.NO, "Four nights is too much"),)
    for member in (cast.bo, cast.cleo):
        answer(cast.at_table(member), cast.case_id, call_id)
    answer(cast.amal, cast.case_id, call_id, AnswerKind.YES_BUT, words="Quiet mornings", exceptions=no)
    first = amal_reads(cast, "plan_version", number=1)
    assert "Four nights is too much" in first and "Quiet mornings" in first
    words = GoalWords(GoalKind.TREATMENT, "Sleep two nights a week", cast.bo.person_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=sleep.id, revision=sleep.revision, words=words)
    assert fix_plan(cast) == 2
    second = amal_reads(cast, "plan_version", number=2)
    assert "Four nights is too much" not in second
    for version in (first, second):
        assert all(name in version for name in ("Amal", "Bo", "Cleo"))


def test_a_goal_all_said_yes_to_is_shared_on_the_map(cast: Cast) -> None:
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id)
    assert "Not everybody has answered" in amal_reads(cast, "goal_map")
    for member in (cast.bo, cast.cleo):
        assert "Shared by all" not in amal_reads(cast, "goal_map")
        answer(cast.at_table(member), cast.case_id, call_id)
    assert "Shared by all" in amal_reads(cast, "goal_map")
