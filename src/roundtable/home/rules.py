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
    BY_LAW = "by_law"
    PLAN = "plan"
    MESSAGE = "message"
    QUESTIONS = "questions"
    WORDS = "words"
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
    by_law: int = 0
    words_for_a_yes: bool = False


def citizen_steps(facts: CitizenFacts, today: date) -> tuple[CitizenStep, ...]:
    """All that apply, the next one first; nothing to do where none does.

    Confirm the referral · answer the invitation · prepare, in the last seven days · a text to look at before it is shared ·
    what somebody shares by a rule of law · the answer to the plan · a message · how the meeting was, once · what was written down as
    said by them · nothing to do today.

    >>> [step.value for step in citizen_steps(CitizenFacts(UUID(int=1), questions=1, plan_unanswered=True), date(2026, 5, 4))]
    ['look', 'plan']
    """
    near = facts.meeting_on is not None and 0 <= (facts.meeting_on - today).days <= PREPARE_DAYS
    applies = (
        (CitizenStep.REFERRAL, facts.referral_unconfirmed),
        (CitizenStep.INVITATION, facts.invitation_unanswered),
        (CitizenStep.PREPARE, facts.lines_missing and near),
        (CitizenStep.LOOK, facts.questions > 0),
        (CitizenStep.BY_LAW, facts.by_law > 0),
        (CitizenStep.PLAN, facts.plan_unanswered),
        (CitizenStep.MESSAGE, facts.unread_messages > 0),
        (CitizenStep.QUESTIONS, facts.day_after),
        (CitizenStep.WORDS, facts.words_for_a_yes),
    )
    return tuple(step for step, holds in applies if holds) or (CitizenStep.NOTHING,)


def citizen_step(facts: CitizenFacts, today: date) -> CitizenStep:
    """The one that stands on top.

    >>> citizen_step(CitizenFacts(UUID(int=1)), date(2026, 5, 4)).value
    'nothing'
    """
    return citizen_steps(facts, today)[0]


class StaffStep(StrEnum):
    """What a professional's card can ask for."""

    MEETING_TODAY = "meeting_today"
    CALL = "call"
    WAITING = "waiting"
    REQUEST = "request"
    PLAN = "plan"
    INVITATION = "invitation"
    LAST_MEETING = "last_meeting"
    COUNTERSIGN = "countersign"
    SENT_BACK = "sent_back"
    STEP = "step"
    NOTHING = "nothing"


@dataclass(frozen=True)
class StaffFacts:
    """One open course of a professional."""

    case_id: UUID
    meeting_on: date | None = None
    waiting_since: datetime | None = None
    sent_back: bool = False
    call_by: date | None = None
    asked_since: datetime | None = None
    plan_since: datetime | None = None
    invited_on: date | None = None
    last_meeting_by: date | None = None
    step_by: date | None = None


def staff_step(cases: Sequence[StaffFacts], today: date, countersigns: int = 0) -> tuple[StaffStep, UUID | None]:
    """Today's meeting; else a signature somebody waits for; else the call after a meeting that is due first; else who has waited longest.

    Then a colleague's question without a reply, an answer to a plan, an answer to an invitation; then the last meeting that is to be
    planned, of the course that ends first; then what came back; then one's own step in a plan whose day has passed longest.

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
    asked: tuple[tuple[StaffStep, Sequence[tuple[date | None, UUID]]], ...] = (
        (StaffStep.WAITING, [(facts.waiting_since, facts.case_id) for facts in cases]),
        (StaffStep.REQUEST, [(facts.asked_since, facts.case_id) for facts in cases]),
        (StaffStep.PLAN, [(facts.plan_since, facts.case_id) for facts in cases]),
        (StaffStep.INVITATION, [(facts.invited_on, facts.case_id) for facts in cases]),
    )
    for step, found in asked:
        first = min(((since, str(case), case) for since, case in found if since is not None), default=None)
        if first is not None:
            return step, first[2]
    ends = sorted((facts.last_meeting_by, str(facts.case_id), facts.case_id) for facts in cases if facts.last_meeting_by is not None)
    if ends:
        return StaffStep.LAST_MEETING, ends[0][2]
    for facts in cases:
        if facts.sent_back:
            return StaffStep.SENT_BACK, facts.case_id
    late = sorted((facts.step_by, str(facts.case_id), facts.case_id) for facts in cases if facts.step_by is not None)
    if late:
        return StaffStep.STEP, late[0][2]
    return StaffStep.NOTHING, None
