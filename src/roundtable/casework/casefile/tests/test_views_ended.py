"""After the end no page of Amal's course promises a day, an answer, a reader or a helper that there is not any more."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.casefile.pages import people_page
from roundtable.casework.casefile.tests.test_views_dates import a_full_course
from roundtable.casework.casefile.tests.test_views_paper import text_of
from roundtable.casework.cases.actions import close_case, name_bridge, reopen_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.notes.actions import write_note
from roundtable.casework.plans.actions import NewStep, write_steps
from roundtable.casework.plans.actions.desk import VERSION_KIND
from roundtable.casework.plans.rules.content import StepKind
from roundtable.casework.roundtables.models import Roundtable
from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.seats.actions import end_seat, write_words
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import table, team

SAID = "I can laugh again"


@pytest.fixture
def cast() -> Cast:
    """A full course; Bo has left it, then Cleo closes it and writes down what Amal says."""
    found = build_cast()
    a_full_course(found)
    cleo, today = found.at_table(found.cleo), timezone.localdate()
    name_bridge(
        actor=cleo, case_id=found.case_id, name="Kirsten Holm", organisation="The library", telephone="70 00 00 00",
        until_on=today + timedelta(days=60), rings_on=today + timedelta(days=14),
    )  # fmt: skip
    step = NewStep("Ring the doctor", StepKind.DAILY, found.bo.person_id, by_on=today + timedelta(days=5))
    write_steps(actor=cleo, case_id=found.case_id, once=uuid4(), steps=[step])
    write_note(actor=cleo, case_id=found.case_id, place=team(), headline="Swimming", body="She swims on Mondays")
    end_seat(actor=found.gro.leading(found.case_id), seat_id=found.seats["bo"])
    close_case(actor=cleo, case_id=found.case_id, outcome=Outcome.WORK, seen=1, her_words=SAID, said_by_id=found.amal_id)
    return found


def amal(cast: Cast) -> Client:
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", "citizen"))
    return client


def shown(cast: Cast, name: str) -> str:
    answer = amal(cast).get(reverse(name, args=[cast.case_id]))
    assert answer.status_code == 200
    return " ".join(answer.text.split("<main", 1)[1].split("</main>", 1)[0].split())


def test_after_the_end_the_only_date_is_when_the_one_amal_can_ring_gets_in_touch(cast: Cast) -> None:
    page = shown(cast, "dates_and_letters")
    assert "The course has ended. Its dates are not listed any more." in page
    assert "Kirsten Holm gets in touch with you" in page
    assert date_format(timezone.localdate() + timedelta(days=14), "DATE_FORMAT") in page
    for gone in ("Ring the doctor", "swimming hall", "Our meeting</a>", "Back to work", "Your contact can tell you", "No dates yet"):
        assert gone not in page, gone
    client, address = amal(cast), reverse("dates_and_letters", args=[cast.case_id])
    client.get(address)
    with count_statements() as asked:
        client.get(address)
    assert len(asked) <= 12, asked


def test_after_the_end_the_course_waits_for_no_answer_and_no_date(cast: Cast) -> None:
    page = shown(cast, "case_page")
    assert "The course has ended. Its dates are not listed any more." in page
    for gone in ("No dates yet", "No answer to the plan yet", "yet from", "Nothing is agreed yet"):
        assert gone not in page, gone


def test_after_the_end_no_chip_says_that_somebody_comes_later(cast: Cast) -> None:
    for name in ("case_page", "time_line", "roundtable"):
        page = shown(cast, name)
        assert "later" not in page, name
    assert "Only you" in shown(cast, "case_page")


def test_what_cleo_wrote_down_as_said_by_amal_is_not_said_to_be_her_yes_or_her_own(cast: Cast) -> None:
    page = shown(cast, "you_told_us")
    noted = page.index("Written down by others as said by you")
    assert noted < page.index(SAID) and "You have not said whether it is so." in page and "Written by Cleo" in page
    assert SAID not in page[page.find("What you have said yes to") :] or page.find("What you have said yes to") < 0
    sheet = text_of(amal(cast).get(reverse("closing_pdf", args=[cast.case_id])).content)
    assert SAID in sheet and "written down by Cleo, not confirmed yet" in sheet and "In your own words" not in sheet


def test_the_closing_sheet_lists_who_sat_there_to_the_end_and_not_bo_who_had_left(cast: Cast) -> None:
    sheet = text_of(amal(cast).get(reverse("closing_pdf", args=[cast.case_id])).content)
    assert "Bo Test" not in sheet and "Cleo Test" in sheet


def test_after_the_end_nothing_is_said_to_be_shared_and_nobody_is_offered(cast: Cast) -> None:
    page = shown(cast, "sharing")
    assert f"Since {date_format(timezone.localdate(), 'DATE_FORMAT')} nobody sits at the table with you" in page
    for gone in ("You have shared nothing yet", "Share something", "You can take it back at any time"):
        assert gone not in page, gone


def test_who_sat_twice_was_here_until_the_day_they_left_last(cast: Cast) -> None:
    seats = seats_on(actor=cast.amal, case_ids=[cast.case_id])
    last = next(seat for seat in seats if seat.seat_id == cast.seats["cleo"])
    first = replace(last, seat_id=uuid4(), from_at=last.from_at - timedelta(days=200), until_at=last.from_at - timedelta(days=100))
    for order in ([first, *seats], [*seats, first]):
        page = people_page(cast.amal, cast.case_id, order, about={}, messages={}, contacts=(), at=timezone.now())
        assert [seat.until_at for seat in page.before if seat.person_id == cast.cleo.person_id] == [last.until_at]


def staff(person_id: UUID, name: str) -> Client:
    client = Client()
    client.force_login(account(person_id, name))
    return client


def test_cleo_who_sat_there_to_the_end_reads_whose_course_ended_when_and_what_she_wrote_there(cast: Cast) -> None:
    cleo, address = staff(cast.cleo.person_id, "Cleo"), reverse("ended_course", args=[cast.case_id])
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    home = cleo.get("/").text
    assert f'<a href="{address}">The course of Amal</a>' in home and f"It ended on {day}. You closed it." in home
    for name in ("case_page", "plan", "roundtable", "notes"):
        assert cleo.get(reverse(name, args=[cast.case_id])).headers["Location"] == address, name
    page = cleo.get(address).text
    assert "The course of Amal has ended" in page and SAID in page and f"It ended on {day}." in page
    assert "How the course ended, by Amal, written down by you" in page, "whose words they are, and whose hand"
    assert "How the course ended, by you, written down by Cleo" in shown(cast, "case_page")
    for client, url in ((cleo, address), (cleo, "/")):
        with count_statements() as asked:
            client.get(url)
        assert len(asked) <= 12, asked
    assert f"This course ended on {day}" in amal(cast).get("/").text


def test_who_left_before_the_end_and_strangers_meet_the_same_bytes_as_for_a_course_that_never_was(cast: Cast) -> None:
    for member in (cast.bo, cast.dag, cast.eve, cast.ida):
        client = staff(member.person_id, member.name)
        assert "The course of Amal" not in client.get("/").text
        for name in ("case_page", "ended_course", "plan"):
            there, never = (client.get(reverse(name, args=[case])) for case in (cast.case_id, uuid4()))
            assert there.status_code == never.status_code == 404 and len(there.content) == len(never.content), name
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert staff(cast.cleo.person_id, "Cleo").get(reverse("case_page", args=[cast.case_id])).status_code == 404


def test_a_course_that_is_open_again_is_not_said_to_have_ended(cast: Cast) -> None:
    reopen_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_ids=[cast.ida.person_id], seen=2)
    cleo = staff(cast.cleo.person_id, "Cleo")
    assert "The course of Amal" not in cleo.get("/").text
    assert cleo.get(reverse("ended_course", args=[cast.case_id])).status_code == 404


def test_after_the_end_notes_search_and_minutes_name_who_reads_and_nobody_who_comes_later(cast: Cast) -> None:
    page = shown(cast, "notes")
    assert "Only you" in page and "later" not in page
    found = amal(cast).post("/search/", {"words": "mondays"}).text.split("<main", 1)[1]
    assert "Only you" in found and "later" not in found
    with through("loader"):
        meeting = Roundtable.objects.get(case_id=cast.case_id)
    ended = amal(cast).get(reverse("end_of_meeting", args=[cast.case_id, meeting.id])).text.split("<main", 1)[1]
    assert "now and later" not in ended


def test_a_version_of_the_plan_holds_everybodys_words_and_is_not_what_cleo_wrote() -> None:
    cast = build_cast()
    a_full_course(cast)
    cleo, hers = cast.at_table(cast.cleo), "That I still laugh at dinner"
    write_words(actor=cleo, case_id=cast.case_id, place=table(), kind=VERSION_KIND, body=hers)
    write_words(actor=cleo, case_id=cast.case_id, place=table(), kind="note", body="She swims on Mondays")
    close_case(actor=cleo, case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    client = Client()
    client.force_login(account(cast.cleo.person_id, "Cleo"))
    page = client.get(reverse("ended_course", args=[cast.case_id])).text
    assert "She swims on Mondays" in page and hers not in page
    assert hers not in client.post(reverse("search"), {"words": "laugh"}).text
