"""Files of every kind of wrongness: each is refused with its reason, and none stops the import."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundtable.fhir.rules import take_over, take_over_file
from roundtable.fhir.rules.refusals import AddressTwice
from roundtable.fhir.tests.files import AMAL, BO, GOAL, NAMES, PLAN, REFERRAL, TASK, TEAM, bundle, example, reasons


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
    assert len(found.referrals) == 1 and AddressTwice.message in reasons(found)["Bundle.entry[2].resource"]


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
