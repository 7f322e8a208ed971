"""The quiet words that stand, for the two they are between; shown to who was told, each is noted for the read log."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from roundtable.casework.roundtables.queries.ahead import next_rows
from roundtable.casework.roundtables.rules.quiet import QUIET, QUIET_OVER, QuietWord, words_that_stand
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import note_read
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import headers_beside


def quiet_beside(case_field: str) -> Any:
    """What `words_that_stand` reads, for a reader that asks it beside something else."""
    return headers_beside(case_field, (QUIET, QUIET_OVER))


@reader(Purpose.MEETING)
def quiet_words(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> tuple[QuietWord, ...]:
    """The words of a meeting that is open, as far as they are the actor's to say or to hear. One statement."""
    row = next_rows(actor, [case_id]).filter(roundtable_id=roundtable_id).annotate(quiet=quiet_beside("case_id")).first()
    found: Iterable[QuietWord] = words_that_stand(row["quiet"], case_id, roundtable_id) if row else ()
    return tuple(word for word in found if actor.person_id in (word.by_id, word.to_id))


@reader(Purpose.MEETING)
def quiet_shown(*, actor: Actor, found: Iterable[QuietWord]) -> tuple[QuietWord, ...]:
    """Of these words, those the actor is told; they are shown now, and the read log says so. No statement but the log's."""
    mine = tuple(word for word in found if word.to_id == actor.person_id)
    for word in mine:
        note_read(actor, word.case_id, [(word.item_id, word.scope_id, word.about)])
    return mine
