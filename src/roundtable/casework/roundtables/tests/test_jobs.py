"""A day before a meeting everybody who may come hears of it, once; and once more when it has moved."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables import jobs
from roundtable.casework.roundtables.actions import answer_invitation, call_roundtable, cancel_roundtable, move_roundtable
from roundtable.casework.roundtables.rules import Answer, Channel, Why
from roundtable.ground.access.actor import Actor
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.notices.rules import NoticeKind


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def called(cast: Cast) -> UUID:
    on = datetime.now(UTC).date() + timedelta(days=12)
    actor = cast.at_table(cast.bo)
    return call_roundtable(
        actor=actor, case_id=cast.case_id, on=on, clock=time(10), minutes=60, channel=Channel.IN_PERSON, place="Room 2"
    ).roundtable_id


def comes_near(roundtable_id: UUID, hours: int = 20) -> None:
    """Twelve days go by."""
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE roundtables_roundtableevent SET starts_at = now() + make_interval(hours => %s), at = at - interval '12 days'"
            " WHERE roundtable_id = %s",
            [hours, roundtable_id],
        )


def reminded(actor: Actor) -> list[NoticeKind]:
    return [notice.kind for notice in my_notices(actor=actor) if notice.cause == "meeting_comes"]


def test_amal_bo_and_cleo_hear_of_it_once_a_day_before_and_nobody_else_does(cast: Cast) -> None:
    meeting = called(cast)
    jobs.meeting_comes(timestamp=0)
    assert reminded(cast.amal) == []
    comes_near(meeting)
    for _ in range(2):
        jobs.meeting_comes(timestamp=0)
    assert reminded(cast.amal) == reminded(cast.at_table(cast.bo)) == reminded(cast.at_table(cast.cleo)) == [NoticeKind.MEETING]
    for nobody in (cast.dag, cast.eve, cast.jon):
        assert reminded(nobody.on(None)) == []


def test_who_said_that_they_cannot_come_is_left_in_peace(cast: Cast) -> None:
    meeting = called(cast)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.CANNOT)
    comes_near(meeting)
    jobs.meeting_comes(timestamp=0)
    assert reminded(cast.amal) == [] and reminded(cast.at_table(cast.bo)) == [NoticeKind.MEETING]


def test_nobody_is_reminded_of_a_meeting_that_was_cancelled(cast: Cast) -> None:
    meeting = called(cast)
    cancel_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, why=Why.ASKED)
    comes_near(meeting)
    jobs.meeting_comes(timestamp=0)
    assert reminded(cast.amal) == []


def test_who_could_not_come_to_the_earlier_time_is_told_of_the_later_one(cast: Cast) -> None:
    meeting = called(cast)
    answer_invitation(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, version=1, answer=Answer.CANNOT)
    on = datetime.now(UTC).date() + timedelta(days=14)
    move_roundtable(
        actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, on=on, clock=time(10), minutes=60,
        channel=Channel.IN_PERSON,
    )  # fmt: skip
    comes_near(meeting)
    jobs.meeting_comes(timestamp=0)
    assert reminded(cast.amal) == [NoticeKind.MEETING]
