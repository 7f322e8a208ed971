"""Calling, moving, cancelling the meeting, and saying that it was held."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.actions import (
    call_roundtable,
    cancel_roundtable,
    hold_roundtable,
    mark_last,
    move_roundtable,
    take_other_time,
)
from roundtable.casework.roundtables.forms import CallForm, CancelForm, MoveForm, TakeTimeForm
from roundtable.casework.roundtables.forms.hold import HoldForm
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.pages.lines import local
from roundtable.casework.roundtables.queries import Meeting, MeetingData, asked_in
from roundtable.casework.roundtables.views.desk import as_it_stands, done, live, people, shown, table_readers, the_meeting
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.kernel.refusal import NotHere, Refusal

DECIDE = (Hat.PROFESSIONAL, Hat.TEAM_LEADER)


def _facts_only(actor: Actor) -> bool:
    return actor.hat == Hat.TEAM_LEADER


@on_case(Purpose.MEETING, *DECIDE)
def call(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A new meeting."""
    data = as_it_stands(actor, case_id)
    form = CallForm(request.POST or None, facts_only=_facts_only(actor), initial={"last": request.GET.get("last") == "yes"})
    if request.method == "POST" and done(
        form,
        lambda: call_roundtable(
            actor=actor,
            case_id=case_id,
            roundtable_id=form.cleaned_data["once"],
            place=form.cleaned_data.get("place", ""),
            last=form.cleaned_data["last"],
            **form.appointment(),
        ),
    ):
        messages.success(request, _("The meeting is called. Everyone at the table has been told, and says whether they come."))
        return redirect("roundtable", case_id=case_id)
    return shown(
        request, actor, "call_roundtable", form, page=build_meeting(data, actor), readers=table_readers(actor, data), case_id=case_id
    )


@on_case(Purpose.MEETING, *DECIDE)
def move(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """Another time or place; what was typed stays when somebody else was quicker."""
    data = as_it_stands(actor, case_id, roundtable_id)
    form = MoveForm(request.POST or None, facts_only=_facts_only(actor), initial=_as_planned(data, actor))
    if request.method == "POST" and done(form, lambda: _move(actor, case_id, data, form)):
        messages.success(request, _("The meeting is moved. Everyone at the table has been told, and is asked again."))
        return redirect("roundtable", case_id=case_id)
    page = build_meeting(data, actor)
    return shown(request, actor, "move_roundtable", form, page=page, readers=table_readers(actor, data), case_id=case_id)


def _move(actor: Actor, case_id: UUID, data: MeetingData, form: MoveForm) -> None:
    values, meeting = form.cleaned_data, the_meeting(data)
    place = values.get("place")
    known = meeting.plan.place_item_id
    kept = place is None or place == (data.texts[known].body if known in data.texts else "")
    move_roundtable(
        actor=actor,
        case_id=case_id,
        roundtable_id=meeting.id,
        version=values["version"],
        event_id=values["once"],
        place=None if kept else place,
        text=values.get("text", ""),
        **form.appointment(),
    )


def _as_planned(data: MeetingData, actor: Actor) -> dict[str, object]:
    meeting = the_meeting(data)
    plan = meeting.plan
    start = local(plan.starts_at, meeting.zone)
    return {
        "on": start.date(),
        "clock": start.time(),
        "minutes": plan.minutes,
        "channel": plan.channel.value,
        "pace": plan.pace.value,
        "place": build_meeting(data, actor).place,
        "version": meeting.version,
    }


@on_case(Purpose.MEETING, *DECIDE)
def take_time(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The meeting moves to the time somebody asked for: a button beside their answer."""
    form = TakeTimeForm(request.POST or None)
    if request.method == "POST":
        if not form.is_valid():
            raise NotHere()
        try:
            take_other_time(actor=actor, case_id=case_id, roundtable_id=roundtable_id, **form.cleaned_data)
        except NotHere:
            raise
        except Refusal as no:
            messages.warning(request, _(no.msgid))
        else:
            messages.success(request, _("The meeting is moved. Everyone at the table has been told, and is asked again."))
    return redirect("roundtable", case_id=case_id)


@on_case(Purpose.MEETING, *DECIDE)
def last(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """It is the last meeting before the course ends, or is not after all: a button on the meeting's page."""
    if request.method == "POST":
        said = request.POST.get("last", "")
        if said not in ("yes", "no"):
            raise NotHere()
        try:
            mark_last(actor=actor, case_id=case_id, roundtable_id=roundtable_id, last=said == "yes")
        except NotHere:
            raise
        except Refusal as no:
            messages.warning(request, _(no.msgid))
        else:
            messages.success(request, _("It is kept. Everyone at the table has been told."))
    return redirect("roundtable", case_id=case_id)


@on_case(Purpose.MEETING, *DECIDE)
def cancel(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """Cancelled, with a reason."""
    data = as_it_stands(actor, case_id, roundtable_id)
    form = CancelForm(request.POST or None, facts_only=_facts_only(actor), initial={"version": the_meeting(data).version})
    if request.method == "POST" and done(
        form,
        lambda: cancel_roundtable(
            actor=actor,
            case_id=case_id,
            roundtable_id=roundtable_id,
            version=form.cleaned_data["version"],
            why=form.reason(),
            text=form.cleaned_data.get("text", ""),
            event_id=form.cleaned_data["once"],
        ),
    ):
        messages.success(request, _("The meeting is cancelled. Everyone at the table has been told why."))
        return redirect("roundtable", case_id=case_id)
    page = build_meeting(data, actor)
    return shown(request, actor, "cancel_roundtable", form, page=page, readers=table_readers(actor, data), case_id=case_id)


def _hold(actor: Actor, case_id: UUID, meeting: Meeting, values: dict[str, Any]) -> None:
    hold_roundtable(
        actor=actor,
        case_id=case_id,
        roundtable_id=meeting.id,
        version=values["version"],
        held_on=values["held_on"],
        present=values["present"],
        follow_up=values["follow_up"],
        event_id=values["once"],
    )


@on_case(Purpose.MEETING, *DECIDE)
def hold(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """The meeting was held, on its day or later."""
    data = as_it_stands(actor, case_id, roundtable_id)
    meeting = the_meeting(data)
    planned = local(meeting.plan.starts_at, meeting.zone).date()
    form = HoldForm(
        request.POST or None,
        ahead_on=planned if planned > local(timezone.now(), meeting.zone).date() else None,
        people=people([*live(data, "citizen", "professional", "companion"), *asked_in(data.seats, data.guests, meeting)]),
        initial={"version": meeting.version},
    )
    if request.method == "POST" and done(form, lambda: _hold(actor, case_id, meeting, form.cleaned_data)):
        messages.success(request, _("It is noted that you met. What was written can still be changed for seven days."))
        return redirect("roundtable", case_id=case_id)
    page = build_meeting(data, actor)
    return shown(request, actor, "hold_roundtable", form, page=page, readers=table_readers(actor, data), case_id=case_id)
