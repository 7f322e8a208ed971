"""What is seen differently, and who looks at it until when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.plans.rules.agreement import AnswerKind, Given, GoalAnswer
from roundtable.casework.plans.rules.changes import settled
from roundtable.casework.plans.rules.content import RETURN
from roundtable.casework.plans.rules.looking import (
    WHOLE,
    Look,
    LookWhen,
    TwoLook,
    check_look,
    check_two,
    days_of,
    open_points,
    waits,
)

MARCH = date(2027, 3, 3)
AMAL, BO = "c:amal", "o:health"


def says(party: str, answer: AnswerKind = AnswerKind.YES, *exceptions: GoalAnswer) -> Given:
    return Given(party, party, answer, "why", exceptions)


def test_an_exception_and_a_no_to_the_whole_are_points_and_a_missing_answer_is_none() -> None:
    given_ = [says(AMAL, AnswerKind.NOT_YET, GoalAnswer(RETURN, AnswerKind.NO, "Too early")), says(BO, AnswerKind.YES_BUT)]
    found = open_points(given_, [AMAL, BO, "o:jobcentre"], ["g1"])
    assert set(found) == {WHOLE, RETURN}
    assert [one.party for one in found[WHOLE]] == [AMAL]
    assert found[RETURN][0].reason == "Too early"


def test_who_left_the_table_and_a_goal_that_is_gone_leave_no_point() -> None:
    given_ = [says(AMAL, AnswerKind.YES, GoalAnswer("gone", AnswerKind.NO)), says(BO, AnswerKind.NO)]
    assert open_points(given_, [AMAL], ["g1"]) == {}


def test_a_point_waits_until_two_take_it_on_and_again_when_their_day_is_over() -> None:
    points = {RETURN: ()}
    look = Look(RETURN, MARCH, "bo", ("bo", "cleo"))
    assert waits(points, [], MARCH) == (RETURN,)
    assert waits(points, [Look(RETURN, MARCH, "amal")], MARCH) == (RETURN,), "a day she named gives nobody's task away"
    assert waits(points, [look], MARCH) == ()
    assert waits(points, [look], MARCH + timedelta(days=1)) == (RETURN,)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(-500, 500))
def test_the_day_is_from_today_on_and_within_a_year(today: date, days: int) -> None:
    if 0 <= days <= 366:
        check_look(today + timedelta(days=days), today)
    else:
        with pytest.raises(LookWhen):
            check_look(today + timedelta(days=days), today)


@pytest.mark.parametrize("persons", [["bo"], ["bo", "bo"], ["bo", "dag"], ["bo", "cleo", "ida"], []])
def test_two_different_professionals_of_the_table_look(persons: list[str]) -> None:
    with pytest.raises(TwoLook):
        check_two(persons, ["bo", "cleo", "ida"])


def test_a_no_to_the_whole_plan_is_settled_by_a_later_yes() -> None:
    assert settled([says(AMAL, AnswerKind.NOT_YET)], [says(AMAL)], []) == ((AMAL, WHOLE),)
    assert settled([says(AMAL, AnswerKind.NOT_YET)], [says(AMAL, AnswerKind.NO)], []) == ()
    assert settled([says(AMAL, AnswerKind.NO)], [], []) == ()


def test_a_day_holds_as_long_as_its_point_is_open_and_a_day_named_with_not_yet_as_long_as_it_is_not_yet() -> None:
    first, later = Look(RETURN, MARCH, "bo", ("bo", "cleo")), Look(RETURN, MARCH + timedelta(days=9), "bo", ("bo", "cleo"))
    hers = Look(WHOLE, MARCH, "amal")
    keys = {"amal": AMAL, "bo": BO}
    differs = says(AMAL, AnswerKind.NOT_YET, GoalAnswer(RETURN, AnswerKind.NO))
    assert days_of([first, hers, later], [differs], [AMAL, BO], ["g1"], keys) == (later, hers)
    assert days_of([first, hers], [differs, says(AMAL)], [AMAL, BO], ["g1"], keys) == ()
    assert days_of([hers], [says(AMAL, AnswerKind.NO)], [AMAL, BO], ["g1"], keys) == ()
    assert days_of([hers], [differs], [AMAL, BO], ["g1"], {}) == (), "who left the table waits for nothing here"
