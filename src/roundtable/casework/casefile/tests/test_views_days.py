"""Days without an hour: who looks again at what is seen differently, and the call after a meeting, among what is coming."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.afterwards.rules import call_due
from roundtable.casework.cases.actions import answer_bridge, close_case, name_bridge, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.plans.actions import call_for_answers, name_day, set_return, take_on_point
from roundtable.casework.plans.pages.words import day_words
from roundtable.casework.plans.rules.agreement import AnswerKind, GoalAnswer
from roundtable.casework.plans.rules.content import RETURN, ReturnKind
from roundtable.casework.plans.tests.scene import answer, write_plan
from roundtable.casework.roundtables.actions import hold_roundtable, wish_for_meeting
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.kernel.calendar import holidays_of

LOOK = "We look again at what we do not agree on"
AGAIN = "We look at the plan again"
TAKEN, NAMED = 10, 20


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def shown(person_id: object, address: str, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))  # type: ignore[arg-type]
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def dates(cast: Cast) -> str:
    return shown(cast.amal_id, reverse("dates_and_letters", args=[cast.case_id]), "citizen")


def seen_differently(cast: Cast) -> None:
    """Amal says not yet, and no to the way back."""
    today = timezone.localdate()
    write_plan(cast)
    set_return(actor=cast.at_table(cast.cleo), case_id=cast.case_id, revision=0, kind=ReturnKind.AGREED, on=today + timedelta(days=60))
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id, AnswerKind.NOT_YET, exceptions=[GoalAnswer(RETURN, AnswerKind.NO, "Too early")])


def two_days(cast: Cast) -> None:
    """Bo and Cleo take the way back on for a day; for the whole plan she names another."""
    today = timezone.localdate()
    take_on_point(
        actor=cast.at_table(cast.bo),
        case_id=cast.case_id,
        look_id=uuid4(),
        topic=RETURN,
        on=today + timedelta(days=TAKEN),
        persons=[cast.bo.person_id, cast.cleo.person_id],
    )
    name_day(actor=cast.amal, case_id=cast.case_id, look_id=uuid4(), on=today + timedelta(days=NAMED))


def test_the_days_to_look_again_stand_among_amals_dates_until_she_says_yes(cast: Cast) -> None:
    seen_differently(cast)
    two_days(cast)
    page = dates(cast)
    today = timezone.localdate()
    assert page.index(LOOK) < page.index(AGAIN)
    assert "· Bo and Cleo" in page and "· You" in page
    for days in (TAKEN, NAMED):
        assert day_words(today + timedelta(days=days)) in page
    course = shown(cast.bo.person_id, reverse("case_page", args=[cast.case_id]))
    assert LOOK in course and "· You and Cleo" in course
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id)
    for words in (LOOK, AGAIN):
        assert words not in dates(cast)


def test_an_open_way_back_stands_there_with_the_day_to_look_at_it_again(cast: Cast) -> None:
    write_plan(cast)
    day = timezone.localdate() + timedelta(days=45)
    set_return(actor=cast.amal, case_id=cast.case_id, revision=0, kind=ReturnKind.OPEN, on=day)
    page = dates(cast)
    assert "We look again at the way back to work" in page and day_words(day) in page


def test_who_sits_elsewhere_leads_or_sits_beside_her_reads_no_such_day(cast: Cast) -> None:
    seen_differently(cast)
    two_days(cast)
    course = reverse("case_page", args=[cast.case_id])
    for words in (LOOK, AGAIN):
        assert words not in shown(cast.gro.person_id, course)
    for member in (cast.dag, cast.eve):
        client = Client()
        client.force_login(account(member.person_id, member.name))
        assert client.get(course).status_code == 404


def test_the_call_after_the_meeting_stands_there_with_who_calls_and_a_leader_reads_no_name(cast: Cast) -> None:
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.cleo.person_id)
    meeting = call(cast)
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    day = day_words(call_due(timezone.localdate(), holidays_of("DK")))
    page = dates(cast)
    assert "A call to you: how are you after our meeting?" in page and day in page and "· Cleo" in page
    course = reverse("case_page", args=[cast.case_id])
    assert "A call to Amal after the meeting" in shown(cast.bo.person_id, course)
    leads = shown(cast.gro.person_id, course)
    assert "A call to Amal after the meeting" in leads and "· Cleo" not in leads.split("What is coming")[1].split("</ul>")[0]


def test_the_pages_ask_no_more_for_these_days(cast: Cast) -> None:
    amal, bo = Client(), Client()
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    bo.force_login(account(cast.bo.person_id, "Bo"))
    pages = ((amal, reverse("dates_and_letters", args=[cast.case_id])), (amal, reverse("case_page", args=[cast.case_id])))
    pages += ((bo, reverse("case_page", args=[cast.case_id])),)
    seen_differently(cast)
    before = [_asked(client, address) for client, address in pages]
    two_days(cast)
    after = [_asked(client, address) for client, address in pages]
    assert max(after) <= 12, after
    assert after == before


def _asked(client: Client, address: str) -> int:
    client.get(address)
    with count_statements() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_day_of_the_first_contact_after_the_course_is_among_what_is_coming_for_who_reads_it(cast: Cast) -> None:
    today, bo = timezone.localdate(), cast.at_table(cast.bo)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    on = today + timedelta(days=40)
    item = name_bridge(
        actor=bo, case_id=cast.case_id, name="Kirsten Holm", organisation="", telephone="70 00 00 00", until_on=today + timedelta(days=60),
        rings_on=on,
    )  # fmt: skip
    course, said = reverse("case_page", args=[cast.case_id]), "First contact after the course"
    line = f'{said}</a><p class="rt-muted"><time datetime="{on.isoformat()}">{day_words(on)}'
    for person_id, kind in ((cast.amal_id, "citizen"), (cast.cleo.person_id, "staff")):
        page = shown(person_id, course, kind)
        assert line in page and "Kirsten" not in page.partition(said)[2].partition("</li>")[0]
    assert said in dates(cast)
    assert said not in shown(cast.gro.person_id, course), "who leads reads no content"
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=False)
    assert said not in shown(cast.cleo.person_id, course)
    close_case(actor=bo, case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    assert said not in shown(cast.amal_id, course, "citizen") and said not in dates(cast)
