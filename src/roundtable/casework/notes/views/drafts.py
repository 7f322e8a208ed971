"""Half-written texts: the list of one's own, taking one up again, throwing one away."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.notes.actions import discard_draft
from roundtable.casework.notes.pages import draft_lines
from roundtable.casework.notes.queries import DraftView, drafts
from roundtable.casework.notes.rules import DraftFor
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case
from roundtable.kernel.ids import parse_id
from roundtable.kernel.refusal import NotHere

WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)


@at_home(Purpose.CASE, *WRITES)
def my_drafts(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All half-written texts of the person."""
    return render(request, "notes/drafts.html", {"lines": draft_lines(drafts(actor=actor)), "citizen": actor.hat == Hat.CITIZEN})


@on_case(Purpose.CASE, *WRITES)
def discard(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """One is thrown away."""
    if request.method != "POST":
        return redirect("drafts")
    discard_draft(actor=actor, item_id=item_id)
    messages.success(request, _("The half-written text is gone. Nobody has read it."))
    return redirect("drafts")


def taken_up(request: HttpRequest, actor: Actor, case_id: UUID, *made_for: DraftFor) -> DraftView | None:
    """The draft named in the address, if it is the actor's and belongs here; else None, and the page starts empty."""
    said = request.GET.get("draft")
    if not said:
        return None
    try:
        found: tuple[DraftView, ...] = drafts(actor=actor, case_id=case_id, item_id=parse_id(said))
    except NotHere:
        return None
    return next((draft for draft in found if draft.made_for in made_for), None)


def initial_of(draft: DraftView | None) -> dict[str, Any]:
    """What a form starts with when a draft is taken up again."""
    if draft is None:
        return {}
    return {
        "draft": draft.item_id,
        "headline": draft.headline,
        "body": draft.body,
        "line": draft.line,
        "place": draft.place,
        "about": str(draft.about_id or ""),
    }
