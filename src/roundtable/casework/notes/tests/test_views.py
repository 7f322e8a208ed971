"""The pages of notes, messages, contacts and drafts, as people use them and as they are misused."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.casework.notes.actions import record_contact, save_draft, write_message, write_note
from roundtable.casework.notes.queries import contacts, drafts, note_page, open_note, thread
from roundtable.casework.notes.rules import ContactHow, ContactState, DraftFor
from roundtable.ground.access.context import through
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.queries import headers
from roundtable.ground.seats.rules import confidence, own, side, table

MOST_STATEMENTS = 12
HOSTILE = {
    "nothing": "",
    "blank": " \n\t ",
    "far too long": "x" * 1_000_000,
    "control characters": "a\x00\x07b",
    "reading direction": "safe\u202eevil",
}


@dataclass
class House:
    """The cast with a browser each."""

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
    client = Client(raise_request_exception=True)
    client.force_login(account(person_id, name, kind=kind))
    return client


@pytest.fixture
def house() -> House:
    cast = build_cast(ida_seated=True)
    staff = {name: browser(getattr(cast, name).person_id, name.title()) for name in ("bo", "cleo", "dag", "eve", "gro")}
    return House(cast, browser(cast.amal_id, "Amal", "citizen"), **staff)


def test_amal_writes_to_bo_who_answers_and_each_page_says_who_reads_it(house: House) -> None:
    to_bo, to_amal = house.path(f"messages/{house.cast.bo.person_id}/"), house.path(f"messages/{house.cast.amal_id}/")
    page = house.amal.get(to_bo).content.decode()
    assert "You and Bo" in page and "Send to Bo" in page and "Nobody reads this at once." in page
    sent = house.amal.post(to_bo, {"body": "I lie awake", "once": str(uuid4())}, follow=True)
    assert "Your message is with Bo." in sent.content.decode()
    assert "I lie awake" not in "".join(address for address, _ in sent.redirect_chain)
    assert "I lie awake" in house.bo.get(to_amal).content.decode()
    house.bo.post(to_amal, {"body": "I call you at ten", "once": str(uuid4())})
    assert "I call you at ten" in house.amal.get(to_bo).content.decode()


def test_who_is_no_such_pair_finds_no_thread(house: House) -> None:
    cast = house.cast
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="Canary night")
    for client in (house.dag, house.eve, house.gro):
        for other in (cast.amal_id, cast.bo.person_id):
            assert client.get(house.path(f"messages/{other}/")).status_code == 404
            assert client.post(house.path(f"messages/{other}/"), {"body": "x", "once": str(uuid4())}).status_code == 404
    for client, other in (
        (house.cleo, cast.bo.person_id),
        (house.bo, cast.cleo.person_id),
        (house.amal, cast.dag.person_id),
        (house.amal, uuid4()),
    ):
        assert client.get(house.path(f"messages/{other}/")).status_code == 404
    seen = house.cleo.get(house.path(f"messages/{cast.amal_id}/"))
    assert seen.status_code == 200 and "Canary" not in seen.content.decode()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_cannot_be_kept_comes_back_with_a_sentence_and_stores_nothing(house: House, text: str) -> None:
    once = {"once": str(uuid4())}
    tries = [
        (house.amal, f"messages/{house.cast.bo.person_id}/", {"body": text}),
        (house.amal, f"messages/{house.cast.bo.person_id}/", {"body": text, "keep": "yes"}),
        (house.amal, "notebook/", {"body": text, "headline": "Today"}),
        (house.bo, "write/", {"body": text, "place": "side", "about": str(house.cast.amal_id)}),
    ]
    for client, path, data in tries:
        answer = client.post(house.path(path), {**data, **once})
        assert answer.status_code == 422 and "Please look at this again" in answer.content.decode()
    assert headers(actor=house.cast.amal) == ()


def test_broken_forms_are_refused_and_keep_what_was_typed(house: House) -> None:
    good = {"body": "Kept text", "place": "side", "about": str(house.cast.amal_id), "once": str(uuid4())}
    for spoilt in ({"place": "own"}, {"place": ""}, {"about": str(uuid4())}, {"once": "x"}, {"draft": "1 OR 1=1"}, {"line": "x" * 500}):
        answer = house.bo.post(house.path("write/"), {**good, **spoilt})
        assert answer.status_code == 422 and "Kept text" in answer.content.decode()
    assert headers(actor=house.cast.at_table(house.cast.bo)) == ()


def test_everything_wrong_with_a_note_is_said_at_once_each_at_its_field(house: House) -> None:
    bad = {
        "body": "a\x00\u202e" + "x" * 10_001,
        "headline": "…",
        "line": "🙂\u2066",
        "place": "own",
        "about": "x",
        "whose": "x",
        "once": "x",
    }
    page = house.bo.post(house.path("write/"), bad).content.decode()
    for name, sentences in {
        "Your note": ("characters that nobody can see", "change the reading direction", "There is room for 10,000"),
        "Headline": ("Write a word or two here",),
        "One line others may ask for": ("change the reading direction",),
        "Who shall read it?": ("This choice is not possible here.",),
        "Whose words are these?": ("This choice is not possible here.",),
    }.items():
        for sentence in sentences:
            assert re.search(rf">{re.escape(name)}:? [^<]*{re.escape(sentence)}", page), (name, sentence)
    moved = house.bo.post(house.path("contacts/new/"), contact_form(house.cast, state="planned"), follow=True)
    assert moved.status_code == 200
    (row,) = contacts(actor=house.cast.at_table(house.cast.bo), case_id=house.cast.case_id)
    marked = house.bo.post(house.path(f"contacts/{row.item_id}/"), {"state": "moved", "minutes": "601"}).content.decode()
    assert all(said in marked for said in ("Write a date first", "Write a time first", "less than or equal to 600"))


def test_half_a_note_is_kept_as_it_is_even_a_headline_alone(house: House) -> None:
    half = {"headline": "🙂", "place": "side", "about": str(house.cast.amal_id), "once": str(uuid4()), "keep": "yes"}
    assert house.bo.post(house.path("write/"), half).status_code == 302
    (kept,) = drafts(actor=house.cast.at_table(house.cast.bo))
    assert (kept.headline, kept.body) == ("🙂", "")
    assert house.bo.post(house.path("write/"), {**half, "headline": " "}).status_code == 422


def test_markup_is_shown_as_it_was_typed(house: House) -> None:
    path = house.path(f"messages/{house.cast.bo.person_id}/")
    house.amal.post(path, {"body": "<script>alert(1)</script> 😴", "once": str(uuid4())})
    page = house.bo.get(house.path(f"messages/{house.cast.amal_id}/")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 😴" in page and "<script>alert" not in page


def test_a_double_click_sends_once_on_every_form(house: House) -> None:
    cast, once = house.cast, [str(uuid4()) for _ in range(4)]
    for _ in range(2):
        house.amal.post(house.path(f"messages/{cast.bo.person_id}/"), {"body": "Once", "once": once[0]})
        house.amal.post(house.path("notebook/"), {"body": "Once", "once": once[1]})
        house.bo.post(
            house.path("write/"), {"body": "Once", "line": "A line", "place": "side", "about": str(cast.amal_id), "once": once[2]}
        )
        house.bo.post(house.path("contacts/new/"), contact_form(cast, once=once[3]))
    assert sorted(header.kind for header in headers(actor=cast.amal)) == ["contact", "line", "message", "note", "note"]


def contact_form(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "about": str(cast.amal_id), "how": "phone", "state": "held", "day": "20.11.2026", "time": "10:00", "minutes": "5",
        "line": "All well",         "place": "side", "once": str(uuid4()), **changed,
    }  # fmt: skip


def test_a_note_goes_where_bo_chose_and_the_page_says_so(house: House) -> None:
    choices = house.bo.get(house.path("write/")).content.decode()
    assert "In confidence: you and Amal" in choices and "The people of Mental Health at the table" in choices
    data = {"body": "Sleeps better", "headline": "Sleep", "place": "side", "about": str(house.cast.amal_id), "once": str(uuid4())}
    page = house.bo.post(house.path("write/"), data, follow=True).content.decode()
    assert "Your note stands here." in page
    assert page.count("You, Amal and Ida, and whoever of Mental Health sits at the table later") >= 2, (
        "beside the note, and where it is said"
    )
    (row,) = note_page(actor=house.cast.at_table(house.cast.bo), case_id=house.cast.case_id).rows
    assert house.cleo.get(house.path(f"notes/{row.item_id}/")).status_code == 404
    assert house.amal.get(house.path(f"notes/{row.item_id}/")).status_code == 200
    for client in (house.amal, house.gro, house.dag):
        assert client.get(house.path("write/")).status_code == 404


def test_amals_notebook_is_no_page_for_anybody_else(house: House) -> None:
    page = house.amal.post(house.path("notebook/"), {"body": "Only me", "once": str(uuid4())}, follow=True)
    assert "It is in your notebook." in page.content.decode() and "Only me" in page.content.decode()
    for client in (house.bo, house.cleo, house.gro, house.dag):
        assert client.get(house.path("notebook/")).status_code == 404


def test_bo_corrects_his_note_and_nobody_elses(house: House) -> None:
    bo = house.cast.at_table(house.cast.bo)
    first = write_note(actor=bo, case_id=house.cast.case_id, place=table(), body="On Monday")
    path = house.path(f"notes/{first.item_id}/correct/")
    assert "On Monday" in house.bo.get(path).content.decode()
    page = house.bo.post(path, {"reason": "Wrong day", "body": "On Tuesday", "once": str(uuid4())}, follow=True).content.decode()
    assert "On Monday" in page and "On Tuesday" in page and "Wrong day" in page
    for client in (house.cleo, house.amal):
        assert client.get(path).status_code == 404
        refused = client.post(path, {"reason": "No", "body": "No", "once": str(uuid4())})
        assert refused.status_code in (404, 422)
    assert len(open_note(actor=bo, case_id=house.cast.case_id, item_id=first.item_id).corrections) == 1


def test_a_talk_is_noted_marked_and_moved(house: House) -> None:
    bo = house.cast.at_table(house.cast.bo)
    page = house.bo.post(house.path("contacts/new/"), contact_form(house.cast, state="planned"), follow=True).content.decode()
    assert "The contact is noted." in page and "All well" in page
    (row,) = contacts(actor=bo, case_id=house.cast.case_id)
    path = house.path(f"contacts/{row.item_id}/")
    assert house.bo.post(path, {"state": "moved"}).status_code == 422
    house.bo.post(path, {"state": "moved", "day": "1.12.2026", "time": "9"})
    (row,) = contacts(actor=bo, case_id=house.cast.case_id)
    assert row.begins_at == datetime(2026, 12, 1, 8, tzinfo=UTC)
    house.bo.post(path, {"state": "did_not_come"})
    assert "Did not come" in house.amal.get(house.path("contacts/")).content.decode()
    for client in (house.cleo, house.dag, house.amal):
        assert client.get(path).status_code == 404
    assert "Treatment" not in house.cleo.get(house.path("contacts/")).content.decode()
    assert "Did not come" not in house.cleo.get(house.path("contacts/")).content.decode()


@pytest.mark.parametrize(
    "spoilt",
    [{"day": "31.2.2026"}, {"day": "1.1.1500"}, {"time": "25:00"}, {"minutes": "601"}, {"minutes": "-1"}, {"minutes": "1e9"}, {"how": "x"},
     {"line": "a\u202eb"}],
)  # fmt: skip
def test_a_contact_that_cannot_be_is_refused(house: House, spoilt: dict[str, str]) -> None:
    assert house.bo.post(house.path("contacts/new/"), contact_form(house.cast, **spoilt)).status_code == 422
    assert contacts(actor=house.cast.at_table(house.cast.bo)) == ()


def test_a_half_written_message_waits_is_taken_up_again_and_is_gone_once_sent(house: House) -> None:
    path = house.path(f"messages/{house.cast.bo.person_id}/")
    kept = house.amal.post(path, {"body": "Dear Bo, I", "once": str(uuid4()), "keep": "yes"}, follow=True).content.decode()
    assert "It is not sent." in kept
    (draft,) = drafts(actor=house.cast.amal)
    assert "Dear Bo, I" in house.amal.get("/drafts/").content.decode()
    again = house.amal.get(f"{path}?draft={draft.item_id}").content.decode()
    assert "Dear Bo, I</textarea>" in again
    house.amal.post(path, {"body": "Dear Bo, I dare", "once": str(uuid4()), "draft": str(draft.item_id)})
    assert drafts(actor=house.cast.amal) == ()
    found, _ = thread(
        actor=house.cast.amal, case_id=house.cast.case_id, citizen_id=house.cast.amal_id, professional_id=house.cast.bo.person_id
    )
    assert [view.body for view in found] == ["Dear Bo, I dare"]


def test_kept_for_later_twice_from_one_page_is_one_draft_and_what_was_written_on_stands(house: House) -> None:
    for client, path, more in (
        (house.amal, house.path(f"messages/{house.cast.bo.person_id}/"), {}),
        (house.bo, house.path("write/"), {"place": "confidence", "about": str(house.cast.amal_id)}),
    ):
        actor = house.cast.amal if client is house.amal else house.cast.at_table(house.cast.bo)
        data = {"once": str(uuid4()), "keep": "yes", **more}
        for body in ("Half", "Half", "Half and more"):
            assert client.post(path, {**data, "body": body}).status_code == 302
            assert [view.body for view in drafts(actor=actor)] == [body]
        client.post(path, {**data, "body": "Another", "once": str(uuid4())})
        assert len(drafts(actor=actor)) == 2
    sent = {"body": "Whole", "once": data["once"], **more}
    assert house.bo.post(path, sent).status_code == 302
    assert "Whole" in house.bo.get(house.path("notes/"), follow=True).content.decode()


def test_a_draft_is_thrown_away_by_its_author_alone(house: House) -> None:
    bo = house.cast.at_table(house.cast.bo)
    kept = save_draft(
        actor=bo, case_id=house.cast.case_id, made_for=DraftFor.NOTE, body="Perhaps", place="side", about_id=house.cast.amal_id
    )
    path = house.path(f"drafts/{kept.item_id}/discard/")
    for client in (house.cleo, house.amal, house.dag):
        assert client.post(path).status_code == 404
        assert "Perhaps" not in client.get(house.path(f"write/?draft={kept.item_id}")).content.decode()
    assert "Perhaps" in house.bo.get(house.path(f"write/?draft={kept.item_id}")).content.decode()
    assert house.bo.get(house.path("write/?draft=forged")).status_code == 200
    assert "is gone" in house.bo.post(path, follow=True).content.decode()
    assert house.bo.post(path).status_code == 404


def test_in_a_family_bo_chooses_whom_a_note_is_about(house: House) -> None:
    cast, jo = house.cast, person("Jo", "Test")
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=jo, hat="citizen", ground="referral")
    page = house.bo.get(house.path("write/")).content.decode()
    assert "Whom is it about?" in page and "Jo Test" in page and "All of them" in page
    house.bo.post(house.path("write/"), {"body": "About Jo", "place": "confidence", "about": str(jo), "once": str(uuid4())})
    (row,) = note_page(actor=cast.at_table(cast.bo), case_id=cast.case_id).rows
    assert row.about == (jo,)
    assert note_page(actor=cast.amal, case_id=cast.case_id).rows == ()
    refused = house.bo.post(house.path("write/"), {"body": "Both", "place": "confidence", "about": "all", "once": str(uuid4())})
    assert refused.status_code == 422 and "Choose whom this is about" in refused.content.decode()


def test_who_is_not_signed_in_is_asked_to(house: House) -> None:
    for rest in ("notes/", "write/", "notebook/", "contacts/", f"messages/{house.cast.amal_id}/"):
        answer = Client().get(house.path(rest))
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")


def fill(cast: Cast, count: int) -> None:
    bo = cast.at_table(cast.bo)
    for number in range(count):
        write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body=f"Message {number}")
        write_note(actor=bo, case_id=cast.case_id, place=confidence(), body=f"Note {number}")
        write_note(actor=cast.amal, case_id=cast.case_id, place=own(), body=f"Page {number}")
        save_draft(actor=cast.amal, case_id=cast.case_id, made_for=DraftFor.NOTEBOOK, body=f"Half {number}")
        record_contact(
            actor=bo, case_id=cast.case_id, place=side(), how=ContactHow.TALK, state=ContactState.HELD, people=[cast.amal_id],
            begins_at=datetime(2026, 1, 1, 9, number % 60, tzinfo=UTC),
        )  # fmt: skip


def asked(client: Client, path: str) -> int:
    client.get(path)  # a connection's first use asks for its types; the programme's frame is read once a minute by a process
    with count_statements() as statements:
        assert client.get(path).status_code == 200
    return len([statement for statement in statements if "FROM programmes_programme" not in statement])


def test_every_list_asks_the_database_as_little_with_many_rows_as_with_few(house: House) -> None:
    cast = house.cast
    pages = [
        (house.bo, house.path("notes/")), (house.bo, house.path("contacts/")), (house.bo, house.path(f"messages/{cast.amal_id}/")),
        (house.amal, house.path("notes/")), (house.amal, house.path("contacts/")), (house.amal, house.path("notebook/")),
        (house.amal, "/drafts/"), (house.bo, house.path("write/")), (house.bo, house.path("contacts/new/")),
    ]  # fmt: skip
    fill(cast, 3)
    few = [asked(client, path) for client, path in pages]
    fill(cast, 30)
    many = [asked(client, path) for client, path in pages]
    assert few == many
    assert max(many) <= MOST_STATEMENTS, dict(zip([path for _, path in pages], many, strict=True))


def test_two_places_with_the_same_readers_today_say_what_tells_them_apart(house: House) -> None:
    """Cleo sits alone for the jobcentre: what she writes for its people is read by whoever of them comes later."""
    text = house.cleo.get(house.path("contacts/new/")).content.decode()
    assert text.count("You and Amal, and whoever of Jobcentre sits at the table later") == 1
    assert text.count("Nobody else, not even when somebody new comes to the table") == 1
