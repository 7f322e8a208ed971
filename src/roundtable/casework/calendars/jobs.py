"""Messages to calendars: one mail for one person about one meeting, with their own address and nobody else's. Safe to run twice."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from roundtable.casework.calendars import actions
from roundtable.casework.calendars.actions import Message
from roundtable.casework.calendars.pages import Entry, entry_words, link_token, uid_of
from roundtable.casework.calendars.rules import Method
from roundtable.ground.notices.pages import INVITATION, return_address
from roundtable.ground.notices.rules import InCalendar
from roundtable.ground.people.rules import AccountFacts

SUBJECT = "Roundtable"
HOURLY = "7 * * * *"
NO_REPLY = "no-reply"


def _entry(to: AccountFacts, message: Message, organizer: str) -> Entry:
    summary, location = entry_words(message.choice, message.channel, message.place)
    return Entry(
        uid=uid_of(message.invitation_id, settings.ROUNDTABLE_MAIL_DOMAIN),
        sequence=message.sequence,
        stamp=message.made_at,  # the same bytes each time: a second copy after a kill between mail and mark changes nothing in a calendar
        starts_at=message.starts_at,
        minutes=message.minutes,
        zone=message.zone,
        summary=summary,
        location=location,
        organizer=organizer or f"{NO_REPLY}@{settings.ROUNDTABLE_MAIL_DOMAIN}",
        attendee=to.email,
        answers=bool(organizer),
    )


def _post(to: AccountFacts, message: Message) -> None:
    """The fixed text, the link, and the entry twice: beside the text for calendars that look there, attached for those that do not.

    It comes from the address its answers and its return go to: one token for each invitation, and nobody's name.
    """
    organizer = return_address(INVITATION, message.invitation_id)
    sender = f"Roundtable <{organizer}>" if organizer else settings.DEFAULT_FROM_EMAIL
    headers = {"Message-ID": f"<invite-{message.mail_id}@{settings.ROUNDTABLE_MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    with translation.override(to.language):
        entry = _entry(to, message, organizer)
        url = settings.ROUNDTABLE_ADDRESS + reverse("answer_by_link", args=[link_token(message.invitation_id, message.sequence)])
        context = {"words": entry.summary, "url": url if message.method == Method.REQUEST else "", "address": settings.ROUNDTABLE_ADDRESS}
        mail = EmailMultiAlternatives(
            SUBJECT, render_to_string("calendars/mail/invitation.txt", context), sender, to=[to.email], headers=headers
        )
        if message.choice.calendar != InCalendar.NOTHING:
            from roundtable.casework.calendars.pages.ics import calendar_of_one

            written = calendar_of_one(entry, message.method)
            mail.attach_alternative(written.decode().replace("\r\n", "\n"), f"text/calendar; method={message.method}")
            mail.attach("invite.ics", written, "application/ics")
    mail.send()


@app.task(name="calendars.invite")
def invite(roundtable: str) -> None:
    """A meeting was called, moved or cancelled: everybody's calendar hears of it."""
    actions.invite(roundtable_id=UUID(roundtable))


@app.periodic(cron=HOURLY)
@app.task(name="calendars.catch_up", queueing_lock="calendars.catch_up")
def catch_up(timestamp: int) -> None:
    """Who sat down at a table since, or left it, hears of the meetings there."""
    actions.invite(roundtable_id=None)


@app.task(name="calendars.mail_invitation", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_invitation(mail: str) -> None:
    """Mail one message; a mail server that is away is asked again, later and later, for about a day."""
    actions.mail_invitation(mail_id=UUID(mail), send=_post)
