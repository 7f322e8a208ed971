"""Shared with: the list, sharing by preview, taking back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.disclosure.actions import agree_to_release, release_items, withdraw_release
from roundtable.ground.disclosure.forms import ShareForm
from roundtable.ground.disclosure.pages.closings import closing_lines
from roundtable.ground.disclosure.pages.sayings import kind_words, listed, purposes, title_of
from roundtable.ground.disclosure.pages.sharing import DATA_AUTHORITIES, can_receive, happened_words, share_line, sharing_page, shown_text
from roundtable.ground.disclosure.queries import Share, closed_for, days, noted_closings, share, shareable, shares, waiting_questions
from roundtable.ground.programmes.queries import programme_frame
from roundtable.ground.seats.pages import seat_marks, who_may_read
from roundtable.ground.seats.queries import SeatView, Words, seats_on, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.ids import parse_id
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.fields import Choice
from roundtable.ui.refusals import show_refusal

READERS = (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.PROFESSIONAL)
MOST_SHARES = 40


def id_or_none(text: str | None) -> UUID | None:
    """An id from an address, or nothing."""
    try:
        return parse_id(text)
    except NotHere:
        return None


def data_authority(request: HttpRequest, case_id: UUID) -> str:
    """The data protection authority of the programme's country, by its own name; empty where it is not known. No statement."""
    ids = [row.programme_id for row in request.hats if row.case_id == case_id and row.programme_id]  # type: ignore[attr-defined]
    frame = programme_frame(ids[0]) if ids else None
    return DATA_AUTHORITIES.get(frame.country, "") if frame else ""


@on_case(Purpose.SHARE, *READERS)
def sharing(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """What is open to whom."""
    citizen = actor.hat == Hat.CITIZEN
    seats = seats_on(actor=actor, case_ids=[case_id])
    found = shares(actor=actor, case_id=case_id, limit=MOST_SHARES)
    ids = list({item for each in found for item in each.item_ids})
    texts = words(actor=actor, item_ids=ids, limit=max(len(ids), 1)) if ids else ()
    closed = closed_for(actor=actor, case_id=case_id) if citizen else {}
    asked = waiting_questions(actor=actor, case_id=case_id) if citizen else ()
    page = sharing_page(actor, case_id, found, texts, seats, closed, asked)
    done_id = id_or_none(request.GET.get("share"))
    change = reverse("withdraw_release", args=[case_id, done_id]) if done_id else ""
    happened = happened_words(request.GET.get("done", ""), page, done_id, change)
    template = "disclosure/sharing.html" if actor.hat != Hat.PROFESSIONAL else "disclosure/sharing_for_staff.html"
    watches = data_authority(request, case_id) if page.by_law else ""
    noted = noted_closings(actor=actor, case_id=case_id) if closed or actor.hat == Hat.PROFESSIONAL else ()
    context = {"page": page, "happened": happened, "watches": watches, "closings": closing_lines(noted, seats, actor)}
    return render(request, template, context)


@on_case(Purpose.SHARE, Hat.CITIZEN)
def release_items_view(request: HttpRequest, actor: Actor, case_id: UUID, seat_id: UUID) -> HttpResponse:
    """Choose, see exactly what the other will see, share."""
    if request.method != "POST":
        return _choose(request, actor, case_id, seat_id)
    with reading(actor):
        form, seat, seats, texts = _form(actor, case_id, seat_id, request.POST)
        step = request.POST.get("step")
        if not form.is_valid() or step == "edit":
            return _show(request, case_id, form if step != "edit" else _unjudged(form), seat, texts)
        if step != "share":
            return _preview(request, actor, case_id, form, seat, seats, texts)
    values = form.cleaned_data
    try:
        done = release_items(
            actor=actor,
            case_id=case_id,
            item_ids=[UUID(item) for item in values["items"]],
            to_seat_id=seat_id,
            purpose=values["purpose"],
            until_on=values["until"],
            once=values["once"],
        )
    except Refusal as no:
        show_refusal(form, no)
        with reading(actor):
            return _show(request, case_id, form, seat, texts, status=no.status)
    return redirect(f"{reverse('sharing', args=[case_id])}?done=shared&share={done.disclosure_id}")


def _unjudged(form: ShareForm) -> ShareForm:
    """The same form to change again, without the errors of something nobody sent yet."""
    form.full_clean()
    initial = {name: form[name].value() for name in form.fields}
    fresh = ShareForm(initial=initial, items=form.fields["items"].choices, purposes=form.fields["purpose"].choices)  # type: ignore[attr-defined]
    fresh.fields["until"].initial = initial["until"]
    return fresh


def _choose(request: HttpRequest, actor: Actor, case_id: UUID, seat_id: UUID) -> HttpResponse:
    form, seat, _seats, texts = _form(actor, case_id, seat_id, None, chosen=id_or_none(request.GET.get("item")))
    return _show(request, case_id, form, seat, texts)


def _form(
    actor: Actor, case_id: UUID, seat_id: UUID, data: Any, chosen: UUID | None = None
) -> tuple[ShareForm, SeatView, Sequence[SeatView], Sequence[Words]]:
    """The form with what can be shared with this person; NotHere for a seat that is none."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    seat = next((each for each in seats if each.seat_id == seat_id and can_receive(each, actor)), None)
    if seat is None:
        raise NotHere()
    span = days(actor=actor, case_id=case_id)
    found = shareable(actor=actor, case_id=case_id, with_table=seat.hat == "companion")
    open_now = {
        item for each in shares(actor=actor, case_id=case_id) if each.live and each.to_person_id == seat.person_id for item in each.item_ids
    }
    texts = [
        view
        for view in found
        if _worth_sharing(view, actor) and _for_companion(view, actor) and view.item_id not in open_now
        if not _reads(view, seat, seats, actor)
    ]
    names = {each.person_id: each.given_name for each in seats}
    items = [(str(view.item_id), Choice(title_of(view), _hint(view, actor, names))) for view in texts]
    initial = {"until": span.usual, "purpose": "meeting", "items": [str(chosen)] if chosen else []}
    family = len({each.person_id for each in seats if each.hat == "citizen"}) > 1  # a way back to work is one person's
    form = ShareForm(data, items=items, purposes=[one for one in purposes() if not (family and one[0] == "work")], initial=initial)
    form.fields["until"].earliest, form.fields["until"].latest = span.today, span.latest  # type: ignore[attr-defined]
    return form, seat, seats, texts


def _worth_sharing(view: Words, actor: Actor) -> bool:
    """A text with words in it that somebody finished; a question put to her has a page of its own."""
    asked = view.kind in ("may_i", "law_reason") and view.author_id != actor.person_id
    return bool(view.headline or view.body) and not view.kind.endswith("_draft") and not asked


OF_THE_TABLE = frozenset({"plan", "goal", "shared", "line", "meeting_line", "minutes", "meeting_place"})
"""What everyone at the table reads and a citizen can give to a companion, besides her own words."""


def _for_companion(view: Words, actor: Actor) -> bool:
    """Whether a text of the table is hers to give on: her own words, or what they make together. Forms and formulas are not."""
    if view.kind == "referral_consent":
        return False
    mine = actor.person_id in (view.author_id, view.said_by_id)
    return view.scope_kind != ScopeKind.TABLE or mine or view.kind in OF_THE_TABLE


def _reads(view: Words, seat: SeatView, seats: Sequence[SeatView], actor: Actor) -> bool:
    """Whether this person reads it anyway: then there is nothing to share."""
    if seat.hat == Hat.COMPANION:
        return False
    people = who_may_read(view.scope_kind, seats, actor, holder_id=view.holder_id, about=view.about, side_id=view.side_id)
    return seat.person_id in people


def _hint(view: Words, actor: Actor, names: dict[UUID, str]) -> str:
    who = _("You") if view.author_id == actor.person_id else names.get(view.author_id, "")
    day = date_format(timezone.localtime(view.made_at), "DATE_FORMAT")
    return day if view.kind == "plan" else f"{who}, {day} · {kind_words(view.kind)}"


def _show(
    request: HttpRequest, case_id: UUID, form: ShareForm, seat: SeatView, texts: Sequence[Words], status: int | None = None
) -> HttpResponse:
    context = {"form": form, "seat": seat, "case_id": case_id, "nothing": not texts}
    return render(request, "disclosure/release_items.html", context, status=status or (422 if form.is_bound and form.errors else 200))


def _preview(
    request: HttpRequest, actor: Actor, case_id: UUID, form: ShareForm, seat: SeatView, seats: Sequence[SeatView], texts: Sequence[Words]
) -> HttpResponse:
    chosen = set(form.cleaned_data["items"])
    views = [view for view in texts if str(view.item_id) in chosen]
    purpose = dict(purposes()).get(form.cleaned_data["purpose"], "")
    writers = {view.author_id for view in views if view.said_by_id != actor.person_id and view.kind not in OF_THE_TABLE} - {seat.person_id}
    context = {
        "form": form,
        "seat": seat,
        "case_id": case_id,
        "texts": [shown_text(view, seats) for view in views],
        "writers": [
            each for each in seats if each.live and each.hat == "professional" and each.person_id in writers and not each.closed_at
        ],
        "purpose": purpose,
        "until": form.cleaned_data["until"],
        "hidden": [("purpose", form.cleaned_data["purpose"]), ("until", form["until"].value()), ("once", form["once"].value())],
        "items": [view.item_id for view in views],
        "seats": seat_marks(seats, actor, frozenset([actor.person_id, seat.person_id])),
    }
    return render(request, "disclosure/preview_release.html", context)


@on_case(Purpose.SHARE, Hat.CITIZEN, Hat.PROFESSIONAL)
def withdraw_release_view(request: HttpRequest, actor: Actor, case_id: UUID, disclosure_id: UUID) -> HttpResponse:
    """Take it back: one question, one button. Who has not yet said yes to it says yes or no here."""
    with reading(actor):
        found = share(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
    if actor.hat == Hat.PROFESSIONAL:
        return _note_taken_back(request, actor, case_id, found)
    if request.method == "POST" and request.POST.get("answer") == "yes":
        agree_to_release(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
        return redirect(f"{reverse('sharing', args=[case_id])}?done=agreed&share={disclosure_id}")
    if request.method == "POST":
        withdraw_release(actor=actor, case_id=case_id, disclosure_id=disclosure_id)
        return redirect(f"{reverse('sharing', args=[case_id])}?done=taken_back&share={disclosure_id}")
    if found.basis != "consent":
        raise NotHere()
    seats = seats_on(actor=actor, case_ids=[case_id])
    texts = words(actor=actor, item_ids=found.item_ids, limit=len(found.item_ids))
    line = share_line(found, {view.item_id: view for view in texts}, seats, actor)
    template = "disclosure/agree_to_release.html" if line.waits_for_me else "disclosure/withdraw_release.html"
    authority = any(seat.authority for seat in seats if seat.live and seat.person_id == found.to_person_id)
    return render(request, template, {"line": line, "case_id": case_id, "authority": authority})


def _note_taken_back(request: HttpRequest, actor: Actor, case_id: UUID, found: Share) -> HttpResponse:
    """For who may note that she takes it back by telephone or on paper: what to read to her, and the button."""
    if found.to_person_id == actor.person_id:
        raise NotHere()
    if request.method == "POST":
        try:
            withdraw_release(actor=actor, case_id=case_id, disclosure_id=found.disclosure_id)
        except ActRefused:
            raise NotHere() from None
        return redirect(f"{reverse('sharing', args=[case_id])}?done=taken_back&share={found.disclosure_id}")
    seats = seats_on(actor=actor, case_ids=[case_id])
    texts = words(actor=actor, item_ids=found.item_ids, limit=len(found.item_ids))
    line = share_line(found, {view.item_id: view for view in texts}, seats, actor)
    if found.basis != "consent" or (line.can_end and not line.can_note):
        raise NotHere()
    about = {person for view in texts for person in view.about}
    citizens = [seat.given_name for seat in seats if seat.hat == "citizen" and (seat.person_id in about or not about)]
    return render(request, "disclosure/note_taken_back.html", {"line": line, "case_id": case_id, "citizen": listed(citizens)})
