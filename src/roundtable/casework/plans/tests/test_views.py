"""The plan's pages: who may, who may not, bad input, and never more statements than the budget."""

import io
import re
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.plans.actions import GoalWords, NewStep, call_for_answers, write_goal, write_steps
from roundtable.casework.plans.queries import current_plan
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import GoalKind, StepKind
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan
from roundtable.ground.access.context import through

MOST_STATEMENTS = 12


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def planned(cast: Cast) -> Cast:
    write_plan(cast)
    return cast


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def amal(cast: Cast) -> Client:
    return signed_in(cast.amal_id, "Amal", "citizen")


def bo(cast: Cast) -> Client:
    return signed_in(cast.bo.person_id, "Bo")


def url(name: str, cast: Cast, **more: object) -> str:
    return reverse(name, kwargs={"case_id": cast.case_id, **more})


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, response.content[:400]
    text = response.content.decode()
    assert "UNDEFINED" not in text
    return text


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def step_rows(count: int = 3, **more: str) -> dict[str, str]:
    rows = {f"{name}_{number}": "" for number in range(1, count + 1) for name in ("what", "who", "by")}
    return {**rows, **{f"part_{number}": "care" for number in range(1, count + 1)}, **more}


PAGES = [
    "plan",
    "write_goal",
    "write_steps",
    "write_shared_goal",
    "say_in_own_words",
    "set_return",
    "confirm_words",
    "plan_easy",
    "take_home",
    "plan_versions",
]


@pytest.mark.parametrize("name", PAGES)
def test_those_at_the_table_see_each_page_and_nobody_else_knows_it_is_there(planned: Cast, name: str) -> None:
    for client in (amal(planned), bo(planned), signed_in(planned.cleo.person_id, "Cleo")):
        page(client, url(name, planned))
    for stranger, who in ((planned.dag, "Dag"), (planned.eve, "Eve"), (planned.jon, "Jon")):
        page(signed_in(stranger.person_id, who), url(name, planned), 404)
    page(signed_in(planned.gro.person_id, "Gro"), url(name, planned), 404)
    assert Client().get(url(name, planned)).status_code == 302


def test_professionals_only_ask_close_and_note(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    for name, more in (("call_for_answers", {}), ("close_answers", {}), ("record_answer", {"person_id": planned.amal_id})):
        page(bo(planned), url(name, planned, **more))
        page(amal(planned), url(name, planned, **more), 404)
    page(bo(planned), url("record_answer", planned, person_id=planned.cleo.person_id), 404)
    page(bo(planned), url("write_words_for", planned, person_id=planned.amal_id))
    page(bo(planned), url("write_words_for", planned, person_id=planned.dag.person_id), 404)


def test_a_goal_with_steps_and_links_is_one_form(cast: Cast) -> None:
    client = bo(cast)
    token = hidden(page(client, url("write_goal", cast)))
    response = client.post(
        url("write_goal", cast),
        {
            **token,
            **step_rows(what_1="Talk", who_1=str(cast.bo.person_id), by_1="3.12.2026", what_2="Walk", part_2="daily"),
            "kind": "treatment",
            "owner": str(cast.bo.person_id),
            "text": "Sleep",
            "level": "micro",
            "fixed_link": "supports",
            "fixed_how": "Sleep first",
            "link_to": "",
        },
    )
    assert response.status_code == 302
    plan = plan_of(cast)
    assert (plan.goals[0].text, len(plan.steps), len(plan.sayings)) == ("Sleep", 2, 1)
    shown = page(client, url("plan", cast))
    assert "Sleep first" in shown and "by 3 December 2026" in shown


def test_a_citizen_meets_one_question_at_a_time_and_may_stop_after_each(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    client = amal(planned)
    first = page(client, url("answer_plan", planned))
    assert "own_words" in first and 'name="answer"' not in first
    kept = client.post(url("answer_plan", planned), {**hidden(first), "own_words": "Quiet mornings"})
    assert kept.status_code == 302
    assert any(one.text == "Quiet mornings" and one.confirmed for one in plan_of(planned).sayings)
    second = page(client, kept["Location"])
    assert "Quiet mornings" in second
    done = client.post(url("answer_plan", planned), {**hidden(second), "own_words": "Quiet mornings", "answer": "yes", "reason": ""})
    assert done.status_code == 302
    call = plan_of(planned).call
    assert call is not None and call.answers[f"c:{planned.amal_id}"] == AnswerKind.YES
    assert "Yes" in page(client, url("plan", planned))


def test_amal_meets_what_she_does_before_the_goals_and_folds_what_the_others_do(planned: Cast) -> None:
    write_steps(
        actor=planned.at_table(planned.bo),
        case_id=planned.case_id,
        steps=[NewStep("Walk to the lake", who_id=planned.amal_id)],
        once=uuid4(),
    )
    hers, his = page(amal(planned), url("plan", planned)), page(bo(planned), url("plan", planned))
    assert hers.index("What I do") < hers.index("Walk to the lake") < hers.index("goals</h2>")
    assert "<details" in hers and "What I do" not in his and 'class="rt-goal"' in his


def test_bo_notes_amals_answer_by_phone_and_everybody_sees_that(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    client, address = bo(planned), url("record_answer", planned, person_id=planned.amal_id)
    token = hidden(page(client, address))
    refused = client.post(address, {**token, "answer": "yes", "own_words": "Slowly", "how": "phone"})
    assert refused.status_code == 422 and "Read it back first" in refused.content.decode() and "Slowly" in refused.content.decode()
    assert client.post(address, {**token, "answer": "yes", "own_words": "Slowly", "how": "phone", "read_back": "on"}).status_code == 302
    shown = page(amal(planned), url("plan", planned))
    assert "By phone, noted by Bo, read back" in shown


def test_a_stale_edit_comes_back_with_what_was_typed_and_what_stands_now(planned: Cast) -> None:
    goal = plan_of(planned).goals[1]
    client, address = amal(planned), url("change_goal", planned, goal_id=goal.id)
    token = hidden(page(client, address))
    words = GoalWords(GoalKind.TREATMENT, "Bo was quicker", planned.bo.person_id)
    write_goal(actor=planned.at_table(planned.bo), case_id=planned.case_id, goal_id=goal.id, revision=goal.revision, words=words)
    data = {**token, **step_rows(), "kind": "treatment", "owner": str(planned.bo.person_id), "text": "Amals text", "level": "micro"}
    response = client.post(address, data)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Bo was quicker" in text and "Amals text" in text
    again = client.post(address, {**data, **hidden(text)})
    assert again.status_code == 302
    assert plan_of(planned).goals[1].text == "Amals text"


def test_an_answer_to_something_that_was_asked_anew_is_kept_on_the_page(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    client = amal(planned)
    token = hidden(page(client, url("answer_plan", planned) + "?next=answer"))
    write_steps(actor=planned.at_table(planned.cleo), case_id=planned.case_id, once=uuid4(), steps=[NewStep("New")])
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    response = client.post(url("answer_plan", planned), {**token, "answer": "no", "reason": "Too fast for me", "own_words": ""})
    assert response.status_code == 409 and "Too fast for me" in response.content.decode()


HOSTILE = {
    "empty": "",
    "huge": "x" * 1_000_000,
    "control": "a\x00b\x07c",
    "bidi": "abc\u202egnirts",
    "html": "<script>alert(1)</script><b>x</b>",
    "emoji": "🙂" * 50 + " ok",
    "template": "{{ page }} {% url %} %(x)s 100%",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_refused_or_shown_as_words_and_never_break_a_page(planned: Cast, kind: str) -> None:
    text, client = HOSTILE[kind], amal(planned)
    token = hidden(page(client, url("write_goal", planned)))
    goal = {**token, **step_rows(what_1=text), "kind": "personal", "owner": str(planned.amal_id), "text": text}
    response = client.post(url("write_goal", planned), {**goal, "level": "micro"})
    assert response.status_code in (302, 422)
    assert (response.status_code == 302) == (kind in ("html", "emoji", "template"))
    for name in ("write_shared_goal", "say_in_own_words", "set_return"):
        token = hidden(page(client, url(name, planned)))
        data = {**token, "text": text, "kind": "open", "when": text, "own_words": text[:9000], "work_gives": text[:9000], "on": text[:9000]}
        assert client.post(url(name, planned), data).status_code in (302, 422)
    fix_plan(planned)
    for name, more in (("plan", {}), ("plan_easy", {}), ("take_home", {}), ("plan_version", {"number": 1}), ("copy_plan", {"number": 1})):
        assert "<script>alert" not in page(client, url(name, planned, **more))
    for name, more in (("plan_pdf", {"number": 1}), ("take_home_pdf", {})):
        assert client.get(url(name, planned, **more)).content.startswith(b"%PDF")


def test_forged_ids_and_numbers_are_nothing(planned: Cast) -> None:
    client = amal(planned)
    for name, more in (
        ("change_goal", {"goal_id": uuid4()}),
        ("remove_goal", {"goal_id": uuid4()}),
        ("say_how_i_help", {"goal_id": uuid4()}),
        ("change_step", {"step_id": uuid4()}),
        ("plan_version", {"number": 9}),
        ("plan_version", {"number": 10**30}),
        ("plan_pdf", {"number": 1}),
        ("copy_plan", {"number": 0}),
        ("compare_plans", {"older": 1, "newer": 2}),
        ("answer_plan", {}),
    ):
        page(client, url(name, planned, **more), 404)
    token = hidden(page(client, url("write_goal", planned)))
    data = {**token, **step_rows(), "kind": "personal", "owner": str(planned.dag.person_id), "text": "x", "level": "micro"}
    assert client.post(url("write_goal", planned), data).status_code == 422
    data = {**data, "owner": str(planned.amal_id), "revision": "99999999999999999999", "once": "no"}
    assert client.post(url("write_goal", planned), data).status_code in (302, 422)
    step = plan_of(planned).steps[0]
    address = url("change_step", planned, step_id=step.id)
    data = {**hidden(page(client, address)), "state": "done", "what": step.what, "who": "", "kind": "care", "revision": "99999999999"}
    assert client.post(address, data).status_code == 409


def test_each_page_asks_little_of_the_database_however_long_the_plan(planned: Cast) -> None:
    fix_plan(planned)
    write_steps(actor=planned.amal, case_id=planned.case_id, once=uuid4(), steps=[NewStep("Later", who_id=planned.bo.person_id)])
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    few = counted(planned)
    for number in range(20):
        write_goal(
            actor=planned.amal,
            case_id=planned.case_id,
            goal_id=uuid4(),
            words=GoalWords(GoalKind.PERSONAL, f"Goal {number}", planned.amal_id),
            steps=[NewStep(f"Step {number}", StepKind.DAILY, planned.amal_id), NewStep("More")],
        )
    fix_plan(planned)
    write_steps(actor=planned.amal, case_id=planned.case_id, once=uuid4(), steps=[NewStep("Later", who_id=planned.bo.person_id)])
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    many = counted(planned)
    assert few == many

    assert max(many.values()) <= MOST_STATEMENTS, many


def counted(cast: Cast) -> dict[str, int]:
    found = {}
    for who, client in (("amal", amal(cast)), ("bo", bo(cast))):
        names = [*PAGES, "answer_plan", *([] if who == "amal" else ["call_for_answers", "close_answers"])]
        for address in [url(name, cast) for name in names] + [url("answer_plan", cast) + "?next=answer"]:
            with count_statements() as asked:
                page(client, address)
            found[f"{who} {address.split('/plan/')[1]}"] = len(asked)
    return found


@pytest.fixture
def fixed(planned: Cast) -> Cast:
    """Version 1 with a no to one goal, version 2 where that is settled."""
    call_id = call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    sleep = plan_of(planned).goals[1]
    for actor in (planned.at_table(planned.bo), planned.at_table(planned.cleo)):
        answer(actor, planned.case_id, call_id)
    no = (GoalAnswer(str(sleep.id), AnswerKind.NO, "Four nights is too much"),)
    answer(planned.amal, planned.case_id, call_id, AnswerKind.YES_BUT, words="Stille morgener", exceptions=no)
    words = GoalWords(GoalKind.TREATMENT, "Sleep two nights a week", planned.bo.person_id)
    write_goal(actor=planned.at_table(planned.bo), case_id=planned.case_id, goal_id=sleep.id, revision=sleep.revision, words=words)
    fix_plan(planned)
    return planned


def test_versions_can_be_compared_and_what_was_settled_stays_in_history(fixed: Cast) -> None:
    client = amal(fixed)
    first = page(client, url("plan_version", fixed, number=1))
    assert "Four nights is too much" in first and "Sleep through three nights a week" in first and "Stille morgener" in first
    compared = page(client, url("compare_plans", fixed, older=1, newer=2))
    assert "Sleep through three nights a week" in compared and "Sleep two nights a week" in compared
    history = page(client, url("plan_versions", fixed))
    assert "Settled on" in history and "Four nights is too much" in history


def test_a_version_prints_as_a_tagged_a4_sheet_with_everybodys_words(fixed: Cast) -> None:
    response = bo(fixed).get(url("plan_pdf", fixed, number=1))
    assert response["Content-Type"] == "application/pdf" and response["Cache-Control"] == "no-store"
    document = PdfReader(io.BytesIO(response.content))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "en" and "/StructTreeRoot" in root
    assert [round(float(length)) for length in document.pages[0].mediabox[2:]] == [595, 842]
    text = " ".join(" ".join(found.extract_text() for found in document.pages).split())
    for words in (
        "Mornings without fear, and back to my colleagues",
        "Stille morgener",
        "Yes, but",
        "Four nights is too much",
        "Talk every Tuesday",
        "Nobody at the table agreed to it",
        "Back to work or education, in a way that lasts",
    ):
        assert words in text, words
    sheet = PdfReader(io.BytesIO(bo(fixed).get(url("take_home_pdf", fixed)).content))
    assert len(sheet.pages) == 1
    assert "Jobcentre" in sheet.pages[0].extract_text()


def test_printing_is_logged_as_printing(fixed: Cast) -> None:
    bo(fixed).get(url("plan_pdf", fixed, number=2))
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT purpose FROM access_accessevent WHERE case_id = %s AND person_id = %s", [fixed.case_id, fixed.bo.person_id]
        )
        assert ("print",) in cursor.fetchall()


def test_the_record_block_names_the_day_and_each_answer(fixed: Cast) -> None:
    text = page(bo(fixed), url("copy_plan", fixed, number=1))
    assert "Joint plan, version 1" in text and "Amal: Yes, but" in text.replace("- Amal", "Amal")


def test_a_finished_step_needs_no_new_answer_and_an_undone_one_says_why(planned: Cast) -> None:
    fix_plan(planned)
    step = plan_of(planned).steps[0]
    client, address = amal(planned), url("change_step", planned, step_id=step.id)
    token = hidden(page(client, address))
    data = {**token, "what": step.what, "who": str(step.who_id), "kind": str(step.kind), "by_on": "", "state": "not_done", "reason": ""}
    assert client.post(address, data).status_code == 422
    assert client.post(address, {**data, "reason": "The bus"}).status_code == 302
    assert not current_plan(actor=planned.amal, case_id=planned.case_id).changed_since_asked
    assert "The bus" in page(client, url("plan", planned))


def test_a_goal_is_taken_out_and_an_earlier_version_keeps_it(planned: Cast) -> None:
    fix_plan(planned)
    goal = plan_of(planned).goals[1]
    client, address = bo(planned), url("remove_goal", planned, goal_id=goal.id)
    assert client.post(address, {**hidden(page(client, address)), "why": "Done"}).status_code == 302
    assert goal.text not in page(client, url("plan", planned))
    assert goal.text in page(client, url("plan_version", planned, number=1))


def test_words_bo_wrote_for_amal_wait_for_her_yes(planned: Cast) -> None:
    client, address = bo(planned), url("write_words_for", planned, person_id=planned.amal_id)
    asked = page(client, address)
    assert "What does the shared goal mean to Amal?" in asked and "What could work give Amal?" in asked
    assert " to you?" not in asked and "give you?" not in asked
    assert (
        client.post(address, {**hidden(page(client, address)), "own_words": "Rolige morgener", "work_gives": "Kolleger"}).status_code == 302
    )
    shown = page(amal(planned), url("plan", planned))
    assert (
        "Said by you, written by Bo. You have not confirmed it yet." in shown
        and "Amal has not" not in shown
        and "Yes, this is what I said" in shown
    )
    assert amal(planned).post(url("confirm_words", planned), hidden(shown)).status_code == 302
    assert "not confirmed" not in page(amal(planned), url("plan", planned))


def test_who_asked_for_answers_reads_that_they_asked_and_amal_reads_that_bo_did(planned: Cast) -> None:
    call_for_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=uuid4())
    to_bo, to_amal = (page(client, url("plan", planned)) for client in (bo(planned), amal(planned)))
    assert "You asked on" in to_bo and "you may close the answers" in to_bo and "Bo asked on" not in to_bo
    assert "Bo asked on" in to_amal and "Bo may close the answers" in to_amal
