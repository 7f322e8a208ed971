"""The case page, its people, its time line, and finding things again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.casefile.actions import mark_seen
from roundtable.casework.casefile.forms import SearchForm
from roundtable.casework.casefile.pages import (
    case_page,
    coming,
    course_title,
    found_lines,
    happening_lines,
    people_page,
)
from roundtable.casework.casefile.queries import (
    LOOKED_THROUGH,
    known_words,
    search_words,
    since_last_here,
    time_line,
    what_they_decide,
)
from roundtable.casework.cases.queries import case_phase, closings
from roundtable.casework.cases.rules import Phase
from roundtable.casework.notes.pages import page_number
from roundtable.casework.notes.queries import contacts, last_messages, waiting_for_reply
from roundtable.casework.plans.queries import plan_state
from roundtable.casework.roundtables.queries import next_meeting
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.disclosure.queries import closed_for
from roundtable.ground.seats.queries import seats_on
from roundtable.ui.parts import Pager

SEATED = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.INTAKE)
READS = (Hat.CITIZEN, Hat.PROFESSIONAL)
HAPPENED_SHOWN = 10


@on_case(Purpose.CASE, *SEATED, Hat.TEAM_LEADER)
def case_page_of(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """One course on one page; for a citizen its calm version."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    phase = case_phase(actor=actor, case_id=case_id)
    planned = contacts(actor=actor, case_id=case_id, limit=30)
    new, newest = since_last_here(actor=actor, case_id=case_id, latest=HAPPENED_SHOWN)
    meeting = next_meeting(actor=actor, case_ids=[case_id]).get(case_id)
    ended = closings(actor=actor, case_id=case_id) if phase and phase.phase == Phase.END else ()
    page = case_page(
        actor,
        case_id,
        seats,
        closing=ended[0] if ended else None,
        phase=phase.phase if phase else None,
        new=new,
        happened=newest,
        known=known_words(actor=actor, happenings=[*new.happenings, *newest]),
        coming=coming(actor, case_id, seats, planned, meeting, timezone.now()),
        plan=plan_state(actor=actor, case_ids=[case_id]).get(case_id),
        waiting=waiting_for_reply(actor=actor, case_id=case_id) if actor.hat == Hat.PROFESSIONAL else (),
    )
    template = "casefile/case_page.html" if page.staff else "casefile/my_course.html"
    may = {"works": actor.hat == Hat.PROFESSIONAL, "leads": actor.hat == Hat.TEAM_LEADER, "citizen": actor.hat == Hat.CITIZEN}
    return render(request, template, {"page": page, "case_id": case_id, "reads": actor.hat in READS, **may})


@on_case(Purpose.CASE, *READS)
def seen(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is new has been seen."""
    if request.method == "POST":
        mark_seen(actor=actor, case_id=case_id)
        messages.success(request, _("Noted. Nobody else sees this. From now on you find here what is new after today."))
    return redirect("case_page", case_id=case_id)


@on_case(Purpose.CASE, *SEATED, Hat.TEAM_LEADER)
def people_at_table(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """People and messages."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    page = people_page(
        actor,
        case_id,
        seats,
        about=what_they_decide(actor=actor, person_ids=[seat.person_id for seat in seats if seat.hat == "professional"]),
        messages=last_messages(actor=actor, case_id=case_id),
        contacts=contacts(actor=actor, case_id=case_id),
        closed=frozenset(closed_for(actor=actor, case_id=case_id)) if actor.hat == Hat.CITIZEN else frozenset(),
    )
    return render(request, "casefile/people.html", {"page": page, "case_id": case_id, "citizen": actor.hat == Hat.CITIZEN})


@on_case(Purpose.CASE, *SEATED)
def happened(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everything that was written on one course and that the person may read."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    found = time_line(actor=actor, case_id=case_id, page=page_number(request.GET.get("page")))
    lines = happening_lines(actor, seats, found.happenings, known_words(actor=actor, happenings=found.happenings))
    context = {"lines": lines, "pager": Pager(found.page, found.pages), "case_id": case_id, "title": course_title(actor, seats)}
    return render(request, "casefile/time_line.html", context)


@on_case(Purpose.SEARCH, *READS)
def search_case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Finding words on one course."""
    return _search(request, actor, case_id)


@at_home(Purpose.SEARCH, *READS)
def search_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Finding words on all of one's courses."""
    return _search(request, actor, None)


def _search(request: HttpRequest, actor: Actor, case_id: UUID | None) -> HttpResponse:
    form = SearchForm(request.POST or None)
    context: dict[str, Any] = {
        "form": form,
        "case_id": case_id,
        "lines": (),
        "asked": False,
        "more": False,
        "cut": False,
        "limit": LOOKED_THROUGH,
    }
    with reading(actor):
        if request.method == "POST" and form.is_valid():
            found = search_words(actor=actor, query=form.cleaned_data["words"], case_id=case_id)
            cases = {view.case_id for view in found.hits if view.case_id}
            seats = seats_on(actor=actor, case_ids=sorted(cases)) if cases else ()
            context |= {"lines": found_lines(actor, seats, found), "asked": True, "more": found.more, "cut": found.cut}
        return render(request, "casefile/search.html", context, status=422 if form.errors else 200)
