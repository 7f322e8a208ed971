"""The page on which a meeting writes together; without scripts it is an ordinary form."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import course_ended, ended_among
from roundtable.casework.cowriting.actions import (
    add_step,
    ask_all,
    ask_privately,
    begin_own,
    end_quiet,
    let_read_along,
    open_sheet,
    put_in_what_i_said,
    write_boxes,
)
from roundtable.casework.cowriting.forms import SheetForm, SignalForm, StepForm
from roundtable.casework.cowriting.pages import QuietShown, SheetPage, build_sheet, quiet_before, takes_words
from roundtable.casework.cowriting.queries import SheetView, asked_of_all, reads_along, sheet_of, the_meeting
from roundtable.casework.cowriting.rules import SAID_BEFORE, BoxKind, SignalKind
from roundtable.casework.plans.queries import own_goals
from roundtable.casework.roundtables.actions import end_quiet_word
from roundtable.casework.roundtables.queries import quiet_shown, quiet_words
from roundtable.casework.roundtables.rules.quiet import QuietWord
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.ids import parse_id
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

TABLE = (Hat.CITIZEN, Hat.PROFESSIONAL)


def _page(actor: Actor, case_id: UUID, roundtable_id: UUID, *, only_shared: bool = False) -> SheetPage:
    """`only_shared`: everybody in the room may look at it, so that what was said quietly is not shown, nor noted as shown."""
    sheet = sheet_of(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    meeting = the_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    over = bool(ended_among(actor=actor, seats=sheet.seats)) if sheet else course_ended(actor=actor, case_id=case_id)
    along = reads_along(actor=actor, sheet=sheet) if sheet is not None and actor.hat == Hat.CITIZEN and not over else ()
    takes = takes_words(meeting, over=over, at=timezone.now())
    goals = own_goals(actor=actor, case_id=case_id) if sheet is not None and takes and actor.hat in TABLE else ()
    page = build_sheet(sheet, meeting, actor, along, goals, takes=takes, over=over)
    if only_shared or not page.open or actor.hat not in TABLE:
        return replace(page, quiet=None)
    words = sheet.quiet if sheet else quiet_words(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if sheet is None:
        page = replace(page, quiet=_before(actor, case_id, words))
    quiet_shown(actor=actor, found=[word for word in words if page.quiet and word.item_id == page.quiet.id])
    return page


def _before(actor: Actor, case_id: UUID, words: Sequence[QuietWord]) -> QuietShown | None:
    """The quiet word that stands between the reader and somebody else where nobody has begun a sheet."""
    return quiet_before(words, seats_on(actor=actor, case_ids=[case_id]), actor) if words else None


def _sheet(actor: Actor, case_id: UUID, roundtable_id: UUID) -> SheetView | None:
    """The sheet, where somebody has begun it: to act on, so that it is no reading."""
    with reading(actor):
        found: SheetView | None = sheet_of(actor=actor, case_id=case_id, roundtable_id=roundtable_id, log=False)
    return found


def _sheet_id(actor: Actor, case_id: UUID, roundtable_id: UUID) -> UUID:
    sheet = _sheet(actor, case_id, roundtable_id)
    if sheet is None:
        raise NotHere()
    return sheet.item_id


def _begun(actor: Actor, case_id: UUID, roundtable_id: UUID) -> UUID:
    """The sheet, begun by who asks for something where nobody has begun it: a pause waits for no writing."""
    sheet = _sheet(actor, case_id, roundtable_id)
    return sheet.item_id if sheet else open_sheet(actor=actor, case_id=case_id, roundtable_id=roundtable_id)


def _form(page: SheetPage, data: object = None) -> SheetForm:
    return SheetForm(data, seen=page.seen, boxes=page.boxes, people=page.people)


def _only_shared(request: HttpRequest) -> bool:
    """Whether the page stands on a screen that everybody in the room looks at."""
    return request.GET.get("only") == "shared"


def _shown(request: HttpRequest, page: SheetPage, form: SheetForm) -> HttpResponse:
    parts = [(part, [form.box(box.id) for box in part.boxes]) for part in page.parts]
    values = {
        "page": page,
        "form": form,
        "parts": parts,
        "step": StepForm(auto_id="new_%s", people=page.people),
        "only_shared": _only_shared(request),
        "once": uuid4(),
    }
    return render(request, "cowriting/write_together.html", {**values, "case_id": page.case_id})


@on_case(Purpose.MEETING, *TABLE, Hat.COMPANION)
def write_together(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The sheet. Sent as a form, it keeps what this person changed, beside what others wrote meanwhile. A companion reads along."""
    if request.method == "POST" and actor.hat == Hat.COMPANION:
        raise NotHere()
    with reading(actor):
        page = _page(actor, case_id, roundtable_id, only_shared=_only_shared(request))
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
        sheet_id = open_sheet(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
        begin_own(actor=actor, case_id=case_id, sheet_id=sheet_id)
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def one_more_step(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One more box for a step; its id is the form's token."""
    if request.method == "POST":
        sheet_id = _sheet_id(actor, case_id, roundtable_id)
        once = parse_id(request.POST["once"]) if "once" in request.POST else uuid4()
        add_step(actor=actor, case_id=case_id, sheet_id=sheet_id, box_id=once)
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def put_in(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID, what: str) -> HttpResponse:
    """What this person has said already stands in their own box."""
    if what not in SAID_BEFORE:
        raise NotHere()
    if request.method == "POST":
        sheet_id = _sheet_id(actor, case_id, roundtable_id)
        done = put_in_what_i_said(actor=actor, case_id=case_id, sheet_id=sheet_id, kind=BoxKind(what))
        if done:
            messages.success(request, _("Kept. Everyone at the table can read it."))
        elif done is False:
            messages.info(request, _("You have not written anything down there yet."))
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def ask_everybody(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """A pause, on again, or stop: everybody sees who asked."""
    form = SignalForm(request.POST)
    if request.method == "POST" and form.is_valid():
        kind = SignalKind(form.cleaned_data["kind"])
        ask_all(actor=actor, case_id=case_id, sheet_id=_begun(actor, case_id, roundtable_id), kind=kind)
        messages.success(request, _("Everyone at the table sees it."))
        if form.cleaned_data["back"]:
            return redirect(form.cleaned_data["back"], case_id=case_id, roundtable_id=roundtable_id)
    shown = reverse("write_together", kwargs={"case_id": case_id, "roundtable_id": roundtable_id})
    return redirect(f"{shown}?only=shared" if _only_shared(request) else shown)


@on_case(Purpose.MEETING, *TABLE)
def what_is_asked(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """What was asked of everybody last, for a page without a line of its own, as a sentence. Nothing that one person alone was told.

    `own`: which quiet word the asking page shows. Where another stands between its reader and somebody else, it is to be loaded again,
    as where the sheet was begun: the answer has the same form, and no word.
    """
    begun, kind, name = asked_of_all(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if not begun and "own" in request.GET:
        words = quiet_words(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
        stands = _before(actor, case_id, words)
        begun = request.GET["own"] != (str(stands.id) if stands else "")
    said = ""
    if kind in (SignalKind.PAUSE, SignalKind.STOP):
        said = (_("%(name)s asks for a pause.") if kind == SignalKind.PAUSE else _("%(name)s asks to stop here.")) % {"name": name}
    return JsonResponse({"begun": begun, "said": said}, headers={"Cache-Control": "no-store"})


@on_case(Purpose.MEETING, Hat.CITIZEN)
def ask_quietly(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The citizen tells the one who looks after her, and nobody else; the sheet says whether they were shown it."""
    if request.method == "POST":
        sheet = _sheet(actor, case_id, roundtable_id)
        ask_privately(actor=actor, case_id=case_id, sheet_id=sheet.item_id if sheet else None, roundtable_id=roundtable_id)
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *TABLE)
def answer_quietly(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID, word_id: UUID) -> HttpResponse:
    """Who was told has seen it, or she takes it back."""
    if request.method == "POST":
        sheet = _sheet(actor, case_id, roundtable_id)
        if sheet:
            end_quiet(actor=actor, case_id=case_id, sheet_id=sheet.item_id, word_id=word_id)
        else:
            end_quiet_word(actor=actor, case_id=case_id, roundtable_id=roundtable_id, word_id=word_id)
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, Hat.CITIZEN)
def read_along(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID, seat_id: UUID) -> HttpResponse:
    """The citizen lets who sits beside her read along."""
    if request.method == "POST":
        let_read_along(actor=actor, case_id=case_id, roundtable_id=roundtable_id, seat_id=seat_id)
        messages.success(request, _("They can read along now. You can take it back at any time, under what is shared."))
    return redirect("write_together", case_id=case_id, roundtable_id=roundtable_id)
