"""A fifth round of attacks: a plan nobody agreed to, and a second signer who sits beside the citizen."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from roundtable.casework.plans.actions import call_for_answers
from roundtable.casework.plans.models import Answer, Call, Plan, Version
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.plans.tests.scene import answer, plan_of, waiting, write_plan
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.actions import countersign_withholding, withhold_item
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import side, table
from roundtable.kernel.refusal import NotHere
from tests.cast import Cast, build_cast
from tests.privacy.test_attacks_sql_more import refused

YES = {"answer": "yes", "reason": "", "exceptions": [], "own_words": "Mornings without fear", "how": "self", "noted_by": "", "carried": 0}
FORGE = (
    "INSERT INTO plans_version (id, plan_id, scope_id, wall, number, call_id, item_id, snapshot, digest, shared, closed_how, closed_by_id)"
    " VALUES (gen_random_uuid(), %s, %s, %s, 1, %s, %s, %s, 'x', %s, %s, %s) RETURNING id"
)


def _forged(cast: Cast, call_id: UUID, shared: str, how: str, **changed: object) -> str:
    """What Cleo's login says to a version of her own making: everybody asked has said yes."""
    cleo = cast.at_table(cast.cleo)
    item = write_words(actor=cleo, case_id=cast.case_id, place=table(), kind="plan_version", body="fixed").item_id
    with acting(cleo):
        call, plan = Call.objects.get(id=call_id), Plan.objects.get(case_id=cast.case_id)
        given = [
            {
                "party": one.party,
                "by": one.name,
                "noted_by": one.noted_name,
                **{name: getattr(one, name) for name in (set(YES) - {"noted_by"})},
            }
            for one in Answer.objects.filter(call_id=call_id)
        ]
    said = {one["party"] for one in given}
    given += [{**YES, "party": party["key"], "by": party["name"]} for party in call.parties if party["key"] not in said]
    snapshot = {"proposal": call.proposal, "parties": call.parties, "answers": given, **changed}
    values = [plan.item_id, plan.scope_id, plan.wall, call_id, item, json.dumps(snapshot), shared, how, cast.cleo.person_id]
    return refused("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan", (FORGE, *values))


@pytest.mark.parametrize("how", ["all_answered", "caller"])
def test_nobody_fixes_a_plan_that_was_not_answered_so(how: str) -> None:
    cast = build_cast()
    write_plan(cast)
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    no = "a plan is fixed as it was asked about and answered"
    assert no in _forged(cast, call_id, "shared", how)
    assert no in _forged(cast, call_id, "contested", how, parties=[], answers=[])
    *first, last = waiting(cast)
    for actor in first:
        kind, why = (AnswerKind.NO, {"reason": "Not in winter"}) if actor == first[0] else (AnswerKind.YES, {})
        answer(actor, cast.case_id, call_id, kind, **why)
    assert no in _forged(cast, call_id, "shared", how)
    assert answer(last, cast.case_id, call_id) == 1, "the version that says what was said is fixed"
    with acting(cast.at_table(cast.bo)):
        assert Version.objects.get(call_id=call_id).shared == "contested"
    assert plan_of(cast).version == 1


def test_who_sits_beside_the_citizen_signs_for_nothing_that_is_kept_from_her() -> None:
    cast = build_cast()
    bo = cast.at_table(cast.bo)
    item = write_words(actor=bo, case_id=cast.case_id, place=side(), kind="note", body="not yet for Amal").item_id
    proposal = {
        "item_id": item,
        "paragraph": "§ 23",
        "countersigner_id": cast.ida.person_id,
        "until_at": datetime.now(UTC) + timedelta(days=5),
    }
    asked = withhold_item(actor=bo, **proposal)
    with through("loader"):
        Seat.objects.create(
            case_id=cast.case_id, person_id=cast.ida.person_id, hat="companion", for_person_id=cast.amal_id, ground="citizen"
        )
    with pytest.raises(ActRefused) as no:
        withhold_item(actor=bo, **proposal)
    assert no.value.reason == "countersigner"
    with pytest.raises(NotHere):
        countersign_withholding(actor=cast.ida.on(None), withholding_id=asked)
    with through("loader"):
        Seat.objects.filter(case_id=cast.case_id, person_id=cast.ida.person_id).delete()
    countersign_withholding(actor=cast.ida.on(None), withholding_id=asked)
