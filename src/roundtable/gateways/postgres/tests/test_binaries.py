"""Which PostgreSQL is taken, and what is said when there is none."""

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from roundtable.gateways.postgres import Cluster, NoPostgres, binaries, find_binaries


def without_system(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> Iterator[Path]:
        return iter(())

    monkeypatch.setattr(binaries, "_system_folders", nothing)


def test_the_programs_found_are_new_enough() -> None:
    found = find_binaries()
    assert found.major >= 15
    assert Path(found.program("postgres")).exists()


def test_none_at_all_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    without_system(monkeypatch)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoPostgres, match=r"apt-get install postgresql.*DATABASE_URL"):
        find_binaries()


def test_data_asks_for_the_version_that_made_it() -> None:
    with pytest.raises(NoPostgres, match="PostgreSQL 99 was not found"):
        find_binaries(99)


def test_without_a_system_server_the_wheels_programs_serve(monkeypatch: pytest.MonkeyPatch, fresh_folder: Path) -> None:
    without_system(monkeypatch)
    found = find_binaries()
    assert found.from_wheel
    assert found.major >= 18
    cluster = Cluster(fresh_folder / "cluster", durable=False)
    with cluster.in_use():
        cluster.ensure_logins()
        cluster.ensure_database()
        dsn = cluster.dsn("web_citizen")
        with psycopg.connect(host=dsn["HOST"], port=dsn["PORT"], user=dsn["USER"], password=dsn["PASSWORD"], dbname=dsn["NAME"]) as made:
            assert made.info.server_version >= 180000
            provider = made.execute("SELECT datlocprovider, datcollate FROM pg_database WHERE datname = current_database()").fetchone()
            assert provider == ("b", "C")
            assert made.execute("SELECT lower('ÆØÅ')").fetchone() == ("æøå",)
