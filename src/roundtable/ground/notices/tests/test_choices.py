"""One page for how one is told: channel, at once or once a day, quiet hours, the reminder, how little is said."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connections, transaction
from django.test import Client
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.ground.access.acts import act
from roundtable.ground.access.context import acting
from roundtable.ground.notices import actions, jobs
from roundtable.ground.notices.actions import notify, remind
from roundtable.ground.notices.pages import NOTICE, read_address, return_address
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import Cause, Choice, NoticeKind, choice_of, goes_out_at
from roundtable.ground.people.models import Account

HERE = "Europe/Copenhagen"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def amal(cast: Cast) -> Account:
    return account(cast.amal_id, "Amal", kind="citizen")


def prefer(found: Account, *, bare: bool = False, **chosen: object) -> None:
    Account.objects.filter(id=found.id).update(settings={"bare": bare, "notices": chosen})


def told(cast: Cast, kind: NoticeKind = NoticeKind.NEWS) -> UUID:
    notify(actor=cast.at_table(cast.bo), person_ids=[cast.amal_id], case_id=cast.case_id, kind=kind)
    newest: UUID = my_notices(actor=cast.amal)[0].id
    return newest


def ago(notice_id: UUID, moment: datetime) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET made_at = %s WHERE id = %s", [moment, notice_id])


def mails() -> list[str]:
    return [str(sent.body) for sent in mail.outbox]


def now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("choice", "made", "goes"),
    [
        (Choice(), "2026-11-22T21:30", "2026-11-22T21:30"),
        (Choice(digest=True), "2026-11-22T21:30", "2026-11-23T08:00"),
        (Choice(digest=True), "2026-11-22T07:59", "2026-11-22T08:00"),
        (Choice(digest=True), "2026-11-22T08:00", "2026-11-23T08:00"),
        (Choice(quiet_from=21, quiet_to=7), "2026-11-22T21:00", "2026-11-23T07:00"),
        (Choice(quiet_from=21, quiet_to=7), "2026-11-22T03:00", "2026-11-22T07:00"),
        (Choice(quiet_from=21, quiet_to=7), "2026-11-22T07:00", "2026-11-22T07:00"),
        (Choice(quiet_from=12, quiet_to=14), "2026-11-22T13:00", "2026-11-22T14:00"),
        (Choice(digest=True, quiet_from=7, quiet_to=10), "2026-11-22T12:00", "2026-11-23T10:00"),
        (Choice(quiet_from=21, quiet_to=7), "2026-10-24T23:00", "2026-10-25T07:00"),
        (Choice(quiet_from=0, quiet_to=3), "2027-03-28T01:30", "2027-03-28T03:00"),
    ],
)
def test_a_notice_goes_out_when_its_person_wants_also_over_midnight_and_when_clocks_change(choice: Choice, made: str, goes: str) -> None:
    made_at, goes_at = (datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(HERE)) for said in (made, goes))
    assert goes_out_at(choice, made_at, HERE) == goes_at


@pytest.mark.parametrize(
    "said", [{}, {"mail": "no"}, {"quiet_from": 25, "quiet_to": 3}, {"quiet_from": 3}, {"calendar": 7}, {"digest": None}]
)
def test_what_is_strange_is_as_if_nothing_was_chosen(said: dict[str, object]) -> None:
    assert choice_of(said) == Choice()


def test_a_days_notices_are_one_mail_of_the_fixed_texts(cast: Cast, amal: Account) -> None:
    prefer(amal, digest=True)
    first, second, third = told(cast), told(cast), told(cast, NoticeKind.MEETING)
    jobs.mail_notice(notice=str(first))
    assert mails() == [] and amal_waits(first) == 2  # the job of the act, and the one for the morning
    for notice_id in (first, second, third):
        ago(notice_id, now() - timedelta(hours=30))
    for notice_id in (third, first, second):
        jobs.mail_notice(notice=str(notice_id))
    (body,) = mails()
    assert body.startswith("News from Bo. It is not urgent.\nAbout your meeting.\n\n")


def amal_waits(notice_id: UUID) -> int:
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE args->>'notice' = %s AND status = 'todo'", [str(notice_id)])
        found: int = cursor.fetchone()[0]
        return found


def test_in_quiet_hours_nothing_goes_out_and_afterwards_it_does(cast: Cast, amal: Account) -> None:
    hour = now().astimezone(ZoneInfo(HERE)).hour
    prefer(amal, quiet_from=hour, quiet_to=(hour + 2) % 24)
    notice_id = told(cast)
    jobs.mail_notice(notice=str(notice_id))
    assert mails() == []
    ago(notice_id, now() - timedelta(hours=26))
    jobs.mail_notice(notice=str(notice_id))
    assert len(mails()) == 1


def test_who_wants_no_mail_has_it_on_her_own_page_only(cast: Cast, amal: Account) -> None:
    prefer(amal, mail=False)
    jobs.mail_notice(notice=str(told(cast)))
    assert mails() == [] and len(my_notices(actor=cast.amal)) == 1


def test_who_wants_no_reminder_gets_none_and_everybody_else_at_most_one(cast: Cast, amal: Account) -> None:
    about = cast.case_id
    assert [remind(actor=cast.amal, cause=Cause.MEETING_COMES, about=about, kind=NoticeKind.MEETING) for _ in range(3)] == [
        True,
        False,
        False,
    ]
    notice_id = my_notices(actor=cast.amal)[0].id
    prefer(amal, reminder=False)
    jobs.mail_notice(notice=str(notice_id))
    assert mails() == []
    prefer(amal)
    for _ in range(3):
        jobs.mail_notice(notice=str(notice_id))
    assert len(mails()) == 1


def test_amal_chooses_on_one_page_and_only_for_herself(cast: Cast, amal: Account) -> None:
    bo = account(cast.bo.person_id, "Bo")
    here = Client()
    here.force_login(amal)
    said = {"mail": "on", "when": "digest", "quiet_from": "21", "quiet_to": "7", "bare": "on", "calendar": "place"}
    assert here.post("/account/notices/", said)["Location"] == "/account/notices/"
    for found in (amal, bo):
        found.refresh_from_db()
    assert amal.settings["bare"] is True and "notices" not in bo.settings
    chosen = choice_of(amal.settings["notices"], bare=True)
    assert (chosen.digest, chosen.quiet_from, chosen.quiet_to, chosen.reminder, chosen.calendar.value) == (True, 21, 7, False, "place")
    with count_statements() as asked:
        assert "checked" in here.get("/account/notices/").content.decode()
    assert len(asked) <= 6, asked
    assert Client().get("/account/notices/").status_code == 302


HALF = [{"quiet_from": "21"}, {"quiet_to": "7"}, {"quiet_from": "24", "quiet_to": "1"}, {"calendar": "all"}, {"when": "x" * 1_000_000}]


@pytest.mark.parametrize("wrong", HALF)
def test_half_a_choice_or_a_strange_one_is_refused_and_changes_nothing(cast: Cast, amal: Account, wrong: dict[str, str]) -> None:
    here = Client()
    here.force_login(amal)
    said = {"mail": "on", "when": "at_once", "calendar": "time", **wrong}
    assert here.post("/account/notices/", said).status_code == 200
    amal.refresh_from_db()
    assert "notices" not in amal.settings


def test_each_mail_goes_out_under_an_address_of_its_own_that_says_nothing(cast: Cast, amal: Account) -> None:
    notice_id = told(cast)
    jobs.mail_notice(notice=str(notice_id))
    (sent,) = mail.outbox
    assert read_address(sent.from_email) == (NOTICE, notice_id) and notice_id.hex not in sent.from_email
    assert "no-reply@" in sent.message()["From"] and sent.from_email not in str(sent.message())


def test_an_address_somebody_made_up_is_nobodys(cast: Cast, amal: Account) -> None:
    address = return_address(NOTICE, cast.case_id)
    known = read_address(address)
    assert known == (NOTICE, cast.case_id) == read_address(f"  {address.upper()} ")
    for wrong in (address.replace("meeting-n", "meeting-i"), address[:-12] + "aaaa" + address[-8:], "", "@", "\x00", address * 99):
        assert read_address(wrong) is None


def test_a_mail_that_came_back_is_known_to_who_sent_it_and_of_meetings_to_the_table(cast: Cast, amal: Account) -> None:
    def unreached(member: object) -> list[UUID]:
        with acting(cast.at_table(member)):  # type: ignore[arg-type]
            return [row[0] for row in act("not_reached", [cast.case_id])]

    notice_id = told(cast)
    jobs.mail_notice(notice=str(notice_id))
    assert unreached(cast.bo) == []
    actions.note_returned(notice_id=notice_id)
    assert unreached(cast.bo) == [cast.amal_id]
    assert unreached(cast.cleo) == unreached(cast.dag) == unreached(cast.eve) == []
    actions.note_returned(notice_id=told(cast, NoticeKind.MEETING))
    assert unreached(cast.cleo) == [cast.amal_id] and unreached(cast.dag) == []
