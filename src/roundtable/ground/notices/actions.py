"""Telling somebody that there is something to read, never what."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import structlog
from django.db import DatabaseError, connections

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import current, through
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import WORKER, enqueue
from roundtable.ground.notices.models import Notice
from roundtable.ground.notices.queries import due
from roundtable.ground.notices.rules import (
    Cause,
    Choice,
    NoticeKind,
    Trouble,
    asked_again_at,
    choice_of,
    goes_out_at,
    may_come_twice,
    notice_text,
    tidy_number,
)
from roundtable.ground.people.queries import account_of
from roundtable.ground.people.rules import AccountFacts

log = structlog.get_logger()


@action
def notify(*, actor: Actor, at: datetime, person_ids: Iterable[UUID], case_id: UUID | None, kind: NoticeKind, sends: bool = True) -> None:
    """These people get one of the fixed texts; not the acting person. Joins the transaction of the act it tells of; so do its mails.

    `sends` False: another mail (an invitation) carries it out of the house, so that nobody gets two.
    """
    others = {person_id: uuid4() for person_id in person_ids if person_id != actor.person_id}
    if not others:
        return
    # Without RETURNING, which the ORM would ask for: the sender may not read other people's notices.
    with connections[current().alias].cursor() as cursor:
        cursor.execute(
            "WITH u AS (SELECT * FROM unnest(%s::uuid[], %s::uuid[]) AS x(id, person)), told AS (INSERT INTO notices_notice"
            " (id, person_id, case_id, kind, sender_id, sends, made_at) SELECT u.id, u.person, %s, %s, %s, %s, now() FROM u)"
            " SELECT guard.enqueue('notices.mail_notice', jsonb_build_object('notice', u.id)) FROM u",
            [list(others.values()), list(others), case_id, str(kind), actor.person_id, sends],
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


NOT_LATE = "n.read_at IS NULL AND n.made_at > now() - interval '2 days' AND NOT guard.notice_is_shut(n.id)"
"""Nobody is told what they have read already, nor what is two days old, nor of a course that was closed for them."""


def _alone(cursor: Any, notice_id: UUID) -> UUID | None:
    """Whose notice it is; until the transaction ends no other worker sends this person anything."""
    cursor.execute("SELECT person_id FROM notices_notice WHERE id = %s", [notice_id])
    row = cursor.fetchone()
    if row is None:
        return None
    cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"notices/{row[0]}"])
    person_id: UUID = row[0]
    return person_id


def put_off(*, notice_id: UUID, zone: str) -> bool:
    """Whether this notice goes out later: as its person chose, or because it was perhaps sent already. It is asked for again then.

    Perhaps sent, it is a fact for who calls the meeting; it goes with the next morning's mail if it is still unread.
    """
    with through(WORKER), connections[WORKER].cursor() as cursor:
        cursor.execute(
            "SELECT n.person_id, n.made_at, now(), CASE WHEN n.mailed_at IS NULL THEN n.handed_at END FROM notices_notice n"
            f" WHERE n.id = %s AND {NOT_LATE}",
            [notice_id],
        )
        found = cursor.fetchone()
        to = account_of(found[0]) if found else None
        if found is None or to is None:
            return False
        choice = choice_of(to.notices, bare=to.bare_notices)
        when = asked_again_at(choice, found[3], zone) if found[3] else goes_out_at(choice, found[1], zone)
        if found[3] and when > found[2]:
            cursor.execute(
                "UPDATE notices_notice SET trouble = %s, trouble_at = handed_at WHERE id = %s AND trouble <> %s",
                [str(Trouble.PERHAPS), notice_id, str(Trouble.PERHAPS)],
            )
        if when <= found[2]:
            return False
        enqueue("notices.mail_notice", run_at=when, notice=notice_id)
        return True


Texts = tuple[tuple[str, dict[str, str]], ...]
SendMail = Callable[[AccountFacts, UUID, Texts], None]
SendText = Callable[[AccountFacts, UUID, str, tuple[str, dict[str, str]]], None]


class NotTaken(OSError):
    """A mail server said no, or was not there: it is known that it has nothing."""


def mail_notice(*, notice_id: UUID, ready: Callable[[], None], send: SendMail, zone: str, by_id: bool) -> bool:
    """A notice is mailed once, however often its job runs, whoever dies meanwhile.

    Where the other side keeps one of each id (`by_id`), and of a letter about money, which may rather come twice than a day late: the row
    is held while the mail goes out, and marked in the same transaction. Everything else is first marked as handed over, for good; killed
    from then on, it was perhaps sent, and is not sent again before the next morning, and then only if it is still unread.

    What else waits for this person and is due goes into the same mail. Nobody without an account with a proven e-mail gets one, nobody who
    wants no mails or has read it already, nobody for whom the course was closed, and nobody two days late. `ready` opens the line. `send`
    gets the recipient, the id of the oldest notice in it (the same after a kill) and the texts (msgid and places); it raises NotTaken where
    the mail server has nothing of it. True if it was sent now. A mail that is not taken is noted, and raised for the job.
    """
    handed: tuple[UUID, ...] = ()
    try:
        with through(WORKER), connections[WORKER].cursor() as cursor:
            letter = _letter(cursor, notice_id, zone, by_id)
            if letter is None:
                return False
            ready()
            if letter.twice_is_better:
                send(letter.to, letter.ids[0], letter.texts)
                _note_mailed(cursor, letter.ids)
                return True
            cursor.execute("UPDATE notices_notice SET handed_at = now() WHERE id = ANY (%s)", [list(letter.ids)])
        handed = letter.ids
        send(letter.to, letter.ids[0], letter.texts)
    except OSError as problem:
        if handed and not isinstance(problem, NotTaken):
            raise  # perhaps it was taken: the next try sees that it was handed over
        _not_handed(handed)
        _note_trouble(notice_id, Trouble.WAITING)
        raise
    with through(WORKER), connections[WORKER].cursor() as cursor:
        _note_mailed(cursor, handed)
    return True


@dataclass(frozen=True)
class _Letter:
    """One mail: to whom, of which notices (the oldest first), in which words; and whether it may rather come twice than late."""

    to: AccountFacts
    ids: tuple[UUID, ...]
    texts: Texts
    twice_is_better: bool


def _letter(cursor: Any, notice_id: UUID, zone: str, by_id: bool) -> _Letter | None:
    """The mail that this notice goes out with now; its rows are held. None: nobody to mail it to, or nothing to mail."""
    person_id = _alone(cursor, notice_id)
    to = account_of(person_id) if person_id else None
    if to is None or not to.email or not to.email_proven:
        return None
    choice = choice_of(to.notices, bare=to.bare_notices)
    cursor.execute(
        "SELECT n.id, n.kind, n.cause, n.made_at, now(), s.given_name, s.phone, n.handed_at FROM notices_notice n"
        f" LEFT JOIN LATERAL guard.notice_sender(n.id) s ON true WHERE n.person_id = %s AND n.sends AND n.mailed_at IS NULL AND {NOT_LATE}"
        " ORDER BY n.made_at, n.id FOR UPDATE OF n",
        [person_id],
    )
    waiting = [row for row in cursor.fetchall() if _mails(choice, row[2]) and goes_out_at(choice, row[3], zone) <= row[4]]
    waiting = [row for row in waiting if row[7] is None or asked_again_at(choice, row[7], zone) <= row[4]]
    if notice_id not in {row[0] for row in waiting}:
        return None
    if not _gathers(choice):
        waiting = [row for row in waiting if row[0] == notice_id]
    said = [notice_text(NoticeKind(row[1]), sender=row[5] or "", phone=row[6] or "", bare=choice.bare) for row in waiting]
    texts = tuple(text for number, text in enumerate(said) if text not in said[:number])
    return _Letter(to, tuple(row[0] for row in waiting), texts, by_id or any(may_come_twice(NoticeKind(row[1])) for row in waiting))


def _note_mailed(cursor: Any, ids: Iterable[UUID]) -> None:
    cursor.execute(
        "UPDATE notices_notice SET mailed_at = now(), handed_at = NULL, trouble = '', trouble_at = NULL WHERE id = ANY (%s)", [list(ids)]
    )


def _not_handed(ids: Iterable[UUID]) -> None:
    """The mail server has nothing of them: they are sent as soon as it takes them."""
    with through(WORKER), connections[WORKER].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET handed_at = NULL WHERE id = ANY (%s)", [list(ids)])


def _mails(choice: Choice, cause: str) -> bool:
    return choice.mail and (choice.reminder or cause != Cause.MEETING_COMES)


def _gathers(choice: Choice) -> bool:
    return choice.digest or choice.quiet_from is not None


def text_notice(*, notice_id: UUID, send: SendText, zone: str) -> bool:
    """A notice goes out as a text message, to who wants that; once, and only when a mail would. True if it was sent now."""
    try:
        with through(WORKER), connections[WORKER].cursor() as cursor:
            return _text(cursor, notice_id, send, zone)
    except OSError:
        _note_trouble(notice_id, Trouble.WAITING)
        raise


def _text(cursor: Any, notice_id: UUID, send: SendText, zone: str) -> bool:
    person_id = _alone(cursor, notice_id)
    to = account_of(person_id) if person_id else None
    choice = choice_of(to.notices, bare=to.bare_notices) if to else Choice()
    if to is None or not choice.text:
        return False
    cursor.execute(
        "SELECT n.kind, n.cause, n.made_at, now(), s.given_name, s.phone, guard.notice_phone(n.id) FROM notices_notice n"
        f" LEFT JOIN LATERAL guard.notice_sender(n.id) s ON true WHERE n.id = %s AND n.texted_at IS NULL AND {NOT_LATE} FOR UPDATE OF n",
        [notice_id],
    )
    row = cursor.fetchone()
    number = tidy_number(row[6]) if row else ""
    if row is None or not number or (row[1] == Cause.MEETING_COMES and not choice.reminder) or goes_out_at(choice, row[2], zone) > row[3]:
        return False
    send(to, notice_id, number, notice_text(NoticeKind(row[0]), sender=row[4] or "", phone=row[5] or "", bare=choice.bare))
    cursor.execute("UPDATE notices_notice SET texted_at = now() WHERE id = %s", [notice_id])
    return True


def _note_trouble(notice_id: UUID, trouble: Trouble) -> None:
    """What the person in charge sees: that it did not get through, and since when. The first time counts."""
    with through(WORKER), connections[WORKER].cursor() as cursor:
        cursor.execute(
            "UPDATE notices_notice SET tries = least(tries + 1, 100), trouble_at = CASE WHEN trouble = %s THEN trouble_at ELSE now() END,"
            " trouble = %s WHERE id = %s",
            [str(trouble), str(trouble), notice_id],
        )


def note_returned(*, notice_id: UUID) -> None:
    """A mail server said that this notice did not arrive."""
    _note_trouble(notice_id, Trouble.RETURNED)


@action
def mark_read(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """What the acting person was told about one course so far counts as read: no line on their first page, no mail that still waits."""
    Notice.objects.filter(person_id=actor.person_id, case_id=case_id, read_at=None).update(read_at=at)
