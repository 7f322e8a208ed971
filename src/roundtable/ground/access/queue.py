"""Asking for a job: through the database's own function, on the connection at hand, so that a rollback takes the job along."""

import json
from datetime import datetime
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
