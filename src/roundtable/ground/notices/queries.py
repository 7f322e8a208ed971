"""A person's own notices."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import current, through
from roundtable.ground.access.guard import reader
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.rules import Cause, NoticeKind

NEWS = timedelta(days=14)


@dataclass(frozen=True)
class NoticeView:
    """One notice: which text, from whom or brought about by what, when."""

    id: UUID
    case_id: UUID | None
    kind: NoticeKind
    sender: str
    made_at: datetime
    cause: str = ""


@dataclass(frozen=True)
class Due:
    """Somebody whom time has something to tell, in the hat it concerns them in, and which row it is about."""

    actor: Actor
    about: UUID


def due(cause: Cause) -> tuple[Due, ...]:
    """Who is to be told, and has not been; asked by the worker, who gets ids and codes and nothing else. One statement."""
    with through("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(f"SELECT person_id, hat, authority, case_id, about FROM guard.due_{cause}()")
        return tuple(
            Due(Actor(person_id, Hat(hat), authority, case_id), about) for person_id, hat, authority, case_id, about in cursor.fetchall()
        )


@reader()
def my_notices(*, actor: Actor, limit: int = 20) -> tuple[NoticeView, ...]:
    """Unread notices of the acting person's last two weeks, newest first: older news is none. One statement."""
    since = current().at - NEWS
    found = Notice.objects.filter(person_id=actor.person_id, read_at=None, made_at__gt=since).order_by("-made_at", "id")[:limit]
    return tuple(
        NoticeView(row["id"], row["case_id"], NoticeKind(row["kind"]), row["sender__given_name"] or "", row["made_at"], row["cause"])
        for row in found.values("id", "case_id", "kind", "sender__given_name", "made_at", "cause")
    )
