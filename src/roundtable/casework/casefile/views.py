"""The case page, its people, its time line, finding things again, and putting things on paper."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from roundtable.casework.assessments.pages import bring_page
from roundtable.casework.assessments.queries import what_we_bring
from roundtable.casework.casefile.actions import give_on_paper, mark_seen, print_bring, print_closing, print_invitation
from roundtable.casework.casefile.forms import ClosingSheetForm, SearchForm
from roundtable.casework.casefile.pages import (
    Day,
    bring_sheet,
    case_page,
    closing_sheet,
    coming,
    course_title,
    dates_page,
    days_ahead,
    found_lines,
    happening_lines,
    invitation_sheet,
    look_days,
    next_date,
    paper_page,
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
from roundtable.casework.cases.pages import bridge_card
from roundtable.casework.cases.queries import bridge_of, case_phase, closings, course_ended, open_shares
from roundtable.casework.cases.rules import Outcome, Phase
from roundtable.casework.notes.pages import page_number
from roundtable.casework.notes.queries import contacts, last_messages, waiting_for_reply
from roundtable.casework.plans.actions.printing import print_take_home
from roundtable.casework.plans.pages.papers import TakeHome, take_home, take_home_sheet
from roundtable.casework.plans.queries import CurrentPlan, PlanState, current_plan, plan_state, plans_ahead, told_in_plan
from roundtable.casework.referrals.queries import not_accepted
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.queries import meeting_and_bridge, meeting_page, next_meeting, said_lines
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.access.hats import closed_for_me
from roundtable.ground.disclosure.queries import closed_for, left_open_on
from roundtable.ground.people.queries import languages_of
from roundtable.ground.programmes.queries import programme_frame
from roundtable.ground.seats.pages import begun
from roundtable.ground.seats.queries import SeatView, headers, seats_on, words
from roundtable.kernel.refusal import NotHere
from roundtable.ui.parts import Pager
from roundtable.ui.terms import in_asked_language, said_in

SEATED = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.INTAKE)
READS = (Hat.CITIZEN, Hat.PROFESSIONAL)
SEATED_TO_PRINT = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)
TAKES_HOME = (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.PROFESSIONAL)
HAPPENED_SHOWN = 10


@on_case(Purpose.CASE, *SEATED, Hat.TEAM_LEADER, closed_too=True, begun=True)
def case_page_of(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """One course on one page; for a citizen its calm version."""
    if closed_for_me(request.hats, case_id):  # type: ignore[attr-defined]
        return _closed(request, actor, case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    phase = case_phase(actor=actor, case_id=case_id)
    if phase is None and actor.hat == Hat.TEAM_LEADER and not_accepted(actor=actor, case_ids=[case_id]):
        return redirect("referral", case_id)
    new, newest = since_last_here(actor=actor, case_id=case_id, latest=HAPPENED_SHOWN)
    ended = closings(actor=actor, case_id=case_id) if phase and phase.phase == Phase.END else ()
    ahead, days, plan = _ahead(actor, case_id, seats)
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
    may = {"goes_on": goes_on and (leads or actor.hat == Hat.PROFESSIONAL), "leads": leads, "citizen": actor.hat == Hat.CITIZEN}
    return render(request, template, {"page": page, "case_id": case_id, "reads": actor.hat in READS, **may})


def _ahead(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> tuple[Ahead, list[Day], PlanState | None]:
    """What has a date, what has a day, and where the plan stands. Three statements."""
    meeting, days = import_string(settings.MEETING_AND_DAYS)(actor, case_id, seats)
    plans, looks = plans_ahead(actor=actor, case_ids=[case_id], seats=seats)
    found = days_ahead([*days, *look_days(actor, case_id, seats, looks)], timezone.localdate())
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
    page = people_page(
        actor,
        case_id,
        seats,
        about=what_they_decide(actor=actor, person_ids=[seat.person_id for seat in seats if seat.hat == "professional"]),
        messages=last_messages(actor=actor, case_id=case_id),
        contacts=contacts(actor=actor, case_id=case_id),
        at=timezone.now(),
        closed=frozenset(closed_for(actor=actor, case_id=case_id)) if actor.hat == Hat.CITIZEN else frozenset(),
    )
    return render(
        request, "casefile/people.html", {"page": page, "case_id": case_id, "citizen": actor.hat == Hat.CITIZEN, "begun": begun(seats)}
    )


@on_case(Purpose.CASE, Hat.CITIZEN)
def dates_and_letters(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every day that is known, and what there is on paper."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    ahead, days, plan = _ahead(actor, case_id, seats)
    phase = case_phase(actor=actor, case_id=case_id)
    over = phase is not None and phase.phase == Phase.END
    page = dates_page(
        actor,
        case_id,
        seats,
        ahead=ahead,
        planned=() if over else planned_days(actor=actor, case_id=case_id),
        phase=phase,
        bridge=bridge_of(actor=actor, case_id=case_id) if over else None,
        plan=plan,
        days=days,
        given=headers(actor=actor, case_id=case_id, kinds=[paper.kind for paper in Paper]),
    )
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
    page = told_page(actor, case_id, plan, said, told_elsewhere(actor=actor, case_id=case_id))
    return render(request, "casefile/you_told_us.html", {"page": page, "case_id": case_id})


def _closed(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Of a course that was closed for who looks: what is shared with them by law, and nothing else, not even whose it is; or nothing."""
    texts = left_open_by_law(actor=actor, case_id=case_id)
    if not texts:
        raise NotHere()
    return render(request, "casefile/closed_course.html", {"texts": texts})


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
            closed = frozenset(case for case in cases if closed_for_me(request.hats, case))  # type: ignore[attr-defined]
            context |= {"lines": found_lines(actor, seats, found, closed), "asked": True, "more": found.more, "cut": found.cut}
        return render(request, "casefile/search.html", context, status=422 if form.errors else 200)


@on_case(Purpose.PRINT, Hat.PROFESSIONAL, begun=True)
def on_paper(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every sheet of the course, each given with one press."""
    seats = _table(actor, case_id)
    meeting = case_id in next_meeting(actor=actor, case_ids=[case_id])
    page = paper_page(actor, seats, meeting=meeting, plan=plan_state(actor=actor, case_ids=[case_id]).get(case_id))
    return render(request, "casefile/on_paper.html", {"page": page, "case_id": case_id})


@on_case(Purpose.PRINT, Hat.PROFESSIONAL, begun=True)
def give_paper(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A sheet is printed to be handed over, and that is noted."""
    said = request.POST.get("paper", "")
    if request.method != "POST" or said not in [paper.value for paper in Paper]:
        raise NotHere()
    paper = Paper(said)
    with reading(actor):
        state = plan_state(actor=actor, case_ids=[case_id]).get(case_id)
        called = case_id in next_meeting(actor=actor, case_ids=[case_id])
    version = state.version if state else 0
    there = {Paper.PLAN: version > 0, Paper.TAKE_HOME: state is not None, Paper.INVITATION: called}
    if not there.get(paper, True):
        raise NotHere()
    give_on_paper(actor=actor, case_id=case_id, paper=paper)
    name = {Paper.TAKE_HOME: "take_home_pdf"}.get(paper, f"{paper.value}_pdf")
    sheet = reverse(name, args=[case_id, version] if paper == Paper.PLAN else [case_id])
    return redirect(f"{sheet}?in={_readers_language(request, actor, case_id)}")


@on_case(Purpose.PRINT, *SEATED_TO_PRINT)
@in_asked_language
def invitation_pdf(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The invitation as a sheet, with a slip to answer on."""
    data = meeting_page(actor=actor, case_id=case_id)
    page = build_meeting(data, actor)
    if not page.open:
        raise NotHere()
    sheet = invitation_sheet(page, data.seats, *_programme(request, case_id), timezone.now())
    return _pdf(print_invitation(data=sheet), _("invitation"))


@on_case(Purpose.PRINT, *READS)
@in_asked_language
def bring_pdf(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is brought to the table, as far as the one who prints it may read it."""
    data = what_we_bring(actor=actor, case_id=case_id)
    page = bring_page(data, actor, case_id)
    return _pdf(print_bring(data=bring_sheet(page, data.seats, *_programme(request, case_id), timezone.now())), _("what-we-bring"))


@on_case(Purpose.PRINT, *READS, begun=True)
@in_asked_language
def closing_pdf(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """How the course ends. A professional prints it before closing, with what stands in the form; that it was given is noted."""
    if request.method == "POST":
        if actor.hat != Hat.PROFESSIONAL:
            raise NotHere()
        form = ClosingSheetForm(request.POST)
        form.full_clean()
        outcome, said = form.cleaned_data.get("outcome"), form.cleaned_data.get("her_words", "")
        give_on_paper(actor=actor, case_id=case_id, paper=Paper.CLOSING)
        with said_in(_readers_language(request, actor, case_id)), reading(actor):
            return _closing(request, actor, case_id, Outcome(outcome) if outcome else None, said)
    return _closing(request, actor, case_id, None, "")


def _closing(request: HttpRequest, actor: Actor, case_id: UUID, outcome: Outcome | None, said: str) -> HttpResponse:
    phase = case_phase(actor=actor, case_id=case_id)
    ended = closings(actor=actor, case_id=case_id) if phase and phase.phase == Phase.END else ()
    closing, wrote, said_by = ended[0] if ended else None, actor.person_id, None
    if closing and closing.item_id:
        outcome_words = next(iter(words(actor=actor, item_ids=[closing.item_id])), None)
        said = outcome_words.body if outcome_words else ""
        wrote, said_by = (outcome_words.author_id, outcome_words.said_by_id) if outcome_words else (wrote, None)
    shares = () if closing else open_shares(actor=actor, case_id=case_id)
    programme, emergency = _programme(request, case_id)
    seats = _table(actor, case_id)
    bridge = bridge_card(bridge_of(actor=actor, case_id=case_id), seats, actor, timezone.localdate())
    sheet = closing_sheet(
        seats, shares, closing, said, outcome,
        programme=programme, emergency=emergency, at=timezone.now(), wrote_id=wrote, said_by_id=said_by, bridge=bridge,
    )  # fmt: skip
    return _pdf(print_closing(data=sheet), _("end-of-the-course"))


@on_case(Purpose.PRINT, *TAKES_HOME)
def take_home_page(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What one takes home, on one page."""
    return render(request, "casefile/take_home.html", {"page": _take_home(actor, case_id)[0]})


@on_case(Purpose.PRINT, *TAKES_HOME)
@in_asked_language
def take_home_pdf(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The same as a sheet to print."""
    page, now = _take_home(actor, case_id)
    return _pdf(print_take_home(data=take_home_sheet(page, now.programme, now.emergency)), _("take-home"))


def _take_home(actor: Actor, case_id: UUID) -> tuple[TakeHome, CurrentPlan]:
    now: CurrentPlan = current_plan(actor=actor, case_id=case_id, answers=False)
    if not now.seats:
        raise NotHere()
    meeting, found = meeting_and_bridge(actor=actor, case_id=case_id)
    ahead = contacts_ahead(actor=actor, case_id=case_id, meeting=meeting)
    days = coming(actor, case_id, now.seats, ahead, together=actor.hat != Hat.CITIZEN)  # a professional prints it for others to read
    bridge = bridge_card(found, now.seats, actor, timezone.localdate())
    return take_home(now, actor, ahead.at, next_date=next_date(days), bridge=bridge), now


def _table(actor: Actor, case_id: UUID) -> tuple[SeatView, ...]:
    found: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    if not found:
        raise NotHere()
    return found


def _readers_language(request: HttpRequest, actor: Actor, case_id: UUID) -> str:
    """Of a sheet that is handed over: the citizen's own; without an account, or with several in a family, the programme's."""
    with reading(actor):
        citizens = [seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.hat == Hat.CITIZEN]
    found = languages_of(citizens)
    if len(found) == 1:
        return next(iter(found))
    ids = [row.programme_id for row in request.hats if row.case_id == case_id and row.programme_id]  # type: ignore[attr-defined]
    frame = programme_frame(ids[0]) if ids else None
    return frame.language if frame else "en"


def _programme(request: HttpRequest, case_id: UUID) -> tuple[str, tuple[str, ...]]:
    """The programme's name and its emergency lines; kept in memory, no statement."""
    ids = [row.programme_id for row in request.hats if row.case_id == case_id and row.programme_id]  # type: ignore[attr-defined]
    frame = programme_frame(ids[0]) if ids else None
    return (frame.name, tuple(frame.emergency)) if frame else ("", ())


def _pdf(content: bytes, name: str) -> HttpResponse:
    """A sheet as an attachment that no cache keeps. The name says nothing about anybody."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"},
    )
