"""The read doors of the plan. The working plan is one item for the read log, each version another."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils.translation import get_language

from roundtable.casework.cases.queries import ClosingView, how_it_ended
from roundtable.casework.plans.models import Answer, Call, Goal, LookAgain, Plan, Saying, Standing
from roundtable.casework.plans.queries.parts import GoalView, SayingView
from roundtable.casework.plans.queries.steps import steps_of
from roundtable.casework.plans.queries.views import (
    CallView,
    CurrentPlan,
    PlanState,
    ToldInPlan,
    back_line,
    last_moment,
    seated,
)
from roundtable.casework.plans.rules.agreement import (
    AnswerKind,
    ClosedHow,
    Given,
    GoalAnswer,
    How,
    Party,
    SharedState,
    everybody_agrees,
    parties,
)
from roundtable.casework.plans.rules.content import (
    LINKS,
    PAIR_MARKS,
    FixedGoal,
    GoalKind,
    Level,
    Proposal,
    SayingKind,
    from_data,
)
from roundtable.casework.plans.rules.looking import Look
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import note_read
from roundtable.ground.access.guard import reader
from roundtable.ground.programmes.rules import help_lines
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.kernel.refusal import NotHere

_GOAL_ORDER = {GoalKind.SHARED: 0, GoalKind.PERSONAL: 1, GoalKind.TREATMENT: 2, GoalKind.VOCATIONAL: 3}


@reader()
def current_plan(*, actor: Actor, case_id: UUID, log: bool = True, answers: bool = True) -> CurrentPlan:
    """The working plan of a case: goals, what people say about them, steps, the way back, every answering. Six statements.

    Who does not sit there gets a plan without anything on it. `log=False` is for an action of who writes in it; `answers=False` leaves the
    answerings out but for whether the last one agreed, and asks five. Where the course is over, one more says how it ended.
    """
    seats = seats_on(actor=actor, case_ids=[case_id])
    ended = _ended(actor, case_id, seats)
    head = Plan.objects.filter(case_id=case_id).values(
        "item_id", "scope_id", "wall", "return_kind", "return_on", "return_until", "return_when", "return_revision", "item__about",
        "case__programme__fixed_goal", "case__programme__fixed_goal_owner", "case__programme__fixed_goal_source",
        "case__programme__answer_days", "case__programme__name", "case__programme__emergency", "case__programme__language",
        "case__programme__time_zone",
        last=LAST_ASKED, looks=LOOKS,
    ).first()  # fmt: skip
    if head is None:
        return CurrentPlan(case_id, None, seats, FixedGoal(), ended=ended)
    plan_id = head["item_id"]
    steps, progress = steps_of(plan_id)
    now = CurrentPlan(
        case_id,
        plan_id,
        seats,
        _fixed(head),
        goals=_goals(plan_id),
        sayings=_sayings(plan_id),
        steps=steps,
        back=back_line(head["return_kind"], head["return_on"], head["return_until"], head["return_when"]),
        back_revision=head["return_revision"],
        calls=_calls(plan_id) if answers else (),
        answer_days=head["case__programme__answer_days"],
        scope_id=head["scope_id"],
        wall=head["wall"],
        programme=head["case__programme__name"],
        emergency=help_lines(head["case__programme__emergency"], get_language() or "", head["case__programme__language"]),
        all_said_yes_to=_all_said_yes_to(head["last"], {party.key for party in parties(seated(seats, last_moment(ended)))}),
        last_version=(head["last"] or {}).get("version") or 0,
        looks=_looks(head["looks"]),
        time_zone=head["case__programme__time_zone"],
        ended=ended,
    )
    if log and (now.goals or now.sayings or now.steps):
        note_read(actor, case_id, [(plan_id, head["scope_id"], head["item__about"]), *progress])
    return now


def _ended(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> ClosingView | None:
    """How the course ended; None while it goes on, or somebody who works sits there."""
    if not seats or any(seat.live and seat.hat in ("professional", "intake") for seat in seats):
        return None
    ended: ClosingView | None = how_it_ended(actor=actor, case_id=case_id)
    return ended


LAST_ASKED = Subquery(
    Call.objects.filter(plan_id=OuterRef("item_id"))
    .order_by("-number")
    .values(
        said=JSONObject(
            digest="digest",
            parties="parties",
            version="version__number",
            given=ArraySubquery(
                Answer.objects.filter(call_id=OuterRef("id")).order_by("number").values(said=JSONObject(party="party", answer="answer"))
            ),
        )
    )[:1]
)
"""What everybody was asked about last, and what each said: with the plan's own row, in one statement."""

LOOKS = ArraySubquery(
    LookAgain.objects.filter(plan_id=OuterRef("item_id"))
    .order_by("at", "id")
    .values(said=JSONObject(topic="topic", on="look_on", by="by_id", first="first_id", second="second_id"))
)
"""Who took what on until when: with the plan's own row, in one statement."""


def _looks(found: Iterable[Mapping[str, Any]]) -> tuple[Look, ...]:
    return tuple(
        Look(one["topic"], date.fromisoformat(one["on"]), one["by"], (one["first"], one["second"]) if one["first"] else ()) for one in found
    )


@reader()
def looks_taken(*, actor: Actor, case_id: UUID) -> tuple[Look, ...]:
    """Who took on what at the plan of this case, until when, in the order it was written; without a word of the plan. One statement."""
    found = Plan.objects.filter(case_id=case_id).values_list(LOOKS).first()
    return _looks(found[0]) if found else ()


def _all_said_yes_to(last: Mapping[str, Any] | None, table: set[str]) -> str:
    """The mark of what was asked last, where it is fixed and everybody said yes: also who sits there since."""
    if last is None or last["version"] is None:
        return ""
    said = {one["party"]: AnswerKind(one["answer"]) for one in last["given"]}
    return str(last["digest"]) if everybody_agrees({*(party["key"] for party in last["parties"]), *table}, said) else ""


def _fixed(head: Mapping[str, Any]) -> FixedGoal:
    return FixedGoal(
        head["case__programme__fixed_goal"], head["case__programme__fixed_goal_owner"], head["case__programme__fixed_goal_source"]
    )


@reader()
def told_in_plan(*, actor: Actor, case_id: UUID) -> ToldInPlan:
    """The acting citizen's own goals and words in the plan of this case, whoever wrote them down. Three statements.

    It is about who reads it, so that no reading is noted. Where the course is over, one more says so.
    """
    seats = seats_on(actor=actor, case_ids=[case_id])
    of_case = {"plan__case_id": case_id, "removed_at": None}
    goals = _goal_views(Goal.objects.filter(**of_case, owner_id=actor.person_id).order_by("made_at", "id"))
    said = Saying.objects.filter(**of_case, said_by_id=actor.person_id).exclude(kind__in=[str(kind) for kind in LINKS | PAIR_MARKS])
    return ToldInPlan(seats, goals, _saying_views(said), _ended(actor, case_id, seats) is not None)


@reader()
def own_goals(*, actor: Actor, case_id: UUID, log: bool = True) -> tuple[GoalView, ...]:
    """The goals of the working plan that are somebody's own, as far as the actor reads them. Noted for the read log. One statement."""
    found = Goal.objects.filter(plan__case_id=case_id, removed_at=None, owner_id__isnull=False).select_related("plan__item")
    goals = list(found.exclude(kind=GoalKind.SHARED).order_by("made_at", "id"))
    if log:
        note_read(actor, case_id, {(row.plan_id, row.scope_id, tuple(row.plan.item.about)) for row in goals})
    return _goal_views(goals)


def _goals(plan_id: UUID) -> tuple[GoalView, ...]:
    return _goal_views(Goal.objects.filter(plan_id=plan_id, removed_at=None).order_by("made_at", "id"))


def _goal_views(found: Iterable[Goal]) -> tuple[GoalView, ...]:
    rows = [
        GoalView(
            row.id,
            GoalKind(row.kind),
            Level(row.level),
            row.text,
            row.gives,
            row.fears,
            row.protection,
            row.owner_id,
            row.written_by_id,
            row.confirmed_at is not None,
            row.changed_at,
            row.revision,
            row.said_yes_on,
            row.noted_by_id,
            row.before,
            row.before_by_id,
        )
        for row in found
    ]
    return tuple(sorted(rows, key=lambda goal: _GOAL_ORDER[goal.kind]))


def _sayings(plan_id: UUID) -> tuple[SayingView, ...]:
    return _saying_views(Saying.objects.filter(plan_id=plan_id, removed_at=None))


def _saying_views(found: QuerySet[Saying]) -> tuple[SayingView, ...]:
    return tuple(
        SayingView(
            row.id,
            row.goal_id,
            row.to_goal_id,
            row.to_fixed,
            SayingKind(row.kind),
            row.text,
            row.said_by_id,
            row.written_by_id,
            row.confirmed_at is not None,
            row.revision,
            row.said_yes_on,
            row.noted_by_id,
            row.before,
            row.before_by_id,
        )
        for row in found.order_by("changed_at", "id")
    )


_CALL = ("id", "number", "digest", "parties", "topics", "days", "by_id", "opened_at")
_VERSION = ("version__number", "version__fixed_at", "version__shared", "version__closed_how")
_ANSWER = (
    "party", "name", "answer", "reason", "exceptions", "own_words", "how", "noted_name", "given_at", "carried", "person_id",
)  # fmt: skip


def _calls(plan_id: UUID) -> tuple[CallView, ...]:
    """Every answering with its answers and its version's head, in one statement."""
    found = (
        Call.objects.filter(plan_id=plan_id)
        .order_by("number", "answers__number")
        .values(*_CALL, *_VERSION, *(f"answers__{name}" for name in _ANSWER))
    )
    heads: dict[UUID, dict[str, Any]] = {}
    given: dict[UUID, list[Given]] = {}
    for row in found:
        heads.setdefault(row["id"], row)
        if row["answers__party"] is not None:
            given.setdefault(row["id"], []).append(given_of({name: row[f"answers__{name}"] for name in _ANSWER}))
    return tuple(_call(row, tuple(given.get(key, ()))) for key, row in heads.items())


def _call(row: dict[str, Any], given: tuple[Given, ...]) -> CallView:
    return CallView(
        id=row["id"],
        number=row["number"],
        digest=row["digest"],
        parties=tuple(Party(**party) for party in row["parties"]),
        topics={key: tuple(topics) for key, topics in row["topics"].items()},
        days=row["days"],
        by_id=row["by_id"],
        opened_at=row["opened_at"],
        given=given,
        version=row["version__number"],
        fixed_at=row["version__fixed_at"],
        shared=SharedState(row["version__shared"]) if row["version__shared"] else None,
        closed_how=ClosedHow(row["version__closed_how"]) if row["version__closed_how"] else None,
    )


def given_of(row: dict[str, Any]) -> Given:
    """A stored answer as the rules know it."""
    return Given(
        party=row["party"],
        by=row["name"],
        answer=AnswerKind(row["answer"]),
        reason=row["reason"],
        exceptions=tuple(GoalAnswer(one["goal"], AnswerKind(one["answer"]), one["reason"]) for one in row["exceptions"]),
        own_words=row["own_words"],
        how=How(row["how"]),
        noted_by=row["noted_name"],
        at=row["given_at"].isoformat(),
        carried=row["carried"],
        person=str(row["person_id"]),
    )


DIFFER = ArraySubquery(
    Answer.objects.filter(plan__case_id=OuterRef("case_id"), answer__in=[AnswerKind.YES_BUT, AnswerKind.NO])
    .filter(call_id=Subquery(Call.objects.filter(plan_id=OuterRef("plan_id")).order_by("-number").values("id")[:1]))
    .filter(~Exists(Answer.objects.filter(call_id=OuterRef("call_id"), party=OuterRef("party"), number__gt=OuterRef("number"))))
    .order_by("number")
    .values(said=JSONObject(name="name", answer="answer"))
)
"""Who sees the plan that was asked about last differently: the last answer of each party, without its reason."""


@reader()
def not_agreed(*, actor: Actor, case_id: UUID) -> tuple[str, tuple[tuple[str, AnswerKind], ...]]:
    """Where the plan's shared goal stands, as a code (empty without a plan), and who sees the plan differently: name and answer.

    Facts, no words. One statement.
    """
    found = Standing.objects.filter(case_id=case_id).values_list("shared", DIFFER).first()
    if found is None:
        return "", ()
    return found[0], tuple((one["name"], AnswerKind(one["answer"])) for one in found[1])


@reader()
def asked_proposal(*, actor: Actor, call_id: UUID) -> Proposal:
    """The proposal an answering asks about, as it was frozen. Raises NotHere. One statement."""
    found: dict[UUID, Proposal] = asked_proposals(actor=actor, call_ids=[call_id])
    if call_id not in found:
        raise NotHere()
    return found[call_id]


@reader()
def asked_proposals(*, actor: Actor, call_ids: Sequence[UUID]) -> dict[UUID, Proposal]:
    """The proposals of several answerings, as they were frozen, as far as the actor may read them. One statement."""
    rows = Call.objects.filter(id__in=list(call_ids)).values_list("id", "proposal")
    return {call_id: from_data(proposal) for call_id, proposal in rows}


@reader()
def plan_state(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, PlanState]:
    """Where the plans of these cases stand, without a word of them; for lists. Cases without a plan are left out. One statement."""
    return {row.case_id: state_of(row) for row in Standing.objects.filter(case_id__in=list(case_ids))}


@reader()
def waiting_answers(*, actor: Actor) -> tuple[PlanState, ...]:
    """Plans that wait for the acting person's own answer, oldest first. One statement."""
    found = Standing.objects.filter(waiting__contains=[actor.person_id]).order_by("asked_at", "case_id")
    return tuple(state_of(row) for row in found)


def state_of(row: Standing) -> PlanState:
    """A standing as lists know it."""
    return PlanState(
        row.case_id,
        row.version,
        row.fixed_at,
        SharedState(row.shared),
        row.asked_at,
        row.closes_at,
        row.caller_id,
        tuple(row.waiting),
        row.changed_at,
    )
