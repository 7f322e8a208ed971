"""What a line manager knows without a mandate (18): who of their own people sits where, and how much they wrote. Numbers, no item."""

from collections.abc import Iterator
from uuid import UUID

from roundtable.ground.disclosure.rules.oracle import closers, has_a_place, is_held_back, is_on_this_side, is_somebody
from roundtable.ground.disclosure.rules.world import Asker, Item, Seat, Work, World, during

COUNTED = ("confidence", "side", "team", "table")


def own_peoples_work(world: World, asker: Asker) -> frozenset[Work]:
    """Each of the manager's own people at each table, since when, and for each kind of scope how many entries, the last when (18).

    Counted is what they wrote for this organisation: in the confidence they hold, to their side, the team and the table. Never a draft
    or a notebook (22), nothing a citizen or another organisation wrote, nothing still held back.
    """
    found = set()
    for case, side, person in {(seat.case, seat.side, seat.person) for seat in own_seats(world, asker)}:
        since = min(seat.from_at for seat in own_seats(world, asker) if (seat.case, seat.side, seat.person) == (case, side, person))
        for kind in COUNTED:
            written = [item.made_at for item in world.items if is_own_work(world, asker, item, (case, side, person, kind))]
            found.add(Work(case, side, person, since, kind, len(written), max(written, default=None)))
    return frozenset(found)


def own_seats(world: World, asker: Asker) -> Iterator[Seat]:
    """Live seats of the people the asker manages: of that organisation, in that programme, in a role of this login's kind.

    None on a case the asker sits or sat at or is the citizen of, nor where all citizens closed it for them (4).
    """
    if not is_somebody(asker) or asker.hat != "line_manager":
        return
    for seat in world.seats:
        citizens = {other.person for other in world.seats if (other.case, other.hat) == (seat.case, "citizen")}
        if (
            seat.hat == "professional"
            and during(seat, asker.at)
            and seat.authority == asker.authority
            and asker.case in (None, seat.case)
            and manages_here(world, asker, seat.side)
            and not has_a_place(world, asker, seat.case)
            and not citizens <= closers(world, seat.case, asker.person, asker.at)
        ):
            yield seat


def manages_here(world: World, asker: Asker, side: UUID | None) -> bool:
    """The asker is a line manager of this organisation now, in a role of this login's kind, in the programme of the cases."""
    return any(
        job.manages
        and (job.person, job.side, job.authority, job.elsewhere) == (asker.person, side, asker.authority, False)
        and during(job, asker.at)
        for job in world.employments
    )


def is_own_work(world: World, asker: Asker, item: Item, place: tuple[UUID, UUID | None, UUID, str]) -> bool:
    """Written by this person, through a seat of this organisation, in such a place: their own confidence, their own side, team, table."""
    case, side, person, kind = place
    scope, seat = item.scope, item.seat
    through = (item.author, item.hat) == (person, "professional") and seat is not None
    if not through or seat is None or (scope.case, scope.kind) != (case, kind) or not is_on_this_side(asker, scope):
        return False
    return (
        (seat.person, seat.hat, seat.side, seat.authority) == (person, "professional", side, asker.authority)
        and (kind != "confidence" or scope.holder == person)
        and (kind != "side" or scope.side == side)
        and not is_held_back(world, asker, item)
        and not scope.about <= closers(world, case, asker.person, asker.at)
    )
