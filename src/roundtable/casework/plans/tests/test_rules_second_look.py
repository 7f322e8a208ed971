"""Two things to look at: what the writer alone is told, and what never."""

from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.plans.rules.content import (
    FIXED,
    FixedGoal,
    GoalKind,
    GoalLine,
    Level,
    Person,
    Proposal,
    SayingKind,
    SayingLine,
    StepKind,
    StepLine,
)
from roundtable.casework.plans.rules.second_look import MOST, Look, hands_over, is_copied, second_look
from roundtable.casework.plans.tests.strategies import proposals

AMAL, BO, CLEO = (Person(name, name.title(), f"p:{name}") for name in ("amal", "bo", "cleo"))
FIXED_GOAL = FixedGoal("Back to ordinary work or education", "The municipality", "The programme's agreement")
SLEEP = GoalLine("sleep", GoalKind.TREATMENT, Level.MICRO, "Sleep six hours most nights", BO)
WORK = GoalLine("work", GoalKind.VOCATIONAL, Level.MICRO, "Two mornings a week in the library", CLEO, gives="Meeting people again")
WALK = StepLine("walk", StepKind.DAILY, "A walk before noon", AMAL, "sleep", "2027-01-10")
THERAPY = StepLine("therapy", StepKind.CARE, "Therapy on Tuesdays", BO, "sleep", "2027-03-01")
LIBRARY = StepLine("library", StepKind.WORK, "Call the library", CLEO, "work", "2027-04-01")


def plan(*goals: GoalLine, steps: tuple[StepLine, ...] = (), sayings: tuple[SayingLine, ...] = ()) -> Proposal:
    return Proposal(goals, sayings, steps, fixed=FIXED_GOAL)


def test_a_goal_in_nearly_the_words_of_somebody_elses_is_worth_a_look() -> None:
    copied = GoalLine("copy", GoalKind.PERSONAL, Level.MICRO, "To sleep six hours most nights", AMAL)
    assert Look.COPIED in second_look(plan(SLEEP, copied), {}, "amal", "copy")


def test_two_goals_of_the_same_person_may_be_alike() -> None:
    again = GoalLine("again", GoalKind.TREATMENT, Level.MICRO, "Sleep six hours most nights", BO)
    assert Look.COPIED not in second_look(plan(SLEEP, again), {}, "bo", "again")


def test_words_of_ones_own_that_repeat_the_shared_goal_are_not_yet_ones_own() -> None:
    shared = GoalLine("shared", GoalKind.SHARED, Level.MICRO, "Back in the library two mornings a week by May")
    words = {"amal": "Back in the library two mornings a week by May.", "bo": "She sleeps, and then the library is possible"}
    assert second_look(plan(shared), words, "amal", "shared") == (Look.COPIED,)
    assert second_look(plan(shared), words, "bo", "shared") == ()


def test_words_that_travelled_from_another_plan_of_ones_own_are_worth_a_look_too() -> None:
    elsewhere = ["Back to ordinary work by small steps", "Sleep six hours on most nights"]
    assert Look.COPIED_ELSEWHERE in second_look(plan(SLEEP), {}, "bo", "sleep", elsewhere)
    assert Look.COPIED_ELSEWHERE not in second_look(plan(SLEEP), {}, "bo", "sleep", elsewhere[:1])
    shared = GoalLine("shared", GoalKind.SHARED, Level.MICRO, "Back to ordinary work, by small steps")
    assert second_look(plan(shared), {}, "bo", "shared", elsewhere) == (Look.COPIED_ELSEWHERE,)
    assert second_look(plan(shared), {"bo": "Sleep six hours most nights"}, "bo", "", elsewhere) == (Look.COPIED_ELSEWHERE,)


def test_words_that_stand_here_and_elsewhere_are_remarked_on_once() -> None:
    copied = GoalLine("copy", GoalKind.PERSONAL, Level.MICRO, "To sleep six hours most nights", AMAL)
    found = second_look(plan(SLEEP, copied), {}, "amal", "copy", ["Sleep six hours most nights"])
    assert Look.COPIED in found and Look.COPIED_ELSEWHERE not in found


def test_short_words_are_alike_by_chance() -> None:
    assert not is_copied("Sleep better", ["Sleep better"])
    assert not is_copied("", ["", "Sleep better"])


def test_a_goal_without_a_step_or_help_asks_who_does_something() -> None:
    assert Look.NO_STEP in second_look(plan(SLEEP), {}, "bo", "sleep")
    assert Look.NO_STEP not in second_look(plan(SLEEP, steps=(WALK,)), {}, "bo", "sleep")
    helps = SayingLine("h", SayingKind.HELP, "sleep", AMAL, "I keep the diary")
    assert Look.NO_STEP not in second_look(plan(SLEEP, sayings=(helps,)), {}, "bo", "sleep")


def test_work_that_begins_after_all_treatment_is_a_hand_over() -> None:
    assert hands_over(plan(SLEEP, WORK, steps=(THERAPY, LIBRARY)))
    assert hands_over(plan(SLEEP, steps=(THERAPY,)))
    assert not hands_over(plan(SLEEP, WORK, steps=(THERAPY, LIBRARY, WALK)))
    assert not hands_over(plan(WORK, steps=(LIBRARY,)))


def test_a_treatment_goal_may_say_that_it_does_not_serve_the_fixed_goal() -> None:
    beside = SayingLine("l", SayingKind.DOES_NOT, "sleep", BO, "", FIXED)
    assert second_look(plan(SLEEP, steps=(WALK,)), {}, "bo", "sleep") == (Look.NO_LINK,)
    assert second_look(plan(SLEEP, steps=(WALK,), sayings=(beside,)), {}, "bo", "sleep") == ()


def test_a_work_goal_says_what_the_person_gains() -> None:
    bare = GoalLine("bare", GoalKind.VOCATIONAL, Level.MICRO, "Four hours of job training", CLEO)
    step = StepLine("s", StepKind.WORK, "Call", CLEO, "bare")
    assert second_look(plan(bare, steps=(step,)), {}, "cleo", "bare") == (Look.NO_GAIN,)


@given(
    proposals(),
    st.dictionaries(st.sampled_from(["amal", "bo", "cleo"]), st.text(max_size=40)),
    st.sampled_from(["", "g0", "shared"]),
    st.lists(st.text(max_size=40), max_size=3),
)
def test_it_is_two_things_at_most_each_once_and_never_fails(
    proposal: Proposal, words: dict[str, str], goal: str, elsewhere: list[str]
) -> None:
    found = second_look(proposal, words, "amal", goal, elsewhere)
    assert len(found) == len(set(found)) <= MOST
