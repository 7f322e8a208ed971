"""The past by ordinary actions: each act runs now, by the right person in the right hat, and at once becomes as old as the story has it.

Nothing else could keep the story honest: an act that the house would refuse cannot be told. Moments are moved by the `loader`, the one
login that may store past moments, and only in rows which the act itself has written. What was opened on the way goes into the read log
with the moment of the story.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connections, transaction

from roundtable.demo.rules.days import moment
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.context import Opened, acting
from roundtable.kernel.calendar import local_date

LOADER, OWNER, WORKER = "loader", "owner", "worker"

_COLUMNS = (
    "SELECT c.oid::regclass::text, array_agg(quote_ident(a.attname) ORDER BY a.attnum),"
    " array_agg(CASE a.atttypid WHEN 'date'::regtype THEN 'day' ELSE 'moment' END ORDER BY a.attnum)"
    " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.atttypid IN ('timestamptz'::regtype, 'date'::regtype)"
    " AND NOT a.attisdropped AND has_table_privilege(c.oid, 'UPDATE')"
    " AND c.relname !~ '^(django|auth|account|mfa|cache|access|procrastinate)_'"
    " GROUP BY c.oid ORDER BY 1"
)
_TOUCHED = (
    "SELECT relid::regclass::text FROM pg_stat_xact_user_tables WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_hot_upd > 0"
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
    columns: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

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
            act = Step(story, here.at)
            yield act
            with connections[here.alias].cursor() as cursor:
                cursor.execute(_TOUCHED)
                touched = {row[0] for row in cursor.fetchall()}
            seen = tuple(here.opened.values())
            here.opened.clear()  # the read log gets them below, with the moment of the story
        with transaction.atomic(using=LOADER):
            self._age(number, act, touched)
            _remember(actor, seen, story)

    def _age(self, number: int, act: "Step", touched: set[str]) -> None:
        """Moments and days that the act has taken from the clock become the story's; what the story itself has said stays.

        The database's clock counts microseconds, the story whole minutes: what carries the act's own microsecond comes from its clock.
        """
        if not self.columns:
            with connections[LOADER].cursor() as cursor:
                cursor.execute(_COLUMNS)
                self.columns.update({table: list(zip(names, kinds, strict=True)) for table, names, kinds in cursor.fetchall()})
        new = act.rules(self.zone)
        statements = [_aging(table, self.columns[table], number, new) for table in sorted(self.columns.keys() & touched)]
        if statements:
            with connections[LOADER].cursor() as cursor:
                cursor.execute("; ".join(statements))


@dataclass(frozen=True)
class Step:
    """The act while it runs: its moment in the story and the clock's, and the moments it had to pretend."""

    story: datetime
    at: datetime
    pretended: dict[datetime, datetime] = field(default_factory=dict)

    def ahead(self, moment: datetime) -> datetime:
        """A later moment of the same weekday and clock time, for acts that look only ahead; what comes out is the moment asked for."""
        later = moment
        while later <= self.at:
            later += timedelta(weeks=1)
        if later != moment:
            self.pretended[later] = moment
        return later

    def rules(self, zone: str) -> dict[str, list[tuple[str, str]]]:
        """By kind of column: which values become which, as SQL over `{0}`."""
        mark = self.at.second * 1_000_000 + self.at.microsecond
        back = (self.story - self.at).total_seconds()
        moments = [(f"extract(microseconds FROM {{0}})::bigint = {mark}", f"{{0}} + interval '{back:.6f} seconds'")]
        moments += [(f"{{0}} = '{later.isoformat()}'", f"'{true.isoformat()}'") for later, true in self.pretended.items()]
        days = {local_date(self.at, zone), local_date(self.at, "UTC")}
        story = local_date(self.story, zone).isoformat()
        return {"moment": moments, "day": [(f"{{0}} = '{day.isoformat()}'", f"'{story}'") for day in sorted(days)]}


def _aging(table: str, columns: Iterable[tuple[str, str]], number: int, new: dict[str, list[tuple[str, str]]]) -> str:
    sets, hits = [], []
    for column, kind in columns:
        cases = [(hit.format(column), value.format(column)) for hit, value in new[kind]]
        hits += [hit for hit, _ in cases]
        sets.append(f"{column} = CASE {' '.join(f'WHEN {hit} THEN {value}' for hit, value in cases)} ELSE {column} END")
    return f"UPDATE {table} SET {', '.join(sets)} WHERE xmin::text::bigint >= {number} AND ({' OR '.join(hits)})"


def _remember(actor: Actor, seen: Iterable[Opened], story: datetime) -> None:
    """The read log's rows of an act of the story. The loader may add past rows to the log, and change none."""
    who = [actor.person_id, str(actor.hat), str(actor.purpose)]
    rows: list[list[Any]] = [
        [story, *who, row.seat_id, row.case_id, row.item_id, row.scope_id, list(row.about), row.basis, row.show_from] for row in seen
    ]
    if not rows:
        return
    with connections[LOADER].cursor() as cursor:
        cursor.executemany(
            "INSERT INTO access_accessevent (at, person_id, hat, purpose, seat_id, case_id, item_id, scope_id, about, basis, show_from)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )


@contextmanager
def past_tense() -> Iterator[None]:
    """While the story is told, rows that never change may still become old: their owner lifts one trigger, and puts it back.

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
