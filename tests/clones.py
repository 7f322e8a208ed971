"""A database of one's own, for tests that break it: every login of the process is led to a fresh clone, and back afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connections

from tests.plugin import cluster, template


def _lead_to(name: str) -> None:
    for alias in connections:
        connection = connections[alias]
        connection.close()
        if getattr(connection, "pool", None):
            connection.close_pool()
        connection.settings_dict["NAME"] = name


@contextmanager
def own_database() -> Iterator[str]:
    """Yields the clone's name; in the block all aliases lead there."""
    usual = connections["owner"].settings_dict["NAME"]
    name = f"own_{uuid4().hex[:12]}"
    cluster.clone(template(), name)
    _lead_to(name)
    try:
        yield name
    finally:
        _lead_to(usual)
        cluster.drop(name)


@contextmanager
def as_keeper(name: str) -> Iterator[psycopg.Connection[Any]]:
    """The superuser in this database: somebody with the server in their hands."""
    with cluster._keeper(name) as connection:
        yield connection
