"""Attacks past the code on what everybody at the table reads: days that never come, boxes and edits of nonsense, locks, and things moved away."""

from uuid import UUID

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from roundtable.casework.cowriting.tests.scene import box, meeting
from roundtable.casework.guests.actions import invite_guest
from roundtable.casework.guests.rules import Who
from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.access.context import through
from roundtable.ground.seats.models import Seat
from tests.cast import Cast, account, build_cast
from tests.privacy.test_attacks_sql_more import ask

NEVER = ("infinity", "-infinity", "20000-01-01", "0044-03-15 BC")
MOVED = (
    "WITH l AS (SELECT * FROM roundtables_roundtableevent WHERE roundtable_id = %s ORDER BY number DESC LIMIT 1)"
    " INSERT INTO roundtables_roundtableevent (id, roundtable_id, case_id, number, event, starts_at, minutes, channel, pace, why, follow_up,"
    " present, by_id, by_hat) SELECT gen_random_uuid(), roundtable_id, case_id, number + 1, 'moved', %s, minutes, channel, pace, '', false,"
    " '{}', %s, 'professional' FROM l RETURNING number"
)


def as_cleo(cast: Cast, *statement: object) -> list[tuple[object, ...]]:
    """What Cleo gets by SQL of her own, on her own login."""
    return ask("web_authority", cast.cleo.person_id, "professional", cast.case_id, "meeting", statement)


def amals_pages(cast: Cast, found: UUID) -> set[int]:
    """How Amal's first page, her course, her plan and the sheet of the meeting answer."""
    amal = Client(raise_request_exception=False)
    amal.force_login(account(cast.amal_id, "Amal", "citizen"))
    names = {"write_together": [cast.case_id, found], "plan": [cast.case_id], "case_page": [cast.case_id]}
    return {amal.get(reverse(name, args=args)).status_code for name, args in names.items()} | {amal.get("/", follow=True).status_code}


@pytest.mark.parametrize("never", NEVER)
def test_cleo_writes_no_day_that_never_comes_and_amals_pages_open(never: str) -> None:
    cast = build_cast()
    write_plan(cast)
    found = meeting(cast)
    for statement in (
        ("UPDATE cowriting_box SET day = %s WHERE id = %s RETURNING 1", never, box(cast, found, "disagree")),
        ("UPDATE plans_plan SET return_on = %s RETURNING 1", never),
        ("UPDATE plans_step SET by_on = %s RETURNING 1", never),
        (MOVED, found, never, cast.cleo.person_id),
    ):
        with pytest.raises(IntegrityError, match="day_"):
            as_cleo(cast, *statement)
    assert amals_pages(cast, found) == {200}


def test_a_guests_seat_lasts_a_year_at_most_when_cleo_moves_the_meeting_to_never() -> None:
    cast = build_cast()
    found = meeting(cast)
    amal = cast.amal.on(cast.case_id)
    invite_guest(actor=amal, case_id=cast.case_id, name="Employer Test", who=Who.EMPLOYER, text="Please come", roundtable_id=found)
    assert as_cleo(cast, MOVED, found, "2150-01-01", cast.cleo.person_id)
    with through("loader"):
        seat = Seat.objects.get(case_id=cast.case_id, hat="guest")
    assert seat.until_at is not None
    assert (seat.until_at - seat.from_at).days <= 366
