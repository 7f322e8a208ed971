"""Messages about notices: a fixed text in the person's language, and the address of the house. Safe to run twice."""

from contextlib import suppress
from functools import partial
from smtplib import SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from roundtable.gateways.texts import send_text
from roundtable.ground.notices import actions
from roundtable.ground.notices.actions import NotTaken, Texts
from roundtable.ground.notices.pages import NOTICE, return_address
from roundtable.ground.people.rules import AccountFacts

SUBJECT = "Roundtable"


def _words(text: tuple[str, dict[str, str]]) -> str:
    msgid, places = text
    return gettext(msgid) % places if places else gettext(msgid)


def _post(line: BaseEmailBackend, to: AccountFacts, notice_id: UUID, texts: Texts) -> None:
    """Raises NotTaken where the mail server said no; what else goes wrong leaves it open whether it was taken.

    The Message-ID is the notice's own, so that a mail server knows a second copy after a kill between mail and mark.

    The envelope names an address of its own: what comes back there says which notice did not arrive.
    """
    with translation.override(to.language):
        words = "\n".join(_words(text) for text in texts)
        body = render_to_string("notices/mail.txt", {"words": words, "address": settings.ROUNDTABLE_ADDRESS})
    headers = {
        "Message-ID": f"<notice-{notice_id}@{settings.ROUNDTABLE_MAIL_DOMAIN}>",
        "Auto-Submitted": "auto-generated",
        "From": settings.DEFAULT_FROM_EMAIL,
    }
    envelope = return_address(NOTICE, notice_id) or settings.DEFAULT_FROM_EMAIL
    try:
        EmailMessage(SUBJECT, body, envelope, to=[to.email], headers=headers, connection=line).send()
    except (SMTPResponseException, SMTPRecipientsRefused, SMTPNotSupportedError, ConnectionRefusedError) as no:
        raise NotTaken(type(no).__name__) from no


def _open(line: BaseEmailBackend) -> None:
    """Before anything is handed over: a mail server that is away has nothing."""
    line.open()


def _text(to: AccountFacts, notice_id: UUID, number: str, text: tuple[str, dict[str, str]]) -> None:
    """Only the fixed text; its key is the notice's own, so that a second asking after a kill sends nothing."""
    with translation.override(to.language):
        send_text(number, _words(text), key=str(notice_id))


@app.task(name="notices.mail_notice", retry=RetryStrategy(max_attempts=8, exponential_wait=5))
def mail_notice(notice: str) -> None:
    """Send one notice as its person chose, now or later; a server that is away is asked again, later and later, for about a day."""
    notice_id, zone = UUID(notice), settings.TIME_ZONE
    if actions.put_off(notice_id=notice_id, zone=zone):
        return
    line = get_connection()
    try:
        actions.mail_notice(
            notice_id=notice_id,
            ready=partial(_open, line),
            send=partial(_post, line),
            zone=zone,
            by_id=getattr(line, "keeps_one_of_each_id", False),
        )
    finally:
        with suppress(OSError):
            line.close()
    actions.text_notice(notice_id=notice_id, send=_text, zone=zone)
