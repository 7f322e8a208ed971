"""Load and pairs of the programmes a team leader leads: numbers of courses, never whose; and with whom one works for the first time."""

from uuid import UUID

from roundtable.casework.pairs.rules import MemberLoad, PairLoad
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader


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
def first_together(*, actor: Actor, case_id: UUID) -> frozenset[UUID]:
    """Professionals of another organisation at this table with whom the actor shares and shared no other course. One statement.

    Empty for everybody but professionals.
    """
    if actor.hat != Hat.PROFESSIONAL:
        return frozenset()
    return frozenset(row[0] for row in act("first_together", [case_id]))
