"""`roundtable check`: nothing to say about a house in order; one line and exit code 1 for whatever is planted in it."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from tests.clones import as_keeper, own_database
from tests.worker import work_once

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import Opened, acting, opened
from roundtable.ground.access.seal import seal

Keeper = psycopg.Connection[Any]
JOB = "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'notices.mail_notice', '{}')"
AGO = "UPDATE procrastinate_events SET at = now() - interval '{}'"
NEWEST, OLDEST = (f"(SELECT {which}(id) FROM access_accessevent)" for which in ("max", "min"))
REGULAR = "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp) VALUES ('notes.draft_ends', {})"
PLANTED = {
    "an open table": (["ALTER TABLE plans_plan NO FORCE ROW LEVEL SECURITY"], "catalogue: plans_plan does not force row security"),
    "a sealer that stopped": (
        [f"UPDATE access_accessevent SET at = at - interval '2 minutes' WHERE id = {NEWEST}"],
        "read log: 1 rows have waited for their seal for more than a minute",
    ),
    "a changed row": ([f"UPDATE access_accessevent SET hat = 'x' WHERE id = {OLDEST}"], "read log: a row was changed under seal 1"),
    "a seal taken out": (["DELETE FROM access_seal"], "read log: seal 1 is gone"),
    "a job that failed": ([JOB.format("failed")], "jobs: notices.mail_notice failed 1 times"),
    "a job that nobody takes": ([JOB.format("todo"), AGO.format("20 minutes")], "jobs: 1 of notices.mail_notice have waited since"),
    "a job past its time": (
        [JOB.format("todo"), "UPDATE procrastinate_jobs SET scheduled_at = now() - interval '16 minutes'"],
        "jobs: 1 of notices.mail_notice have waited since",
    ),
    "a worker that died": ([JOB.format("doing")], "jobs: 1 of notices.mail_notice were left half done"),
    "no worker at all": (
        [REGULAR.format("extract(epoch FROM now() - interval '40 minutes')::bigint")],
        "jobs: nobody has asked for the regular ones since",
    ),
}


@pytest.fixture(scope="module")
def keeper() -> Iterator[Keeper]:
    with own_database() as name, as_keeper(name) as connection:
        yield connection


@pytest.fixture
def in_order(keeper: Keeper, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Keeper]:
    """Three rows under seal, one that has just been written; whatever a test plants is taken out again."""
    monkeypatch.setattr(settings, "LOG_HEADS", tmp_path / "log-heads")
    keeper.execute("TRUNCATE access_accessevent, access_seal")
    _read(3)
    waited = 0
    while seal(settings.LOG_HEADS) is None:
        waited += 1
        assert waited < 5000
    _read(1)
    yield keeper
    keeper.execute("TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_periodic_defers")


def _read(times: int) -> None:
    with acting(Actor(uuid4(), Hat.CITIZEN)):
        opened([Opened(uuid4(), uuid4(), 1, (uuid4(),), "scope") for _ in range(times)])


def _check() -> tuple[int, list[str]]:
    said, code = StringIO(), 0
    try:
        call_command("check_live", stdout=said)
    except SystemExit as end:
        code = int(end.code or 0)
    return code, said.getvalue().splitlines()


def test_a_house_in_order_has_nothing_to_find(in_order: Keeper) -> None:
    assert _check() == (0, ["The database keeps its promises, the read log is whole, and no job is overdue."])


@pytest.mark.parametrize("name", list(PLANTED))
def test_what_is_planted_is_found_in_one_line_and_fails_the_check(in_order: Keeper, name: str) -> None:
    statements, expected = PLANTED[name]
    for statement in statements:
        in_order.execute(statement)
    code, lines = _check()
    in_order.execute("ALTER TABLE plans_plan FORCE ROW LEVEL SECURITY")
    assert code == 1
    assert len(lines) == 1 and lines[0].startswith(expected), lines


def test_heads_that_are_gone_are_found(in_order: Keeper) -> None:
    settings.LOG_HEADS.unlink()
    code, (line,) = _check()
    assert code == 1 and line.startswith("read log: no head stands in log-heads")


def test_two_findings_are_two_lines(in_order: Keeper) -> None:
    settings.LOG_HEADS.unlink()
    in_order.execute(JOB.format("failed"))
    code, lines = _check()
    assert code == 1 and [line.split(":")[0] for line in lines] == ["read log", "jobs"]


def test_what_waits_for_its_time_or_was_just_asked_for_is_in_order(in_order: Keeper) -> None:
    in_order.execute(JOB.format("todo"))
    in_order.execute(JOB.format("todo"))
    in_order.execute(
        "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '30 days' WHERE id = (SELECT max(id) FROM procrastinate_jobs)"
    )
    assert _check()[0] == 0


def test_a_job_that_failed_is_tried_again_and_is_no_finding_any_more(in_order: Keeper) -> None:
    in_order.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args)"
        " VALUES ('default', 'notices.mail_notice', 'failed', jsonb_build_object('notice', gen_random_uuid()))"
    )
    assert _check()[0] == 1
    work_once(again=True)
    assert _check()[0] == 0
