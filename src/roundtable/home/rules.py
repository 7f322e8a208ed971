"""One thing first: which next step stands on top of a first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

PREPARE_DAYS = 7
"""A citizen is asked to prepare in the last seven days before a meeting, not earlier."""
LOOK_DAYS = timedelta(days=14)
"""From so many days before, what somebody took on to look at again stands on their first page."""


class CitizenStep(StrEnum):
    """What a citizen's card can ask for, in the order in which one goes before another."""

    REFERRAL = "referral"
    INVITATION = "invitation"
    PREPARE = "prepare"
    LOOK = "look"
    PLAN = "plan"
    MESSAGE = "message"
    QUESTIONS = "questions"
    NOTHING = "nothing"


@dataclass(frozen=True)
class CitizenFacts:
    """What is known of one course of a citizen. Days are local days."""

    case_id: UUID
    referral_unconfirmed: bool = False
    invitation_unanswered: bool = False
    meeting_on: date | None = None
    lines_missing: bool = False
    questions: int = 0
    plan_unanswered: bool = False
    unread_messages: int = 0
    day_after: bool = False


def citizen_step(facts: CitizenFacts, today: date) -> CitizenStep:
    """The first that applies.

    Confirm the referral · answer the invitation · prepare, in the last seven days · a text to look at before it is shared ·
    the answer to the plan · a message · how the meeting was, once · nothing to do today.

    >>> citizen_step(CitizenFacts(UUID(int=1), questions=1, plan_unanswered=True), date(2026, 5, 4)).value
    'look'
    """
    if facts.referral_unconfirmed:
        return CitizenStep.REFERRAL
    if facts.invitation_unanswered:
        return CitizenStep.INVITATION
    if facts.lines_missing and facts.meeting_on is not None and 0 <= (facts.meeting_on - today).days <= PREPARE_DAYS:
        return CitizenStep.PREPARE
    if facts.questions:
        return CitizenStep.LOOK
    if facts.plan_unanswered:
        return CitizenStep.PLAN
    if facts.unread_messages:
        return CitizenStep.MESSAGE
    if facts.day_after:
        return CitizenStep.QUESTIONS
    return CitizenStep.NOTHING


class StaffStep(StrEnum):
    """What a professional's card can ask for."""

    MEETING_TODAY = "meeting_today"
    CALL = "call"
    WAITING = "waiting"
    LAST_MEETING = "last_meeting"
    COUNTERSIGN = "countersign"
    SENT_BACK = "sent_back"
    NOTHING = "nothing"


@dataclass(frozen=True)
class StaffFacts:
    """One open course of a professional."""

    case_id: UUID
    meeting_on: date | None = None
    waiting_since: datetime | None = None
    sent_back: bool = False
    call_by: date | None = None
    last_meeting_by: date | None = None


def staff_step(cases: Sequence[StaffFacts], today: date, countersigns: int = 0) -> tuple[StaffStep, UUID | None]:
    """Today's meeting; else a signature somebody waits for; else the call after a meeting that is due first; else who has waited longest.

    Then the last meeting that is to be planned, of the course that ends first; then what came back.

    >>> staff_step([], date(2026, 5, 4))
    (<StaffStep.NOTHING: 'nothing'>, None)
    """
    for facts in cases:
        if facts.meeting_on == today:
            return StaffStep.MEETING_TODAY, facts.case_id
    if countersigns:
        return StaffStep.COUNTERSIGN, None
    calls = sorted((facts.call_by, str(facts.case_id), facts.case_id) for facts in cases if facts.call_by is not None)
    if calls:
        return StaffStep.CALL, calls[0][2]
    waiting = sorted((facts.waiting_since, str(facts.case_id), facts.case_id) for facts in cases if facts.waiting_since is not None)
    if waiting:
        return StaffStep.WAITING, waiting[0][2]
    ends = sorted((facts.last_meeting_by, str(facts.case_id), facts.case_id) for facts in cases if facts.last_meeting_by is not None)
    if ends:
        return StaffStep.LAST_MEETING, ends[0][2]
    for facts in cases:
        if facts.sent_back:
            return StaffStep.SENT_BACK, facts.case_id
    return StaffStep.NOTHING, None
