"""Half-written texts as shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.notes.pages.parts import begins
from roundtable.casework.notes.queries import DraftView
from roundtable.casework.notes.rules import DraftFor


@dataclass(frozen=True)
class DraftLine:
    """A half-written text and where to go on with it."""

    item_id: UUID
    case_id: UUID
    what: str
    begins: str
    at: datetime
    url: str


def draft_lines(found: Sequence[DraftView]) -> tuple[DraftLine, ...]:
    """Half-written texts, each with the page where it goes on."""
    return tuple(
        DraftLine(
            view.item_id, view.case_id, _draft_words(view), begins(view.headline or view.body or view.line), view.touched_at, _where(view)
        )
        for view in found
    )


def _draft_words(view: DraftView) -> str:
    return {DraftFor.MESSAGE: _("Message"), DraftFor.NOTE: _("Note"), DraftFor.NOTEBOOK: _("Notebook")}[view.made_for]


def _where(view: DraftView) -> str:
    if view.made_for == DraftFor.MESSAGE and view.to_id:
        url = reverse("write_message", args=[view.case_id, view.to_id])
    else:
        url = reverse("notebook" if view.made_for == DraftFor.NOTEBOOK else "write_note", args=[view.case_id])
    return f"{url}?draft={view.item_id}"
