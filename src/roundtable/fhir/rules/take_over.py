"""The whole file: which resources become drafts, and what is left behind."""

from collections.abc import Mapping
from typing import Any

from roundtable.fhir.rules.file import File, parse_json
from roundtable.fhir.rules.plan import plan_from, plan_without_care_plan
from roundtable.fhir.rules.reading import Resource
from roundtable.fhir.rules.referral import referral_from
from roundtable.fhir.rules.refusals import NothingToTake
from roundtable.fhir.rules.taken import LeftBehind, PlanTaken, ReferralTaken, TakeOver
from roundtable.kernel.refusal import Refusal


def take_over_file(data: bytes) -> TakeOver:
    """What a JSON file with a FHIR R4 resource or Bundle gives; never raises, see `take_over`.

    >>> take_over_file(b"{").refused.code
    'not_fhir'
    """
    try:
        return take_over(parse_json(data))
    except Refusal as refusal:
        return TakeOver(refused=refusal)


def take_over(content: object) -> TakeOver:
    """What a FHIR R4 resource or Bundle (as read from JSON) gives: referral drafts, plan drafts, and all that has no place.

    Never raises: what cannot load at all comes back with `refused`. `refused` is None as soon as there is one draft; resources that are
    unfit beside it stand in `left_behind` with the same reason. What is decided here:

    - ServiceRequest: a referral draft, unless a plan names it (then it is a step). Without its Patient in the file it still loads, with
      what is missing named: the referrer usually knows the citizen, and typing it again would be double work.
    - CarePlan: an open case with its plan draft, Patient in the file or not, likewise. Completed or revoked requests and plans, and
      achieved, cancelled or rejected goals are refused: they would reopen what is closed.
    - Goal or CareTeam that no plan names: joins the one plan of the same citizen if there is exactly one; else all of one citizen make one
      plan draft that names the CarePlan as missing.
    - Never taken: anything about a group, entered in error, not to be done, or with a modifier that is not known (FHIR forbids to read it).
      Diagnoses, measurements and codes stay in the health record; each is listed.

    >>> goal = {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Sleep"}, "subject": {"display": "Amal"}}
    >>> found = take_over(goal)
    >>> found.plans[0].goals[0].text, [left.path for left in found.left_behind]
    ('Sleep', [])
    """
    try:
        file = File(content)
    except Refusal as refusal:
        return TakeOver(refused=refusal)
    plans = _plans(file)
    referrals = _referrals(file)
    if plans or referrals:
        left = tuple(one for resource in file.everything() for one in resource.left_behind())
        return TakeOver(referrals, plans, left)
    return TakeOver(left_behind=_all_of(file), refused=_first_refusal(file, content))


def _plans(file: File) -> tuple[PlanTaken, ...]:
    """The plan drafts, first those of CarePlans, then those of goals and teams that no plan names."""
    care_plans = file.of_kind("CarePlan")
    named = {id(target) for plan in care_plans for target in _named_by(file, plan)}
    loose = [part for kind in ("Goal", "CareTeam") for part in file.of_kind(kind) if id(part) not in named]
    plans_of = {_whose(file, plans[0]): plans for plans in _by_citizen(file, care_plans)}
    joining: dict[int, list[Resource]] = {}
    for part in loose:
        plans = plans_of.get(_whose(file, part), [])
        if len(plans) == 1:
            joining.setdefault(id(plans[0]), []).append(part)
    found = []
    joined: set[int] = set()
    for plan in care_plans:
        parts = joining.get(id(plan), [])
        try:
            found.append(plan_from(file, plan, parts))
        except Refusal as refusal:
            plan.unfit = refusal
            continue
        joined.update(map(id, parts))
    loose = [part for part in loose if id(part) not in joined]
    for parts in _by_citizen(file, loose):
        try:
            found.append(plan_without_care_plan(file, parts))
        except Refusal as refusal:
            for part in parts:
                part.unfit = part.unfit or refusal
    return tuple(found)


def _referrals(file: File) -> tuple[ReferralTaken, ...]:
    """The referral drafts of the requests that are no steps of a plan."""
    found = []
    for request in file.of_kind("ServiceRequest"):
        if request.used:
            continue
        try:
            found.append(referral_from(file, request))
        except Refusal as refusal:
            request.unfit = refusal
    return tuple(found)


def _named_by(file: File, plan: Resource) -> list[Resource]:
    """The resources of the file a plan points to as its goals and teams."""
    references = plan.root.each("goal") + plan.root.each("careTeam")
    return [target for reference in references if (target := file.find(reference))]


def _whose(file: File, resource: Resource) -> str:
    """A word that is the same for resources about the same citizen; its own place where the file does not tell."""
    subject = resource.root["subject"]
    target = file.find(subject)
    written = subject["reference"].value
    return target.place if target else written if isinstance(written, str) and written else resource.place


def _by_citizen(file: File, parts: list[Resource]) -> list[list[Resource]]:
    """Resources put together by whom they are about."""
    groups: dict[str, list[Resource]] = {}
    for part in parts:
        groups.setdefault(_whose(file, part), []).append(part)
    return list(groups.values())


def _all_of(file: File) -> tuple[LeftBehind, ...]:
    """Every resource of a file that gives nothing, with its reason."""
    for resource in file.resources:
        resource.used.clear()
    return tuple(one for resource in file.resources for one in resource.left_behind())


def _first_refusal(file: File, content: object) -> Refusal:
    """Why the file gives nothing: what its first main resource was refused for, else that it has none."""
    for kinds in (("CarePlan", "ServiceRequest"), ("Goal", "CareTeam"), ("Patient",)):
        for resource in file.resources:
            if resource.kind in kinds and resource.unfit:
                return resource.unfit
    kind: Any = content.get("resourceType") if isinstance(content, Mapping) else ""
    return NothingToTake(kind=kind)
