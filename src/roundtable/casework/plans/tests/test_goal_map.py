"""All goals in one view: what the parties say is shown, and nothing is guessed."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.plans.actions import call_for_answers, mark_pair, say
from roundtable.casework.plans.rules.content import GoalKind, GoalLine, Level, Person, Proposal, SayingKind, SayingLine
from roundtable.casework.plans.rules.goal_map import Beside, GoalState, OneGoal, goal_map
from roundtable.casework.plans.tests.scene import answer, plan_of, write_plan
from roundtable.casework.plans.tests.strategies import proposals
from roundtable.kernel.refusal import NotHere

AMAL, CLEO = Person("amal", "Amal", "c:amal"), Person("cleo", "Cleo", "o:work")
TWO = Proposal(
    (
        GoalLine("a", GoalKind.PERSONAL, Level.MICRO, "Sleep", AMAL),
        GoalLine("b", GoalKind.VOCATIONAL, Level.MICRO, "Two mornings at eight", CLEO),
    )
)


def mark(kind: SayingKind, by: Person, one: str = "a", to: str = "b") -> SayingLine:
    return SayingLine(f"{kind} {by.id}", kind, one, by, "", to)


def test_nobody_has_said_anything_is_unclear_and_never_competing() -> None:
    found = goal_map(TWO, ())
    assert found.pairs == () and set(found.states.values()) == {GoalState.UNCLEAR}


def test_one_party_is_enough_to_say_that_two_goals_want_different_things() -> None:
    found = goal_map(TWO, (mark(SayingKind.FITS, CLEO, "b", "a"), mark(SayingKind.COMPETES, AMAL)))
    (pair,) = found.pairs
    assert pair.beside == Beside.COMPETES and [one.by.name for one in pair.said] == ["Cleo", "Amal"]
    assert set(found.states.values()) == {GoalState.COMPETING}
    assert set(goal_map(TWO, (mark(SayingKind.FITS, CLEO),)).states.values()) == {GoalState.COMPATIBLE}


@given(proposals(), st.integers(0, 3))
def test_every_goal_has_a_place_and_only_the_parties_make_a_conflict(proposal: Proposal, _more: int) -> None:
    found = goal_map(proposal, ())
    assert set(found.states) == {goal.id for goal in proposal.goals}
    assert GoalState.COMPETING not in found.states.values()


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


def signed_in(person_id: UUID, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


def goals(cast: Cast) -> dict[str, UUID]:
    return {goal.text: goal.id for goal in plan_of(cast).goals}


def the_map(client: Client, cast: Cast) -> str:
    response = client.get(reverse("goal_map", args=[cast.case_id]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


SLEEP, MORNINGS = "Sleep through three nights a week", "Two mornings a week at the old place"


def test_a_pair_is_marked_by_who_says_it_and_asks_nobody_anew(cast: Cast) -> None:
    amal, before = signed_in(cast.amal_id, "Amal", "citizen"), plan_of(cast).digest
    there = goals(cast)
    two = {"one": str(there[SLEEP]), "other": str(there[MORNINGS]), "once": str(uuid4())}
    address = reverse("mark_pair", args=[cast.case_id])
    assert amal.get(address).status_code == 200
    done = amal.post(address, {**two, "mark": "competes", "text": "At eight I have not slept"}, follow=True).content.decode()
    assert "It stands on the map, in your name." in done
    cleo = signed_in(cast.cleo.person_id, "Cleo")
    shown = the_map(cleo, cast)
    assert "Amal: wants something different from 3. At eight I have not slept" in shown and "≠" in shown
    assert "Wants something different from another goal" in shown
    assert plan_of(cast).digest == before, "nobody is asked anew"
    mark_pair(actor=cast.at_table(cast.cleo), case_id=cast.case_id, one_id=there[MORNINGS], other_id=there[SLEEP], mark=SayingKind.FITS)
    assert "Cleo: fits with 2." in the_map(amal, cast) and "Amal: wants something different from 2." in the_map(amal, cast)
    amal.post(address, {**two, "mark": "none", "text": ""})
    assert "≠" not in the_map(cleo, cast).partition("An arrow says")[0]


def test_the_map_shows_links_states_and_the_fixed_goal_in_words_too(cast: Cast) -> None:
    shown = the_map(signed_in(cast.amal_id, "Amal", "citizen"), cast)
    for words in ('role="img"', "For all of us", "Treatment goal, Bo", "Nobody has said yet", "Helps with the programme&#x27;s fixed goal"):
        assert words in shown, words
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id)
    assert "Seen differently" not in the_map(signed_in(cast.bo.person_id, "Bo"), cast)


def test_bad_input_is_told_and_strangers_find_nothing(cast: Cast) -> None:
    there = goals(cast)
    bo = signed_in(cast.bo.person_id, "Bo")
    address = reverse("mark_pair", args=[cast.case_id])
    good = {"one": str(there[SLEEP]), "other": str(there[MORNINGS]), "mark": "fits", "text": ""}
    for bad in ({"other": good["one"]}, {"one": str(uuid4())}, {"mark": "help"}, {"text": "a\x00b"}, {"text": "x" * 5000}):
        assert bo.post(address, {**good, **bad}).status_code == 422, bad
    for member, name in ((cast.dag, "Dag"), (cast.eve, "Eve")):
        for page in ("goal_map", "mark_pair"):
            assert signed_in(member.person_id, name).get(reverse(page, args=[cast.case_id])).status_code == 404
    with pytest.raises(OneGoal):
        mark_pair(actor=cast.amal, case_id=cast.case_id, one_id=there[SLEEP], other_id=there[SLEEP], mark=SayingKind.FITS)
    with pytest.raises(NotHere):
        mark_pair(actor=cast.amal, case_id=cast.case_id, one_id=there[SLEEP], other_id=uuid4(), mark=SayingKind.FITS)
    with pytest.raises(NotHere):
        say(actor=cast.amal, case_id=cast.case_id, kind=SayingKind.COMPETES, text="No", goal_id=there[SLEEP])


def test_the_map_keeps_the_budget(cast: Cast) -> None:
    client = signed_in(cast.amal_id, "Amal", "citizen")
    the_map(client, cast)
    with count_statements() as counted:
        the_map(client, cast)
    assert len(counted) <= 12
