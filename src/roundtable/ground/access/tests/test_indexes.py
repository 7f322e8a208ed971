"""No index stands beside one that begins with the same columns: it costs at every write and serves no read."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections, transaction

DOUBLED = """
    SELECT t.relname, s.relname, w.relname FROM pg_index small
    JOIN pg_class s ON s.oid = small.indexrelid JOIN pg_class t ON t.oid = small.indrelid
    JOIN pg_index wide ON wide.indrelid = small.indrelid AND wide.indexrelid <> small.indexrelid JOIN pg_class w ON w.oid = wide.indexrelid
    WHERE t.relnamespace = 'public'::regnamespace AND s.relam = w.relam AND NOT small.indisunique
      AND small.indpred IS NULL AND wide.indpred IS NULL AND small.indexprs IS NULL AND wide.indexprs IS NULL
      AND starts_with(wide.indkey::text || ' ', small.indkey::text || ' ')
      AND starts_with(wide.indclass::text || ' ', small.indclass::text || ' ')
      AND (small.indkey::text <> wide.indkey::text OR wide.indisunique OR small.indexrelid > wide.indexrelid)
    ORDER BY 1, 2"""

KEPT = {"scope_case": "read at every page; beside it stand two arrays and four columns, ten times as wide"}
"""Indexes that are doubled on purpose, each with its reason."""

OTHERS = ("auth_", "account_", "procrastinate_", "mfa_", "django_")
"""Tables of libraries, which bring their own."""


@pytest.fixture
def owner() -> Iterator[Any]:
    """A cursor as owner, whose changes do not stay."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        yield cursor
        transaction.set_rollback(True, using="owner")


def doubled(cursor: Any) -> list[str]:
    cursor.execute(DOUBLED)
    return [
        f"{table}: {narrow} beside {wide}"
        for table, narrow, wide in cursor.fetchall()
        if not table.startswith(OTHERS) and narrow not in KEPT
    ]


def test_no_index_stands_beside_one_that_begins_with_the_same_columns(owner: Any) -> None:
    assert doubled(owner) == []


def test_a_doubled_index_is_found(owner: Any) -> None:
    owner.execute("CREATE INDEX again ON seats_seat (person_id)")
    assert doubled(owner) == ["seats_seat: again beside seat_person_hat"]
