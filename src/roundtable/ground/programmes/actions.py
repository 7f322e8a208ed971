"""A professional writes about themselves."""

from datetime import datetime

from roundtable.ground.access.actor import CITIZEN_HATS, Actor
from roundtable.ground.access.guard import action
from roundtable.ground.programmes.models import AboutMe
from roundtable.kernel.refusal import NotHere


@action
def write_about_me(
    *, actor: Actor, at: datetime, hours: str, i_decide: str, i_do_not_decide: str, my_judgement: str, my_organisation_needs: str
) -> None:
    """The five lines about the acting professional, for everyone at their tables. Raises NotHere for who acts as a citizen."""
    if actor.hat in CITIZEN_HATS:
        raise NotHere()
    AboutMe.objects.update_or_create(
        person_id=actor.person_id,
        defaults={
            "hours": hours,
            "i_decide": i_decide,
            "i_do_not_decide": i_do_not_decide,
            "my_judgement": my_judgement,
            "my_organisation_needs": my_organisation_needs,
            "changed_at": at,
        },
    )
