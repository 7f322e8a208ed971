"""The worker asks for the regular jobs by itself, and one that breaks stops neither another nor the worker."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from procrastinate.contrib.django import app
from tests.clones import as_keeper, own_database
from tests.worker import work_once

from roundtable.ground.access.queue import enqueue
from roundtable.ground.access.seal import seal
from roundtable.ground.notices.rules import Cause

Keeper = psycopg.Connection[Any]


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[str, Keeper]]:
    monkeypatch.setattr(settings, "LOG_HEADS", tmp_path / "log-heads")
    with own_database() as name, as_keeper(name) as keeper:
        yield name, keeper


def _process(name: str, heads: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "ROUNDTABLE_DATABASE": name,
        "ROUNDTABLE_LOG_HEADS": str(heads),
    }
    return subprocess.Popen([sys.executable, "-m", "django", *arguments], env=environment, stdout=subprocess.DEVNULL)


def _until(seconds: float, true: Callable[[], bool]) -> bool:
    patience = time.monotonic() + seconds
    while time.monotonic() < patience:
        if true():
            return True
        time.sleep(0.1)
    return False


def _count(keeper: Keeper, query: str) -> int:
    row = keeper.execute(query).fetchone()  # type: ignore[call-overload]
    return int(row[0]) if row else 0


def test_a_worker_asks_for_the_regular_jobs_by_itself_and_they_end_well(own: tuple[str, Keeper], tmp_path: Path) -> None:
    name, keeper = own
    asked = "SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name IN ('disclosure.unsigned', 'disclosure.shared_by_law')"
    worker = _process(name, tmp_path / "log-heads", "work")
    try:
        assert _until(40, lambda: _count(keeper, asked) == 2)
        assert _until(20, lambda: _count(keeper, "SELECT count(*) FROM procrastinate_jobs WHERE status <> 'failed'") == 0)
        assert _count(keeper, "SELECT count(*) FROM procrastinate_jobs") == 0
    finally:
        worker.terminate()
        assert worker.wait(20) == 0


def test_every_cause_has_a_regular_job() -> None:
    regular = {task for task, _ in app.periodic_registry.periodic_tasks}
    named = {str(cause) for cause in Cause} - {"lapsed"}  # told by the job that reminds of the signature
    assert named <= {task.partition(".")[2] for task in regular}


def test_a_job_that_breaks_stops_no_other_and_the_check_finds_it(own: tuple[str, Keeper]) -> None:
    _, keeper = own
    enqueue("no.such_job")
    enqueue("notices.mail_notice", notice="not-a-number")
    enqueue("notices.mail_notice", notice="00000000-0000-4000-8000-000000000000")
    enqueue("notes.draft_ends", timestamp=0)
    keeper.execute("UPDATE procrastinate_jobs SET attempts = 8 WHERE args->>'notice' = 'not-a-number'")
    work_once()
    left = keeper.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY task_name").fetchall()
    assert left == [("no.such_job", "failed"), ("notices.mail_notice", "failed")]
    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("check_live", stdout=said)
    assert end.value.code == 1
    lines = said.getvalue().splitlines()
    assert [line.split(";")[0].split(",")[0] for line in lines] == [
        "jobs: no.such_job failed 1 times",
        "jobs: notices.mail_notice failed 1 times",
    ]


def test_a_regular_job_that_waits_still_when_asked_for_again_does_not_stop_the_worker(own: tuple[str, Keeper], tmp_path: Path) -> None:
    """Who guards rows does not say which one was there already, and the library that asks counts on being told."""
    name, keeper = own
    keeper.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, queueing_lock, scheduled_at)"
        " VALUES ('default', 'disclosure.unsigned', 'todo', 'disclosure.unsigned', '2199-01-01')"
    )
    worker = _process(name, tmp_path / "log-heads", "work")
    try:
        asked = "SELECT count(*) FROM procrastinate_periodic_defers WHERE task_name = 'disclosure.shared_by_law'"
        assert _until(60, lambda: _count(keeper, asked) == 1)
        time.sleep(2)  # and now the next one, that waits still
        enqueue("notices.mail_notice", notice="00000000-0000-4000-8000-000000000000")
        mails = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notices.mail_notice'"
        assert _until(20, lambda: _count(keeper, mails) == 0)
        assert worker.poll() is None
    finally:
        worker.terminate()
        assert worker.wait(20) == 0


def test_what_a_killed_worker_left_is_done_also_where_the_same_was_asked_for_meanwhile(own: tuple[str, Keeper]) -> None:
    """The one asked for meanwhile waits for its own day; a mail that was left behind it goes out."""
    _, keeper = own
    dead = _count(keeper, "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id")
    left = (
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args, queueing_lock, worker_id, scheduled_at)"
        " VALUES ('default', %s, %s, %s, %s, %s, %s)"
    )
    keeper.execute(left, ["notes.draft_ends", "doing", '{"timestamp": 0}', "drafts", dead, None])
    keeper.execute(left, ["notes.draft_ends", "todo", '{"timestamp": 1}', "drafts", None, "2199-01-01"])
    keeper.execute(left, ["notices.mail_notice", "doing", '{"notice": "00000000-0000-4000-8000-000000000000"}', None, dead, None])
    work_once()
    waiting = keeper.execute("SELECT args->>'timestamp', status::text FROM procrastinate_jobs").fetchall()
    assert waiting == [("1", "todo")]


def test_a_sealer_whose_connection_is_cut_goes_on(own: tuple[str, Keeper], tmp_path: Path) -> None:
    name, keeper = own
    add = (
        "INSERT INTO access_accessevent (person_id, hat, item_id, scope_id, about, purpose, basis)"
        " VALUES (gen_random_uuid(), 'citizen', gen_random_uuid(), 1, '{}', 'case', 'scope')"
    )
    sealed = "SELECT coalesce(sum(rows), 0) FROM access_seal"
    sealer = _process(name, tmp_path / "log-heads", "seal_log", "--every", "0.2")
    try:
        keeper.execute(add)
        assert _until(60, lambda: _count(keeper, sealed) == 1)
        mine = "usename = 'sealer' AND datname = current_database()"
        assert _count(keeper, f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {mine}") == 1
        keeper.execute(add)
        assert _until(60, lambda: _count(keeper, sealed) == 2)
        assert sealer.poll() is None
    finally:
        sealer.terminate()
        assert sealer.wait(20) == 0
    assert seal(settings.LOG_HEADS) is None
