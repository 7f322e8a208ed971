"""The end of a meeting and the days after it."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.afterwards.actions import NewTask, answer_after, note_call, write_tasks
from roundtable.casework.afterwards.forms import CallForm, ReplyForm, TasksForm
from roundtable.casework.afterwards.pages import call_day, end_page
from roundtable.casework.afterwards.queries import AfterMeeting, after_meeting, day_after, meetings_and_calls
from roundtable.casework.afterwards.rules import QUESTIONS, REPLY_WORDS, AlreadyTakesHome, CallEvent, Reply
from roundtable.casework.casefile.pages import Day
from roundtable.casework.casefile.queries import dates_ahead
from roundtable.casework.cases.queries import ended_among
from roundtable.casework.roundtables.actions import confirm_lines
from roundtable.casework.roundtables.queries import MeetingFacts
from roundtable.casework.roundtables.rules import GONE, How
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

SEE = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)
WRITE = (Hat.CITIZEN, Hat.PROFESSIONAL)


@on_case(Purpose.MEETING, *SEE)
def end_of_meeting(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """What each takes home; who is quoted says yes to theirs here."""
    if request.method == "POST":
        if actor.hat not in WRITE:
            raise NotHere()
        confirm_lines(actor=actor, case_id=case_id, item_ids=_ids(request.POST.getlist("line")))
        messages.success(request, _("Thank you. It now stands there as your own words."))
        return redirect("end_of_meeting", case_id=case_id, roundtable_id=roundtable_id)
    data = after_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    page = end_page(
        data, dates_ahead(actor=actor, case_id=case_id, but=roundtable_id), actor, over=bool(ended_among(actor=actor, seats=data.seats))
    )
    return render(request, "afterwards/end_of_meeting.html", {"page": page, "case_id": case_id})


def _ids(values: list[str]) -> list[UUID]:
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            raise NotHere() from None
    return found


def _stands(actor: Actor, case_id: UUID, roundtable_id: UUID) -> AfterMeeting:
    with reading(actor):
        data: AfterMeeting = after_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    return data


@on_case(Purpose.MEETING, *WRITE)
def tasks(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One thing for each: who, what, by when."""
    data = _stands(actor, case_id, roundtable_id)
    if request.method != "POST" and ended_among(actor=actor, seats=data.seats):
        return redirect("past_roundtable", case_id=case_id, roundtable_id=roundtable_id)
    parties = {seat.person_id: seat.given_name for seat in data.seats if seat.live and seat.hat in ("citizen", "professional")}
    said = {person: line.words.body for person, line in data.said.items()}
    open_to = [one for one in parties.items() if one[0] not in data.taken]
    form = TasksForm(request.POST or None, parties=open_to, left=_left(data, [person_id for person_id, _name in open_to]), said=said)
    if request.method == "POST" and form.is_valid():
        try:
            write_tasks(
                actor=actor,
                case_id=case_id,
                roundtable_id=roundtable_id,
                tasks=[NewTask(*said) for said in form.said()],
                how=How(form.cleaned_data["how"]),
                once=form.cleaned_data["once"],
            )
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Written down. Everyone at the table can read it. Each says yes to their own."))
            return redirect("end_of_meeting", case_id=case_id, roundtable_id=roundtable_id)
    readers = readers_of(ScopeKind.TABLE, data.seats, actor)
    context = {"form": form, "case_id": case_id, "roundtable_id": roundtable_id, "readers": readers}
    with reading(actor):
        return render(request, "afterwards/write_tasks.html", context, status=422 if form.errors else 200)


def _left(data: AfterMeeting, open_to: list[UUID]) -> list[tuple[UUID, str, str, str]]:
    """For whom nothing can be written here any more: who left the table, and for whom something stands."""
    found = []
    for person_id, name in {seat.person_id: seat.given_name for seat in data.seats if seat.hat in ("citizen", "professional")}.items():
        if person_id not in open_to:
            line = data.tasks.get(person_id)
            why = AlreadyTakesHome.message if person_id in data.taken else GONE
            found.append((person_id, name, _(why) % {"name": name}, line.words.body if line else ""))
    return found


@on_case(Purpose.MEETING, Hat.PROFESSIONAL)
def call(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """What became of the call to the citizen."""
    data = _stands(actor, case_id, roundtable_id)
    names = {seat.person_id: seat.given_name for seat in data.seats}
    waiting = [(str(view.citizen_id), names[view.citizen_id]) for view in data.calls if view.is_open]
    colleagues = {
        str(seat.person_id): seat.given_name
        for seat in data.seats
        if seat.live and seat.hat == "professional" and seat.person_id != actor.person_id
    }
    form = CallForm(request.POST or None, citizens=waiting, colleagues=list(colleagues.items()))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            note_call(
                actor=actor,
                case_id=case_id,
                roundtable_id=roundtable_id,
                citizen_id=values["citizen"],
                event=CallEvent(values["event"]),
                on=values["on"],
                caller_id=values.get("caller"),
                note_id=values["once"],
            )
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            messages.success(request, _("Noted. Everyone at the table sees that, and not what you talked about."))
            return redirect("end_of_meeting", case_id=case_id, roundtable_id=roundtable_id)
    whom = ", ".join(name for _id, name in waiting)
    context = {"form": form, "case_id": case_id, "roundtable_id": roundtable_id, "whom": whom, "seats": data.seats}
    with reading(actor):
        context["readers"] = readers_of(ScopeKind.TABLE, data.seats, actor)
        return render(request, "afterwards/note_call.html", context, status=422 if form.errors else 200)


@on_case(Purpose.MEETING, Hat.CITIZEN)
def questions(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One question a page; she stops wherever she likes."""
    with reading(actor):
        now = day_after(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
        known = after_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id) if now is None else None
    number = now.number if now else None
    question = _(QUESTIONS[number - 1]) if number else ""
    stops = request.method == "POST" and "stop" in request.POST
    form = ReplyForm(request.POST if request.method == "POST" and not stops else None, question=question, initial={"number": number})
    if request.method == "POST" and known is None and (stops or form.is_valid()):
        reply = Reply.STOP if stops else Reply(form.cleaned_data["reply"])
        said = _("No more questions after this meeting") if stops else _said(question, reply)
        asked = (number or 1) if stops else form.cleaned_data["number"]
        once = None if stops else form.cleaned_data["once"]
        try:
            answer_after(actor=actor, case_id=case_id, roundtable_id=roundtable_id, number=asked, reply=reply, said=said, item_id=once)
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            return redirect("day_after", case_id=case_id, roundtable_id=roundtable_id)
    context = {
        "form": form,
        "case_id": case_id,
        "roundtable_id": roundtable_id,
        "number": number,
        "of": len(QUESTIONS),
        "begun": bool(now and now.said),
    }
    with reading(actor):
        return render(request, "afterwards/day_after.html", context, status=422 if form.errors else 200)


def _said(question: str, reply: Reply) -> str:
    return _("%(question)s %(answer)s") % {"question": question, "answer": _(REPLY_WORDS[reply])}


def meeting_and_days(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> tuple[MeetingFacts | None, list[Day]]:
    """The next meeting of a course, and the calls that are still to be made after the last one. One statement."""
    meetings, calls = meetings_and_calls(actor=actor, case_ids=[case_id], seats=seats, to_come=True)
    return meetings.get(case_id), [call_day(view, seats, actor) for view in calls if view.is_open]
