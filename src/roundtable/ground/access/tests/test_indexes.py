"""Each index that a model names stands in the database, and none beside one that begins with the same columns."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
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


def named() -> dict[str, str]:
    """Every index and constraint the models name, with its table."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("roundtable.")]
    return {said.name: model._meta.db_table for model in ours for said in (*model._meta.indexes, *model._meta.constraints)}


def standing(cursor: Any) -> set[str]:
    """The names of all indexes and constraints there are."""
    cursor.execute("SELECT relname FROM pg_class WHERE relkind IN ('i', 'I') UNION SELECT conname FROM pg_constraint")
    return {name for (name,) in cursor.fetchall()}


def test_each_index_and_constraint_a_model_names_stands_in_the_database(owner: Any) -> None:
    # Dropping the index of a foreign key takes along a partial unique constraint on the same column, and says nothing.
    missing = {name: table for name, table in named().items() if name not in standing(owner)}
    assert missing == {}


def test_a_constraint_that_was_dropped_is_missed(owner: Any) -> None:
    owner.execute("DROP INDEX one_shared_goal")
    assert "one_shared_goal" in set(named()) - standing(owner)
