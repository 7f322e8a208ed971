"""Who has left a course hears before what they wrote there closes; who is there afterwards hears it on the agreed day."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.cases import jobs
from roundtable.casework.cases.actions import answer_bridge, close_case, name_bridge, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.notices.queries import my_notices
from roundtable.ground.seats.actions import end_seat, write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import side


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def left(cast: Cast, days: int) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(
            "UPDATE seats_seat SET from_at = from_at - interval '90 days', until_at = now() - make_interval(days => %s) WHERE id = %s",
            [days, cast.seats["ida"]],
        )


def test_ida_hears_once_that_a_week_is_left_and_then_reads_nothing(cast: Cast) -> None:
    ida = cast.at_table(cast.ida)
    item = write_words(actor=ida, case_id=cast.case_id, place=side(), kind="note", body="For who comes after me").item_id
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["ida"])
    jobs.seat_ends(timestamp=0)
    assert my_notices(actor=cast.ida.on(None)) == ()
    left(cast, 24)
    for _ in range(2):
        jobs.seat_ends(timestamp=0)
    assert [notice.cause for notice in my_notices(actor=cast.ida.on(None))] == ["seat_ends"]
    assert [view.body for view in words(actor=ida, item_ids=[item])] == ["For who comes after me"]
    left(cast, 30)
    assert words(actor=ida, item_ids=[item]) == ()


def test_who_wrote_nothing_there_has_nothing_to_hear(cast: Cast) -> None:
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["ida"])
    left(cast, 24)
    jobs.seat_ends(timestamp=0)
    assert my_notices(actor=cast.ida.on(None)) == ()


def bridge(cast: Cast, days: int = 0) -> UUID:
    """Bo is named, to get in touch so many days from today; then the course ends."""
    today = timezone.localdate()
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    item: UUID = name_bridge(
        actor=cast.at_table(cast.cleo),
        case_id=cast.case_id,
        name="Bo Test",
        organisation="",
        telephone="70 12 34 56",
        until_on=today + timedelta(days=30),
        rings_on=today + timedelta(days=days),
        person_id=cast.bo.person_id,
    )
    return item


def causes(cast: Cast) -> list[str]:
    return [notice.cause for notice in my_notices(actor=cast.bo.on(None)) if notice.cause]


def test_bo_hears_once_on_the_agreed_day_also_when_the_course_has_ended(cast: Cast) -> None:
    bridge(cast)
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    for _ in range(2):
        jobs.bridge_rings(timestamp=0)
    assert causes(cast) == ["bridge_rings"]
    assert [notice.cause for notice in my_notices(actor=cast.cleo.on(None)) if notice.cause] == []


def test_nobody_is_sent_to_amal_before_the_day_after_a_no_or_where_she_closed_her_course(cast: Cast) -> None:
    item = bridge(cast, days=1)
    jobs.bridge_rings(timestamp=0)
    assert causes(cast) == []
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE cases_bridgecontact SET rings_on = rings_on - 1 WHERE item_id = %s", [item])
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=False)
    jobs.bridge_rings(timestamp=0)
    assert causes(cast) == []
    answer_bridge(actor=cast.amal, case_id=cast.case_id, item_id=item, yes=True)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.bo.person_id)
    jobs.bridge_rings(timestamp=0)
    assert causes(cast) == []
