"""Writing in the plan: the table writes, in the words of whom they belong to."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from tests.cast import Cast, build_cast, person

from roundtable.casework.plans.actions import (
    GoalWords,
    NewLink,
    NewStep,
    NotYourPlan,
    call_for_answers,
    change_step,
    confirm_words,
    mark_step,
    remove_goal,
    say,
    set_return,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.queries import current_plan, plan_version, plan_versions
from roundtable.casework.plans.rules.content import (
    GoalKind,
    NothingWritten,
    OwnerMissing,
    PlanFull,
    ReturnKind,
    SayingKind,
    StepKind,
    StepState,
)
from roundtable.casework.plans.tests.scene import fix_plan, plan_of, write_plan
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.seats.actions import seat_person
from roundtable.kernel.refusal import NotHere, Refusal, Stale


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    write_plan(cast)
    return cast


def test_the_table_writes_one_plan_together_and_everybody_there_reads_it(planned: Cast) -> None:
    for actor in (planned.amal, planned.at_table(planned.bo), planned.at_table(planned.cleo)):
        plan = current_plan(actor=actor, case_id=planned.case_id)
        assert [goal.kind for goal in plan.goals] == [GoalKind.SHARED, GoalKind.TREATMENT, GoalKind.VOCATIONAL]
        assert {step.kind for step in plan.steps} == {StepKind.CARE, StepKind.WORK}
        assert plan.fixed.owner == "The municipality"


def test_dag_eve_jon_and_the_team_leader_read_nothing_and_write_nothing(planned: Cast) -> None:
    for stranger in (
        *(planned.at_table(member) for member in (planned.dag, planned.eve, planned.jon)),
        planned.gro.leading(planned.case_id),
    ):
        plan = current_plan(actor=stranger, case_id=planned.case_id)
        assert (plan.goals, plan.steps, plan.sayings, plan.calls, plan.item_id) == ((), (), (), (), None)
        assert plan_versions(actor=stranger, case_id=planned.case_id) == ()
        with pytest.raises(Refusal):
            write_goal(actor=stranger, case_id=planned.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "x", planned.amal_id))
        with pytest.raises(Refusal):
            call_for_answers(actor=stranger, case_id=planned.case_id, call_id=uuid4())


def test_a_companion_reads_what_amal_gives_of_the_plan_and_writes_nothing(planned: Cast) -> None:
    finn = person("Finn")
    seat = seat_person(actor=planned.amal, case_id=planned.case_id, person_id=finn, hat="companion", ground="citizen")
    actor = Actor(finn, Hat.COMPANION, False, planned.case_id, Purpose.PLAN)
    fix_plan(planned)
    assert current_plan(actor=actor, case_id=planned.case_id).goals == ()
    version = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    for item_id in (version.item_id, plan_of(planned).item_id):
        assert item_id is not None
        release_items(actor=planned.amal, case_id=planned.case_id, item_ids=[item_id], to_seat_id=seat, purpose="meeting")
    assert plan_version(actor=actor, case_id=planned.case_id, number=1).proposal == version.proposal
    assert len(current_plan(actor=actor, case_id=planned.case_id).goals) == 3
    with pytest.raises(NotYourPlan):
        say(actor=actor, case_id=planned.case_id, kind=SayingKind.WORK_GIVES, text="x")


def test_a_person_of_another_table_cannot_hang_rows_on_this_plan(planned: Cast) -> None:
    from roundtable.casework.plans.models import Goal
    from roundtable.ground.access.context import acting

    other = build_cast()
    write_plan(other)
    mine, theirs = plan_of(planned), plan_of(other)
    with pytest.raises(DatabaseError), acting(other.at_table(other.bo), write=True):
        Goal.objects.create(
            plan_id=mine.item_id, scope_id=theirs.scope_id, wall=0, kind="personal", level="micro", text="x",
            owner_id=other.bo.person_id, written_by_id=other.bo.person_id,
        )  # fmt: skip


def test_there_is_exactly_one_shared_goal(planned: Cast) -> None:
    with pytest.raises(Stale):
        write_goal(actor=planned.at_table(planned.cleo), case_id=planned.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.SHARED, "Mine"))


def test_every_other_goal_has_an_owner_at_the_table(cast: Cast) -> None:
    for owner in (None, cast.dag.person_id, cast.max_id):
        with pytest.raises(OwnerMissing):
            write_goal(
                actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "Garden", owner)
            )
    with pytest.raises(NothingWritten):
        write_goal(
            actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "  ", cast.amal_id)
        )


def test_a_double_click_writes_one_goal_with_its_steps_once(cast: Cast) -> None:
    goal_id = uuid4()
    for _ in range(2):
        write_goal(
            actor=cast.amal,
            case_id=cast.case_id,
            goal_id=goal_id,
            words=GoalWords(GoalKind.PERSONAL, "My garden", cast.amal_id),
            steps=[NewStep("Plant beans", StepKind.DAILY, cast.amal_id), NewStep("  ")],
        )
    once = uuid4()
    for _ in range(2):
        write_steps(actor=cast.amal, case_id=cast.case_id, once=once, steps=[NewStep("Water them", StepKind.DAILY)])
    plan = plan_of(cast)
    assert (len(plan.goals), len(plan.steps)) == (1, 2)


def test_what_bo_writes_for_amal_is_said_by_amal_and_not_hers_until_she_confirms(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    goal_id = write_goal(actor=bo, case_id=cast.case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "My garden", cast.amal_id))
    say(actor=bo, case_id=cast.case_id, kind=SayingKind.HELP, goal_id=goal_id, text="I dig", said_by_id=cast.amal_id)
    plan = plan_of(cast)
    assert (plan.goals[0].confirmed, plan.goals[0].written_by_id) == (False, cast.bo.person_id)
    assert (plan.sayings[0].said_by_id, plan.sayings[0].written_by_id, plan.sayings[0].confirmed) == (
        cast.amal_id,
        cast.bo.person_id,
        False,
    )
    assert confirm_words(actor=bo, case_id=cast.case_id) == 0
    assert confirm_words(actor=cast.amal, case_id=cast.case_id) == 2
    assert plan_of(cast).goals[0].confirmed and plan_of(cast).sayings[0].confirmed
    revision = plan_of(cast).goals[0].revision
    write_goal(
        actor=bo, case_id=cast.case_id, goal_id=goal_id, revision=revision, words=GoalWords(GoalKind.PERSONAL, "A job", cast.amal_id)
    )
    assert not plan_of(cast).goals[0].confirmed


def test_a_stale_edit_is_refused_and_nothing_of_the_other_edit_is_lost(planned: Cast) -> None:
    goal = plan_of(planned).goals[1]
    words = GoalWords(GoalKind.TREATMENT, "Sleep four nights", planned.bo.person_id)
    write_goal(actor=planned.at_table(planned.bo), case_id=planned.case_id, goal_id=goal.id, revision=goal.revision, words=words)
    with pytest.raises(Stale):
        write_goal(
            actor=planned.amal,
            case_id=planned.case_id,
            goal_id=goal.id,
            revision=goal.revision,
            words=GoalWords(GoalKind.TREATMENT, "Sleep", planned.bo.person_id),
        )
    assert plan_of(planned).goals[1].text == "Sleep four nights"
    step = plan_of(planned).steps[0]
    mark_step(actor=planned.amal, case_id=planned.case_id, step_id=step.id, revision=step.revision, state=StepState.DONE)
    with pytest.raises(Stale):
        change_step(actor=planned.amal, case_id=planned.case_id, step_id=step.id, revision=step.revision, step=NewStep("Other"))
    set_return(actor=planned.amal, case_id=planned.case_id, revision=0, kind=ReturnKind.OPEN, on=date(2027, 2, 1))
    with pytest.raises(Stale):
        set_return(actor=planned.at_table(planned.cleo), case_id=planned.case_id, revision=0, kind=ReturnKind.AGREED, on=date(2027, 1, 1))
    with pytest.raises(Stale):
        say(actor=planned.amal, case_id=planned.case_id, kind=SayingKind.WORK_GIVES, text="x", revision=3)
    with pytest.raises(Stale):
        remove_goal(actor=planned.amal, case_id=planned.case_id, goal_id=goal.id, revision=goal.revision)


def test_links_say_how_a_goal_supports_another_or_that_it_does_not(planned: Cast) -> None:
    sleep, work = plan_of(planned).goals[1:]
    write_goal(
        actor=planned.at_table(planned.bo),
        case_id=planned.case_id,
        goal_id=sleep.id,
        revision=sleep.revision,
        words=GoalWords(GoalKind.TREATMENT, sleep.text, planned.bo.person_id),
        links=[NewLink(False, None, "Sleep is worth it by itself"), NewLink(True, work.id)],
    )
    links = {(saying.kind, saying.to_goal_id) for saying in plan_of(planned).sayings}
    assert links == {(SayingKind.DOES_NOT, None), (SayingKind.SUPPORTS, work.id)}
    with pytest.raises(NotHere):
        write_goal(
            actor=planned.at_table(planned.bo),
            case_id=planned.case_id,
            goal_id=sleep.id,
            revision=sleep.revision + 1,
            words=GoalWords(GoalKind.TREATMENT, sleep.text, planned.bo.person_id),
            links=[NewLink(True, uuid4())],
        )


def test_a_plan_that_nobody_can_remember_is_refused(cast: Cast) -> None:
    with pytest.raises(PlanFull):
        write_steps(actor=cast.amal, case_id=cast.case_id, once=uuid4(), steps=[NewStep(f"Step {number}") for number in range(101)])
    assert timedelta(days=7).days == plan_of(cast).answer_days
