"""What the page *What we bring* shows."""

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.assessments.queries import Brought, WhatWeBring
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of, seat_marks
from roundtable.ground.seats.rules import ScopeKind
from roundtable.ui.table import Readers, SeatMark


@dataclass(frozen=True)
class PartyLine:
    """One party and whether theirs is down."""

    name: str
    ready: bool
    me: bool


@dataclass(frozen=True)
class BringPage:
    """The page as data. `at_once`: what is true where the lines are open although somebody has put nothing down yet."""

    case_id: UUID
    citizen: bool
    seats: tuple[SeatMark, ...]
    parties: tuple[PartyLine, ...]
    mine: tuple[Brought, ...]
    others: tuple[Brought, ...]
    waiting: str
    opened: bool
    opened_words: str
    reason: str
    can_open: bool
    readers: Readers
    citizens: tuple[tuple[UUID, str], ...]
    earlier: tuple[Brought, ...]
    over: bool
    at_once: str = ""


def bring_page(data: WhatWeBring, actor: Actor, case_id: UUID) -> BringPage:
    """Who is ready, what I brought, what the others brought once it is open."""
    citizen = actor.hat == Hat.CITIZEN
    ready_people = frozenset(person for party in data.parties if party.ready for person in party.person_ids)
    waiting = [party.key for party in data.parties if not party.ready]
    citizens = tuple((seat.person_id, seat.given_name) for seat in data.seats if seat.hat == "citizen")
    kind = ScopeKind.OWN if citizen else ScopeKind.CONFIDENCE
    about = [actor.person_id] if citizen else [person for person, _name in citizens][:1]
    readers = readers_of(kind, data.seats, actor, about=about)
    opened = data.opened or (data.all_ready and bool(data.parties))
    return BringPage(
        case_id=case_id,
        citizen=citizen,
        seats=seat_marks(data.seats, actor, ready_people),
        parties=tuple(PartyLine(party.name, party.ready, actor.person_id in party.person_ids) for party in data.parties),
        mine=data.mine_all,
        others=data.others,
        waiting="" if waiting else _("All have put down what they bring."),
        opened=opened,
        opened_words=_opened_words(data, actor),
        reason=data.opened_early.body if data.opened_early else "",
        can_open=actor.hat == Hat.PROFESSIONAL and bool(waiting) and not opened and not data.over,
        readers=replace(readers, words=_("Only you, until you share it")) if citizen else readers,
        citizens=citizens,
        earlier=data.earlier,
        over=data.over,
        at_once=_at_once(data, citizen) if data.opened and not data.all_ready and not data.over else "",
    )


def _at_once(data: WhatWeBring, citizen: bool) -> str:
    """That the table was opened with all ready, and somebody sat down since: what is put down now waits for nobody."""
    if citizen:
        return _("All were ready once, so the lines are open. What the others write now, you can read at once. You decide who reads yours.")
    names = [seat.given_name for seat in data.seats if seat.live and seat.hat == "citizen"]
    if len(names) > 1:
        return _("All were ready once, so the lines are open. What you write now, the one it is about can read at once, and shares it on.")
    return _("All were ready once, so the lines are open. What you write now, %(name)s can read at once, and shares it on.") % {
        "name": ", ".join(names)
    }


def _opened_words(data: WhatWeBring, actor: Actor) -> str:
    """Who opened what stood here before all were ready, and when; empty when nobody did."""
    if data.opened_early is None:
        return ""
    day = date_format(timezone.localtime(data.opened_early.made_at), "DATE_FORMAT")
    if data.opened_early.author_id == actor.person_id:
        return _("You opened what stood here on %(day)s, before all were ready.") % {"day": day}
    by = next((seat.given_name for seat in data.seats if seat.person_id == data.opened_early.author_id), _("Somebody who has left"))
    return _("%(name)s opened what stood here on %(day)s, before all were ready.") % {"name": by, "day": day}
