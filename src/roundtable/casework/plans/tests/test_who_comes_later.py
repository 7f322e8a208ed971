"""Somebody of another organisation sits down when the plan has been asked about: nothing is fixed, and nothing is agreed, without them."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.cases.actions import add_professional, start_case
from roundtable.casework.plans.actions import call_for_answers, close_answers
from roundtable.casework.plans.queries import current_plan, plan_state, plan_version, plan_versions
from roundtable.casework.plans.rules.agreement import AnswerKind, CameSince, NobodyToAsk, SharedState
from roundtable.casework.plans.tests.scene import answer, days_pass, fix_plan, plan_of, write_plan
from roundtable.ground.access.context import through
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.people.models import Person
from roundtable.ground.programmes.models import Programme


@pytest.fixture
def planned() -> Cast:
    cast = build_cast()
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    write_plan(cast)
    return cast


def ask(cast: Cast) -> UUID:
    return call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())


def eve_sits_down(cast: Cast) -> None:
    add_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, coming_id=cast.eve.person_id)


def test_while_it_is_out_for_answers_nothing_is_fixed_before_eve_is_asked_and_only_she_is_asked(planned: Cast) -> None:
    first = ask(planned)
    answer(planned.at_table(planned.bo), planned.case_id, first)
    answer(planned.at_table(planned.cleo), planned.case_id, first)
    eve_sits_down(planned)
    assert answer(planned.amal, planned.case_id, first) is None, "all who were asked have answered; Eve was not asked"
    assert plan_versions(actor=planned.amal, case_id=planned.case_id) == ()
    days_pass(first)
    with pytest.raises(CameSince):
        close_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=first)

    second = ask(planned)
    assert second != first
    call = plan_of(planned).call
    assert call is not None and [party.person for party in call.waiting] == [str(planned.eve.person_id)]
    assert sorted(one.carried for one in call.given) == [1, 1, 1]
    state = plan_state(actor=planned.amal, case_ids=[planned.case_id])[planned.case_id]
    assert state.waiting == (planned.eve.person_id,) and state.closes_at is not None and state.closes_at > call.opened_at
    assert "Bo" in [notice.sender for notice in my_notices(actor=planned.eve.on(None))]
    assert ask(planned) == second, "asking twice at the same table is one asking"
    assert answer(planned.at_table(planned.eve), planned.case_id, second) == 1
    version = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert len(version.parties) == 4 and version.standing.state == SharedState.SHARED


def test_a_side_that_came_later_and_did_not_answer_stands_as_not_yet_and_the_goal_is_not_shared(planned: Cast) -> None:
    first = ask(planned)
    for who in (planned.at_table(planned.bo), planned.at_table(planned.cleo)):
        answer(who, planned.case_id, first)
    eve_sits_down(planned)
    answer(planned.amal, planned.case_id, first)
    second = ask(planned)
    days_pass(second)
    assert close_answers(actor=planned.at_table(planned.bo), case_id=planned.case_id, call_id=second) == 1
    version = plan_version(actor=planned.amal, case_id=planned.case_id, number=1)
    assert version.answers[f"o:{planned.eve.organisation_id}"] == AnswerKind.NOT_YET
    assert version.standing.state == SharedState.CONTESTED


def test_a_version_everybody_agreed_to_is_agreed_no_longer_when_a_new_side_sits_there_until_it_has_said_yes(planned: Cast) -> None:
    assert fix_plan(planned) == 1 and plan_of(planned).is_agreed
    eve_sits_down(planned)
    now = plan_of(planned)
    assert not now.is_agreed and not now.changed_since_asked and [party.name for party in now.came_since] == ["Eve"]
    assert not current_plan(actor=planned.amal, case_id=planned.case_id, answers=False).is_agreed
    call_id = ask(planned)
    assert answer(planned.at_table(planned.eve), planned.case_id, call_id) == 2
    assert plan_of(planned).is_agreed
    assert len(plan_version(actor=planned.amal, case_id=planned.case_id, number=1).parties) == 3, "what was fixed stays as it was"


def test_one_more_of_an_organisation_that_was_asked_changes_nothing(planned: Cast) -> None:
    call_id = ask(planned)
    add_professional(actor=planned.gro.leading(planned.case_id), case_id=planned.case_id, coming_id=planned.ida.person_id)
    assert plan_of(planned).came_since == () and ask(planned) == call_id
    for who in (planned.at_table(planned.bo), planned.at_table(planned.cleo)):
        answer(who, planned.case_id, call_id)
    assert answer(planned.amal, planned.case_id, call_id) == 1


def test_past_the_code_too_a_version_without_the_new_side_is_refused(planned: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    call_id = ask(planned)
    for who in (planned.at_table(planned.bo), planned.at_table(planned.cleo)):
        answer(who, planned.case_id, call_id)
    eve_sits_down(planned)
    monkeypatch.setattr("roundtable.casework.plans.queries.views.CurrentPlan.came_since", ())
    with pytest.raises(DatabaseError, match="fixed as it was asked"):
        answer(planned.amal, planned.case_id, call_id)


def test_the_plan_page_says_who_was_not_asked_and_leads_to_asking(planned: Cast) -> None:
    bo = Client()
    bo.force_login(account(planned.bo.person_id, "Bo"))
    page, form = (reverse(name, args=[planned.case_id]) for name in ("plan", "call_for_answers"))
    call_id = ask(planned)
    eve_sits_down(planned)
    said = bo.get(page).text
    assert "Not asked yet: Eve (Health South). Nothing is fixed before that." in said and "We wait for" in said
    answer(planned.at_table(planned.bo), planned.case_id, call_id)
    said = bo.get(page).text
    assert "Ask who came later too" in said
    assert "Came to the table later and not asked yet: Eve (Health South)." in bo.get(form).text
    assert bo.post(form, {"once": uuid4()}).status_code == 302
    assert "Ask who came later too" not in bo.get(page).text


def test_neither_a_new_surname_nor_a_new_fixed_goal_says_that_the_plan_has_changed(planned: Cast) -> None:
    """Nobody would be asked: so nothing offers to ask."""
    fix_plan(planned)
    with through("loader"):
        Person.objects.filter(id=planned.bo.person_id).update(given_name="Bodil")
        Programme.objects.filter(id=planned.programme_id).update(fixed_goal="Back to work or education, soon")
    now = plan_of(planned)
    assert now.fixed.text == "Back to work or education, soon" and now.is_agreed and not now.changed_since_asked
    bo = Client()
    bo.force_login(account(planned.bo.person_id, "Bo"))
    page = bo.get(reverse("plan", args=[planned.case_id])).text
    assert "Ask everybody" not in page and "The plan has changed since then" not in page
    with pytest.raises(NobodyToAsk):
        ask(planned)
