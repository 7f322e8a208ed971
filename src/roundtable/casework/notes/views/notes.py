"""Notes and the notebook."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import ended_among
from roundtable.casework.notes.actions import correct_note, save_draft, write_note
from roundtable.casework.notes.forms import CorrectForm, NotebookForm, NoteForm
from roundtable.casework.notes.pages import (
    ALL,
    about_choices,
    needs_no_opening,
    note_view,
    notes_page,
    page_number,
    place_choices,
    place_of,
    row_readers,
    whose_choices,
)
from roundtable.casework.notes.queries import NotePage, corrected, note_page, note_row, open_note
from roundtable.casework.notes.rules import DraftFor, NoteKind, in_layers
from roundtable.casework.notes.views.drafts import WRITES, initial_of, taken_up
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.queries.shares import given_to, shares
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, seats_on, words
from roundtable.ground.seats.rules import ScopeKind, own
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.parts import Pager
from roundtable.ui.refusals import show_refusal


@on_case(Purpose.CASE, *WRITES, Hat.REPRESENTATIVE)
def notes(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Notes the person may read."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    number = page_number(request.GET.get("page"))
    page = _listed(actor, case_id, seats, note_page(actor=actor, case_id=case_id, page=number))
    context = {
        "page": page,
        "case_id": case_id,
        "writes": actor.hat == Hat.PROFESSIONAL,
        "happened": None,
        "own_pages": actor.hat in WRITES,
    }
    return render(request, "notes/notes.html", context)


def _over(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> bool:
    """Whether the course has ended; asked only where nobody who works sits there any more."""
    return case_id in ended_among(actor=actor, seats=seats)


def _listed(actor: Actor, case_id: UUID, seats: Sequence[SeatView], found: NotePage) -> Any:
    ids = [row.item_id for row in found.rows if needs_no_opening(row, actor)]
    known = {view.item_id: view for view in words(actor=actor, item_ids=ids, log=False)} if ids else {}
    marked = corrected(actor=actor, item_ids=[row.item_id for row in found.rows]) if found.rows else frozenset()
    given = given_to(actor=actor, item_ids=[row.item_id for row in found.rows])
    pager, over = Pager(found.page, found.pages), _over(actor, case_id, seats)
    return notes_page(actor, case_id, seats, found.rows, known, marked, pager, given, over=over)


@on_case(Purpose.CASE, *WRITES, Hat.REPRESENTATIVE)
def note(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """One note with its corrections, and who reads it."""
    found = open_note(actor=actor, case_id=case_id, item_id=item_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    given = [row.to_name for row in shares(actor=actor, case_id=case_id) if row.live and item_id in row.item_ids]
    page = note_view(actor, case_id, seats, found, given, given_to(actor=actor, item_ids=[item_id]), over=_over(actor, case_id, seats))
    hers = actor.hat == Hat.CITIZEN and found.row.scope_kind == ScopeKind.OWN  # a page of it that she shared leads nobody else into it
    url = reverse("notebook" if hers else "notes", args=[case_id])
    return render(request, "notes/note.html", {"page": page, "back_url": url, "happened": _note_happened(request, page)})


def _note_happened(request: HttpRequest, page: Any) -> Happened | None:
    if request.GET.get("done") == "kept":
        return Happened(
            what=_("Your note stands here."), readers=page.readers.words, change_url=page.correct_url, change_label=_("Correct it")
        )
    if request.GET.get("done") == "corrected":
        return Happened(what=_("Your correction stands beside the first text. Both can be read."), readers=page.readers.words)
    return None


@on_case(Purpose.CASE, Hat.PROFESSIONAL, begun=True)
def write_note_here(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A professional writes a note; who shall read it is chosen first."""
    if request.method != "POST":
        return _write_page(request, actor, case_id)
    with reading(actor):
        seats = seats_on(actor=actor, case_ids=[case_id])
    form = NoteForm(request.POST, places=place_choices(actor, seats), about=about_choices(seats), whose=whose_choices(seats))
    if form.is_valid():
        try:
            return redirect(_kept(actor, case_id, form, draft="keep" in request.POST))
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        return _write_page(request, actor, case_id, form)


def _kept(actor: Actor, case_id: UUID, form: NoteForm, *, draft: bool) -> str:
    values = form.cleaned_data
    if draft:
        about = values["about"]
        save_draft(
            actor=actor,
            case_id=case_id,
            made_for=DraftFor.NOTE,
            headline=values["headline"],
            body=values["body"],
            line=values["line"],
            place=values["place"],
            about_id=None if about == ALL else UUID(about),
            draft_id=values["draft"],
            once=values["once"],
        )
        return reverse("write_note", args=[case_id]) + "?done=kept"
    written = write_note(
        actor=actor,
        case_id=case_id,
        place=place_of(values["place"], values["about"]),
        headline=values["headline"],
        body=values["body"],
        line=values["line"],
        said_by_id=form.said_by(),
        item_id=values["once"],
        draft_id=values["draft"],
    )
    return reverse("note", args=[case_id, written.item_id]) + "?done=kept"


def _write_page(request: HttpRequest, actor: Actor, case_id: UUID, form: NoteForm | None = None) -> HttpResponse:
    seats = seats_on(actor=actor, case_ids=[case_id])
    if form is None:
        draft = taken_up(request, actor, case_id, DraftFor.NOTE)
        initial = initial_of(draft)
        if draft is not None and draft.about_id is None:
            initial["about"] = ALL
        form = NoteForm(initial=initial, places=place_choices(actor, seats), about=about_choices(seats), whose=whose_choices(seats))
    context = {"form": form, "case_id": case_id, "happened": _draft_happened(request)}
    return render(request, "notes/write_note.html", context, status=422 if form.errors else 200)


def _draft_happened(request: HttpRequest) -> Happened | None:
    if request.GET.get("done") != "kept":
        return None
    return Happened(
        what=_("Your text is kept. It is not sent."),
        readers=_("Only you"),
        change_url=reverse("drafts"),
        change_label=_("Your half-written texts"),
    )


@on_case(Purpose.CASE, Hat.CITIZEN)
def notebook(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A citizen's own notebook: what is in it, and writing in it."""
    if request.method != "POST":
        return _notebook_page(request, actor, case_id)
    form = NotebookForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            write_note(
                actor=actor,
                case_id=case_id,
                place=own(),
                headline=values["headline"],
                body=values["body"],
                item_id=values["once"],
                draft_id=values["draft"],
            )
            return redirect(reverse("notebook", args=[case_id]) + "?done=kept")
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        return _notebook_page(request, actor, case_id, form)


def _notebook_page(request: HttpRequest, actor: Actor, case_id: UUID, form: NotebookForm | None = None) -> HttpResponse:
    seats = seats_on(actor=actor, case_ids=[case_id])
    number = page_number(request.GET.get("page"))
    page = _listed(actor, case_id, seats, note_page(actor=actor, case_id=case_id, notebook=True, page=number))
    if form is None:
        form = NotebookForm(initial=initial_of(taken_up(request, actor, case_id, DraftFor.NOTEBOOK)))
    form.readers = readers_of(ScopeKind.OWN, seats, actor)
    happened = None
    if request.GET.get("done") == "kept":
        happened = Happened(what=_("It is in your notebook."), readers=_("Only you"))
    context = {"page": page, "form": form, "case_id": case_id, "happened": happened}
    return render(request, "notes/notebook.html", context, status=422 if form.errors else 200)


@on_case(Purpose.CASE, *WRITES)
def correct(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """The author sets a text right."""
    if request.method != "POST":
        return _correct_page(request, actor, case_id, item_id)
    form = CorrectForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            correct_note(actor=actor, item_id=item_id, reason=values["reason"], body=form.text(), new_id=values["once"])
            return redirect(_after_correcting(actor, case_id, item_id))
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        return _correct_page(request, actor, case_id, item_id, form)


def _after_correcting(actor: Actor, case_id: UUID, item_id: UUID) -> str:
    row = note_row(actor=actor, item_id=item_id)
    if row.kind == NoteKind.MESSAGE:
        other = row.professional_id if actor.hat == Hat.CITIZEN else row.citizen_id
        return reverse("write_message", args=[case_id, other]) + "?done=sent"
    return reverse("note", args=[case_id, row.corrects_id or item_id]) + "?done=corrected"


def _correct_page(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID, form: CorrectForm | None = None) -> HttpResponse:
    found = open_note(actor=actor, case_id=case_id, item_id=item_id)
    if found.row.author_id != actor.person_id:
        raise NotHere()
    seats = seats_on(actor=actor, case_ids=[case_id])
    body, more = in_layers((found.corrections[-1] if found.corrections else found.words).body)
    form = form or CorrectForm(initial={"body": body, "more": more})
    if found.row.kind != NoteKind.MESSAGE:
        form.in_one_layer()
    form.readers = row_readers(found.row, seats, actor, {}, over=_over(actor, case_id, seats))  # what is written now was given to nobody
    context = {"form": form, "words": found.words, "back_url": reverse("note", args=[case_id, found.row.corrects_id or item_id])}
    return render(request, "notes/correct_note.html", context, status=422 if form.errors else 200)
