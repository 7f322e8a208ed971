"""Half-written texts do not wait for ever. Safe to run twice."""

from uuid import UUID

from procrastinate.contrib.django import app

from roundtable.casework.notes import actions
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.notices.actions import remind_all
from roundtable.ground.notices.rules import Cause

HOURLY = "47 * * * *"


@app.periodic(cron=HOURLY)
@app.task(name="notes.draft_ends", queueing_lock="notes.draft_ends")
def draft_ends(timestamp: int) -> None:
    """Staff hear, five days before, that a text they have not sent is thrown away."""
    remind_all(Cause.DRAFT_ENDS)


@app.task(name="notes.tidy_drafts")
def tidy_drafts(person: str, hat: str, authority: bool) -> None:
    """One person's old half-written texts: a citizen's move to her notebook, staff's are thrown away."""
    actions.tidy_drafts(actor=Actor(UUID(person), Hat(hat), authority))
