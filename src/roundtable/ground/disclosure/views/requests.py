"""Asking a colleague for something, and replying."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.actions import ask_for_something, reply_to_request
from roundtable.ground.disclosure.forms import AskForm, ReplyForm
from roundtable.ground.disclosure.queries import Asked, requests
from roundtable.ground.seats.pages import away_words, readers_of
from roundtable.ground.seats.queries import SeatView, in_their_place, seats_on, took_over
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.fields import Choice
from roundtable.ui.order import in_order
from roundtable.ui.refusals import show_refusal


@on_case(Purpose.SHARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def ask_for_something_view(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What was asked and replied; for a professional also the form."""
    if request.method != "POST":
        return _page(request, actor, case_id, None)
    if actor.hat != Hat.PROFESSIONAL:
        raise NotHere()
    with reading(actor):
        form = _form(actor, case_id, request.POST)
    if not form.is_valid():
        with reading(actor):
            return _page(request, actor, case_id, form)
    values = form.cleaned_data
    try:
        ask_for_something(
            actor=actor,
            case_id=case_id,
            to_person_id=UUID(values["to"]),
            headline=values["headline"],
            body=values["body"],
            once=values["once"],
        )
    except Refusal as no:
        show_refusal(form, no)
        with reading(actor):
            return _page(request, actor, case_id, form)
    messages.success(
        request,
        _("Your question is sent. The professionals at the table and the citizen can read it. It opens nothing; a reply comes here."),
    )
    return redirect("ask_for_something", case_id=case_id)


def _form(actor: Actor, case_id: UUID, data: Any, seats: Any = None) -> AskForm:
    seats = seats if seats is not None else seats_on(actor=actor, case_ids=[case_id])
    to = {
        str(seat.person_id): Choice(
            ", ".join(part for part in (seat.name, seat.role_name, seat.organisation) if part), " ".join(away_words(seat, actor))
        )
        for seat in in_order(seats, lambda seat: seat.name)
        if seat.live and seat.person_id != actor.person_id and seat.hat == "professional"
    }
    return AskForm(data, to=list(to.items()), readers=readers_of(ScopeKind.TEAM, seats, actor))


def _page(request: HttpRequest, actor: Actor, case_id: UUID, form: AskForm | None) -> HttpResponse:
    found = requests(actor=actor, case_id=case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    shown = form
    if shown is None and actor.hat == Hat.PROFESSIONAL:
        shown = _form(actor, case_id, None, seats)
    asked = [(one, *_answers_now(one, seats, actor)) for one in found]
    context = {"case_id": case_id, "found": asked, "form": shown, "citizen": actor.hat == Hat.CITIZEN}
    return render(request, "disclosure/ask_for_something.html", context, status=422 if form is not None else 200)


def _answers_now(asked: Asked, seats: Sequence[SeatView], actor: Actor) -> tuple[bool, str]:
    """Whether the reader is to reply; and who sits now where the one who was asked sat, while there is no reply."""
    came = took_over(seats).get(asked.to_person_id) if asked.waiting else None
    return actor.person_id in in_their_place(seats, [asked.to_person_id]), came.name if came else ""


@on_case(Purpose.SHARE, Hat.PROFESSIONAL)
def reply_to_request_view(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """One question and its reply."""
    if request.method != "POST":
        return _reply_page(request, actor, case_id, item_id, None)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            reply_to_request(actor=actor, case_id=case_id, item_id=item_id, body=form.cleaned_data["body"], once=form.cleaned_data["once"])
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Your reply is sent. Who could read the question can read it."))
            return redirect("ask_for_something", case_id=case_id)
    with reading(actor):
        return _reply_page(request, actor, case_id, item_id, form)


def _reply_page(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID, form: ReplyForm | None) -> HttpResponse:
    found = requests(actor=actor, case_id=case_id, item_id=item_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    if not found or actor.person_id not in in_their_place(seats, [found[0].to_person_id]):
        raise NotHere()
    if form is None and not found[0].waiting:
        return redirect("ask_for_something", case_id=case_id)
    shown = form or ReplyForm()
    shown.readers = readers_of(ScopeKind.TEAM, seats, actor)
    context = {"case_id": case_id, "asked": found[0], "mine": found[0].to_person_id == actor.person_id, "form": shown}
    return render(request, "disclosure/reply_to_request.html", context, status=422 if form is not None else 200)
