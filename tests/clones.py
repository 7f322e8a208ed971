"""A database of one's own, for tests that break it: every login of the process is led to a fresh clone, and back afterwards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
from django.db import connections

from roundtable.gateways.postgres import Cluster
from tests.plugin import cluster, template


def _lead_to(name: str, aliases: Iterable[str] = connections) -> None:
    for alias in aliases:
        connection = connections[alias]
        connection.close()
        close = getattr(connection, "close_pool", None)
        if close and getattr(connection, "pool", None):
            close()
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
def on_server(other: Cluster, name: str) -> Iterator[None]:
    """In the block all aliases lead to a database of another server, with that server's passwords."""
    usual = {alias: {**connections[alias].settings_dict} for alias in connections}
    for alias in connections:
        found = other.dsn("door" if alias == "default" else alias, name)
        _lead_to(name, [alias])
        connections[alias].settings_dict.update({key: found[key] for key in ("HOST", "PORT", "PASSWORD")})
    try:
        yield
    finally:
        for alias, settings in usual.items():
            _lead_to(settings["NAME"], [alias])
            connections[alias].settings_dict.update({key: settings[key] for key in ("HOST", "PORT", "PASSWORD")})


@contextmanager
def as_keeper(name: str) -> Iterator[psycopg.Connection[Any]]:
    """The superuser in this database: somebody with the server in their hands."""
    with cluster._keeper(name) as connection:
        yield connection
