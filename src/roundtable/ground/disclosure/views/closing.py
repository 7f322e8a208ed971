"""Close for somebody, with what stays open; and the same noted for her, as said by telephone or on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.actions import close_for, note_closing, note_opening, open_again
from roundtable.ground.disclosure.forms import NoteClosingForm
from roundtable.ground.disclosure.pages.closings import ClosingLine, closing_lines
from roundtable.ground.disclosure.pages.sayings import listed
from roundtable.ground.disclosure.queries import closed_for, law_disclosures, noted_closings
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


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
    noted = noted_closings(actor=actor, case_id=case_id) if person_id in closed else ()
    context = {
        "case_id": case_id,
        "noted_by": next((one.noted_by for one in noted if one.person_id == person_id), ""),
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


@on_case(Purpose.SHARE, Hat.PROFESSIONAL, Hat.TEAM_LEADER, begun=True)
def note_closing_view(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """What to read aloud before noting that she closes her course for somebody, and the button; the same page notes the opening."""
    if request.method != "POST":
        return _noting_page(request, actor, case_id, person_id, None)
    opens = request.POST.get("do") == "open"
    with reading(actor):
        seats = seats_on(actor=actor, case_ids=[case_id])
        closed, left = _closed_and_left(_citizens(seats), _noted_for(actor, case_id, person_id, seats))
    # pressed twice, or noted by a colleague a moment ago: the database says what then is true
    about = (closed if opens else left) or _citizens(seats)
    form = NoteClosingForm(request.POST, about=about, auto_id="id_open_%s" if opens else "id_%s")
    if form.is_valid():
        citizen_id = UUID(form.cleaned_data.get("about") or about[0][0])
        said = {"actor": actor, "case_id": case_id, "person_id": person_id, "citizen_id": citizen_id}
        try:
            if opens:
                note_opening(**said)
            elif actor.hat == Hat.PROFESSIONAL:
                note_closing(**said)
            else:
                raise NotHere()
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            done = "opened" if opens else "closed"
            return redirect(f"{reverse('note_closing', args=[case_id, person_id])}?done={done}&by={citizen_id}")
    with reading(actor):
        return _noting_page(request, actor, case_id, person_id, form)


def _citizens(seats: tuple[SeatView, ...]) -> list[tuple[str, str]]:
    return [(str(seat.person_id), seat.given_name) for seat in seats if seat.hat == "citizen" and seat.live]


Citizens = list[tuple[str, str]]


def _noted_for(actor: Actor, case_id: UUID, person_id: UUID, seats: tuple[SeatView, ...]) -> list[ClosingLine]:
    lines = closing_lines(noted_closings(actor=actor, case_id=case_id), seats, actor)
    return [one for one in lines if one.person_id == person_id and one.since]


def _closed_and_left(citizens: Citizens, noted: list[ClosingLine]) -> tuple[Citizens, Citizens]:
    """Of those whose course it is: who closed it for this person, as somebody noted; and who could still say so."""
    closers = {str(one.citizen_id) for one in noted}
    return [one for one in citizens if one[0] in closers], [one for one in citizens if one[0] not in closers]


def _noting_page(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID, form: NoteClosingForm | None) -> HttpResponse:
    seats = seats_on(actor=actor, case_ids=[case_id])
    seat = next((each for each in seats if each.person_id == person_id and each.hat == "professional" and each.ground != "referral"), None)
    noted = _noted_for(actor, case_id, person_id, seats)
    citizens = _citizens(seats)
    closed, left = _closed_and_left(citizens, noted)
    done, by = request.GET.get("done", ""), request.GET.get("by", "")
    leads, opens = actor.hat == Hat.TEAM_LEADER, request.POST.get("do") == "open"
    if seat is None or person_id == actor.person_id or not citizens or (leads and not noted and done != "opened"):
        raise NotHere()
    said_by = next((name for citizen_id, name in citizens if citizen_id == by), listed([name for _person, name in citizens]))
    context = {
        "case_id": case_id,
        "seat": seat,
        "noted": noted,
        "leads": leads,
        "form": form,
        "opening": form if form is not None and opens else NoteClosingForm(about=closed, auto_id="id_open_%s") if closed else None,
        "closing": form if form is not None and not opens else NoteClosingForm(about=left) if left and not leads else None,
        "citizen": listed([name for _person, name in left or closed]),
        "family": len(citizens) > 1,
        "several": len(left) > 1,
        "happened": _noted(seat.given_name, said_by, done, everybody=not left),
    }
    return render(request, "disclosure/note_closing.html", context, status=422 if form is not None else 200)


def _noted(name: str, citizen: str, done: str, *, everybody: bool) -> Happened | None:
    """What was done. `everybody`: all whose course it is closed it for this person, who is told of it then and not before."""
    if done == "closed":
        return Happened(
            what=_("It is noted. The course is closed for %(name)s, from this moment.") % {"name": name}
            if everybody
            else _("It is noted. What is about %(citizen)s alone is closed for %(name)s, from this moment.")
            % {"name": name, "citizen": citizen},
            readers=_("%(citizen)s, %(name)s, your organisation at this table and the team leader see that you noted it.")
            % {"name": name, "citizen": citizen}
            if everybody
            else _("%(citizen)s, your organisation at this table and the team leader see that you noted it.") % {"citizen": citizen},
            comes_next=_("%(citizen)s and the team leader get a notice. It can be opened again at any time, below.") % {"citizen": citizen},
        )
    if done == "opened":
        return Happened(
            what=_("It is noted. The course is open for %(name)s again.") % {"name": name},
            readers=_("%(name)s can read what they could read before.") % {"name": name},
            comes_next=_("%(citizen)s gets a notice. What citizens closed themselves stays closed until they open it.")
            % {"citizen": citizen},
        )
    return None
