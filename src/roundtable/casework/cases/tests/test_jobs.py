"""Who has left a course hears, before the thirty days are over, that what they wrote there closes."""

import pytest
from django.db import connections, transaction
from tests.cast import Cast, build_cast

from roundtable.casework.cases import jobs
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
