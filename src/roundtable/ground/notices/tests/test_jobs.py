"""A notice is mailed once, says nothing, and is not mailed when the act it tells of was undone."""

import os
import signal
import subprocess
import sys
import time
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connections, transaction
from tests.cast import Cast, account, build_cast
from tests.worker import work_once

from roundtable.ground.access.context import acting
from roundtable.ground.notices import jobs
from roundtable.ground.notices.actions import mark_read, notify
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.people.models import Account


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def amal(cast: Cast) -> Account:
    return account(cast.amal_id, "Amal", kind="citizen")


def _notify(cast: Cast, kind: NoticeKind = NoticeKind.NEWS) -> UUID:
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=kind)
    newest: UUID = my_notices(actor=cast.amal)[0].id
    return newest


def _waiting(person_id: UUID) -> int:
    """Jobs in the queue about this person's notices."""
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs j JOIN notices_notice n ON n.id::text = j.args->>'notice'"
            " WHERE n.person_id = %s AND j.status = 'todo'",
            [person_id],
        )
        found: int = cursor.fetchone()[0]
        return found


def _mails_to(found: Account) -> list[EmailMessage]:
    return [message for message in mail.outbox if message.to == [found.email]]


def test_the_job_waits_with_the_notice_and_the_worker_mails_it_once(cast: Cast, amal: Account) -> None:
    notice_id = _notify(cast)
    assert _waiting(cast.amal_id) == 1
    work_once()
    work_once()
    jobs.mail_notice(notice=str(notice_id))
    assert len(_mails_to(amal)) == 1 and _waiting(cast.amal_id) == 0


def test_the_mail_says_that_there_is_something_and_nothing_more(cast: Cast, amal: Account) -> None:
    jobs.mail_notice(notice=str(_notify(cast)))
    (message,) = _mails_to(amal)
    assert message.subject == "Roundtable"
    assert str(message.body).startswith("News from Bo. It is not urgent.\n")
    for telling in ("Mental Health", "Jobcentre", "Back together", str(cast.case_id), "Amal"):
        assert telling not in str(message.message())


def test_who_chose_so_is_not_even_told_from_whom(cast: Cast, amal: Account) -> None:
    Account.objects.filter(id=amal.id).update(settings={"bare": True})
    jobs.mail_notice(notice=str(_notify(cast)))
    (message,) = _mails_to(amal)
    assert "Bo" not in str(message.body) and "There is something new for you." in str(message.body)


def test_a_letter_about_money_says_whom_to_call(cast: Cast, amal: Account) -> None:
    jobs.mail_notice(notice=str(_notify(cast, NoticeKind.LETTER)))
    (message,) = _mails_to(amal)
    assert "Call 70 12 34 56." in str(message.body)


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("da", NoticeKind.NEWS, "Nyt fra Bo. Det haster ikke."),
        ("da", NoticeKind.MEETING, "Om jeres møde."),
        ("da", NoticeKind.LETTER, "Et brev om dine penge. Du kan læse det sammen med en. Ring på 70 12 34 56."),
        ("nl", NoticeKind.NEWS, "Nieuws van Bo. Er is geen haast bij."),
        ("nl", NoticeKind.MEETING, "Over jullie overleg."),
        ("nl", NoticeKind.LETTER, "Een brief over je geld. Je kunt hem met iemand samen lezen. Bel 70 12 34 56."),
    ],
)
def test_the_fixed_texts_are_in_the_language_of_who_gets_them(
    cast: Cast, amal: Account, language: str, kind: NoticeKind, said: str
) -> None:
    Account.objects.filter(id=amal.id).update(language=language)
    jobs.mail_notice(notice=str(_notify(cast, kind)))
    (message,) = _mails_to(amal)
    assert str(message.body).splitlines()[0] == said
    assert {"da": "Ingen læser svar på denne mail.", "nl": "Niemand leest antwoorden op deze mail."}[language] in str(message.body)


@pytest.mark.parametrize("change", [{"email": None}, {"email_proven": False}, {"is_active": False}])
def test_nobody_without_a_proven_address_and_an_open_account_gets_a_mail(cast: Cast, amal: Account, change: dict[str, object]) -> None:
    Account.objects.filter(id=amal.id).update(**change)
    jobs.mail_notice(notice=str(_notify(cast)))
    assert mail.outbox == []


def test_who_has_no_account_gets_no_mail_and_the_job_ends_well(cast: Cast) -> None:
    _notify(cast)
    work_once()
    assert _waiting(cast.amal_id) == 0


def test_what_was_read_meanwhile_is_not_mailed(cast: Cast, amal: Account) -> None:
    notice_id = _notify(cast)
    mark_read(actor=cast.amal, case_id=cast.case_id)
    jobs.mail_notice(notice=str(notice_id))
    assert _mails_to(amal) == []


def test_news_of_three_days_ago_is_not_mailed_any_more(cast: Cast, amal: Account) -> None:
    notice_id = _notify(cast)
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET made_at = now() - interval '3 days' WHERE id = %s", [notice_id])
    jobs.mail_notice(notice=str(notice_id))
    assert _mails_to(amal) == []


def test_a_notice_there_is_not_is_nobodys(amal: Account) -> None:
    jobs.mail_notice(notice=str(uuid4()))
    assert mail.outbox == []


class ChangedMind(Exception):
    """Something went wrong after the notice."""


def test_an_act_that_is_undone_takes_its_notice_and_its_job_along(cast: Cast, amal: Account) -> None:
    actor = cast.at_table(cast.bo)
    with pytest.raises(ChangedMind), acting(actor, write=True):
        notify(actor=actor, person_ids=[cast.amal_id], case_id=cast.case_id, kind=NoticeKind.NEWS)
        raise ChangedMind
    assert my_notices(actor=cast.amal) == () and _waiting(cast.amal_id) == 0


def test_a_mail_server_that_is_away_leaves_the_notice_to_be_mailed_later(
    cast: Cast, amal: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice_id = _notify(cast)

    def away(self: EmailMessage, fail_silently: bool = False) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", away)
        with pytest.raises(OSError, match="ConnectionRefusedError"):
            jobs.mail_notice(notice=str(notice_id))
    jobs.mail_notice(notice=str(notice_id))
    assert len(_mails_to(amal)) == 1


def _worker(**more: str) -> subprocess.Popen[bytes]:
    """A worker process of its own, on this test's database, writing its mails to the demo's mailbox."""
    command = [sys.executable, "-m", "django", "work", "--silent-seconds", "2", "--concurrency", "1"]
    return subprocess.Popen(command, env={**os.environ, **more, "PYTHONPATH": os.pathsep.join(sys.path)}, stdout=subprocess.DEVNULL)


def _until(seconds: float, true: object) -> bool:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if true():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def _state(notice_id: UUID) -> str:
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE args->>'notice' = %s", [str(notice_id)])
        row = cursor.fetchone()
        return row[0] if row else "gone"


def _in_mailbox(notice_id: UUID) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM demo_mail WHERE message_id LIKE %s", [f"<notice-{notice_id}@%"])
        found: int = cursor.fetchone()[0]
        return found


def test_a_worker_killed_in_the_middle_of_a_mail_is_followed_by_one_that_mails_it_once(cast: Cast, amal: Account) -> None:
    """The row is held by another transaction, so that the first worker stands in the middle of its job when it is killed."""
    work_once()
    notice_id = _notify(cast)
    with transaction.atomic("default"), connections["default"].cursor() as cursor:
        # the mailbox is closed: the first worker has taken the notice and waits with the mail in its hand
        cursor.execute("LOCK TABLE demo_mail IN EXCLUSIVE MODE")
        first = _worker()
        try:
            assert _until(60, lambda: _state(notice_id) == "doing"), _state(notice_id)
            time.sleep(0.5)
        finally:
            first.send_signal(signal.SIGKILL)
            first.wait(10)
    second = _worker()
    try:
        assert _until(60, lambda: _state(notice_id) in ("succeeded", "gone")), _state(notice_id)
    finally:
        second.terminate()
        assert second.wait(15) == 0
    assert _in_mailbox(notice_id) == 1
