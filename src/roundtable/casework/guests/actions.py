"""Asking somebody from outside, by a link of their own; ending it; and what they answer."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.cases.rules import CourseOver
from roundtable.casework.guests.models import GuestLink
from roundtable.casework.guests.queries import ASK, GuestHere, secret_hash, to_give
from roundtable.casework.guests.rules import (
    MOST_CHARACTERS,
    MOST_GUESTS,
    MOST_ITEMS,
    AlreadyAsked,
    NothingToAskTo,
    Reply,
    Said,
    TooManyGuests,
    TwoAreNeeded,
    Who,
    last_moment,
)
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import ActRefused, act, act_outside
from roundtable.ground.access.context import DOOR, acting
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.disclosure.actions.releases import id_once
from roundtable.ground.disclosure.queries import Days, days
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import team
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.kernel.texts import NAME_LENGTH, TextMissing, clean_line, clean_text


@dataclass(frozen=True)
class Asked:
    """A guest's link, with its secret: it is shown this once and kept nowhere. `waiting`: others have to say yes to some of the texts."""

    link_id: UUID
    secret: str
    until_at: datetime
    waiting: bool


def _new_secret() -> str:
    """256 bits of chance."""
    return secrets.token_urlsafe(32)


@action
def invite_guest(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    name: str,
    who: Who,
    text: str,
    item_ids: Sequence[UUID] = (),
    roundtable_id: UUID | None = None,
    step_id: UUID | None = None,
    for_id: UUID | None = None,
    said: Said = Said.SELF,
    once: UUID | None = None,
) -> Asked:
    """Somebody from outside is asked to one meeting or one step, by a link; they read these words, these texts, and nothing else.

    By the citizen; or by a professional (`for_id`: whose guest, who is told; `said`: how she said yes). `once`: two clicks are one guest.
    The seat ends with the meeting or the step. Raises TextMissing, TooManyGuests, AlreadyAsked, CourseOver, NothingToAskTo,
    TwoAreNeeded, Stale, NotHere.
    """
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        raise NotHere()
    mine = actor.hat == Hat.CITIZEN
    whose = actor.person_id if mine else for_id
    if whose is None or (said == Said.SELF) is not mine:
        raise TwoAreNeeded(field="whose")
    called, words = clean_line(name, NAME_LENGTH)[:80], clean_text(text, MOST_CHARACTERS)
    if not called:
        raise TextMissing(field="name")
    if not words:
        raise TextMissing(field="text")
    act("lock_case", [case_id])
    link_id, seat_id, wanted = id_once(actor, case_id, once), uuid4(), list(dict.fromkeys(item_ids))
    if GuestLink.objects.filter(id=link_id).exists():
        raise AlreadyAsked()
    if course_ended(actor=actor, case_id=case_id):
        raise CourseOver()
    seats = seats_on(actor=actor, case_ids=[case_id])
    if sum(seat.live and seat.hat == Hat.GUEST for seat in seats) >= MOST_GUESTS:
        raise TooManyGuests(most=MOST_GUESTS)
    if not set(wanted) <= {view.item_id for view in to_give(actor=actor, case_id=case_id, limit=MOST_ITEMS)}:
        raise Stale()
    said_by = None if mine else whose
    asked = write_words(actor=actor, case_id=case_id, place=team((whose,)), kind=ASK, body=words, said_by_id=said_by)
    secret = _new_secret()
    values = [link_id, seat_id, uuid4(), case_id, whose, called, "", str(who), roundtable_id, step_id, asked.item_id, str(said)]
    try:
        until_at = act("invite_guest", [*values, secret_hash(secret)])[0][0]
    except ActRefused as no:
        raise (NothingToAskTo() if no.reason == "not_at_table" else no) from None
    released = release_items(
        actor=actor,
        case_id=case_id,
        item_ids=[asked.item_id, *wanted],
        to_seat_id=seat_id,
        purpose="meeting" if roundtable_id else "plan",
        until_on=_until_on(days(actor=actor, case_id=case_id), until_at),
        how="signed" if mine else "orally",
    )
    if not mine:  # what was said by telephone is seen by who said it
        notify(actor=actor, person_ids=[whose], case_id=case_id, kind=NoticeKind.NEWS)
    return Asked(link_id, secret, until_at, released.waiting)


def _until_on(span: Days, until_at: datetime) -> date:
    """The last day the yes holds: never before the place ends, which is what really ends it, also where the meeting is moved."""
    ends = last_moment(until_at).astimezone(ZoneInfo(span.time_zone)).date()
    return min(max(span.usual, ends), span.latest)


@action
def end_guest(*, actor: Actor, at: datetime, case_id: UUID, link_id: UUID) -> None:
    """The link, and the browser that took it, open nothing from now on. By the citizen whose guest it is, or by who made it. NotHere."""
    _on(case_id, link_id)
    act("end_guest", [link_id])


@action
def renew_guest_link(*, actor: Actor, at: datetime, case_id: UUID, link_id: UUID) -> str:
    """A new secret in place of a lost one, which ends the old. Raises NotHere, NothingToAskTo when the seat is over. Returns the secret."""
    _on(case_id, link_id)
    secret = _new_secret()
    try:
        act("renew_guest", [link_id, secret_hash(secret)])
    except ActRefused as no:
        raise (NothingToAskTo() if no.reason == "not_at_table" else no) from None
    return secret


def _on(case_id: UUID, link_id: UUID) -> None:
    if not GuestLink.objects.filter(id=link_id, case_id=case_id).exists():
        raise NotHere()


def take_link(*, link_id: UUID, secret: str) -> str:
    """The browser that sends this keeps the link from now on; no other can take it. Returns the browser's own secret. NotHere."""
    browser = _new_secret()
    if not act_outside(DOOR, "guest_opens", [link_id, secret_hash(secret), secret_hash(browser)])[0][0]:
        raise NotHere()
    return browser


def answer_as_guest(*, found: GuestHere, reply: Reply, once: UUID | None = None) -> None:
    """The guest says whether they come, or take the step; everyone at the table sees it. The last answer counts. Raises NotHere."""
    if reply not in found.asked.replies:
        raise NotHere()
    actor = found.actor
    with acting(actor, write=True):
        act("guest_answers", [id_once(actor, found.case_id, once), found.link_id, str(reply)])
