"""On which ground what somebody reads stands in the log, asked of the readers themselves and of the oracle."""

from collections.abc import Iterator
from dataclasses import replace

from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.rules import Asker, ground_of, may_read
from roundtable.ground.seats.queries import words
from tests.privacy.asking import Stored, actor_of


def ground_differences(stored: Stored) -> list[str]:
    """Where a reading stands in the log on another ground, or is shown from another day, than the oracle says: one line each."""
    return [found for asked in stored.scene.askers for found in _for(stored, asked)]


def _for(stored: Stored, asked: Asker) -> Iterator[str]:
    world = stored.scene.world
    with acting(actor_of(asked)) as here:
        asker = replace(asked, at=here.at)
        words(actor=here.actor, limit=10_000)
        noted = {item_id: (read.basis, read.show_from) for item_id, read in here.opened.items()}
        here.opened.clear()  # nobody reads here but the test: the log stays empty
    for item in world.items:
        if item.id in noted and may_read(world, asker, item) and noted[item.id] != ground_of(world, asker, item):
            who = f"{str(asker.person)[:6]} as {asker.hat} for {asker.purpose}"
            yield f"{who} reads {item.scope.kind} {str(item.id)[:6]} on {noted[item.id]}, expected {ground_of(world, asker, item)}"
