"""A quiet word ends: who was told has seen it, or she takes it back."""

from datetime import datetime
from uuid import UUID

from roundtable.casework.roundtables.queries import quiet_words
from roundtable.casework.roundtables.rules.quiet import QUIET_OVER, quiet_over_id
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import confidence


@action
def end_quiet_word(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, word_id: UUID) -> None:
    """The word stands no more; nothing is changed where it does not stand, or is none of the actor's. Raises what writing raises."""
    act("lock_case", [case_id])
    word = next((one for one in quiet_words(actor=actor, case_id=case_id, roundtable_id=roundtable_id) if one.item_id == word_id), None)
    if word is None:
        return
    place = confidence(word.to_id) if actor.hat == Hat.CITIZEN else confidence(about=word.about)
    write_words(actor=actor, case_id=case_id, place=place, kind=QUIET_OVER, item_id=quiet_over_id(word.item_id))
