"""Whose wish each goal is, how the wishes fit, how far a citizen's own carries the plan, and how each would see that it went well."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.plans.actions import GoalWords, NewLink, NewStep, mark_pair, say, write_goal
from roundtable.casework.plans.rules.content import FIXED, GoalKind, GoalLine, Level, Person, SayingKind, StepKind
from roundtable.casework.plans.rules.goal_levels import Whose, groups, how_they_fit, latitude, whose
from roundtable.casework.plans.rules.goal_map import goal_map
from roundtable.casework.plans.tests.scene import family, plan_of, write_plan
from roundtable.casework.plans.tests.strategies import proposals
from roundtable.kernel.refusal import Stale


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    write_plan(found)
    return found


def signed_in(person_id: object, name: str, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))  # type: ignore[arg-type]
    return client


def the_map(client: Client, cast: Cast) -> str:
    response = client.get(reverse("goal_map", args=[cast.case_id]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def amals_goal(cast: Cast) -> None:
    """Amal's own goal, which the treatment goal helps with; the organisation's rule; a step for hers and one for nothing."""
    mine, house = uuid4(), uuid4()
    step = [NewStep("A key of my own", StepKind.DAILY, cast.amal_id)]
    words = GoalWords(GoalKind.PERSONAL, "Come and go on my own", cast.amal_id)
    write_goal(actor=cast.amal, case_id=cast.case_id, goal_id=mine, words=words, steps=step)
    words = GoalWords(GoalKind.VOCATIONAL, "A report every month", cast.cleo.person_id, level=Level.MESO)
    write_goal(actor=cast.at_table(cast.cleo), case_id=cast.case_id, goal_id=house, words=words, links=[NewLink(True, None, "It counts")])
    sleep = next(goal for goal in plan_of(cast).goals if goal.kind == GoalKind.TREATMENT)
    mark_pair(actor=cast.at_table(cast.bo), case_id=cast.case_id, one_id=sleep.id, other_id=mine, mark=SayingKind.FITS)
    mark_pair(actor=cast.amal, case_id=cast.case_id, one_id=house, other_id=mine, mark=SayingKind.COMPETES, text="I am not a number")


@given(proposals())
def test_every_goal_stands_in_one_group_and_nothing_is_said_that_nobody_said(found: object) -> None:
    there = groups(found)  # type: ignore[arg-type]
    goals = [goal.id for group in there.values() for goal in group]
    assert sorted(goals) == sorted(goal.id for goal in found.goals)  # type: ignore[attr-defined]
    assert all(whose(goal) == group for group, ones in there.items() for goal in ones)
    fits = how_they_fit(found, goal_map(found, ()))  # type: ignore[arg-type]
    assert not any(fit.fits or fit.competes for fit in fits.values()), "nobody has said it"
    for group, fit in fits.items():
        assert {*fit.helps, *fit.helped_by, *fit.unsaid} == set(there) - {group}
    far = latitude(found, goal_map(found, ()))  # type: ignore[arg-type]
    others = {goal.id for goal in found.goals if whose(goal) not in (Whose.CITIZEN, Whose.TOGETHER)}  # type: ignore[attr-defined]
    assert sorted((*far.carried, *far.different, *far.unsaid)) == sorted(others)
    assert 0 <= far.steps <= far.of


@given(st.sampled_from(list(GoalKind)), st.sampled_from(list(Level)))
def test_amals_goal_is_hers_wherever_it_comes_from(kind: GoalKind, level: Level) -> None:
    goal = GoalLine("a", kind, level, "Sleep", None if kind == GoalKind.SHARED else Person("amal", "Amal", "c:amal"))
    assert whose(goal) == (Whose.TOGETHER if kind == GoalKind.SHARED else Whose.CITIZEN)


def test_the_four_stand_one_after_another_each_with_how_it_lies_beside_the_others(cast: Cast) -> None:
    """T229, T281: citizen, professional, organisation, programme; said once, read off what stands, for everybody at the table."""
    amals_goal(cast)
    mine = "What you want yourself"
    professionals, house, law = "What the professionals work for", "What the organisations need", "What the programme and the law ask for"
    shown = the_map(signed_in(cast.amal_id, "Amal", "citizen"), cast)
    places = [shown.index(f"<h3>{title}</h3>") for title in ("What we want together", mine, professionals, house, law)]
    assert places == sorted(places)
    parts = dict(
        zip((mine, professionals, house, law), [shown[a:b] for a, b in zip(places[1:], [*places[2:], None], strict=True)], strict=True)
    )
    assert "Come and go on my own" in parts[mine] and f"Fits with: “{professionals}”." in parts[mine]
    assert f"Something different is wanted, as somebody sees it: “{house}”." in parts[mine]
    assert "Nobody has said yet how it lies beside" not in shown, "no task of hers"
    assert f"Helps with: “{law}”." in parts[house] and "A report every month" in parts[house]
    assert "Sleep through three nights a week" in parts[professionals] and "Gets help from: “" in parts[law]
    cleos = the_map(signed_in(cast.cleo.person_id, "Cleo"), cast)
    assert "<h3>What Amal wants</h3>" in cleos and mine not in cleos
    hers = cleos[cleos.index("<h3>What Amal wants</h3>") :].partition("<h3>What the professionals")[0]
    assert f"Nobody has said yet how it lies beside: “What we want together”; “{law}”." in hers


def test_how_far_what_amal_wants_carries_the_plan_is_read_off_what_stands(cast: Cast) -> None:
    """T262: which goals help with it or fit, which want something else, what is a condition; no mark, no share in per cent."""
    amals_goal(cast)
    plan = plan_of(cast)
    numbers = {goal.text: str(number) for number, goal in enumerate(plan.proposal.goals, start=1)}
    shown = the_map(signed_in(cast.amal_id, "Amal", "citizen"), cast)
    note = shown[shown.index("How far what you want carries the plan") :].partition("</ul>")[0]
    assert f"Help with it, or fit: goal {numbers['Sleep through three nights a week']}." in note
    assert f"something different, as somebody sees it: goal {numbers['A report every month']}." in note
    assert f"nobody has said how they fit: goal {numbers['Two mornings a week at the old place']}." in note
    assert "Steps for it, or for a goal that helps with it: 2 of 3." in note
    assert "fixed goal is a condition. Nobody at the table can change it." in note and "%" not in note
    far = latitude(plan.proposal, goal_map(plan.proposal, plan.pair_marks))
    assert FIXED not in (*far.carried, *far.different, *far.unsaid)


def test_how_each_would_see_that_it_went_well_stands_side_by_side_and_asks_nobody_anew(cast: Cast) -> None:
    """T164: one line of each party, with its organisation, changed and taken back by who wrote it."""
    before, address = plan_of(cast).digest, reverse("say_went_well", args=[cast.case_id])
    amal, cleo = signed_in(cast.amal_id, "Amal", "citizen"), signed_in(cast.cleo.person_id, "Cleo")
    assert "Nobody has written it yet." in the_map(amal, cast)
    done = cleo.post(address, {"text": "She has a contract", "revision": "0", "once": str(uuid4())}, follow=True).content.decode()
    assert "It stands beside what the others say." in done
    amal.post(address, {"text": "I laugh at work", "revision": "0", "once": str(uuid4())})
    for client in (amal, cleo, signed_in(cast.bo.person_id, "Bo")):
        shown = the_map(client, cast)
        side_by_side = shown[shown.index("How we would see that it went well") :]
        assert side_by_side.index("I laugh at work") < side_by_side.index("She has a contract")
        assert f"Cleo, {next(seat.organisation for seat in plan_of(cast).seats if seat.given_name == 'Cleo')}" in side_by_side
    assert plan_of(cast).digest == before, "nobody is asked anew"
    assert "I laugh at work" in amal.get(reverse("you_told_us", args=[cast.case_id])).content.decode()
    assert amal.post(address, {"text": "Another word", "revision": "0", "once": str(uuid4())}).status_code == 409
    with pytest.raises(Stale):
        say(actor=cast.amal, case_id=cast.case_id, kind=SayingKind.WENT_WELL, text="x", revision=7)
    amal.post(address, {"text": "", "revision": "1", "once": str(uuid4())})
    assert "I laugh at work" not in the_map(cleo, cast)


def test_bad_lines_are_told_and_strangers_find_nothing(cast: Cast) -> None:
    address = reverse("say_went_well", args=[cast.case_id])
    bo = signed_in(cast.bo.person_id, "Bo")
    for bad in ("a\x00b", "x" * 1_000_000, "safe\u202eevil"):
        assert bo.post(address, {"text": bad, "revision": "0", "once": str(uuid4())}).status_code == 422
    for member, name in ((cast.dag, "Dag"), (cast.eve, "Eve")):
        assert signed_in(member.person_id, name).get(address).status_code == 404
        assert signed_in(member.person_id, name).post(address, {"text": "x", "revision": "0"}).status_code == 404


def test_in_a_family_it_says_whose_wish_it_is_by_name() -> None:
    cast = build_cast()
    case_id, (mia, *_others) = family(cast)
    write_goal(actor=mia, case_id=case_id, goal_id=uuid4(), words=GoalWords(GoalKind.PERSONAL, "A room of my own", mia.person_id))
    shown = " ".join(signed_in(mia.person_id, "Mia", "citizen").get(reverse("goal_map", args=[case_id])).content.decode().split())
    assert "What Jo, Mia and Per want</h3>" in shown and "How far what Jo, Mia and Per want carries the plan" in shown


def test_the_map_asks_the_same_with_all_of_it(cast: Cast) -> None:
    client = signed_in(cast.amal_id, "Amal", "citizen")
    the_map(client, cast)
    with count_statements() as few:
        the_map(client, cast)
    amals_goal(cast)
    say(actor=cast.amal, case_id=cast.case_id, kind=SayingKind.WENT_WELL, text="I laugh at work")
    with count_statements() as many:
        the_map(client, cast)
    assert len(many) == len(few) <= 12
