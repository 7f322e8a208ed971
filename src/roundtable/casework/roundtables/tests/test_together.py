"""Before a meeting: days and who decides what gone through, her word beside it; a hello; what is missing; the agenda in its order."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from tests.cast import Cast, account, build_cast
from tests.privacy.test_attacks_sql_more import refused
from tests.statements import count_statements

from roundtable.casework.plans.actions import NewStep, answer_plan, call_for_answers, write_steps
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.plans.rules.content import StepKind
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.casework.roundtables.actions import add_point, call_roundtable, go_through, say_hello, say_not_gone_through
from roundtable.casework.roundtables.queries import done_before
from roundtable.casework.roundtables.rules import Channel, DoneWhen, NotYoursToDecide
from roundtable.ground.access.context import through
from roundtable.ground.programmes.models import AboutMe
from roundtable.ground.seats.actions import end_intake, open_case, seat_person
from roundtable.kernel.refusal import NotHere

TODAY = datetime.now(UTC).date()
PREPARE = "/course/{}/meeting/prepare/"
TOGETHER = "/course/{}/meeting/together/"


@pytest.fixture
def cast() -> Cast:
    cast = build_cast()
    call_roundtable(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        on=TODAY + timedelta(days=9),
        clock=time(10),
        minutes=60,
        channel=Channel.IN_PERSON,
        place="Room 2",
    )
    with through("loader"):
        AboutMe.objects.create(
            person_id=cast.cleo.person_id, i_decide="Whether your benefit goes on", i_do_not_decide="What the doctor says"
        )
    return cast


def page(cast: Cast, who: str, address: str) -> str:
    person_id = cast.amal_id if who == "Amal" else getattr(cast, who.lower()).person_id
    client = Client()
    client.force_login(account(person_id, who, kind="citizen" if who == "Amal" else "staff"))
    answer = client.get(address.format(cast.case_id))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def note(cast: Cast, on: date = TODAY) -> None:
    go_through(actor=cast.at_table(cast.bo), case_id=cast.case_id, citizen_id=cast.amal_id, on=on, channel=Channel.TELEPHONE)


def test_bo_notes_the_day_and_how_and_everybody_reads_it(cast: Cast) -> None:
    told = page(cast, "Amal", TOGETHER)
    assert "Whether your benefit goes on" in told and "What the doctor says" in told
    note(cast)
    for who in ("Amal", "Bo", "Cleo"):
        told = page(cast, who, TOGETHER)
        assert "Gone through together on" in told and "We talk by telephone" in told


def test_her_word_stands_beside_what_was_noted(cast: Cast) -> None:
    note(cast)
    assert "not gone through yet" not in page(cast, "Bo", PREPARE)
    say_not_gone_through(actor=cast.amal, case_id=cast.case_id, professional_id=cast.bo.person_id)
    told = page(cast, "Bo", PREPARE)
    assert "Gone through together on" in told and "not yet, or we did not" in told and "not gone through yet: Amal" in told
    note(cast)
    told = page(cast, "Bo", PREPARE)
    assert "not yet, or we did not" in told and "not gone through yet" not in told, "her word stays; what came later counts"


def test_a_second_click_notes_nothing_more(cast: Cast) -> None:
    once, bo = uuid4(), cast.at_table(cast.bo)
    for _ in range(2):
        go_through(actor=bo, case_id=cast.case_id, citizen_id=cast.amal_id, on=TODAY, channel=Channel.VIDEO, once=once)
    assert len(done_before(actor=cast.amal, case_id=cast.case_id)) == 1


def test_it_is_noted_of_a_day_that_was(cast: Cast) -> None:
    for day in (TODAY + timedelta(days=2), TODAY - timedelta(days=400)):
        with pytest.raises(DoneWhen):
            note(cast, day)


def test_who_may_not_say_so_says_nothing(cast: Cast) -> None:
    """Dag and Eve sit elsewhere; Amal notes nothing as done; Bo does not speak for her; nobody says it of somebody who is not there."""
    for stranger in (cast.dag, cast.eve):
        with pytest.raises(NotHere):
            go_through(actor=cast.at_table(stranger), case_id=cast.case_id, citizen_id=cast.amal_id, on=TODAY, channel=Channel.VIDEO)
    with pytest.raises(NotYoursToDecide):
        go_through(actor=cast.amal, case_id=cast.case_id, citizen_id=cast.amal_id, on=TODAY, channel=Channel.VIDEO)
    with pytest.raises(NotYoursToDecide):
        say_not_gone_through(actor=cast.at_table(cast.bo), case_id=cast.case_id, professional_id=cast.cleo.person_id)
    with pytest.raises(NotHere):
        say_not_gone_through(actor=cast.amal, case_id=cast.case_id, professional_id=cast.dag.person_id)
    with pytest.raises(NotHere):
        say_hello(actor=cast.at_table(cast.bo), case_id=cast.case_id, other_id=cast.dag.person_id, done=True)


def test_the_database_refuses_her_done_and_a_note_in_anothers_name(cast: Cast) -> None:
    insert = (
        "INSERT INTO roundtables_donebefore (id, case_id, what, done, done_on, with_person_id, by_id, channel)"
        " VALUES (gen_random_uuid(), %s, 'dates', true, current_date, %s, %s, '')"
    )
    case, amal, bo, cleo, eve = cast.case_id, cast.amal_id, cast.bo.person_id, cast.cleo.person_id, cast.eve.person_id
    assert "row-level" in refused("web_citizen", amal, "citizen", case, "prepare", (insert, case, bo, amal))
    assert "row-level" in refused("web_care", bo, "professional", case, "prepare", (insert, case, amal, cleo))
    assert "row-level" in refused("web_care", eve, "professional", case, "prepare", (insert, case, amal, eve))


def test_two_who_never_worked_together_are_asked_to_say_hello_until_one_has_answered(cast: Cast) -> None:
    for who in ("Bo", "Cleo"):
        assert "have not worked together before. Call each other for ten minutes" in page(cast, who, PREPARE)
    assert "have not worked together" not in page(cast, "Amal", PREPARE)
    say_hello(actor=cast.at_table(cast.cleo), case_id=cast.case_id, other_id=cast.bo.person_id, done=True)
    for who in ("Bo", "Cleo"):
        assert "have not worked together" not in page(cast, who, PREPARE)


def test_two_who_share_another_course_know_each_other(cast: Cast) -> None:
    case_id = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.max_id])
    for member in (cast.bo, cast.cleo):
        seat_person(actor=cast.gro.intake(case_id), case_id=case_id, person_id=member.person_id)
    end_intake(actor=cast.gro.intake(case_id), case_id=case_id, accepted=True)
    assert "have not worked together" not in page(cast, "Bo", PREPARE)


def test_what_is_missing_is_named_for_the_professionals_and_stops_nothing(cast: Cast) -> None:
    told = page(cast, "Bo", PREPARE)
    for sentence in (
        "No answer to the invitation yet: Amal, ",
        "Nothing brought to the table yet: Amal, ",
        "not gone through yet: Amal",
        "How the meeting shall be is not said yet: Amal",
        "None of this stops the meeting",
    ):
        assert sentence in told, sentence
    assert "What is missing" not in page(cast, "Amal", PREPARE)


def test_the_agenda_is_her_points_the_least_agenda_and_then_what_is_open(cast: Cast) -> None:
    write_plan(cast)
    add_point(actor=cast.at_table(cast.cleo), case_id=cast.case_id, text="The date in May")
    add_point(actor=cast.amal, case_id=cast.case_id, text="The noise in the office")
    bo, cleo, case_id = cast.at_table(cast.bo), cast.at_table(cast.cleo), cast.case_id
    call_id = call_for_answers(actor=bo, case_id=case_id, call_id=uuid4())
    answer_plan(actor=cleo, case_id=case_id, call_id=call_id, answer_id=uuid4(), answer=AnswerKind.NO, reason="Too early")
    told = page(cast, "Amal", "/course/{}/meeting/")
    parts = ("The noise in the office", "The date in May", "What matters to each of us", "says no to the plan")
    order = [told.index(words) for words in parts]
    assert order == sorted(order) and "Too early" not in told


def test_the_pages_ask_no_more_than_pages_may(cast: Cast) -> None:
    note(cast)
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo"))
    for address in (PREPARE, TOGETHER, "/course/{}/meeting/"):
        client.get(address.format(cast.case_id))
        with count_statements() as counted:
            client.get(address.format(cast.case_id))
        assert len(counted) <= 12, (address, counted)


def test_a_hello_is_noted_on_the_page(cast: Cast) -> None:
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo"))
    address = f"/course/{cast.case_id}/meeting/hello/{cast.cleo.person_id}/"
    assert client.post(address, {"said": "never"}).status_code == 404
    assert client.post(address, {"said": "not_now"}).status_code == 302
    assert [one.done for one in done_before(actor=cast.amal, case_id=cast.case_id)] == [False]


def test_a_day_that_has_passed_is_no_day_to_go_through(cast: Cast) -> None:
    """The meeting and the step to come stand there; the step whose day is over does not."""
    days = (("Look at the desk", TODAY - timedelta(days=8)), ("Ring the school", TODAY + timedelta(days=8)))
    steps = [NewStep(what, StepKind.WORK, cast.cleo.person_id, on) for what, on in days]
    write_steps(actor=cast.at_table(cast.cleo), case_id=cast.case_id, once=uuid4(), steps=steps)
    for who in ("Amal", "Bo"):
        told = page(cast, who, TOGETHER)
        assert "Ring the school" in told and "our meeting" in told and "Look at the desk" not in told
