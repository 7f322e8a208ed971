"""Where a referral may go, and by whom."""

from datetime import date
from uuid import uuid4

import pytest

from roundtable.casework.referrals.rules.draft import CheckAnswer, ConsentHow, NewCitizen, ReferralDraft, from_json, to_json
from roundtable.casework.referrals.rules.duplicates import Known, possible_duplicates
from roundtable.casework.referrals.rules.states import (
    FHIR,
    STATE_MARKS,
    STATE_WORDS,
    TRANSITIONS,
    NotThatState,
    NotYours,
    ReasonMissing,
    ReferralAct,
    ReferralState,
    next_state,
)
from roundtable.ui.parts import MARKS

HATS = ("professional", "intake", "citizen", "team_leader", "companion")


@pytest.mark.parametrize("act", ReferralAct)
@pytest.mark.parametrize("hat", HATS)
@pytest.mark.parametrize("state", ReferralState)
def test_each_act_is_done_in_its_hat_from_its_states_and_refused_everywhere_else(act: ReferralAct, hat: str, state: ReferralState) -> None:
    rule = TRANSITIONS[act]
    if hat not in rule.hats:
        with pytest.raises(NotYours):
            next_state(state, act, hat, "because")
    elif state not in rule.source:
        with pytest.raises(NotThatState):
            next_state(state, act, hat, "because")
    else:
        assert next_state(state, act, hat, "because") == rule.target


def test_a_no_and_a_question_need_their_words() -> None:
    for act in (ReferralAct.DECLINE, ReferralAct.RETURN):
        with pytest.raises(ReasonMissing):
            next_state(ReferralState.SENT, act, "intake", "\n ")


def test_nothing_leads_out_of_a_declined_or_withdrawn_referral_and_only_her_no_out_of_an_accepted_one() -> None:
    leads_out = {state: {act for act, rule in TRANSITIONS.items() if state in rule.source} for state in ReferralState}
    assert leads_out[ReferralState.DECLINED] == leads_out[ReferralState.WITHDRAWN] == set()
    assert leads_out[ReferralState.ACCEPTED] == {ReferralAct.SAY_NO}


def test_every_state_has_its_words_its_mark_and_its_fhir_codes() -> None:
    requests = {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
    tasks = {
        "draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold", "failed", "completed",
        "entered-in-error",
    }  # fmt: skip
    for state in ReferralState:
        assert STATE_WORDS[state]
        assert STATE_MARKS[state] in MARKS
        assert FHIR[state].service_request in requests
        assert FHIR[state].task in tasks


@pytest.mark.parametrize(
    "draft",
    [
        ReferralDraft(None),
        ReferralDraft(
            uuid4(),
            (NewCitizen("Åse", "Ø", date(1990, 2, 1), "1", "a@b.dk", ConsentHow.ORALLY, date(2026, 1, 2)), NewCitizen("🙂")), "x\n\"y",
            (CheckAnswer("a", True, date(2026, 1, 1)), CheckAnswer("b", False)),
        ),
    ],
)  # fmt: skip
def test_a_draft_comes_back_as_it_was_kept(draft: ReferralDraft) -> None:
    assert from_json(to_json(draft)) == draft


def test_a_draft_of_before_had_one_yes_and_keeps_it() -> None:
    kept = '{"citizens": [{"given_name": "Amal", "born_on": null}], "consent_how": "orally", "consent_on": "2026-01-02"}'
    assert from_json(kept).citizens == (NewCitizen("Amal", consent_how=ConsentHow.ORALLY, consent_on=date(2026, 1, 2)),)


def test_a_damaged_draft_comes_back_empty() -> None:
    assert from_json("{") == ReferralDraft(None)


def test_namesakes_are_found_whatever_capitals_and_marks_and_never_oneself() -> None:
    one, two, other = (
        Known(uuid4(), uuid4(), *name) for name in (("Åse", "Ødegård"), ("ase ", "ØDEGARD"), ("Åse", "Hansen"))
    )  # fmt: skip
    assert possible_duplicates([one], [one, two, other]) == {one.referral_id: (two,)}
    assert possible_duplicates([other], [one, two, other]) == {}
