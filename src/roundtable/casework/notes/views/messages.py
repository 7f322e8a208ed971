"""What two people write to each other in confidence."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import ended_among
from roundtable.casework.notes.actions import save_draft, write_message
from roundtable.casework.notes.forms import MessageForm
from roundtable.casework.notes.pages import ThreadPage, page_number, pair_of, thread_page
from roundtable.casework.notes.queries import read_first, thread
from roundtable.casework.notes.rules import DraftFor, in_layers
from roundtable.casework.notes.views.drafts import WRITES, initial_of, taken_up
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.frame import Happened
from roundtable.ui.refusals import show_refusal


@on_case(Purpose.MESSAGES, *WRITES)
def write_message_to(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """The thread of two people, and writing into it."""
    if request.method != "POST":
        return _page(request, actor, case_id, person_id)
    form = MessageForm(request.POST)
    if form.is_valid():
        values = form.cleaned_data
        try:
            if "keep" in request.POST:
                save_draft(
                    actor=actor,
                    case_id=case_id,
                    made_for=DraftFor.MESSAGE,
                    to_id=person_id,
                    body=form.text(),
                    draft_id=values["draft"],
                    once=values["once"],
                )
                return redirect(reverse("write_message", args=[case_id, person_id]) + "?done=kept")
            write_message(actor=actor, case_id=case_id, to_id=person_id, body=form.text(), item_id=values["once"], draft_id=values["draft"])
            return redirect(reverse("write_message", args=[case_id, person_id]) + "?done=sent")
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
    with reading(actor):
        return _page(request, actor, case_id, person_id, form)


def _page(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID, form: MessageForm | None = None) -> HttpResponse:
    seats = seats_on(actor=actor, case_ids=[case_id])
    _other, citizen_id, professional_id = pair_of(actor, seats, person_id)
    number = page_number(request.GET.get("page"))
    found, pages = thread(actor=actor, case_id=case_id, citizen_id=citizen_id, professional_id=professional_id, page=number)
    first = read_first(actor=actor, case_id=case_id, citizen_id=citizen_id, professional_id=professional_id) if number == 1 else ()
    over = case_id in ended_among(actor=actor, seats=seats)
    page = thread_page(actor, case_id, seats, person_id, found, number, pages, first, over=over)
    if form is None:
        kept = initial_of(taken_up(request, actor, case_id, DraftFor.MESSAGE))
        body, more = in_layers(kept.get("body", ""))
        form = MessageForm(initial={**kept, "body": body, "more": more})
    form.readers = page.readers
    leaves = actor.hat == Hat.PROFESSIONAL and request.GET.get("leaving") == "yes"
    context = {"page": page, "form": form, "happened": _happened(request, page), "leaves": leaves}
    return render(request, "notes/write_message.html", context, status=422 if form.errors else 200)


def _happened(request: HttpRequest, page: ThreadPage) -> Happened | None:
    name = {"name": page.other.given_name}
    if request.GET.get("done") == "sent":
        return Happened(
            what=_("Your message is with %(name)s.") % name,
            readers=page.readers.words,
            comes_next=" ".join(page.away)
            or _("%(name)s gets a short notice without any of your words, and answers here. Nobody reads it at once.") % name,
        )
    if request.GET.get("done") == "kept":
        return Happened(
            what=_("Your text is kept. It is not sent."),
            readers=_("Only you"),
            change_url=reverse("drafts"),
            change_label=_("Your half-written texts"),
        )
    return None
