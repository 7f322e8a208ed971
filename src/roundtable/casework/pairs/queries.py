"""Load and pairs of the programmes a team leader leads: numbers of courses, never whose; whom one may ask to cover; who is new to whom."""

from collections.abc import Sequence
from uuid import UUID

from roundtable.casework.pairs.rules import MemberLoad, PairLoad
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader
from roundtable.ground.programmes.queries import AbsenceView
from roundtable.ground.seats.queries import sits_without


@reader()
def load(*, actor: Actor) -> tuple[MemberLoad, ...]:
    """Everyone who works in the programmes the actor leads, with the courses they hold now, by role and name. One statement.

    For team leaders, and for intake on a referred case; empty for everybody else.
    """
    return tuple(MemberLoad(*row) for row in act("led_load"))


@reader()
def pairs(*, actor: Actor) -> tuple[PairLoad, ...]:
    """Pairs from different organisations and the courses they share now, most first. One statement. For the same hats as `load`."""
    return tuple(PairLoad(*row) for row in act("led_pairs"))


@reader()
def could_cover(*, actor: Actor, person_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Whom one may choose to cover for somebody, who holds least first: ids and names, never how much they hold. One statement.

    By the same rule as `cover_for`, in the database, so that who goes away learns no numbers. Empty for who may not say it of this person.
    """
    return tuple((row[0], row[1]) for row in act("could_cover", [person_id]))


@reader(Purpose.TEAM)
def uncovered(*, actor: Actor, absences: Sequence[AbsenceView]) -> dict[UUID, frozenset[UUID]]:
    """At which tables of who is away their cover does not sit, now or from the first day on; by absence. One statement, none for nobody."""
    known = [(row.id, (row.person_id, row.cover_id)) for row in absences if row.cover_id is not None]
    left = sits_without(actor=actor, pairs=[pair for _id, pair in known])
    return {absence_id: left[pair] for absence_id, pair in known}


@reader()
def ready_and_new(*, actor: Actor, case_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Who at this table has put down what they bring; and professionals of another organisation with whom the actor shares and shared
    no other course (for everybody but professionals: none). One statement.
    """
    found = act("ready_and_new", [case_id])
    return frozenset(row[0] for row in found if not row[1]), frozenset(row[0] for row in found if row[1])
