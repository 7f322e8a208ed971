"""Once a plan stands, the course is offered to go on: to who works at the table or leads, with one press, and to nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.cases.actions import change_phase, start_case
from roundtable.casework.cases.queries import case_phase
from roundtable.casework.cases.rules import Phase
from roundtable.casework.plans.tests.scene import fix_plan, write_plan


@pytest.fixture
def cast() -> Cast:
    found = build_cast()
    start_case(actor=found.gro.leading(found.case_id), case_id=found.case_id)
    write_plan(found)
    return found


def page(cast: Cast, person_id: object, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))  # type: ignore[arg-type]
    return client.get(reverse("case_page", args=[cast.case_id])).text


def test_bo_moves_the_course_on_with_one_press_when_version_1_is_fixed_and_not_before(cast: Cast) -> None:
    offered, bo = "Go on to: Doing what we agreed", cast.bo.person_id
    assert offered not in page(cast, bo)
    assert fix_plan(cast) == 1
    assert all(offered in page(cast, person) for person in (bo, cast.cleo.person_id, cast.gro.person_id))
    assert offered not in page(cast, cast.amal_id, "citizen")
    client = Client()
    client.force_login(account(bo, "Somebody"))
    assert client.post(reverse("change_phase", args=[cast.case_id]), {"phase": "action", "seen": "1"}).status_code == 302
    now = case_phase(actor=cast.amal, case_id=cast.case_id)
    assert now is not None and now.phase == Phase.ACTION and offered not in page(cast, bo)


def test_who_chose_another_phase_since_is_not_asked_again(cast: Cast) -> None:
    fix_plan(cast)
    change_phase(actor=cast.at_table(cast.bo), case_id=cast.case_id, phase=Phase.PLAN, seen=1)
    assert "Go on to:" not in page(cast, cast.bo.person_id)
