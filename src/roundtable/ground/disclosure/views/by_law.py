"""Sharing one entry on a rule of law, and signing as second person."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.actions import countersign, disclose_on_ground
from roundtable.ground.disclosure.forms import ByLawForm
from roundtable.ground.disclosure.pages.sayings import title_of
from roundtable.ground.disclosure.pages.sharing import shown_text
from roundtable.ground.disclosure.queries import countersigner_choices, days, held_by_me, to_countersign
from roundtable.ground.seats.queries import SeatView, Words, seats_on, words
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.order import in_order
from roundtable.ui.refusals import show_refusal

USUAL_DAYS = 90


@on_case(Purpose.SHARE, Hat.PROFESSIONAL)
def share_by_law(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Which of one's own entries it is about."""
    found = [(view, title) for view in held_by_me(actor=actor, case_id=case_id) if (title := title_of(view))]
    return render(request, "disclosure/share_by_law.html", {"case_id": case_id, "found": found})


@on_case(Purpose.SHARE, Hat.PROFESSIONAL)
def disclose_on_ground_view(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """The form for one entry."""
    if request.method != "POST":
        return _page(request, actor, case_id, item_id, None)
    with reading(actor):
        form, _view, _seats = _form(actor, case_id, item_id, request.POST)
    if not form.is_valid():
        with reading(actor):
            return _page(request, actor, case_id, item_id, form)
    values = form.cleaned_data
    later = values["tell"] == "later"
    try:
        done = disclose_on_ground(
            actor=actor,
            case_id=case_id,
            item_id=item_id,
            to_seat_id=UUID(values["to"]),
            paragraph=values["paragraph"],
            necessity=values["necessity"],
            countersigner_id=UUID(values["countersigner"]),
            until_on=values["until"],
            urgent=values["urgent"] == "yes",
            tell_later=later,
            tell_on=values["tell_on"] if later else None,
            deferral_ground=values["deferral"] if later else "",
            once=values["once"],
        )
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        with reading(actor):
            return _page(request, actor, case_id, item_id, form)
    return redirect(f"{reverse('sharing', args=[case_id])}?done=by_law&share={done.disclosure_id}")


def _form(actor: Actor, case_id: UUID, item_id: UUID, data: Any) -> tuple[ByLawForm, Words, tuple[SeatView, ...]]:
    """The form for an entry of one's own organisation or confidence; NotHere for any other."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    mine = {seat.organisation_id for seat in seats if seat.live and seat.person_id == actor.person_id}
    view = next(iter(words(actor=actor, case_id=case_id, item_ids=[item_id])), None)
    if view is None or view.scope_kind not in ("side", "confidence") or view.basis != "scope" or not (view.headline or view.body):
        raise NotHere()
    to = [
        (str(seat.seat_id), ", ".join(part for part in (seat.name, seat.role_name, seat.organisation) if part))
        for seat in in_order(seats, lambda seat: seat.name)
        if seat.live and seat.hat == "professional" and seat.organisation_id not in mine
    ]
    signers = [
        (str(person), f"{name}, {role}")
        for person, name, role in in_order(countersigner_choices(actor=actor, case_id=case_id), lambda one: one[1])
    ]
    span = days(actor=actor, case_id=case_id)
    form = ByLawForm(data, to=to, countersigners=signers, initial={"until": span.today + timedelta(days=USUAL_DAYS)})
    form.fields["until"].earliest, form.fields["until"].latest = span.today, span.latest  # type: ignore[attr-defined]
    return form, view, seats


def _page(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID, form: ByLawForm | None) -> HttpResponse:
    fresh, view, seats = _form(actor, case_id, item_id, None)
    context = {"case_id": case_id, "text": shown_text(view, seats), "form": form or fresh}
    return render(request, "disclosure/disclose_on_ground.html", context, status=422 if form is not None else 200)


@on_case(Purpose.COUNTERSIGN)
def countersign_view(request: HttpRequest, actor: Actor, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """The one entry, the reason, and two buttons."""
    if request.method == "POST":
        if request.POST.get("answer") not in ("yes", "no"):
            raise NotHere()
        yes = request.POST["answer"] == "yes"
        countersign(actor=actor, disclosure_id=disclosure_id, yes=yes)
        messages.success(
            request,
            _("You have signed. It is open now, and the one who asked is told.")
            if yes
            else _("You have said no. It stays closed, and the one who asked is told."),
        )
        return redirect("/")
    asked = to_countersign(actor=actor, disclosure_id=disclosure_id)
    texts = [shown_text(view, ()) for view in asked.items]
    return render(request, "disclosure/countersign.html", {"asked": asked, "texts": texts})
