"""Asking for a job: through the database's own function, on the connection at hand, so that a rollback takes the job along.

And asking whether the jobs are done.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections

from roundtable.ground.access.context import DOOR, current_alias


def enqueue(task: str, *, once: str | None = None, run_at: datetime | None = None, **ids: UUID | int | str | bool | None) -> int:
    """Ask for one job; its arguments are ids and short codes, the database refuses words. Returns the job's number.

    Inside an acting context it joins that transaction, elsewhere the door's. `once`: no second job with this mark waits beside the first.
    """
    arguments = json.dumps({name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()})
    with connections[current_alias() or DOOR].cursor() as cursor:
        cursor.execute("SELECT guard.enqueue(%s, %s::jsonb, 'default', %s, %s)", [task, arguments, run_at, once])
        number: int = cursor.fetchone()[0]
    return number


WORKER = "worker"
PATIENCE = timedelta(minutes=15)
"""A job that waits longer than this past its time, or a quarter of an hour and more without any periodic one, means that no worker runs."""

SILENCE = timedelta(minutes=1)
"""Workers give a sign of life every ten seconds, and another takes up what a silent one left."""

_WAITING = (
    "SELECT j.task_name, count(*), min(coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j"
    " LEFT JOIN LATERAL (SELECT max(x.at) AS at FROM procrastinate_events x WHERE x.job_id = j.id) e ON true"
    " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) < clock_timestamp() - make_interval(secs => %s) GROUP BY 1 ORDER BY 1"
)
_FAILED = (
    "SELECT j.task_name, count(*), max(e.at) FROM procrastinate_jobs j"
    " LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'failed'"
    " WHERE j.status = 'failed' GROUP BY 1 ORDER BY 1"
)
_LEFT = (
    "SELECT j.task_name, count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
    " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < clock_timestamp() - make_interval(secs => %s)) GROUP BY 1 ORDER BY 1"
)
_PERIODIC = (
    "SELECT to_timestamp(max(defer_timestamp)) FROM procrastinate_periodic_defers"
    " HAVING to_timestamp(max(defer_timestamp)) < clock_timestamp() - make_interval(secs => %s)"
)


def queue_findings() -> Iterator[str]:
    """What is wrong with the jobs, one sentence each: failed for good, waiting past their time, left half done, or nobody asks for them.

    A house where no worker ever ran has nothing to find until something waits.
    """
    with connections[WORKER].cursor() as cursor:
        cursor.execute(_FAILED)
        for task, count, at in cursor.fetchall():
            when = f", last on {at:%Y-%m-%d %H:%M}" if at else ""
            yield f"jobs: {task} failed {count} times{when}; see the worker's log, then `roundtable manage work --again --once`"
        cursor.execute(_WAITING, [PATIENCE.total_seconds()])
        for task, count, at in cursor.fetchall():
            yield f"jobs: {count} of {task} have waited since {at:%Y-%m-%d %H:%M}; is the worker running?"
        cursor.execute(_LEFT, [SILENCE.total_seconds()])
        for task, count in cursor.fetchall():
            yield f"jobs: {count} of {task} were left half done by a worker that is gone; is another running?"
        cursor.execute(_PERIODIC, [2 * PATIENCE.total_seconds()])
        for (at,) in cursor.fetchall():
            yield f"jobs: nobody has asked for the regular ones since {at:%Y-%m-%d %H:%M}; is the worker running?"
