"""Before the meeting, two at a time: days and who decides what gone through, and a hello."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.plans.queries import steps_to_ask
from roundtable.casework.roundtables.actions import go_through, say_hello, say_not_gone_through
from roundtable.casework.roundtables.forms.together import HelloForm, NotYetForm, TogetherForm
from roundtable.casework.roundtables.pages.meeting import build_meeting
from roundtable.casework.roundtables.pages.together import together_page
from roundtable.casework.roundtables.queries import MeetingData, done_before, meeting_ahead
from roundtable.casework.roundtables.rules import Channel
from roundtable.casework.roundtables.views.desk import done, live, people, shown
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.programmes.queries import who_decides
from roundtable.kernel.refusal import NotHere


@on_case(Purpose.PREPARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def go_through_together(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is gone through; noted by a professional with day and how. The citizen can say that it was not."""
    with reading(actor):
        data = meeting_ahead(actor=actor, case_id=case_id)
    citizens, staff = people(live(data, "citizen")), people(live(data, "professional"))
    if actor.hat == Hat.CITIZEN:
        own = NotYetForm(request.POST or None, people=staff)
        form: NotYetForm | TogetherForm = own
        act = lambda: say_not_gone_through(  # noqa: E731
            actor=actor, case_id=case_id, professional_id=own.cleaned_data["who"], once=own.cleaned_data["once"]
        )
    else:
        noted = TogetherForm(request.POST or None, people=citizens, initial=_as_wished(data))
        form = noted
        act = lambda: go_through(  # noqa: E731
            actor=actor,
            case_id=case_id,
            citizen_id=noted.cleaned_data["who"],
            on=noted.cleaned_data["on"],
            channel=Channel(noted.cleaned_data["channel"]),
            once=noted.cleaned_data["once"],
        )
    if request.method == "POST" and done(form, act):
        messages.success(request, _("Kept. Everyone at the table sees it, and each one's own word beside it."))
        return redirect("go_through_together", case_id=case_id)
    with reading(actor):
        page = together_page(
            actor,
            data.seats,
            who_decides(actor=actor, person_ids=[seat.person_id for seat in live(data, "professional")]),
            data.meeting,
            [(step.what, step.by_on) for step in steps_to_ask(actor=actor, case_id=case_id) if step.by_on],
            done_before(actor=actor, case_id=case_id),
            [f"{wish.name}: {', '.join(wish.sentences)}" for wish in build_meeting(data, actor).wishes],
            at=timezone.now(),
        )
        return shown(request, actor, "go_through_together", form, page=page, case_id=case_id)


def _as_wished(data: MeetingData) -> dict[str, object]:
    """How the citizen wants to meet, where one said so."""
    found = next((view.channel for view in data.wishes if view.channel), None)
    return {"channel": str(found)} if found else {}


@on_case(Purpose.PREPARE, Hat.PROFESSIONAL)
def hello(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """Said hello, or not now: two buttons on the page that prepares the meeting."""
    if request.method == "POST":
        form = HelloForm(request.POST)
        if not form.is_valid():
            raise NotHere()
        said = form.cleaned_data["said"] == "done"
        say_hello(actor=actor, case_id=case_id, other_id=person_id, done=said)
        messages.success(request, _("Noted. A good start.") if said else _("Noted. You are not asked again before this meeting."))
    return redirect("prepare_roundtable", case_id=case_id)
