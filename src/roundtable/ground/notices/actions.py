"""Telling somebody that there is something to read, never what."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID, uuid4

import structlog
from django.db import DatabaseError, connections

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current, through
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import enqueue
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.queries import due
from roundtable.ground.notices.rules import Cause, NoticeKind, notice_text
from roundtable.ground.people.queries import account_of
from roundtable.ground.people.rules import AccountFacts

log = structlog.get_logger()


@action
def notify(*, actor: Actor, at: datetime, person_ids: Iterable[UUID], case_id: UUID | None, kind: NoticeKind) -> None:
    """These people get one of the fixed texts; not the acting person. Joins the transaction of the act it tells of; so do its mails."""
    others = {person_id: uuid4() for person_id in person_ids if person_id != actor.person_id}
    if not others:
        return
    # Without RETURNING, which the ORM would ask for: the sender may not read other people's notices.
    with connections[current().alias].cursor() as cursor:
        cursor.execute(
            "WITH u AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[]) AS x(id, person)), told AS (INSERT INTO notices_notice"
            " (id, person_id, case_id, kind, sender_id, made_at) SELECT u.id, u.person, %s, %s, %s, now() FROM u)"
            " SELECT guard.enqueue('notices.mail_notice', jsonb_build_object('notice', u.id)) FROM u",
            [list(others.values()), list(others), case_id, str(kind), actor.person_id],
        )


class NotAllTold(RuntimeError):
    """Some of those whom time had something to tell could not be told; the others were. The next round tries again."""


@action
def remind(*, actor: Actor, at: datetime, cause: Cause, about: UUID, kind: NoticeKind = NoticeKind.NEWS) -> bool:
    """The acting person is told, once, what time brought about. True if it was now; a mail goes out with it."""
    notice_id = uuid4()
    with connections[current().alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO notices_notice (id, person_id, case_id, kind, cause, about, made_at) VALUES (%s, %s, %s, %s, %s, %s, now())"
            " ON CONFLICT DO NOTHING",
            [notice_id, actor.person_id, actor.case_id, str(kind), str(cause), about],
        )
        if cursor.rowcount != 1:
            return False
    enqueue("notices.mail_notice", notice=notice_id)
    return True


def remind_all(cause: Cause, kind: NoticeKind = NoticeKind.NEWS) -> int:
    """Everybody whom it concerns is told, each in their own hat and transaction. Returns how many were told now.

    One who cannot be told holds up nobody else. Raises NotAllTold afterwards, so that the job counts as failed. Safe to run twice.
    """
    told, failed = 0, 0
    for found in due(cause):
        try:
            told += remind(actor=found.actor, cause=cause, about=found.about, kind=kind)
        except DatabaseError as problem:
            failed += 1
            log.error("reminder_failed", job=str(cause), exception_type=type(problem).__name__)
    if failed:
        raise NotAllTold(f"{failed} of {cause}")
    return told


def mail_notice(*, notice_id: UUID, send: Callable[[AccountFacts, UUID, tuple[str, dict[str, str]]], None]) -> bool:
    """A notice is mailed once, however often its job runs: the row is held while the mail goes out. True if it was sent now.

    Nobody without an account with a proven e-mail gets one, nobody who has read it already or for whom the course was closed, and nobody
    two days late. `send` gets the recipient, the notice and its text (msgid and places).
    """
    with through("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT n.person_id, n.kind, s.given_name, s.phone FROM notices_notice n LEFT JOIN LATERAL guard.notice_sender(n.id) s ON true"
            " WHERE n.id = %s AND n.mailed_at IS NULL AND n.read_at IS NULL AND n.made_at > now() - interval '2 days'"
            " AND NOT guard.notice_is_shut(n.id) FOR UPDATE OF n",
            [notice_id],
        )
        found = cursor.fetchone()
        to = account_of(found[0]) if found else None
        if to is None or not to.email or not to.email_proven:
            return False
        send(to, notice_id, notice_text(NoticeKind(found[1]), sender=found[2] or "", phone=found[3] or "", bare=to.bare_notices))
        cursor.execute("UPDATE notices_notice SET mailed_at = now() WHERE id = %s", [notice_id])
    return True


@action
def mark_read(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """What the acting person was told about one course so far counts as read: no line on their first page, no mail that still waits."""
    Notice.objects.filter(person_id=actor.person_id, case_id=case_id, read_at=None).update(read_at=at)
