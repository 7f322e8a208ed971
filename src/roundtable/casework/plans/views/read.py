"""Reading the plan: the working plan, fixed versions, and paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions.printing import print_plan
from roundtable.casework.plans.pages.papers import easy_page, plan_sheet, record_block
from roundtable.casework.plans.pages.plan import plan_page
from roundtable.casework.plans.pages.versions import compare_page, settled_lines, version_lines, version_page
from roundtable.casework.plans.queries import FixedPlan, looks_taken, plan_version, plan_versions
from roundtable.casework.plans.views.shared import READS, seen
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere
from roundtable.ui.terms import in_asked_language


@on_case(Purpose.PLAN, *READS)
def plan(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The working plan. Who was given a version only finds it in the list of versions."""
    now = seen(actor, case_id)
    return render(request, "plans/plan.html", {"page": plan_page(now, actor, timezone.now())})


@on_case(Purpose.PLAN, *READS)
def versions(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every fixed version, and what was settled on the way."""
    found: tuple[FixedPlan, ...] = plan_versions(actor=actor, case_id=case_id)
    people = {str(seat.person_id): seat.given_name for seat in seats_on(actor=actor, case_ids=[case_id])}
    settled = settled_lines(found, looks_taken(actor=actor, case_id=case_id), people)
    return render(request, "plans/versions.html", {"case_id": case_id, "versions": version_lines(found), "settled": settled})


@on_case(Purpose.PLAN, *READS)
def version(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """One version, as it was fixed."""
    found = plan_version(actor=actor, case_id=case_id, number=number)
    return render(request, "plans/version.html", {"page": version_page(found, str(actor.person_id))})


@on_case(Purpose.PLAN, *READS)
def compare(request: HttpRequest, actor: Actor, case_id: UUID, older: int, newer: int) -> HttpResponse:
    """What changed between two versions."""
    found: tuple[FixedPlan, ...] = plan_versions(actor=actor, case_id=case_id, numbers=[older, newer])
    if len(found) != 2:
        raise NotHere()
    return render(request, "plans/compare.html", {"page": compare_page(found[1], found[0])})


@on_case(Purpose.PLAN, *READS)
def easy(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The plan in short lines."""
    now = seen(actor, case_id)
    readers = readers_of(ScopeKind.TABLE, now.seats, actor)
    return render(request, "plans/easy.html", {"case_id": case_id, "parts": easy_page(now, actor), "readers": readers})


@on_case(Purpose.PRINT, *READS)
def copy(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """A version as a block of text for one's own record."""
    page = version_page(plan_version(actor=actor, case_id=case_id, number=number), str(actor.person_id))
    return render(request, "plans/copy.html", {"page": page, "record": record_block(page)})


@on_case(Purpose.PRINT, *READS)
@in_asked_language
def pdf(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """A version as a sheet to print."""
    found = plan_version(actor=actor, case_id=case_id, number=number)
    return _pdf(print_plan(data=plan_sheet(version_page(found), found.programme)), _("plan-%(number)s") % {"number": number})


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A sheet as an attachment that no cache keeps. The name says nothing about anybody."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )
