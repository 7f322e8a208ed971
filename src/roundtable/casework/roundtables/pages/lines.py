"""One line of a meeting as shown, with what was said of it and how it was corrected; and who is who in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.queries import LineView
from roundtable.casework.roundtables.rules import How, Section
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


def noted(how: How, name: str) -> str:
    """How something came here by somebody else's hand."""
    sentence = {
        How.TELEPHONE: _("by telephone, noted by %(name)s, read back"),
        How.PAPER: _("on paper, noted by %(name)s"),
        How.READ_ALOUD: _("written by %(name)s, read aloud"),
        How.NOTED: _("written by %(name)s, not read back yet"),
        How.SELF: "",
        How.LINK: _("by a link"),
        How.MAIL: _("from their calendar, by mail"),
        How.TOGETHER: _("written together"),
    }[how]
    return sentence % {"name": name} if "%(name)s" in sentence else sentence


def line_of(view: LineView, actor: Actor, names: Names, *, over: bool = False) -> Line:
    """A line as shown: whose it is, who wrote it, what was said of it since. `over`: the course has ended, and it waits for nobody."""
    who, writer = names.of(view.said_by_id), names.of(view.words.author_id)
    if view.how == How.TOGETHER:
        who = _("Written together")
    checked, own_words = "", ""
    if view.check is not None:
        differently = _("%(name)s says it differently") if view.check.words else _("%(name)s takes this back")
        checked = _("%(name)s said yes to this") if view.check.said_so else differently
        checked = checked % {"name": who}
        own_words = view.check.words.body if view.check.words else ""
    elif view.quoted:
        mine = view.said_by_id == actor.person_id
        checked = _("You have not said yes to this yet") if mine else _("%(name)s has not said yes to this yet") % {"name": who}
    return Line(
        item_id=view.item_id,
        text=view.words.body,
        who=who,
        note=capfirst(noted(view.how, writer)) if view.quoted else "",
        again=day_words(view.look_again_on) if view.look_again_on and view.section != Section.HOME else "",
        by_day=day_words(view.look_again_on) if view.look_again_on and view.section == Section.HOME else "",
        corrections=corrected(view, names),
        checked=checked,
        own_words=own_words,
        mine=view.quoted and view.check is None and view.said_by_id == actor.person_id and not over,
    )
