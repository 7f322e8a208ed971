"""Closings that were said by telephone or on paper, in a line each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor
from roundtable.ground.disclosure.queries import NotedClosing
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class ClosingLine:
    """For one professional at the table: who they are, and since when her course is closed for them as somebody noted, if it is.

    `citizen`: whose closing it is; empty fields where nothing is noted.
    """

    person_id: UUID
    given_name: str
    citizen_id: UUID | None = None
    citizen: str = ""
    since: datetime | None = None
    noted_by: str = ""


def closing_lines(noted: Sequence[NotedClosing], seats: Sequence[SeatView], actor: Actor) -> tuple[ClosingLine, ...]:
    """Each noted closing, and each other professional here for whom somebody could still close."""
    citizens = {seat.person_id for seat in seats if seat.hat == "citizen" and seat.live}
    shut = {one.person_id for one in noted if citizens <= {each.citizen_id for each in noted if each.person_id == one.person_id}}
    names = {seat.person_id: seat.given_name for seat in seats}
    found = [
        ClosingLine(one.person_id, names.get(one.person_id, ""), one.citizen_id, names.get(one.citizen_id, ""), one.since, one.noted_by)
        for one in noted
    ]
    open_for = {
        seat.person_id: seat.given_name
        for seat in seats
        if seat.hat == "professional" and seat.live and seat.person_id not in (actor.person_id, *shut)
    }
    return (*found, *(ClosingLine(person_id, name) for person_id, name in open_for.items()))
