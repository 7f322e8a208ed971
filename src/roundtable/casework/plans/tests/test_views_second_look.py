"""Two things to look at: said to the writer, once, and to nobody else; never in the way, and off for who does not want it."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast, build_family
from tests.statements import count_statements

from roundtable.casework.plans.actions import GoalWords, write_goal
from roundtable.casework.plans.queries import own_wording_elsewhere
from roundtable.casework.plans.rules.content import GoalKind
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.seats.actions import end_seat
from roundtable.ground.seats.queries import seats_on

ONLY_YOU = "Only you see this, and it may stay as it is"
ELSEWHERE = "nearly in the words of another plan of yours"
NO_STEP = "There is no step for this goal yet"


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


def signed_in(person_id: object, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def writes_a_goal(client: Client, cast: Cast) -> str:
    """A goal of one's own without a step; the page it leads to."""
    goal = {
        "once": str(uuid4()), "kind": "treatment", "owner": str(cast.bo.person_id), "text": "A quieter evening before the night",
        "level": "micro", "gives": "", "fears": "", "protection": "", "fixed_link": "", "fixed_how": "", "link_to": "", "link_how": "",
        "revision": "0", "steps-TOTAL": "0",
    }  # fmt: skip
    response = client.post(reverse("write_goal", args=[cast.case_id]), goal, follow=True)
    assert response.redirect_chain, response.content.decode()
    return response.content.decode()


def test_bo_alone_reads_that_his_goal_has_no_step_and_only_once(cast: Cast) -> None:
    bo, amal = signed_in(cast.bo.person_id, "Bo"), signed_in(cast.amal_id, "Amal", "citizen")
    first = writes_a_goal(bo, cast)
    assert ONLY_YOU in first and NO_STEP in first
    again = bo.get(reverse("plan", args=[cast.case_id])).content.decode()
    amals = amal.get(reverse("plan", args=[cast.case_id])).content.decode()
    assert "A quieter evening" in amals
    assert ONLY_YOU not in again and ONLY_YOU not in amals


def test_who_wants_no_remarks_gets_none(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    bo.post(reverse("account_settings"), {"language": "en", "no_second_look": "on"})
    assert ONLY_YOU not in writes_a_goal(bo, cast)
    bo.post(reverse("account_settings"), {"language": "en"})
    assert ONLY_YOU in writes_a_goal(bo, cast)


def test_who_writes_in_no_plan_is_not_asked_about_remarks(cast: Cast) -> None:
    bo, gro = signed_in(cast.bo.person_id, "Bo"), signed_in(cast.gro.person_id, "Gro")
    asked = "No remarks when I write in a plan"
    assert asked in bo.get(reverse("account_settings")).content.decode()
    assert asked not in gro.get(reverse("account_settings")).content.decode()
    gro.post(reverse("account_settings"), {"language": "en"})
    assert gro.get(reverse("account_settings")).status_code == 200


def test_own_words_that_repeat_somebody_elses_are_kept_and_remarked_on(cast: Cast) -> None:
    bo = signed_in(cast.bo.person_id, "Bo")
    form = bo.get(reverse("say_in_own_words", args=[cast.case_id]))
    fields = form.context["form"]
    initial = {name: "" if fields[name].value() is None else fields[name].value() for name in fields.fields}
    shared = form.context["page"].quote
    done = bo.post(reverse("say_in_own_words", args=[cast.case_id]), {**initial, "own_words": shared}, follow=True).content.decode()
    assert "The words stand in the plan" in done
    assert "nearly in the words of another text" in done


def goal_in(cast: Cast, actor: Actor, case_id: UUID, text: str, who: UUID) -> UUID:
    return write_goal(actor=actor, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.TREATMENT, text, who))


def test_words_that_bo_wrote_in_another_plan_of_his_are_remarked_on_to_him_alone_and_name_nothing_of_it(cast: Cast) -> None:
    family = build_family(cast)
    other = cast.bo.on(family.case_id, Purpose.PLAN)
    goal_in(cast, other, family.case_id, "A quieter evening before each night", cast.bo.person_id)
    with count_statements() as asked:
        found = own_wording_elsewhere(actor=cast.at_table(cast.bo, Purpose.PLAN).on(None), besides=cast.case_id)
    assert found == ("A quieter evening before each night",) and len(asked) == 2  # who acts, and the texts
    page = writes_a_goal(signed_in(cast.bo.person_id, "Bo"), cast)
    assert ELSEWHERE in page
    assert "before each night" not in page and "Mia" not in page
    assert ELSEWHERE not in signed_in(cast.amal_id, "Amal", "citizen").get(reverse("plan", args=[cast.case_id])).content.decode()


def test_what_a_colleague_wrote_elsewhere_is_not_compared_nor_what_bo_may_not_read_any_more(cast: Cast) -> None:
    family = build_family(cast)
    cleo = cast.cleo.on(family.case_id, Purpose.PLAN)
    write_goal(
        actor=cleo, case_id=family.case_id, goal_id=uuid4(),
        words=GoalWords(GoalKind.VOCATIONAL, "A quieter evening before the night", cast.cleo.person_id),
    )  # fmt: skip
    bo = cast.at_table(cast.bo, Purpose.PLAN).on(None)
    assert own_wording_elsewhere(actor=bo, besides=cast.case_id) == ()
    assert ELSEWHERE not in writes_a_goal(signed_in(cast.bo.person_id, "Bo"), cast)
    goal_in(cast, cast.bo.on(family.case_id, Purpose.PLAN), family.case_id, "A walk with the neighbour's dog", cast.bo.person_id)
    assert own_wording_elsewhere(actor=bo, besides=cast.case_id) == ("A walk with the neighbour's dog",)
    seat_id = next(seat.seat_id for seat in seats_on(actor=cleo, case_ids=[family.case_id]) if seat.person_id == cast.bo.person_id)
    end_seat(actor=cast.bo.on(family.case_id), seat_id=seat_id)
    assert own_wording_elsewhere(actor=bo, besides=cast.case_id) == ()
