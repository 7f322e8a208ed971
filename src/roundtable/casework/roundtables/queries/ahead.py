"""The meeting that is still to come, as facts: for lists, first pages, and other rooms that ask something else in the same statement."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from roundtable.casework.roundtables.models import InvitationAnswer, RoundtableEvent
from roundtable.casework.roundtables.queries.rows import MeetingFacts
from roundtable.casework.roundtables.rules import Answer, Channel, Event
from roundtable.casework.roundtables.rules.ahead import the_one_now
from roundtable.casework.roundtables.rules.quiet import words_that_stand
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader


def next_rows(actor: Actor, case_ids: Sequence[UUID]) -> Any:
    """The query behind `next_meeting`, for a reader that asks something else in the same statement."""
    later = RoundtableEvent.objects.filter(roundtable_id=OuterRef("roundtable_id"), number__gt=OuterRef("number")).exclude(event=Event.PEN)
    mine = InvitationAnswer.objects.filter(roundtable_id=OuterRef("roundtable_id"), person_id=actor.person_id, number=OuterRef("number"))
    return (
        RoundtableEvent.objects.filter(case_id__in=list(case_ids), event__in=[Event.CALLED, Event.MOVED])
        .filter(~Exists(later))
        .annotate(mine=Subquery(mine.order_by("-at", "-id").values("answer")[:1]))
        .values(
            "case_id",
            "roundtable_id",
            "starts_at",
            "minutes",
            "channel",
            "number",
            "event",
            "mine",
            "place_item_id",
            "at",
            "case__programme__time_zone",
            "roundtable__last",
            "by_id",
        )
    )


def facts_of(row: dict[str, Any]) -> MeetingFacts:
    """One row of `next_rows`; with `quiet`, where that was asked beside it."""
    return MeetingFacts(
        case_id=row["case_id"],
        roundtable_id=row["roundtable_id"],
        starts_at=row["starts_at"],
        minutes=row["minutes"],
        channel=Channel(row["channel"]),
        zone=row["case__programme__time_zone"],
        version=row["number"],
        moved=row["event"] == Event.MOVED,
        my_answer=Answer(row["mine"]) if row["mine"] else None,
        since=row["at"],
        place_item_id=row["place_item_id"],
        last=row["roundtable__last"],
        set_by_id=UUID(str(row["by_id"])),
        quiet=words_that_stand(row.get("quiet", ()), row["case_id"], row["roundtable_id"]),
    )


@reader()
def next_meeting(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, MeetingFacts]:
    """The open meeting of each of these cases, where there is one; facts only. One statement for any number of cases."""
    return nearest(facts_of(row) for row in next_rows(actor, case_ids))


@reader()
def called_meetings(*, actor: Actor, case_ids: Sequence[UUID]) -> tuple[MeetingFacts, ...]:
    """All open meetings of these cases; facts only. Two of one case where the next is called while one goes on. One statement."""
    return tuple(facts_of(row) for row in next_rows(actor, case_ids))


@reader()
def open_meetings(*, actor: Actor, case_id: UUID) -> tuple[MeetingFacts, ...]:
    """The open meetings of a case: one, and while it goes on the one that comes after it may be called. One statement."""
    return tuple(facts_of(row) for row in next_rows(actor, [case_id]))


def nearest(found: Iterable[MeetingFacts]) -> dict[UUID, MeetingFacts]:
    """The open meeting of each case: where two are, the one that goes on today."""
    by_case: dict[UUID, list[MeetingFacts]] = {}
    for facts in found:
        by_case.setdefault(facts.case_id, []).append(facts)
    return {case_id: chosen for case_id, many in by_case.items() if (chosen := the_one_now(many, current().at))}
