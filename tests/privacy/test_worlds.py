"""The oracle in Python and the policies in the database give one answer, on every world anybody thought of (invariant 27)."""

import os
from collections.abc import Iterator
from pprint import pformat

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from roundtable.ground.access.actor import Hat, Purpose
from roundtable.ground.disclosure.rules import PURPOSES, may_read, who_may_read
from roundtable.ground.disclosure.rules.world import CITIZEN_HATS, STAFF_HATS
from tests.privacy.asking import database_now, differences, prepare, store
from tests.privacy.crowded import crowded
from tests.privacy.grounds import ground_differences
from tests.privacy.managing import work_differences
from tests.privacy.worlds import Scene, scenes

PATIENT = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example, HealthCheck.function_scoped_fixture)
_now = None


def _scenes() -> st.SearchStrategy[Scene]:
    global _now
    _now = _now or database_now()
    return scenes(_now)


@pytest.fixture(scope="module", autouse=True)
def shared_sides() -> Iterator[None]:
    prepare()
    yield


def _agree(scene: Scene) -> None:
    (stored,) = store([scene])
    found = [*differences(stored), *work_differences(stored), *ground_differences(stored)]
    assert not found, "\n".join([*found[:10], pformat(scene.world, width=180)])


@settings(max_examples=300, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=PATIENT)
@given(st.deferred(_scenes))
def test_the_database_answers_as_the_oracle_does_on_three_hundred_worlds(scene: Scene) -> None:
    _agree(scene)


def test_the_database_answers_as_the_oracle_does_at_a_crowded_table() -> None:
    (stored,) = store([crowded(database_now())])
    assert [*differences(stored, writes=4), *work_differences(stored), *ground_differences(stored)] == []


@pytest.mark.nightly
@settings(max_examples=int(os.environ.get("ROUNDTABLE_WORLDS", "20000")), database=None, deadline=None, suppress_health_check=PATIENT)
@given(st.deferred(_scenes))
def test_the_database_answers_as_the_oracle_does_on_as_many_worlds_as_a_night_holds(scene: Scene) -> None:
    _agree(scene)


@settings(max_examples=50, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=PATIENT)
@given(st.deferred(_scenes))
def test_who_may_read_names_exactly_those_who_may(scene: Scene) -> None:
    for item in scene.world.items:
        readers = who_may_read(scene.world, item, scene.askers[0].at)
        for asker in scene.askers:
            if may_read(scene.world, asker, item):
                assert (asker.person, asker.hat) in readers


def test_the_oracle_knows_the_hats_and_purposes_of_the_house() -> None:
    assert set(Purpose) == PURPOSES
    assert set(Hat) == CITIZEN_HATS | STAFF_HATS
