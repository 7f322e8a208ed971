"""Counting what a page asks of the database, over all logins."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")
OPENING = "SELECT oid, typarray FROM pg_type"
"""What the driver asks once when a connection opens, whichever page happens to be the first."""


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """The statements asked inside the block, transaction brackets and what opens a connection left out."""
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if not str(sql).upper().startswith(BRACKETS) and OPENING not in str(sql):
            asked.append(str(sql))
        return execute(sql, params, many, context)

    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(note))
        yield asked
