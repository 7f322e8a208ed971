"""Mails about notices: a fixed text in the person's language, and the address of the house. Safe to run twice."""

from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from roundtable.ground.notices import actions
from roundtable.ground.people.rules import AccountFacts

SUBJECT = "Roundtable"


def _post(to: AccountFacts, notice_id: UUID, text: tuple[str, dict[str, str]]) -> None:
    """The Message-ID is the notice's own, so that a mail server knows a second copy after a kill between mail and mark."""
    msgid, places = text
    with translation.override(to.language):
        words = gettext(msgid) % places if places else gettext(msgid)
        body = render_to_string("notices/mail.txt", {"words": words, "address": settings.ROUNDTABLE_ADDRESS})
    headers = {"Message-ID": f"<notice-{notice_id}@{settings.ROUNDTABLE_MAIL_DOMAIN}>", "Auto-Submitted": "auto-generated"}
    EmailMessage(SUBJECT, body, to=[to.email], headers=headers).send()


@app.task(name="notices.mail_notice", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_notice(notice: str) -> None:
    """Mail one notice; a mail server that is away is asked again, later and later, for about a day."""
    actions.mail_notice(notice_id=UUID(notice), send=_post)
