"""People enter the house, and how to reach them is completed."""

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


@action
def complete_person(
    *, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, phone: str = "", email: str = "", born_on: date | None = None
) -> None:
    """Who referred a citizen completes how to reach them, while the referral is open. Raises NotHere, ActRefused."""
    act("complete_person", [case_id, person_id, phone, email, born_on])
