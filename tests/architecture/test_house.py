"""Names, sizes and doors of the rooms; each check finds the fault planted for it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from . import house
from .house import ROOT, SRC

Checker = Callable[[Path], list[str]]


def plant(folder: Path, name: str, text: str = "") -> Path:
    file = folder / "roundtable" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    for storey in house.STOREYS:
        (folder / "roundtable" / storey).mkdir(exist_ok=True)
    return folder


def long(lines: int) -> str:
    return "def accept() -> None:\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    "checker",
    [house.stray_names, house.doubled_kinds, house.unseen_folders, house.busy_room_doors, house.long_files, house.long_functions],
    ids=lambda checker: checker.__name__,
)
def test_the_house_keeps_its_floor_plan(checker: Checker) -> None:
    assert checker(SRC) == []


def test_the_house_has_no_drawer() -> None:
    assert house.drawers(SRC, ROOT / "tests") == []


def test_19_of_20_functions_fit_on_half_a_screen() -> None:
    assert house.usual_length(SRC) <= house.USUAL_FUNCTION_LINES


@pytest.mark.parametrize(
    ("checker", "name", "text"),
    [
        (house.stray_names, "casework/plans/services.py", ""),
        (house.stray_names, "casework/plans/templates/other/plan.html", ""),
        (house.stray_names, "casework/loose.py", ""),
        (house.stray_names, "ground/seats/serializers/item.py", ""),
        (house.stray_names, "home/start.py", ""),
        (house.stray_names, "portal/views.py", ""),
        (house.stray_names, "conftest.py", ""),
        (house.unseen_folders, "casework/plans/rules.py", ""),
        (house.busy_room_doors, "casework/plans/__init__.py", "from roundtable.casework.plans import models\n"),
        (house.long_files, "casework/plans/rules.py", "x = 1\n" * 401),
        (house.long_functions, "casework/plans/rules.py", long(61)),
    ],
)
def test_a_fault_of_the_floor_plan_is_found(tmp_path: Path, checker: Checker, name: str, text: str) -> None:
    assert len(checker(plant(tmp_path, name, text))) == 1


def test_a_kind_that_is_file_and_folder_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "casework/plans/rules.py")
    plant(tmp_path, "casework/plans/rules/steps.py")
    assert house.doubled_kinds(tmp_path) == ["casework/plans/rules: both a file and a folder"]


@pytest.mark.parametrize("name", ["utils.py", "rules/helpers.py", "tests/utils/dates.py"])
def test_a_drawer_is_found_by_any_name(tmp_path: Path, name: str) -> None:
    plant(tmp_path, f"casework/plans/{name}")
    assert len(house.drawers(tmp_path)) == 1


def test_long_functions_everywhere_are_found(tmp_path: Path) -> None:
    plant(tmp_path, "casework/plans/rules.py", long(31))
    assert house.usual_length(tmp_path) == 31


def test_what_the_plan_names_is_no_fault(tmp_path: Path) -> None:
    for name in (
        "rules.py",
        "queries/lists.py",
        "templates/plans/plan.html",
        "migrations/0001_initial.py",
        "tests/test_rules.py",
        "sql/policies.sql",
    ):
        plant(tmp_path, f"casework/plans/{name}")
    plant(tmp_path, "ground/access/context.py")
    plant(tmp_path, "config/anything.py")
    assert house.stray_names(tmp_path) == []


def test_a_docstring_and_a_decorator_make_no_function_long(tmp_path: Path) -> None:
    described = 'def accept() -> None:\n    """Accept.\n' + "\n    More.\n" * 40 + '    """\n' + "    pass\n" * 59
    assert house.long_functions(plant(tmp_path, "casework/plans/rules.py", described)) == []


def test_limits_are_limits_and_not_one_less(tmp_path: Path) -> None:
    plant(tmp_path, "casework/plans/rules.py", "x = 1\n" * 400)
    plant(tmp_path, "casework/plans/actions.py", long(60))
    assert house.long_files(tmp_path) == []
    assert house.long_functions(tmp_path) == []
