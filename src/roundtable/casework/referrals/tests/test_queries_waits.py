"""Who answers reads the referrals that wait, and not every referral there ever was."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.referrals.actions import accept_referral, decline_referral, return_referral, say_no, send_again, withdraw_referral
from roundtable.casework.referrals.models import Referral
from roundtable.casework.referrals.queries import WAITING, inbox
from roundtable.casework.referrals.rules.draft import ConsentHow
from roundtable.casework.referrals.tests.test_views import send
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import acting, current


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def waiting(cast: Cast) -> set[UUID]:
    return {row.case_id for row in inbox(actor=cast.gro.leading())}


def test_a_referral_is_in_the_inbox_as_long_as_it_waits_and_no_longer(cast: Cast) -> None:
    returned, accepted, declined, withdrawn, refused = (send(cast) for _ in range(5))
    assert waiting(cast) == {case_id for case_id, _ in (returned, accepted, declined, withdrawn, refused)}
    return_referral(actor=cast.gro.intake(returned[0]), case_id=returned[0], seen=1, reason="Since when?")
    accept_referral(actor=cast.gro.intake(accepted[0]), case_id=accepted[0], seen=1, person_ids=[cast.bo.person_id, cast.cleo.person_id])
    decline_referral(actor=cast.gro.intake(declined[0]), case_id=declined[0], seen=1, reason="No room")
    withdraw_referral(actor=cast.cleo.on(withdrawn[0]), case_id=withdrawn[0], seen=1)
    say_no(actor=Actor(refused[1], Hat.CITIZEN, False, refused[0]), case_id=refused[0], seen=1)
    assert waiting(cast) == {returned[0]}
    yes = [(ConsentHow.ORALLY, timezone.localdate())]
    send_again(actor=cast.cleo.on(returned[0]), case_id=returned[0], seen=2, text="Since August", consents=yes)
    assert waiting(cast) == {returned[0]}


def test_nobody_writes_by_hand_that_a_referral_waits_or_does_not(cast: Cast) -> None:
    case_id, _ = send(cast)
    for actor in (cast.gro.intake(case_id), cast.gro.leading(case_id), cast.cleo.on(case_id)):
        with pytest.raises(DatabaseError, match="permission denied"), acting(actor, write=True):
            Referral.objects.filter(case_id=case_id).update(waits=False)


def test_the_inbox_finds_them_by_their_ids_and_not_through_every_case_of_the_leader(cast: Cast) -> None:
    send(cast)
    with acting(cast.gro.leading()), connections[current().alias].cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # a test's few rows are read whole
        plan = Referral.objects.filter(WAITING).order_by("sent_at", "id")[:200].explain()
    assert "Index Cond: (id = ANY" in plan and "Index Cond: (case_id" not in plan, plan  # not by way of every case of the leader
