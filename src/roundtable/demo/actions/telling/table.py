"""The table a story is told at: who sits there under which key, and what later events call things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from roundtable.demo.actions.stage import Stage, Step
from roundtable.demo.rules.people import CITIZENS, ROLES, WORKERS, demo_id
from roundtable.demo.rules.script import Event
from roundtable.demo.rules.shapes import Worker
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.seats.queries import SeatView, seats_on

_WORKERS = {worker.key: worker for worker in WORKERS}
_NAMES = {citizen.name: citizen.key for citizen in CITIZENS}


@dataclass
class Table:
    """One case while its story is told. `people`: citizens and companions by key; `named`: ids by the names the story gave them."""

    stage: Stage
    case_id: UUID
    people: dict[str, UUID]
    citizens: tuple[str, ...] = ()
    named: dict[str, UUID] = field(default_factory=dict)
    number: int = 1
    roundtable_id: UUID | None = None
    version: int = 0

    def person(self, key: str) -> UUID:
        """The id of somebody of the cast."""
        return demo_id(key) if key in _WORKERS else self.people[key]

    def actor(self, key: str, purpose: Purpose = Purpose.CASE, hat: Hat | None = None) -> Actor:
        """Somebody of the cast in the hat they wear at this table."""
        worker = _WORKERS.get(key)
        if worker is not None:
            return Actor(demo_id(key), hat or Hat.PROFESSIONAL, authority_of(worker), self.case_id, purpose)
        return Actor(self.people[key], hat or (Hat.CITIZEN if key in self.citizens else Hat.COMPANION), False, self.case_id, purpose)

    @contextmanager
    def step(self, event: Event, purpose: Purpose = Purpose.CASE, hat: Hat | None = None) -> Iterator[tuple[Actor, Step]]:
        """The event while it runs, by the one who does it."""
        actor = self.actor(event.by, purpose, hat)
        with self.stage.step(actor, event.ago, event.clock) as act:
            yield actor, act

    def seat(self, actor: Actor, key: str) -> UUID:
        """The live seat of somebody at this table, as the actor sees it."""
        seats: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[self.case_id])
        return next(seat.seat_id for seat in seats if seat.live and seat.person_id == self.person(key) and seat.hat != Hat.INTAKE)


def authority_of(worker: Worker) -> bool:
    """Whether somebody's role has power over the citizen's benefit.

    The role's, not the person's.
    """
    return next(role.authority for role in ROLES[worker.programme] if role.code == worker.role)


def worker(key: str) -> Worker:
    """Somebody who works in a programme, by key."""
    return _WORKERS[key]
