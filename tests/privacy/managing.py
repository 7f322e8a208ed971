"""What a line manager knows without a mandate, asked of the database and of the oracle."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from roundtable.ground.access.context import acting
from roundtable.ground.disclosure.rules import Asker, Work, own_peoples_work
from roundtable.ground.seats.queries import rows
from tests.privacy.asking import Stored, actor_of

ASK = "SELECT w.case_id, w.organisation_id, w.person_id, w.from_at, w.kind, w.entries, w.last_on FROM guard.managed_work(%s) w"
ZONE = ZoneInfo("Europe/Copenhagen")

Row = tuple[Any, ...]


def work_differences(stored: Stored) -> list[str]:
    """Where the database counts otherwise than the oracle, for everybody in a hat that manages or leads: one line each."""
    cases = list(stored.scene.cases)
    return [found for asked in stored.scene.askers if asked.hat in ("line_manager", "team_leader") for found in _for(stored, asked, cases)]


def _for(stored: Stored, asked: Asker, cases: list[UUID]) -> Iterable[str]:
    with acting(actor_of(asked)) as here:
        told = set(rows(ASK, [cases]))
        expected = {_row(work) for work in own_peoples_work(stored.scene.world, replace(asked, at=here.at))}
    for row in told - expected:
        yield f"knows: {str(asked.person)[:6]} as {asked.hat} of {row[2:]}"
    for row in expected - told:
        yield f"does not know: {str(asked.person)[:6]} as {asked.hat} of {row[2:]}"


def _row(work: Work) -> Row:
    last_on: date | None = work.last_at.astimezone(ZONE).date() if work.last_at else None
    return (work.case, work.side, work.person, work.from_at, work.kind, work.entries, last_on)
