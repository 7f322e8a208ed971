"""Contacts: what was planned, and what became of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import ended_among
from roundtable.casework.notes.actions import mark_contact, record_contact
from roundtable.casework.notes.forms import ContactForm, MarkForm
from roundtable.casework.notes.pages import ALL, about_choices, citizens_of, contact_lines, place_choices, place_of
from roundtable.casework.notes.queries import contact, contacts
from roundtable.casework.notes.rules import ContactHow, ContactState
from roundtable.casework.notes.views.drafts import WRITES
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.queries import given_to
from roundtable.ground.seats.queries import seats_on, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

LONG_LIST = 100


@on_case(Purpose.CASE, *WRITES)
def contact_list(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Contacts the person may know of."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    found = contacts(actor=actor, case_id=case_id, limit=LONG_LIST)
    lines = {view.item_id: view for view in words(actor=actor, item_ids=[row.item_id for row in found])} if found else {}
    given = given_to(actor=actor, item_ids=[row.item_id for row in found])
    over = case_id in ended_among(actor=actor, seats=seats)
    shown = contact_lines(actor, case_id, seats, found, lines, given, over=over)
    context = {"lines": shown, "case_id": case_id, "writes": actor.hat == Hat.PROFESSIONAL}
    return render(request, "notes/contacts.html", context)


@on_case(Purpose.CASE, Hat.PROFESSIONAL, begun=True)
def new_contact(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A contact is noted in twenty seconds: the answers most often right are filled in."""
    with reading(actor):
        seats = seats_on(actor=actor, case_ids=[case_id])
    choices: dict[str, Any] = {"places": place_choices(actor, seats, first=ScopeKind.SIDE), "about": about_choices(seats)}
    now = timezone.localtime()
    form = ContactForm(request.POST or None, initial={"day": now.date(), "time": now.time()}, **choices)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        everyone = [seat.person_id for seat in citizens_of(seats)]
        try:
            record_contact(
                actor=actor,
                case_id=case_id,
                place=place_of(values["place"], values["about"]),
                how=ContactHow(values["how"]),
                state=ContactState(values["state"]),
                begins_at=_moment(values),
                people=everyone if values["about"] == ALL else [UUID(values["about"])],
                line=values["line"],
                minutes=values["minutes"],
                item_id=values["once"],
            )
            messages.success(request, _("The contact is noted. The people you chose can see it."))
            return redirect("contacts", case_id=case_id)
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        return render(request, "notes/record_contact.html", {"form": form, "case_id": case_id}, status=422 if form.errors else 200)


def _moment(values: dict[str, Any]) -> datetime:
    return timezone.make_aware(datetime.combine(values["day"], values["time"]))


@on_case(Purpose.CASE, Hat.PROFESSIONAL, begun=True)
def mark(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """What became of one contact."""
    form = MarkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        moved_to = _moment(values) if values["day"] and values["time"] else None
        try:
            mark_contact(actor=actor, item_id=item_id, state=ContactState(values["state"]), minutes=values["minutes"], moved_to=moved_to)
            messages.success(request, _("It is noted."))
            return redirect("contacts", case_id=case_id)
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        found = contact(actor=actor, item_id=item_id)
        if found.case_id != case_id:
            raise NotHere()
        seats = seats_on(actor=actor, case_ids=[case_id])
        line = contact_lines(actor, case_id, seats, [found], {}, given_to(actor=actor, item_ids=[found.item_id]))[0]
        return render(
            request, "notes/mark_contact.html", {"form": form, "line": line, "case_id": case_id}, status=422 if form.errors else 200
        )
