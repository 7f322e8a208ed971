"""Who is who in notes, messages and contacts, and how a text begins."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.notes.rules import in_layers
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView
from roundtable.kernel.texts import shortened

SHORT = 70


@dataclass(frozen=True)
class Said:
    """A text as it is read: what it says first, and its second layer, folded; empty where it has one."""

    body: str
    more: str


def people_of(seats: Sequence[SeatView]) -> dict[UUID, SeatView]:
    """Each person at the table once, the live seat first."""
    found: dict[UUID, SeatView] = {}
    for seat in sorted(seats, key=lambda row: not row.live):
        found.setdefault(seat.person_id, seat)
    return found


def citizens_of(seats: Sequence[SeatView]) -> list[SeatView]:
    """The persons the course is about, each once."""
    return [seat for seat in people_of(seats).values() if seat.hat == "citizen"]


def name_of(people: Mapping[UUID, SeatView], person_id: UUID, actor: Actor) -> str:
    if person_id == actor.person_id:
        return _("you")
    return people[person_id].given_name if person_id in people else _("somebody who was here before")


def doers(people: Mapping[UUID, SeatView], found: Iterable[UUID], actor: Actor) -> str:
    """Who does something or is there, as one says it: the reader first, as *you*; then the names, the last one after *and*."""
    order = sorted(dict.fromkeys(found), key=lambda person_id: person_id != actor.person_id)
    you = pgettext("who does it", "you")
    names = [you if person_id == actor.person_id else name_of(people, person_id, actor) for person_id in order]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def page_number(said: str | None) -> int:
    """The page somebody asks for in the address; the first where it says nothing sensible.

    >>> page_number("3"), page_number("-1"), page_number("x"), page_number(None)
    (3, 1, 1, 1)
    """
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


def begins(text: str) -> str:
    """The first words of a text, on one line; of a message in two layers, of the first.

    >>> begins("One\\ntwo"), begins("One\\n\\n· · ·\\n\\ntwo")
    ('One · two', 'One')
    """
    return shortened(in_layers(text)[0], SHORT)


def layers_of(text: str) -> Said:
    """A text as it is read; shown by `notes/_said.html`.

    >>> layers_of("One\\n\\n· · ·\\n\\ntwo")
    Said(body='One', more='two')
    """
    return Said(*in_layers(text))
