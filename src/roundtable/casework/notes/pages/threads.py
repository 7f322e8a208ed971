"""What passes between a citizen and one professional, as shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from roundtable.casework.notes.pages.parts import name_of, people_of
from roundtable.casework.notes.pages.wordings import wordings
from roundtable.casework.notes.rules import in_layers
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import away_words, readers_of
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere
from roundtable.ui.parts import Pager
from roundtable.ui.table import Readers


@dataclass(frozen=True)
class Bubble:
    """One message. `more`: its second layer, folded; `reason`: why it corrects the one before; `correct_url` for one's own."""

    by: str
    mine: bool
    at: datetime
    body: str
    reason: str
    correct_url: str
    more: str = ""


@dataclass(frozen=True)
class ThreadPage:
    """What two people wrote to each other. `read_first`: what the citizen asked who is new at her table to read first.

    `wordings`: wording for what is hard to say, for who works with her.
    """

    other: SeatView
    readers: Readers
    bubbles: tuple[Bubble, ...]
    pager: Pager
    can_write: bool
    back_url: str
    away: tuple[str, ...] = ()
    read_first: tuple[Bubble, ...] = ()
    wordings: tuple[tuple[str, str], ...] = ()


def pair_of(actor: Actor, seats: Sequence[SeatView], other_id: UUID) -> tuple[SeatView, UUID, UUID]:
    """The other's seat, and the citizen and the professional of the two. NotHere where they are no such pair."""
    other = people_of(seats).get(other_id)
    if other is None or other_id == actor.person_id:
        raise NotHere()
    if actor.hat == Hat.CITIZEN and other.hat == "professional":
        return other, actor.person_id, other_id
    if actor.hat == Hat.PROFESSIONAL and other.hat == "citizen":
        return other, other_id, actor.person_id
    raise NotHere()


def thread_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    other_id: UUID,
    found: Sequence[Words],
    page: int,
    pages: int,
    first: Sequence[Words] = (),
    *,
    over: bool,
) -> ThreadPage:
    """A thread, newest message first, with the form above it. `first`: to be read first, she asked; `over`: the course has ended."""
    other, citizen_id, professional_id = pair_of(actor, seats, other_id)
    people = people_of(seats)
    readers = readers_of(ScopeKind.CONFIDENCE, seats, actor, holder_id=professional_id, about=(citizen_id,), over=over)
    bubbles = tuple(bubble(view, people, actor, case_id) for view in found)
    return ThreadPage(
        other,
        readers,
        bubbles,
        Pager(min(page, pages), pages),
        other.live,
        reverse("people", args=[case_id]),
        away_words(other, actor),
        tuple(replace(bubble(view, people, actor, case_id), correct_url="") for view in first),
        wordings() if actor.hat == Hat.PROFESSIONAL else (),
    )


def bubble(view: Words, people: Mapping[UUID, SeatView], actor: Actor, case_id: UUID) -> Bubble:
    mine = view.author_id == actor.person_id
    url = reverse("correct_note", args=[case_id, view.item_id]) if mine else ""
    body, more = in_layers(view.body)
    return Bubble(name_of(people, view.author_id, actor), mine, view.made_at, body, view.headline, url, more)
