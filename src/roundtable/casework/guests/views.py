"""Asking somebody from outside; and the guest's own page, behind a link that one browser keeps."""

from datetime import date
from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.guests import actions, queries
from roundtable.casework.guests.forms import InviteForm, ReplyForm
from roundtable.casework.guests.pages import (
    StepAsked,
    StepChoice,
    asked_to_words,
    day_of,
    guests_page,
    open_meeting,
    step_asked,
    text_words,
)
from roundtable.casework.guests.pages import guest_page as page_of
from roundtable.casework.guests.queries import GuestHere
from roundtable.casework.guests.rules import COOKIE, COOKIE_SECONDS, MOST_ITEMS, Who, last_moment
from roundtable.casework.plans.queries import steps_asked, steps_to_ask
from roundtable.casework.roundtables.queries import meetings
from roundtable.casework.roundtables.rules import State
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

AT_TABLE = (Hat.CITIZEN, Hat.PROFESSIONAL)


@on_case(Purpose.MEETING, *AT_TABLE)
def guests(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Who was asked from outside, what they answered, and whom one can ask to what."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    if not seats:
        raise NotHere()
    over = course_ended(actor=actor, case_id=case_id)
    called = meetings(actor=actor, case_id=case_id)
    to_ask = () if over else steps_to_ask(actor=actor, case_id=case_id)
    links = queries.asked_to(actor=actor, case_id=case_id)
    others = {step_id for _called, step_id in links.values() if step_id} - {step.id for step in to_ask}
    steps = {step.id: step.what for step in (*to_ask, *steps_asked(actor=actor, case_id=case_id, step_ids=others))}
    page = guests_page(
        actor,
        queries.guests_of(actor=actor, case_id=case_id),
        queries.asked_words(actor=actor, case_id=case_id),
        seats,
        None if over else open_meeting(called),
        [StepChoice(step.id, step.what) for step in to_ask],
        {link_id: asked_to_words(of, called, steps) for link_id, of in links.items()},
    )
    return render(request, "guests/guests.html", {"page": page, "case_id": case_id, "citizen": actor.hat == Hat.CITIZEN, "over": over})


@on_case(Purpose.SHARE, *AT_TABLE)
def invite_to_meeting(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """Somebody from outside is asked to come."""
    with reading(actor):
        found = open_meeting([one for one in meetings(actor=actor, case_id=case_id) if one.id == roundtable_id])
    if found is None or found.state != State.CALLED:
        raise NotHere()
    return _invite(request, actor, case_id, _("I would like you to come to this meeting."), roundtable_id=roundtable_id)


@on_case(Purpose.SHARE, *AT_TABLE)
def invite_to_step(request: HttpRequest, actor: Actor, case_id: UUID, step_id: UUID) -> HttpResponse:
    """Somebody from outside is asked to take one step of the plan: its words are what they are asked, and can be put otherwise."""
    with reading(actor):
        step = next((one for one in steps_to_ask(actor=actor, case_id=case_id) if one.id == step_id), None)
    if step is None:
        raise NotHere()
    words, day = step_asked(step.what, step.by_on, step.by_when)
    return _invite(request, actor, case_id, words, step_id=step_id, step=StepAsked(step.what, day, step.who_id))


def _invite(
    request: HttpRequest,
    actor: Actor,
    case_id: UUID,
    words: str,
    *,
    roundtable_id: UUID | None = None,
    step_id: UUID | None = None,
    step: StepAsked | None = None,
) -> HttpResponse:
    with reading(actor):
        texts = queries.to_give(actor=actor, case_id=case_id, limit=MOST_ITEMS)
        seats = seats_on(actor=actor, case_ids=[case_id])
    live = [(seat.person_id, seat.given_name) for seat in seats if seat.live and seat.hat == "citizen"]
    citizens = live if actor.hat == Hat.PROFESSIONAL else []
    names = {seat.person_id: seat.given_name for seat in seats}
    items = [(view.item_id, view.body, text_words(view, names)) for view in texts]
    form = InviteForm(request.POST or None, items=items, citizens=citizens, meeting=roundtable_id is not None, initial={"text": words})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        for_id, said = form.speaker()
        try:
            asked = actions.invite_guest(
                actor=actor,
                case_id=case_id,
                name=values["name"],
                who=Who(values["who"]),
                text=values["text"],
                item_ids=values.get("items", ()),
                roundtable_id=roundtable_id,
                step_id=step_id,
                for_id=for_id,
                said=said,
                once=values["once"],
            )
        except NotHere:
            raise
        except Refusal as no:
            show_refusal(form, no)
        else:
            given = [view.body for view in texts if view.item_id in values.get("items", ())]
            return _link_shown(
                request, actor, case_id, asked.link_id, asked.secret,
                name=values["name"], text=values["text"], given=given, until=last_moment(asked.until_at), waiting=asked.waiting,
            )  # fmt: skip
    with reading(actor):
        values = {"form": form, "case_id": case_id, "meeting": roundtable_id is not None, "step": step}
        values["does_it"] = names.get(step.who_id, "") if step and step.who_id else ""
        return render(request, "guests/invite_guest.html", values)


def _link_shown(request: HttpRequest, actor: Actor, case_id: UUID, link_id: UUID, secret: str, **more: object) -> HttpResponse:
    """The link, this once: nothing of ours can show it again."""
    address = settings.ROUNDTABLE_ADDRESS + reverse("guest_door", args=[link_id, secret])
    with reading(actor):
        return _private(render(request, "guests/guest_link.html", {"address": address, "case_id": case_id, **more}))


@require_POST
@on_case(Purpose.SHARE, *AT_TABLE)
def end(request: HttpRequest, actor: Actor, case_id: UUID, link_id: UUID) -> HttpResponse:
    """The guest reads nothing from now on."""
    actions.end_guest(actor=actor, case_id=case_id, link_id=link_id)
    messages.success(request, _("It has ended. The link opens nothing any more, also where it was opened before."))
    return redirect("guests", case_id=case_id)


@require_POST
@on_case(Purpose.SHARE, *AT_TABLE)
def renew(request: HttpRequest, actor: Actor, case_id: UUID, link_id: UUID) -> HttpResponse:
    """A new link in place of a lost one, shown once."""
    try:
        secret = actions.renew_guest_link(actor=actor, case_id=case_id, link_id=link_id)
    except NotHere:
        raise
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("guests", case_id=case_id)
    with reading(actor):
        name = next((one.name for one in queries.guests_of(actor=actor, case_id=case_id) if one.link_id == link_id), "")
    return _link_shown(request, actor, case_id, link_id, secret, new_for=name)


# -- the guest's side: no account, no session, one cookie for one link ----------------------------------------------------------


def _private(response: HttpResponse) -> HttpResponse:
    """Kept by nothing between, found by no search. That the address goes nowhere else every page of ours sees to."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _here(request: HttpRequest, link_id: UUID) -> GuestHere | None:
    return queries.guest_here(link_id, request.COOKIES.get(COOKIE, ""))


def _over(request: HttpRequest, link_id: UUID, secret: str) -> HttpResponse:
    """The meeting is over, when it was, and whom to ring. For any other link, and any other browser, there is nothing."""
    was = queries.guest_was(link_id, secret)
    if was is None:
        raise NotHere()
    return _private(render(request, "guests/guest_over.html", {"was": was, "day": day_of(was)}))


def guest_door(request: HttpRequest, link_id: UUID, secret: str) -> HttpResponse:
    """The link. Looking takes nothing: mail servers look at links by themselves. The button takes it, for this browser alone."""
    if _here(request, link_id) is not None:
        return _private(redirect("guest_page", link_id=link_id))
    if not queries.may_open(link_id, secret):
        return _over(request, link_id, secret)
    if request.method == "POST":
        limited = consume_or_429(request, action="answer")
        if limited:
            return limited
        response = _private(redirect("guest_page", link_id=link_id))
        response.set_cookie(
            COOKIE,
            actions.take_link(link_id=link_id, secret=secret),
            max_age=COOKIE_SECONDS,
            path=reverse("guest_page", args=[link_id]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response
    return _private(render(request, "guests/guest_door.html"))


def guest_page(request: HttpRequest, link_id: UUID) -> HttpResponse:
    """One page: what is asked, what was given to read, and two answers. For any other browser it does not exist."""
    found = _here(request, link_id)
    if found is None:
        return _over(request, link_id, request.COOKIES.get(COOKIE, ""))
    form = ReplyForm(request.POST or None, asked=found.asked, initial={"reply": found.reply} if found.reply else None)
    if request.method == "POST" and form.is_valid():
        limited = consume_or_429(request, action="answer")
        if limited:
            return limited
        actions.answer_as_guest(found=found, reply=form.cleaned_data["reply"], once=form.cleaned_data["once"])
        return _private(redirect("guest_page", link_id=link_id))
    with reading(found.actor):
        page = page_of(found, queries.given(actor=found.actor, case_id=found.case_id))
        if not page.asked:
            raise NotHere()
        return _private(render(request, "guests/guest_page.html", {"page": page, "form": form, "until": _day(page.until)}))


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
