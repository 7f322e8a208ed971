"""One contract of our own for import-linter: the column *May import* of the floor plan, and tables private to their room.

The contracts that come with import-linter know modules by name; this one knows rooms and kinds of file, so that it needs no new line when
a room is built. It looks at direct imports only: a reader may stand on its tables, a page on that reader's types.
"""

from collections.abc import Mapping
from typing import NamedTuple

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

HOUSE = "roundtable"
STOREYS = frozenset({"casework", "ground", "partnership"})
# Places without a floor plan: they hold no tables of content and may name their files freely.
FREE_PLACES = frozenset({"config", "cli", "ui", "gateways", "kernel", "ground.access"})
KINDS = frozenset(
    {"rules", "models", "queries", "actions", "pages", "forms", "views", "jobs", "sockets", "management", "urls", "apps", "templatetags"}
)

# What each kind of file may import of its own room, and of rooms below. "free" stands for ui, gateways, kernel and access.
OWN: Mapping[str, frozenset[str]] = {
    "rules": frozenset({"rules"}),
    "models": frozenset({"models", "rules"}),
    "queries": frozenset({"queries", "models", "rules"}),
    "actions": frozenset({"actions", "queries", "models", "rules"}),
    "pages": frozenset({"pages", "queries", "rules"}),
    "forms": frozenset({"forms", "rules"}),
    "views": frozenset({"views", "forms", "pages", "actions", "queries", "rules"}),
    "jobs": frozenset({"jobs", "pages", "actions", "queries", "rules"}),
    "management": frozenset({"management", "forms", "pages", "actions", "queries", "rules"}),
    "sockets": frozenset({"sockets", "pages", "actions", "queries", "rules"}),
    "templatetags": frozenset({"templatetags", "pages", "rules"}),
    "urls": frozenset({"urls", "views"}),
    "apps": KINDS - {"models", "queries", "views", "urls"},
}
BELOW: Mapping[str, frozenset[str]] = {
    "rules": frozenset({"rules"}),
    "models": frozenset({"rules"}),
    "queries": frozenset({"queries", "rules"}),
    "actions": frozenset({"actions", "queries", "rules"}),
    "pages": frozenset({"pages", "queries", "rules"}),
    "forms": frozenset({"rules"}),
    "views": frozenset({"pages", "actions", "queries", "rules"}),
    "jobs": frozenset({"pages", "actions", "queries", "rules"}),
    "management": frozenset({"actions", "queries", "rules"}),
    "sockets": frozenset({"pages", "actions", "queries", "rules"}),
    "templatetags": frozenset({"pages", "rules"}),
    "urls": frozenset(),
    "apps": frozenset(),
}
# Screens dress in ui; what decides and what stores does not know that there are screens.
NO_UI = frozenset({"rules", "models", "queries", "actions", "jobs"})
NO_GATEWAYS = frozenset({"rules", "models", "queries", "pages", "forms", "views", "templatetags"})


class Place(NamedTuple):
    """Where a module stands: its room, and the kind of file; kind is empty for the room itself."""

    room: str
    kind: str


def place(module: str) -> Place | None:
    """The place of a module of the house; None for other packages, storeys themselves, tests and migrations.

    >>> place("roundtable.casework.plans.queries.lists")
    Place(room='casework.plans', kind='queries')
    """
    parts = module.split(".")
    if parts[0] != HOUSE or len(parts) < 2 or "tests" in parts or "migrations" in parts:
        return None
    depth = 2 if parts[1] in STOREYS else 1
    if len(parts) <= depth:
        return None
    room = ".".join(parts[1 : depth + 1])
    return Place(room, parts[depth + 1] if len(parts) > depth + 1 else "")


def fault(importer: Place, imported: Place) -> str:
    """Why this import is not in the plan; empty when it is."""
    if importer.room == imported.room:
        if importer.room in FREE_PLACES or importer.kind == imported.kind or not imported.kind:
            return ""
        allowed = OWN.get(importer.kind)
        return "" if allowed is None or imported.kind in allowed else f"{importer.kind} may not import {imported.kind} of its own room"
    if imported.room in FREE_PLACES:
        if importer.kind in NO_UI and imported.room == "ui":
            return f"{importer.kind} may not import ui"
        if importer.kind in NO_GATEWAYS and imported.room == "gateways":
            return f"{importer.kind} may not import gateways"
        return ""
    if imported.kind == "models":
        return "tables are private to their room"
    if importer.room in FREE_PLACES or importer.kind not in BELOW or not imported.kind:
        return ""
    return "" if imported.kind in BELOW[importer.kind] else f"{importer.kind} may not import {imported.kind} of another room"


class FloorPlanColumns(Contract):
    """Every direct import between two files of the house is allowed by the column of the importing file."""

    type_name = "floor_plan_columns"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found: list[str] = []
        for module in sorted(graph.modules):
            importer = place(module)
            if importer is None:
                continue
            for target in sorted(graph.find_modules_directly_imported_by(module)):
                imported = place(target)
                reason = fault(importer, imported) if imported else ""
                if reason:
                    lines = ", ".join(str(detail["line_number"]) for detail in graph.get_import_details(importer=module, imported=target))
                    found.append(f"{module} -> {target} (l. {lines}): {reason}")
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for line in check.metadata["found"]:
            output.print_error(f"- {line}", bold=False)
        output.new_line()
