"""The joint plan: goals, steps, the way back, and what each answers to it."""

from uuid import UUID, uuid5

from roundtable.casework.plans.actions import (
    GoalWords,
    NewLink,
    NewStep,
    answer_plan,
    call_for_answers,
    close_answers,
    mark_step,
    say,
    set_return,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer, How
from roundtable.casework.plans.rules.content import GoalKind, ReturnKind, SayingKind, StepKind, StepState
from roundtable.demo.actions.telling.table import Table
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.days import working_day
from roundtable.demo.rules.script import Answer, AskAll, CloseAnswers, Goal, MarkStep, StepOf, Steps, WayBack, Words
from roundtable.ground.access.actor import Actor, Purpose

FIXED = "fixed"


def _plan(actor: Actor, table: Table) -> CurrentPlan:
    found: CurrentPlan = current_plan(actor=actor, case_id=table.case_id, log=False)
    return found


def _link(table: Table, supports: bool, to: str, text: str) -> NewLink:
    return NewLink(supports, None if to == FIXED else table.named[to], text)


def _step(table: Table, step: StepOf) -> NewStep:
    return NewStep(
        what=step.what,
        kind=StepKind(step.kind),
        who_id=table.person(step.who),
        by_on=None if step.on is None else working_day(table.stage.today, step.on),
        by_when=step.when,
    )


@tell.register
def _goal(event: Goal, table: Table) -> None:
    goal_id = table.named.setdefault(event.name, uuid5(table.case_id, event.name))
    owner = table.person(event.owner) if event.owner else None
    with table.step(event, Purpose.PLAN) as (actor, _):
        known = next((goal for goal in _plan(actor, table).goals if goal.id == goal_id), None)
        write_goal(
            actor=actor,
            case_id=table.case_id,
            goal_id=goal_id,
            words=GoalWords(
                kind=GoalKind(event.kind),
                text=event.text,
                owner_id=owner,
                gives=event.gives,
                fears=event.fears,
                protection=event.protection,
            ),
            revision=known.revision if known else 0,
            steps=[_step(table, step) for step in event.steps],
            links=[_link(table, True, *link) for link in event.supports] + [_link(table, False, *link) for link in event.does_not],
            own_words=event.own_words,
        )


@tell.register
def _steps(event: Steps, table: Table) -> None:
    with table.step(event, Purpose.PLAN) as (actor, _):
        once = uuid5(table.case_id, f"steps {event.by} {event.ago}")
        write_steps(actor=actor, case_id=table.case_id, steps=[_step(table, step) for step in event.steps], once=once)


@tell.register
def _words(event: Words, table: Table) -> None:
    said_by = table.person(event.said_by) if event.said_by else None
    goal_id: UUID | None = table.named[event.goal] if event.goal else None
    with table.step(event, Purpose.PLAN) as (actor, _):
        whose = said_by or actor.person_id
        said = _plan(actor, table).sayings
        known = next((one for one in said if (one.kind, one.goal_id, one.said_by_id) == (event.kind, goal_id, whose)), None)
        say(
            actor=actor,
            case_id=table.case_id,
            kind=SayingKind(event.kind),
            text=event.text,
            goal_id=goal_id,
            said_by_id=said_by,
            revision=known.revision if known else 0,
        )


@tell.register
def _way_back(event: WayBack, table: Table) -> None:
    today = table.stage.today
    with table.step(event, Purpose.PLAN) as (actor, _):
        set_return(
            actor=actor,
            case_id=table.case_id,
            revision=_plan(actor, table).back_revision,
            kind=ReturnKind(event.kind),
            on=working_day(today, event.on),
            until=None if event.until is None else working_day(today, event.until),
            when=event.when,
        )


@tell.register
def _ask_all(event: AskAll, table: Table) -> None:
    with table.step(event, Purpose.PLAN) as (actor, _):
        call_for_answers(actor=actor, case_id=table.case_id, call_id=uuid5(table.case_id, f"call {event.ago}"))


def _call(actor: Actor, table: Table) -> UUID:
    call = _plan(actor, table).call
    if call is None:
        raise LookupError("nobody was asked")
    return call.id


@tell.register
def _answer(event: Answer, table: Table) -> None:
    whose = table.person(event.whose) if event.whose else None
    with table.step(event, Purpose.PLAN) as (actor, _):
        current_plan(actor=actor, case_id=table.case_id)
        answer_plan(
            actor=actor,
            case_id=table.case_id,
            call_id=_call(actor, table),
            answer_id=uuid5(table.case_id, f"answer {event.by} {event.ago} {event.clock}"),
            answer=AnswerKind(event.answer),
            reason=event.reason,
            own_words=event.own_words,
            exceptions=[GoalAnswer(str(table.named.get(goal, goal)), AnswerKind(answer), reason) for goal, answer, reason in event.but],
            for_person_id=whose,
            how=How(event.how),
            read_back=whose is not None,
        )


@tell.register
def _close_answers(event: CloseAnswers, table: Table) -> None:
    with table.step(event, Purpose.PLAN) as (actor, _):
        close_answers(actor=actor, case_id=table.case_id, call_id=_call(actor, table))


@tell.register
def _mark_step(event: MarkStep, table: Table) -> None:
    with table.step(event, Purpose.PLAN) as (actor, _):
        step = next(step for step in _plan(actor, table).steps if step.what.startswith(event.what))
        mark_step(
            actor=actor,
            case_id=table.case_id,
            step_id=step.id,
            revision=step.revision,
            state=StepState(event.state),
            reason=event.reason,
        )
