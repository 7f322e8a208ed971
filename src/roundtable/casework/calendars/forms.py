"""The shape of answers: the form behind a mailed link, and the mails that calendars send. Whatever comes by mail is a stranger's."""

import email
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from email.message import Message
from email.utils import getaddresses
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.roundtables.rules import Answer
from roundtable.ui.fields import Choice, DateField, TimeField

MOST_BYTES = 256 * 1024
MOST_CALENDAR_BYTES = 64 * 1024
MOST_PARTS = 40
MOST_ADDRESSES = 20
ADDRESSED = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")


class LinkForm(forms.Form):
    """Comes, cannot, another time: without a word of one's own, which would be read by the table."""

    answer = forms.ChoiceField(
        label=_("Do you come?"),
        widget=forms.RadioSelect,
        choices=[
            (str(Answer.COMES), _("Yes, I come")),
            (str(Answer.CANNOT), Choice(_("I cannot come"), _("Nothing else happens. The meeting can be moved."))),
            (str(Answer.OTHER_TIME), Choice(_("I would rather come another time"), _("Write the day below."))),
        ],
    )
    other_on = DateField(label=_("Another day"), required=False)
    other_clock = TimeField(label=_("Another time"), required=False)


@dataclass(frozen=True)
class CalendarReply:
    """What a calendar sent: method and state in capitals, the entry's name and number, and for a counter-proposal its start."""

    method: str
    uid: str
    sequence: int
    partstat: str
    starts: datetime | date | None


@dataclass(frozen=True)
class MailRead:
    """A mail as far as we look at it: to whom, a hash of its id, whether it is a returned mail, what a calendar said."""

    addresses: tuple[str, ...]
    message: str
    returned: bool
    reply: CalendarReply | None


def read_mail(raw: bytes) -> MailRead | None:
    """A mail, or None for what is none or too large. Never raises: what cannot be understood says nothing."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        found = email.message_from_bytes(raw)
        parts = _parts(found)
        said = str(found.get("Message-ID", "")) or raw.decode("latin-1")
        addresses = getaddresses([str(value) for name in ADDRESSED for value in found.get_all(name, [])])
        return MailRead(
            addresses=tuple(address for _name, address in addresses[:MOST_ADDRESSES] if address),
            message=hashlib.sha256(said.encode("utf-8", "replace")).hexdigest(),
            returned=_is_returned(found, parts),
            reply=_reply(parts),
        )
    except Exception:  # a mail from anybody: whatever our parsers stumble over is not an answer
        return None


def _parts(found: Message) -> list[Message]:
    parts: list[Message] = []
    for part in found.walk():
        parts.append(part)
        if len(parts) >= MOST_PARTS:
            break
    return parts


def _is_returned(found: Message, parts: list[Message]) -> bool:
    """A mail server says that a mail did not arrive, for good (RFC 3464); a delay is not that."""
    if found.get_content_type() != "multipart/report":
        return False
    status = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    # a delivery-status part is itself a list of header blocks
    blocks = [block for part in status for block in (part.get_payload() if part.is_multipart() else [])]
    return any(str(block.get("Action", "")).strip().lower() == "failed" for block in blocks if isinstance(block, Message))


def _reply(parts: list[Message]) -> CalendarReply | None:
    for part in parts:
        if part.get_content_type() in ("text/calendar", "application/ics"):
            written = part.get_payload(decode=True)
            if isinstance(written, bytes) and len(written) <= MOST_CALENDAR_BYTES:
                reply = read_calendar(written)
                if reply is not None:
                    return reply
    return None


def read_calendar(written: bytes) -> CalendarReply | None:
    """The one entry of a calendar's reply; None for anything else."""
    from icalendar import Calendar  # as in pages/__init__.py

    try:
        calendar = Calendar.from_ical(written)
        events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
        if len(events) != 1:
            return None
        event = events[0]
        return CalendarReply(
            method=str(calendar.get("METHOD", "")).upper()[:20],
            uid=str(event.get("UID", ""))[:200],
            sequence=int(event.get("SEQUENCE", 0)),
            partstat=_partstat(event.get("ATTENDEE")),
            starts=event.decoded("DTSTART") if "DTSTART" in event else None,
        )
    except Exception:  # as above: a stranger's text
        return None


def _partstat(attendee: Any) -> str:
    """Of one attendee; where a calendar sends several, nobody can say whose answer it is."""
    if attendee is None or isinstance(attendee, list):
        return ""
    return str(attendee.params.get("PARTSTAT", "")).upper()[:20]
