"""The case page, people, time line and search: what each person sees, what nobody can infer, and how little it asks of the database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.casework.casefile.actions import mark_seen
from roundtable.casework.casefile.models import Visit
from roundtable.casework.casefile.pages import OWN_PAGES, item_url, kind_words
from roundtable.casework.casefile.queries import search_words, since_last_here, time_line, what_they_decide
from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.notes.actions import correct_note, mark_contact, record_contact, save_draft, write_message, write_note
from roundtable.casework.notes.rules import ContactHow, ContactState, DraftFor
from roundtable.casework.roundtables.actions import call_roundtable
from roundtable.casework.roundtables.rules import Channel
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import acting, through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.programmes.models import AboutMe
from roundtable.ground.seats.actions import end_seat, open_case, seat_person
from roundtable.ground.seats.rules import confidence, own, side, table
from roundtable.kernel.refusal import NotHere

MOST_STATEMENTS = 12
PAGES = ("", "people/", "time-line/", "notes/", "contacts/")


@dataclass
class House:
    """The cast with a browser each, and what Amal and Bo keep between them."""

    cast: Cast
    amal: Client
    bo: Client
    cleo: Client
    dag: Client
    eve: Client
    gro: Client

    def path(self, rest: str) -> str:
        return f"/course/{self.cast.case_id}/{rest}"


def browser(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


@pytest.fixture
def house() -> House:
    cast = build_cast()
    staff = {name: browser(getattr(cast, name).person_id, name.title()) for name in ("bo", "cleo", "dag", "eve", "gro")}
    return House(cast, browser(cast.amal_id, "Amal", "citizen"), **staff)


def confide(cast: Cast) -> list[UUID]:
    """A message, two notes with a line and a correction, a notebook page, a draft, a missed therapy hour: all with the canary Zanzibar."""
    bo = cast.at_table(cast.bo)
    common = {"case_id": cast.case_id}
    message = write_message(actor=cast.amal, to_id=cast.bo.person_id, body="Zanzibar I lie awake", **common)
    note = write_note(actor=bo, place=confidence(), headline="Zanzibar", body="Zanzibar detail", line="Zanzibar line", **common)
    ours = write_note(actor=bo, place=side(), body="Zanzibar for the clinic", **common)
    right = correct_note(actor=bo, item_id=ours.item_id, reason="Zanzibar wrong", body="Zanzibar right")
    page = write_note(actor=cast.amal, place=own(), body="Zanzibar alone", **common)
    half = save_draft(actor=bo, made_for=DraftFor.NOTE, body="Zanzibar half", **common)
    hour = record_contact(
        actor=bo, place=side(), how=ContactHow.TREATMENT, state=ContactState.PLANNED, begins_at=datetime(2026, 11, 2, 9, tzinfo=UTC),
        people=[cast.amal_id], line="Zanzibar hour", **common,
    )  # fmt: skip
    mark_contact(actor=bo, item_id=hour.item_id, state=ContactState.DID_NOT_COME)
    return [written.item_id for written in (message, note, ours, right, page, half, hour)]


def test_cleo_sees_nothing_of_what_amal_and_bo_keep_between_them(house: House) -> None:
    cast = house.cast
    before = [house.cleo.get(house.path(rest)).content.decode() for rest in PAGES]
    kept = confide(cast)
    after = [house.cleo.get(house.path(rest)).content.decode() for rest in PAGES]
    for rest, one, other in zip(PAGES, before, after, strict=True):  # line by line: a failure says which page and which words
        assert tokenless(one).splitlines() == tokenless(other).splitlines(), rest
    found = house.cleo.post(house.path("search/"), {"words": "zanz"}).content.decode()
    everywhere = house.cleo.post("/search/", {"words": "zanzibar"}).content.decode()
    for page in (*after, found, everywhere):
        assert "Zanzibar" not in page and "Did not come" not in page
        assert not [item for item in kept if str(item) in page]
    assert "Nothing found" in found and "Nothing found" in everywhere
    nothing = house.cleo.post(house.path("search/"), {"words": "xyzz"}).content.decode()
    assert tokenless(found).replace("zanz", "WORD").splitlines() == tokenless(nothing).replace("xyzz", "WORD").splitlines()
    cleo = cast.at_table(cast.cleo)
    assert time_line(actor=cleo, case_id=cast.case_id).happenings == ()
    new, latest = since_last_here(actor=cleo, case_id=cast.case_id)
    assert (new.count, new.happenings, latest) == (0, (), ())


def tokenless(page: str) -> str:
    """The page without the token of its form, which is another each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_bo_and_amal_see_each_their_own_part_of_it(house: House) -> None:
    cast = house.cast
    confide(cast)
    bo, amal = house.bo.get(house.path("time-line/")).content.decode(), house.amal.get(house.path("time-line/")).content.decode()
    assert "Message from Amal" in bo and "Contact, noted by you" in bo and "Zanzibar alone" not in bo and "I lie awake" not in bo
    assert "Message from you" in amal and "Contact, noted by Bo" in amal and "Zanzibar alone" in amal and "Zanzibar half" not in amal
    assert "One line by" not in bo


def test_strangers_do_not_learn_that_the_course_exists(house: House) -> None:
    confide(house.cast)
    for client in (house.dag, house.eve):
        for rest in (*PAGES, "search/", "seen/"):
            hidden, absent = client.get(house.path(rest)), client.get(f"/course/{uuid4()}/{rest}")
            assert hidden.status_code == absent.status_code == 404
            assert tokenless(hidden.content.decode()) == tokenless(absent.content.decode())
    assert Client().get(house.path("")).status_code == 302


def test_bo_finds_the_letter_with_which_amal_signs_in_beside_her_name(house: House) -> None:
    letter = house.path(f"people/{house.cast.amal_id}/letter/")
    assert letter in house.bo.get(house.path("people/")).content.decode()
    assert house.bo.get(letter).status_code == 200
    for client in (house.cleo, house.amal, house.gro):
        assert "/letter/" not in client.get(house.path("people/")).content.decode()
    assert house.cleo.get(letter).status_code == 404


def test_amal_is_not_offered_to_write_to_somebody_for_whom_she_has_closed_her_course(house: House) -> None:
    letter_box = house.path(f"messages/{house.cast.cleo.person_id}/")
    assert letter_box in house.amal.get(house.path("people/")).content.decode()
    assert house.amal.post(house.path(f"close-for/{house.cast.cleo.person_id}/")).status_code == 302
    page = house.amal.get(house.path("people/")).content.decode()
    assert letter_box not in page and "Your course is closed for Cleo." in page
    assert "Your course is closed" not in house.bo.get(house.path("people/")).content.decode()


def test_closing_and_handing_over_are_found_on_the_page_of_a_course_that_has_begun(house: House) -> None:
    addresses = [house.path(rest) for rest in ("close/", "phase/", "hand-over/", "reopen/")]
    for client in (house.bo, house.gro):  # a referral that waits, or came to nothing, goes nowhere
        page = client.get(house.path("")).content.decode()
        assert "Where the course goes" not in page and not [address for address in addresses if address in page]
    for rest in ("close/", "phase/", "reopen/"):
        assert house.gro.get(house.path(rest)).status_code == 404
    start_case(actor=house.cast.bo.on(house.cast.case_id), case_id=house.cast.case_id)
    for client in (house.bo, house.cleo):
        page = client.get(house.path("")).content.decode()
        assert house.path("close/") in page and house.path("phase/") in page and house.path("hand-over/") not in page
    page = house.gro.get(house.path("")).content.decode()
    for rest in ("close/", "phase/", "hand-over/"):
        assert house.path(rest) in page and house.gro.get(house.path(rest)).status_code == 200
    assert house.path("close/") not in house.amal.get(house.path("")).content.decode()


def test_an_ended_course_has_no_meeting_ahead_though_one_was_called(house: House) -> None:
    cast, bo = house.cast, house.cast.at_table(house.cast.bo)
    start_case(actor=bo, case_id=cast.case_id)
    soon = timezone.localdate() + timedelta(days=3)
    call_roundtable(actor=bo, case_id=cast.case_id, on=soon, clock=time(10), minutes=60, channel=Channel.TELEPHONE)
    assert "Our meeting" in coming_part(house.amal.get(house.path("")).content.decode())
    close_case(actor=bo, case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    for client in (house.amal, house.gro):
        assert "Its dates are not listed any more." in coming_part(client.get(house.path("")).content.decode())


def coming_part(page: str) -> str:
    """What stands between *What is coming* and the next part."""
    return page.split("What is coming", 1)[1].split("<h2", 1)[0]


def test_a_phase_prompts_who_works_at_the_table_and_asks_nothing_of_amal(house: House) -> None:
    start_case(actor=house.cast.bo.on(house.cast.case_id), case_id=house.cast.case_id)
    asks = "going through who decides what"
    assert all(asks in client.get(house.path("")).content.decode() for client in (house.bo, house.cleo))
    assert asks not in house.amal.get(house.path("")).content.decode()


def test_the_team_leader_sees_who_sits_there_and_nothing_that_is_written(house: House) -> None:
    confide(house.cast)
    page = house.gro.get(house.path("")).content.decode()
    assert "Cleo Test" in page and "for the people at the table" in page and "Zanzibar" not in page and "Note by" not in page
    assert house.gro.get(house.path("people/")).status_code == 200
    for rest in ("time-line/", "search/", "notes/", "contacts/"):
        assert house.gro.get(house.path(rest)).status_code == 404


def test_what_is_new_is_new_until_one_has_seen_it_and_nobody_else_learns_of_that(house: House) -> None:
    cast = house.cast
    write_note(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), body="Hello all")
    page = house.bo.get(house.path("")).content.decode()
    assert "New to you" in page and "Note by Cleo" in page
    house.bo.post(house.path("seen/"))
    page = house.bo.get(house.path("")).content.decode()
    assert "Since you were last here" in page and "Nothing new." in page
    write_note(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), body="Hello again")
    new, _ = since_last_here(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    assert new.count == 1
    assert since_last_here(actor=cast.amal, case_id=cast.case_id)[0].since is None
    for other in (cast.at_table(cast.cleo), cast.amal):
        with acting(other):
            assert list(Visit.objects.all()) == []
    with pytest.raises(NotHere):
        mark_seen(actor=cast.at_table(cast.dag), case_id=cast.case_id)


def test_what_bo_was_told_counts_as_read_when_he_has_seen_what_is_new(house: House) -> None:
    cast, news = house.cast, "News from Amal"
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Hello")
    assert news in house.bo.get("/").content.decode()
    house.bo.post(house.path("seen/"))
    assert news not in house.bo.get("/").content.decode()


def test_only_what_a_search_shows_counts_as_read(house: House) -> None:
    cast = house.cast
    found = write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Søvnen er værst om natten")
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Noget helt andet")
    bo = cast.at_table(cast.bo, Purpose.SEARCH)
    assert [view.item_id for view in search_words(actor=bo, query="SØV nat", case_id=cast.case_id).hits] == [found.item_id]
    with through("sealer"):
        read = list(AccessEvent.objects.filter(case_id=cast.case_id).values_list("person_id", "item_id", "purpose"))
    assert read == [(cast.bo.person_id, found.item_id, "search")]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Zij slaapt slecht", "slaap"),
        ("Coördinatie", "coord"),
        ("Ærlig talt", "ærl"),
        ("På arbejde", "paa"),
        ("Work trial in May", "tri may"),
    ],
)
def test_the_beginning_of_a_word_finds_it_in_danish_dutch_and_english(house: House, text: str, query: str) -> None:
    write_note(actor=house.cast.amal, case_id=house.cast.case_id, place=own(), body=text)
    assert len(search_words(actor=house.cast.amal, query=query).hits) == 1
    assert search_words(actor=house.cast.amal, query=query[1:] + "x").hits == ()


@pytest.mark.parametrize("query", ["", "   ", "%", "' OR 1=1 --", "a\x00b", "x" * 1_000_000, "\u202esafe", "😴", "(.*"])
def test_a_strange_search_finds_nothing_and_breaks_nothing(house: House, query: str) -> None:
    write_note(actor=house.cast.amal, case_id=house.cast.case_id, place=own(), body="Only me")
    answer = house.amal.post(house.path("search/"), {"words": query})
    assert answer.status_code in (200, 422) and "Only me" not in answer.content.decode()


def test_a_search_over_all_courses_names_the_course_of_each_text(house: House) -> None:
    cast = house.cast
    write_note(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), headline="Mornings", body="Hard")
    page = house.bo.post("/search/", {"words": "morn"}).content.decode()
    assert "Mornings" in page and "The course of Amal" in page


def test_people_shows_face_role_what_they_decide_and_who_reads_a_message(house: House) -> None:
    cast = house.cast
    with through("loader"):
        AboutMe.objects.create(
            person_id=cast.bo.person_id, hours="Monday to Thursday, 9 to 15", i_decide="Which treatment", i_do_not_decide="Money"
        )
    record_contact(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), how=ContactHow.TALK, state=ContactState.HELD,
        begins_at=datetime(2026, 10, 5, 9, tzinfo=UTC), people=[cast.amal_id],
    )  # fmt: skip
    page = house.amal.get(house.path("people/")).content.decode()
    for words in (
        "Bo Test",
        "Care manager",
        "Mental Health",
        "Monday to Thursday",
        "Which treatment",
        "Not: Money",
        "Write to Bo",
        "You and Bo",
    ):
        assert words in page
    assert "Last contact: 5 October 2026" in page
    assert "Write to Amal" in house.bo.get(house.path("people/")).content.decode()
    assert "Write to Bo" not in house.cleo.get(house.path("people/")).content.decode()
    assert "5 October" not in house.cleo.get(house.path("people/")).content.decode()
    assert what_they_decide(actor=cast.at_table(cast.eve), person_ids=[cast.amal_id]) == {}


def test_who_left_stands_as_having_been_here_and_cannot_be_written_to(house: House) -> None:
    cast = house.cast
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["bo"])
    page = house.amal.get(house.path("people/")).content.decode()
    assert "Was here before" in page and "Write to Bo" not in page
    before = page[page.index("Was here before") : page.index("</main>")]
    assert "Bo Test" in before and "Gro" not in before, "who only read the referral never sat at the table"
    thread = house.amal.get(house.path(f"messages/{cast.bo.person_id}/"))
    assert thread.status_code == 200 and "does not sit at your table any more" in thread.content.decode()
    assert house.bo.get(house.path("")).status_code == 404


def test_a_companion_sees_the_table_and_no_messages(house: House) -> None:
    cast, finn = house.cast, person("Finn", "Test")
    confide(cast)
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    client = browser(finn, "Finn", "citizen")
    page = client.get(house.path("")).content.decode()
    assert "Zanzibar" not in page and "My notebook" not in page
    for rest in ("notebook/", "notes/", "search/", f"messages/{cast.bo.person_id}/"):
        assert client.get(house.path(rest)).status_code == 404


def test_bo_reads_first_who_waits_for_an_answer(house: House) -> None:
    cast = house.cast
    assert "waits for an answer" not in house.bo.get(house.path("")).content.decode()
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="When?")
    assert "Amal waits for an answer" in house.bo.get(house.path("")).content.decode()
    assert "waits for an answer" not in house.cleo.get(house.path("")).content.decode()


def test_what_is_coming_stands_with_its_day_nearest_first(house: House) -> None:
    cast = house.cast
    for days, how in ((9, ContactHow.VISIT), (3, ContactHow.TREATMENT), (-3, ContactHow.VIDEO)):
        record_contact(
            actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), how=how, state=ContactState.PLANNED,
            begins_at=timezone.now() + timedelta(days=days), people=[cast.amal_id],
        )  # fmt: skip
    page = house.amal.get(house.path("")).content.decode()
    coming = page[page.index("What is coming") : page.index("What is agreed")]
    assert coming.index("Treatment hour") < coming.index("Visit") and "Video" not in coming
    assert "There is no plan yet." in page


def fill(cast: Cast, count: int) -> None:
    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    for number in range(count):
        write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body=f"Message {number}")
        write_note(actor=cleo, case_id=cast.case_id, place=table(), body=f"Note {number}")
        write_note(actor=bo, case_id=cast.case_id, place=confidence(), body=f"Mine {number}")


def asked(client: Client, path: str, words: str = "") -> int:
    def ask() -> int:
        return (client.post(path, {"words": words}) if words else client.get(path)).status_code

    ask()  # a connection's first use asks for its types; the programme's frame is read once a minute by a process
    with count_statements() as statements:
        assert ask() == 200
    return len([statement for statement in statements if "FROM programmes_programme" not in statement])


def test_every_page_asks_the_database_as_little_with_300_items_as_with_ten(house: House) -> None:
    pages = [
        *((client, house.path(rest), "") for client in (house.bo, house.amal, house.cleo) for rest in ("", "people/", "time-line/")),
        (house.gro, house.path(""), ""),
        (house.bo, house.path("search/"), "note"),
        (house.bo, "/search/", "message"),
    ]
    fill(house.cast, 4)
    few = [asked(*page) for page in pages]
    fill(house.cast, 96)
    for _ in range(3):
        other = open_case(
            actor=house.cast.cleo.on(None, Purpose.REFERRAL), programme_id=house.cast.programme_id, citizen_ids=[person("Max", "Test")]
        )
        assert other != house.cast.case_id
    many = [asked(*page) for page in pages]
    assert few == many
    assert max(many) <= MOST_STATEMENTS, dict(zip([path for _, path, _ in pages], many, strict=True))


def test_a_time_line_turns_its_pages_and_survives_any_number_in_the_address(house: House) -> None:
    fill(house.cast, 10)
    for page in ("1", "2", "99999", "-1", "x", "1e3", "٣"):
        assert house.bo.get(house.path(f"time-line/?page={page}")).status_code == 200
    found = time_line(actor=house.cast.at_table(house.cast.bo), case_id=house.cast.case_id, page=2)
    assert (found.page, found.pages, len(found.happenings)) == (2, 2, 5)
    only = time_line(actor=house.cast.at_table(house.cast.bo), case_id=house.cast.case_id, kinds=["message"])
    assert {row.kind for row in only.happenings} == {"message"}


@pytest.mark.parametrize("kind", [*OWN_PAGES, "message", "note", "line", "draft", "meeting_line", "not_of_this_house"])
def test_every_kind_of_text_has_its_words_and_leads_to_a_page_that_exists(house: House, kind: str) -> None:
    cast = house.cast
    for actor in (cast.amal, cast.at_table(cast.bo)):
        url = item_url(kind, cast.case_id, uuid4(), actor, holder_id=cast.bo.person_id, about=[cast.amal_id])
        assert url == "" if kind == "not_of_this_house" else resolve(url).url_name
        assert "Bo" in kind_words(kind, "Bo") or kind == "plan", "a version is fixed by all who answered, not by the last of them"
    assert item_url(kind, cast.case_id, uuid4(), cast.gro.leading(cast.case_id), holder_id=None, about=[]) == ""


def test_without_a_case_of_ones_own_nothing_is_found(house: House) -> None:
    stranger = Actor(uuid4(), Hat.PROFESSIONAL, False, None, Purpose.SEARCH)
    confide(house.cast)
    assert search_words(actor=stranger, query="zanzibar").hits == ()
