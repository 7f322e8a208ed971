"""What we bring to the table."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.assessments.actions import Ready, bring_lines, change_lines, confirm_brought, open_early, save_lines
from roundtable.casework.assessments.forms import ChangeLinesForm, LinesForm, OpenEarlyForm, ProfessionalLinesForm
from roundtable.casework.assessments.pages import bring_page
from roundtable.casework.assessments.queries import what_we_bring
from roundtable.casework.assessments.rules import WorkAbility
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.kernel.refusal import NotHere, Refusal, Stale
from roundtable.kernel.texts import mark_of
from roundtable.ui.fields import look_again
from roundtable.ui.refusals import show_refusal

WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)


@on_case(Purpose.PREPARE, *WRITES)
def bring(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The page, and putting down one's lines: kept for later, or ready."""
    if request.method != "POST":
        return _page(request, actor, case_id)
    citizens = _citizens(actor, case_id)
    form = _form(actor, request.POST, citizens=citizens)
    if not form.is_valid():
        return _again(request, actor, case_id, form)
    values = form.cleaned_data
    try:
        if "keep" in request.POST:
            save_lines(actor=actor, case_id=case_id, text=values["lines"])
            messages.success(request, _("Kept. Only you can see it. Come back when you like."))
        else:
            said_by = _said_by(actor, values)
            done = bring_lines(
                actor=actor,
                case_id=case_id,
                text=values["lines"],
                ability=_ability(values),
                said_by_id=said_by,
                about_id=UUID(values["about"]) if values.get("about") else None,
                item_id=values["once"],
            )
            messages.success(request, _said(done, actor, dict(citizens).get(said_by, "") if said_by else ""))
    except Refusal as no:
        show_refusal(form, no)
        return _again(request, actor, case_id, form)
    return redirect("what_we_bring", case_id=case_id)


@on_case(Purpose.PREPARE, *WRITES)
def change(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Lines that are not open yet are written anew."""
    with reading(actor):
        data = what_we_bring(actor=actor, case_id=case_id)
    lines = next((view for view in data.mine_all if view.item_id == item_id), None)
    if lines is None:
        raise NotHere()
    form = ChangeLinesForm(request.POST or None, initial={"lines": "\n".join(lines.lines), "seen": mark_of(*lines.lines)})
    stands: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            change_lines(actor=actor, case_id=case_id, item_id=item_id, text=values["lines"], seen=values["seen"])
        except Refusal as no:
            show_refusal(form, no)
            if isinstance(no, Stale):
                stands = tuple(lines.lines)
                look_again(form, mark_of(*lines.lines))
        else:
            messages.success(request, _("Your lines are changed. They stay closed until all are ready."))
            return redirect("what_we_bring", case_id=case_id)
    elif not lines.changeable:
        return redirect("what_we_bring", case_id=case_id)
    with reading(actor):
        context = {"form": form, "case_id": case_id, "stands": stands, "page": bring_page(data, actor, case_id)}
        return render(request, "assessments/change_lines.html", context, status=422 if form.errors else 200)


@on_case(Purpose.PREPARE, Hat.CITIZEN)
def confirm(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Yes, I said that, or I say it differently: of lines somebody else put down as hers."""
    if request.method == "POST" and request.POST.get("answer") == "differently":
        confirm_brought(actor=actor, case_id=case_id, item_id=item_id, so=False)
        messages.success(request, _("It stands there now that you say it differently. If you like, write it here in your own words."))
        return redirect(reverse("what_we_bring", args=[case_id]) + "#id_lines")
    if request.method == "POST":
        confirm_brought(actor=actor, case_id=case_id, item_id=item_id)
        messages.success(request, _("Thank you. It stands there as what you said."))
    return redirect("you_told_us" if request.POST.get("from") == "told" else "what_we_bring", case_id=case_id)


@on_case(Purpose.PREPARE, Hat.PROFESSIONAL)
def open_now(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Opening before all are ready, with a reason."""
    if request.method != "POST":
        return redirect("what_we_bring", case_id=case_id)
    form = OpenEarlyForm(request.POST)
    if not form.is_valid():
        return _again(request, actor, case_id, None, early=form)
    try:
        open_early(actor=actor, case_id=case_id, reason=form.cleaned_data["reason"], item_id=form.cleaned_data["once"])
    except Refusal as no:
        show_refusal(form, no)
        return _again(request, actor, case_id, None, early=form)
    messages.success(
        request, _("It is open now. Everyone at the table reads your reason. What each wrote is open to the citizen, who shares it on.")
    )
    return redirect("what_we_bring", case_id=case_id)


def _said(done: Ready, actor: Actor, name: str = "") -> str:
    """`name`: whose lines they are, where somebody else put them down."""
    opened = done.opened
    if done.before and name:
        return _("The lines of %(name)s are down, and open with the others.") % {"name": name}
    if done.before and actor.hat == Hat.CITIZEN:
        return _("Your lines are down. You decide who reads them.")
    if done.before:
        return _("Your lines are down, and open to the citizen now, who shares them on.")
    if name and opened:
        return _("The lines of %(name)s are down, and all are ready now. What each wrote is open to the citizen, who shares it on.") % {
            "name": name
        }
    if name:
        return _("The lines of %(name)s are down. They stay closed until all are ready. You see it on your first page then.") % {
            "name": name
        }
    if opened and actor.hat == Hat.CITIZEN:
        return _("Your lines are down, and all are ready now. What the others wrote is open.")
    if opened:
        return _("Your lines are down, and all are ready now. What each wrote is open to the citizen, who shares it on.")
    return _("Your lines are down. They stay closed until all are ready. You see it on your first page then.")


def _ability(values: dict[str, Any]) -> WorkAbility | None:
    if values.get("from_hours") is None or values.get("to_hours") is None:
        return None
    return WorkAbility(values["from_hours"], values["to_hours"], values.get("sure") or "not_sure")


def _said_by(actor: Actor, values: dict[str, Any]) -> UUID | None:
    whose = values.get("whose", "mine")
    return None if actor.hat == Hat.CITIZEN or whose == "mine" else UUID(whose)


def _citizens(actor: Actor, case_id: UUID) -> tuple[tuple[UUID, str], ...]:
    with reading(actor):
        seats = what_we_bring(actor=actor, case_id=case_id).seats
    if not seats:
        raise NotHere()
    return tuple((seat.person_id, seat.given_name) for seat in seats if seat.hat == "citizen")


def _form(
    actor: Actor, data: Any = None, *, citizens: tuple[tuple[UUID, str], ...] = (), initial: dict[str, Any] | None = None
) -> LinesForm:
    if actor.hat == Hat.CITIZEN:
        return LinesForm(data, initial=initial)
    return ProfessionalLinesForm(data, initial=initial, citizens=citizens)


def _again(request: HttpRequest, actor: Actor, case_id: UUID, form: LinesForm | None, early: OpenEarlyForm | None = None) -> HttpResponse:
    with reading(actor):
        return _page(request, actor, case_id, form, early)


def _page(
    request: HttpRequest, actor: Actor, case_id: UUID, form: LinesForm | None = None, early: OpenEarlyForm | None = None
) -> HttpResponse:
    data = what_we_bring(actor=actor, case_id=case_id)
    page = bring_page(data, actor, case_id)
    if form is None:
        draft = data.my_draft.body if data.my_draft else ""
        form = _form(actor, citizens=page.citizens, initial={"lines": draft})
    shown = early if early is not None and early.is_bound and early.data else OpenEarlyForm()
    return render(request, "assessments/what_we_bring.html", {"page": page, "form": form, "early": shown})
