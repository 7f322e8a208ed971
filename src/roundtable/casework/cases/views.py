"""A course changes hands, goes on, ends and is opened again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from roundtable.casework.cases import actions
from roundtable.casework.cases.forms import (
    AnswerBridgeForm,
    BridgeForm,
    CloseForm,
    MoveForm,
    PhaseForm,
    PlanEndForm,
    ReadFirstForm,
    ReopenForm,
    ReplaceForm,
    bridge_days_first,
)
from roundtable.casework.cases.pages import bridge_card, bridge_choices, could_come, course_page, courses, missing_at_end, seated, whose_yes
from roundtable.casework.cases.queries import PhaseView, bridge_of, case_phase, caseload, open_shares
from roundtable.casework.cases.rules import Outcome, Phase, Told
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.programmes.queries import about_person, colleagues
from roundtable.ground.seats.pages import away_words
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.fields import seen_number
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


def _done(form: forms.Form, run: Callable[[dict[str, Any]], None]) -> bool:
    """Whether the act was done; its refusal stands on the form."""
    if not form.is_valid():
        return False
    try:
        run(form.cleaned_data)
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        return False
    return True


def _seats(actor: Actor, case_id: UUID) -> tuple[SeatView, ...]:
    found: tuple[SeatView, ...] = seats_on(actor=actor, case_ids=[case_id])
    if not found:
        raise NotHere()
    return found


def _begun(actor: Actor, case_id: UUID) -> PhaseView:
    """Where the course stands; NotHere for one that never began: it has nowhere to go, and nothing to close."""
    found: PhaseView | None = case_phase(actor=actor, case_id=case_id)
    if found is None:
        raise NotHere()
    return found


@on_case(Purpose.HAND_OVER, Hat.TEAM_LEADER)
def replace_professional(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A successor takes a professional's place."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), case_phase(actor=actor, case_id=case_id)
        people = colleagues(actor=actor)
    here = frozenset(seat.person_id for seat in seats if seat.live)
    form = ReplaceForm(request.POST or None, choices={"leaving_id": seated(seats), "coming_id": could_come(people, without=here)})

    def run(data: dict[str, Any]) -> None:
        actions.replace_professional(
            actor=actor, case_id=case_id, leaving_id=UUID(data["leaving_id"]), coming_id=UUID(data["coming_id"]), told=Told(data["told"])
        )

    if request.method == "POST" and _done(form, run):
        return redirect(f"{request.path}?done=replaced")
    happened = Happened(
        what=_("The place at the table has changed hands."),
        readers=_("Everyone at the table, now and later"),
        comes_next=_(
            "The citizen has been told. Under People and messages there is a place to write what the new person should read first."
        ),
    )
    shown = happened if request.GET.get("done") == "replaced" else None
    return render(request, "cases/replace_professional.html", {"page": course_page(case_id, seats, phase), "form": form, "happened": shown})


@at_home(Purpose.TEAM, Hat.TEAM_LEADER)
def move_caseload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Several courses of one who leaves go to another."""
    leaving_id = _person(request.GET.get("leaving", ""))
    with reading(actor):
        leaving = about_person(actor=actor, person_id=leaving_id)
        rows, people = caseload(actor=actor, person_id=leaving_id), colleagues(actor=actor)
    choices = {"case_ids": courses(rows), "coming_id": could_come(people, without=frozenset({leaving_id}))}
    form = MoveForm(request.POST or None, choices=choices)
    moved: list[UUID] = []

    def run(data: dict[str, Any]) -> None:
        case_ids = [UUID(said) for said in data["case_ids"]]
        moved.extend(actions.move_caseload(actor=actor, case_ids=case_ids, leaving_id=leaving_id, coming_id=UUID(data["coming_id"])))

    if request.method == "POST" and _done(form, run):
        messages.success(
            request, _("%(count)s courses have moved. Each citizen and everyone at each table is told.") % {"count": len(moved)}
        )
        return redirect("team")
    return render(request, "cases/move_caseload.html", {"leaving": leaving, "form": form, "courses": rows})


def _person(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError:
        raise NotHere() from None


@on_case(Purpose.CASE, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def close_case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The course ends, with its outcome."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), _begun(actor, case_id)
        shares = open_shares(actor=actor, case_id=case_id)
        meeting, _days = import_string(settings.MEETING_AND_DAYS)(actor, case_id, seats)
        held = import_string(settings.LAST_MEETING_HELD)(actor=actor, case_id=case_id)
        missing = missing_at_end(bridge_of(actor=actor, case_id=case_id), seats, held=held) if actor.hat == Hat.PROFESSIONAL else ()
    meets_at = meeting.starts_at if meeting is not None and meeting.starts_at > timezone.now() else None
    form = CloseForm(request.POST or None)
    if actor.hat == Hat.TEAM_LEADER:
        del form.fields["her_words"]
    citizens = [seat.person_id for seat in seats if seat.hat == Hat.CITIZEN]

    def run(data: dict[str, Any]) -> None:
        actions.close_case(
            actor=actor,
            case_id=case_id,
            outcome=Outcome(data["outcome"]),
            seen=seen_number(request.POST),
            her_words=data.get("her_words", ""),
            said_by_id=citizens[0] if len(citizens) == 1 else None,
        )

    if request.method == "POST" and _done(form, run):
        messages.success(request, _("The course is closed. Everyone at the table is told; what was shared has ended."))
        if meets_at:
            messages.success(request, _("The meeting that was planned is called off."))
        return redirect("/")
    page = course_page(case_id, seats, phase, shares, meets_at)
    return render(request, "cases/close_case.html", {"page": page, "form": form, "missing": missing})


@on_case(Purpose.CASE, Hat.TEAM_LEADER)
def reopen_case(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A closed course goes on."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), _begun(actor, case_id)
        people = colleagues(actor=actor)
    here = frozenset(seat.person_id for seat in seats if seat.live)
    form = ReopenForm(request.POST or None, choices={"person_ids": could_come(people, without=here)})

    def run(data: dict[str, Any]) -> None:
        actions.reopen_case(
            actor=actor, case_id=case_id, person_ids=[UUID(said) for said in data["person_ids"]], seen=seen_number(request.POST)
        )

    if request.method == "POST" and _done(form, run):
        messages.success(request, _("The course is open again. Everyone at the table is told. Nothing of before is lost."))
        return redirect("/")
    return render(request, "cases/reopen_case.html", {"page": course_page(case_id, seats, phase), "form": form})


@on_case(Purpose.CASE, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def change_phase(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The course goes to another phase."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), _begun(actor, case_id)
    form = PhaseForm(request.POST or None, initial={"phase": phase.phase})

    def run(data: dict[str, Any]) -> None:
        actions.change_phase(actor=actor, case_id=case_id, phase=Phase(data["phase"]), seen=seen_number(request.POST))

    if request.method == "POST" and _done(form, run):
        return redirect(f"{request.path}?done=changed")
    happened = Happened(what=_("The course stands there now."), readers=_("Everyone at the table, now and later"))
    shown = happened if request.GET.get("done") == "changed" else None
    return render(request, "cases/change_phase.html", {"page": course_page(case_id, seats, phase), "form": form, "happened": shown})


@on_case(Purpose.MESSAGES, Hat.CITIZEN)
def write_read_first(request: HttpRequest, actor: Actor, case_id: UUID, coming_id: UUID) -> HttpResponse:
    """The citizen's note to who is new at her table."""
    with reading(actor):
        seats = _seats(actor, case_id)
    new = next((seat for seat in seats if seat.live and seat.person_id == coming_id and seat.hat == Hat.PROFESSIONAL), None)
    if new is None:
        raise NotHere()
    form = ReadFirstForm(request.POST or None)

    def run(data: dict[str, Any]) -> None:
        actions.write_read_first(actor=actor, case_id=case_id, coming_id=coming_id, body=data["body"], item_id=data["once"])

    if request.method == "POST" and _done(form, run):
        return redirect(f"{request.path}?done=written")
    happened = Happened(
        what=_("%(name)s has your note.") % {"name": new.given_name}, readers=_("You and %(name)s") % {"name": new.given_name}
    )
    shown = happened if request.GET.get("done") == "written" else None
    return render(
        request,
        "cases/write_read_first.html",
        {"name": new.given_name, "away": away_words(new, actor), "case_id": case_id, "form": form, "happened": shown},
    )


@on_case(Purpose.CASE, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def plan_end(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The day the course is planned to end."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), _begun(actor, case_id)
    form = PlanEndForm(request.POST or None, initial={"ends_on": phase.ends_on})

    def run(data: dict[str, Any]) -> None:
        actions.plan_end(actor=actor, case_id=case_id, ends_on=data["ends_on"])

    if request.method == "POST" and _done(form, run):
        messages.success(request, _("The day is kept. Everyone at the table sees it, and is told of the last meeting four weeks before."))
        return redirect("case_page", case_id=case_id)
    return render(request, "cases/plan_end.html", {"page": course_page(case_id, seats, phase), "form": form})


@on_case(Purpose.CASE, Hat.PROFESSIONAL)
def name_bridge(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Whom the citizen can ring after the course."""
    with reading(actor):
        seats, phase = _seats(actor, case_id), _begun(actor, case_id)
    known = {
        str(seat.person_id): {"name": seat.name, "organisation": seat.organisation, "telephone": seat.phone}
        for seat in seats
        if seat.live and seat.hat == Hat.PROFESSIONAL
    }
    form = BridgeForm(
        request.POST or None, choices={"who": bridge_choices(seats)}, at_table=known, initial=bridge_days_first(phase.ends_on)
    )

    def run(data: dict[str, Any]) -> None:
        kept = {name: data[name] for name in ("name", "organisation", "telephone", "until_on", "rings_on", "person_id")}
        actions.name_bridge(actor=actor, case_id=case_id, item_id=data["once"], **kept)

    if request.method == "POST" and _done(form, run):
        messages.success(request, _("It is kept, and everyone at the table sees it. The citizen says yes or no to it."))
        return redirect("bridge", case_id=case_id)
    return render(request, "cases/name_bridge.html", {"page": course_page(case_id, seats, phase), "form": form})


@on_case(Purpose.CASE, Hat.CITIZEN, Hat.PROFESSIONAL)
def bridge(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Whom the citizen can ring after the course, and her yes or no to it."""
    with reading(actor):
        seats = _seats(actor, case_id)
        found = bridge_of(actor=actor, case_id=case_id)
    citizen = actor.hat == Hat.CITIZEN
    if request.method == "POST" and found is None:
        raise NotHere()
    initial = {"item": found.item_id} if found else {}
    form = AnswerBridgeForm(request.POST or None, choices={} if citizen else {"whose": whose_yes(seats)}, initial=initial)

    def run(data: dict[str, Any]) -> None:
        actions.answer_bridge(actor=actor, case_id=case_id, **form.said())

    if request.method == "POST" and _done(form, run):
        messages.success(request, _("It is kept. Everyone at the table can see it, as long as they sit here."))
        return redirect("bridge", case_id=case_id)
    card = bridge_card(found, seats, actor, timezone.localdate())
    context = {"card": card, "case_id": case_id, "form": form, "citizen": citizen}
    return render(request, "cases/bridge.html", context)
