"""Telling somebody that there is something to read, never what."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connections

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.rules import NoticeKind


@action
def notify(*, actor: Actor, at: datetime, person_ids: Iterable[UUID], case_id: UUID | None, kind: NoticeKind) -> None:
    """These people get one of the fixed texts, by their chosen channel; the acting person gets none. Joins the transaction of the act it tells of."""
    others = [person_id for person_id in dict.fromkeys(person_ids) if person_id != actor.person_id]
    # Without RETURNING, which the ORM would ask for: the sender may not read other people's notices.
    with connections[current().alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (id, person_id, case_id, kind, sender_id, made_at) SELECT u.id, u.person, %s, %s, %s, now()"
            " FROM unnest(%s::uuid[], %s::uuid[]) AS u(id, person)",
            [case_id, str(kind), actor.person_id, [uuid4() for _ in others], others],
        )


@action
def mark_read(*, actor: Actor, at: datetime, notice_ids: Iterable[UUID]) -> None:
    """Notices the person has seen."""
    Notice.objects.filter(id__in=list(notice_ids), person_id=actor.person_id, read_at=None).update(read_at=at)
