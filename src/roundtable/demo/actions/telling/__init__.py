"""A story, told event by event."""

from roundtable.demo.actions.stage import Stage
from roundtable.demo.actions.telling import course, meeting, plan, words
from roundtable.demo.actions.telling.referral import begin
from roundtable.demo.actions.telling.table import Table
from roundtable.demo.actions.telling.tell import tell
from roundtable.demo.rules.script import Story

__all__ = ["Table", "course", "meeting", "plan", "tell", "tell_story", "words"]


def tell_story(stage: Stage, story: Story) -> Table | None:
    """The referral and everything after it, oldest first. Returns the table; None for a referral that was never sent."""
    table = begin(stage, story)
    for event in sorted(story.events, key=lambda event: (-event.ago, event.clock)):
        if table is not None:
            tell(event, table)
    return table
