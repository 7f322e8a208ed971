"""Putting a plan on paper. Nothing is stored: what was read for it is in the read log, with the purpose print."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roundtable.gateways.typst import render

SHEETS = Path(__file__).resolve().parent.parent / "templates" / "plans"


def print_plan(*, data: Mapping[str, Any]) -> bytes:
    """The sheet of a version as a tagged PDF (A4, readable in black and white). `data`: as `plan_sheet` builds it."""
    return render(SHEETS / "plan.typ", data)


def print_take_home(*, data: Mapping[str, Any]) -> bytes:
    """The page one takes home as a tagged PDF. `data`: as `take_home_sheet` builds it."""
    return render(SHEETS / "take_home.typ", data)
