"""Readers: who was asked from outside, what can be asked and given; and, through the door, who comes by a link."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from roundtable.casework.guests.models import GuestLink
from roundtable.casework.guests.rules import AskedTo, Reply, Said, Who
from roundtable.casework.roundtables.queries import LINE, PLACE, WISHES
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import act, act_outside
from roundtable.ground.access.context import DOOR
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Header, Words, headers, words
from roundtable.ground.seats.rules import ScopeKind

ASK = "guest_ask"
GIVEN = (LINE, PLACE, WISHES, "bring", "line", "note")
"""Kinds of texts that can be given: where we meet, and what somebody said, in their own words. A referral, a yes to it, what is kept
for the machine or the record is for nobody outside; the plan has pages of its own, and a step is asked for in words."""


@dataclass(frozen=True)
class GuestView:
    """One guest as the table knows them. `texts`: how many texts they were given beside the words they were asked with."""

    link_id: UUID
    seat_id: UUID
    person_id: UUID
    name: str
    who: Who
    for_id: UUID
    by_id: UUID
    said: Said
    meeting: bool
    asked_id: UUID
    made_at: datetime
    opened_at: datetime | None
    until_at: datetime
    live: bool
    reply: Reply | None
    texts: int


@dataclass(frozen=True)
class GuestHere:
    """Who comes by a link, in the browser that keeps it, and what they are asked to. Names, a time and ids; no words."""

    link_id: UUID
    person_id: UUID
    case_id: UUID
    given_name: str
    for_name: str
    by_name: str
    contact: str
    contact_phone: str
    asked: AskedTo
    asked_id: UUID
    starts_at: datetime | None
    minutes: int | None
    channel: str | None
    zone: str
    until_at: datetime
    reply: Reply | None

    @property
    def actor(self) -> Actor:
        """The guest in their own hat, on this one case."""
        purpose = Purpose.MEETING if self.asked.meeting else Purpose.PLAN
        return Actor(self.person_id, Hat.GUEST, False, self.case_id, purpose)


def secret_hash(secret: str) -> str:
    """How a secret is kept: 256 bits of chance need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def may_open(link_id: UUID, secret: str) -> bool:
    """Whether no browser has taken this link yet. Through the door; looking takes nothing. One statement."""
    return bool(act_outside(DOOR, "guest_may_open", [link_id, secret_hash(secret)])[0][0])


def guest_here(link_id: UUID, browser: str) -> GuestHere | None:
    """Whom this browser's own secret brings; None for any other, an ended seat, a closed course. Through the door. One statement."""
    if not browser:
        return None
    found = act_outside(DOOR, "guest_here", [link_id, secret_hash(browser)])
    if not found:
        return None
    row = found[0]
    return GuestHere(
        link_id=link_id,
        person_id=row[0],
        case_id=row[1],
        given_name=row[2],
        for_name=row[3],
        by_name=row[4],
        contact=row[5],
        contact_phone=row[6],
        asked=AskedTo(row[7]),
        asked_id=row[8],
        starts_at=row[9],
        minutes=row[10],
        channel=row[11],
        zone=row[12],
        until_at=row[13],
        reply=Reply(row[14]) if row[14] else None,
    )


@dataclass(frozen=True)
class GuestWas:
    """A guest's meeting that is over: when it was to be, the day it was held, whether it was cancelled, and whom to ring."""

    starts_at: datetime
    held_on: date | None
    cancelled: bool
    zone: str
    contact: str
    contact_phone: str


def guest_was(link_id: UUID, secret: str) -> GuestWas | None:
    """What became of the meeting this link was for, whose browser, or whose link nobody took, sends its secret; None for any other, and
    three months later. Through the door. One statement."""
    found = act_outside(DOOR, "guest_was", [link_id, secret_hash(secret)]) if secret else []
    return GuestWas(*found[0]) if found else None


@reader()
def guests_of(*, actor: Actor, case_id: UUID) -> tuple[GuestView, ...]:
    """Everybody who was asked from outside to this table, who still comes first. Facts, no words. One statement."""
    return tuple(_guest(row) for row in act("guests_at", [case_id]))


@reader()
def asked_to(*, actor: Actor, case_id: UUID) -> dict[UUID, tuple[UUID | None, UUID | None]]:
    """The meeting or the step each link of a table is for. One statement."""
    rows = GuestLink.objects.filter(case_id=case_id).values_list("id", "roundtable_id", "step_id")
    return {link_id: (roundtable_id, step_id) for link_id, roundtable_id, step_id in rows}


def places_at(meeting_field: str) -> ArraySubquery:
    """The seats of those who were asked to a row's meeting by a link, for a reader that asks it beside something else.

    A guest of a step is asked to no meeting. `meeting_field`: the row's field with the meeting's id.
    """
    return ArraySubquery(GuestLink.objects.filter(roundtable_id=OuterRef(meeting_field)).values("place_id"))


def _guest(row: tuple[Any, ...]) -> GuestView:
    return GuestView(
        link_id=row[0],
        seat_id=row[1],
        person_id=row[2],
        name=row[3],
        who=Who(row[4]),
        for_id=row[5],
        by_id=row[6],
        said=Said(row[7]),
        meeting=row[8],
        asked_id=row[9],
        made_at=row[10],
        opened_at=row[11],
        until_at=row[12],
        live=row[13],
        reply=Reply(row[14]) if row[14] else None,
        texts=row[15],
    )


def _may_give(actor: Actor, one: Header) -> bool:
    hers = one.about if actor.hat == Hat.PROFESSIONAL else ()
    return one.kind == PLACE or (one.said_by_id or one.author_id) in (actor.person_id, *hers)


@reader(Purpose.SHARE)
def to_give(*, actor: Actor, case_id: UUID, limit: int) -> tuple[Words, ...]:
    """Texts that stand at the table, newest first, whole: what a guest can be given. Where we meet, and the giver's own words.

    A professional gives their own words and those of the people the course is about, who said yes to it; nobody gives what another
    professional said. Two statements.
    """
    found: tuple[Header, ...] = headers(actor=actor, case_id=case_id, kinds=GIVEN)
    wanted = [one.item_id for one in found if one.scope_kind == ScopeKind.TABLE and _may_give(actor, one)][:limit]
    if not wanted:
        return ()
    return tuple(view for view in words(actor=actor, case_id=case_id, item_ids=wanted) if view.body)


@reader()
def given(*, actor: Actor, case_id: UUID) -> tuple[Words, ...]:
    """What a guest reads: what was given to them and holds, each noted in the read log. One statement."""
    found: tuple[Words, ...] = words(actor=actor, case_id=case_id)
    return found


@reader()
def asked_words(*, actor: Actor, case_id: UUID) -> dict[UUID, str]:
    """The words each guest was asked with, as far as the actor reads them. One statement."""
    return {view.item_id: view.body for view in words(actor=actor, case_id=case_id, kinds=[ASK])}
