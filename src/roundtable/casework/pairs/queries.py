"""Load and pairs of the programmes a team leader leads: numbers of courses, never whose; whom one may ask to cover; who is new to whom."""

from collections.abc import Sequence
from uuid import UUID

from roundtable.casework.pairs.rules import MemberLoad, PairLoad
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader
from roundtable.ground.programmes.queries import AbsenceView
from roundtable.ground.seats.queries import rows


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
    known = [row for row in absences if row.cover_id is not None]
    if not known:
        return {}
    found = rows(
        "SELECT a.id, s.case_id FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[]) AS a(id, person_id, cover_id)"
        " JOIN seats_seat s ON s.person_id = a.person_id AND s.hat = 'professional' AND s.ground <> 'referral'"
        "   AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)"
        " WHERE NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = s.case_id AND x.person_id = a.cover_id"
        "   AND (x.until_at IS NULL OR now() < x.until_at))",
        [[row.id for row in known], [row.person_id for row in known], [row.cover_id for row in known]],
    )
    return {row.id: frozenset(case_id for absence_id, case_id in found if absence_id == row.id) for row in known}


@reader()
def ready_and_new(*, actor: Actor, case_id: UUID) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Who at this table has put down what they bring; and professionals of another organisation with whom the actor shares and shared
    no other course (for everybody but professionals: none). One statement.
    """
    found = act("ready_and_new", [case_id])
    return frozenset(row[0] for row in found if not row[1]), frozenset(row[0] for row in found if row[1])
