"""Amal's table with a meeting that was held, and the days after it."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from tests.cast import Cast, build_cast

from roundtable.casework.roundtables.actions import hold_roundtable
from roundtable.casework.roundtables.tests.addresses import call
from roundtable.ground.access.context import through


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def held(cast: Cast) -> UUID:
    """A meeting that was held today."""
    meeting = call(cast)
    hold_roundtable(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=meeting, version=1, present=[cast.amal_id])
    return meeting


def days_ago(meeting: UUID, days: int) -> None:
    """The meeting was held so many days ago. Nothing else of it changes; as the loader, who may."""
    with through("loader"), connections["loader"].cursor() as cursor:
        on = timezone.localdate() - timedelta(days=days)
        cursor.execute("UPDATE roundtables_roundtableevent SET held_on = %s WHERE roundtable_id = %s AND event = 'held'", [on, meeting])
