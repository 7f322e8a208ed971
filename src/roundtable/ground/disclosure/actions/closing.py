"""The citizen closes her course for one named person, and opens it again."""

from datetime import datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action


@action
def close_for(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID) -> None:
    """From the next moment on this person reads nothing that is about the acting citizen; what was shared with them by law stays theirs.

    Raises ActRefused: `not_yours` for anybody but a citizen of the case, `not_at_table` for a citizen or somebody who never sat there.
    """
    act("block", [uuid4(), case_id, person_id])


@action
def open_again(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID) -> None:
    """The course is open for this person again, with everything as it stood. Raises ActRefused (`not_yours`)."""
    act("unblock", [case_id, person_id])
