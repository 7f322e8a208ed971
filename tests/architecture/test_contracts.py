"""The import contracts hold for the house, and each of them is broken by the one fault it is there for."""

import configparser
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .contracts import fault, place
from .house import ROOT, house_order

CONFIG = ROOT / ".importlinter"

# What a small, sound house looks like; every planted fault adds one line to one file of it.
SOUND = {
    "kernel/refusal.py": "",
    "ui/fields.py": "",
    "ground/access/guard.py": "import django",
    "ground/access/context.py": "import django",
    "ground/people/rules.py": "",
    "ground/people/models.py": "import django\nfrom roundtable.ground.people import rules",
    "ground/people/queries.py": "from roundtable.ground.access import guard\nfrom roundtable.ground.people import models",
    "ground/seats/queries.py": "from roundtable.ground.people import queries",
    "casework/cases/rules.py": "from roundtable.kernel import refusal",
    "casework/cases/models.py": "import django\nfrom roundtable.casework.cases import rules",
    "casework/cases/queries.py": "from roundtable.casework.cases import models\nfrom roundtable.ground.seats import queries",
    "casework/cases/actions.py": "from roundtable.casework.cases import models, queries\nfrom roundtable.ground.access import guard",
    "casework/cases/pages.py": "from roundtable.casework.cases import queries",
    "casework/cases/forms.py": "from roundtable.ui import fields",
    "casework/cases/views.py": "from roundtable.casework.cases import actions, forms, pages",
    "casework/cases/tests/test_actions.py": "from roundtable.casework.plans import models",
    "casework/plans/rules.py": "from roundtable.casework.cases import rules",
    "casework/plans/models.py": "",
    "casework/plans/queries.py": "from roundtable.casework.cases import queries",
    "casework/plans/views.py": "from roundtable.casework.cases import queries",
    "indicators/queries.py": "",
    "partnership/trust/queries.py": "from roundtable.indicators import queries",
    "evaluation/queries.py": "",
    "config/urls.py": "from roundtable.casework.cases import views",
}

PLANTED = [
    ("storeys", "ground/people/queries.py", "from roundtable.casework.cases import queries"),
    ("storeys", "kernel/refusal.py", "from roundtable.ui import fields"),
    ("storeys", "drawer/things.py", ""),
    ("casework", "casework/cases/queries.py", "from roundtable.casework.plans import rules"),
    ("casework", "casework/unheard/rules.py", ""),
    ("ground", "ground/people/queries.py", "from roundtable.ground.seats import queries"),
    ("floor-plan", "casework/cases/queries.py", "from roundtable.casework.cases import actions"),
    ("floor-plan", "casework/cases/rules.py", "from roundtable.casework.cases import models"),
    ("columns", "casework/cases/forms.py", "from roundtable.casework.cases import queries"),
    ("columns", "casework/plans/queries.py", "from roundtable.casework.cases.models import Case"),
    ("columns", "casework/plans/views.py", "from roundtable.casework.cases import forms"),
    ("pure-rules", "casework/cases/rules.py", "from django.utils import timezone"),
    ("pure-rules", "kernel/refusal.py", "import time"),
    ("pure-rules", "casework/plans/rules.py", "from roundtable.casework.cases import queries"),
    ("wall", "partnership/trust/queries.py", "from roundtable.casework.cases import rules"),
    ("wall", "indicators/queries.py", "from roundtable.casework.cases import queries"),
    ("screens", "casework/cases/views.py", "from roundtable.casework.cases import models"),
    ("screens", "casework/cases/pages.py", "from roundtable.casework.cases.models import Case"),
    ("guard", "casework/cases/views.py", "from roundtable.ground.access.context import acting"),
    ("guard", "casework/cases/forms.py", "from roundtable.ground.access import guard"),
    ("cycles", "casework/cases/queries.py", "from roundtable.casework.plans import queries as above"),
]


def build(folder: Path, planted: tuple[str, str] | None) -> None:
    files = dict(SOUND)
    if planted:
        name, line = planted
        files[name] = f"{files.get(name, '')}\n{line}\n"
    for name, text in files.items():
        file = folder / "roundtable" / name
        for parent in reversed(file.relative_to(folder).parents[:-1]):
            (folder / parent).mkdir(exist_ok=True)
            (folder / parent / "__init__.py").touch()
        file.write_text(text, encoding="utf-8")


def lint(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)]), "COLUMNS": "400", "NO_COLOR": "1"}
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()"]
    done = subprocess.run(
        [*command, "--config", str(CONFIG), "--no-cache", "--no-logo", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.stdout + done.stderr


def contracts() -> dict[str, str]:
    config = configparser.ConfigParser()
    config.read(CONFIG, encoding="utf-8")
    return {name.rpartition(":")[2]: config[name]["name"] for name in config.sections() if ":" in name}


def test_the_house_keeps_every_contract() -> None:
    said = lint(ROOT / "src")
    assert f"Contracts: {len(contracts())} kept, 0 broken." in said, said


def test_a_sound_small_house_keeps_every_contract(tmp_path: Path) -> None:
    build(tmp_path, None)
    said = lint(tmp_path)
    assert f"Contracts: {len(contracts())} kept, 0 broken." in said, said


@pytest.mark.parametrize(
    ("contract", "file", "line"), PLANTED, ids=[f"{contract}-{number}" for number, (contract, *_) in enumerate(PLANTED)]
)
def test_each_contract_is_broken_by_its_planted_fault(tmp_path: Path, contract: str, file: str, line: str) -> None:
    build(tmp_path, (file, line))
    said = lint(tmp_path, "--contract", contract)
    assert "Contracts: 0 kept, 1 broken." in said, said


def test_every_contract_has_a_planted_fault() -> None:
    assert set(contracts()) == {contract for contract, *_ in PLANTED}


def test_a_module_is_placed_by_its_room_and_kind() -> None:
    assert place("roundtable.home.views") == ("home", "views")
    assert place("roundtable.casework.plans.queries.lists") == ("casework.plans", "queries")
    assert place("roundtable.casework") is None
    assert place("roundtable.casework.plans.tests.test_rules") is None


def test_nobody_but_a_room_itself_reaches_its_tables() -> None:
    tables = place("roundtable.casework.plans.models")
    assert tables is not None
    for importer in ("roundtable.casework.roundtables.queries", "roundtable.config.settings", "roundtable.demo.actions", "roundtable.cli"):
        stranger = place(importer)
        assert stranger is not None
        assert fault(stranger, tables) == "tables are private to their room"
    own = place("roundtable.casework.plans.actions")
    assert own is not None
    assert fault(own, tables) == ""


def test_the_house_order_is_read_from_the_contracts() -> None:
    order = house_order()
    assert re.fullmatch(r"casework\.\w+", order[max(i for i, rooms in enumerate(order) if "casework" in rooms[0])][0])
    flat = [room for rooms in order for room in rooms]
    assert flat.index("kernel") == 0
    assert flat.index("ground.access") < flat.index("ground.seats") < flat.index("casework.cases") < flat.index("casework.casefile")
    assert flat[-1] == "config"
