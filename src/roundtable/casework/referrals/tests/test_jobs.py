"""A referral that nobody answers for a week is brought before who receives it, once."""

from uuid import UUID

import pytest
from django.db import connections, transaction
from tests.cast import Cast, build_cast

from roundtable.casework.referrals import jobs
from roundtable.casework.referrals.actions import return_referral
from roundtable.casework.referrals.tests.test_actions import send
from roundtable.ground.access.actor import Actor
from roundtable.ground.notices.queries import my_notices


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def waits(case_id: UUID, days: int = 8) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("UPDATE referrals_referralevent SET at = at - make_interval(days => %s) WHERE case_id = %s", [days, case_id])


def told(actor: Actor) -> list[str]:
    return [notice.cause for notice in my_notices(actor=actor) if notice.cause]


def test_gro_hears_once_of_a_referral_that_has_waited_for_a_week(cast: Cast) -> None:
    case_id = send(cast).case_id
    jobs.referral_waits(timestamp=0)
    assert told(cast.gro.leading()) == []
    waits(case_id)
    for _ in range(2):
        jobs.referral_waits(timestamp=0)
    assert told(cast.gro.leading()) == ["referral_waits"]
    for nobody in (cast.cleo, cast.dag, cast.bo, cast.eve):
        assert told(nobody.on(None)) == []


def test_one_that_was_answered_does_not_wait(cast: Cast) -> None:
    case_id = send(cast).case_id
    return_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="Which days can they come?")
    waits(case_id)
    jobs.referral_waits(timestamp=0)
    assert told(cast.gro.leading()) == []
