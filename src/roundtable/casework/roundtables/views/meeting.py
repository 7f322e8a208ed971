"""The meeting's page, the page one writes on for all, and the letter that invites."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.cases.pages import BridgeCard, bridge_card
from roundtable.casework.cases.queries import bridge_of
from roundtable.casework.roundtables.actions import (
    NewLine,
    confirm_lines,
    correct_line,
    end_quiet_word,
    take_line_back,
    take_pen,
    write_lines,
)
from roundtable.casework.roundtables.forms import CorrectForm
from roundtable.casework.roundtables.forms.write import WriteForm
from roundtable.casework.roundtables.pages import build_meeting
from roundtable.casework.roundtables.queries import MeetingData, meeting_page, meeting_quoting, quiet_shown
from roundtable.casework.roundtables.rules import How
from roundtable.casework.roundtables.views.desk import as_it_stands, done, gone, live, shown, table_readers, the_meeting
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.kernel.refusal import NotHere

INVITED = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION, Hat.TEAM_LEADER)
SEE = (*INVITED, Hat.REPRESENTATIVE)
WRITE = (Hat.CITIZEN, Hat.PROFESSIONAL)


def _page(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID | None, template: str) -> HttpResponse:
    data = meeting_page(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if not data.seats:
        raise NotHere()
    context = {"page": build_meeting(data, actor), "case_id": case_id, "one": roundtable_id is not None, **_afterwards(actor, data)}
    return render(request, f"roundtables/{template}.html", context)


def _afterwards(actor: Actor, data: MeetingData) -> dict[str, BridgeCard | None]:
    """Of a last meeting: whom the citizen can ring afterwards. One statement, and none for other meetings or for who leads."""
    if data.meeting is None or not data.meeting.last or actor.hat not in WRITE:
        return {}
    return {"card": bridge_card(bridge_of(actor=actor, case_id=data.case_id), data.seats, actor, timezone.localdate())}


@on_case(Purpose.MEETING, *SEE)
def roundtable(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The meeting that is called, or the last one. Only what stands at the table: it can be shown on a screen in the room."""
    return _page(request, actor, case_id, None, "roundtable")


@on_case(Purpose.MEETING, *SEE)
def past(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One meeting of the course."""
    return _page(request, actor, case_id, roundtable_id, "roundtable")


@on_case(Purpose.PRINT, *INVITED)
def invitation(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The invitation as a letter."""
    return _page(request, actor, case_id, None, "invitation")


@on_case(Purpose.MEETING, *WRITE)
def write(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """One writes for all: every part of the meeting on one page."""
    data = as_it_stands(actor, case_id, roundtable_id)
    if data.over and request.method != "POST":
        return redirect("past_roundtable", case_id=case_id, roundtable_id=roundtable_id)
    seen = request.POST.get("quiet", "")
    if _is_id(seen):  # what is typed beside it stays on the page, to be sent
        end_quiet_word(actor=actor, case_id=case_id, roundtable_id=the_meeting(data).id, word_id=UUID(seen))
        data = as_it_stands(actor, case_id, roundtable_id)
    parties = [(seat.person_id, seat.given_name) for seat in live(data, "citizen", "professional")]
    form = WriteForm(request.POST or None, parties=parties, gone=gone(data.seats, [person for person, _name in parties]))

    def keep() -> None:
        values = form.cleaned_data
        write_lines(
            actor=actor,
            case_id=case_id,
            roundtable_id=the_meeting(data).id,
            lines=[NewLine(section, text, person, again, "again_on") for section, text, person, again in form.said()],
            how=How(values["how"]),
            once=values["once"],
        )

    if request.method == "POST" and not seen and done(form, keep):
        messages.success(
            request, _("Written down. Everyone at the table can read it. Who is quoted can say yes to it, or say it differently.")
        )
        return redirect("write_lines", case_id=case_id, roundtable_id=roundtable_id)
    page = build_meeting(data, actor)
    form.titles = {section.code: str(section.title) for section in page.sections}
    context = {"sections": [(section, form.boxes(section.code)) for section in page.sections], "readers": table_readers(actor, data)}
    return shown(request, actor, "write_lines", form, page=page, case_id=case_id, quiet=_told_quietly(actor, data), **context)


def _told_quietly(actor: Actor, data: MeetingData) -> list[tuple[UUID, str]]:
    """Who told the actor alone that they need a break: it is shown now, and noted."""
    names = {seat.person_id: seat.given_name for seat in data.seats if seat.live}
    with reading(actor):
        found = quiet_shown(actor=actor, found=[word for word in data.quiet if word.by_id in names])
    return [(word.item_id, names[word.by_id]) for word in found]


@on_case(Purpose.MEETING, *WRITE)
def pen(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """I write for all from now on."""
    if request.method == "POST":
        take_pen(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
        messages.success(request, _("You write for all now."))
    return redirect("write_lines", case_id=case_id, roundtable_id=roundtable_id)


@on_case(Purpose.MEETING, *WRITE)
def confirm(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Yes, I said all of this."""
    if request.method == "POST":
        wanted = [UUID(value) for value in request.POST.getlist("line") if _is_id(value)]
        confirm_lines(actor=actor, case_id=case_id, item_ids=wanted)
        messages.success(request, _("Thank you. It now stands there as your own words."))
    return redirect(_back(request), case_id=case_id)


def _back(request: HttpRequest) -> str:
    """Back to the page the button stood on."""
    return "you_told_us" if request.POST.get("from") == "told" else "roundtable"


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


@on_case(Purpose.MEETING, *WRITE)
def correct(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """I say it differently: who is quoted, also when another meeting is called by now."""
    with reading(actor):
        meeting_id = meeting_quoting(actor=actor, case_id=case_id, item_id=item_id)
    if request.method == "POST" and request.POST.get("answer") == "back":
        take_line_back(actor=actor, case_id=case_id, item_id=item_id)
        messages.success(request, _("Beside it stands now that you take it back. Everyone at the table can read that."))
        return redirect(_back(request), case_id=case_id)
    data = as_it_stands(actor, case_id, meeting_id)
    if data.over and request.method != "POST":
        return redirect("past_roundtable", case_id=case_id, roundtable_id=meeting_id)
    page = build_meeting(data, actor)
    line = next((line for section in page.sections for line in section.lines if line.item_id == item_id), None)
    line = line or next((line for line in page.points if line.item_id == item_id), None)
    if line is None:
        raise NotHere()
    form = CorrectForm(request.POST or None, initial={"once": uuid4()})
    if request.method == "POST" and done(
        form,
        lambda: correct_line(
            actor=actor, case_id=case_id, item_id=item_id, text=form.cleaned_data["text"], words_id=form.cleaned_data["once"]
        ),
    ):
        messages.success(request, _("Your words stand beside what was written. Everyone at the table reads both."))
        return redirect("past_roundtable", case_id=case_id, roundtable_id=meeting_id)
    return shown(request, actor, "correct_line", form, page=page, line=line, readers=table_readers(actor, data), case_id=case_id)
