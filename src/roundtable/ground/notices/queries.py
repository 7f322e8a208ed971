"""A person's own notices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.guard import reader
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.rules import NoticeKind


@dataclass(frozen=True)
class NoticeView:
    """One notice: which text, from whom, when."""

    id: UUID
    case_id: UUID | None
    kind: NoticeKind
    sender: str
    made_at: datetime


@reader()
def my_notices(*, actor: Actor, limit: int = 20) -> tuple[NoticeView, ...]:
    """Unread notices of the acting person, newest first. One statement."""
    found = Notice.objects.filter(person_id=actor.person_id, read_at=None).order_by("-made_at", "id")[:limit]
    return tuple(
        NoticeView(row["id"], row["case_id"], NoticeKind(row["kind"]), row["sender__given_name"] or "", row["made_at"])
        for row in found.values("id", "case_id", "kind", "sender__given_name", "made_at")
    )
