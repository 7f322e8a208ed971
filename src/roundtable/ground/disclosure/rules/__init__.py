"""The access model twice over: here in plain words, in the database as policies; `tests/privacy` holds the two together."""

from roundtable.ground.disclosure.rules.grounds import ground_of
from roundtable.ground.disclosure.rules.managers import own_peoples_work
from roundtable.ground.disclosure.rules.oracle import may_read, may_write, who_may_read
from roundtable.ground.disclosure.rules.world import (
    PURPOSES,
    Asker,
    Block,
    Disclosure,
    Employment,
    Item,
    Mandate,
    MandateYes,
    Opening,
    Scope,
    Seat,
    Wall,
    Withholding,
    Work,
    World,
    during,
)

__all__ = [
    "PURPOSES",
    "Asker",
    "Block",
    "Disclosure",
    "Employment",
    "Item",
    "Mandate",
    "MandateYes",
    "Opening",
    "Scope",
    "Seat",
    "Wall",
    "Withholding",
    "Work",
    "World",
    "during",
    "ground_of",
    "may_read",
    "may_write",
    "own_peoples_work",
    "who_may_read",
]
