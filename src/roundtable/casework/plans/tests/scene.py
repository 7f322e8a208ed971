"""A table with a plan on it, for the tests of this room."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import connections
from tests.cast import Cast, Member, person

from roundtable.casework.plans.actions import GoalWords, NewLink, NewStep, answer_plan, call_for_answers, write_goal
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.plans.rules.content import GoalKind, StepKind
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.programmes.models import Membership, Role
from roundtable.ground.seats.actions import end_intake, open_case, seat_person


def plan_of(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.at_table(cast.bo, Purpose.PLAN), case_id=cast.case_id)


def write_plan(cast: Cast) -> tuple[UUID, UUID]:
    """Amal's table writes: the shared goal (Bo, as scribe), Bo's treatment goal with a step of care, Cleo's vocational goal. Two ids."""
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    shared = write_goal(
        actor=bo,
        case_id=cast.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.SHARED, "Mornings without fear, and back to my colleagues"),
    )
    sleep = write_goal(
        actor=bo,
        case_id=cast.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.TREATMENT, "Sleep through three nights a week", cast.bo.person_id),
        steps=[NewStep("Talk every Tuesday", StepKind.CARE, cast.bo.person_id)],
        links=[NewLink(True, None, "Who sleeps can work")],
    )
    write_goal(
        actor=cleo,
        case_id=cast.case_id,
        goal_id=uuid4(),
        words=GoalWords(GoalKind.VOCATIONAL, "Two mornings a week at the old place", cast.cleo.person_id, gives="My colleagues"),
        steps=[NewStep("Call the employer", StepKind.WORK, cast.cleo.person_id)],
    )
    return shared, sleep


def answer(actor: Actor, case_id: UUID, call_id: UUID, kind: AnswerKind = AnswerKind.YES, words: str = "", **more: object) -> int | None:
    own = words or f"As {actor.person_id} says it"
    return answer_plan(actor=actor, case_id=case_id, call_id=call_id, answer_id=uuid4(), answer=kind, own_words=own, **more).version


def fix_plan(cast: Cast) -> int:
    """Bo asks, everybody says yes in own words: the next version."""
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    version = None
    for actor in waiting(cast):
        version = answer(actor, cast.case_id, call_id)
    assert version is not None
    return version


def waiting(cast: Cast) -> Sequence[Actor]:
    """Who is still asked, as they would sign in."""
    call = plan_of(cast).call
    assert call is not None
    people = {str(cast.amal_id): cast.amal, **{str(m.person_id): cast.at_table(m) for m in (cast.bo, cast.cleo, cast.ida)}}
    return [people[party.person] for party in call.waiting]


def family(cast: Cast) -> tuple[UUID, list[Actor]]:
    """Mia, Per and Jo with Bo, Cleo and a third organisation's Sam: the case, and the six who answer."""
    mia, per, jo, sam = person("Mia"), person("Per"), person("Jo"), person("Sam")
    mark = uuid4().hex[:8]
    with through("loader"):
        school = Organisation.objects.create(code=f"s-{mark}", name="School North", short_name="School", kind="school", pattern="dash")
        role = Role.objects.create(programme_id=cast.programme_id, code=f"r-{mark}", name="School worker")
        Membership.objects.create(programme_id=cast.programme_id, person_id=sam, organisation=school, role=role)
    case_id = open_case(actor=cast.cleo.on(None, Purpose.REFERRAL), programme_id=cast.programme_id, citizen_ids=[mia, per, jo])
    intake = cast.gro.intake(case_id)
    for member in (cast.bo.person_id, cast.cleo.person_id, sam):
        seat_person(actor=intake, case_id=case_id, person_id=member)
    end_intake(actor=intake, case_id=case_id, accepted=True)
    citizens = [Actor(who, Hat.CITIZEN, False, case_id, Purpose.CASE) for who in (mia, per, jo)]
    third = Member(sam, "Sam", False, school.id, role.id)
    return case_id, [*citizens, cast.bo.on(case_id), cast.cleo.on(case_id), third.on(case_id)]


def days_pass(call_id: UUID, days: int = 8) -> None:
    """The answering was opened some days ago. Its row never changes, so the test sets the trigger aside as the tables' owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE plans_call DISABLE TRIGGER never_changes")
    try:
        with through("loader"), connections["loader"].cursor() as cursor:
            cursor.execute("UPDATE plans_call SET opened_at = opened_at - make_interval(days => %s) WHERE id = %s", [days, call_id])
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE plans_call ENABLE TRIGGER never_changes")
