"""The access model twice over: here in plain words, in the database as policies; `tests/privacy` holds the two together."""

from roundtable.ground.disclosure.rules.oracle import may_read, may_write, who_may_read
from roundtable.ground.disclosure.rules.world import (
    PURPOSES,
    Asker,
    Block,
    Disclosure,
    Employment,
    Item,
    Mandate,
    Opening,
    Scope,
    Seat,
    Wall,
    Withholding,
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
    "Opening",
    "Scope",
    "Seat",
    "Wall",
    "Withholding",
    "World",
    "during",
    "may_read",
    "may_write",
    "who_may_read",
]
