"""The page about a professional: read by everyone at their tables, written by themselves."""

from uuid import UUID

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, reading
from roundtable.ground.programmes.actions import write_about_me
from roundtable.ground.programmes.forms import AboutMeForm
from roundtable.ground.programmes.pages import about_page
from roundtable.ground.programmes.queries import ABOUT_LINES, about_mark, about_person
from roundtable.kernel.refusal import Stale
from roundtable.ui.fields import look_again
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


@at_home(Purpose.CASE)
def person_page(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """What a professional says about themselves."""
    about = about_person(actor=actor, person_id=person_id)
    back_url, back = _back(request, actor)
    page = about_page(about, mine=person_id == actor.person_id)
    return render(request, "programmes/person_page.html", {"page": page, "back_url": back_url, "back": back})


def _back(request: HttpRequest, actor: Actor) -> tuple[str, str]:
    """Where the reader came from: the people of a table of theirs, or the team that they lead; else their first page."""
    course = request.GET.get("course", "")
    case_id = next((row.case_id for row in request.hats if row.case_id and str(row.case_id) == course), None)  # type: ignore[attr-defined]
    if case_id is not None:
        return reverse("people", args=[case_id]), _("People and messages")
    return (reverse("team"), _("Team")) if actor.hat == Hat.TEAM_LEADER else ("/", _("Start"))


@at_home(Purpose.CASE, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def about_me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """My own five lines, as others read them, and the form to write them."""
    form = AboutMeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            write_about_me(actor=actor, **form.cleaned_data)
        except Stale as no:
            show_refusal(form, no)
        else:
            return redirect(f"{request.path}?done=written")
    with reading(actor):
        about = about_person(actor=actor, person_id=actor.person_id)
        if not form.is_bound:
            form = AboutMeForm(initial={"seen": about_mark(about), **{name: getattr(about, name) for name in ABOUT_LINES}})
        elif form.has_error(NON_FIELD_ERRORS, Stale.code):
            look_again(form, about_mark(about))
        happened = None
        if request.GET.get("done") == "written" and not form.is_bound:
            happened = Happened(what=_("Your page is saved."), readers=_("Everyone at your tables, and your colleagues in the programme"))
        return render(
            request,
            "programmes/about_me.html",
            {"page": about_page(about, mine=True), "form": form, "happened": happened, "away_url": _away_url(actor)},
        )


def _away_url(actor: Actor) -> str:
    """Where one says that one is away; who leads says it as they say it for others."""
    return reverse("away") if actor.hat == Hat.PROFESSIONAL else reverse("away_for", args=[actor.person_id])
