"""Close for somebody, with what stays open."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.ground.disclosure.actions import close_for, open_again
from roundtable.ground.disclosure.queries import closed_for, law_disclosures
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere
from roundtable.ui.frame import Happened


@on_case(Purpose.SHARE, Hat.CITIZEN)
def close_for_view(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """What closing means for this one person, and the button; the same page opens again."""
    if request.method == "POST":
        if request.POST.get("do") == "open":
            open_again(actor=actor, case_id=case_id, person_id=person_id)
        else:
            close_for(actor=actor, case_id=case_id, person_id=person_id)
        return redirect(f"{reverse('close_for', args=[case_id, person_id])}?done=1")
    seats = seats_on(actor=actor, case_ids=[case_id])
    seat = next((each for each in seats if each.person_id == person_id and each.hat != "citizen"), None)
    if seat is None:
        raise NotHere()
    closed = closed_for(actor=actor, case_id=case_id)
    by_law = [each for each in law_disclosures(actor=actor, case_id=case_id) if each.to_person_id == person_id and each.live]
    context = {
        "case_id": case_id,
        "seat": seat,
        "closed_since": closed.get(person_id),
        "by_law": by_law,
        "family": len({each.person_id for each in seats if each.hat == "citizen"}) > 1,
        "happened": _happened(seat.given_name, person_id in closed) if request.GET.get("done") else None,
    }
    return render(request, "disclosure/close_for.html", context)


def _happened(name: str, closed: bool) -> Happened:
    if closed:
        return Happened(
            what=_("Your course is closed for %(name)s, from this moment.") % {"name": name},
            readers=_("Only you. %(name)s can notice that nothing opens any more. Nobody else at the table is told.") % {"name": name},
            comes_next=_("%(name)s gets no notice from here. You can open it again at any time, below.") % {"name": name},
        )
    return Happened(
        what=_("Your course is open for %(name)s again.") % {"name": name},
        readers=_("%(name)s can read what they could read before.") % {"name": name},
        comes_next=_("Nothing else changes."),
    )
