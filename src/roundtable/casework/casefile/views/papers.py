"""Putting things on paper: the sheets of a course, and what one takes home."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from roundtable.casework.assessments.pages import bring_page
from roundtable.casework.assessments.queries import what_we_bring
from roundtable.casework.casefile.actions import give_on_paper, print_bring, print_closing, print_invitation, print_opened
from roundtable.casework.casefile.forms import ClosingSheetForm
from roundtable.casework.casefile.pages import (
    bring_sheet,
    closing_sheet,
    coming,
    home_lines,
    invitation_sheet,
    next_date,
    opened_sheet,
    paper_page,
)
from roundtable.casework.casefile.queries import (
    contacts_ahead,
)
from roundtable.casework.casefile.rules import Paper
from roundtable.casework.cases.pages import bridge_card
from roundtable.casework.cases.queries import (
    bridge_of,
    closings,
    open_shares,
    phase_and_contact,
)
from roundtable.casework.cases.rules import Outcome, Phase
from roundtable.casework.plans.actions.printing import print_take_home
from roundtable.casework.plans.pages.papers import TakeHome, take_home, take_home_sheet
from roundtable.casework.plans.queries import CurrentPlan, current_plan, plan_state
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.queries import meeting_and_bridge, meeting_page, next_meeting
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.pages.closings import closing_lines
from roundtable.ground.disclosure.queries import MOST_ON_PAPER, noted_closings, opened_on_paper
from roundtable.ground.people.queries import languages_of
from roundtable.ground.programmes.queries import programme_frame
from roundtable.ground.seats.queries import SeatView, seats_on, words
from roundtable.kernel.refusal import NotHere
from roundtable.ui.terms import in_asked_language, said_in

READS = (Hat.CITIZEN, Hat.PROFESSIONAL)
SEATED_TO_PRINT = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)
TAKES_HOME = (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.PROFESSIONAL)


@on_case(Purpose.PRINT, Hat.PROFESSIONAL, begun=True)
def on_paper(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Every sheet of the course, each given with one press."""
    seats = _table(actor, case_id)
    meeting = case_id in next_meeting(actor=actor, case_ids=[case_id])
    page = paper_page(actor, seats, meeting=meeting, plan=plan_state(actor=actor, case_ids=[case_id]).get(case_id))
    citizens = [seat for seat in seats if seat.hat == Hat.CITIZEN and seat.live]
    return render(request, "casefile/on_paper.html", {"page": page, "case_id": case_id, "citizens": citizens})


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


@on_case(Purpose.PRINT, Hat.PROFESSIONAL, begun=True)
def opened_pdf(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Who opened what about one citizen, as far as who prints it can read that too, in her language. Nobody else learns of it."""
    seats = _table(actor, case_id)
    citizen = next((seat for seat in seats if seat.person_id == person_id and seat.hat == Hat.CITIZEN and seat.live), None)
    if citizen is None:
        raise NotHere()
    opened, shared = opened_on_paper(actor=actor, case_id=case_id, citizen_id=person_id)
    closed = closing_lines(noted_closings(actor=actor, case_id=case_id), seats, actor)
    printer = next(seat for seat in seats if seat.person_id == actor.person_id)
    programme, emergency = _programme(request, case_id)
    with said_in(_language_of(request, case_id, person_id)):
        sheet = opened_sheet(
            opened, shared, [one for one in closed if one.citizen_id == person_id],
            citizen=citizen.given_name, printer=printer.name, phone=printer.phone, programme=programme, emergency=emergency,
            at=timezone.now(), more=len(opened) >= MOST_ON_PAPER,
        )  # fmt: skip
        return _pdf(print_opened(data=sheet), _("who-opened-what"))


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
    phase, _contact_on = phase_and_contact(actor=actor, case_id=case_id)
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
    meeting, found, taken = meeting_and_bridge(actor=actor, case_id=case_id, beside=import_string(settings.TAKEN_HOME))
    ahead = contacts_ahead(actor=actor, case_id=case_id, meeting=meeting)
    days = coming(actor, case_id, now.seats, ahead, together=actor.hat != Hat.CITIZEN)  # a professional prints it for others to read
    bridge = bridge_card(found, now.seats, actor, timezone.localdate())
    return take_home(now, actor, ahead.at, next_date=next_date(days), bridge=bridge, home=home_lines(taken, now.seats)), now


def _table(actor: Actor, case_id: UUID) -> tuple[SeatView, ...]:
    found: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    if not found:
        raise NotHere()
    return found


def _readers_language(request: HttpRequest, actor: Actor, case_id: UUID) -> str:
    """Of a sheet that is handed over: the citizen's own; without an account, or with several in a family, the programme's."""
    with reading(actor):
        citizens = [seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.hat == Hat.CITIZEN]
    return _language_of(request, case_id, *citizens)


def _language_of(request: HttpRequest, case_id: UUID, *citizens: UUID) -> str:
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
