"""A professional writes about themselves."""

from datetime import datetime

from roundtable.ground.access.actor import CITIZEN_HATS, Actor
from roundtable.ground.access.guard import action
from roundtable.ground.programmes.models import AboutMe
from roundtable.ground.programmes.queries import ABOUT_LINES, about_mark
from roundtable.kernel.refusal import NotHere, Stale


@action
def write_about_me(
    *,
    actor: Actor,
    at: datetime,
    hours: str,
    i_decide: str,
    i_do_not_decide: str,
    my_judgement: str,
    my_organisation_needs: str,
    seen: str | None = None,
) -> None:
    """The five lines about the acting professional, for everyone at their tables.

    `seen`: the mark of the lines that stood there when they were written anew (`about_mark`). Raises Stale where others stand there now, as
    from another window; NotHere for who acts as a citizen.
    """
    if actor.hat in CITIZEN_HATS:
        raise NotHere()
    lines = (hours, i_decide, i_do_not_decide, my_judgement, my_organisation_needs)
    stands = AboutMe.objects.select_for_update().filter(person_id=actor.person_id).first() or AboutMe(person_id=actor.person_id)
    if seen and seen != about_mark(stands) and tuple(getattr(stands, name) for name in ABOUT_LINES) != lines:
        raise Stale()
    AboutMe.objects.update_or_create(person_id=actor.person_id, defaults={**dict(zip(ABOUT_LINES, lines, strict=True)), "changed_at": at})
