"""The pages after a meeting: who opens them, what stands there, what they ask of the database."""

from datetime import date, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from pypdf import PdfReader
from tests.cast import Cast
from tests.statements import count_statements

from roundtable.casework.afterwards.actions import NewTask, write_tasks
from roundtable.casework.afterwards.pages import call_line
from roundtable.casework.afterwards.queries import CallView
from roundtable.casework.afterwards.rules import Call
from roundtable.casework.afterwards.tests.conftest import days_ago
from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.notes.actions import record_contact
from roundtable.casework.notes.rules import ContactHow, ContactState
from roundtable.casework.roundtables.actions import confirm_lines, correct_line, invite_companion, take_line_back
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.tests.addresses import HOSTILE, SOON, call, sign_in, url
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import side

PAGES = ("end_of_meeting", "write_tasks", "note_call", "day_after")


@pytest.fixture
def amal(cast: Cast) -> Client:
    return sign_in(cast.amal_id, "Amal", "citizen")


@pytest.fixture
def bo(cast: Cast) -> Client:
    return sign_in(cast.bo.person_id, "Bo")


def page(client: Client, name: str, cast: Cast, meeting: UUID) -> str:
    answer = client.get(url(name, cast, roundtable_id=meeting))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_sits_elsewhere_finds_none_of_these_pages(cast: Cast, held: UUID) -> None:
    for member, name in ((cast.dag, "Dag"), (cast.eve, "Eve"), (cast.gro, "Gro")):
        client = sign_in(member.person_id, name)
        for address in PAGES:
            assert client.get(url(address, cast, roundtable_id=held)).status_code == 404
            assert client.post(url(address, cast, roundtable_id=held), {}).status_code == 404


def test_amal_reads_hers_says_yes_and_knows_who_calls(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    bo_writes = bo.get(url("write_tasks", cast, roundtable_id=held)).context["form"]
    said = {f"what_{cast.amal_id}": "I call the union", f"by_{cast.amal_id}": f"{SOON:%d.%m.%Y}", "how": "read_aloud"}
    once = bo_writes["once"].value()
    assert bo.post(url("write_tasks", cast, roundtable_id=held), {**said, "once": once}).status_code == 302
    shown = page(amal, "end_of_meeting", cast, held)
    for words in ("I call the union", "You have not said yes to this yet", "Bo calls you by", "Who decides about the money", "70 12 34 56"):
        assert words in shown
    item = amal.get(url("end_of_meeting", cast, roundtable_id=held)).context["page"].to_confirm
    assert amal.post(url("end_of_meeting", cast, roundtable_id=held), {"line": item}).status_code == 302
    assert "Amal said yes to this" in page(bo, "end_of_meeting", cast, held)
    assert "Write what is missing: Bo, Cleo" in page(bo, "end_of_meeting", cast, held)


def test_after_the_end_of_the_course_nothing_waits_for_amals_yes(cast: Cast, held: UUID, amal: Client) -> None:
    bo = cast.at_table(cast.bo)
    write_tasks(actor=bo, case_id=cast.case_id, roundtable_id=held, tasks=[NewTask(cast.amal_id, "I call the union", SOON)])
    asked = "Is this what you take home?"
    assert asked in page(amal, "end_of_meeting", cast, held)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    close_case(actor=bo, case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    shown = amal.get(url("end_of_meeting", cast, roundtable_id=held))
    assert "I call the union" in shown.text and asked not in shown.text and "Yes, that is what I take home" not in shown.text
    assert shown.context["page"].to_confirm == () and "You have not said yes to this yet" in shown.text


def test_what_bo_wrote_down_in_the_meeting_as_what_amal_takes_home_stands_there_too(cast: Cast, bo: Client, amal: Client) -> None:
    meeting = call(cast)
    written = {f"home_{cast.amal_id}": "Two mornings a week", "how": "read_aloud", "once": str(uuid4())}
    assert bo.post(url("write_lines", cast, roundtable_id=meeting), written).status_code == 302
    assert "Two mornings a week" in page(amal, "end_of_meeting", cast, meeting)
    assert bo.get(url("end_of_meeting", cast, roundtable_id=meeting)).context["page"].missing == "Bo, Cleo"


def test_the_call_stands_first_on_bos_first_page_until_he_notes_it(cast: Cast, held: UUID, bo: Client) -> None:
    assert "Call Amal after the meeting" in bo.get("/").content.decode()
    assert "Call Amal after the meeting" not in sign_in(cast.cleo.person_id, "Cleo").get("/").content.decode()
    days_ago(held, 9)
    assert "This day has passed, and the call is not noted." in bo.get("/").content.decode()
    assert "This day has passed, and the call is not noted." in page(bo, "end_of_meeting", cast, held)
    form = bo.get(url("note_call", cast, roundtable_id=held)).context["form"]
    said = {"citizen": form["citizen"].value(), "event": "done", "once": form["once"].value()}
    assert bo.post(url("note_call", cast, roundtable_id=held), said).status_code == 302
    assert "Call Amal after the meeting" not in bo.get("/").content.decode()
    assert "Bo called Amal on" in page(bo, "end_of_meeting", cast, held)
    assert "No call waits here" in page(bo, "note_call", cast, held)


def test_since_she_was_last_here_amal_reads_of_minutes_and_of_the_call(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    write_tasks(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=held, tasks=[NewTask(cast.bo.person_id, "I write", SOON)])
    form = bo.get(url("note_call", cast, roundtable_id=held)).context["form"]
    bo.post(url("note_call", cast, roundtable_id=held), {"citizen": form["citizen"].value(), "event": "done", "once": uuid4()})
    shown = amal.get(url("case_page", cast)).content.decode()
    for words in ("The call after our meeting, noted by Bo", "For our meeting, by Bo", "We met, noted by Bo"):
        assert words in shown


def test_the_questions_stand_on_her_first_page_once_and_each_has_a_page(cast: Cast, held: UUID, amal: Client) -> None:
    assert "Five short questions" not in amal.get("/").content.decode()
    assert "There are no questions now" in page(amal, "day_after", cast, held)
    days_ago(held, 1)
    assert "Five short questions" in amal.get("/").content.decode()
    first = page(amal, "day_after", cast, held)
    assert "I could say what mattered to me." in first and "Question 1 of 5" in first and "I know what we agreed" not in first
    form = amal.get(url("day_after", cast, roundtable_id=held)).context["form"]
    answer = {"reply": "mostly", "number": form["number"].value(), "once": form["once"].value()}
    assert amal.post(url("day_after", cast, roundtable_id=held), answer).status_code == 302
    assert "Five short questions" not in amal.get("/").content.decode()
    assert "I know what we agreed and who does it." in page(amal, "day_after", cast, held)
    assert amal.post(url("day_after", cast, roundtable_id=held), {"stop": "1"}).status_code == 302
    assert "Thank you. What you answered is yours" in page(amal, "day_after", cast, held)


def test_what_nobody_sensible_sends_is_answered_in_words(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    days_ago(held, 1)
    for hostile in HOSTILE:
        for client, name, fields in (
            (bo, "write_tasks", (f"what_{cast.amal_id}", f"by_{cast.amal_id}", "how", "once")),
            (bo, "note_call", ("citizen", "event", "on", "caller", "once")),
            (amal, "day_after", ("reply", "number", "once")),
            (amal, "end_of_meeting", ("line",)),
        ):
            answer = client.post(url(name, cast, roundtable_id=held), dict.fromkeys(fields, hostile))
            assert answer.status_code in (302, 400, 404, 422)


def test_each_page_asks_at_most_twelve_statements(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    tasks = [NewTask(who, "One thing", SOON) for who in (cast.amal_id, cast.bo.person_id, cast.cleo.person_id)]
    write_tasks(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=held, tasks=tasks)
    days_ago(held, 1)
    for client, names in ((amal, ("end_of_meeting", "write_tasks", "day_after")), (bo, ("end_of_meeting", "write_tasks", "note_call"))):
        for name in names:
            client.get(url(name, cast, roundtable_id=held))
            with count_statements() as asked:
                assert client.get(url(name, cast, roundtable_id=held)).status_code == 200
            assert len(asked) <= 12, (name, asked)


def test_an_hour_of_treatment_is_named_on_nothing_that_the_table_reads_or_prints(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    soon = timezone.now() + timedelta(days=2)
    record_contact(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), how=ContactHow.TREATMENT, state=ContactState.PLANNED,
        begins_at=soon, people=[cast.amal_id],
    )  # fmt: skip
    open_meeting = call(cast)
    cleo, day = sign_in(cast.cleo.person_id, "Cleo"), date_format(timezone.localtime(soon), "DATE_FORMAT")
    read = [url(name, cast, roundtable_id=meeting) for meeting in (held, open_meeting) for name in ("end_of_meeting", "past_roundtable")]
    read += [url(name, cast) for name in ("roundtable", "invitation", "plan", "what_we_bring")]
    printed = [url(name, cast) for name in ("invitation_pdf", "bring_pdf", "closing_pdf")]
    taken_home = [url(name, cast) for name in ("take_home", "take_home_pdf")]
    for client, addresses in ((amal, read + printed), (bo, read + printed + taken_home), (cleo, read + printed + taken_home)):
        for address in addresses:
            text = _text(client.get(address))
            assert "Treatment hour" not in text and day not in text, (address, text)
    assert "Treatment hour" in _text(amal.get(url("take_home", cast))), "it stands on her own page, which is hers alone"
    assert "Treatment hour" in _text(bo.get(url("contacts", cast)))


def _text(answer: HttpResponse) -> str:
    """What is read on a page or a sheet, on one line."""
    if answer.status_code == 404:
        return ""
    assert answer.status_code == 200
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not answer.headers["Content-Type"].startswith("application/pdf"):
        return body.decode().replace("\xa0", " ").replace("&nbsp;", " ")
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages).split())


def test_a_call_whose_day_has_passed_is_said_to_amal_as_one_that_was_to_come(cast: Cast, held: UUID) -> None:
    seats, due = seats_on(actor=cast.amal, case_ids=[cast.case_id]), date(2026, 11, 16)
    for today, said in (
        (due, "Bo calls you by Monday 16 November"),
        (due + timedelta(days=1), "Bo was to call you by Monday 16 November."),
    ):
        view = CallView(cast.case_id, held, cast.amal_id, due - timedelta(days=4), today, Call(cast.bo.person_id, due))
        assert call_line(view, seats, cast.amal).sentence.startswith(said)


def test_the_sheet_one_takes_home_has_the_one_thing_each_as_it_reads_now(cast: Cast, held: UUID, amal: Client, bo: Client) -> None:
    sheets = [url(name, cast) for name in ("take_home", "take_home_pdf")]
    assert all("One thing each" not in _text(amal.get(address)) for address in sheets)
    tasks = [NewTask(cast.amal_id, "I call the union", SOON), NewTask(cast.cleo.person_id, "Cleo asks about the money", SOON)]
    write_tasks(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=held, tasks=tasks, once=uuid4())
    day = date_format(SOON, "DATE_FORMAT")
    for client in (amal, bo):
        for address in sheets:
            with count_statements() as asked:
                text = _text(client.get(address))
            assert len(asked) <= 12, asked
            assert f"Amal: I call the union (by {day}, not confirmed yet)" in text, text
            assert f"Cleo: Cleo asks about the money (by {day}, not confirmed yet)" in text, text
    lines = {line.words.body: line.item_id for line in meeting_page(actor=cast.amal, case_id=cast.case_id).lines}
    correct_line(actor=cast.amal, case_id=cast.case_id, item_id=lines["I call the union"], text="I write to the union")
    confirm_lines(actor=cast.at_table(cast.cleo), case_id=cast.case_id, item_ids=[lines["Cleo asks about the money"]])
    text = _text(amal.get(sheets[1]))
    assert f"Amal: I write to the union (by {day})" in text and "I call the union" not in text
    assert f"Cleo: Cleo asks about the money (by {day})" in text
    take_line_back(actor=cast.amal, case_id=cast.case_id, item_id=lines["I call the union"])
    assert "union" not in _text(bo.get(sheets[1]))


def test_finn_who_was_given_nothing_finds_no_words_of_the_table_on_his_sheet(cast: Cast, held: UUID) -> None:
    finn = sign_in(invite_companion(actor=cast.amal, case_id=cast.case_id, given_name="Finn").person_id, "Finn", "citizen")
    tasks = [NewTask(cast.amal_id, "I call the union", SOON)]
    write_tasks(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=held, tasks=tasks, once=uuid4())
    assert "union" not in _text(finn.get(url("take_home", cast)))
