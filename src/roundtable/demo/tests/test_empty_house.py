"""The demo never moves into a house where somebody already lives."""

import pytest
from tests.cast import build_people
from tests.clones import own_database

from roundtable.demo.actions.loading import NotAnEmptyHouse, load_demo


def test_a_database_that_holds_another_programme_is_refused() -> None:
    with own_database():
        build_people()
        with pytest.raises(NotAnEmptyHouse):
            load_demo()
