"""Contacts as shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.notes.pages.parts import doers, people_of
from roundtable.casework.notes.queries import ContactView
from roundtable.casework.notes.rules import ContactHow, ContactState
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.ui.parts import Mark
from roundtable.ui.table import Readers


@dataclass(frozen=True)
class ContactLine:
    """A contact in a list. `ahead`: nobody has noted yet what became of it."""

    item_id: UUID
    how: str
    state: str
    mark: Mark
    at: datetime
    minutes: int | None
    who: str
    line: str
    readers: Readers
    mark_url: str
    ahead: bool


STATE_MARKS: Mapping[ContactState, Mark] = {
    ContactState.PLANNED: "slate",
    ContactState.HELD: "moss",
    ContactState.MOVED: "amber",
    ContactState.DID_NOT_COME: "slate",
    ContactState.WE_CANCELLED: "slate",
}


def state_words(state: ContactState) -> str:
    """What became of it, in words."""
    return {
        ContactState.PLANNED: _("Planned"),
        ContactState.HELD: _("Held"),
        ContactState.MOVED: _("Moved"),
        ContactState.DID_NOT_COME: _("Did not come"),
        ContactState.WE_CANCELLED: _("Cancelled by us"),
    }[state]


def how_words(how: ContactHow) -> str:
    """How they meet, in words."""
    return {
        ContactHow.TALK: _("Talk"),
        ContactHow.PHONE: _("Telephone call"),
        ContactHow.VIDEO: _("Video"),
        ContactHow.VISIT: _("Visit"),
        ContactHow.TREATMENT: _("Treatment hour"),
        ContactHow.PUBLIC: _("Meeting with several people"),
    }[how]


def contact_lines(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    found: Sequence[ContactView],
    lines: Mapping[UUID, Words],
    given: Mapping[UUID, frozenset[UUID]],
    *,
    over: bool = False,
) -> tuple[ContactLine, ...]:
    """Contacts as shown, latest first."""
    people = people_of(seats)
    shown = []
    for view in found:
        who = doers(people, view.people, actor)
        holder = view.author_id if view.scope_kind == ScopeKind.CONFIDENCE else None
        shared = given.get(view.item_id, ())
        readers = readers_of(
            view.scope_kind, seats, actor, holder_id=holder, about=view.about, side_id=view.side_id, given_to=shared, over=over
        )
        url = reverse("mark_contact", args=[case_id, view.item_id]) if actor.hat == Hat.PROFESSIONAL else ""
        line = lines[view.item_id].headline if view.item_id in lines else ""
        shown.append(
            ContactLine(
                view.item_id,
                how_words(view.how),
                state_words(view.state),
                STATE_MARKS[view.state],
                view.begins_at,
                view.minutes,
                who,
                line,
                readers,
                url,
                view.state in (ContactState.PLANNED, ContactState.MOVED),
            )
        )
    return tuple(shown)
