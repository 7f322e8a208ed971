"""Who acts for a citizen: she names them and ends it; what it means, to themselves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.casefile.actions import end_representative, name_representative
from roundtable.casework.casefile.forms import RepresentativeForm
from roundtable.casework.casefile.pages import acts_for
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.queries import days
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal


@on_case(Purpose.CASE, Hat.CITIZEN)
def somebody_acts_for_me(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The citizen names somebody; then a letter with a code for them is printed from their line among the people."""
    with reading(actor):
        seats = seats_on(actor=actor, case_ids=[case_id])
        span = days(actor=actor, case_id=case_id)
        readers = readers_of(ScopeKind.TABLE, seats, actor)
    form = RepresentativeForm(request.POST or None, today=span.today, usual=span.usual, latest=span.latest, readers=readers)
    if request.method == "POST" and _named(form, actor, case_id):
        said = _("%(name)s acts for you now. Print the letter with the code to sign in, beside the name below.")
        messages.success(request, said % {"name": form.cleaned_data["given_name"]})
        return redirect("people", case_id=case_id)
    with reading(actor):
        context = {"form": form, "case_id": case_id}
        return render(request, "casefile/name_representative.html", context, status=422 if form.errors else 200)


def _named(form: RepresentativeForm, actor: Actor, case_id: UUID) -> bool:
    """Whether it was done; a refusal stands on the form, and what was typed stays."""
    if not form.is_valid():
        return False
    said = dict(form.cleaned_data)
    places, until = [ScopeKind(place) for place in said.pop("places")], said.pop("until")
    try:
        name_representative(actor=actor, case_id=case_id, places=places, until_on=until, **said)
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        return False
    return True


@on_case(Purpose.CASE, Hat.CITIZEN, Hat.REPRESENTATIVE)
def end_acting(request: HttpRequest, actor: Actor, case_id: UUID, seat_id: UUID) -> HttpResponse:
    """The place of who acts for somebody ends: one press, by either of the two."""
    if request.method != "POST":
        return redirect("people", case_id=case_id)
    end_representative(actor=actor, case_id=case_id, seat_id=seat_id)
    messages.success(request, _("It has ended. From now on nothing of this course can be read from that place."))
    return redirect("/") if actor.hat == Hat.REPRESENTATIVE else redirect("people", case_id=case_id)


@on_case(Purpose.CASE, Hat.REPRESENTATIVE)
def acting_for(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What who acts for somebody may do here, and what not."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    mine = next((seat for seat in seats if seat.live and seat.hat == Hat.REPRESENTATIVE and seat.person_id == actor.person_id), None)
    acting = acts_for(mine, seats, actor) if mine else None
    if mine is None or acting is None:
        raise NotHere()
    return render(request, "casefile/acting_for.html", {"acting": acting, "seat_id": mine.seat_id, "case_id": case_id})
