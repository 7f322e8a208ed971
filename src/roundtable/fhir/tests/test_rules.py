"""HL7's own examples and Amal's files: each becomes drafts or is refused, and nothing is lost in silence."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from roundtable.fhir.rules import PartyKind, StepState, TakeOver, take_over, take_over_file
from roundtable.fhir.tests.files import (
    AMAL,
    BO,
    COMES_IN,
    EXAMPLES,
    GOAL,
    NAMES,
    PLAN,
    REFERRAL,
    REFUSED,
    TASK,
    TEAM,
    bundle,
    example,
    reasons,
)

# What says how the rest is to be read, and so is understood rather than kept.
STRUCTURE = {
    "resourceType",
    "id",
    "reference",
    "display",
    "type",
    "status",
    "lifecycleStatus",
    "intent",
    "system",
    "use",
    "rank",
    "fullUrl",
}


def leaves(value: Any, path: str) -> Iterator[tuple[str, str, Any]]:
    """Each value of a file with its path and the name of its element."""
    inside = value.items() if isinstance(value, dict) else ((f"[{n}]", one) for n, one in enumerate(value))
    for key, inner in inside:
        here = path + (key if key.startswith("[") else f".{key}")
        if isinstance(inner, dict | list):
            yield from leaves(inner, here)
        else:
            yield here, key if not key.startswith("[") else "", inner


def lost(content: dict[str, Any], found: TakeOver) -> list[str]:
    """The values that are neither kept nor listed."""
    listed = tuple(left.path for left in found.left_behind)
    kept = " ".join(repr((found.plans, found.referrals)).replace("\\n", " ").split())
    return [
        path
        for path, key, value in leaves(content, str(content["resourceType"]))
        if not any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in listed)
        and key not in STRUCTURE
        and value is not False
        and not (isinstance(value, str) and (" ".join(value.split()) in kept or _as_date(value) in kept or key == "div"))
        and path != "Patient.active"
        and not path.endswith("resource.active")
    ]


def _as_date(value: str) -> str:
    try:
        return repr(date.fromisoformat(value[:10]))
    except ValueError:
        return value


@pytest.mark.parametrize("name", NAMES)
def test_each_official_example_loads_or_is_refused_with_its_reason(name: str) -> None:
    found = take_over_file((EXAMPLES / f"{name}.json").read_bytes())
    if name in REFUSED:
        assert found.refused is not None and found.refused.code == REFUSED[name]
        assert len(found.refused.english()) > 40
        assert not found.plans and not found.referrals
    else:
        assert found.refused is None
        assert (len(found.referrals), len(found.plans)) == COMES_IN[name]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_every_value_of_an_official_example_is_kept_or_listed(name: str) -> None:
    assert lost(example(name), take_over(example(name))) == []


def test_the_official_visit_plan_becomes_a_case_with_goal_steps_and_seats() -> None:
    (plan,) = take_over(example("CarePlan-gpvisit")).plans
    assert plan.citizen.shown_as == "Peter James Chalmers"
    assert [goal.text for goal in plan.goals] == ["Complete consultation"]
    assert [(step.text, step.state, step.who[0].shown_as) for step in plan.steps] == [
        ("Nurse Consultation", StepState.DONE, "Nurse Nancy"),
        ("Doctor Consultation", StepState.OPEN, "Doctor Dave"),
    ]
    assert [(seat.role, seat.party.shown_as, seat.party.kind) for seat in plan.seats] == [
        ("nurse", "Nurse Nancy", PartyKind.PROFESSIONAL),
        ("doctor", "Doctor Dave", PartyKind.PROFESSIONAL),
    ]
    assert [one.path for one in plan.missing] == ["CarePlan.subject", "CarePlan/gpvisit#goal"]


def test_a_plan_that_is_only_a_narrative_keeps_its_words() -> None:
    (plan,) = take_over(example("CarePlan-obesity-narrative")).plans
    assert plan.text.startswith("Care plan to address obesity.")


def test_amals_referral_comes_in_whole() -> None:
    content = bundle(AMAL, REFERRAL)
    found = take_over(content)
    (referral,) = found.referrals
    citizen = referral.citizen
    assert (citizen.given_name, citizen.family_name, citizen.born_on) == ("Amal Noor", "Haddad", date(1990, 2, 1))
    assert (citizen.phone, citizen.email) == ("+45 20 30 40 50", "amal@post.example")
    assert (referral.asked_for, referral.reason, referral.requested_on) == ("Help back to work", "Stress", date(2026, 11, 20))
    assert referral.referrer is not None and referral.referrer.shown_as == "Cleo Berg"
    assert referral.missing == ()
    assert lost(content, found) == []
    assert "Bundle.entry[0].resource.name[1]" in reasons(found)


def test_amals_plan_comes_in_with_goal_team_and_task() -> None:
    content = bundle(AMAL, BO, GOAL, TEAM, TASK, PLAN)
    found = take_over(content)
    (plan,) = found.plans
    assert plan.title == "Back to work" and plan.missing == ()
    assert [(goal.text, goal.owner and goal.owner.shown_as, goal.target_on) for goal in plan.goals] == [
        ("I want to sleep", "Amal Noor Haddad", date(2027, 2, 1))
    ]
    assert [(step.text, [who.shown_as for who in step.who], step.by, step.state, step.supports) for step in plan.steps] == [
        ("Call the employer", ["Bo Lund"], date(2026, 12, 1), StepState.OPEN, ()),
        ("First talk", ["Bo"], None, StepState.DONE, ("Goal/g1",)),
    ]
    assert [(seat.role, seat.party.shown_as, seat.from_on) for seat in plan.seats] == [("care manager", "Bo Lund", date(2026, 11, 1))]
    assert found.referrals == () and lost(content, found) == []


def test_a_request_that_a_plan_names_is_a_step_and_no_second_referral() -> None:
    plan = {**PLAN, "activity": [{"reference": {"reference": "ServiceRequest/r1"}}]}
    found = take_over(bundle(AMAL, REFERRAL, plan))
    assert [step.text for step in found.plans[0].steps] == ["Help back to work"] and found.referrals == ()


@pytest.mark.parametrize("written", ["Patient/amal", "Patient/amal/_history/3", "https://health.example/fhir/Patient/amal"])
def test_a_reference_is_followed_however_it_is_written(written: str) -> None:
    found = take_over(bundle(AMAL, {**REFERRAL, "subject": {"reference": written}}))
    assert found.referrals[0].citizen.family_name == "Haddad"


def test_references_by_uuid_and_contained_ones_are_followed() -> None:
    content = bundle(AMAL, {**REFERRAL, "subject": {"reference": "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}})
    content["entry"][0]["fullUrl"] = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
    assert take_over(content).referrals[0].citizen.family_name == "Haddad"
    inside = {**REFERRAL, "contained": [AMAL], "subject": {"reference": "#amal"}}
    assert take_over(inside).referrals[0].citizen.family_name == "Haddad"


def test_the_patient_of_another_server_is_not_taken_for_amal() -> None:
    found = take_over(bundle(AMAL, {**REFERRAL, "subject": {"reference": "https://other.example/fhir/Patient/amal"}}))
    assert found.referrals[0].citizen.family_name == ""
    assert [one.path for one in found.referrals[0].missing] == ["Bundle.entry[1].resource.subject"]


def test_a_relative_reference_prefers_its_own_server() -> None:
    there = bundle({**AMAL, "name": [{"family": "Other", "given": ["Amal"]}]}, base="https://other.example/fhir")
    content = bundle(AMAL, REFERRAL)
    content["entry"] = there["entry"] + content["entry"]
    assert take_over(content).referrals[0].citizen.family_name == "Haddad"


def test_what_is_not_in_the_file_is_named_where_it_is_pointed_to() -> None:
    found = take_over({**PLAN, "subject": {"display": "Amal"}})
    said = reasons(found)
    assert "not in this file" in said["CarePlan.goal[0]"] and "not in this file" in said["CarePlan.careTeam[0]"]
    assert "not in this file" in said["CarePlan.activity[0].reference"]


def test_goals_and_teams_beside_the_one_plan_of_amal_join_it() -> None:
    bare = {key: value for key, value in PLAN.items() if key not in ("goal", "careTeam", "activity")}
    (plan,) = take_over(bundle(AMAL, BO, GOAL, TEAM, bare)).plans
    assert len(plan.goals) == len(plan.seats) == 1


def test_with_two_plans_of_amal_nobody_guesses_where_a_goal_belongs() -> None:
    bare = {key: value for key, value in PLAN.items() if key not in ("goal", "careTeam", "activity")}
    found = take_over(bundle(AMAL, GOAL, bare, {**bare, "id": "p2"}))
    assert [len(plan.goals) for plan in found.plans] == [0, 0, 1]


def test_a_goal_of_max_does_not_join_the_plan_of_amal() -> None:
    found = take_over(
        bundle(AMAL, {**AMAL, "id": "max"}, {**GOAL, "subject": {"reference": "Patient/max"}}, {**PLAN, "goal": []} | {"goal": None})
    )
    assert found.refused is None or found.plans == ()
    plan = {key: value for key, value in PLAN.items() if key != "goal"}
    plan = {key: value for key, value in PLAN.items() if key != "goal"}
    found = take_over(bundle(AMAL, {**AMAL, "id": "max"}, {**GOAL, "subject": {"reference": "Patient/max"}}, plan))
    assert [(len(one.goals), one.citizen.reference) for one in found.plans] == [(0, "Patient/amal"), (1, "Patient/max")]


@pytest.mark.parametrize("kind", ["Goal", "CareTeam"])
def test_a_goal_or_team_alone_becomes_a_draft_that_names_the_plan_as_missing(kind: str) -> None:
    found = take_over(example(f"{kind}-example"))
    assert any("CarePlan is not in this file" in one.what for one in found.plans[0].missing)
