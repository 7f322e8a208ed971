"""What a line manager sees without a mandate: who of their own people sits where, and how much they wrote; and what a citizen can open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, rows, words

AT_ONCE = 200
"""Courses a page asks about at most."""


@dataclass(frozen=True)
class OwnCase:
    """A course where people of the manager's organisation sit. Its id is all the manager has to name it by: no citizen's name."""

    case_id: UUID
    programme_id: UUID
    opened_at: datetime


@dataclass(frozen=True)
class PersonAtWork:
    """One of the manager's own people at one table, since when. `entries`: for each kind of scope how many they wrote there for this
    organisation, and on which local day the last; in a confidence, those in the one they hold."""

    case_id: UUID
    organisation_id: UUID
    person_id: UUID
    name: str
    role_name: str
    from_at: datetime
    entries: dict[str, tuple[int, date | None]]


@reader(Purpose.TEAM)
def own_cases(*, actor: Actor, after: UUID | None = None, limit: int = AT_ONCE) -> tuple[OwnCase, ...]:
    """Courses where the acting line manager's own people sit now, in the order of their ids, from after a given one. One statement.

    None they sit or sat at, or are the citizen of, nor one that all its citizens closed for them. Empty for every other hat.
    """
    return tuple(OwnCase(*row) for row in act("managed_cases", [after, limit]))


@reader(Purpose.TEAM)
def own_peoples_work(*, actor: Actor, case_ids: Sequence[UUID]) -> tuple[PersonAtWork, ...]:
    """Who of the acting line manager's people sits at these tables, and how much they wrote there: numbers and days. One statement.

    At most 200 courses at a time (ActRefused `too_many_at_once`). No record in the read log: nothing is opened.
    """
    found = act("managed_work", [list(case_ids)])
    return tuple(
        PersonAtWork(
            case_id=key[0],
            organisation_id=key[1],
            person_id=key[2],
            name=f"{key[3]} {key[4]}".strip(),
            role_name=key[5],
            from_at=key[6],
            entries={row[7]: (row[8], row[9]) for row in kinds},
        )
        for key, kinds in groupby(found, key=lambda row: row[:7])
    )


@reader(Purpose.SHARE)
def what_can_be_opened(*, actor: Actor, mandate_id: UUID) -> tuple[Words, ...]:
    """What the acting citizen can open to the line manager of a mandate that runs, newest first: her confidences with the manager's own
    people, in full, as the manager would read them. Two statements; empty where there is no such mandate on her course."""
    found = rows(
        "SELECT i.id FROM seats_mandate d JOIN seats_scope sc ON sc.case_id = d.case_id AND sc.kind = 'confidence'"
        " JOIN seats_item i ON i.scope_id = sc.id JOIN seats_seat h ON h.case_id = d.case_id AND h.person_id = sc.holder_id"
        " AND h.hat = 'professional' AND h.organisation_id = d.organisation_id AND h.from_at <= now()"
        " WHERE d.id = %s AND d.from_at <= now() AND now() < d.until_at AND d.ended_at IS NULL AND %s = ANY (sc.about)",
        [mandate_id, actor.person_id],
    )
    seen: tuple[Words, ...] = words(actor=actor, item_ids=list({row[0] for row in found}))
    return seen
