"""What the acting person wrote in other plans of theirs, so that a sentence that only travelled can be noticed."""

from uuid import UUID

from roundtable.casework.plans.models import Goal, Saying, Step
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import reader

MOST = 300
"""The latest are enough: what is copied is what is still in mind."""


@reader()
def own_wording_elsewhere(*, actor: Actor, besides: UUID) -> tuple[str, ...]:
    """The acting person's own goals, steps and words in every other plan they still sit at, the latest first. One statement.

    `actor` on all of their cases (`actor.on(None)`): the database hands out what they may read themselves, in this hat. They wrote it, so
    that no reading is noted; and no word of it is shown.
    """
    mine = {"written_by_id": actor.person_id, "removed_at": None}
    goals = Goal.objects.filter(**mine).exclude(plan__case_id=besides).values_list("text", "changed_at")
    steps = Step.objects.filter(**mine).exclude(plan__case_id=besides).values_list("what", "made_at")
    said = Saying.objects.filter(**mine).exclude(plan__case_id=besides).values_list("text", "changed_at")
    return tuple(text for text, _when in goals.union(steps, said, all=True).order_by("-changed_at")[:MOST])
