"""Attacks by ordinary pages on what is confirmed: somebody else's goal, the box of the sheet it comes from, and whom to ring afterwards."""

from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from roundtable.casework.cowriting.actions import write_box
from roundtable.casework.cowriting.tests.scene import box, meeting, sheet
from roundtable.casework.plans.actions import GoalWords, write_goal
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.content import GoalKind
from tests.cast import Cast, account, build_cast
from tests.privacy.test_attacks_sql_more import ask

FORM = {
    "revision": "0",
    "kind": "vocational",
    "text": "Ten hours",
    "gives": "",
    "fears": "",
    "protection": "",
    "level": "micro",
    "fixed_link": "",
    "fixed_how": "",
    "link_to": "",
    "link_how": "",
}


def _cleo(cast: Cast) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account(cast.cleo.person_id, "Cleo Test"))
    return client


def _plan(cast: Cast) -> CurrentPlan:
    return current_plan(actor=cast.at_table(cast.bo), case_id=cast.case_id, log=False, answers=False)


def test_what_cleo_put_into_amals_goal_still_waits_for_amals_yes_after_a_letter_amal_writes_on_the_sheet() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day")
    (goal,) = _plan(cast).goals
    assert goal.confirmed
    sent = {"once": str(uuid4()), "revision": str(goal.revision), "kind": "personal", "owner": str(cast.amal_id), "text": "Walk every day"}
    changes = reverse("change_goal", args=[cast.case_id, goal.id])
    assert _cleo(cast).post(changes, {**FORM, **sent, "fears": "I fear that I am lazy"}).status_code == 302
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day.")
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.fears, goal.confirmed) == ("Walk every day.", "I fear that I am lazy", False)


def test_amals_own_words_alone_stay_confirmed_when_she_writes_on() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    for text in ("Walk every day", "Walk every day, in the wood"):
        write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text=text)
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.confirmed) == ("Walk every day, in the wood", True)


def test_what_amal_writes_in_her_box_never_stands_in_a_goal_of_cleos_that_took_the_boxs_id() -> None:
    cast = build_cast()
    found, amal = meeting(cast), cast.amal.on(cast.case_id)
    hers = box(cast, found, "own_goal", cast.amal_id)
    _cleo(cast).post(reverse("write_goal", args=[cast.case_id]), {**FORM, "once": str(hers), "owner": str(cast.cleo.person_id)})
    write_box(actor=amal, case_id=cast.case_id, box_id=hers, seen=sheet(cast, found).seen, text="Walk every day")
    assert {(goal.owner_id, goal.text, goal.confirmed) for goal in _plan(cast).goals} == {
        (cast.cleo.person_id, "Ten hours", True),
        (cast.amal_id, "Walk every day", True),
    }


def test_a_shared_goal_written_live_stands_in_the_plan_whatever_cleo_sent_under_its_boxs_id() -> None:
    cast = build_cast()
    found = meeting(cast)
    shared = box(cast, found, "goal")
    _cleo(cast).post(reverse("write_goal", args=[cast.case_id]), {**FORM, "once": str(shared), "owner": str(cast.cleo.person_id)})
    for text in ("Back to work at our pace", "Back to work at Amal's pace"):
        write_box(actor=cast.at_table(cast.bo), case_id=cast.case_id, box_id=shared, seen=sheet(cast, found).seen, text=text)
        goal = _plan(cast).shared_goal
        assert goal is not None
        assert goal.text == text


def test_cleo_moves_no_line_of_amals_confirmed_goal_into_another_part_of_it() -> None:
    cast = build_cast()
    words = GoalWords(GoalKind.PERSONAL, "I work full time\nonly when I am well", cast.amal_id)
    mine = write_goal(actor=cast.amal.on(cast.case_id), case_id=cast.case_id, goal_id=uuid4(), words=words)
    as_cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan")
    for change in ("text = 'I work full time', gives = 'only when I am well', protection = E'\\n'", "kind = 'vocational'"):
        with pytest.raises(DatabaseError, match="nobody confirms"):
            ask(*as_cleo, (f"UPDATE plans_goal SET {change} WHERE id = %s RETURNING text", mine))
    (goal,) = _plan(cast).goals
    assert (goal.text, goal.kind, goal.confirmed) == (words.text, GoalKind.PERSONAL, True)
