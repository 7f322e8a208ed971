"""A worker killed while a mail server has the mail in its hands: before it took it, and after it took it and before the house marked it.

Nobody can tell the two apart (RFC 1047). A letter about money comes twice, with one id; everything else was perhaps sent, and waits.
"""

import os
import signal
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from email import message_from_bytes
from smtplib import SMTPDataError, SMTPServerDisconnected
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connections, transaction
from tests.cast import Cast, account, build_cast
from tests.worker import work_once

from roundtable.casework.calendars.queries import not_reached
from roundtable.ground.notices import jobs
from roundtable.ground.notices.actions import mark_read, notify
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import MORNING, NoticeKind, Trouble
from roundtable.ground.notices.tests.test_jobs import _state, _until, _worker


class MailServer(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as a sender needs. `taken`: what it has accepted.

    `on_asked` happens before it has a word of a mail, `on_taken` after it has accepted it and before it says so.
    """

    daemon_threads = True
    taken: list[bytes]
    on_asked: Callable[[], None]
    on_taken: Callable[[], None]


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say(220)
        while line := self.rfile.readline(1000):
            verb = line[:4].upper()
            if verb == b"DATA":
                self.server.on_asked()
                self._say(354)
                self.server.taken.append(self._message())
                self.server.on_taken()
                self._say(250)
            elif verb == b"QUIT":
                self._say(221)
                return
            else:
                self._say(250)

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline(2000)) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def _say(self, code: int) -> None:
        try:
            self.wfile.write(b"%d ok\r\n" % code)
        except OSError:  # who was told is dead
            return


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer(("127.0.0.1", 0), _Talk) as found:
        found.taken, found.on_asked, found.on_taken = [], lambda: None, lambda: None
        threading.Thread(target=found.serve_forever, daemon=True).start()
        try:
            yield found
        finally:
            found.shutdown()


SMTP = {"ROUNDTABLE_SMTP_HOST": "127.0.0.1", "ROUNDTABLE_SMTP_TLS": "0"}


def _told(cast: Cast, kind: NoticeKind) -> UUID:
    account(cast.amal_id, "Amal", kind="citizen")
    work_once()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=kind)
    newest: UUID = my_notices(actor=cast.amal)[0].id
    return newest


def _killed(server: MailServer, point: str) -> dict[str, str]:
    """A worker dies when the server has got so far; where the next one finds the server."""
    smtp = {**SMTP, "ROUNDTABLE_SMTP_PORT": str(server.server_address[1])}
    first: list[subprocess.Popen[bytes]] = []
    setattr(server, point, lambda: os.kill(first[0].pid, signal.SIGKILL))
    first.append(_worker(**smtp))
    try:
        assert first[0].wait(60) == -signal.SIGKILL
    finally:
        first[0].kill()
    setattr(server, point, lambda: None)
    return smtp


def _next_worker(smtp: dict[str, str], done: Callable[[], bool]) -> None:
    second = _worker(**smtp)
    try:
        assert _until(60, done)
    finally:
        second.terminate()
        assert second.wait(15) == 0


def _waits_until(notice_id: UUID) -> datetime | None:
    """When the notice is asked for again; None where no worker has said so."""
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE args->>'notice' = %s AND status = 'todo' AND scheduled_at > now()",
            [str(notice_id)],
        )
        row = cursor.fetchone()
        return row[0] if row else None


def _handed(notice_id: UUID, days_ago: int) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET handed_at = now() - make_interval(days => %s) WHERE id = %s", [days_ago, notice_id])


@pytest.mark.parametrize(("point", "copies"), [("on_asked", 0), ("on_taken", 1)])
def test_killed_with_the_mail_in_the_servers_hands_nothing_is_sent_twice_and_bo_hears_that_it_was_perhaps_sent(
    server: MailServer, point: str, copies: int
) -> None:
    cast = build_cast()
    notice_id = _told(cast, NoticeKind.NEWS)
    smtp = _killed(server, point)
    _next_worker(smtp, lambda: _waits_until(notice_id) is not None)
    assert len(server.taken) == copies, "the next worker sends nothing"
    again_at = _waits_until(notice_id)
    assert again_at is not None and again_at.astimezone(ZoneInfo(settings.TIME_ZONE)).time() == MORNING
    trouble, _since = not_reached(actor=cast.at_table(cast.bo), case_id=cast.case_id)[cast.amal_id]
    assert trouble == Trouble.PERHAPS
    assert my_notices(actor=cast.amal)[0].id == notice_id, "on her own page it stands in any case"


def test_a_letter_about_money_rather_comes_twice_with_one_id_than_a_day_late(server: MailServer) -> None:
    cast = build_cast()
    notice_id = _told(cast, NoticeKind.LETTER)
    smtp = _killed(server, "on_taken")
    assert _state(notice_id) == "doing"
    _next_worker(smtp, lambda: _state(notice_id) in ("succeeded", "gone"))
    letters = [message_from_bytes(raw) for raw in server.taken]
    assert len(letters) == 2 and len({letter["Message-ID"] for letter in letters}) == 1
    assert len({letter.get_payload() for letter in letters}) == 1


def test_perhaps_sent_it_goes_out_the_next_morning_if_it_is_still_unread_and_never_if_it_was_read() -> None:
    cast = build_cast()
    notice_id = _told(cast, NoticeKind.MEETING)
    _handed(notice_id, 0)
    jobs.mail_notice(notice=str(notice_id))
    assert mail.outbox == [] and _waits_until(notice_id) is not None
    _handed(notice_id, 1)
    jobs.mail_notice(notice=str(notice_id))
    jobs.mail_notice(notice=str(notice_id))
    assert len(mail.outbox) == 1
    assert not_reached(actor=cast.at_table(cast.bo), case_id=cast.case_id) == {}
    other = build_cast()
    read_id = _told(other, NoticeKind.MEETING)
    _handed(read_id, 1)
    mark_read(actor=other.amal, case_id=other.case_id)
    jobs.mail_notice(notice=str(read_id))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("problem", "copies"),
    [(SMTPDataError(451, b"later"), 1), (ConnectionRefusedError(), 1), (SMTPServerDisconnected("in the middle"), 0), (TimeoutError(), 0)],
)
def test_what_a_server_refuses_is_sent_as_soon_as_it_takes_it_and_a_broken_line_leaves_it_open(
    monkeypatch: pytest.MonkeyPatch, problem: OSError, copies: int
) -> None:
    cast = build_cast()
    notice_id = _told(cast, NoticeKind.NEWS)
    mail.outbox.clear()

    def breaks(self: EmailMessage, fail_silently: bool = False) -> int:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", breaks)
        with pytest.raises(OSError):
            jobs.mail_notice(notice=str(notice_id))
    jobs.mail_notice(notice=str(notice_id))
    assert len(mail.outbox) == copies
