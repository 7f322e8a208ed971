"""On which ground a reading stands in the log, and from when the citizens see it there (invariants 13, 15)."""

from datetime import datetime

from roundtable.ground.disclosure.rules.oracle import live_seats, opened_by, sits_in, supervises, waits_for
from roundtable.ground.disclosure.rules.world import Asker, Item, World


def ground_of(world: World, asker: Asker, item: Item) -> tuple[str, datetime | None]:
    """Why the asker may read what they may read, and the day the citizens are told of it, where that was put off.

    One's seat comes first, then what the citizens agreed to, then the law; only what opens it now is a ground: a consent that was closed,
    taken back or overtaken by a move says nothing about a reading by law beside it. Of several by law, the one told first.
    """
    if asker.hat == "line_manager":
        return ("mandate" if supervises(world, asker, item.scope) else "mandate_consent"), None
    if item.scope.kind == "draft" or any(sits_in(world, seat, item.scope, asker) for seat in live_seats(world, asker)):
        return "scope", None
    openings = [*opened_by(world, asker, item), *waits_for(world, asker, item)]
    if any(not disclosure.by_law for disclosure in openings):
        return "disclosed", None
    if not openings:
        return "own_writing", None
    days = [disclosure.told_from for disclosure in openings if disclosure.told_from is not None]
    return "law", min(days) if len(days) == len(openings) else None
