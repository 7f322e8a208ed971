"""The professionals take a disagreement on, with a day; who needs more time may name one."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.plans.actions import call_for_answers, name_day, set_return, take_on_point
from roundtable.casework.plans.pages.points import look_words
from roundtable.casework.plans.pages.words import day_words
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import RETURN, ReturnKind
from roundtable.casework.plans.rules.looking import WHOLE, Look, LookWhen, NothingOpen, TwoLook
from roundtable.casework.plans.tests.scene import answer, plan_of, write_plan
from roundtable.ground.access.actor import Actor
from roundtable.kernel.refusal import NotHere

TAKE = "Take it on, with a day"


@pytest.fixture
def cast() -> Cast:
    """Amal says yes to the plan and no to the way back; the others yes to everything."""
    found = build_cast()
    write_plan(found)
    day = timezone.localdate() + timedelta(days=60)
    set_return(actor=found.at_table(found.cleo), case_id=found.case_id, revision=0, kind=ReturnKind.AGREED, on=day)
    call_id = call_for_answers(actor=found.at_table(found.bo), case_id=found.case_id, call_id=uuid4())
    differs = GoalAnswer(RETURN, AnswerKind.NO, "I do not sleep yet")
    answer(found.amal, found.case_id, call_id, AnswerKind.YES_BUT, exceptions=[differs])
    for member in (found.bo, found.cleo):
        answer(found.at_table(member), found.case_id, call_id)
    return found


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def shown(client: Client, cast: Cast, name: str = "plan") -> str:
    response = client.get(reverse(name, args=[cast.case_id]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def taken_on(cast: Cast, days: int = 30, actor: Actor | None = None, topic: str = RETURN, **more: object) -> None:
    values: dict[str, object] = {"persons": [cast.bo.person_id, cast.cleo.person_id], **more}
    on = timezone.localdate() + timedelta(days=days)
    take_on_point(actor=actor or cast.at_table(cast.bo), case_id=cast.case_id, look_id=uuid4(), topic=topic, on=on, **values)


def test_amal_reads_who_looks_at_it_until_when_and_that_it_is_no_task_of_hers(cast: Cast) -> None:
    amal, bo = signed_in(cast.amal_id, "Amal", "citizen"), signed_in(cast.bo.person_id, "Bo")
    before = shown(amal, cast)
    assert "The professionals take this on, and say until which day. You need not do anything about it." in before
    assert TAKE not in before
    assert "Amal sees something differently" in shown(bo, cast)
    day = timezone.localdate() + timedelta(days=30)
    address = reverse("take_on_point", args=[cast.case_id, RETURN])
    page = bo.get(address)
    assert "I do not sleep yet" in page.content.decode()
    form = page.context["form"]
    assert (form["first"].value(), form["second"].value()) == (str(cast.bo.person_id), str(cast.cleo.person_id))
    said = {"first": str(cast.bo.person_id), "second": str(cast.cleo.person_id), "on": day.strftime("%d.%m.%Y"), "once": str(uuid4())}
    assert bo.post(address, said).status_code == 302
    assert bo.post(address, said).status_code == 302, "sent twice"
    assert len(plan_of(cast).looks) == 1
    assert f"Bo and Cleo look at this until {day_words(day)}. You need not do anything about it." in shown(amal, cast)
    cleos = shown(signed_in(cast.cleo.person_id, "Cleo"), cast)
    assert f"Bo and you look at this until {day_words(day)}." in cleos and "Amal sees something differently" not in cleos
    assert "News from" in amal.get("/").content.decode()


def test_it_is_no_citizens_task_and_nobody_elses_table(cast: Cast) -> None:
    address = reverse("take_on_point", args=[cast.case_id, RETURN])
    for person_id, name, kind in (
        (cast.amal_id, "Amal", "citizen"),
        (cast.dag.person_id, "Dag", "staff"),
        (cast.eve.person_id, "Eve", "staff"),
    ):
        client = signed_in(person_id, name, kind)
        assert client.get(address).status_code == 404 and client.post(address, {}).status_code == 404
    with pytest.raises(NotHere):
        taken_on(cast, actor=cast.amal)


def test_bad_input_is_told_and_kept(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    address = reverse("take_on_point", args=[cast.case_id, RETURN])
    good = {"first": str(cast.bo.person_id), "second": str(cast.cleo.person_id), "on": "3.3.2027", "once": str(uuid4())}
    for bad in (
        {"second": str(cast.bo.person_id)},
        {"second": str(cast.dag.person_id)},
        {"second": "nobody"},
        {"on": "3.3.2020"},
        {"on": "9999-12-31"},
        {"on": "soon"},
        {"on": ""},
    ):
        assert bo.post(address, {**good, **bad}).status_code == 422, bad
    for topic in (WHOLE, str(uuid4()), "nothing"):
        assert bo.get(reverse("take_on_point", args=[cast.case_id, topic])).status_code == 404, "nobody sees this differently"
    with pytest.raises(NothingOpen):
        taken_on(cast, topic=WHOLE)
    with pytest.raises(LookWhen):
        taken_on(cast, days=-1)
    with pytest.raises(TwoLook):
        taken_on(cast, persons=[cast.bo.person_id, cast.amal_id])


def test_when_it_is_settled_the_plan_says_no_more_of_it_and_history_who_looked(cast: Cast) -> None:
    taken_on(cast)
    now = plan_of(cast)
    kind = {"kind": ReturnKind.OPEN, "on": timezone.localdate() + timedelta(days=90)}
    set_return(actor=cast.at_table(cast.bo), case_id=cast.case_id, revision=now.back_revision, **kind)
    assert "The day is open. We look at it again on" in shown(signed_in(cast.amal_id, "Amal", "citizen"), cast)
    call_id = call_for_answers(actor=cast.at_table(cast.cleo), case_id=cast.case_id, call_id=uuid4())
    assert RETURN in plan_of(cast).open_points, "asked anew, it is not settled before she has said so"
    for actor in (cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        answer(actor, cast.case_id, call_id)
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    assert "look at this until" not in shown(amal, cast)
    history = shown(amal, cast, "plan_versions")
    assert f"Settled on {day_words(timezone.localdate())}. Bo and Cleo looked at it." in history
    assert "I do not sleep yet" in history


def test_who_says_not_yet_may_name_a_day_and_nobody_must(cast: Cast) -> None:
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    on = timezone.localdate() + timedelta(days=20)
    with pytest.raises(NothingOpen):
        name_day(actor=cast.amal, case_id=cast.case_id, look_id=uuid4(), on=on)
    set_return(actor=cast.at_table(cast.bo), case_id=cast.case_id, revision=plan_of(cast).back_revision, kind=ReturnKind.UNSAID)
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id, AnswerKind.NOT_YET)
    assert "Choose a day to look again" in shown(amal, cast)
    address = reverse("name_day", args=[cast.case_id])
    assert "You owe nobody a reason" in amal.get(address).content.decode()
    assert amal.post(address, {"on": on.strftime("%d.%m.%Y"), "once": str(uuid4())}).status_code == 302
    assert f"You want to look at it again on {day_words(on)}." in shown(amal, cast)
    bos = shown(signed_in(cast.bo.person_id, "Bo"), cast)
    assert f"Amal wants to look at it again on {day_words(on)}." in bos
    assert "Nobody has taken this on yet." in bos, "her day is no task of hers and takes none from them"
    answer(cast.amal, cast.case_id, call_id, AnswerKind.YES)
    assert "wants to look at it again" not in shown(signed_in(cast.bo.person_id, "Bo"), cast)


def test_the_page_asks_no_more_statements_for_it(cast: Cast) -> None:
    amal = signed_in(cast.amal_id, "Amal", "citizen")
    shown(amal, cast)
    for _time in range(5):
        taken_on(cast)
    with count_statements() as counted:
        shown(amal, cast)
    assert len(counted) <= 12


@pytest.mark.parametrize(
    ("language", "mine", "theirs", "past"),
    [
        ("en", "You and Cleo look at this until", "Bo and Cleo look at this until", "Set a new day together."),
        ("da", "Du og Cleo ser på det til og med den", "Bo og Cleo ser på det til og med den", "Vælg en ny dag sammen."),
        ("nl", "Jij en Cleo kijken hiernaar tot en met", "Bo en Cleo kijken hiernaar tot en met", "Kies samen een nieuwe dag."),
    ],
)
def test_who_looks_is_said_as_each_language_says_who_does_something(language: str, mine: str, theirs: str, past: str) -> None:
    """*You* is the one who does it: *du* and not *dig*."""
    look, today = Look(RETURN, date(2027, 3, 3), "bo", ("bo", "cleo")), date(2027, 3, 1)
    people = {"bo": "Bo", "cleo": "Cleo"}
    with translation.override(language):
        assert look_words(look, people, "bo", today).startswith(mine)
        assert look_words(look, people, "amal", today).startswith(theirs)
        assert look_words(look, people, "bo", date(2027, 3, 4)).endswith(past)
        assert not look_words(look, people, "amal", date(2027, 3, 4)).endswith(past)
