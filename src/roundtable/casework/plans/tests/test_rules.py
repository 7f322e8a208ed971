"""The rules of the plan: nobody's answer is made up, and nobody's goal is shared without them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.plans.pages.words import missing_words
from roundtable.casework.plans.rules.agreement import (
    AGREEING,
    AnswerKind,
    Given,
    GoalAnswer,
    How,
    Party,
    ReasonNeeded,
    SharedState,
    Standing,
    TooEarlyToClose,
    all_answered,
    answer_to,
    answers,
    check_answer,
    check_close,
    parties,
    shared_standing,
)
from roundtable.casework.plans.rules.changes import EVERYBODY, ChangeKind, changes, merged, settled, touched, whom_to_ask
from roundtable.casework.plans.rules.content import (
    RETURN,
    GoalKind,
    GoalLine,
    Level,
    Person,
    Proposal,
    ReasonMissing,
    ReturnKind,
    ReturnLine,
    ReturnUnclear,
    StepKind,
    StepLine,
    StepState,
    as_data,
    asked_digest,
    check_return,
    check_step_state,
    digest,
    from_data,
)
from roundtable.casework.plans.tests.strategies import PEOPLE, SEATS, START, TABLE, answered, proposals

SHARED = GoalLine("shared", GoalKind.SHARED, Level.MICRO, "Mornings without fear, and work again")
PLAN = Proposal(goals=(SHARED, GoalLine("g1", GoalKind.TREATMENT, Level.MICRO, "Sleep", PEOPLE[2])))


def yes(key: str, words: str = "In my words", **more: object) -> Given:
    return replace(Given(key, key, AnswerKind.YES, own_words=words), **more)


def test_each_citizen_answers_alone_and_each_organisation_by_one_named_person() -> None:
    assert [(party.key, party.person) for party in TABLE] == [
        ("c:amal", "amal"),
        ("c:jo", "jo"),
        ("o:health", "bo"),
        ("o:jobcentre", "cleo"),
    ]


def test_an_organisation_may_name_another_of_its_people_but_nobody_from_elsewhere() -> None:
    assert next(party for party in parties(SEATS, {"o:health": "ida"}) if party.key == "o:health").person == "ida"
    assert next(party for party in parties(SEATS, {"o:health": "cleo"}) if party.key == "o:health").person == "bo"


def test_the_shared_goal_is_shared_when_all_said_yes_in_their_own_words() -> None:
    given_ = [yes(party.key) for party in TABLE]
    assert shared_standing(PLAN, TABLE, given_, closed=True).state == SharedState.SHARED


@pytest.mark.parametrize(
    ("spoilt", "why"),
    [
        (yes("c:amal", words="  "), "no_words"),
        (yes("c:amal", answer=AnswerKind.NOT_YET), "not_agreed"),
        (yes("c:amal", answer=AnswerKind.NO), "not_agreed"),
        (yes("c:amal", exceptions=(GoalAnswer("shared", AnswerKind.YES_BUT, "slower"),)), "excepted"),
    ],
)
def test_one_party_without_words_or_without_a_yes_makes_it_contested_and_says_why(spoilt: Given, why: str) -> None:
    given_ = [yes(party.key) for party in TABLE if party.key != "c:amal"] + [spoilt]
    found = shared_standing(PLAN, TABLE, given_, closed=True)
    assert (found.state, found.missing) == (SharedState.CONTESTED, (("c:amal", why),))


@given(st.data())
def test_shared_means_every_party_said_yes_with_words_and_without_exception(data: st.DataObject) -> None:
    plan = data.draw(proposals())
    said = data.draw(answered(plan))
    closed = data.draw(st.booleans())
    if shared_standing(plan, TABLE, said, closed=closed).state == SharedState.SHARED:
        last = {one.party: one for one in said}
        goal = plan.shared_goal
        assert goal is not None and set(last) == {party.key for party in TABLE}
        assert all(one.answer in AGREEING and one.own_words.strip() and answer_to(goal.id, one) == one.answer for one in last.values())


@given(st.data())
def test_a_missing_answer_is_pending_then_not_yet_and_never_agreement(data: st.DataObject) -> None:
    plan = data.draw(proposals())
    said = data.draw(answered(plan))
    there = {one.party for one in said}
    for closed in (False, True):
        found = answers(TABLE, said, closed=closed)
        for party in TABLE:
            if party.key not in there:
                assert found[party.key] == (AnswerKind.NOT_YET if closed else AnswerKind.PENDING)
                assert found[party.key] not in AGREEING
    assert all_answered(TABLE, said) == (len(there) == len(TABLE))


@given(proposals())
def test_a_plan_survives_json_and_its_digest_holds(plan: Proposal) -> None:
    again = from_data(as_data(plan))
    assert again == plan
    assert digest(as_data(again)) == digest(as_data(plan))


def test_a_scribe_stands_in_the_plan_and_asks_nobody_anew() -> None:
    written = Proposal(goals=(replace(PLAN.goals[1], scribe=PEOPLE[0]),))
    alone = Proposal(goals=(PLAN.goals[1],))
    assert from_data(as_data(written)).goals[0].scribe == PEOPLE[0] and digest(as_data(written)) != digest(as_data(alone))
    assert written == alone and asked_digest(written) == asked_digest(alone)


@given(proposals())
def test_nothing_changed_touches_nobody(plan: Proposal) -> None:
    assert changes(plan, plan) == ()


@given(proposals(), proposals())
def test_changes_are_found_from_both_ends(one: Proposal, other: Proposal) -> None:
    forth, back = changes(one, other), changes(other, one)
    assert {change.id for change in forth} == {change.id for change in back}
    added = {change.id for change in forth if change.kind == ChangeKind.ADDED}
    assert added == {change.id for change in back if change.kind == ChangeKind.REMOVED}


@given(st.data())
def test_answers_that_are_carried_over_never_become_agreement(data: st.DataObject) -> None:
    before, after = data.draw(proposals()), data.draw(proposals())
    said = data.draw(answered(before))
    asking = whom_to_ask(before, 3, said, after, TABLE)
    earlier = {one.party: one for one in said}
    for one in asking.carried:
        assert one.answer == earlier[one.party].answer
        assert one.exceptions == earlier[one.party].exceptions
        assert one.carried == 3
        assert one.party not in touched(changes(before, after), TABLE)
    assert set(asking.topics) | {one.party for one in asking.carried} == {party.key for party in TABLE}
    assert not set(asking.topics) & {one.party for one in asking.carried}
    assert all(party.key in asking.topics for party in TABLE if party.key not in earlier)


@given(st.data())
def test_a_new_shared_goal_is_never_shared_on_old_answers(data: st.DataObject) -> None:
    before = data.draw(proposals())
    said = data.draw(answered(before))
    goals = tuple(goal for goal in before.goals if goal.kind != GoalKind.SHARED)
    after = replace(before, goals=(replace(SHARED, text="Something new altogether, more than twelve letters"), *goals))
    assert whom_to_ask(before, 1, said, after, TABLE).carried == ()


@given(st.data())
def test_an_exception_to_a_goal_nobody_touched_still_stands(data: st.DataObject) -> None:
    plan = data.draw(proposals())
    earlier = yes("c:amal", exceptions=tuple(GoalAnswer(goal.id, AnswerKind.NO, "no") for goal in plan.goals))
    topics = tuple(goal.id for goal in plan.goals[:1])
    now = merged(earlier, yes("c:amal", words=""), topics, plan)
    assert {one.goal for one in now.exceptions} == {goal.id for goal in plan.goals[1:]}


def test_own_words_hold_only_as_long_as_the_shared_goal_does() -> None:
    earlier = yes("c:amal", words="Slowly back")
    assert merged(earlier, yes("c:amal", words=""), ("g1",), PLAN).own_words == "Slowly back"
    assert merged(earlier, yes("c:amal", words=""), ("shared",), PLAN).own_words == ""
    assert merged(earlier, yes("c:amal", words=""), (EVERYBODY,), PLAN).own_words == ""


def test_a_new_step_asks_who_does_it_who_owns_its_goal_and_the_citizens() -> None:
    step = StepLine("s1", StepKind.CARE, "Walk", Person("cleo", "Cleo", "o:jobcentre"), goal="g1")
    asking = whom_to_ask(PLAN, 1, [yes(party.key) for party in TABLE], replace(PLAN, steps=(step,)), TABLE)
    assert set(asking.topics) == {"c:amal", "c:jo", "o:health", "o:jobcentre"}
    alone = replace(PLAN, goals=(SHARED,))
    asking = whom_to_ask(alone, 1, [yes(party.key) for party in TABLE], replace(alone, steps=(replace(step, goal=""),)), TABLE)
    assert set(asking.topics) == {"c:amal", "c:jo", "o:jobcentre"}
    assert [one.party for one in asking.carried] == ["o:health"]


def test_the_way_back_touches_everybody_and_a_persons_new_name_nobody() -> None:
    hit = touched(changes(PLAN, replace(PLAN, back=ReturnLine(ReturnKind.AGREED, "2027-03-01"))), TABLE)
    assert hit == {party.key: (RETURN,) for party in TABLE}
    renamed = replace(PLAN, goals=(SHARED, replace(PLAN.goals[1], owner=replace(PEOPLE[2], name="Bo Married"))))
    assert changes(PLAN, renamed) == ()


def test_where_nothing_changed_only_those_who_did_not_say_yes_are_asked_again() -> None:
    said = [yes("c:amal", answer=AnswerKind.NO), *(yes(party.key) for party in TABLE if party.key != "c:amal")]
    assert dict(whom_to_ask(PLAN, 1, said, PLAN, TABLE).topics) == {"c:amal": (EVERYBODY,)}


def test_a_disagreement_is_settled_when_the_same_party_says_yes_to_the_goal() -> None:
    was = [yes("c:amal", exceptions=(GoalAnswer("g1", AnswerKind.NO, "too soon"),))]
    assert settled(was, [yes("c:amal")], {"g1"}) == (("c:amal", "g1"),)
    assert settled(was, [yes("c:amal", answer=AnswerKind.NO)], {"g1"}) == ()
    assert settled(was, [], {"g1"}) == ()


def test_the_caller_waits_the_set_days() -> None:
    check_close(START, 7, START + timedelta(days=7), UTC)
    with pytest.raises(TooEarlyToClose):
        check_close(START, 7, START + timedelta(days=7, seconds=-1), UTC)


def test_the_day_from_which_the_caller_may_close_is_that_of_the_programmes_own_place() -> None:
    asked = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    for zone, day in (("Europe/Copenhagen", date(2026, 11, 28)), ("America/Nuuk", date(2026, 11, 27))):
        with pytest.raises(TooEarlyToClose) as no:
            check_close(asked, 7, asked, ZoneInfo(zone))
        assert no.value.params["on"] == day


def test_no_and_yes_but_say_why_and_not_yet_owes_no_reason() -> None:
    for answer in (AnswerKind.NO, AnswerKind.YES_BUT):
        with pytest.raises(ReasonNeeded):
            check_answer(answer, " ", ())
        check_answer(answer, "", (GoalAnswer("g1", AnswerKind.NO, "too soon"),))
    check_answer(AnswerKind.NOT_YET, "", ())
    assert How.PHONE == "phone"


def test_a_way_back_has_the_days_its_kind_needs() -> None:
    check_return(ReturnKind.UNSAID, None, None)
    for kind, on, until in (
        (ReturnKind.AGREED, None, None),
        (ReturnKind.OPEN, None, None),
        (ReturnKind.BETWEEN, date(2027, 5, 1), date(2027, 3, 1)),
        (ReturnKind.BETWEEN, date(2027, 5, 1), None),
    ):
        with pytest.raises(ReturnUnclear):
            check_return(kind, on, until)


def test_a_step_that_was_not_done_says_why() -> None:
    for state in (StepState.NOT_DONE, StepState.CHANGED):
        with pytest.raises(ReasonMissing):
            check_step_state(state, "")
        check_step_state(state, "The bus did not come")


def test_who_is_missing_is_named_to_the_others_and_spoken_to_on_their_own_page() -> None:
    amal, work = Party("c:amal", "amal", "Amal"), Party("o:work", "cleo", "Cleo")
    standing = Standing(SharedState.CONTESTED, (("c:amal", "no_words"), ("o:work", "pending")))
    assert missing_words(standing, [amal, work], "amal") == ("You have not said it in your own words.", "Cleo has not answered.")
    assert missing_words(standing, [amal, work], "cleo")[0] == "Amal has not said it in their own words."
