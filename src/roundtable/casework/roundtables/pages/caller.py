"""Whoever sets the day of a meeting is not asked whether they come. Nothing is stored for that; they can still say that they cannot."""

from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.roundtables.queries import Meeting
from roundtable.casework.roundtables.rules import Event
from roundtable.ground.access.actor import Hat


def chose(meeting: Meeting, person_id: UUID) -> bool:
    """Whether somebody set the time and place themselves: they called the meeting, or moved it last."""
    return meeting.appointment.by_id == person_id and meeting.appointment.by_hat == Hat.PROFESSIONAL


def set_by(meeting: Meeting, *, you: bool = False) -> str:
    """What they did, as a word beside their name; `you`: as a sentence to them."""
    if meeting.appointment.event == Event.MOVED:
        return _("You moved it.") if you else _("Moved it")
    return _("You called it.") if you else _("Called it")
