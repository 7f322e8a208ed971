"""A served house, and the cast at its table."""

from collections.abc import Iterator

import pytest
from tests.cast import Cast, build_cast
from tests.journeys.conftest import serving

from roundtable.casework.roundtables.actions import wish_for_meeting


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def bo_looks_after_amal(cast: Cast) -> None:
    wish_for_meeting(actor=cast.amal, case_id=cast.case_id, looks_after_id=cast.bo.person_id)
