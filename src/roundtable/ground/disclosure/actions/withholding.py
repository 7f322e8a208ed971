"""An entry is kept from the citizen until a day, on a paragraph, by two people of the writer's organisation. Pages come later."""

from datetime import datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action


@action
def withhold_item(*, actor: Actor, at: datetime, item_id: UUID, paragraph: str, countersigner_id: UUID, until_at: datetime) -> UUID:
    """An author proposes to keep an entry of the own organisation, or of the team, from the citizen; it binds once countersigned.
    Returns its id.

    `until_at` at most a year away. Raises ActRefused: `not_yours`, `until`, `countersigner`.
    """
    withholding_id = uuid4()
    act("withhold", [withholding_id, item_id, paragraph, countersigner_id, until_at])
    return withholding_id


@action
def countersign_withholding(*, actor: Actor, at: datetime, withholding_id: UUID) -> None:
    """The second person signs: the citizen does not read the entry until the day named. NotHere for anybody else."""
    act("countersign_withholding", [withholding_id])
