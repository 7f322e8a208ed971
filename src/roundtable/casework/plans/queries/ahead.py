"""Days on which somebody looks again at what is seen differently, with where the plans stand: for lists and for what is coming."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from roundtable.casework.plans.models import Answer, Call, Goal, LookAgain, Progress, Standing, Step
from roundtable.casework.plans.queries.read import state_of
from roundtable.casework.plans.queries.views import PlanState, seated
from roundtable.casework.plans.rules.agreement import AnswerKind, Given, GoalAnswer, parties, party_key
from roundtable.casework.plans.rules.content import StepKind, StepState
from roundtable.casework.plans.rules.looking import Look, days_of
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class LookAhead:
    """A day on which a point of one plan is looked at again. `persons`: the two who took it on; empty where who said *not yet* named it."""

    case_id: UUID
    on: date
    by_id: UUID
    persons: tuple[UUID, ...]


_LOOKS = ArraySubquery(
    LookAgain.objects.filter(plan__case_id=OuterRef("case_id"))
    .order_by("at", "id")
    .values(said=JSONObject(topic="topic", on="look_on", by="by_id", first="first_id", second="second_id"))
)
_SAID_LAST = ArraySubquery(
    Answer.objects.filter(call__plan__case_id=OuterRef("case_id"))
    .filter(
        Q(call__version__isnull=True)
        | Q(call__number=Call.objects.filter(plan_id=OuterRef("plan_id"), version__isnull=False).order_by("-number").values("number")[:1])
    )
    .order_by("call__number", "number")
    .values(said=JSONObject(party="party", answer="answer", exceptions="exceptions"))
)
"""What was said to the last version, then to the answering that is open; without its reasons."""
_GOALS = ArraySubquery(Goal.objects.filter(plan__case_id=OuterRef("case_id"), removed_at=None).values("id"))


@reader()
def plans_ahead(
    *, actor: Actor, case_ids: Sequence[UUID], seats: Sequence[SeatView]
) -> tuple[dict[UUID, PlanState], tuple[LookAhead, ...]]:
    """What `plan_state` answers with the actor's own steps past their day, and the days to look again that still hold, nearest first;
    without a word of any plan. One statement.

    A day holds as long as somebody at the table still sees that point differently. `seats`: who sits on these cases. A leader gets no days:
    they are the table's.
    """
    asked = {"looks": _LOOKS, "said": _SAID_LAST, "goals": _GOALS, "late": ArraySubquery(_late(actor))}
    found: list[Any] = list(Standing.objects.filter(case_id__in=list(case_ids)).annotate(**asked))
    days = [day for row in found if row.looks for day in _days(row, [seat for seat in seats if seat.case_id == row.case_id])]
    return {row.case_id: replace(state_of(row), late=tuple(row.late)) for row in found}, tuple(
        sorted(days, key=lambda day: (day.on, str(day.by_id)))
    )


def _late(actor: Actor) -> QuerySet[Any]:
    """Days of the actor's own steps that have passed while the step is open. How far treatment is, is not an authority's to know."""
    last = Progress.objects.filter(step_id=OuterRef("id")).order_by("-at", "-number").values("state")[:1]
    mine = Step.objects.filter(
        plan__case_id=OuterRef("case_id"), who_id=actor.person_id, removed_at=None, by_on__lt=timezone.localdate(current().at)
    )
    mine = mine.exclude(kind=StepKind.CARE) if actor.authority else mine
    return mine.annotate(now=Coalesce(Subquery(last), "state")).filter(now=StepState.OPEN).order_by("by_on").values("by_on")


def _days(row: Any, seats: Sequence[SeatView]) -> list[LookAhead]:
    keys = {str(seat.person_id): party_key(seat.hat, str(seat.person_id), str(seat.organisation_id or "")) for seat in seats if seat.live}
    table = [party.key for party in parties(seated(tuple(seats)))]
    looks = [
        Look(one["topic"], date.fromisoformat(one["on"]), one["by"], (one["first"], one["second"]) if one["first"] else ())
        for one in row.looks
    ]
    held = days_of(looks, [_given(one) for one in row.said], table, [str(goal) for goal in row.goals], keys)
    return [LookAhead(row.case_id, look.on, UUID(look.by), tuple(UUID(person) for person in look.persons)) for look in held]


def _given(row: Mapping[str, Any]) -> Given:
    exceptions = tuple(GoalAnswer(one["goal"], AnswerKind(one["answer"]), "") for one in row["exceptions"])
    return Given(row["party"], "", AnswerKind(row["answer"]), exceptions=exceptions)
