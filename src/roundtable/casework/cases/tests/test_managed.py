"""A line manager is told where the courses stand in which their own people sit: the phase, and since when."""

from uuid import uuid4

import pytest
from django.db import connections, transaction
from tests.cast import Cast, build_cast, person

from roundtable.casework.cases.queries import managed_phases
from roundtable.casework.cases.rules import Phase
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import acting, through
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.queries import rows


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def _manager(cast: Cast, like: str) -> Actor:
    """A line manager of the organisation of Bo, Cleo or Eve."""
    member, person_id = getattr(cast, like), person("Hal", "Test")
    with through("loader"):
        Membership.objects.create(
            programme_id=cast.programme_id,
            person_id=person_id,
            organisation_id=member.organisation_id,
            role_id=member.role_id,
            manages=True,
        )
    return Actor(person_id, Hat.LINE_MANAGER, member.authority, None, Purpose.TEAM)


def test_hal_is_told_the_phase_of_his_peoples_courses_and_nobody_of_other_organisations_or_hats_is(cast: Cast) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        for number, phase in enumerate((Phase.START, Phase.PLAN), 1):
            cursor.execute(
                "INSERT INTO cases_phaseevent (id, case_id, number, phase, at, by_id, by_hat) VALUES (%s, %s, %s, %s, now(), %s, 'intake')",
                [uuid4(), cast.case_id, number, phase, cast.gro.person_id],
            )
    for like in ("bo", "cleo"):
        hal = _manager(cast, like)
        assert managed_phases(actor=hal, case_ids=[cast.case_id, uuid4()])[cast.case_id].phase == Phase.PLAN
        with acting(hal):
            assert rows("SELECT 1 FROM cases_phaseevent") == []
    for stranger in (_manager(cast, "eve"), cast.gro.leading(), cast.at_table(cast.bo), cast.dag.on(None)):
        assert managed_phases(actor=stranger, case_ids=[cast.case_id]) == {}
    with pytest.raises(ActRefused):
        managed_phases(actor=_manager(cast, "bo"), case_ids=[uuid4() for _ in range(201)])
