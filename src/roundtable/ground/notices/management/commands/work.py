"""Run the jobs of the house until told to stop; take up again what a killed worker left half done."""

import asyncio
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.core.management.base import BaseCommand
from procrastinate.app import App
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from procrastinate.psycopg_connector import PsycopgConnector

WORKER = "worker"

SILENT_SECONDS = 30.0
"""A worker that gave no sign of life for so long is dead; living ones give one every ten seconds."""

SWEEP_EVERY_SECONDS = 15.0


@contextmanager
def _asked_for_already() -> Iterator[None]:
    """A job that waits already is told as that: where rows are guarded, PostgreSQL does not say which one it was.

    procrastinate 3 asserts that it does (`wrap_exceptions`), and its worker stops when a regular job is asked for again before it ran.
    """
    try:
        yield
    except AssertionError as untold:
        if not isinstance(untold.__context__, psycopg.errors.UniqueViolation):
            raise
        raise UniqueViolation(constraint_name=QUEUEING_LOCK_CONSTRAINT, queueing_lock=None) from untold.__context__


class GuardedQueue(PsycopgConnector):
    """The library's own way to the queue, on tables with row security."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        with _asked_for_already():
            await super().execute_query_async(query, **arguments)

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        with _asked_for_already():
            return await super().execute_query_one_async(query, **arguments)


class Command(BaseCommand):
    help = "Run jobs (mails, nightly tidying) until SIGTERM or Ctrl-C. Several may run side by side."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is waiting, then stop")
        parser.add_argument("--again", action="store_true", help="first: what failed for good is tried once more")
        parser.add_argument("--silent-seconds", type=float, default=SILENT_SECONDS, help="after which a worker counts as dead")
        parser.add_argument("--concurrency", type=int, default=2)

    def handle(self, *args: Any, **options: Any) -> None:
        with app.replace_connector(GuardedQueue(kwargs=connector_params(WORKER))) as worker_app:
            asyncio.run(self._work(worker_app, options))

    async def _work(self, worker_app: App, options: dict[str, Any]) -> None:
        async with worker_app.open_async():
            await sweep(worker_app, options["silent_seconds"])
            if options["again"]:
                await try_again(worker_app)
            sweeper = asyncio.create_task(_sweep_on(worker_app, options["silent_seconds"]))
            try:
                await worker_app.run_worker_async(
                    concurrency=options["concurrency"],
                    wait=not options["once"],
                    delete_jobs="successful",
                    stalled_worker_timeout=options["silent_seconds"],
                    fetch_job_polling_interval=5.0,
                    install_signal_handlers=not options["once"],
                    shutdown_graceful_timeout=5.0,
                )
            finally:
                sweeper.cancel()


async def sweep(worker_app: App, silent_seconds: float) -> int:
    """Jobs whose worker is dead wait again. Each job is safe to run twice. Returns how many."""
    stalled = list(await worker_app.job_manager.get_stalled_jobs(seconds_since_heartbeat=silent_seconds))
    for job in stalled:
        try:
            await worker_app.job_manager.retry_job(job)
        except UniqueViolation:
            # The same was asked for meanwhile, perhaps for a day to come: neither may hold up the other, nor the jobs after them.
            await worker_app.connector.execute_query_async(
                "UPDATE procrastinate_jobs SET queueing_lock = NULL WHERE id = %(id)s AND status = 'doing'", id=job.id
            )
            await worker_app.job_manager.retry_job(job)
    return len(stalled)


async def try_again(worker_app: App) -> int:
    """Jobs that failed for good wait again; one that has meanwhile been asked for anew is forgotten. Returns how many wait."""
    waiting = 0
    for job in list(await worker_app.job_manager.list_jobs_async(status="failed")):
        try:
            await worker_app.job_manager.retry_job(job)
            waiting += 1
        except UniqueViolation:
            await worker_app.connector.execute_query_async(
                "DELETE FROM procrastinate_jobs WHERE id = %(id)s AND status = 'failed'", id=job.id
            )
    return waiting


async def _sweep_on(worker_app: App, silent_seconds: float) -> None:
    while True:
        await asyncio.sleep(SWEEP_EVERY_SECONDS)
        try:
            await sweep(worker_app, silent_seconds)
        except ConnectorException:
            continue  # the database restarts: the worker itself reports it, and the next round comes
