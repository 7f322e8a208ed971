"""Rows of a meeting as they are kept: who comes second to an id or a number is refused, and who chose the time comes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from roundtable.casework.roundtables.models import InvitationAnswer, RoundtableEvent
from roundtable.casework.roundtables.rules import Answer, Event, How
from roundtable.ground.access.actor import Actor, Hat
from roundtable.kernel.refusal import Stale


@contextmanager
def no_clash() -> Iterator[None]:
    """A row of this id or number is there already, of somebody else: refused like any change in between, and undone."""
    try:
        yield
    except IntegrityError:
        raise Stale() from None


def store(actor: Actor, event: RoundtableEvent) -> None:
    """One more event; who comes second to a number has not seen the first. Who sits at the table and chose the time comes, unless they
    say otherwise; nobody asks them."""
    with no_clash():
        event.save(force_insert=True)
    if event.event in (Event.CALLED, Event.MOVED) and actor.hat == Hat.PROFESSIONAL:
        said = InvitationAnswer(roundtable_id=event.roundtable_id, case_id=event.case_id, number=event.number, answer=Answer.COMES)
        said.how, said.person_id, said.by_id = How.SELF, actor.person_id, actor.person_id
        said.save(force_insert=True)
