"""Files to take over: the official examples, and Amal's own plan in pieces."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from roundtable.fhir.rules import TakeOver

EXAMPLES = Path(__file__).parent / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.json"))

# What becomes of each official example: how many referrals and plans it opens, or the code of its refusal.
COMES_IN = {
    "Bundle-f001": (1, 0),
    "Bundle-f202": (1, 0),
    "Bundle-micro": (1, 0),
    "CarePlan-example": (0, 1),
    "CarePlan-f201": (0, 1),
    "CarePlan-f202": (0, 1),
    "CarePlan-gpvisit": (0, 1),
    "CarePlan-integrate": (0, 1),
    "CarePlan-obesity-narrative": (0, 1),
    "CarePlan-preg": (0, 1),
    "CareTeam-example": (0, 1),
    "Goal-example": (0, 1),
    "ServiceRequest-benchpress": (1, 0),
    "ServiceRequest-di": (1, 0),
    "ServiceRequest-example-pgx": (1, 0),
    "ServiceRequest-ft4": (1, 0),
    "ServiceRequest-lipid": (1, 0),
    "ServiceRequest-myringotomy": (1, 0),
    "ServiceRequest-og-example1": (1, 0),
    "ServiceRequest-subrequest": (1, 0),
}
REFUSED = {
    "CarePlan-f001": "fhir_already_over",
    "CarePlan-f002": "fhir_already_over",
    "CarePlan-f003": "fhir_already_over",
    "CarePlan-f203": "fhir_already_over",
    "Goal-stop-smoking": "fhir_already_over",
    "Patient-example": "fhir_nothing_to_take",
    "ServiceRequest-ambulation": "fhir_already_over",
    "ServiceRequest-appendectomy-narrative": "fhir_already_over",
    "ServiceRequest-colon-biopsy": "fhir_already_over",
    "ServiceRequest-colonoscopy": "fhir_already_over",
    "ServiceRequest-do-not-turn": "fhir_not_to_be_done",
    "ServiceRequest-education": "fhir_already_over",
    "ServiceRequest-example": "fhir_already_over",
    "ServiceRequest-example-implant": "fhir_already_over",
    "ServiceRequest-ob": "fhir_already_over",
    "ServiceRequest-physical-therapy": "fhir_already_over",
    "ServiceRequest-physiotherapy": "fhir_already_over",
    "ServiceRequest-vent": "fhir_already_over",
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
