"""Foreign keys point down, and a table carries the name of its room. Reads Django's registry; no database."""

import django
import pytest
from django.apps import apps

from .house import house_order
from .tables import Hold, holds, misnamed, own_models, room, upward

ORDER = (("kernel",), ("ground.people",), ("ground.seats",), ("casework.cases",), ("casework.referrals", "casework.notes"), ("home",))


@pytest.fixture(scope="module", autouse=True)
def registry() -> None:
    if not apps.ready:
        django.setup()


def test_every_foreign_key_of_the_house_points_down() -> None:
    assert upward(holds(), house_order()) == []


def test_every_table_carries_the_name_of_its_room() -> None:
    assert misnamed((room(model), model._meta.db_table) for model in own_models()) == []


def test_the_registry_knows_tables_of_the_house_and_what_they_hold() -> None:
    assert {"ground.people", "ground.seats"} <= {room(model) for model in own_models()}
    assert any(hold.holder == "ground.seats" and hold.held == "ground.people" for hold in holds())


@pytest.mark.parametrize(
    ("holder", "held"),
    [
        ("ground.people", "ground.seats"),
        ("ground.seats", "casework.cases"),
        ("casework.notes", "casework.referrals"),
        ("casework.referrals", "home"),
    ],
)
def test_a_foreign_key_that_points_up_or_sideways_is_found(holder: str, held: str) -> None:
    assert upward([Hold(holder, "Note.case", held)], ORDER) == [f"{holder} Note.case -> {held}: a foreign key points down"]


@pytest.mark.parametrize(
    ("holder", "held"), [("ground.seats", "ground.people"), ("casework.notes", "casework.notes"), ("home", "ground.people")]
)
def test_a_foreign_key_that_points_down_or_home_is_no_fault(holder: str, held: str) -> None:
    assert upward([Hold(holder, "Note.case", held)], ORDER) == []


def test_a_table_with_the_name_of_another_room_is_found() -> None:
    assert misnamed([("casework.plans", "plans_goal")]) == []
    assert misnamed([("casework.plans", "notes_goal"), ("home", "start")]) == [
        "notes_goal: a table of casework.plans begins with plans_",
        "start: a table of home begins with home_",
    ]
