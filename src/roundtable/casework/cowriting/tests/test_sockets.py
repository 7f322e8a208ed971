"""The live channel with a real server and a real database: who is let in, what each may change, and that nothing typed is lost."""

from collections.abc import Iterator

import pytest
from tests.cast import Cast, build_cast
from tests.journeys.conftest import serving

from roundtable.casework.cowriting.tests.scene import box, meeting, page, text_of


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def test_three_write_in_one_box_and_all_read_the_same(live: str, cast: Cast) -> None:
    found = meeting(cast)
    goal = box(cast, found, "goal")
    with (
        page(live, cast, found, cast.amal_id, "Amal", "citizen") as amal,
        page(live, cast, found, cast.bo.person_id, "Bo") as bo,
        page(live, cast, found, cast.cleo.person_id, "Cleo") as cleo,
    ):
        amal.write(goal, "Mornings without fear æøå 🌿")
        bo.sees(goal, "🌿")
        cleo.sees(goal, "🌿")
        bo.write(goal, "Calm ", 0)
        cleo.write(goal, ", and work")
        for one in (amal, bo, cleo):
            one.sees(goal, "Calm ")
            one.sees(goal, ", and work")
            one.kept()
        assert {one.text(goal) for one in (amal, bo, cleo)} == {"Calm Mornings without fear æøå 🌿, and work"}
    assert text_of(cast, found, goal) == "Calm Mornings without fear æøå 🌿, and work"
