"""Every fault planted in the policy is found by comparing the database with the oracle on the worlds of the ordinary run."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.clones import as_keeper, own_database
from tests.privacy.asking import Stored, database_now, differences, prepare, store
from tests.privacy.crowded import crowded
from tests.privacy.faults import FAULTS, GROUNDS, WORK, Edit, planted
from tests.privacy.grounds import ground_differences
from tests.privacy.managing import work_differences
from tests.privacy.quick import answers, first_difference, install
from tests.privacy.worlds import Scene, scenes

WORLDS = 60


def _collect(many: int) -> list[Scene]:
    """The first worlds of the fixed seed."""
    found: list[Scene] = []

    @settings(
        max_examples=many, derandomize=True, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(scenes(database_now()))
    def take(scene: Scene) -> None:
        found.append(scene)

    take()
    return found


@pytest.fixture(scope="module")
def own() -> Iterator[psycopg.Connection[Any]]:
    with own_database() as name, as_keeper(name) as keeper:
        install(keeper)
        yield keeper


@pytest.fixture(scope="module")
def worlds(own: psycopg.Connection[Any]) -> list[Stored]:
    prepare()
    stored = store([crowded(database_now()), *_collect(WORLDS)])
    own.execute("ANALYZE")
    return stored


def test_without_a_fault_there_is_nothing_to_find(worlds: list[Stored]) -> None:
    assert first_difference(worlds[:20], deep=True) == ""
    assert [found for stored in worlds for found in work_differences(stored)] == []
    assert [found for stored in worlds[:20] for found in ground_differences(stored)] == []


@pytest.mark.parametrize("name", [name for name in FAULTS if "write" not in name])
def test_a_planted_fault_is_found(own: psycopg.Connection[Any], worlds: list[Stored], name: str) -> None:
    with planted(own, FAULTS[name]):
        assert first_difference(worlds, deep=name.startswith("the wall of")), f"nobody noticed: {name}"


@pytest.mark.parametrize("name", [name for name in FAULTS if "write" in name])
def test_a_planted_fault_in_who_writes_is_found(own: psycopg.Connection[Any], worlds: list[Stored], name: str) -> None:
    families = [stored for stored in worlds if any(seat.hat == "representative" for seat in stored.scene.world.seats)]
    with planted(own, FAULTS[name]):
        assert any(differences(stored, writes=20, most=1) for stored in families), f"nobody noticed: {name}"


@pytest.mark.parametrize("name", WORK)
def test_a_planted_fault_in_what_a_manager_knows_is_found(own: psycopg.Connection[Any], worlds: list[Stored], name: str) -> None:
    with planted(own, WORK[name]):
        assert any(work_differences(stored) for stored in worlds), f"nobody noticed: {name}"


@pytest.mark.parametrize("name", GROUNDS)
def test_a_planted_fault_in_the_ground_a_reading_stands_on_is_found(own: psycopg.Connection[Any], worlds: list[Stored], name: str) -> None:
    with planted(own, GROUNDS[name]):
        assert any(ground_differences(stored) for stored in worlds), f"nobody noticed: {name}"


def test_a_hat_through_another_login_reads_nothing_and_the_fault_that_lets_it_is_found(
    own: psycopg.Connection[Any], worlds: list[Stored]
) -> None:
    citizens = [(stored, asker) for stored in worlds[:40] for asker in stored.scene.askers if asker.hat == "citizen"]
    for alias in ("web_care", "web_authority"):
        assert not any(items or words or wraps for _, items, words, wraps in answers(citizens, alias))
    anyone = Edit("actor_is_set", r"THEN guard\.actor_hat\(\) IN \([^)]*\)", "THEN true", times=3)
    with planted(own, (anyone,)):
        assert any(items for _, items, _, _ in answers(citizens, "web_care"))
