"""Readers of programmes, roles and memberships."""

import json
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from uuid import UUID

from django.db import connections

from roundtable.ground.access.context import DOOR


@dataclass(frozen=True)
class ProgrammeFrame:
    """What of a programme stands around every page. `emergency`: whole lines."""

    id: UUID
    name: str
    country: str
    emergency: tuple[str, ...]
    citizen_word: str


def programme_frames() -> dict[UUID, ProgrammeFrame]:
    """The frames of all programmes. An open table that changes a few times a year: read at most once a minute by a process."""
    return _frames(int(monotonic() // 60))


@lru_cache(maxsize=1)
def _frames(minute: int) -> dict[UUID, ProgrammeFrame]:
    with connections[DOOR].cursor() as cursor:
        cursor.execute("SELECT id, name, country, emergency::text, citizen_word FROM programmes_programme")
        return {row[0]: ProgrammeFrame(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4]) for row in cursor.fetchall()}
