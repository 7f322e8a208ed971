"""The team, for who leads it; and one more at a table."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.cases import actions
from roundtable.casework.cases.queries import case_phase
from roundtable.casework.cases.rules import ADDED
from roundtable.casework.pairs.forms import AddForm
from roundtable.casework.pairs.pages import add_page, join_choices, team_page
from roundtable.casework.pairs.queries import load, pairs
from roundtable.casework.pairs.rules import who_could_join
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.seats.queries import SeatView, programme_of, seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def team(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What needs the leader, members with load and cover, pairs with the hours they have in common."""
    role, by_load = request.GET.get("role", "")[:60], request.GET.get("by") == "load"
    return render(request, "pairs/team.html", {"page": team_page(load(actor=actor), pairs(actor=actor), role=role, by_load=by_load)})


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
                actions.add_professional(actor=actor, case_id=case_id, coming_id=UUID(form.cleaned_data["coming_id"]))
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
        readers=_("Everyone at the table"),
        comes_next=_("Everyone there has got a short notice. The citizen sees the new person under People and messages."),
    )
