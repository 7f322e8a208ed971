"""The past by ordinary actions: each act runs now, by the right person in the right hat, and at once becomes as old as the story has it.

Nothing else could keep the story honest: an act that the house would refuse cannot be told. Moments are moved by the `loader`, the one login
that may store past moments, and only in rows which the act itself has written. What was opened on the way goes into the read log with the
moment of the story.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connections, transaction

from roundtable.demo.rules.days import moment
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import Opened, acting

LOADER, OWNER = "loader", "owner"

_MOMENTS = (
    "SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid = 'timestamptz'::regtype AND NOT a.attisdropped"
    " AND has_table_privilege(c.oid, 'UPDATE') AND c.relname !~ '^(django|auth|account|mfa|cache|access|procrastinate)_'"
    " GROUP BY c.oid ORDER BY 1"
)
_IMMUTABLE = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_changes' ORDER BY 1"


def today_of(zone: str) -> date:
    """The day it is now in a place, by the database's clock."""
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT (now() AT TIME ZONE %s)::date", [zone])
        day: date = cursor.fetchone()[0]
        return day


@dataclass(frozen=True)
class Stage:
    """Where a story is told: the day it is loaded on, and the place whose clocks it follows."""

    today: date
    zone: str
    moments: dict[str, list[str]] = field(default_factory=dict)

    def when(self, ago: int, clock: str) -> datetime:
        """The moment of a clock time so many working days ago; below zero, ahead."""
        return moment(self.today, ago, clock, self.zone)

    @contextmanager
    def step(self, actor: Actor, ago: int, clock: str) -> Iterator["Step"]:
        """One act of one person, or a few in one breath; when the block is left, it happened so many working days ago."""
        story = self.when(ago, clock)
        with acting(actor, write=True) as here:
            with connections[here.alias].cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()::text::bigint")
                number: int = cursor.fetchone()[0]
            yield Step(story, here.at)
            seen = tuple(here.opened.values())
            here.opened.clear()  # the read log gets them below, with the moment of the story
        with transaction.atomic(using=LOADER):
            self._age(number, here.at, story)
            _remember(actor, seen, story)

    def _age(self, number: int, at: datetime, story: datetime) -> None:
        """Moments that the act has written move as far as the act does; one that does not come from its clock stays.

        The database's clock counts microseconds, the story whole minutes: what carries the act's own microsecond is the act's.
        """
        if not self.moments:
            with connections[LOADER].cursor() as cursor:
                cursor.execute(_MOMENTS)
                self.moments.update(cursor.fetchall())
        mark = at.second * 1_000_000 + at.microsecond
        back = (story - at).total_seconds()
        statements = [_aging(table, columns, number, mark, back) for table, columns in self.moments.items()]
        with connections[LOADER].cursor() as cursor:
            cursor.execute("; ".join(statements))


@dataclass(frozen=True)
class Step:
    """The act while it runs: its moment in the story and the clock's."""

    story: datetime
    at: datetime

    def clock(self, moment: datetime) -> datetime:
        """What the act has to be told so that this moment of the story comes out: for acts that look only ahead."""
        return moment - (self.story - self.at)


def _aging(table: str, columns: Iterable[str], number: int, mark: int, back: float) -> str:
    hers = {column: f"extract(microseconds FROM {column})::bigint = {mark}" for column in columns}
    sets = ", ".join(f"{column} = CASE WHEN {hit} THEN {column} + interval '{back:.6f} seconds' ELSE {column} END" for column, hit in hers.items())
    return f"UPDATE {table} SET {sets} WHERE xmin::text::bigint >= {number} AND ({' OR '.join(hers.values())})"


def _remember(actor: Actor, seen: Iterable[Opened], story: datetime) -> None:
    """The read log's rows of an act of the story. The loader may add past rows to the log, and change none."""
    rows = [
        [story, actor.person_id, str(actor.hat), row.seat_id, row.case_id, row.item_id, row.scope_id, list(row.about), str(actor.purpose), row.basis]
        + [row.show_from]
        for row in seen
    ]
    if not rows:
        return
    with connections[LOADER].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO access_accessevent (at, person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis, show_from)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


@contextmanager
def past_tense() -> Iterator[None]:
    """While the story is told, rows that never change may still become old: their owner lifts that one trigger, and puts it back whatever happens.

    For an empty demo database only. No login that people act through can do this.
    """
    tables = _immutable()
    _triggers(tables, "DISABLE")
    try:
        yield
    finally:
        _triggers(tables, "ENABLE")


def _immutable() -> list[str]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(_IMMUTABLE)
        return [row[0] for row in cursor.fetchall()]


def _triggers(tables: Iterable[str], what: str) -> None:
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {what} TRIGGER never_changes")
