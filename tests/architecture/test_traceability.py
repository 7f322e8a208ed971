"""What docs/traceability.md claims: each test it names exists, each served row names one, and no row is missing or said twice."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from .house import ROOT

PAGE = ROOT / "docs" / "traceability.md"
ROWS = 313
NAMED = re.compile(r"`([\w/.-]+\.py)::(\w+)`")
ROW = re.compile(r"^\| (T\d{3}) \|[^|]*\| (.*) \|$", re.MULTILINE)
GROUP = re.compile(r"^\| [A-Z]+ \| (?P<later>[^|]*) \| (?P<rows>T\d{3}(?:, T\d{3})*) \|$", re.MULTILINE)
STATES = ("served", "in part", "derived", "declined", "later")


def defined_in(file: Path) -> set[str]:
    """Names of the test functions a file defines, read without running it."""
    return {
        node.name
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def not_there(text: str, root: Path) -> list[str]:
    """Tests that are named and do not exist. Paths begin in src/roundtable, or in the repository when they begin with tests/."""
    faults = []
    for path, name in NAMED.findall(text):
        file = root / path if path.startswith("tests/") else root / "src" / "roundtable" / path
        if not file.is_file() or name not in defined_in(file):
            faults.append(f"{path}::{name} is not there")
    return faults


def unfounded(text: str) -> list[str]:
    """Rows in no known state, or said to be served, wholly or in part, without a test."""
    faults = [f"{row}: in no known state" for row, said in ROW.findall(text) if not said.startswith(STATES)]
    return faults + [f"{row}: no test" for row, said in ROW.findall(text) if said.startswith(STATES[:2]) and not NAMED.search(said)]


def miscounted(text: str) -> list[str]:
    """Rows that are missing, said twice, or nobody's."""
    said = Counter(row for row, _ in ROW.findall(text))
    said.update(row for _, rows in GROUP.findall(text) for row in rows.split(", "))
    wanted = {f"T{number:03}" for number in range(1, ROWS + 1)}
    twice = sorted(row for row, times in said.items() if times > 1)
    missing, unknown = sorted(wanted - said.keys()), sorted(said.keys() - wanted)
    found = ((twice, "said twice"), (missing, "missing"), (unknown, "no such row"))
    return [f"{row}: {what}" for rows, what in found for row in rows]


def test_every_test_the_page_names_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(NAMED.findall(text)) > 60
    assert not_there(text, ROOT) == []


def test_every_served_row_names_its_test() -> None:
    assert unfounded(PAGE.read_text(encoding="utf-8")) == []


def test_every_row_stands_on_the_page_once() -> None:
    assert miscounted(PAGE.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "named",
    [
        "plans/tests/test_rules.py::test_a_plan_is_gone",
        "plans/tests/test_gone.py::test_a_plan_is_shared",
        "plans/tests/test_rules.py::helper",
        "tests/test_rules.py::test_a_plan_is_shared",
    ],
)
def test_a_test_that_is_not_there_is_found(tmp_path: Path, named: str) -> None:
    folder = tmp_path / "src" / "roundtable" / "plans" / "tests"
    folder.mkdir(parents=True)
    (folder / "test_rules.py").write_text("def test_a_plan_is_shared() -> None: ...\ndef helper() -> None: ...\n", encoding="utf-8")
    assert not_there("`plans/tests/test_rules.py::test_a_plan_is_shared`", tmp_path) == []
    assert not_there(f"| T001 | A plan | served: `{named}` |", tmp_path) == [f"{named} is not there"]


@pytest.mark.parametrize(
    ("said", "fault"),
    [("served: of course", "no test"), ("in part: some of it", "no test"), ("done: `a/test_b.py::test_c`", "in no known state")],
)
def test_a_row_that_proves_nothing_is_found(said: str, fault: str) -> None:
    assert unfounded(f"| T001 | Something | {said} |") == [f"T001: {fault}"]


def test_a_missing_a_double_and_an_unknown_row_are_found() -> None:
    rows = "\n".join(f"| T{number:03} | Something | later: *trust* |" for number in range(2, ROWS + 1))
    assert miscounted(f"{rows}\n| NORM | later | T001 |") == []
    assert miscounted(f"{rows}\n| NORM | later | T002, T400 |") == ["T002: said twice", "T001: missing", "T400: no such row"]
