"""The life of a referral: its states, who may lead from one to the next, and what FHIR calls them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from roundtable.kernel.refusal import Refusal, gettext_noop


class ReferralState(StrEnum):
    """Where a referral stands. A draft is its writer's alone and has no row yet."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ReferralAct(StrEnum):
    """What somebody does with a referral."""

    SEND = "send"
    RETURN = "return"
    SEND_AGAIN = "send_again"
    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SAY_NO = "say_no"


class Rule(NamedTuple):
    """From which states an act leads where, and in which hats it is done."""

    source: frozenset[ReferralState]
    target: ReferralState
    hats: frozenset[str]


_WAITING = frozenset({ReferralState.SENT})
_UNDECIDED = frozenset({ReferralState.SENT, ReferralState.RETURNED})

TRANSITIONS: Mapping[ReferralAct, Rule] = {
    ReferralAct.SEND: Rule(frozenset({ReferralState.DRAFT}), ReferralState.SENT, frozenset({"professional"})),
    ReferralAct.RETURN: Rule(_WAITING, ReferralState.RETURNED, frozenset({"intake"})),
    ReferralAct.SEND_AGAIN: Rule(frozenset({ReferralState.RETURNED}), ReferralState.SENT, frozenset({"professional"})),
    ReferralAct.ACCEPT: Rule(_WAITING, ReferralState.ACCEPTED, frozenset({"intake"})),
    ReferralAct.DECLINE: Rule(_UNDECIDED, ReferralState.DECLINED, frozenset({"intake"})),
    ReferralAct.WITHDRAW: Rule(_UNDECIDED, ReferralState.WITHDRAWN, frozenset({"professional"})),
    # The citizen can say no also after acceptance; nobody can say it for her here.
    ReferralAct.SAY_NO: Rule(_UNDECIDED | {ReferralState.ACCEPTED}, ReferralState.WITHDRAWN, frozenset({"citizen"})),
}

TAKES_A_YES = _UNDECIDED | {ReferralState.ACCEPTED}
"""Where a citizen's yes to the text still means something: after a no of anybody it would say the opposite of what stands."""

NEEDS_REASON = frozenset({ReferralAct.DECLINE, ReferralAct.RETURN})


class FhirStatus(NamedTuple):
    """ServiceRequest.status and Task.status of HL7 FHIR R4."""

    service_request: str
    task: str


FHIR: Mapping[ReferralState, FhirStatus] = {
    ReferralState.DRAFT: FhirStatus("draft", "draft"),
    ReferralState.SENT: FhirStatus("active", "requested"),
    ReferralState.RETURNED: FhirStatus("on-hold", "on-hold"),
    ReferralState.ACCEPTED: FhirStatus("active", "accepted"),
    ReferralState.DECLINED: FhirStatus("revoked", "rejected"),
    ReferralState.WITHDRAWN: FhirStatus("revoked", "cancelled"),
}
"""Sources: hl7.org/fhir/R4/valueset-request-status.html and valueset-task-status.html, checked 2026-11-21."""

STATE_WORDS: Mapping[ReferralState, str] = {
    ReferralState.DRAFT: gettext_noop("Draft, not sent"),
    ReferralState.SENT: gettext_noop("Sent, waiting for an answer"),
    ReferralState.RETURNED: gettext_noop("Sent back: something is missing"),
    ReferralState.ACCEPTED: gettext_noop("Accepted"),
    ReferralState.DECLINED: gettext_noop("Not accepted"),
    ReferralState.WITHDRAWN: gettext_noop("Withdrawn"),
}

STATE_MARKS: Mapping[ReferralState, str] = {
    ReferralState.DRAFT: "slate",
    ReferralState.SENT: "slate",
    ReferralState.RETURNED: "amber",
    ReferralState.ACCEPTED: "moss",
    ReferralState.DECLINED: "plum",
    ReferralState.WITHDRAWN: "slate",
}


class NotThatState(Refusal):
    """The referral stands where this cannot be done."""

    code = "referral_not_that_state"
    message = gettext_noop("This referral has been answered or changed meanwhile, so this cannot be done now. Look at where it stands.")
    status = 409


class NoStands(NotThatState):
    """The citizen has said no before, in other words or without any."""

    code = "referral_no_stands"
    message = gettext_noop("You have said no already. It stands, and the others have been told.")


class NotYours(Refusal):
    """The act belongs to somebody else."""

    code = "referral_not_yours"
    message = gettext_noop("This is not yours to do with this referral. Nothing was changed.")


class ReasonMissing(Refusal):
    """A no, or a question for what is missing, without its words."""

    code = "referral_reason_missing"
    message = gettext_noop("Write the reason in a sentence or two. The citizen and the one who sent the referral read it.")


def next_state(state: ReferralState, act: ReferralAct, hat: str, reason: str = "") -> ReferralState:
    """The state an act leads to. Raises NotYours for another hat, NotThatState from another state, ReasonMissing.

    >>> next_state(ReferralState.SENT, ReferralAct.ACCEPT, "intake").value
    'accepted'
    """
    rule = TRANSITIONS[act]
    if hat not in rule.hats:
        raise NotYours()
    if state not in rule.source:
        raise NotThatState()
    if act in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(field="reason")
    return rule.target
