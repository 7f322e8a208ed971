"""People enter the house."""

from datetime import date, datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action


@action
def enrol_person(
    *, actor: Actor, at: datetime, given_name: str, family_name: str = "", phone: str = "", email: str = "", born_on: date | None = None
) -> UUID:
    """A person new to the house gets an id: a citizen named in a referral, or a companion named by a citizen. Returns the id."""
    person_id = uuid4()
    act("enrol_person", [person_id, given_name, family_name, phone, email, born_on])
    return person_id
