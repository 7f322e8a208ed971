"""One line of a meeting as shown, with what was said of it and how it was corrected; and who is who in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.queries import LineView
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class Corrected:
    """How a line should be, by whom and when, and why."""

    who: str
    day: str
    text: str
    why: str


@dataclass(frozen=True)
class Line:
    """One line as shown. `note`: by whom and how it was written; `mine`: quotes me and waits for my yes."""

    item_id: UUID
    text: str
    who: str
    note: str
    again: str
    checked: str
    own_words: str
    mine: bool
    by_day: str = ""
    corrections: tuple[Corrected, ...] = ()


class Names:
    """Given names of who sits or sat at the table; a leader without a seat is called by what she is."""

    def __init__(self, seats: Sequence[SeatView], actor: Actor, zone: str = "Europe/Copenhagen") -> None:
        self.me = actor.person_id
        self.zone = zone
        self.found = {seat.person_id: seat.given_name for seat in seats}

    def of(self, person_id: UUID | None) -> str:
        """The name, or what to call somebody who has no seat here."""
        return self.found.get(person_id, _("the team leader")) if person_id else ""


def local(moment: datetime, zone: str) -> datetime:
    """The moment as the clocks show it where the programme is."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def day_words(day: date) -> str:
    """A day as people write it."""
    return date_format(day, "DATE_FORMAT")


def corrected(view: LineView, names: Names) -> tuple[Corrected, ...]:
    """What was said to be otherwise, oldest first; the line stands above it as it was."""
    found = []
    for one in view.corrections:
        day = day_words(local(one.words.made_at, names.zone))
        found.append(Corrected(names.of(one.words.author_id), day, one.words.body, one.why.body if one.why else ""))
    return tuple(found)
