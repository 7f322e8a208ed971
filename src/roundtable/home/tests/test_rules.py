"""One thing first."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from roundtable.home.rules import CitizenFacts, CitizenStep, StaffFacts, StaffStep, citizen_step, staff_step

TODAY = date(2026, 5, 4)
CASE, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        (CitizenFacts(CASE), CitizenStep.NOTHING),
        (CitizenFacts(CASE, referral_unconfirmed=True, questions=2), CitizenStep.REFERRAL),
        (CitizenFacts(CASE, invitation_unanswered=True, plan_unanswered=True), CitizenStep.INVITATION),
        (CitizenFacts(CASE, lines_missing=True, meeting_on=date(2026, 5, 11)), CitizenStep.PREPARE),
        (CitizenFacts(CASE, lines_missing=True, meeting_on=date(2026, 5, 12)), CitizenStep.NOTHING),
        (CitizenFacts(CASE, lines_missing=True, meeting_on=date(2026, 5, 3)), CitizenStep.NOTHING),
        (CitizenFacts(CASE, plan_unanswered=True, unread_messages=1), CitizenStep.PLAN),
        (CitizenFacts(CASE, unread_messages=1), CitizenStep.MESSAGE),
    ],
)
def test_a_citizen_sees_the_first_thing_that_applies(facts: CitizenFacts, step: CitizenStep) -> None:
    assert citizen_step(facts, TODAY) == step


def test_a_professional_sees_todays_meeting_before_anybody_who_waits() -> None:
    waiting = StaffFacts(CASE, waiting_since=datetime(2026, 5, 1, tzinfo=UTC))
    assert staff_step([waiting, StaffFacts(OTHER, meeting_on=TODAY)], TODAY) == (StaffStep.MEETING_TODAY, OTHER)


def test_who_has_waited_longest_comes_first() -> None:
    early, late = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 2, tzinfo=UTC)
    assert staff_step([StaffFacts(CASE, waiting_since=late), StaffFacts(OTHER, waiting_since=early)], TODAY) == (StaffStep.WAITING, OTHER)
    assert staff_step([StaffFacts(CASE, waiting_since=late)], TODAY, countersigns=1) == (StaffStep.COUNTERSIGN, None)
    assert staff_step([StaffFacts(OTHER), StaffFacts(CASE, sent_back=True)], TODAY) == (StaffStep.SENT_BACK, CASE)
