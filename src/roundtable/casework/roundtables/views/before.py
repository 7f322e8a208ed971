"""Before the meeting: answering, preparing, saying how one wants it, what one wants to talk about and what not."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.actions import (
    add_point,
    answer_invitation,
    keep_out_of_meeting,
    take_topic_back,
    wish_for_meeting,
)
from roundtable.casework.roundtables.forms import MINE, AnswerForm, PointForm, TopicForm, WishesForm
from roundtable.casework.roundtables.pages import build_meeting, prepare_page
from roundtable.casework.roundtables.queries import MeetingData, preparation, wish_mark
from roundtable.casework.roundtables.rules import Answer
from roundtable.casework.roundtables.views.desk import as_it_stands, done, live, people, shown, table_readers, the_meeting, whose
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.ui.fields import look_again

AT_TABLE = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)
WRITE = (Hat.CITIZEN, Hat.PROFESSIONAL)


@on_case(Purpose.PREPARE, *AT_TABLE)
def prepare(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is left to do, what stays out, who comes with me."""
    data = preparation(actor=actor, case_id=case_id)
    if not data.page.seats:
        raise NotHere()
    return render(request, "roundtables/prepare_roundtable.html", {"page": prepare_page(data, actor), "case_id": case_id})


@on_case(Purpose.MEETING, *AT_TABLE)
def answer(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """Comes, cannot, another time; a professional also notes the citizen's."""
    data = as_it_stands(actor, case_id, roundtable_id)
    choices = [(MINE, _("My own")), *whose(actor, data)] if actor.hat == Hat.PROFESSIONAL else []
    initial: dict[str, Any] = {"version": the_meeting(data).appointed, "whose": MINE}
    if not choices:  # what somebody said is there to change; whose answer somebody notes is asked afresh
        initial |= _said_before(data, actor)
    form = AnswerForm(request.POST or None, whose=choices, no_words=actor.hat == Hat.COMPANION, initial=initial)
    if request.method == "POST" and done(form, lambda: _answer(actor, case_id, roundtable_id, form)):
        messages.success(request, _("Thank you. Everyone at the table can see this answer. It can be changed until the meeting."))
        return redirect("roundtable", case_id=case_id)
    page = build_meeting(data, actor)
    return shown(request, actor, "answer_invitation", form, page=page, readers=table_readers(actor, data), case_id=case_id)


def _said_before(data: MeetingData, actor: Actor) -> dict[str, Any]:
    """What the reader has answered to this time and place, for the form that changes it."""
    mine = data.answers.get(actor.person_id)
    if mine is None or mine.number != the_meeting(data).appointed:
        return {}
    said = data.texts.get(mine.item_id) if mine.item_id else None
    return {"answer": str(mine.answer), "other_on": mine.other_on, "other_clock": mine.other_clock, "text": said.body if said else ""}


def _answer(actor: Actor, case_id: UUID, roundtable_id: UUID, form: AnswerForm) -> None:
    values = form.cleaned_data
    for_id, how = form.speaker()
    answer_invitation(
        actor=actor,
        case_id=case_id,
        roundtable_id=roundtable_id,
        version=values["version"],
        answer=Answer(values["answer"]),
        other_on=values["other_on"],
        other_clock=values["other_clock"],
        text=values.get("text", ""),
        for_id=for_id,
        how=how,
        answer_id=values["once"],
    )


@on_case(Purpose.PREPARE, *WRITE)
def wishes(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """How the citizen wants the meeting, by herself or noted for her."""
    data = as_it_stands(actor, case_id)
    if data.over and request.method != "POST":
        return shown(request, actor, "no_more_meetings", None, case_id=case_id)
    beside = people(live(data, "professional", "companion"))
    form = WishesForm(
        request.POST or None, whose=whose(actor, data), people=beside, initial=_wished(data, actor) | {"seen": _wishes_seen(data)}
    )
    if request.method == "POST" and done(form, lambda: _wish(actor, case_id, form)):
        messages.success(request, _("Kept. Everyone at the table reads how the meeting should be. It can be changed at any time."))
        return redirect("prepare_roundtable", case_id=case_id)
    stands: list[str] = []
    if form.has_error(NON_FIELD_ERRORS, Stale.code):
        stands = [view.words.body for view in data.wishes if view.words and view.words.body]
        look_again(form, _wishes_seen(data))
    page = build_meeting(data, actor)
    return shown(request, actor, "wish_for_meeting", form, page=page, stands=stands, readers=table_readers(actor, data), case_id=case_id)


def _wishes_seen(data: MeetingData) -> str:
    """What stands there now, of whom; a word for nothing."""
    return ",".join(wish_mark(view.person_id, view.item_id) for view in data.wishes) or "nothing"


def _wished(data: MeetingData, actor: Actor) -> dict[str, object]:
    """What was wished last: one's own, or the citizen's whom one notes it for; of several nobody's, or one's wishes become another's."""
    citizens = {seat.person_id for seat in live(data, "citizen")}
    wished_by = citizens if actor.hat == Hat.PROFESSIONAL and len(citizens) == 1 else {actor.person_id}
    found = next((view for view in data.wishes if view.person_id in wished_by), None)
    if found is None:
        return {}
    return {
        "pace": found.pace.value,
        "breaks": found.breaks.value,
        "channel": found.channel.value if found.channel else "",
        "place": found.place.value if found.place else "",
        "looks_after": str(found.looks_after_id or ""),
        "text": found.words.body if found.words else "",
    }


def _wish(actor: Actor, case_id: UUID, form: WishesForm) -> None:
    for_id, how = form.speaker()
    wish_for_meeting(
        actor=actor,
        case_id=case_id,
        for_id=for_id,
        how=how,
        item_id=form.cleaned_data["once"],
        seen=form.cleaned_data["seen"],
        **form.wishes(),
    )


@on_case(Purpose.PREPARE, *WRITE)
def topics(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What shall not come up, and who may know."""
    data = as_it_stands(actor, case_id)
    if data.over and request.method != "POST":
        return shown(request, actor, "no_more_meetings", None, case_id=case_id)
    chosen = people(live(data, "professional")) if actor.hat == Hat.CITIZEN else []
    form = TopicForm(request.POST or None, whose=whose(actor, data), people=chosen)

    def keep() -> None:
        values = form.cleaned_data
        keep_out_of_meeting(
            actor=actor,
            case_id=case_id,
            text=values["text"],
            chosen=values.get("chosen", ()),
            for_id=form.speaker()[0],
            once=values["once"],
        )

    if request.method == "POST" and done(form, keep):
        messages.success(request, _("Kept. Only those you see beside it can read it. It is not on the meeting's page."))
        return redirect("prepare_roundtable", case_id=case_id)
    return shown(request, actor, "keep_out_of_meeting", form, page=build_meeting(data, actor), case_id=case_id)


@on_case(Purpose.PREPARE, Hat.CITIZEN)
def topic_back(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """Only for herself again."""
    if request.method == "POST":
        take_topic_back(actor=actor, case_id=case_id, item_id=item_id)
        messages.success(request, _("It is in your notebook now. Only you can read it."))
    return redirect("prepare_roundtable", case_id=case_id)


@on_case(Purpose.PREPARE, *WRITE)
def point(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Something to talk about, read by the table before the meeting."""
    data = as_it_stands(actor, case_id)
    if data.over and request.method != "POST":
        return shown(request, actor, "no_more_meetings", None, case_id=case_id)
    choices = [(MINE, _("My own")), *whose(actor, data)] if actor.hat == Hat.PROFESSIONAL else []
    form = PointForm(request.POST or None, whose=choices, initial={"whose": MINE})

    def add() -> None:
        for_id, how = form.speaker()
        values = form.cleaned_data
        add_point(actor=actor, case_id=case_id, text=values["text"], for_id=for_id, how=how, item_id=values["once"])

    if request.method == "POST" and done(form, add):
        messages.success(request, _("It is on the list for the meeting. Everyone at the table can read it."))
        return redirect("roundtable", case_id=case_id)
    page = build_meeting(data, actor)
    return shown(request, actor, "add_point", form, page=page, readers=table_readers(actor, data), case_id=case_id)
