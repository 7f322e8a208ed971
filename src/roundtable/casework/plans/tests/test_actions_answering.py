"""Asking, answering, fixing: versions that never change, and nobody made to agree."""

import threading
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from tests.cast import Cast, build_cast

from roundtable.casework.plans.actions import (
    AskedAnew,
    GoalWords,
    NewStep,
    NotAsked,
    NotTheCaller,
    answer_plan,
    call_for_answers,
    close_answers,
    mark_step,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.queries import current_plan, plan_state, plan_version, plan_versions, waiting_answers
from roundtable.casework.plans.rules.agreement import (
    AnswerKind,
    GoalAnswer,
    How,
    NobodyToAsk,
    NothingToAsk,
    NotReadBack,
    ReasonNeeded,
    SharedState,
    TooEarlyToClose,
)
from roundtable.casework.plans.rules.content import (
    GoalKind,
    StepKind,
    StepState,
)
from roundtable.casework.plans.tests.scene import answer, days_pass, family, fix_plan, plan_of, waiting, write_plan
from roundtable.ground.access.actor import Purpose
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.seats.actions import end_seat
from roundtable.kernel.refusal import NotHere, Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    write_plan(cast)
    return cast


def ask(cast: Cast) -> UUID:
    return call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())


def test_when_all_have_said_yes_in_own_words_version_1_is_fixed_and_the_goal_is_shared(planned: Cast) -> None:
    call_id = ask(planned)
    assert [party.person for party in plan_of(planned).call.waiting] == [  # type: ignore[union-attr]
        str(planned.amal_id), str(planned.bo.person_id), str(planned.cleo.person_id)
    ]  # fmt: skip
    assert waiting_answers(actor=planned.amal)[0].case_id == planned.case_id
    assert answer(planned.amal, planned.case_id, call_id, words="Quiet mornings") is None
    assert waiting_answers(actor=planned.amal) == ()
    assert answer(planned.at_table(planned.bo), planned.case_id, call_id) is None
    assert answer(planned.at_table(planned.cleo), planned.case_id, call_id, AnswerKind.YES_BUT, reason="Not before March") == 1
    fixed = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert fixed.standing.state == SharedState.SHARED
    assert {one.own_words for one in fixed.given} >= {"Quiet mornings"}
    state = plan_state(actor=planned.gro.leading(planned.case_id), case_ids=[planned.case_id])[planned.case_id]
    assert (state.version, state.shared, state.waiting) == (1, SharedState.SHARED, ())
    assert plan_state(actor=planned.at_table(planned.dag), case_ids=[planned.case_id]) == {}


@pytest.mark.parametrize("kind", [AnswerKind.NO, AnswerKind.NOT_YET])
def test_one_no_or_not_yet_makes_the_shared_goal_contested(planned: Cast, kind: AnswerKind) -> None:
    call_id = ask(planned)
    answer(planned.at_table(planned.bo), planned.case_id, call_id)
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    assert answer(planned.amal, planned.case_id, call_id, kind, reason="Too fast") == 1
    fixed = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert fixed.standing.state == SharedState.CONTESTED
    assert fixed.answers[f"c:{planned.amal_id}"] == kind


def test_an_exception_on_the_shared_goal_makes_it_contested_too(planned: Cast) -> None:
    call_id = ask(planned)
    shared = plan_of(planned).shared_goal
    assert shared is not None
    answer(planned.at_table(planned.bo), planned.case_id, call_id)
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    only = (GoalAnswer(str(shared.id), AnswerKind.NOT_YET, "I need to think"),)
    answer(planned.amal, planned.case_id, call_id, exceptions=only)
    fixed = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert fixed.standing.missing == ((f"c:{planned.amal_id}", "excepted"),)
    with pytest.raises(AskedAnew):
        answer(planned.amal, planned.case_id, call_id)


def test_the_caller_closes_after_the_set_days_and_who_is_missing_stands_as_not_yet(planned: Cast) -> None:
    call_id = ask(planned)
    bo, cleo = planned.at_table(planned.bo), planned.at_table(planned.cleo)
    answer(bo, planned.case_id, call_id)
    with pytest.raises(TooEarlyToClose):
        close_answers(actor=bo, case_id=planned.case_id, call_id=call_id)
    days_pass(call_id)
    for other in (cleo, planned.amal):
        with pytest.raises(NotTheCaller):
            close_answers(actor=other, case_id=planned.case_id, call_id=call_id)
    assert close_answers(actor=bo, case_id=planned.case_id, call_id=call_id) == 1
    fixed = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert fixed.answers[f"c:{planned.amal_id}"] == AnswerKind.NOT_YET
    assert fixed.standing.state == SharedState.CONTESTED
    assert (f"c:{planned.amal_id}", "pending") in fixed.standing.missing
    again = ask(planned)
    assert {party.person for party in plan_of(planned).call.waiting} == {str(planned.amal_id), str(planned.cleo.person_id)}  # type: ignore[union-attr]
    assert again != call_id


def test_a_change_makes_the_next_version_and_asks_only_whom_it_touches(planned: Cast) -> None:
    assert fix_plan(planned) == 1
    with pytest.raises(NobodyToAsk):
        ask(planned)
    write_steps(
        actor=planned.at_table(planned.cleo),
        case_id=planned.case_id,
        once=uuid4(),
        steps=[NewStep("Visit the place", StepKind.WORK, planned.cleo.person_id)],
    )
    call_id = ask(planned)
    call = plan_of(planned).call
    assert call is not None
    assert {party.person for party in call.waiting} == {str(planned.amal_id), str(planned.cleo.person_id)}
    assert [one.carried for one in call.given] == [1]
    answer(planned.at_table(planned.cleo), planned.case_id, call_id)
    assert answer_plan(
        actor=planned.amal, case_id=planned.case_id, call_id=call_id, answer_id=uuid4(), answer=AnswerKind.YES
    ).version == 2  # fmt: skip
    first, second = (plan_version(actor=planned.amal, case_id=planned.case_id, number=number) for number in (1, 2))
    assert (len(first.proposal.steps), len(second.proposal.steps)) == (2, 3)
    assert second.standing.state == SharedState.SHARED, "own words hold as long as the shared goal does"


def test_doing_a_step_asks_nobody_anew(planned: Cast) -> None:
    fix_plan(planned)
    step = plan_of(planned).steps[0]
    mark_step(
        actor=planned.amal, case_id=planned.case_id, step_id=step.id, revision=step.revision, state=StepState.NOT_DONE, reason="The bus"
    )
    assert not plan_of(planned).changed_since_asked
    with pytest.raises(NobodyToAsk):
        ask(planned)


def test_asking_anew_while_one_is_open_keeps_the_answers_the_change_did_not_touch(planned: Cast) -> None:
    first = ask(planned)
    assert ask(planned) == first, "asking twice about the same plan is one asking"
    answer(planned.at_table(planned.bo), planned.case_id, first)
    write_steps(actor=planned.at_table(planned.cleo), case_id=planned.case_id, once=uuid4(), steps=[NewStep("Visit")])
    second = ask(planned)
    assert {party.person for party in plan_of(planned).call.waiting} == {str(planned.amal_id), str(planned.cleo.person_id)}  # type: ignore[union-attr]
    with pytest.raises(AskedAnew):
        answer(planned.amal, planned.case_id, first)
    assert second != first


def test_a_new_shared_goal_asks_everybody_for_words_of_their_own_again(planned: Cast) -> None:
    fix_plan(planned)
    shared = plan_of(planned).shared_goal
    assert shared is not None
    write_goal(
        actor=planned.amal,
        case_id=planned.case_id,
        goal_id=shared.id,
        revision=shared.revision,
        words=GoalWords(GoalKind.SHARED, "A new start"),
    )
    call_id = ask(planned)
    assert len(waiting(planned)) == 3
    for actor in waiting(planned):
        answer_plan(actor=actor, case_id=planned.case_id, call_id=call_id, answer_id=uuid4(), answer=AnswerKind.YES)
    fixed = plan_version(actor=planned.amal, case_id=planned.case_id, number=2)
    assert fixed.standing.state == SharedState.CONTESTED
    assert {why for _, why in fixed.standing.missing} == {"no_words"}


def test_a_fixed_version_and_its_answers_can_be_changed_by_nobody(planned: Cast) -> None:
    fix_plan(planned)
    for alias in ("web_care", "loader", "owner"):
        for table, column in (("plans_version", "shared"), ("plans_answer", "answer"), ("plans_call", "digest")):
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                changed = 0
                try:
                    with connections[alias].cursor() as cursor:
                        cursor.execute(statement)
                        changed = cursor.rowcount
                except DatabaseError:
                    continue
                assert changed == 0 and not statement.startswith("TRUNCATE"), (alias, statement)
    assert plan_version(actor=planned.amal, case_id=planned.case_id, number=1).number == 1


def test_an_answer_given_by_telephone_is_noted_read_back_and_shown_as_such(planned: Cast) -> None:
    call_id, bo = ask(planned), planned.at_table(planned.bo)
    with pytest.raises(NotReadBack):
        answer(bo, planned.case_id, call_id, for_person_id=planned.amal_id, how=How.PHONE)
    answer(bo, planned.case_id, call_id, words="Slowly back", for_person_id=planned.amal_id, how=How.PHONE, read_back=True)
    (given,) = plan_of(planned).call.given  # type: ignore[union-attr]
    assert (given.party, given.by, given.how, given.noted_by) == (f"c:{planned.amal_id}", "Amal", How.PHONE, "Bo")
    for forged in (planned.cleo.person_id, planned.max_id):
        with pytest.raises(NotHere):
            answer(bo, planned.case_id, call_id, for_person_id=forged, how=How.PHONE, read_back=True)
    with pytest.raises(NotHere):
        answer(planned.amal, planned.case_id, call_id, for_person_id=planned.amal_id, how=How.PHONE, read_back=True)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.NOT_YET)
    assert plan_of(planned).call.answers[f"c:{planned.amal_id}"] == AnswerKind.NOT_YET  # type: ignore[union-attr]


def test_one_named_person_answers_for_an_organisation_and_a_successor_when_that_one_left() -> None:
    cast = build_cast(ida_seated=True)
    write_plan(cast)
    call_id = ask(cast)
    ida = cast.at_table(cast.ida)
    with pytest.raises(NotAsked):
        answer(ida, cast.case_id, call_id)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    asked = current_plan(actor=ida, case_id=cast.case_id).asked_of(cast.ida.person_id)
    assert asked is not None and asked.key == f"o:{cast.health_id}"
    answer(ida, cast.case_id, call_id)
    assert plan_of_ida(cast).answers[f"o:{cast.health_id}"] == AnswerKind.YES
    other = build_cast(ida_seated=True)
    write_plan(other)
    named = call_for_answers(
        actor=other.at_table(other.bo),
        case_id=other.case_id,
        call_id=uuid4(),
        named={f"o:{other.health_id}": str(other.ida.person_id)},
    )
    with pytest.raises(NotAsked):
        answer(other.at_table(other.bo), other.case_id, named)
    answer(other.at_table(other.ida), other.case_id, named)


def plan_of_ida(cast: Cast):  # type: ignore[no-untyped-def] # noqa: ANN201
    return current_plan(actor=cast.at_table(cast.ida), case_id=cast.case_id).calls[-1]


def test_who_left_the_table_reads_no_plan_that_others_go_on_with(planned: Cast) -> None:
    fix_plan(planned)
    end_seat(actor=planned.gro.leading(planned.case_id), seat_id=planned.seats["bo"])
    assert current_plan(actor=planned.at_table(planned.bo), case_id=planned.case_id).goals == ()
    assert plan_versions(actor=planned.at_table(planned.bo), case_id=planned.case_id) == ()


def test_only_a_professional_asks_and_there_must_be_something_to_ask(cast: Cast) -> None:
    with pytest.raises(NotAsked):
        call_for_answers(actor=cast.amal, case_id=cast.case_id, call_id=uuid4())
    with pytest.raises(NothingToAsk):
        ask(cast)


def test_a_no_without_a_reason_is_asked_for_it_and_forged_goals_are_nothing(planned: Cast) -> None:
    call_id = ask(planned)
    with pytest.raises(ReasonNeeded):
        answer(planned.amal, planned.case_id, call_id, AnswerKind.NO)
    with pytest.raises(NotHere):
        answer(planned.amal, planned.case_id, call_id, exceptions=(GoalAnswer(str(uuid4()), AnswerKind.NO, "x"),))
    with pytest.raises(NotHere):
        answer(planned.amal, planned.case_id, uuid4())


def test_answering_twice_with_one_click_answers_once(planned: Cast) -> None:
    call_id, answer_id = ask(planned), uuid4()
    for _ in range(2):
        answer_plan(actor=planned.amal, case_id=planned.case_id, call_id=call_id, answer_id=answer_id, answer=AnswerKind.YES)
    assert len(plan_of(planned).call.given) == 1  # type: ignore[union-attr]


def together(*acts: object) -> list[object]:
    """Run these at the same moment; what each returned or raised."""
    results: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: object) -> None:
        start.wait()
        try:
            results[number] = act()  # type: ignore[operator]
        except BaseException as problem:
            results[number] = problem
        finally:
            for connection in connections.all(initialized_only=True):
                connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_who_close_at_once_make_one_version_and_the_other_is_told(planned: Cast) -> None:
    call_id = ask(planned)
    bo = planned.at_table(planned.bo)
    answer(bo, planned.case_id, call_id)
    days_pass(call_id)
    results = together(*[lambda: close_answers(actor=bo, case_id=planned.case_id, call_id=call_id)] * 2)
    assert sorted(type(result).__name__ for result in results) == ["AskedAnew", "int"]
    assert len(plan_versions(actor=planned.amal, case_id=planned.case_id)) == 1


def test_two_last_answers_at_once_fix_one_version_with_both(planned: Cast) -> None:
    call_id = ask(planned)
    answer(planned.at_table(planned.bo), planned.case_id, call_id)
    amal, cleo = planned.amal, planned.at_table(planned.cleo)
    results = together(*[lambda who=who: answer(who, planned.case_id, call_id) for who in (amal, cleo)])
    assert sorted(str(result) for result in results) == ["1", "None"]
    assert len(plan_version(actor=amal, case_id=planned.case_id, number=1).given) == 3


def test_two_who_edit_one_goal_at_once_one_wins_and_the_other_is_told(planned: Cast) -> None:
    goal = plan_of(planned).goals[1]

    def edit(text: str) -> UUID:
        words = GoalWords(GoalKind.TREATMENT, text, planned.bo.person_id)
        return write_goal(actor=planned.amal, case_id=planned.case_id, goal_id=goal.id, revision=goal.revision, words=words)

    results = together(lambda: edit("one"), lambda: edit("two"))
    assert sorted(type(result).__name__ for result in results) == ["Stale", "UUID"]


def test_a_family_of_three_with_three_organisations_answers_one_by_one(cast: Cast) -> None:
    case_id, six = family(cast)
    bo = six[3]
    write_goal(actor=bo, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.SHARED, "Peace at the table at home"))
    call_id = call_for_answers(actor=bo, case_id=case_id, call_id=uuid4())
    call = current_plan(actor=bo, case_id=case_id).call
    assert call is not None and len(call.parties) == 6
    for actor in six[:-1]:
        assert answer(actor, case_id, call_id) is None
    assert answer(six[-1], case_id, call_id, AnswerKind.NO, reason="The school sees it differently") == 1
    assert plan_version(actor=six[2], case_id=case_id, number=1).standing.state == SharedState.CONTESTED


def test_readers_other_than_the_citizen_leave_one_record_for_the_whole_plan(planned: Cast) -> None:
    fix_plan(planned)
    plan = plan_of(planned)
    with through("loader"), connections["loader"].cursor() as cursor:
        count = "SELECT count(*) FROM access_accessevent WHERE item_id = %s AND person_id = %s"
        cursor.execute(count, [plan.item_id, planned.cleo.person_id])
        before = cursor.fetchone()[0]
    current_plan(actor=planned.at_table(planned.cleo, Purpose.PLAN), case_id=planned.case_id)
    current_plan(actor=planned.amal, case_id=planned.case_id)
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(count, [plan.item_id, planned.cleo.person_id])
        assert cursor.fetchone()[0] == before + 1
        cursor.execute(count, [plan.item_id, planned.amal_id])
        assert cursor.fetchone()[0] == 0


def test_for_whom_amal_closes_the_course_the_plan_is_closed_at_once_and_counts_as_no_yes(planned: Cast) -> None:
    call_id = ask(planned)
    close_for(actor=planned.amal, case_id=planned.case_id, person_id=planned.cleo.person_id)
    cleo = planned.at_table(planned.cleo)
    assert current_plan(actor=cleo, case_id=planned.case_id).goals == ()
    with pytest.raises(Refusal):
        answer(cleo, planned.case_id, call_id)
    answer(planned.at_table(planned.bo), planned.case_id, call_id)
    assert answer(planned.amal, planned.case_id, call_id) is None
