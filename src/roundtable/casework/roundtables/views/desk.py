"""What the views of the room share: the meeting as it stands, and showing a form again with everything that was typed."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roundtable.casework.roundtables.forms import whose_choices
from roundtable.casework.roundtables.queries import Meeting, MeetingData, meeting_page
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.doors import reading
from roundtable.ground.seats.pages import guest_word, readers_of
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.order import in_order
from roundtable.ui.refusals import show_refusal
from roundtable.ui.table import Readers


def as_it_stands(actor: Actor, case_id: UUID, roundtable_id: UUID | None = None) -> MeetingData:
    """The meeting's data in a reading context of its own; NotHere where the actor sees no table."""
    with reading(actor):
        data = meeting_page(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if not data.seats:
        raise NotHere()
    return data


def the_meeting(data: MeetingData) -> Meeting:
    """The meeting there must be; NotHere without one."""
    if data.meeting is None:
        raise NotHere()
    return data.meeting


def live(data: MeetingData, *hats: str) -> list[SeatView]:
    """Who sits at the table in these hats, each once."""
    found = {seat.person_id: seat for seat in data.seats if seat.live and seat.hat in hats}
    return list(found.values())


def gone(seats: Sequence[SeatView], there: Sequence[UUID]) -> list[tuple[UUID, str]]:
    """Who sat at the table as a party and is not among those who do."""
    sat = {seat.person_id: seat.given_name for seat in seats if seat.hat in ("citizen", "professional")}
    return [(person_id, name) for person_id, name in sat.items() if person_id not in there]


def whose(actor: Actor, data: MeetingData) -> list[tuple[str, Any]]:
    """For a professional: whose words a form notes. Empty for others, who speak for themselves."""
    if actor.hat != Hat.PROFESSIONAL:
        return []
    return whose_choices([(seat.person_id, seat.given_name) for seat in in_order(live(data, "citizen"), lambda seat: seat.name)])


def people(seats: list[SeatView]) -> list[tuple[str, str]]:
    """People as choices of a form, by name."""
    return [
        (str(seat.person_id), ", ".join(part for part in (seat.name, seat.role_name, guest_word(seat), seat.organisation) if part))
        for seat in in_order(seats, lambda seat: seat.name)
    ]


def table_readers(actor: Actor, data: MeetingData) -> Readers:
    """Who reads what is written for the table."""
    return readers_of(ScopeKind.TABLE, data.seats, actor, over=data.over)


def shown(request: HttpRequest, actor: Actor, template: str, form: forms.BaseForm | None, **more: Any) -> HttpResponse:
    """The page of a form; inside a reading context, because its frame may ask who is who."""
    with reading(actor):
        return render(request, f"roundtables/{template}.html", {"form": form, **more})


def done(form: forms.BaseForm, act: Callable[[], Any]) -> bool:
    """Whether the act went through; a refusal stands on the form, and what was typed stays."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        return False
    return True
