"""Versions of a plan, as they were fixed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from roundtable.casework.plans.models import Version
from roundtable.casework.plans.queries.views import FixedPlan
from roundtable.casework.plans.rules.agreement import AnswerKind, ClosedHow, Given, GoalAnswer, How, Party
from roundtable.casework.plans.rules.content import from_data
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import note_read
from roundtable.ground.access.guard import reader
from roundtable.kernel.refusal import NotHere

MOST_VERSIONS = 100_000


@reader()
def plan_versions(*, actor: Actor, case_id: UUID, numbers: Sequence[int] = ()) -> tuple[FixedPlan, ...]:
    """Versions as they were fixed, newest first; all, or these numbers. Each is noted for the read log. One statement."""
    found = Version.objects.filter(item__case_id=case_id).order_by("-number")
    if numbers:
        found = found.filter(number__in=[number for number in numbers if number <= MOST_VERSIONS])
    rows = list(found.values("item_id", "scope_id", "number", "fixed_at", "snapshot", "digest", "closed_how", "item__about"))
    note_read(actor, case_id, [(row["item_id"], row["scope_id"], row["item__about"]) for row in rows])
    return tuple(_version(case_id, row) for row in rows)


@reader()
def plan_version(*, actor: Actor, case_id: UUID, number: int) -> FixedPlan:
    """One version as it was fixed. Raises NotHere. One statement."""
    found: tuple[FixedPlan, ...] = plan_versions(actor=actor, case_id=case_id, numbers=[number])
    if not found:
        raise NotHere()
    return found[0]


def _version(case_id: UUID, row: Mapping[str, Any]) -> FixedPlan:
    kept = row["snapshot"]
    return FixedPlan(
        case_id=case_id,
        item_id=row["item_id"],
        number=row["number"],
        fixed_at=row["fixed_at"],
        programme=kept["programme"],
        proposal=from_data(kept["proposal"]),
        parties=tuple(Party(**party) for party in kept["parties"]),
        given=tuple(
            Given(**{**one, "answer": AnswerKind(one["answer"]), "how": How(one["how"]), "exceptions": _exceptions(one["exceptions"])})
            for one in kept["answers"]
        ),
        closed_how=ClosedHow(row["closed_how"]),
        closed_by=kept["closed_by"],
        asked_by=kept["asked_by"],
        asked_at=kept["asked_at"],
        digest=row["digest"],
    )


def _exceptions(rows: Iterable[dict[str, str]]) -> tuple[GoalAnswer, ...]:
    return tuple(GoalAnswer(row["goal"], AnswerKind(row["answer"]), row["reason"]) for row in rows)
