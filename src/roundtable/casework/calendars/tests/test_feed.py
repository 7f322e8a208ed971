"""A private address from which a calendar fetches one person's meetings: time, perhaps the place; gone the moment it is ended."""

from datetime import time

import vobject
from django.db import connections
from django.test import Client
from icalendar import Calendar
from tests.cast import Cast, build_family
from tests.statements import count_statements

from roundtable.casework.calendars.actions import end_feed, make_feed
from roundtable.casework.calendars.models import Feed
from roundtable.casework.calendars.tests.conftest import SOON, call, prefer
from roundtable.casework.calendars.tests.test_invitations import cancel, move
from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.access.context import acting, through
from roundtable.ground.people.models import Account
from roundtable.ground.seats.actions import end_seat

Accounts = dict[str, Account]


def fetch(secret: str) -> object:
    return Client().get(f"/calendar/{secret}.ics")


def events(secret: str) -> list[dict[str, object]]:
    return list(Calendar.from_ical(Client().get(f"/calendar/{secret}.ics").content).walk("VEVENT"))


def test_amal_makes_an_address_and_her_calendar_finds_her_meeting_there(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    here = Client()
    here.force_login(accounts["amal"])
    page = here.post("/calendar/")
    secret = page.content.decode().split("/calendar/")[1].split(".ics")[0]
    assert page["Cache-Control"] == "no-store" and len(secret) == 43
    response = Client().get(f"/calendar/{secret}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8" and response["Cache-Control"] == "no-store"
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(event["summary"]), str(event["location"])) == ("About your meeting.", "We meet in person")
    assert vobject.readOne(response.content.decode()).vevent.dtstart.value == event.decoded("dtstart")
    assert secret not in here.get("/calendar/").content.decode()


def test_the_feed_says_a_time_and_nothing_of_anybody(cast: Cast, accounts: Accounts) -> None:
    meeting = call(cast)
    body = fetch(make_feed(actor=cast.at_table(cast.cleo))).content.decode()  # type: ignore[attr-defined]
    for telling in ("Amal", "Bo", "Cleo", "Room 2", "Jobcentre", "Mental", "Back together", "ATTENDEE", "ORGANIZER", "@example.org"):
        assert telling not in body, telling
    for known in (meeting, cast.case_id, cast.amal_id, cast.cleo.person_id):
        assert str(known) not in body
    assert "METHOD:PUBLISH" in body


def test_the_place_is_there_for_who_chose_it_and_the_reading_is_noted(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    secret = make_feed(actor=cast.at_table(cast.cleo))
    prefer(accounts["cleo"], calendar="place")
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_accessevent WHERE person_id = %s", [cast.cleo.person_id])
        before = cursor.fetchone()[0]
    assert str(events(secret)[0]["location"]) == "Room 2, Jobcentre North"
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM access_accessevent WHERE person_id = %s", [cast.cleo.person_id])
        assert cursor.fetchone()[0] == before + 1
    prefer(accounts["cleo"], calendar="place", bare=True)
    assert events(secret)[0].get("location") is None


def test_a_moved_meeting_is_the_same_entry_and_a_cancelled_one_is_gone(cast: Cast, accounts: Accounts) -> None:
    secret = make_feed(actor=cast.amal.on(None))
    meeting = call(cast)
    (before,) = events(secret)
    move(cast, meeting)
    (after,) = events(secret)
    assert before["uid"] == after["uid"] and int(after["sequence"]) > int(before["sequence"])  # type: ignore[call-overload]
    cancel(cast, meeting, version=2)
    assert events(secret) == []


def test_an_ended_address_a_replaced_one_and_one_that_never_was_answer_alike(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    first = make_feed(actor=cast.amal.on(None))
    second = make_feed(actor=cast.amal.on(None))
    third = make_feed(actor=cast.at_table(cast.bo).on(None))
    end_feed(actor=cast.at_table(cast.bo).on(None))
    pages = [fetch(secret) for secret in (first, third, "a" * 43, "..", "x" * 5000)]
    assert {page.status_code for page in pages} == {404}  # type: ignore[attr-defined]
    assert len({page.content for page in pages}) == 1  # type: ignore[attr-defined]
    assert fetch(second).status_code == 200  # type: ignore[attr-defined]


def test_the_secret_is_kept_as_a_hash(cast: Cast, accounts: Accounts) -> None:
    secret = make_feed(actor=cast.amal.on(None))
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT f::text FROM calendars_feed f WHERE person_id = %s", [cast.amal_id])
        assert [secret in row for (row,) in cursor.fetchall()] == [False]


def test_a_feed_is_of_one_hat_and_bo_does_not_see_amals(cast: Cast, accounts: Accounts) -> None:
    make_feed(actor=cast.amal.on(None))
    for actor in (cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.dag.on(None), cast.gro.leading(cast.case_id)):
        with acting(actor):
            assert not Feed.objects.exists()


def test_who_left_every_table_has_an_empty_calendar_or_none(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    secret = make_feed(actor=cast.at_table(cast.cleo).on(None))
    assert len(events(secret)) == 1
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])
    answer = fetch(secret)
    assert answer.status_code == 404 or b"VEVENT" not in answer.content  # type: ignore[attr-defined]


def test_a_closed_account_has_no_feed(cast: Cast, accounts: Accounts) -> None:
    secret = make_feed(actor=cast.amal.on(None))
    Account.objects.filter(id=accounts["amal"].id).update(is_active=False)
    assert fetch(secret).status_code == 404  # type: ignore[attr-defined]


def test_a_feed_asks_the_same_however_many_meetings_it_has(cast: Cast, accounts: Accounts) -> None:
    prefer(accounts["bo"], calendar="place")
    secret = make_feed(actor=cast.at_table(cast.bo).on(None))
    call(cast)
    fetch(secret)
    with count_statements() as few:
        fetch(secret)
    family = build_family(cast)

    call_roundtable(
        actor=cast.bo.on(family.case_id), case_id=family.case_id, on=SOON, clock=time(9), minutes=30, channel=Channel.VIDEO, place="x"
    )
    with count_statements() as many:
        assert len(events(secret)) == 2
    assert len(many) <= len(few), many
    # how often it was fetched is counted in the shared cache, which costs what it costs for every counted page
    assert len([sql for sql in many if "cache_entries" not in sql]) <= 9, many


def test_who_fetches_all_the_time_is_asked_to_wait_and_a_get_writes_nothing_else(cast: Cast, accounts: Accounts) -> None:
    secret = make_feed(actor=cast.amal.on(None))
    assert {fetch(secret).status_code for _ in range(60)} == {200}  # type: ignore[attr-defined]
    assert fetch(secret).status_code == 429  # type: ignore[attr-defined]
    assert Client().post(f"/calendar/{secret}.ics").status_code == 405


def test_no_web_login_writes_invitations_or_reads_anothers_feed(cast: Cast, accounts: Accounts) -> None:
    call(cast)
    for login in ("web_citizen", "web_care", "web_authority", "default"):
        with connections[login].cursor() as cursor:
            cursor.execute(
                "SELECT has_table_privilege('calendars_invitation', 'INSERT') OR has_table_privilege('calendars_invitationmail', 'INSERT')"
                " OR has_table_privilege('calendars_invitationmail', 'UPDATE')"
            )
            assert cursor.fetchone() == (False,), login


def test_while_a_meeting_goes_on_the_next_one_stands_in_the_feed_too_with_time_and_place_alone(cast: Cast, accounts: Accounts) -> None:
    prefer(accounts["amal"], calendar="place")
    secret = make_feed(actor=cast.amal.on(None))
    first = call(cast)
    with through("loader"), connections["loader"].cursor() as cursor:  # its hour has just struck
        cursor.execute("UPDATE roundtables_roundtableevent SET starts_at = now() WHERE roundtable_id = %s", [first])
    call(cast, place="Room 9, the clinic")
    both = events(secret)
    assert [str(event["location"]) for event in both] == ["Room 2, Jobcentre North", "Room 9, the clinic"]
    assert len({str(event["uid"]) for event in both}) == 2
    told = {key for event in both for key in event}
    assert told == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "STATUS", "TRANSP", "CLASS"}
