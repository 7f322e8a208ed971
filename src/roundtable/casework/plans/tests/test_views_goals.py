"""What stands beside a goal on the page."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import account, build_cast, build_family

from roundtable.casework.cases.actions import start_case
from roundtable.casework.plans.actions import GoalWords, call_for_answers, set_return, write_goal
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.plans.rules.content import GoalKind, Level, ReturnKind
from roundtable.casework.plans.tests.scene import answer, fix_plan, write_plan
from roundtable.ground.people.models import Account


def test_what_amal_takes_home_is_called_agreed_only_when_everybody_has_said_yes() -> None:
    cast = build_cast()
    write_plan(cast)
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    sheet = reverse("take_home", args=[cast.case_id])

    def heading() -> str:
        return (
            "agreed"
            if "<h2>What we agreed, version 1</h2>" in (shown := client.get(sheet).content.decode())
            else "do"
            if "What we do" in shown
            else ""
        )

    assert heading() == "do"
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    for actor, said in ((cast.at_table(cast.bo), AnswerKind.YES), (cast.amal, AnswerKind.YES_BUT)):
        answer(actor, cast.case_id, call_id, said, reason="Not on Mondays")
    assert heading() == "do"
    answer(cast.at_table(cast.cleo), cast.case_id, call_id)
    assert heading() == "agreed"
    words = GoalWords(GoalKind.VOCATIONAL, "A third morning", cast.cleo.person_id)
    write_goal(actor=cast.at_table(cast.cleo), case_id=cast.case_id, goal_id=uuid4(), words=words)
    assert heading() == "do"
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    for actor, said in ((cast.at_table(cast.bo), AnswerKind.YES), (cast.at_table(cast.cleo), AnswerKind.YES), (cast.amal, AnswerKind.NO)):
        answer(actor, cast.case_id, call_id, said, reason="Two are enough")
    assert heading() == "do"


def test_a_step_begins_as_part_of_what_its_writer_does() -> None:
    """Of work for Cleo, of care for Bo, of daily life for Amal; each can choose another."""
    cast = build_cast()
    who = ((cast.cleo.person_id, "staff", "work"), (cast.bo.person_id, "staff", "care"), (cast.amal_id, "citizen", "daily"))
    for person_id, kind, part in who:
        client = Client()
        client.force_login(account(person_id, "Somebody", kind=kind))
        for name in ("write_goal", "write_steps"):
            page = client.get(reverse(name, args=[cast.case_id]))
            assert page.context["form"]["part_1"].value() == part
            ids = re.findall(r'\bid="([^"]+)"', page.content.decode())
            assert len(ids) == len(set(ids)), "a label leads to its own box"


def test_each_goal_says_where_it_comes_from() -> None:
    """From how the organisations work, or from the law (T250); one about daily life needs no such word."""
    cast = build_cast()
    write_plan(cast)
    for level, text in ((Level.MESO, "One letter instead of two"), (Level.MACRO, "A talk before week 8")):
        write_goal(
            actor=cast.at_table(cast.cleo), case_id=cast.case_id, goal_id=uuid4(),
            words=GoalWords(GoalKind.VOCATIONAL, text, cast.cleo.person_id, level),
        )  # fmt: skip
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = " ".join(client.get(reverse("plan", args=[cast.case_id])).content.decode().split())
    for words in ("Treatment goal, Bo</p>", "Cleo, about how the organisations work", "Cleo, because of the law"):
        assert words in page


def test_examples_stand_beside_the_form_and_never_in_it() -> None:
    """By kind and by whose goal it might be; without a button, a link or a script that could copy one."""
    cast = build_cast()
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    response = client.get(reverse("write_goal", args=[cast.case_id]))
    page = response.content.decode()
    start = page.index("Examples of goals")
    examples = page[start : page.index("</details>", start)]
    for words in ("Personal goal", "Treatment goal", "Work goal", "I open my letters", "as an employment consultant may say it"):
        assert words in examples
    assert "<button" not in examples and "<a " not in examples and "data-" not in examples
    assert not response.context["form"]["text"].value()


def test_what_is_feared_what_protects_and_what_it_could_give_stand_with_the_goal() -> None:
    """In the plan, for everybody at the table, and in the version that is fixed (T074, T245)."""
    cast = build_cast()
    write_plan(cast)
    said = {"gives": "My colleagues again", "fears": "That it comes back at work", "protection": "Nobody calls in the evening"}
    words = GoalWords(GoalKind.PERSONAL, "Two mornings at the old place", cast.amal_id, **said)
    write_goal(actor=cast.amal, case_id=cast.case_id, goal_id=uuid4(), words=words)
    fix_plan(cast)
    for person_id, kind in ((cast.amal_id, "citizen"), (cast.cleo.person_id, "staff")):
        client = Client()
        client.force_login(account(person_id, "Somebody", kind=kind))
        for address in (reverse("plan", args=[cast.case_id]), reverse("plan_version", args=[cast.case_id, 1])):
            page = client.get(address).content.decode()
            assert [line for line in said.values() if line not in page] == [], address


def test_a_family_is_not_asked_for_a_way_back_to_work_and_what_stands_there_stays() -> None:
    """It is one person's: Amal is asked for it, and Mia, Per and Jo are not, in the plan, among the goals or about themselves."""
    cast = build_cast()
    family = build_family(cast)
    start_case(actor=cast.gro.leading(family.case_id), case_id=family.case_id)

    def said(person_id: UUID, kind: str, case_id: UUID, *names: str) -> str:
        client = Client()
        client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, "Somebody", kind=kind))
        return " ".join(client.get(reverse(name, args=[case_id])).text for name in names)

    asks = ("Back to work", "What could work give you?", 'value="vocational"', "I drink coffee with my colleagues")
    pages = ("plan", "write_goal", "say_in_own_words")
    for words in asks:
        assert words in said(cast.amal_id, "citizen", cast.case_id, *pages), words
    for person_id, kind in ((family.citizens["Mia"].person_id, "citizen"), (cast.cleo.person_id, "staff")):
        told = said(person_id, kind, family.case_id, *pages)
        assert "A new goal with its steps" in told and not [words for words in asks if words in told]
    bo = cast.bo.on(family.case_id)
    set_return(actor=bo, case_id=family.case_id, revision=0, kind=ReturnKind.OPEN, on=timezone.localdate() + timedelta(days=20))
    assert "Back to work" in said(cast.cleo.person_id, "staff", family.case_id, "plan")


def test_who_notes_anothers_answer_is_not_asked_for_their_own() -> None:
    cast = build_cast()
    write_plan(cast)
    call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    client = Client()
    client.force_login(account(cast.bo.person_id, "Bo"))
    for name, more, said in (("record_answer", [cast.amal_id], "They"), ("answer_plan", [], "I")):
        page = client.get(reverse(name, args=[cast.case_id, *more])).text
        assert f">{said} say something else to one of the goals<" in page
