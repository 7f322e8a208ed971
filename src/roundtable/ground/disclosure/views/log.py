"""Who opened what."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.ground.disclosure.pages.log import log_page
from roundtable.ground.disclosure.queries import who_saw
from roundtable.ground.disclosure.views.sharing import data_authority
from roundtable.ground.people.queries import letters_of_two


@on_case(Purpose.LOG, Hat.CITIZEN)
def who_opened_what(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """One sentence a person, then each reading, a month at a time."""
    seen = who_saw(actor=actor, case_id=case_id, month=_month(request.GET.get("month", "")), page=_number(request.GET.get("page", "")))
    page = log_page(case_id, seen, actor.person_id)
    context = {"page": page, "watches": data_authority(request, case_id), "letters": letters_of_two(actor=actor)}
    return render(request, "disclosure/who_opened_what.html", context)


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
