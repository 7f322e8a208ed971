"""What stands in the minutes and is not right."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.actions import correct_minutes
from roundtable.casework.roundtables.forms import CorrectMinutesForm
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.views.desk import as_it_stands, done, shown, table_readers
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case


@on_case(Purpose.MEETING, Hat.CITIZEN, Hat.PROFESSIONAL)
def correct(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One line of a meeting, as it should be, beside what was written."""
    data = as_it_stands(actor, case_id, roundtable_id)
    if data.over and request.method != "POST":
        return redirect("past_roundtable", case_id=case_id, roundtable_id=roundtable_id)
    page = build_meeting(data, actor)
    lines = [*page.points, *(line for section in page.sections for line in section.lines)]
    form = CorrectMinutesForm(request.POST or None, lines=[(str(line.item_id), line.text, line.who) for line in lines])
    if request.method == "POST" and done(
        form,
        lambda: correct_minutes(
            actor=actor,
            case_id=case_id,
            roundtable_id=roundtable_id,
            item_id=form.cleaned_data["line"],
            text=form.cleaned_data["text"],
            reason=form.cleaned_data["reason"],
            once=form.cleaned_data["once"],
        ),
    ):
        messages.success(request, _("It stands beside what was written, with your reason. Everyone who had read that line is told."))
        return redirect("past_roundtable", case_id=case_id, roundtable_id=roundtable_id)
    return shown(request, actor, "correct_minutes", form, page=page, lines=lines, readers=table_readers(actor, data), case_id=case_id)
