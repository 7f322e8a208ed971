"""Take one mail from the mail server, on standard input: a calendar's answer to an invitation, or a mail that came back."""

import sys
from argparse import ArgumentParser
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from roundtable.casework.calendars.actions import answer_by_mail, note_returned
from roundtable.casework.calendars.forms import MOST_BYTES, CalendarReply, read_mail
from roundtable.casework.calendars.pages import INVITATION, NOTICE, read_address, uid_of
from roundtable.casework.calendars.queries import Invited
from roundtable.casework.calendars.rules import Said, said_by
from roundtable.ground.notices.actions import note_returned as note_notice_returned

TRY_AGAIN = 75
"""EX_TEMPFAIL: the mail server keeps the mail and comes again."""

log = structlog.get_logger()


class Command(BaseCommand):
    help = "Read one mail from standard input. Always ends well, but when the database is away: then the mail server shall come again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", default="", help="the address it came in for, as the mail server knows it")

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1)
        try:
            log.info("mail_received", code=receive(raw, str(options["to"])))
        except DatabaseError as problem:
            log.error("mail_not_taken", exception_type=type(problem).__name__)
            sys.exit(TRY_AGAIN)


def receive(raw: bytes, to: str = "") -> str:
    """What became of a mail, as a short code. The address it came to decides whom it is about; From, subject and words are not looked at.

    Nobody is answered, whatever it was: a stranger learns nothing from us, and no two machines write to each other for ever.
    """
    mail = read_mail(raw)
    if mail is None:
        return "not_a_mail"
    known = next((found for found in map(read_address, (to, *mail.addresses)) if found), None)
    if known is None:
        return "not_for_us"
    kind, message_id = known
    if mail.returned:
        (note_returned(invitation_id=message_id) if kind == INVITATION else note_notice_returned(notice_id=message_id))
        return "returned"
    if kind == NOTICE or mail.reply is None or mail.reply.uid != uid_of(message_id, settings.ROUNDTABLE_MAIL_DOMAIN):
        return "no_answer"
    return "answered" if _answer(message_id, mail.reply, mail.message) else "too_late"


def _answer(invitation_id: UUID, reply: CalendarReply, message: str) -> bool:
    if not 0 <= reply.sequence <= 32_767:
        return False

    def said(found: Invited) -> Said | None:
        return said_by(reply.method, reply.partstat, reply.starts, found.starts_at, found.zone)

    return answer_by_mail(invitation_id=invitation_id, sequence=reply.sequence, said=said, message=message)
