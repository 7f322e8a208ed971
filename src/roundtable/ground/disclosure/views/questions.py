"""May I say this? Asked by who holds it, answered by the citizen, or said aloud and noted."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.actions import answer_may_i, ask_to_share, note_yes_aloud
from roundtable.ground.disclosure.forms import AnswerForm, AskToShareForm
from roundtable.ground.disclosure.pages.sharing import shown_text
from roundtable.ground.disclosure.queries import Question, days, question, questions
from roundtable.ground.disclosure.views.sharing import id_or_none
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.order import in_order
from roundtable.ui.refusals import show_refusal
from roundtable.ui.slowly import RESUME


@on_case(Purpose.SHARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def may_i(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The citizen's questions; for a professional the form and what became of theirs."""
    if actor.hat == Hat.CITIZEN:
        if request.method == "POST":
            raise NotHere()
        return render(request, "disclosure/my_questions.html", _listed(request, actor, case_id))
    if request.method != "POST":
        return _form_page(request, actor, case_id, None)
    with reading(actor):
        form = _form(actor, case_id, request.POST)
    if not form.is_valid():
        with reading(actor):
            return _form_page(request, actor, case_id, form)
    values = form.cleaned_data
    try:
        item_id = ask_to_share(
            actor=actor,
            case_id=case_id,
            to_seat_id=UUID(values["to"]),
            headline=values["headline"],
            body=values["body"],
            about=(UUID(values["about"]),) if values.get("about") else (),
            once=values["once"],
        )
    except Refusal as no:
        show_refusal(form, no)
        with reading(actor):
            return _form_page(request, actor, case_id, form)
    if request.POST.get("how") == "aloud":
        return redirect("note_yes_aloud", case_id=case_id, item_id=item_id)
    return redirect(f"{reverse('may_i', args=[case_id])}?done=asked&question={item_id}")


def _form(actor: Actor, case_id: UUID, data: Any, seats: tuple[SeatView, ...] | None = None) -> AskToShareForm:
    seats = seats if seats is not None else seats_on(actor=actor, case_ids=[case_id])
    to = [
        (str(seat.seat_id), ", ".join(part for part in (seat.name, seat.role_name, seat.organisation) if part))
        for seat in in_order(seats, lambda seat: seat.name)
        if seat.live and seat.person_id != actor.person_id and seat.hat in ("professional", "companion")
    ]
    citizens = [(str(seat.person_id), seat.name) for seat in in_order(seats, lambda seat: seat.name) if seat.live and seat.hat == "citizen"]
    readers = readers_of(ScopeKind.CONFIDENCE, seats, actor)
    return AskToShareForm(data, to=to, about=citizens, readers=readers)


def _form_page(request: HttpRequest, actor: Actor, case_id: UUID, form: AskToShareForm | None) -> HttpResponse:
    seats = seats_on(actor=actor, case_ids=[case_id])
    context = _listed(request, actor, case_id, seats)
    context["form"] = form or _form(actor, case_id, None, seats)
    return render(request, "disclosure/may_i.html", context, status=422 if form is not None else 200)


def _listed(request: HttpRequest, actor: Actor, case_id: UUID, seats: tuple[SeatView, ...] = ()) -> dict[str, Any]:
    found = questions(actor=actor, case_id=case_id)
    done_id = id_or_none(request.GET.get("question"))
    done = next((each for each in found if each.item_id == done_id), None)
    citizens = [seat.given_name for seat in seats if seat.hat == "citizen" and done and seat.person_id in done.about]
    return {
        "case_id": case_id,
        "waiting": [each for each in found if each.waiting],
        "answered": [each for each in found if not each.waiting],
        "happened": _happened(done, actor, case_id, citizens[0] if citizens else ""),
    }


def _happened(done: Question | None, actor: Actor, case_id: UUID, citizen: str) -> Happened | None:
    """What an answer, or a question, just did."""
    if done is None:
        return None
    name = done.to_given_name
    if done.waiting:
        return Happened(
            what=_("%(name)s is asked.") % {"name": citizen},
            readers=_("You and %(name)s. %(other)s sees nothing before a yes.") % {"name": citizen, "other": name},
            comes_next=_(
                "%(name)s finds the question after signing in, or tells you the answer when you talk: then you note it here."
                " You get a notice of an answer."
            )
            % {"name": citizen},
        )
    if done.answer in ("yes", "other_words"):
        change = reverse("withdraw_release", args=[case_id, done.disclosure_id])
        return Happened(
            what=_("%(name)s can read these words now, and nothing more.") % {"name": name},
            readers=_("You, %(asker)s and %(name)s.") % {"asker": done.asked_by.split()[0], "name": name}
            if actor.hat == Hat.CITIZEN
            else _("You, the citizen and %(name)s.") % {"name": name},
            comes_next=_("%(name)s gets a notice. It can be taken back at any time.") % {"name": name},
            change_url=change,
            change_label=_("Take it back"),
        )
    return Happened(
        what=_("You will say it yourself.") if done.answer == "self" else _("Your no is noted."),
        readers=_("%(name)s reads nothing, and is not told that there was a question.") % {"name": name},
        comes_next=_("%(asker)s sees your answer. You need not explain it.") % {"asker": done.asked_by.split()[0]},
    )


@on_case(Purpose.SHARE, Hat.CITIZEN)
def answer_may_i_view(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """One page, four buttons."""
    if request.method != "POST":
        return _question_page(request, actor, case_id, item_id, None)
    answer = request.POST.get("answer", "")
    form = AnswerForm(request.POST if answer == "other_words" or RESUME in request.POST else {})
    if not form.is_valid():
        with reading(actor):
            return _question_page(request, actor, case_id, item_id, form)
    values = form.cleaned_data
    try:
        answer_may_i(actor=actor, case_id=case_id, item_id=item_id, answer=answer, headline=values["headline"], body=values["body"])
    except NotHere:
        raise
    except Refusal as no:
        show_refusal(form, no)
        with reading(actor):
            return _question_page(request, actor, case_id, item_id, form, no.status)
    return redirect(f"{reverse('may_i', args=[case_id])}?done=answered&question={item_id}")


def _question_page(
    request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID, form: AnswerForm | None, status: int | None = None
) -> HttpResponse:
    asked = question(actor=actor, case_id=case_id, item_id=item_id)
    if actor.person_id not in asked.about or asked.words is None:
        raise NotHere()
    if not asked.waiting and form is None:
        return redirect(f"{reverse('may_i', args=[case_id])}?done=answered&question={item_id}")
    seats = seats_on(actor=actor, case_ids=[case_id])
    shown = form or AnswerForm(initial={"headline": asked.words.headline, "body": asked.words.body})
    context = {
        "case_id": case_id,
        "question": asked,
        "asker": asked.asked_by.split()[0],
        "text": shown_text(asked.words, seats),
        "until": days(actor=actor, case_id=case_id).usual,
        "form": shown,
        "editing": form is not None,
    }
    return render(request, "disclosure/answer_may_i.html", context, status=status or (422 if form is not None and form.errors else 200))


@on_case(Purpose.SHARE, Hat.PROFESSIONAL)
def note_yes_aloud_view(request: HttpRequest, actor: Actor, case_id: UUID, item_id: UUID) -> HttpResponse:
    """The words to read aloud, and the button for her yes."""
    if request.method == "POST":
        note_yes_aloud(actor=actor, case_id=case_id, item_id=item_id)
        return redirect(f"{reverse('may_i', args=[case_id])}?done=answered&question={item_id}")
    asked = question(actor=actor, case_id=case_id, item_id=item_id)
    if asked.asked_by_id != actor.person_id or asked.words is None:
        raise NotHere()
    if not asked.waiting:
        return redirect("may_i", case_id=case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    name = next((seat.given_name for seat in seats if seat.person_id in asked.about), "")
    context = {
        "case_id": case_id,
        "question": asked,
        "text": shown_text(asked.words, seats),
        "citizen": name,
        "until": days(actor=actor, case_id=case_id).usual,
    }
    return render(request, "disclosure/note_yes_aloud.html", context)
