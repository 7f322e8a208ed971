"""Readers: whom a meeting was sent to, what a link is about, whose a feed is, and what it may say."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef

from roundtable.casework.calendars.models import Feed, InvitationMail
from roundtable.casework.roundtables.queries import called_meetings
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import act, act_outside
from roundtable.ground.access.context import DOOR
from roundtable.ground.access.guard import reader
from roundtable.ground.access.hats import actor_on, hats_of
from roundtable.ground.notices.rules import Trouble
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import ScopeKind


@dataclass(frozen=True)
class Invited:
    """What a message's link, or an answer to it, is about. `number`: the appointment it answers to; `used`: its link was."""

    invitation_id: UUID
    sequence: int
    person_id: UUID
    case_id: UUID
    roundtable_id: UUID
    number: int
    starts_at: datetime
    minutes: int
    channel: str
    zone: str
    place_id: UUID | None
    used: bool


@dataclass(frozen=True)
class Dated:
    """One meeting as a calendar may know it. `place` is empty unless its person chose it and may read it."""

    roundtable_id: UUID
    version: int
    starts_at: datetime
    minutes: int
    channel: str
    zone: str
    since: datetime
    place: str


@dataclass(frozen=True)
class FeedFacts:
    """Whose feed it is, in which hat."""

    feed_id: UUID
    person_id: UUID
    hat: Hat
    authority: bool


@dataclass(frozen=True)
class Reached:
    """What became of the latest message to somebody about a meeting: facts, never the text and no address."""

    person_id: UUID
    starts_at: datetime
    method: str
    mailed_at: datetime | None
    trouble: Trouble | None
    trouble_at: datetime | None


def link_answer_id(invitation_id: UUID, sequence: int) -> UUID:
    """The id the answer by this link has: there is one such id a link, so that it is good once."""
    return uuid5(invitation_id, f"link/{sequence}")


def invited(invitation_id: UUID, sequence: int) -> Invited | None:
    """What the message is about, while it is the latest to this person and the meeting is not over. Through the door. One statement."""
    rows = act_outside(DOOR, "invited", [invitation_id, sequence, link_answer_id(invitation_id, sequence)])
    return Invited(invitation_id, sequence, *rows[0]) if rows else None


def actor_of(found: Invited) -> Actor:
    """The invited person in the hat they have at this table now. Raises NotHere. One statement."""
    return actor_on(found.person_id, hats_of(found.person_id), found.case_id, Purpose.MEETING)


@reader(Purpose.MEETING)
def place_words(*, actor: Actor, place_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The places of meetings that stand at the table and the actor may read; noted in the read log. One statement, none for nothing."""
    if not place_ids:
        return {}
    found = words(actor=actor, item_ids=list(place_ids), limit=len(place_ids))
    return {view.item_id: view.body for view in found if view.scope_kind == ScopeKind.TABLE}


def secret_hash(secret: str) -> str:
    """How a feed's secret is kept: 256 bits of chance need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def feed_of(secret: str) -> FeedFacts | None:
    """Whose feed this secret opens; None for one that was ended or never was. Through the door. One statement."""
    rows = act_outside(DOOR, "feed_of", [secret_hash(secret)])
    return FeedFacts(rows[0][0], rows[0][1], Hat(rows[0][2]), rows[0][3]) if rows else None


def entry_id(feed_id: UUID, roundtable_id: UUID) -> UUID:
    """The name of a meeting in a feed: the same each time, and another one in every feed."""
    return uuid5(feed_id, str(roundtable_id))


@reader(Purpose.MEETING)
def my_meetings(*, actor: Actor, case_ids: Sequence[UUID], with_place: bool) -> tuple[Dated, ...]:
    """All of the actor's own meetings that are called, soonest first: when, and where if that was chosen. Two statements."""
    found = called_meetings(actor=actor, case_ids=case_ids)
    wanted = [facts.place_item_id for facts in found if facts.place_item_id is not None] if with_place else []
    places = place_words(actor=actor, place_ids=wanted)
    dated = [
        Dated(
            facts.roundtable_id,
            facts.version,
            facts.starts_at,
            facts.minutes,
            facts.channel,
            facts.zone,
            facts.since,
            places.get(facts.place_item_id, "") if facts.place_item_id else "",
        )
        for facts in found
    ]
    return tuple(sorted(dated, key=lambda one: (one.starts_at, one.roundtable_id)))


@reader()
def my_feed(*, actor: Actor) -> datetime | None:
    """Since when the actor has a feed in this hat; None without one. One statement."""
    since: datetime | None = Feed.objects.filter(person_id=actor.person_id, ended_at=None).values_list("made_at", flat=True).first()
    return since


@reader(Purpose.MEETING)
def reached(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> tuple[Reached, ...]:
    """What became of the latest invitation to each at the table of this meeting. One statement."""
    later = InvitationMail.objects.filter(invitation_id=OuterRef("invitation_id"), sequence__gt=OuterRef("sequence"))
    found = InvitationMail.objects.filter(case_id=case_id, invitation__roundtable_id=roundtable_id).filter(~Exists(later))
    rows = found.values_list("invitation__person_id", "starts_at", "method", "mailed_at", "trouble", "trouble_at")
    return tuple(Reached(row[0], row[1], row[2], row[3], Trouble(row[4]) if row[4] else None, row[5]) for row in rows)


@reader()
def not_reached(*, actor: Actor, case_id: UUID) -> dict[UUID, tuple[Trouble, datetime]]:
    """Whom of this table notices about the meeting, or the actor's own, did not reach, and since when. One statement."""
    return {row[0]: (Trouble(row[1]), row[2]) for row in act("not_reached", [case_id])}
