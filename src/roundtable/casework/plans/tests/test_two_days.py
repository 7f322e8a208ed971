"""The same step with two days is told to the professionals, who settle it, and never put to the citizen (T165)."""

from datetime import date
from uuid import uuid4

from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.plans.actions import NewStep, write_steps
from roundtable.casework.plans.rules.content import StepKind, StepLine
from roundtable.casework.plans.rules.two_days import two_days
from roundtable.casework.plans.tests.scene import plan_of, write_plan

MARCH, APRIL = date(2027, 3, 1), date(2027, 4, 1)
TOLD = "Two days for the same thing"


def step(what: str, on: str, name: str = "a") -> StepLine:
    return StepLine(name, StepKind.WORK, what, None, by_on=on)


def test_the_same_day_another_thing_or_no_day_is_no_contradiction() -> None:
    call = step("Call the employer", "2027-03-01")
    for other in (
        step("Call the employer", "2027-03-01", "b"),
        step("Call the doctor", "2027-04-01", "b"),
        step("Call the employer", "", "b"),
    ):
        assert two_days([call, other]) == ()
    assert len(two_days([call, step("call the employer!", "2027-04-01", "b")])) == 1
    near = step("Call the employer about the quiet room", "2027-03-01"), step("Call the employer about a quiet room", "2027-02-01", "b")
    assert [one.by_on for one in two_days(near)[0]] == ["2027-02-01", "2027-03-01"]


def shown(cast: Cast, person_id: object, name: str, kind: str = "staff") -> str:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))  # type: ignore[arg-type]
    return " ".join(client.get(reverse("plan", args=[cast.case_id])).content.decode().split())


def test_bo_and_cleo_read_that_two_days_are_said_and_amal_is_asked_nothing() -> None:
    cast = build_cast()
    write_plan(cast)
    for member, on in ((cast.bo, MARCH), (cast.cleo, APRIL)):
        new = [NewStep("Write to the workplace", StepKind.WORK, member.person_id, by_on=on)]
        write_steps(actor=cast.at_table(member), case_id=cast.case_id, steps=new, once=uuid4())
    for member, name in ((cast.bo, "Bo"), (cast.cleo, "Cleo")):
        page = shown(cast, member.person_id, name)
        assert TOLD in page and "Write to the workplace: 1 March 2027 (Bo), and 1 April 2027 (Cleo)." in page
    assert TOLD not in shown(cast, cast.amal_id, "Amal", "citizen")
    assert {str(one.by_on) for one in plan_of(cast).steps if one.by_on} == {"2027-03-01", "2027-04-01"}, "nobody's day is changed for them"
