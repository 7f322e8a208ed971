"""Everyone at the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.casefile.queries import WhatTheyDecide
from roundtable.casework.casefile.rules import READ_FOR_HER
from roundtable.casework.cases.rules import ADDED, PASSES, STAYS
from roundtable.casework.notes.pages import people_of
from roundtable.casework.notes.queries import ContactView
from roundtable.casework.notes.rules import ContactState
from roundtable.casework.roundtables.pages import noted_beside
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import away_words, guest_word, readers_of, seat_marks
from roundtable.ground.seats.queries import SeatView, took_over
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.texts import initials
from roundtable.ui.order import in_order
from roundtable.ui.parts import PersonLine
from roundtable.ui.table import Readers, SeatMark


def write_to(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> tuple[tuple[str, str], ...]:
    wanted = {Hat.CITIZEN: "professional", Hat.PROFESSIONAL: "citizen"}.get(actor.hat, "")
    return tuple(
        (seat.given_name, reverse("write_message", args=[case_id, seat.person_id]))
        for seat in in_order(people_of(seats).values(), lambda seat: seat.name)
        if seat.live and seat.hat == wanted and seat.person_id != actor.person_id
    )


NEW_FOR = timedelta(days=30)
CAME_LATER = frozenset({ADDED, "hand_over"})
"""Grounds of a seat that somebody got at a table that had begun."""


def read_first(
    actor: Actor, case_id: UUID, seats: Sequence[SeatView], at: datetime, closed: frozenset[UUID] = frozenset()
) -> dict[UUID, tuple[str, str]]:
    """Professionals new at the citizen's table, by id: the given name, and the page of a note on what to read first. Hers alone."""
    if actor.hat != Hat.CITIZEN:
        return {}
    referred = {seat.person_id for seat in seats if seat.ground == "referral"}  # who referred her has known her since before
    return {
        seat.person_id: (seat.given_name, reverse("write_read_first", args=[case_id, seat.person_id]))
        for seat in people_of(seats).values()
        if seat.live and seat.hat == "professional" and seat.person_id not in closed | referred and at - seat.from_at <= NEW_FOR
    }


@dataclass(frozen=True)
class PassedOn:
    """Somebody new at the table, to themselves: in whose place, since when, what passes and what does not, and the first step."""

    other: str
    since: datetime
    citizens: str
    passes: tuple[str, ...]
    stays: tuple[str, ...]


def passed_on(actor: Actor, seats: Sequence[SeatView], at: datetime) -> PassedOn | None:
    """What stands on top for who came in somebody's place, for the first weeks; None for everybody else."""
    for left, came in took_over(seats).items():
        if actor.hat == Hat.PROFESSIONAL and came.person_id == actor.person_id and at - came.from_at <= NEW_FOR:
            other = people_of(seats)[left].given_name
            citizens = ", ".join(seat.given_name for seat in people_of(seats).values() if seat.live and seat.hat == Hat.CITIZEN)
            return PassedOn(other, came.from_at, citizens, tuple(map(_, PASSES)), tuple(map(_, STAYS)))
    return None


@dataclass(frozen=True)
class ActsFor:
    """Somebody acts for a citizen. `whose`: her name, empty where it is the reader herself, who ends it at `end_url`.

    `reads`: the places, in words, from wide to narrow; `until`: the last moment, None where none is set. `close`: also the narrow ones.
    """

    name: str
    whose: str
    until: datetime | None
    reads: tuple[str, ...]
    close: bool
    end_url: str


def acts_for(seat: SeatView, seats: Iterable[SeatView], actor: Actor) -> ActsFor | None:
    """For whom somebody acts here, what they read for her, and until when; None for who acts for nobody."""
    if seat.hat != Hat.REPRESENTATIVE:
        return None
    hers = actor.hat == Hat.CITIZEN and actor.person_id == seat.for_person_id
    return ActsFor(
        name=seat.given_name,
        whose="" if hers else next((one.given_name for one in seats if one.person_id == seat.for_person_id), ""),
        until=seat.until_at - timedelta(seconds=1) if seat.until_at else None,
        reads=tuple(_(said) for kind, said in READ_FOR_HER.items() if kind in seat.reads),
        close=bool(seat.reads & {ScopeKind.OWN, ScopeKind.CONFIDENCE}),
        end_url=reverse("end_representative", args=[seat.case_id, seat.seat_id]) if hers else "",
    )


@dataclass(frozen=True)
class PersonCard:
    """Somebody at the table: who they are, what they decide, when last in touch, and how to write to them.

    `unanswered`: when the reader last wrote to the one in whose place they came, who did not answer and left; until the two have written.
    """

    person: PersonLine
    seat: SeatView
    decides: str
    does_not: str
    last_contact: datetime | None
    message_url: str
    message_label: str
    readers: Readers | None
    about_url: str
    letter_url: str
    closed: bool
    read_first_url: str = ""
    since: datetime | None = None
    away: tuple[str, ...] = ()
    covers: tuple[str, datetime] | None = None
    in_place: tuple[str, datetime] | None = None
    unanswered: datetime | None = None
    acts: ActsFor | None = None
    beside: str = ""
    noted: str = ""


@dataclass(frozen=True)
class PeoplePage:
    """Everyone at the table, and who was there before."""

    seats: tuple[SeatMark, ...]
    cards: tuple[PersonCard, ...]
    before: tuple[SeatView, ...]


def person_line(seat: SeatView, hours: str = "", url: str = "", phone: str = "") -> PersonLine:
    """A person as shown in lists. `phone`: a citizen's own number, which does not stand with her seat."""
    hats = {"companion": _("Companion"), "representative": _("Acts for somebody"), "guest": guest_word(seat)}
    role = _("Reads the referral, to answer it") if seat.hat == Hat.INTAKE else seat.role_name or hats.get(seat.hat, "")
    return PersonLine(
        name=seat.name,
        initials=initials(seat.name),
        role=role,
        organisation=seat.organisation,
        hours=hours,
        phone=seat.phone or phone,
        pattern=seat.pattern,
        url=url,
    )


def _hands_letter_to(actor: Actor, seat: SeatView) -> bool:
    """Whether the actor may print a letter with a code for this seat (the database decides; this only shows the way)."""
    if actor.hat == Hat.CITIZEN:
        return seat.hat == Hat.REPRESENTATIVE and seat.for_person_id == actor.person_id
    return actor.hat == Hat.PROFESSIONAL and not actor.authority and seat.hat in (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE)


def _covers(seat: SeatView, seats: Iterable[SeatView]) -> tuple[str, datetime] | None:
    """For whom somebody sits here while they are away, and until which day; None for who has a place of their own."""
    if seat.ground != "cover" or seat.until_at is None:
        return None
    names = [other.given_name for other in seats if other.away is not None and other.away.cover_id == seat.person_id]
    return ", ".join(names), seat.until_at


def people_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    *,
    about: Mapping[UUID, WhatTheyDecide],
    messages: Mapping[tuple[UUID, UUID], tuple[datetime, UUID]],
    contacts: Sequence[ContactView],
    at: datetime,
    closed: frozenset[UUID] = frozenset(),
) -> PeoplePage:
    """Everyone at the table: face, role, hours, what they decide, last contact, a message button with who reads it.

    `closed`: for whom the citizen has closed her course; nobody can write to them here."""
    people = people_of(seats)
    first = read_first(actor, case_id, seats, at, closed)
    letters = {url.rstrip("/").rsplit("/", 1)[1]: url for _name_, url in write_to(actor, case_id, seats)}
    came = {new.person_id: (people[left].given_name, new.from_at) for left, new in took_over(seats).items()}
    written = {pair[1]: (day, by) for pair, (day, by) in messages.items() if actor.person_id == pair[0]}
    unanswered = {
        new.person_id: written[left][0]
        for left, new in took_over(seats).items()
        if left in written and written[left][1] == actor.person_id and new.person_id not in written
    }
    cards = []
    for seat in sorted(in_order(people.values(), lambda seat: seat.name), key=lambda seat: seat.hat != Hat.CITIZEN):
        if not seat.live or seat.person_id == actor.person_id:
            continue
        said = about.get(seat.person_id, WhatTheyDecide("", "", ""))
        citizen_id, professional_id = (seat.person_id, actor.person_id) if seat.hat == "citizen" else (actor.person_id, seat.person_id)
        moments = [row.begins_at for row in contacts if seat.person_id in row.people and row.state == ContactState.HELD]
        if (citizen_id, professional_id) in messages:
            moments.append(messages[citizen_id, professional_id][0])
        url = "" if seat.person_id in closed else letters.get(str(seat.person_id), "")
        cards.append(
            PersonCard(
                person=person_line(seat, said.hours, phone=said.phone),
                seat=seat,
                decides=said.decides,
                does_not=said.does_not,
                last_contact=max(moments, default=None),
                message_url=url,
                message_label=_("Write to %(name)s") % {"name": seat.given_name},
                readers=readers_of(ScopeKind.CONFIDENCE, seats, actor, holder_id=professional_id, about=(citizen_id,)) if url else None,
                about_url=f"{reverse('person_page', args=[seat.person_id])}?course={case_id}" if seat.hat == "professional" else "",
                letter_url=reverse("print_letter", args=[case_id, seat.person_id]) if _hands_letter_to(actor, seat) else "",
                closed=seat.person_id in closed,
                read_first_url=first.get(seat.person_id, ("", ""))[1],
                since=seat.from_at if seat.ground in CAME_LATER and at - seat.from_at <= NEW_FOR else None,
                away=away_words(seat, actor),
                covers=_covers(seat, people.values()),
                in_place=came.get(seat.person_id) if at - seat.from_at <= NEW_FOR else None,
                unanswered=unanswered.get(seat.person_id),
                acts=acts_for(seat, seats, actor),
                beside=next((one.given_name for one in seats if one.person_id == seat.for_person_id), ""),
                noted=noted_beside(seat, seats),
            )
        )
    sat = [seat for seat in seats if seat.hat != Hat.INTAKE]  # who only read the referral never sat here
    sat.sort(key=lambda seat: seat.until_at.timestamp() if seat.until_at else 0, reverse=True)  # the seat they left last
    before = tuple(seat for seat in people_of(sat).values() if not people[seat.person_id].live and seat.from_at <= at)
    return PeoplePage(seat_marks(seats, actor), tuple(cards), before)
