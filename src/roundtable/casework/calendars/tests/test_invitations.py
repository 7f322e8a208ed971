"""Each at the table gets their own invitation, an update when it moves, and a cancellation; it says a moment and one of the fixed texts."""

from datetime import UTC, datetime, time, timedelta
from email.message import Message
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.core import mail
from django.db import connections
from django.test import Client
from icalendar import Calendar
from tests.cast import Cast

from roundtable.casework.calendars import actions, jobs
from roundtable.casework.calendars.actions import make_feed
from roundtable.casework.calendars.models import InvitationMail
from roundtable.casework.calendars.tests.conftest import SOON, calendars_of, call, letters_to, part_of, post, prefer
from roundtable.casework.roundtables.actions import cancel_roundtable, hold_roundtable, move_roundtable
from roundtable.casework.roundtables.rules import Channel, Why
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import end_seat, seat_person

Accounts = dict[str, Account]


def move(cast: Cast, meeting: object, version: int = 1, hour: int = 13) -> None:
    move_roundtable(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        roundtable_id=meeting,
        version=version,
        on=SOON + timedelta(days=1),
        clock=time(hour),
        minutes=45,
        channel=Channel.VIDEO,
    )


def cancel(cast: Cast, meeting: object, version: int = 1) -> None:
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=version, why=Why.ASKED)


def test_everybody_at_the_table_gets_one_invitation_and_nobody_else(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    post()
    post()
    for name in ("amal", "bo", "cleo"):
        (entry,) = calendars_of(accounts[name])
        assert "METHOD:REQUEST" in entry and "SEQUENCE:0" in entry
    assert letters_to(accounts["dag"]) == []


def test_one_mail_a_person_carries_notice_and_invitation(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    post()
    (letter,) = letters_to(accounts["amal"])
    assert letter["Subject"] == "Roundtable"
    assert part_of(letter, "text/plain").startswith("About your meeting.\n")


def test_each_sees_their_own_address_and_no_other(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    post()
    for name in ("amal", "bo", "cleo"):
        (letter,) = letters_to(accounts[name])
        whole = letter.as_string() + part_of(letter, "text/calendar").replace("\n ", "")
        assert accounts[name].email in whole
        for other in accounts.keys() - {name}:
            assert accounts[other].email not in whole
        for telling in ("Mental Health", "Jobcentre", "Back together", "Amal Test", "Bo Test", "Room 2", str(cast.case_id)):
            assert telling not in whole, telling


def test_both_parsers_read_the_same_meeting(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    post()
    (entry,) = calendars_of(accounts["amal"])
    one = Calendar.from_ical(entry).walk("VEVENT")[0]
    other = vobject.readOne(entry).vevent
    assert one.decoded("dtstart") == other.dtstart.value
    assert one.decoded("dtend") - one.decoded("dtstart") == other.dtend.value - other.dtstart.value == timedelta(minutes=60)
    assert (one.decoded("dtstart").hour, one.decoded("dtstart").date()) == (10, SOON)
    assert str(one["summary"]) == other.summary.value == "About your meeting."
    assert str(one["location"]) == other.location.value == "We meet in person"
    assert str(one["uid"]) == other.uid.value
    assert one["attendee"].params["RSVP"] == other.attendee.params["RSVP"][0] == "TRUE"
    assert str(one["class"]) == "PRIVATE" and "VALARM" not in entry and "DESCRIPTION" not in entry


def test_the_mail_is_made_as_calendars_need_it(cast: Cast, accounts: Accounts) -> None:
    """The method beside the type, the entry beside the text and attached; the organizer sends the mail (docs/howto/calendar.md)."""
    call(cast)
    post()
    (letter,) = letters_to(accounts["cleo"])
    calendar = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST" and str(calendar.get_param("charset")).lower() == "utf-8"
    assert isinstance(letter, Message) and letter.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in letter.get_payload()] == ["multipart/alternative", "application/ics"]  # type: ignore[union-attr]
    organizer = str(Calendar.from_ical(part_of(letter, "text/calendar")).walk("VEVENT")[0]["organizer"]).removeprefix("mailto:")
    assert organizer in letter["From"] and "+" not in organizer
    assert part_of(letter, "application/ics") == part_of(letter, "text/calendar").replace("\n", "\r\n").replace("\r\r", "\r")
    for line in part_of(letter, "application/ics").split("\r\n"):
        assert len(line.encode()) <= 75


def test_a_move_and_a_cancellation_find_the_same_entry_with_a_higher_number(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    post()
    move(cast, meeting)
    post()
    cancel(cast, meeting, version=2)
    post()
    entries = [Calendar.from_ical(entry) for entry in calendars_of(accounts["amal"])]
    assert [str(entry["method"]) for entry in entries] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [entry.walk("VEVENT")[0] for entry in entries]
    assert [int(event["sequence"]) for event in events] == [0, 1, 2]
    assert len({str(event["uid"]) for event in events}) == len({str(event["organizer"]) for event in events}) == 1
    assert events[1].decoded("dtstart").hour == 13 and str(events[1]["location"]) == "We meet on a screen"
    assert str(events[2]["status"]) == "CANCELLED"
    assert "/meeting/answer/" not in part_of(letters_to(accounts["amal"])[2], "text/plain")


def test_the_names_of_entries_tell_nothing_and_differ_for_each(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    post()
    uids = {str(Calendar.from_ical(calendars_of(accounts[name])[0]).walk("VEVENT")[0]["uid"]) for name in ("amal", "bo", "cleo")}
    assert len(uids) == 3
    for known in (meeting, cast.case_id, cast.amal_id, cast.bo.person_id):
        assert not any(known.hex in uid.replace("-", "") for uid in uids)


def test_moved_before_the_first_mail_went_out_is_one_mail_with_what_holds_now(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    actions.invite(roundtable_id=meeting)
    move(cast, meeting)
    # As the job of the move does: a worker does two jobs at once, and the first mail could be the quicker one.
    actions.invite(roundtable_id=meeting)
    post()
    (entry,) = calendars_of(accounts["amal"])
    assert Calendar.from_ical(entry).walk("VEVENT")[0].decoded("dtstart").hour == 13


def test_called_and_cancelled_before_any_mail_went_out_says_nothing(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    cancel(cast, meeting)
    post()
    assert letters_to(accounts["amal"]) == []


@pytest.mark.parametrize(
    ("chosen", "bare", "summary", "location"),
    [
        ({}, False, "About your meeting.", "We meet in person"),
        ({"calendar": "place"}, False, "About your meeting.", "Room 2, Jobcentre North"),
        ({"calendar": "place"}, True, "There is something new for you. It is not urgent.", None),
        ({"calendar": "no such thing"}, False, "About your meeting.", "We meet in person"),
    ],
)
def test_the_entry_says_what_its_person_chose(
    cast: Cast, accounts: Accounts, chosen: dict[str, object], bare: bool, summary: str, location: str | None
) -> None:
    prefer(accounts["amal"], bare=bare, **chosen)
    call(cast)
    post()
    event = Calendar.from_ical(calendars_of(accounts["amal"])[0]).walk("VEVENT")[0]
    assert (str(event["summary"]), event.get("location")) == (summary, location)


def test_who_wants_nothing_in_a_calendar_gets_the_fixed_text_and_the_link(cast: Cast, accounts: Accounts) -> None:
    prefer(accounts["amal"], calendar="nothing")
    call(cast)
    post()
    (letter,) = letters_to(accounts["amal"])
    assert letter.get_content_type() == "text/plain" and "/meeting/answer/" in part_of(letter, "text/plain")


@pytest.mark.parametrize(
    "change", [{"email": None}, {"email_proven": False}, {"is_active": False}, {"settings": {"notices": {"mail": False}}}]
)
def test_nobody_without_a_proven_address_or_against_their_wish_gets_a_mail(
    cast: Cast, accounts: Accounts, change: dict[str, object]
) -> None:
    address = accounts["amal"].email
    Account.objects.filter(id=accounts["amal"].id).update(**change)
    call(cast)
    post()
    assert [sent for sent in mail.outbox if sent.to == [address]] == []


def test_in_quiet_hours_the_invitation_waits_unless_the_meeting_would_not(cast: Cast, accounts: Accounts) -> None:
    hour = datetime.now(ZoneInfo("Europe/Copenhagen")).hour
    prefer(accounts["amal"], quiet_from=hour, quiet_to=(hour + 3) % 24)
    call(cast)
    post()
    assert letters_to(accounts["amal"]) == [] and len(letters_to(accounts["cleo"])) == 1
    with through("loader"):
        found = InvitationMail.objects.filter(invitation__person_id=cast.amal_id)
        found.update(starts_at=datetime.now(UTC) + timedelta(minutes=30))
        mail_id = found.get().id
    jobs.mail_invitation(mail=str(mail_id))
    assert len(letters_to(accounts["amal"])) == 1


def test_who_left_the_table_is_told_that_it_is_off_for_them_and_who_came_is_invited(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    post()
    gro = cast.gro.leading(cast.case_id)
    end_seat(actor=gro, seat_id=cast.seats["cleo"])
    seat_person(actor=gro, case_id=cast.case_id, person_id=cast.dag.person_id)
    jobs.catch_up(timestamp=0)
    post()
    assert [str(Calendar.from_ical(entry)["method"]) for entry in calendars_of(accounts["cleo"])] == ["REQUEST", "CANCEL"]
    assert [str(Calendar.from_ical(entry)["method"]) for entry in calendars_of(accounts["dag"])] == ["REQUEST"]
    assert len(calendars_of(accounts["amal"])) == 1


def test_whose_seat_ended_while_the_mail_waited_gets_none(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    actions.invite(roundtable_id=meeting)
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    post()
    assert letters_to(accounts["cleo"]) == []


def test_a_mail_server_that_is_away_is_seen_and_the_same_mail_goes_out_later(
    cast: Cast, accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = call(cast)
    actions.invite(roundtable_id=meeting)
    with through("worker"):
        mail_id = InvitationMail.objects.get(invitation__person_id=cast.amal_id).id

    def away(to: object, message: object) -> None:
        raise ConnectionRefusedError

    with pytest.raises(ConnectionRefusedError):
        actions.mail_invitation(mail_id=mail_id, send=away)
    with through("worker"):
        waiting = InvitationMail.objects.get(id=mail_id)
        assert (waiting.trouble, waiting.tries, waiting.mailed_at) == ("waiting", 1, None)
    post()
    with through("worker"):
        assert InvitationMail.objects.get(id=mail_id).trouble == ""
    assert len(calendars_of(accounts["amal"])) == 1


def test_a_second_copy_after_a_kill_is_the_same_to_the_byte(cast: Cast, accounts: Accounts) -> None:
    """Between mail and mark: the row is not marked, so that the mail goes out again; by its id and its entry it is known as the same."""
    meeting = call(cast)
    actions.invite(roundtable_id=meeting)
    with through("worker"):
        mail_id = InvitationMail.objects.get(invitation__person_id=cast.amal_id).id
    jobs.mail_invitation(mail=str(mail_id))
    with through("worker"):
        InvitationMail.objects.filter(id=mail_id).update(mailed_at=None)
    jobs.mail_invitation(mail=str(mail_id))
    one, two = letters_to(accounts["amal"])
    assert one["Message-ID"] == two["Message-ID"]
    assert part_of(one, "application/ics") == part_of(two, "application/ics")


def test_a_meeting_held_before_its_hour_is_taken_out_of_everybodys_calendar_and_feed(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    secret = make_feed(actor=cast.amal.on(None))
    post()
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    post()
    for name in ("amal", "bo", "cleo"):
        came, off = calendars_of(accounts[name])
        assert "METHOD:REQUEST" in came and "METHOD:CANCEL" in off and "SEQUENCE:1" in off and "STATUS:CANCELLED" in off
        assert len(letters_to(accounts[name])) == 2, "the notice and the update are one mail"
    assert b"VEVENT" not in Client().get(f"/calendar/{secret}.ics").content


def test_a_meeting_held_at_its_hour_stays_in_the_calendars_where_it_was(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    post()
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE roundtables_roundtableevent SET starts_at = now() WHERE roundtable_id = %s", [meeting])
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    post()
    assert [entry for entry in calendars_of(accounts["amal"]) if "CANCEL" in entry] == []
