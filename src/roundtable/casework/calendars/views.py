"""Answering by a mailed link, the private feed and its page, and whom mail did not reach."""

from uuid import UUID

from allauth.core.ratelimit import consume_or_429
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roundtable.casework.calendars import actions, queries
from roundtable.casework.calendars.forms import LinkForm
from roundtable.casework.calendars.pages import Entry, entry_words, link_of, reached_lines, uid_of
from roundtable.casework.calendars.queries import FeedFacts, Invited
from roundtable.casework.calendars.rules import InvitationOver
from roundtable.casework.roundtables.pages.meeting import local
from roundtable.casework.roundtables.queries import meetings
from roundtable.casework.roundtables.rules import Answer
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.access.hats import hats_of
from roundtable.ground.notices.rules import Choice, InCalendar, choice_of
from roundtable.ground.people.queries import account_of
from roundtable.ground.seats.queries import seats_on
from roundtable.kernel.refusal import NotHere, Refusal
from roundtable.ui.refusals import show_refusal

HAVE_MEETINGS = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)


def _private(response: HttpResponse) -> HttpResponse:
    """Not kept by anything between and not found by searching. That its address goes nowhere else every page of ours sees to."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def answer_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from an invitation: when it is, and three answers. Looking uses nothing up (mail servers look at links by themselves)."""
    known = link_of(token)
    found = queries.invited(*known) if known else None
    if found is None:
        return _private(render(request, "calendars/link_over.html", status=404))
    form = LinkForm(request.POST or None)
    if request.method == "POST" and not found.used and form.is_valid():
        limited = consume_or_429(request, action="answer")
        if limited:
            return limited
        try:
            _answer(found, form)
        except InvitationOver:
            return redirect(request.path)
        except Refusal as no:
            show_refusal(form, no)
        else:
            return redirect(request.path)
    return _private(_answer_page(request, found, form))


def _answer(found: Invited, form: LinkForm) -> None:
    values = form.cleaned_data
    actions.answer_by_link(
        invitation_id=found.invitation_id,
        sequence=found.sequence,
        answer=Answer(values["answer"]),
        other_on=values["other_on"],
        other_clock=values["other_clock"],
    )


def _answer_page(request: HttpRequest, found: Invited, form: LinkForm) -> HttpResponse:
    """When, how, and where as far as the mail said it: whoever was sent the mail on learns nothing more from its link."""
    account = account_of(found.person_id)
    choice = choice_of(account.notices, bare=account.bare_notices) if account else Choice(bare=True)
    places = {}
    if choice.calendar == InCalendar.PLACE and not choice.bare and found.place_id and not found.used:
        places = queries.place_words(actor=queries.actor_of(found), place_ids=[found.place_id])
    with translation.override(account.language if account else translation.get_language()):
        _summary, where = entry_words(choice, found.channel, places.get(found.place_id, "") if found.place_id else "")
        page = {"starts": local(found.starts_at, found.zone), "minutes": found.minutes, "where": where, "used": found.used, "form": form}
        return render(request, "calendars/answer_by_link.html", page)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's meetings to come, in one hat, for whoever holds the secret address; nothing for an address that was ended or never was."""
    found = queries.feed_of(token)
    account = account_of(found.person_id) if found else None
    if found is None or account is None:
        raise NotHere()
    limited = consume_or_429(request, limit_get=True, action="feed", key=queries.secret_hash(token))
    if limited:
        return limited
    with translation.override(account.language):
        body = _feed(found, choice_of(account.notices, bare=account.bare_notices))
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="meetings.ics"'
    return _private(response)


def _feed(found: FeedFacts, choice: Choice) -> bytes:
    from roundtable.casework.calendars.pages.ics import feed

    rows = [row for row in hats_of(found.person_id) if row.kind == found.hat and row.authority == found.authority and row.case_id]
    case_ids = [row.case_id for row in rows if row.case_id and not row.closed]
    if not rows:
        raise NotHere()
    actor = Actor(found.person_id, found.hat, found.authority, None, Purpose.MEETING)
    with_place = choice.calendar == InCalendar.PLACE and not choice.bare
    entries = []
    for dated in queries.my_meetings(actor=actor, case_ids=case_ids, with_place=with_place):
        summary, where = entry_words(choice, dated.channel, dated.place)
        entries.append(
            Entry(
                uid=uid_of(queries.entry_id(found.feed_id, dated.roundtable_id), settings.ROUNDTABLE_MAIL_DOMAIN),
                sequence=dated.version,
                stamp=dated.since,
                starts_at=dated.starts_at,
                minutes=dated.minutes,
                zone=dated.zone,
                summary=summary,
                location=where,
            )
        )
    return feed(entries, "Roundtable")


@at_home(Purpose.MEETING, *HAVE_MEETINGS)
def my_calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One's own feed: make an address, or a new one in its place. The address is shown once."""
    if request.method == "POST":
        secret = actions.make_feed(actor=actor)
        address = settings.ROUNDTABLE_ADDRESS + reverse("calendar_feed", args=[secret])
        with reading(actor):
            return _private(render(request, "calendars/my_calendar.html", {"address": address, "since": queries.my_feed(actor=actor)}))
    return _private(render(request, "calendars/my_calendar.html", {"address": "", "since": queries.my_feed(actor=actor)}))


@require_POST
@at_home(Purpose.MEETING, *HAVE_MEETINGS)
def end_calendar(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The address stops working at once."""
    actions.end_feed(actor=actor)
    messages.success(request, _("The address does not work any more. Calendars that had it find nothing there."))
    return redirect("my_calendar")


@on_case(Purpose.MEETING, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def who_was_reached(request: HttpRequest, actor: Actor, case_id: UUID, roundtable_id: UUID) -> HttpResponse:
    """Whom the invitation reached, for who calls the meeting: that a mail came back, never what it said nor the address."""
    with reading(actor):
        meeting = next((one for one in meetings(actor=actor, case_id=case_id) if one.id == roundtable_id), None)
        seats = seats_on(actor=actor, case_ids=[case_id])
        if meeting is None or not seats:
            raise NotHere()
        found = queries.reached(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
        lines = reached_lines(seats, found, queries.not_reached(actor=actor, case_id=case_id), meeting.zone)
        return render(request, "calendars/who_was_reached.html", {"lines": lines, "case_id": case_id})
