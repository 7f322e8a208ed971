"""The page on which a meeting writes together; without scripts it is an ordinary form."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import course_ended, ended_among
from roundtable.casework.cowriting.actions import add_step, ask_all, ask_privately, let_read_along, open_sheet, write_boxes
from roundtable.casework.cowriting.forms import SheetForm, SignalForm, StepForm
from roundtable.casework.cowriting.pages import SheetPage, build_sheet
from roundtable.casework.cowriting.queries import reads_along, sheet_of, the_meeting
from roundtable.casework.cowriting.rules import SignalKind
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

TABLE = (Hat.CITIZEN, Hat.PROFESSIONAL)


def _page(actor: Actor, case_id: UUID, roundtable_id: UUID) -> SheetPage:
    sheet = sheet_of(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    meeting = the_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    over = bool(ended_among(actor=actor, seats=sheet.seats)) if sheet else course_ended(actor=actor, case_id=case_id)
    along = reads_along(actor=actor, sheet=sheet) if sheet is not None and actor.hat == Hat.CITIZEN and not over else ()
    return build_sheet(sheet, meeting, actor, along, over=over)


def _sheet_id(actor: Actor, case_id: UUID, roundtable_id: UUID) -> UUID:
    with reading(actor):
        sheet = sheet_of(actor=actor, case_id=case_id, roundtable_id=roundtable_id, log=False)
    if sheet is None:
        raise NotHere()
    return sheet.item_id


def _form(page: SheetPage, data: object = None) -> SheetForm:
    return SheetForm(data, seen=page.seen, boxes=page.boxes, people=page.people)


def _shown(request: HttpRequest, page: SheetPage, form: SheetForm) -> HttpResponse:
    parts = [(part, [form.box(box.id) for box in part.boxes]) for part in page.parts]
    only_shared = request.GET.get("only") == "shared"
    values = {
        "page": page,
        "form": form,
        "parts": parts,
        "step": StepForm(auto_id="new_%s", people=page.people),
        "only_shared": only_shared,
    }
    return render(request, "cowriting/write_together.html", {**values, "case_id": page.case_id})


@on_case(Purpose.MEETING, *TABLE, Hat.COMPANION)
def write_together(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The sheet. Sent as a form, it keeps what this person changed, beside what others wrote meanwhile. A companion reads along."""
    if request.method == "POST" and actor.hat == Hat.COMPANION:
        raise NotHere()
    with reading(actor):
        page = _page(actor, case_id, roundtable_id)
    if page.over and page.sheet_id is None:
        return redirect("past_roundtable", case_id=case_id, roundtable_id=roundtable_id)
    if request.method != "POST" or page.sheet_id is None:
        return _shown(request, page, _form(page))
    form = _form(page, request.POST)
    if form.is_valid():
        try:
            write_boxes(
                actor=actor,
                case_id=case_id,
                sheet_id=page.sheet_id,
                seen=form.cleaned_data["seen"],
                boxes=form.said(),
                chosen=form.chosen(),
            )
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Kept. Everyone at the table can read it."))
            return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)
    with reading(actor):
        return _shown(request, page, form)


@on_case(Purpose.MEETING, *TABLE)
def begin_together(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The first one begins the sheet."""
    if request.method == "POST":
        open_sheet(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def one_more_step(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One more box for a step."""
    if request.method == "POST":
        add_step(actor=actor, case_id=case_id, sheet_id=_sheet_id(actor, case_id, roundtable_id), box_id=uuid4())
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def ask_everybody(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """A pause, on again, or stop: everybody sees who asked."""
    form = SignalForm(request.POST)
    if request.method == "POST" and form.is_valid():
        kind = SignalKind(form.cleaned_data["kind"])
        ask_all(actor=actor, case_id=case_id, sheet_id=_sheet_id(actor, case_id, roundtable_id), kind=kind)
        messages.success(request, _("Everyone at the table sees it."))
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, Hat.CITIZEN)
def ask_quietly(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The citizen tells the one who looks after her, and nobody else."""
    if request.method == "POST":
        sheet_id = _sheet_id(actor, case_id, roundtable_id)
        ask_privately(actor=actor, case_id=case_id, sheet_id=sheet_id, roundtable_id=roundtable_id, item_id=uuid4())
        messages.success(request, _("Only the one who looks after you was told."))
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, Hat.CITIZEN)
def read_along(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID, seat_id: UUID) -> HttpResponse:
    """The citizen lets who sits beside her read along."""
    if request.method == "POST":
        let_read_along(actor=actor, case_id=case_id, roundtable_id=roundtable_id, seat_id=seat_id)
        messages.success(request, _("They can read along now. You can take it back at any time, under what is shared."))
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)
