"""Contacts and drafts by rule."""

from datetime import UTC, datetime, timedelta

from roundtable.casework.notes.rules import ContactState, draft_is_old, may_become

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_planned_contact_can_become_anything_and_an_ended_one_only_another_end() -> None:
    assert all(may_become(ContactState.PLANNED, then) for then in ContactState if then != ContactState.PLANNED)
    for end in (ContactState.HELD, ContactState.DID_NOT_COME, ContactState.WE_CANCELLED):
        assert not may_become(end, ContactState.PLANNED) and not may_become(end, ContactState.MOVED)
    assert may_become(ContactState.DID_NOT_COME, ContactState.WE_CANCELLED)


def test_a_draft_is_old_on_its_last_day_and_not_a_second_before() -> None:
    for citizen, days in ((True, 90), (False, 30)):
        touched = NOON - timedelta(days=days)
        assert draft_is_old(citizen=citizen, touched_at=touched, at=NOON)
        assert not draft_is_old(citizen=citizen, touched_at=touched + timedelta(seconds=1), at=NOON)
