"""A goal of one's own, written at the meeting, is its owner's in the plan; what was emptied and written again stands there again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from tests.cast import Cast

from roundtable.casework.cowriting.actions import add_step, keep_changes, let_read_along, set_box, write_box
from roundtable.casework.cowriting.rules import Joint, NotYourBox
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet, text_of
from roundtable.casework.cowriting.tests.test_companions import beside
from roundtable.casework.plans.actions import GoalWords, write_goal
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.content import GoalKind
from roundtable.casework.roundtables.tests.addresses import sign_in
from roundtable.ground.access.actor import Actor


def wrote(cast: Cast, found: UUID, actor: Actor, box_id: UUID, text: str) -> None:
    write_box(actor=actor, case_id=cast.case_id, box_id=box_id, seen=sheet(cast, found).seen, text=text)


def plan(cast: Cast) -> CurrentPlan:
    found: CurrentPlan = current_plan(actor=cast.at_table(cast.bo), case_id=cast.case_id, log=False, answers=False)
    return found


def own_goals(cast: Cast) -> set[tuple[str, str, UUID | None, bool]]:
    return {(str(goal.kind), goal.text, goal.owner_id, goal.confirmed) for goal in plan(cast).goals}


def test_each_ones_own_goal_stands_in_the_plan_as_theirs_and_of_their_kind(cast: Cast) -> None:
    found = meeting(cast)
    people = ((cast.amal.on(cast.case_id), "Walk every day"), (cast.at_table(cast.bo), "Sleep"), (cast.at_table(cast.cleo), "Ten hours"))
    for actor, text in people:
        wrote(cast, found, actor, box(cast, found, "own_goal", actor.person_id), text)
    assert own_goals(cast) == {
        ("personal", "Walk every day", cast.amal_id, True),
        ("treatment", "Sleep", cast.bo.person_id, True),
        ("vocational", "Ten hours", cast.cleo.person_id, True),
    }
    wrote(cast, found, cast.amal.on(cast.case_id), box(cast, found, "own_goal", cast.amal_id), "Walk on Sundays")
    assert ("personal", "Walk on Sundays", cast.amal_id, True) in own_goals(cast)
    assert len(own_goals(cast)) == 3


def test_nobody_else_writes_in_it_and_nobody_notes_it_down_for_her(cast: Cast) -> None:
    found = meeting(cast)
    amals = box(cast, found, "own_goal", cast.amal_id)
    assert not [one for one in sheet(cast, found).boxes if one.kind == "own_goal" and one.noted]
    edit = Joint().write("Bo's idea of it")
    assert edit is not None
    with pytest.raises(NotYourBox):
        keep_changes(
            actor=cast.at_table(cast.bo),
            case_id=cast.case_id,
            sheet_id=sheet(cast, found).item_id,
            changes=[(uuid4(), amals, edit)],
        )
    assert text_of(cast, found, amals) == ""
    assert own_goals(cast) == set()


def test_a_goal_that_is_emptied_leaves_the_plan_and_comes_again_when_it_is_written_again(cast: Cast) -> None:
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    own = box(cast, found, "own_goal", cast.amal_id)
    for _ in range(3):
        wrote(cast, found, amal, own, "Walk every day")
        assert own_goals(cast) == {("personal", "Walk every day", cast.amal_id, True)}
        wrote(cast, found, amal, own, "")
        assert own_goals(cast) == set()


def test_a_step_that_is_emptied_and_written_again_stands_in_the_plan_with_its_day(cast: Cast) -> None:
    found, bo, step = meeting(cast), cast.at_table(cast.bo), uuid4()
    item, day = sheet(cast, found).item_id, (datetime.now(UTC) + timedelta(days=9)).date()
    add_step(actor=bo, case_id=cast.case_id, sheet_id=item, box_id=step)
    for text in ("Bo calls", "", "Bo writes"):
        wrote(cast, found, bo, step, text)
    assert [one.what for one in plan(cast).steps] == ["Bo writes"]
    set_box(actor=bo, case_id=cast.case_id, sheet_id=item, box_id=step, who_id=cast.bo.person_id, day=day)
    assert [(one.what, one.who_id, one.by_on) for one in plan(cast).steps] == [("Bo writes", cast.bo.person_id, day)]


def test_a_goal_that_stands_in_the_plan_already_is_not_written_there_twice(cast: Cast) -> None:
    bo, own = cast.at_table(cast.bo), GoalWords(GoalKind.TREATMENT, "Sleep through the night", cast.bo.person_id)
    write_goal(actor=bo, case_id=cast.case_id, goal_id=uuid4(), words=own)
    found = meeting(cast)
    mine = box(cast, found, "own_goal", cast.bo.person_id)
    for text in ("Sleep", "sleep through  the night"):
        wrote(cast, found, bo, mine, text)
    assert own_goals(cast) == {("treatment", "Sleep through the night", cast.bo.person_id, True)}
    wrote(cast, found, bo, mine, "Walk")
    assert {text for _kind, text, _owner, _yes in own_goals(cast)} == {"Sleep through the night", "Walk"}


def test_the_sheet_shows_the_goals_that_stand_with_their_owner_and_leads_the_owner_to_them(cast: Cast) -> None:
    bo, goal_id = cast.at_table(cast.bo), uuid4()
    words = GoalWords(GoalKind.TREATMENT, "Sleep through the night", cast.bo.person_id)
    write_goal(actor=bo, case_id=cast.case_id, goal_id=goal_id, words=words)
    found = meeting(cast)
    wrote(cast, found, cast.amal.on(cast.case_id), box(cast, found, "own_goal", cast.amal_id), "Walk every day")
    there, change = reverse("write_together", args=[cast.case_id, found]), reverse("change_goal", args=[cast.case_id, goal_id])
    shown = {name: sign_in(person, name, kind).get(there).text for name, person, kind in _three(cast)}
    for name, page in shown.items():
        stands = page.partition("stand in the plan already")[2].partition("rt-boxes")[0]
        assert "Sleep through the night" in stands and "Bo · Treatment goal" in stands, name
        assert "Walk every day" not in stands, "it stands in its box"
        assert (change in stands) == (name == "Bo"), name


def test_a_sheet_without_goals_in_the_plan_says_nothing_of_them_and_who_sits_beside_amal_is_shown_none(cast: Cast) -> None:
    found, finn = meeting(cast), beside(cast)
    let_read_along(actor=cast.amal, case_id=cast.case_id, roundtable_id=found, seat_id=finn.seat_id)
    there = reverse("write_together", args=[cast.case_id, found])
    amal, his = sign_in(cast.amal_id, "Amal", "citizen"), sign_in(finn.person_id, "Finn", "citizen")
    assert "stand in the plan already" not in amal.get(there).text
    words = GoalWords(GoalKind.TREATMENT, "Sleep through the night", cast.bo.person_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=uuid4(), words=words)
    assert "Sleep through the night" in amal.get(there).text
    page = his.get(there)
    assert page.status_code == 200 and "Sleep through the night" not in page.text


def test_that_cleo_read_bos_goal_on_the_sheet_stands_in_the_read_log(cast: Cast) -> None:
    words = GoalWords(GoalKind.TREATMENT, "Sleep through the night", cast.bo.person_id)
    write_goal(actor=cast.at_table(cast.bo), case_id=cast.case_id, goal_id=uuid4(), words=words)
    found = meeting(cast)
    opened = reverse("who_opened_what", args=[cast.case_id])
    amal = sign_in(cast.amal_id, "Amal", "citizen")
    assert "the draft of your plan" not in amal.get(opened).text
    sign_in(cast.cleo.person_id, "Cleo").get(reverse("write_together", args=[cast.case_id, found]))
    assert "the draft of your plan" in amal.get(opened).text


def _three(cast: Cast) -> tuple[tuple[str, UUID, str], ...]:
    return (("Amal", cast.amal_id, "citizen"), ("Bo", cast.bo.person_id, "staff"), ("Cleo", cast.cleo.person_id, "staff"))
