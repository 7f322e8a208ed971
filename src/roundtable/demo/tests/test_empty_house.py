"""The demo never moves into a house where somebody already lives."""

from collections.abc import Iterator

import pytest
import tests.plugin
from django.conf import settings
from tests.cast import build_people
from tests.privacy.test_log import _point_at

from roundtable.demo.actions.loading import NotAnEmptyHouse, load_demo


@pytest.fixture
def house_of_its_own() -> Iterator[None]:
    """A clone that no other test knows."""
    before = settings.DATABASES["default"]["NAME"]
    name = f"house_{before}"
    tests.plugin.cluster.drop(name)
    tests.plugin.cluster.clone(tests.plugin.template(), name)
    _point_at(name)
    yield
    _point_at(before)
    tests.plugin.cluster.drop(name)


def test_a_database_that_holds_another_programme_is_refused(house_of_its_own: None) -> None:
    build_people()
    with pytest.raises(NotAnEmptyHouse):
        load_demo()
