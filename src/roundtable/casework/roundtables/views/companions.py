"""Who comes with the citizen, and what they may do."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.actions import give_meeting, invite_companion, remove_companion
from roundtable.casework.roundtables.forms import CompanionForm, GiveForm
from roundtable.casework.roundtables.pages import build_meeting, noted_beside
from roundtable.casework.roundtables.queries import MeetingData, notes_beside
from roundtable.casework.roundtables.views.desk import as_it_stands, done, live, shown, whose
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere


@on_case(Purpose.PREPARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def invite(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The citizen invites somebody, or it is noted for her; then a letter with a code for them is printed."""
    if actor.authority:
        raise NotHere()
    data = as_it_stands(actor, case_id)
    if data.over and request.method != "POST":
        return shown(request, actor, "no_more_meetings", None, case_id=case_id)
    form = CompanionForm(request.POST or None, whose=whose(actor, data))

    def give() -> None:
        values = {name: value for name, value in form.cleaned_data.items() if name != "whose"}
        for_id, how = form.speaker()
        invite_companion(actor=actor, case_id=case_id, for_id=for_id, how=how, **values)

    if request.method == "POST" and done(form, give):
        name = form.cleaned_data["given_name"]
        said = (
            _("%(name)s has a place beside you. Print the letter with the code to sign in, below.")
            if actor.hat == Hat.CITIZEN
            else _("It is noted. %(name)s has a place at the table. The letter with the code to sign in is below.")
        )
        messages.success(request, said % {"name": name})
        return redirect("prepare_roundtable", case_id=case_id)
    return shown(request, actor, "invite_companion", form, page=build_meeting(data, actor), names=_citizens(data), case_id=case_id)


def _citizens(data: MeetingData) -> str:
    return ", ".join(seat.given_name for seat in live(data, "citizen"))


@on_case(Purpose.SHARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def give(request: HttpRequest, actor: Actor, case_id: UUID, seat_id: UUID) -> HttpResponse:
    """She sees exactly what her companion will read, then gives it; or it is read to her, and noted."""
    data = as_it_stands(actor, case_id)
    seat = next((seat for seat in live(data, "companion") if seat.seat_id == seat_id), None)
    noting = actor.hat == Hat.PROFESSIONAL
    if seat is None or (noting and not notes_beside(actor, seat, data.seats)):
        raise NotHere()
    citizen = next((one.given_name for one in data.seats if one.person_id == seat.for_person_id), "") if noting else ""
    texts = sorted((view for view in data.texts.values() if view.body), key=lambda view: (view.made_at, view.item_id))
    form = GiveForm(request.POST or None, items=[(str(view.item_id), view.body, view.kind) for view in texts])

    def act() -> None:
        values = form.cleaned_data
        give_meeting(actor=actor, case_id=case_id, seat_id=seat_id, item_ids=values["items"], once=values["once"])

    if request.method == "POST" and done(form, act):
        said = (
            _("It is noted. %(name)s can read it now. %(citizen)s can take it back at any time.")
            if noting
            else _("%(name)s can read it now. You can take it back at any time.")
        )
        messages.success(request, said % {"name": seat.given_name, "citizen": citizen})
        return redirect("prepare_roundtable", case_id=case_id)
    return shown(request, actor, "give_meeting", form, name=seat.given_name, citizen=citizen, nothing=not texts, case_id=case_id)


@on_case(Purpose.PREPARE, Hat.CITIZEN, Hat.COMPANION, Hat.PROFESSIONAL)
def remove(request: HttpRequest, actor: Actor, case_id: UUID, seat_id: UUID) -> HttpResponse:
    """The companion's place ends."""
    if actor.hat == Hat.PROFESSIONAL:
        seats = seats_on(actor=actor, case_ids=[case_id])
        if not any(seat.seat_id == seat_id and notes_beside(actor, seat, seats) for seat in seats):
            raise NotHere()
    if request.method == "POST":
        remove_companion(actor=actor, case_id=case_id, seat_id=seat_id)
        messages.success(request, _("The place has ended. From now on nothing of this course can be read from it."))
        return redirect("/") if actor.hat == Hat.COMPANION else redirect("prepare_roundtable", case_id=case_id)
    return redirect("roundtable", case_id=case_id)


@on_case(Purpose.MEETING, Hat.COMPANION)
def what_i_may_do(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What a companion may do, and what not."""
    data = as_it_stands(actor, case_id)
    mine = next((seat for seat in live(data, "companion") if seat.person_id == actor.person_id), None)
    if mine is None:
        raise NotHere()
    name = next((seat.given_name for seat in data.seats if seat.person_id == mine.for_person_id), "")
    came = noted_beside(mine, data.seats)
    page = build_meeting(data, actor)
    return shown(request, actor, "what_i_may_do", None, name=name, came=came, seat_id=mine.seat_id, page=page, case_id=case_id)
