"""Answers come by the link and from calendars: the token says whose they are, once; nobody is told anything by trying."""

import base64
import re
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from django.test import Client
from icalendar import Calendar
from tests.cast import Cast
from tests.plugin import cluster
from tests.statements import count_statements

from roundtable.casework.calendars.actions import answer_by_link
from roundtable.casework.calendars.management.commands import receive_mail
from roundtable.casework.calendars.management.commands.receive_mail import receive
from roundtable.casework.calendars.models import InvitationMail
from roundtable.casework.calendars.rules import InvitationOver
from roundtable.casework.calendars.tests.conftest import SOON, calendars_of, call, letters_to, part_of, post, prefer
from roundtable.casework.calendars.tests.test_invitations import cancel, move
from roundtable.casework.roundtables.queries import AnswerView, meeting_page
from roundtable.casework.roundtables.rules import Answer, How
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import end_seat

Accounts = dict[str, Account]


def link_of(found: Account) -> str:
    """The path of the link in the latest mail."""
    text = part_of(letters_to(found)[-1], "text/plain")
    return "/meeting/answer/" + text.split("/meeting/answer/")[1].split()[0]


def answers(cast: Cast) -> dict[object, AnswerView]:
    return dict(meeting_page(actor=cast.at_table(cast.bo), case_id=cast.case_id).answers)


def reply(
    entry: str, *, method: str = "REPLY", partstat: str = "ACCEPTED", sender: str = "somebody@else.example", **more: object
) -> EmailMessage:
    """What a calendar sends back: by its organizer's address, with its uid and number."""
    event = Calendar.from_ical(entry).walk("VEVENT")[0]
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Test//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"UID:{more.get('uid', event['uid'])}",
        f"SEQUENCE:{more.get('sequence', event['sequence'])}",
        "DTSTAMP:20261122T100000Z",
        f"DTSTART{more.get('starts', ':' + event.decoded('dtstart').astimezone(UTC).strftime('%Y%m%dT%H%M%SZ'))}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{sender}",
        "COMMENT:quawordx of a stranger",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, str(event["organizer"]).removeprefix("mailto:")
    mail["Message-ID"], mail["Subject"] = f"<{more.get('message', uuid4())}@else.example>", "Accepted: quawordx"
    mail.set_content("quawordx")
    mail.add_alternative("\r\n".join(lines).encode(), "text", "calendar", params={"method": method, "charset": "UTF-8"})
    return mail


@pytest.fixture
def entry(cast: Cast, accounts: Accounts) -> str:
    call(cast)
    post()
    return calendars_of(accounts["amal"])[0]


def test_amal_answers_by_the_link_without_signing_in_and_the_table_sees_how(cast: Cast, accounts: Accounts, entry: str) -> None:
    here, path = Client(), link_of(accounts["amal"])
    page = here.get(path)
    assert page.status_code == 200 and "10:00" in page.content.decode()
    assert here.post(path, {"answer": "comes"})["Location"] == path
    found = answers(cast)[cast.amal_id]
    assert (found.answer, found.how, found.by_id) == (Answer.COMES, How.LINK, cast.amal_id)
    bo = Client()
    bo.force_login(accounts["bo"])
    assert "by a link" in bo.get(f"/course/{cast.case_id}/meeting/").content.decode()


def test_looking_at_a_link_uses_nothing_up_however_often_a_scanner_does(cast: Cast, accounts: Accounts, entry: str) -> None:
    path = link_of(accounts["amal"])
    for _ in range(5):
        assert Client().get(path).status_code == Client().head(path).status_code == 200
    assert answers(cast) == {}
    Client().post(path, {"answer": "cannot"})
    assert answers(cast)[cast.amal_id].answer == Answer.CANNOT


def test_the_link_is_good_once_and_then_tells_nobody_what_was_answered(cast: Cast, accounts: Accounts, entry: str) -> None:
    path = link_of(accounts["amal"])
    Client().post(path, {"answer": "comes"})
    assert Client().post(path, {"answer": "cannot"}).status_code == 200
    assert answers(cast)[cast.amal_id].answer == Answer.COMES
    page = Client().get(path).content.decode()
    assert "An answer was given with this link." in page and "Comes" not in page and "<form method" not in page.partition("<main")[2]


def test_the_page_shows_a_moment_and_nothing_of_anybody(cast: Cast, accounts: Accounts, entry: str) -> None:
    response = Client().get(link_of(accounts["amal"]))
    page = response.content.decode()
    for telling in (
        "Amal",
        "Bo",
        "Cleo",
        "Room 2",
        "Jobcentre",
        "Mental Health",
        "Back together",
        str(cast.case_id),
        accounts["amal"].email,
    ):
        assert not re.search(rf"\b{re.escape(str(telling))}\b", page), telling
    assert response["Cache-Control"] == "no-store" and response["Referrer-Policy"] == "same-origin"


def test_the_page_shows_the_place_to_who_chose_that_mails_may(cast: Cast, accounts: Accounts, entry: str) -> None:
    prefer(accounts["amal"], calendar="place")
    assert "Room 2, Jobcentre North" in Client().get(link_of(accounts["amal"])).content.decode()


def test_another_time_needs_a_day_and_keeps_what_was_typed(cast: Cast, accounts: Accounts, entry: str) -> None:
    path = link_of(accounts["amal"])
    refused = Client().post(path, {"answer": "other_time", "other_on": "", "other_clock": "13:30"})
    assert (
        refused.status_code == 200
        and "Write the day you would rather come" in refused.content.decode()
        and "13:30" in refused.content.decode()
    )
    later = SOON + timedelta(days=2)
    assert Client().post(path, {"answer": "other_time", "other_on": f"{later:%d.%m.%Y}", "other_clock": "13:30"}).status_code == 302
    found = answers(cast)[cast.amal_id]
    assert (found.answer, found.other_on, found.other_clock) == (Answer.OTHER_TIME, later, time(13, 30))


def test_links_of_an_earlier_time_of_a_meeting_that_is_off_and_made_up_ones_answer_alike(
    cast: Cast, accounts: Accounts, entry: str
) -> None:
    old = link_of(accounts["amal"])
    with through("worker"):
        meeting = InvitationMail.objects.select_related("invitation").filter(case_id=cast.case_id)[0].invitation.roundtable_id
    move(cast, meeting)
    post()
    new = link_of(accounts["amal"])
    cancelled = Client()
    forged = [old, old[:-2] + "x/", "/meeting/answer/no-such-token/", "/meeting/answer/" + "a" * 3000 + "/"]
    pages = {Client().get(path).content.decode().replace(path, "") for path in forged}
    assert len(pages) == 1 and all(Client().post(path, {"answer": "comes"}).status_code == 404 for path in forged)
    assert Client().get(new).status_code == 200
    cancel(cast, meeting, version=2)
    post()
    assert cancelled.get(new).status_code == 404
    assert answers(cast) == {}


def test_the_second_of_two_at_once_is_refused_and_so_is_a_link_of_nothing(cast: Cast, accounts: Accounts, entry: str) -> None:
    with through("worker"):
        invitation_id = InvitationMail.objects.get(invitation__person_id=cast.amal_id).invitation_id
    answer_by_link(invitation_id=invitation_id, sequence=0, answer=Answer.COMES)
    for wrong in ((invitation_id, 0), (invitation_id, 1), (uuid4(), 0)):
        with pytest.raises(InvitationOver):
            answer_by_link(invitation_id=wrong[0], sequence=wrong[1], answer=Answer.CANNOT)
    assert answers(cast)[cast.amal_id].answer == Answer.COMES


def test_a_link_ends_with_the_meeting(cast: Cast, accounts: Accounts, entry: str) -> None:
    path = link_of(accounts["amal"])
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE calendars_invitationmail SET starts_at = now() - interval '59 minutes' WHERE case_id = %s", [cast.case_id])
    assert Client().get(path).status_code == 200
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE calendars_invitationmail SET starts_at = now() - interval '61 minutes' WHERE case_id = %s", [cast.case_id])
    assert Client().get(path).status_code == 404


def test_who_left_the_table_answers_no_more(cast: Cast, accounts: Accounts, entry: str) -> None:
    path, theirs = link_of(accounts["cleo"]), calendars_of(accounts["cleo"])[0]
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    assert Client().get(path).status_code == 404
    assert receive(reply(theirs).as_bytes()) == "too_late"
    assert answers(cast) == {}


def test_the_page_behind_a_link_asks_the_database_little(cast: Cast, accounts: Accounts, entry: str) -> None:
    prefer(accounts["cleo"], calendar="place")
    path, here = link_of(accounts["cleo"]), Client()
    here.get(path)
    with count_statements() as asked:
        here.get(path)
    assert len(asked) <= 12, asked


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", Answer.COMES), ("DECLINED", Answer.CANNOT)])
def test_an_answer_from_a_calendar_counts_for_who_was_invited_whoever_it_says_it_is_from(
    cast: Cast, accounts: Accounts, entry: str, partstat: str, answer: Answer
) -> None:
    assert receive(reply(entry, partstat=partstat, sender=accounts["cleo"].email or "").as_bytes()) == "answered"
    assert {person: view.answer for person, view in answers(cast).items()} == {cast.amal_id: answer}
    assert answers(cast)[cast.amal_id].how == How.MAIL


def test_a_counter_proposal_is_another_time_in_the_meetings_own_clock(cast: Cast, accounts: Accounts, entry: str) -> None:
    later = SOON + timedelta(days=2)
    for starts in (f":{later:%Y%m%d}T130000", f";TZID=Europe/Copenhagen:{later:%Y%m%d}T130000"):
        assert receive(reply(entry, method="COUNTER", partstat="TENTATIVE", starts=starts).as_bytes()) == "answered"
        found = answers(cast)[cast.amal_id]
        assert (found.answer, found.other_on, found.other_clock) == (Answer.OTHER_TIME, later, time(13))
    whole_day = reply(entry, method="COUNTER", partstat="TENTATIVE", starts=f";VALUE=DATE:{later:%Y%m%d}")
    assert receive(whole_day.as_bytes()) == "answered" and answers(cast)[cast.amal_id].other_clock is None


@pytest.mark.parametrize(
    "change",
    [
        {"partstat": "TENTATIVE"},
        {"partstat": "NEEDS-ACTION"},
        {"method": "CANCEL"},
        {"method": "REQUEST"},
        {"method": "COUNTER"},
        {"method": "COUNTER", "starts": ":19700101T000000Z"},
        {"method": "COUNTER", "starts": ":99991231T235959Z"},
        {"sequence": 1},
        {"sequence": -1},
        {"sequence": 99_999_999_999},
        {"sequence": "x"},
        {"uid": "another@example.org"},
    ],
)
def test_what_is_no_answer_to_this_changes_nothing(cast: Cast, accounts: Accounts, entry: str, change: dict[str, object]) -> None:
    assert receive(reply(entry, **change).as_bytes()) in ("too_late", "no_answer")  # type: ignore[arg-type]
    assert answers(cast) == {}


def test_the_same_mail_twice_counts_once_and_a_later_one_counts_instead(cast: Cast, accounts: Accounts, entry: str) -> None:
    first = reply(entry, message="one").as_bytes()
    assert [receive(first), receive(first)] == ["answered", "too_late"]
    assert receive(reply(entry, partstat="DECLINED", message="two").as_bytes()) == "answered"
    assert receive(first) == "too_late" and answers(cast)[cast.amal_id].answer == Answer.CANNOT


def test_an_answer_to_the_time_before_the_move_does_not_count_for_the_new_one(cast: Cast, accounts: Accounts, entry: str) -> None:
    with through("worker"):
        meeting = InvitationMail.objects.select_related("invitation").filter(case_id=cast.case_id)[0].invitation.roundtable_id
    move(cast, meeting)
    post()
    assert receive(reply(entry).as_bytes()) == "too_late"
    assert receive(reply(calendars_of(accounts["amal"])[-1]).as_bytes()) == "answered"


def test_what_a_stranger_writes_is_kept_nowhere(cast: Cast, accounts: Accounts, entry: str) -> None:
    receive(reply(entry).as_bytes())
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as keeper:
        tables = keeper.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
        for (table,) in tables.fetchall():
            assert keeper.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE '%%quawordx%%'").fetchone() == (0,), table  # type: ignore[call-overload]


def test_without_the_token_of_the_address_nobody_answers(cast: Cast, accounts: Accounts, entry: str) -> None:
    for to in ("meeting-@localhost", "meeting-i" + "a" * 42 + "@localhost", accounts["amal"].email, "", "x" * 100_000):
        mail = reply(entry)
        del mail["To"]
        mail["Bcc"] = "a@b.example"
        assert receive(mail.as_bytes(), to or "") == "not_for_us"
    assert answers(cast) == {}


def test_the_address_may_come_from_the_mail_server_and_in_capitals(cast: Cast, accounts: Accounts, entry: str) -> None:
    mail = reply(entry)
    to = str(mail["To"])
    del mail["To"]
    assert receive(mail.as_bytes(), to.upper()) == "answered"


def test_anothers_token_with_ones_own_entry_answers_for_nobody(cast: Cast, accounts: Accounts, entry: str) -> None:
    mail = reply(calendars_of(accounts["cleo"])[0])
    mail.replace_header("To", reply(entry)["To"])
    assert receive(mail.as_bytes()) == "no_answer" and answers(cast) == {}


def _nested(depth: int) -> bytes:
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth))


CALENDAR = b"To: x@y.example\nContent-Type: text/calendar; method=REPLY\n"
EVENT = b"\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\n%s\nEND:VEVENT\nEND:VCALENDAR\n"
REPORT = b"To: x@y.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=a\n\n--a\n"
HOSTILE = {
    "nothing": b"",
    "no mail": b"\x00\xff" * 5000,
    "too large": b"To: a@b.example\n\n" + b"x" * 400_000,
    "many headers": b"".join(b"To: a%d@b.example\n" % i for i in range(20_000)),
    "deep": _nested(500),
    "a bad charset": CALENDAR.replace(b"method", b"charset=no-such; method") + EVENT % b"",
    "bad base64": CALENDAR + b"Content-Transfer-Encoding: base64\n\n!!!!\n",
    "a bad date": CALENDAR + EVENT % b"DTSTART:quatsch",
    "without end": CALENDAR + b"\n" + b"BEGIN:VEVENT\n" * 5000,
    "for ever": CALENDAR + EVENT % b"RRULE:FREQ=SECONDLY",
    "encoded words": b"To: =?utf-8?b?" + b"QUFB" * 2000 + b"?= <x@y.example>\nSubject: =?x?q?=00?=\n\n",
    "a report of nothing": REPORT + b"Content-Type: message/delivery-status\n\n\n--a--\n",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_comes_in_breaks_nothing_and_takes_no_time(cast: Cast, accounts: Accounts, entry: str, what: str) -> None:
    address = str(reply(entry)["To"])
    began = datetime.now(UTC)
    said = receive(HOSTILE[what], address)
    assert said == "not_a_mail" if what == "too large" else said in ("not_a_mail", "no_answer", "not_for_us", "too_late")
    assert (datetime.now(UTC) - began).total_seconds() < 5
    assert answers(cast) == {}


def test_the_command_reads_a_mail_and_says_to_the_mail_server_when_to_come_again(
    cast: Cast, accounts: Accounts, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = reply(entry).as_bytes()
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(raw)))
    call_command("receive_mail")
    assert answers(cast)[cast.amal_id].answer == Answer.COMES

    def away(raw: bytes, to: str) -> str:
        raise OperationalError

    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(raw)))
    monkeypatch.setattr(receive_mail, "receive", away)
    with pytest.raises(SystemExit) as end:
        call_command("receive_mail", "--to", "x@y.example")
    assert end.value.code == 75


def returned(to: str, action: str = "failed") -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\nTo: {to}\nContent-Type: multipart/report; report-type=delivery-status; boundary=a\n\n"
        f"--a\nContent-Type: text/plain\n\nquawordx\n--a\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient: rfc822; a@b.example\nAction: {action}\nStatus: 5.1.1\n\n--a--\n"
    ).encode()


def test_a_mail_that_came_back_is_seen_by_who_calls_the_meeting_as_a_fact(cast: Cast, accounts: Accounts, entry: str) -> None:
    with through("worker"):
        meeting = InvitationMail.objects.select_related("invitation").filter(case_id=cast.case_id)[0].invitation.roundtable_id
    path = f"/course/{cast.case_id}/meeting/{meeting}/reached/"
    clients = {name: Client() for name in accounts}
    for name, client in clients.items():
        client.force_login(accounts[name])
    assert "came back" not in clients["bo"].get(path).content.decode()
    assert receive(returned(str(reply(entry)["To"]), "delayed")) == "no_answer"
    assert receive(returned(str(reply(entry)["To"]))) == "returned"
    page = clients["bo"].get(path).content.decode()
    assert "A mail came back on" in page and accounts["amal"].email not in page and "quawordx" not in page
    assert [clients[name].get(path).status_code for name in ("amal", "cleo", "dag")] == [404, 200, 404]


def test_base64_is_read_too(cast: Cast, accounts: Accounts, entry: str) -> None:
    inner = next(part for part in reply(entry).walk() if part.get_content_type() == "text/calendar").get_payload(decode=True)
    assert isinstance(inner, bytes)
    raw = f"To: {reply(entry)['To']}\nMIME-Version: 1.0\nContent-Type: text/calendar; method=REPLY\nContent-Transfer-Encoding: base64\n\n"
    assert receive(raw.encode() + base64.encodebytes(inner)) == "answered"
