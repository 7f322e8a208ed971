"""The case page, its people, its time line, what she told, what is left of a course that ended, and finding things again."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from roundtable.casework.assessments.queries import said_so
from roundtable.casework.casefile.actions import mark_seen
from roundtable.casework.casefile.forms import SearchForm
from roundtable.casework.casefile.pages import (
    Day,
    case_page,
    coming,
    contact_day,
    course_title,
    dates_page,
    days_ahead,
    found_lines,
    happening_lines,
    look_days,
    own_texts,
    people_page,
    readers_of_all,
    told_page,
    with_days,
)
from roundtable.casework.casefile.queries import (
    LOOKED_THROUGH,
    Ahead,
    contacts_ahead,
    known_words,
    left_open_by_law,
    planned_days,
    search_words,
    since_last_here,
    time_line,
    told_elsewhere,
    what_they_decide,
)
from roundtable.casework.casefile.rules import Paper
from roundtable.casework.cases.pages import closed_words
from roundtable.casework.cases.queries import (
    bridge_of,
    closings,
    course_ended,
    ended_among,
    my_ended_courses,
    phase_and_contact,
)
from roundtable.casework.cases.rules import Phase
from roundtable.casework.notes.pages import layers_of, page_number
from roundtable.casework.notes.queries import contacts, last_messages, waiting_for_reply
from roundtable.casework.plans.queries import PlanState, plans_ahead, told_in_plan
from roundtable.casework.referrals.queries import not_accepted
from roundtable.casework.roundtables.queries import said_lines
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.access.hats import closed_for_me
from roundtable.ground.disclosure.pages.closings import closing_lines
from roundtable.ground.disclosure.queries import closed_for, left_open_on, noted_closings
from roundtable.ground.seats.pages import begun
from roundtable.ground.seats.queries import SeatView, Words, headers, seats_on, words
from roundtable.kernel.refusal import NotHere
from roundtable.ui.parts import Pager

SEATED = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.INTAKE)
READS = (Hat.CITIZEN, Hat.PROFESSIONAL)
REACHED = ("professional", "citizen")
"""Of whom a page of people says when and how to reach them."""
HAPPENED_SHOWN = 10


@on_case(Purpose.CASE, *SEATED, Hat.TEAM_LEADER, closed_too=True, begun=True)
def case_page_of(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """One course on one page; for a citizen its calm version."""
    if closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
        return _closed(request, actor, case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    phase, contact_on = phase_and_contact(actor=actor, case_id=case_id)
    if phase is None and actor.hat == Hat.TEAM_LEADER and not_accepted(actor=actor, case_ids=[case_id]):
        return redirect("referral", case_id)
    new, newest = since_last_here(actor=actor, case_id=case_id, latest=HAPPENED_SHOWN)
    ended = closings(actor=actor, case_id=case_id) if phase and phase.phase == Phase.END else ()
    ahead, days, plan = _ahead(actor, case_id, seats, contact_day(case_id, phase, contact_on))
    page = case_page(
        actor,
        case_id,
        seats,
        closing=ended[0] if ended else None,
        bridge=bridge_of(actor=actor, case_id=case_id) if ended and actor.hat == Hat.CITIZEN else None,
        phase=phase,
        new=new,
        happened=newest,
        known=known_words(actor=actor, happenings=[*new.happenings, *newest]),
        coming=with_days(coming(actor, case_id, seats, ahead), days),
        plan=plan,
        waiting=waiting_for_reply(actor=actor, case_id=case_id) if actor.hat == Hat.PROFESSIONAL else (),
        at=timezone.now(),
    )
    template = "casefile/case_page.html" if page.staff else "casefile/my_course.html"
    goes_on = phase is not None  # a referral that waits, or came to nothing, goes nowhere
    leads = actor.hat == Hat.TEAM_LEADER
    may = {
        "goes_on": goes_on and (leads or actor.hat == Hat.PROFESSIONAL),
        "leads": leads,
        "citizen": actor.hat == Hat.CITIZEN,
        "acts": actor.hat == Hat.REPRESENTATIVE,
    }
    return render(request, template, {"page": page, "case_id": case_id, "reads": actor.hat in READS, **may})


def _ahead(actor: Actor, case_id: UUID, seats: Sequence[SeatView], more: Sequence[Day]) -> tuple[Ahead, list[Day], PlanState | None]:
    """What has a date, what has a day (`more` of them), and where the plan stands. Three statements."""
    meeting, days = import_string(settings.MEETING_AND_DAYS)(actor, case_id, seats)
    plans, looks = plans_ahead(actor=actor, case_ids=[case_id], seats=seats)
    found = days_ahead([*days, *more, *look_days(actor, case_id, seats, looks)], timezone.localdate())
    return contacts_ahead(actor=actor, case_id=case_id, meeting=meeting), found, plans.get(case_id)


@on_case(Purpose.CASE, *READS)
def seen(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is new has been seen."""
    if request.method == "POST":
        mark_seen(actor=actor, case_id=case_id)
        messages.success(request, _("Noted. Nobody else sees this. From now on you find here what is new after today."))
    return redirect("case_page", case_id=case_id)


@on_case(Purpose.CASE, *SEATED, Hat.TEAM_LEADER, closed_too=True)
def people_at_table(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """People and messages."""
    if closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
        return _to_what_is_left(actor, case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    noted = noted_closings(actor=actor, case_id=case_id) if actor.hat == Hat.TEAM_LEADER else ()
    closings = [one for one in closing_lines(noted, seats, actor) if one.since]
    page = people_page(
        actor,
        case_id,
        seats,
        about=what_they_decide(actor=actor, person_ids=[seat.person_id for seat in seats if seat.hat in REACHED]),
        messages=last_messages(actor=actor, case_id=case_id),
        contacts=contacts(actor=actor, case_id=case_id),
        at=timezone.now(),
        closed=frozenset(closed_for(actor=actor, case_id=case_id)) if actor.hat == Hat.CITIZEN else frozenset(),
    )
    goes_on = any(seat.live and seat.hat == Hat.PROFESSIONAL and seat.ground != "referral" for seat in seats)
    whose = {"case_id": case_id, "citizen": actor.hat == Hat.CITIZEN}
    context = {"page": page, **whose, "begun": begun(seats), "goes_on": goes_on, "closings": closings}
    return render(request, "casefile/people.html", context)


@on_case(Purpose.CASE, Hat.CITIZEN)
def dates_and_letters(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every day that is known, and what there is on paper."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    phase, contact_on = phase_and_contact(actor=actor, case_id=case_id)
    ahead, days, plan = _ahead(actor, case_id, seats, contact_day(case_id, phase, contact_on))
    over = phase is not None and phase.phase == Phase.END
    planned = () if over else planned_days(actor=actor, case_id=case_id)
    bridge = bridge_of(actor=actor, case_id=case_id) if over else None
    given = headers(actor=actor, case_id=case_id, kinds=[paper.kind for paper in Paper])
    known: dict[str, Any] = {"ahead": ahead, "planned": planned, "phase": phase, "bridge": bridge, "plan": plan, "days": days}
    page = dates_page(actor, case_id, seats, given=given, **known)
    return render(request, "casefile/dates_and_letters.html", {"page": page})


@on_case(Purpose.CASE, *SEATED, closed_too=True)
def happened(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everything that was written on one course and that the person may read."""
    if closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
        return _to_what_is_left(actor, case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    found = time_line(actor=actor, case_id=case_id, page=page_number(request.GET.get("page")))
    known = known_words(actor=actor, happenings=found.happenings)
    lines = happening_lines(actor, seats, found.happenings, known, over=course_ended(actor=actor, case_id=case_id))
    context = {
        "lines": lines,
        "once": readers_of_all(lines),
        "pager": Pager(found.page, found.pages),
        "case_id": case_id,
        "title": course_title(actor, seats),
    }
    return render(request, "casefile/time_line.html", context)


@on_case(Purpose.CASE, Hat.CITIZEN)
def you_told_us(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everything she said, or that was written down as said by her, at this table: hers to say yes to, to say differently, to take back."""
    plan = told_in_plan(actor=actor, case_id=case_id)
    said = said_lines(actor=actor, case_id=case_id)
    elsewhere: tuple[Words, ...] = told_elsewhere(actor=actor, case_id=case_id)
    yes = said_so(actor=actor, item_ids=[view.item_id for view in elsewhere])
    page = told_page(actor, case_id, plan, said, elsewhere, yes)
    return render(request, "casefile/you_told_us.html", {"page": page, "case_id": case_id})


def _closed(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Of a course that was closed for who looks: what is shared with them by law, and nothing else, not even whose it is; or nothing."""
    texts = left_open_by_law(actor=actor, case_id=case_id)
    if not texts:
        raise NotHere()
    return render(request, "casefile/closed_course.html", {"texts": [(text, layers_of(text.body)) for text in texts]})


@at_home(Purpose.CASE, Hat.PROFESSIONAL)
def ended_course(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Of a course that has ended, for who sat there by profession: since when, by whom, and what they wrote there themselves."""
    course = next((one for one in my_ended_courses(actor=actor) if one.case_id == case_id), None)
    if course is None:
        raise NotHere()
    texts = own_texts(words(actor=actor, case_id=case_id, limit=LOOKED_THROUGH), course.names)
    return render(request, "casefile/ended_course.html", {"course": course, "said": closed_words(course, actor), "texts": texts})


def _to_what_is_left(actor: Actor, case_id: UUID) -> HttpResponse:
    """The other pages of such a course lead to that one."""
    if not left_open_on(actor=actor, case_ids=[case_id]):
        raise NotHere()
    return redirect("case_page", case_id=case_id)


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
    context: dict[str, Any] = {"form": form, "case_id": case_id, "lines": (), "asked": False, "more": False, "cut": False}
    context["limit"] = LOOKED_THROUGH
    with reading(actor):
        if request.method == "POST" and form.is_valid():
            found = search_words(actor=actor, query=form.cleaned_data["words"], case_id=case_id)
            cases = {view.case_id for view in found.hits if view.case_id}
            seats = seats_on(actor=actor, case_ids=sorted(cases)) if cases else ()
            closed = frozenset(case for case in cases if closed_for_me(request.hats, case))  # type: ignore[attr-defined]
            context |= {
                "lines": found_lines(actor, seats, found, closed, ended_among(actor=actor, seats=seats)),
                "asked": True,
                "more": found.more,
                "cut": found.cut,
            }
        return render(request, "casefile/search.html", context, status=422 if form.errors else 200)
