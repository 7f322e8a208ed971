"""HL7's own examples, and files of every kind of wrongness: each becomes drafts or is refused, and nothing is lost in silence."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable.fhir.rules import PartyKind, StepState, TakeOver, take_over, take_over_file

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))
REFUSED = {
    "CarePlan-f001": "fhir_already_over",
    "Goal-stop-smoking": "fhir_already_over",
    "Patient-example": "fhir_nothing_to_take",
    "ServiceRequest-do-not-turn": "fhir_not_to_be_done",
}
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

AMAL = {
    "resourceType": "Patient",
    "id": "amal",
    "active": True,
    "name": [{"use": "official", "family": "Haddad", "given": ["Amal", "Noor"]}, {"use": "maiden", "family": "Saleh"}],
    "birthDate": "1990-02-01",
    "telecom": [
        {"system": "phone", "value": "+45 20 30 40 51", "rank": 2},
        {"system": "phone", "value": "+45 20 30 40 50", "rank": 1},
        {"system": "email", "value": "amal@post.example"},
    ],
}
BO = {"resourceType": "Practitioner", "id": "bo", "name": [{"text": "Bo Lund"}]}
REFERRAL = {
    "resourceType": "ServiceRequest",
    "id": "r1",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/amal"},
    "code": {"text": "Help back to work"},
    "reasonCode": [{"text": "Stress"}],
    "requester": {"display": "Cleo Berg", "type": "Practitioner"},
    "authoredOn": "2026-11-20T23:30:00+01:00",
}
GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "lifecycleStatus": "active",
    "description": {"text": "I want to sleep"},
    "subject": {"reference": "Patient/amal"},
    "expressedBy": {"reference": "Patient/amal"},
    "target": [{"dueDate": "2027-02-01"}],
}
TEAM = {
    "resourceType": "CareTeam",
    "id": "t1",
    "status": "active",
    "subject": {"reference": "Patient/amal"},
    "participant": [{"role": [{"text": "care manager"}], "member": {"reference": "Practitioner/bo"}, "period": {"start": "2026-11-01"}}],
}
TASK = {
    "resourceType": "Task",
    "id": "k1",
    "status": "requested",
    "intent": "plan",
    "description": "Call the employer",
    "for": {"reference": "Patient/amal"},
    "owner": {"reference": "Practitioner/bo"},
    "restriction": {"period": {"end": "2026-12-01"}},
}
PLAN = {
    "resourceType": "CarePlan",
    "id": "p1",
    "status": "active",
    "intent": "plan",
    "title": "Back to work",
    "subject": {"reference": "Patient/amal"},
    "goal": [{"reference": "Goal/g1"}],
    "careTeam": [{"reference": "CareTeam/t1"}],
    "activity": [
        {"reference": {"reference": "Task/k1"}},
        {
            "detail": {
                "status": "completed",
                "description": "First talk",
                "goal": [{"reference": "Goal/g1"}],
                "performer": [{"display": "Bo"}],
            }
        },
    ],
}


def bundle(*resources: dict[str, Any], base: str = "https://health.example/fhir") -> dict[str, Any]:
    entries = [{"fullUrl": f"{base}/{one['resourceType']}/{one.get('id', 'x')}", "resource": deepcopy(one)} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def reasons(found: TakeOver) -> dict[str, str]:
    return {left.path: left.english() for left in found.left_behind}


def example(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_bytes())


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
        assert len(found.plans) + len(found.referrals) == 1


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


@pytest.mark.parametrize(
    ("resource", "change", "code"),
    [
        (REFERRAL, {"status": "completed"}, "fhir_already_over"),
        (REFERRAL, {"status": "revoked"}, "fhir_already_over"),
        (REFERRAL, {"status": "entered-in-error"}, "fhir_entered_in_error"),
        (REFERRAL, {"status": "zork"}, "fhir_invalid"),
        (REFERRAL, {"doNotPerform": True}, "fhir_not_to_be_done"),
        (REFERRAL, {"intent": "option"}, "fhir_option"),
        (REFERRAL, {"subject": {"reference": "Group/g"}}, "fhir_not_one_citizen"),
        (REFERRAL, {"modifierExtension": [{"url": "https://x.example/not", "valueBoolean": True}]}, "fhir_meaning_unknown"),
        (REFERRAL, {"implicitRules": "https://x.example/rules"}, "fhir_meaning_unknown"),
        (REFERRAL, {"subject": None}, "fhir_invalid"),
        (REFERRAL, {"subject": {"display": None}}, "fhir_invalid"),
        (REFERRAL, {"zork": 1}, "fhir_invalid"),
        (REFERRAL, {"\x1b[2J\u202e": 1}, "fhir_invalid"),
        (REFERRAL, {"contained": 5}, "fhir_invalid"),
        (REFERRAL, {"contained": [5]}, "fhir_invalid"),
        (REFERRAL, {"resourceType": "Zork"}, "not_fhir"),
        (REFERRAL, {"resourceType": ["Goal"]}, "not_fhir"),
        (REFERRAL, {"resourceType": "../../etc"}, "not_fhir"),
        (PLAN, {"status": "completed"}, "fhir_already_over"),
        (PLAN, {"activity": [{"modifierExtension": [{"url": "https://x.example", "valueCode": "a"}]}]}, "fhir_meaning_unknown"),
        (PLAN, {"goal": {"reference": "Goal/g1"}}, "fhir_invalid"),
        (GOAL, {"lifecycleStatus": "rejected"}, "fhir_already_over"),
        (GOAL, {"description": {"coding": [{"code": "x"}]}}, "refused"),
        (TEAM, {"status": "inactive"}, "fhir_already_over"),
    ],
)
def test_what_must_not_become_a_draft_is_refused(resource: dict[str, Any], change: dict[str, Any], code: str) -> None:
    found = take_over({**resource, **change})
    assert found.refused is not None and found.refused.code == code
    assert not found.plans and not found.referrals and found.refused.english().isprintable()


def test_a_required_element_must_be_there() -> None:
    for resource in (REFERRAL, PLAN, GOAL):
        for element in ("subject", "status", "lifecycleStatus"):
            if element in resource:
                found = take_over({key: value for key, value in resource.items() if key != element})
                assert found.refused is not None and found.refused.code == "fhir_invalid"


@pytest.mark.parametrize(
    "change",
    [
        {"active": False},
        {"deceasedBoolean": True},
        {"deceasedDateTime": "2026-01-01"},
        {"link": [{"other": {"display": "x"}, "type": "replaced-by"}]},
    ],
)
def test_a_closed_patient_record_opens_no_case(change: dict[str, Any]) -> None:
    found = take_over(bundle({**AMAL, **change}, REFERRAL))
    assert found.refused is not None and found.refused.code == "fhir_citizen_record_closed"


def test_a_bad_resource_beside_a_good_one_is_listed_with_its_reason() -> None:
    found = take_over(bundle(AMAL, REFERRAL, {**REFERRAL, "id": "r2", "status": "completed"}, {**GOAL, "description": 5}))
    assert len(found.referrals) == 1
    assert "completed" in reasons(found)["Bundle.entry[2].resource"]
    assert "not valid FHIR" in reasons(found)["Bundle.entry[3].resource"]


def test_the_same_address_twice_is_not_taken_twice() -> None:
    found = take_over(bundle(AMAL, REFERRAL, REFERRAL))
    assert len(found.referrals) == 1 and "same address" in reasons(found)["Bundle.entry[2].resource"]


def test_a_step_that_must_not_be_done_is_listed_and_no_step() -> None:
    found = take_over({**PLAN, "activity": [{"detail": {"status": "scheduled", "doNotPerform": True, "description": "Call Kim"}}]})
    assert found.plans[0].steps == ()
    assert "not done" in reasons(found)["CarePlan.activity[0].detail"]


def test_hidden_signs_and_half_dates_stay_behind_with_their_reason() -> None:
    found = take_over({**REFERRAL, "authoredOn": "2026-11", "reasonCode": [{"text": "yes\u202eno"}, {"text": "Stress"}]})
    said = reasons(found)
    assert found.referrals[0].reason == "Stress" and found.referrals[0].requested_on is None
    assert "reading direction" in said["ServiceRequest.reasonCode[0].text"] and "whole day" in said["ServiceRequest.authoredOn"]


def test_a_history_a_list_and_a_bundle_in_a_bundle_are_not_opened() -> None:
    history = take_over({**bundle(REFERRAL), "type": "history"})
    assert history.refused is not None and history.refused.code == "not_fhir"
    nested = take_over(bundle({**bundle(REFERRAL), "id": "inner"}))
    assert nested.refused is not None and nested.refused.code == "fhir_nothing_to_take"
    assert "inside a Bundle" in reasons(nested)["Bundle.entry[0].resource"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"Goal"',
        b"\xff\xfe{}",
        b'{"resourceType": "Goal", "resourceType": "Goal"}',
        b'{"resourceType": "Goal", "x": NaN}',
        b'{"x": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        b'{"resourceType": "Goal", "extension": ' + b"[" * 60 + b"]" * 60 + b"}",
    ],
)
def test_no_file_can_stop_the_import(data: bytes) -> None:
    found = take_over_file(data)
    assert found.refused is not None and found.refused.code in ("not_fhir", "fhir_too_large") and found.refused.english()


def test_a_ring_and_odd_objects_given_in_code_are_refused() -> None:
    ring: dict[str, Any] = {"resourceType": "Goal"}
    ring["extension"] = [ring]
    for content in (ring, {"resourceType": "Goal", "x": object()}, {"resourceType": "Goal", 5: 5}, {"resourceType": "Goal", "x": {1, 2}}):
        found = take_over(content)
        assert found.refused is not None and found.refused.english()


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from(["#x", "Patient/amal", "2026-13-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["resourceType", "id", "reference", "contained", "extension", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_an_official_example_with_any_part_replaced_never_stops_the_import(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from([*map(example, NAMES), bundle(AMAL, BO, GOAL, TEAM, TASK, PLAN, REFERRAL)]))
    node: Any = content
    while True:
        key = data.draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        if not isinstance(node[key], dict | list) or not node[key] or data.draw(st.integers(0, 3)) == 0:
            break
        node = node[key]
    node[key] = data.draw(JSON_VALUES)
    found = take_over(content)
    assert all(left.english() for left in found.left_behind)
    assert (found.refused is None) == bool(found.plans or found.referrals)
    if found.refused:
        assert found.refused.english()


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60) | JSON_VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_refused_or_taken(data: bytes) -> None:
    found = take_over_file(data)
    assert found.refused is None or found.refused.english()
