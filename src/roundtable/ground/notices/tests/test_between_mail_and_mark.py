"""A worker killed after the mail server took the mail and before the house marked it: the one gap that SMTP leaves."""

import os
import signal
import socketserver
import subprocess
import threading
from collections.abc import Callable, Iterator
from email import message_from_bytes

import pytest
from tests.cast import account, build_cast
from tests.worker import work_once

from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.notices.tests.test_jobs import _state, _until, _worker


class MailServer(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as a sender needs. `taken`: what it has accepted; `on_taken` happens after that and before it says so."""

    daemon_threads = True
    taken: list[bytes]
    on_taken: Callable[[], None]


class _Talk(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say(220)
        while line := self.rfile.readline(1000):
            verb = line[:4].upper()
            if verb == b"DATA":
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
        found.taken, found.on_taken = [], lambda: None
        threading.Thread(target=found.serve_forever, daemon=True).start()
        try:
            yield found
        finally:
            found.shutdown()


def test_killed_between_mail_and_mark_the_second_copy_carries_the_same_id(server: MailServer) -> None:
    """Nothing is lost, and what comes twice can be known as one: that is all SMTP allows (docs/howto/calendar.md)."""
    cast = build_cast()
    account(cast.amal_id, "Amal", kind="citizen")
    work_once()
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
    notice_id = my_notices(actor=cast.amal)[0].id
    smtp = {"ROUNDTABLE_SMTP_HOST": "127.0.0.1", "ROUNDTABLE_SMTP_PORT": str(server.server_address[1]), "ROUNDTABLE_SMTP_TLS": "0"}
    first: list[subprocess.Popen[bytes]] = []
    server.on_taken = lambda: os.kill(first[0].pid, signal.SIGKILL)
    first.append(_worker(**smtp))
    try:
        assert first[0].wait(60) == -signal.SIGKILL
    finally:
        first[0].kill()
    assert _state(notice_id) == "doing"
    server.on_taken = lambda: None
    second = _worker(**smtp)
    try:
        assert _until(60, lambda: _state(notice_id) in ("succeeded", "gone")), _state(notice_id)
    finally:
        second.terminate()
        assert second.wait(15) == 0
    letters = [message_from_bytes(raw) for raw in server.taken]
    assert len(letters) == 2 and len({letter["Message-ID"] for letter in letters}) == 1
    assert len({letter.get_payload() for letter in letters}) == 1
    third = _worker(**smtp)
    third.terminate()
    third.wait(15)
    assert len(server.taken) == 2
