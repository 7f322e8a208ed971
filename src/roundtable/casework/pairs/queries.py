"""Load and pairs of the programmes a team leader leads: numbers of courses, never whose; and with whom one works for the first time."""

from uuid import UUID

from roundtable.casework.pairs.rules import MemberLoad, PairLoad
from roundtable.ground.access.actor import Actor
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
def ready_and_new(*, actor: Actor, case_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Who at this table has put down what they bring; and professionals of another organisation with whom the actor shares and shared
    no other course (for everybody but professionals: none). One statement.
    """
    found = act("ready_and_new", [case_id])
    return frozenset(row[0] for row in found if not row[1]), frozenset(row[0] for row in found if row[1])
