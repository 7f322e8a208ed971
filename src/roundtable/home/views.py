"""The first page of each hat."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_safe

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home
from roundtable.ground.access.hats import choices
from roundtable.ground.people.rules import KEPT_FOR_LATER
from roundtable.home.pages import HatChoice, citizen_home, kept_title, leader_home, other_hats, staff_home
from roundtable.home.queries import citizen_start, leader_start, staff_today


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the installed app shows without a network. Rendered without the request: nothing of anybody's can stand on it."""
    return HttpResponse(loader.render_to_string("home/offline.html"))


def start(request: HttpRequest) -> HttpResponse:
    """One thing first, by hat. Who has none, as after a referral that came to nothing, reads that there is nothing, and whom to call."""
    if request.user.is_authenticated and not choices(request.hats):  # type: ignore[attr-defined]
        return render(request, "home/empty.html", {"hats": ()})
    return _start(request)


@at_home(Purpose.CASE)
def _start(request: HttpRequest, actor: Actor) -> HttpResponse:
    hats = request.hats  # type: ignore[attr-defined]
    rows = [row for row in hats if row.kind == actor.hat and row.case_id is not None]
    cases: list[UUID] = list(dict.fromkeys(row.case_id for row in rows if not row.closed))
    closed: list[UUID] = list(dict.fromkeys(row.case_id for row in rows if row.closed))
    others = other_hats(choices(hats), actor)
    if actor.is_citizen_hat:
        return _citizen(request, actor, cases, others)
    if actor.hat == Hat.TEAM_LEADER:
        return render(request, "home/leader.html", {"page": leader_home(leader_start(actor=actor)), "hats": others, "kept": _kept(request)})
    absences = [one for row in hats for one in row.absences]
    page = staff_home(staff_today(actor=actor, case_ids=cases, closed=closed), actor, cases, len(closed), absences)
    return render(request, "home/staff.html", {"page": page, "hats": others, "kept": _kept(request)})


def _kept(request: HttpRequest) -> list[tuple[str, date, str]]:
    """What somebody stopped in the middle of, or was typing as their sign-in ended: when, and on which page, until it is over.

    Said by their account, so that it costs no statement.
    """
    now, found = timezone.now(), request.user.settings.get("kept", ())  # type: ignore[union-attr]
    waits = [(kept_id, date.fromisoformat(day), kept_title(*page[:1])) for kept_id, day, *page in found if _still(page[1:], now)]
    return [one for one in waits if one[1] + KEPT_FOR_LATER > timezone.localdate()]


def _still(until: list[str], now: datetime) -> bool:
    """Whether what is kept has not come to its last moment; one of before says none."""
    return not until or datetime.fromisoformat(until[0]) > now


def _citizen(request: HttpRequest, actor: Actor, cases: list[UUID], others: tuple[HatChoice, ...]) -> HttpResponse:
    if not cases:
        return render(request, "home/empty.html", {"hats": others})
    wanted = request.GET.get("course", "")
    case_id = next((case for case in cases if str(case) == wanted), cases[0])
    rest = [case for case in cases if case != case_id]
    page = citizen_home(citizen_start(actor=actor, case_id=case_id, others=rest), actor, request.user.display_name.split(" ")[0])  # type: ignore[union-attr]
    context = {"page": page, "others": rest, "hats": others, "kept": _kept(request)}
    return render(request, "home/citizen.html", context)
