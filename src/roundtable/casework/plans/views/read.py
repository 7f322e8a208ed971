"""Reading the plan: the working plan, fixed versions, and paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.cases.pages import ended_words
from roundtable.casework.plans.actions.desk import VERSION_KIND
from roundtable.casework.plans.actions.printing import print_plan
from roundtable.casework.plans.pages.papers import easy_page, plan_sheet, record_block
from roundtable.casework.plans.pages.plan import plan_page
from roundtable.casework.plans.pages.versions import compare_page, settled_lines, version_lines, version_page
from roundtable.casework.plans.pages.words import readers_here, table_readers
from roundtable.casework.plans.queries import FixedPlan, looks_taken, plan_version, plan_versions
from roundtable.casework.plans.views.shared import READS, seen
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.ground.seats.queries import SeatView, headers, seats_on
from roundtable.kernel.refusal import NotHere
from roundtable.ui.table import Readers
from roundtable.ui.terms import in_asked_language


@on_case(Purpose.PLAN, *READS)
def plan(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The working plan. Who was given a version only finds it in the list of versions."""
    now = seen(actor, case_id)
    page = plan_page(now, actor, timezone.now())
    given = page.empty and not page.may_write and bool(headers(actor=actor, case_id=case_id, kinds=[VERSION_KIND], limit=1))
    return render(request, "plans/plan.html", {"page": page, "given": given})


@on_case(Purpose.PLAN, *READS)
def versions(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every fixed version, and what was settled on the way."""
    found: tuple[FixedPlan, ...] = plan_versions(actor=actor, case_id=case_id)
    seats: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    people = {str(seat.person_id): seat.given_name for seat in seats}
    settled = settled_lines(found, looks_taken(actor=actor, case_id=case_id), people)
    shown = {"versions": version_lines(found, seats), "settled": settled, "readers": _readers(seats, actor) if found else None}
    return render(request, "plans/versions.html", {"case_id": case_id, "companion": actor.hat == Hat.COMPANION, **shown})


@on_case(Purpose.PLAN, *READS)
def version(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """One version, as it was fixed."""
    found = plan_version(actor=actor, case_id=case_id, number=number)
    seats = seats_on(actor=actor, case_ids=[case_id])
    page = version_page(found, seats, str(actor.person_id))
    return render(request, "plans/version.html", {"page": page, "readers": _readers(seats, actor)})


@on_case(Purpose.PLAN, *READS)
def compare(request: HttpRequest, actor: Actor, case_id: UUID, older: int, newer: int) -> HttpResponse:
    """What changed between two versions."""
    found: tuple[FixedPlan, ...] = plan_versions(actor=actor, case_id=case_id, numbers=[older, newer])
    if len(found) != 2:
        raise NotHere()
    seats = seats_on(actor=actor, case_ids=[case_id])
    return render(request, "plans/compare.html", {"page": compare_page(found[1], found[0], seats), "readers": _readers(seats, actor)})


@on_case(Purpose.PLAN, *READS)
def easy(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The plan in short lines."""
    now = seen(actor, case_id)
    shown = {"parts": easy_page(now, actor), "readers": table_readers(now, actor), "ended": ended_words(now.ended)}
    return render(request, "plans/easy.html", {"case_id": case_id, **shown})


@on_case(Purpose.PRINT, *READS)
def copy(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """A version as a block of text for one's own record."""
    found = plan_version(actor=actor, case_id=case_id, number=number)
    page = version_page(found, seats_on(actor=actor, case_ids=[case_id]), str(actor.person_id))
    return render(request, "plans/copy.html", {"page": page, "record": record_block(page)})


@on_case(Purpose.PRINT, *READS)
@in_asked_language
def pdf(request: HttpRequest, actor: Actor, case_id: UUID, number: int) -> HttpResponse:
    """A version as a sheet to print."""
    found = plan_version(actor=actor, case_id=case_id, number=number)
    page = version_page(found, seats_on(actor=actor, case_ids=[case_id]))
    return _pdf(print_plan(data=plan_sheet(page, found.programme)), _("plan-%(number)s") % {"number": number})


def _readers(seats: tuple[SeatView, ...], actor: Actor) -> Readers:
    """Who reads a version: the table, as long as somebody who works sits there."""
    return readers_here(seats, actor, over=not any(seat.live and seat.hat in ("professional", "intake") for seat in seats))


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A sheet as an attachment that no cache keeps. The name says nothing about anybody."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )
