"""The team, for who leads it; one more at a table; and who is away, for who is and for who leads them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.cases.actions import add_professional as seat_one_more
from roundtable.casework.cases.pages import courses
from roundtable.casework.cases.queries import case_phase, caseload
from roundtable.casework.cases.rules import ADDED
from roundtable.casework.pairs import actions
from roundtable.casework.pairs.forms import NOBODY, AddForm, AwayForm, CoverForm
from roundtable.casework.pairs.pages import add_page, away_page, join_choices, team_page
from roundtable.casework.pairs.queries import could_cover, load, pairs, uncovered
from roundtable.casework.pairs.rules import who_could_join
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.programmes.queries import AboutPerson, about_person, absences
from roundtable.ground.seats.queries import SeatView, programme_of, seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What needs the leader, members with load and cover, pairs with the hours they have in common."""
    role, by_load = request.GET.get("role", "")[:60], request.GET.get("by") == "load"
    away = absences(actor=actor)
    left = uncovered(actor=actor, absences=away)
    needs = [row for row in away if row.cover_id is None or left[row.id]]
    page = team_page(load(actor=actor), pairs(actor=actor), role=role, by_load=by_load, away=needs)
    return render(request, "pairs/team.html", {"page": page})


def _done(form: forms.Form, run: Callable[[dict[str, Any]], None]) -> bool:
    """Whether the act was done; its refusal stands on the form."""
    if not form.is_valid():
        return False
    try:
        run(form.cleaned_data)
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        return False
    return True


@at_home(Purpose.CASE, Hat.PROFESSIONAL)
def away(request: HttpRequest, actor: Actor) -> HttpResponse:
    """I am away: said once, read at every table of mine."""
    return _away(request, actor, actor.person_id)


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def away_for(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    """A colleague is away who cannot say it."""
    return _away(request, actor, person_id)


def _away(request: HttpRequest, actor: Actor, person_id: UUID) -> HttpResponse:
    if request.method == "POST" and "end" in request.POST:
        actions.end_away(actor=actor, person_id=person_id, absence_id=_absence_id(request.POST["end"]))
        return redirect(f"{request.path}?done=ended")
    with reading(actor):
        cover = could_cover(actor=actor, person_id=person_id)
        about: AboutPerson = about_person(actor=actor, person_id=person_id)
    form = AwayForm(request.POST if request.method == "POST" else None, cover=[(str(one), name) for one, name in cover])

    def run(data: dict[str, Any]) -> None:
        covers = None if data["cover_id"] == NOBODY else UUID(data["cover_id"])
        actions.say_away(
            actor=actor,
            person_id=person_id,
            first_day=data["first_day"],
            back_on=data["back_on"],
            cover_id=covers,
            absence_id=data["once"],
        )

    if request.method == "POST" and _done(form, run):
        return redirect(f"{request.path}?done=said")
    with reading(actor):
        page = away_page(absences(actor=actor, person_id=person_id), about, mine=person_id == actor.person_id)
    return render(request, "pairs/away.html", {"page": page, "form": form, "happened": _happened(request.GET.get("done"))})


def _absence_id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotHere() from None


def _happened(done: str | None) -> Happened | None:
    if done == "said":
        return Happened(
            what=_("It is noted. It ends by itself."),
            readers=_("Everyone at these tables, from a week before"),
            comes_next=_("Who covers has been told. The team leader decides at which tables they sit down meanwhile."),
        )
    if done == "ended":
        return Happened(what=_("The absence has ended. Nothing says away any more."), readers=_("Everyone at these tables"))
    return None


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def seat_cover(request: HttpRequest, actor: Actor, absence_id: UUID) -> HttpResponse:
    """Who covers sits down at tables of the one who is away."""
    with reading(actor):
        found = next((row for row in absences(actor=actor) if row.id == absence_id and row.cover_id), None)
        if found is None or found.cover_id is None:
            raise NotHere()
        left = uncovered(actor=actor, absences=[found])[found.id]
        everything = caseload(actor=actor, person_id=found.person_id)
        rows = [row for row in everything if row.case_id in left]
        seated = courses([row for row in everything if row.case_id not in left])
    form = CoverForm(request.POST if request.method == "POST" else None, courses=courses(rows))

    def run(data: dict[str, Any]) -> None:
        count = actions.seat_cover(actor=actor, absence_id=absence_id, case_ids=[UUID(said) for said in data["case_ids"]])
        done = ngettext(
            "%(name)s sits at %(count)s more table. The citizen has been told.",
            "%(name)s sits at %(count)s more tables. Each citizen has been told.",
            count,
        )
        messages.success(request, done % {"name": found.cover, "count": count})

    if request.method == "POST" and _done(form, run):
        return redirect("team")
    return render(request, "pairs/seat_cover.html", {"absence": found, "form": form, "courses": rows, "seated": seated})


@on_case(Purpose.HAND_OVER, Hat.TEAM_LEADER)
def add_professional(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Somebody of the programme sits down as well, at a table that goes on."""
    with reading(actor):
        seats, phase = seats_on(actor=actor, case_ids=[case_id]), case_phase(actor=actor, case_id=case_id)
        if phase is None:
            raise NotHere()
        here = {seat.person_id: seat.organisation_id for seat in seats if seat.live}
        programme_id = programme_of(actor=actor, case_id=case_id)
        joining = who_could_join(load(actor=actor), pairs(actor=actor), programme_id, here)
    form = AddForm(
        request.POST if request.method == "POST" else None,
        choices=join_choices([one for one in joining if one.member.person_id != actor.person_id]),
    )
    if request.method == "POST":
        if request.POST.get("coming_id") in {str(seat.person_id) for seat in seats if seat.live and seat.ground == ADDED}:
            return redirect(f"{request.path}?done=added")  # a second click: they sit there already
        if form.is_valid():
            try:
                seat_one_more(actor=actor, case_id=case_id, coming_id=UUID(form.cleaned_data["coming_id"]))
            except NotHere:
                raise
            except Refusal as no:
                show_refusal(form, no)
            else:
                return redirect(f"{request.path}?done=added")
    happened = _added(seats) if request.GET.get("done") == "added" and not form.is_bound else None
    return render(request, "pairs/add_professional.html", {"page": add_page(seats), "case_id": case_id, "form": form, "happened": happened})


def _added(seats: tuple[SeatView, ...]) -> Happened | None:
    """Who sat down last."""
    added = [seat for seat in seats if seat.live and seat.ground == ADDED]
    if not added:
        return None
    return Happened(
        what=_("%(name)s sits at the table from now on.") % {"name": max(added, key=lambda seat: seat.from_at).name},
        readers=_("Everyone at the table, now and later"),
        comes_next=_("Everyone there has got a short notice. The citizen sees the new person under People and messages."),
    )
