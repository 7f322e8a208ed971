"""The meeting that is still to come, as facts: for lists, first pages, and other rooms that ask something else in the same statement."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from roundtable.casework.roundtables.models import InvitationAnswer, RoundtableEvent
from roundtable.casework.roundtables.queries.rows import MeetingFacts
from roundtable.casework.roundtables.rules import Answer, Channel, Event
from roundtable.ground.access.actor import Actor
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
    """One row of `next_rows`."""
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
    )


@reader()
def next_meeting(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, MeetingFacts]:
    """The open meeting of each of these cases, where there is one; facts only. One statement for any number of cases."""
    return {row["case_id"]: facts_of(row) for row in next_rows(actor, case_ids)}
