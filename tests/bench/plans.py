"""What a page costs the database, in what does not depend on how busy the machine is: statements, pages read, tables read whole."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connections

BIG = 2_000
"""Rows of one table, above which reading it whole is worth a word."""


@dataclass
class Cost:
    """Statements; buffers: 8 kB pages that plans touched, functions included; `whole`: tables of which over 2,000 rows were read."""

    statements: int = 0
    buffers: int = 0
    whole: set[str] = field(default_factory=set)
    dearest: tuple[int, str] = (0, "")


@contextmanager
def explained() -> Iterator[Cost]:
    """Each query inside the block is explained first, with its own parameters and as its own login."""
    cost = Cost()

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        said = str(sql).lstrip()
        if said.upper().startswith(("SELECT", "WITH", "INSERT")) and not many:
            cost.statements += 1
            if not said.upper().startswith("INSERT") and "set_config" not in said and "FOR UPDATE" not in said:
                execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {said}", params, many, context)
                found = context["cursor"].fetchone()[0]
                _add(cost, (json.loads(found) if isinstance(found, str) else found)[0]["Plan"], said)
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(explain))
        yield cost


def _add(cost: Cost, plan: dict[str, Any], sql: str) -> None:
    pages = plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    cost.buffers += pages
    cost.dearest = max(cost.dearest, (pages, sql[:300]))
    for node in _nodes(plan):
        rows = (node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)) * node.get("Actual Loops", 1)
        if node["Node Type"] == "Seq Scan" and rows > BIG:
            cost.whole.add(f"{node['Relation Name']} ({rows:,.0f} rows)")


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from _nodes(inner)


def cost_of(page: Callable[[], int]) -> Cost:
    """What the page costs on its second visit."""
    assert page() in (200, 302)
    with explained() as cost:
        page()
    return cost
