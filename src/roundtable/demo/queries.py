"""The cast, with who they are; and their mails."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connections

from roundtable.demo.models import Mail
from roundtable.ground.access.context import DOOR

MOST_SHOWN = 300


@dataclass(frozen=True)
class Player:
    """Somebody one can sign in as. `who`: the demo's words, in their `language`, else their roles; `placed`: in its order."""

    account_id: UUID
    name: str
    kind: str
    who: str
    roles: tuple[str, ...]
    placed: bool = False
    language: str = ""


@dataclass(frozen=True)
class MailView:
    """A mail, as it went out."""

    recipient: str
    subject: str
    body: str
    sent_at: datetime


def cast() -> tuple[Player, ...]:
    """Everybody with an account: those the demo describes first, in its order; then by name. One statement."""
    with connections[DOOR].cursor() as cursor:
        cursor.execute(
            "SELECT a.id, a.display_name, a.kind, coalesce(a.settings->>'who', ''),"
            " (SELECT coalesce(array_agg(DISTINCT coalesce(nullif(h.role_name, ''), h.kind)), '{}') FROM guard.hats_of(a.person_id) h),"
            " a.settings->>'order' IS NOT NULL, a.language"
            " FROM people_account a WHERE a.is_active"
            " ORDER BY (a.settings->>'order')::int NULLS LAST, a.display_name, a.id LIMIT %s",
            [MOST_SHOWN],
        )
        return tuple(Player(row[0], row[1], row[2], row[3], tuple(row[4]), row[5], row[6]) for row in cursor.fetchall())


def mailbox(limit: int = 100) -> tuple[MailView, ...]:
    """The newest mails first. One statement."""
    found = Mail.objects.order_by("-id")[:limit]
    return tuple(MailView(mail.recipient, mail.subject, mail.body, mail.sent_at) for mail in found)
