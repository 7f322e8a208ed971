"""Who answers reads the referrals that wait, and not every referral there ever was."""

from uuid import UUID

import pytest
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, build_cast
from tests.statements import count_statements

from roundtable.casework.referrals import queries
from roundtable.casework.referrals.actions import accept_referral, decline_referral, return_referral, say_no, send_again, withdraw_referral
from roundtable.casework.referrals.models import Referral
from roundtable.casework.referrals.queries import WAITING, inbox, inbox_size
from roundtable.casework.referrals.rules.draft import ConsentHow
from roundtable.casework.referrals.tests.test_views import of, send
from roundtable.casework.referrals.views import home
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


def answered(cast: Cast, name: str, count: int, family: str) -> None:
    for _turn in range(count):
        case_id, _citizen = send(cast, name, family)
        decline_referral(actor=cast.gro.intake(case_id), case_id=case_id, seen=1, reason="No room")


def test_a_name_is_looked_for_in_those_that_wait_and_the_newest_that_were_answered_and_no_further_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many referrals a programme has had, what the inbox reads of them stays the same."""
    monkeypatch.setattr(queries, "COMPARED_WITH", 2)
    answered(cast, "Noa", 3, "Twin")
    first, second = (send(cast, "Noa", "Twin")[0] for _ in range(2))

    def read() -> tuple[dict[UUID, int], int, int]:
        with count_statements() as statements, acting(cast.gro.leading()):
            rows = inbox(actor=cast.gro.leading())
            known = queries._known(queries._compared({cast.programme_id}))
        return {row.case_id: len(row.twins) for row in rows}, len(known), len(statements)

    twins, known, asked = read()
    assert twins == {first: 3, second: 3}, "the other that waits, and two that were answered"
    assert known == 4, "two that wait and two that were answered"
    answered(cast, "Noa", 6, "Twin")
    assert read() == (twins, known, asked)


def test_a_full_inbox_is_turned_over_and_what_waits_for_gro_stands_before_what_waits_for_cleo(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(home, "INBOX_PAGE", 2)
    monkeypatch.setattr(home, "inbox_rows", lambda **more: inbox(per_page=2, **more))
    cases = [send(cast, name)[0] for name in ("Oldest", "Middle", "Newest")]
    return_referral(actor=cast.gro.intake(cases[0]), case_id=cases[0], seen=1, reason="Since when?")
    assert [row.case_id for row in inbox(actor=cast.gro.leading())] == [cases[1], cases[2], cases[0]]
    assert inbox_size(actor=cast.gro.leading()) == 3
    gro = of(cast.gro)
    one, two, beyond = (gro.get(reverse("inbox"), {"page": page}).text for page in ("1", "2", "99"))
    assert "Middle" in one and "Newest" in one and "Oldest" not in one
    assert "Oldest" in two and "Middle" not in two and "Oldest" in beyond
    for actor in (cast.bo.on(None), cast.cleo.on(None), cast.dag.on(None)):
        assert inbox_size(actor=actor) == 0 and inbox(actor=actor) == ()
