"""The acting context: the only way a request reaches tables that hold anything about a case.

It opens one transaction on the login of the hat, says who acts (transaction-local, so that a pooled connection remembers nothing), and
hands out the database's own time. Reading contexts are read-only for the server itself. What was opened is written to the read log, by
the recorder's login and committed, before the context is left: no record, no content (invariant 15).
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connections, transaction

from roundtable.ground.access.actor import Actor, Hat

DOOR = "default"


class NoContext(RuntimeError):
    """A table was touched outside an acting context. A bug: the guard fails closed."""


class OtherHat(RuntimeError):
    """A second hat was asked for inside an acting context. A bug: rights of two hats never add up."""


class LogUnavailable(RuntimeError):
    """The read log could not be written: the content is not shown (503)."""


class ReadOnly(RuntimeError):
    """An action was called inside a reading context. A bug: reads cannot write."""


@dataclass(frozen=True)
class Opened:
    """One item whose headline or body was fetched: what the read log keeps of it."""

    item_id: UUID
    case_id: UUID | None
    scope_id: int
    about: tuple[UUID, ...]
    basis: str
    show_from: datetime | None = None
    seat_id: UUID | None = None


@dataclass
class Acting:
    """An open context."""

    actor: Actor
    alias: str
    at: datetime
    writes: bool
    opened: dict[UUID, Opened] = field(default_factory=dict)


_current: ContextVar[Acting | None] = ContextVar("acting", default=None)
_alias: ContextVar[str | None] = ContextVar("alias", default=None)


def current() -> Acting:
    """The open context; NoContext when there is none."""
    acting = _current.get()
    if acting is None:
        raise NoContext("no acting context is open")
    return acting


def current_alias() -> str | None:
    """The database alias that models without a home of their own take just now."""
    return _alias.get()


@contextmanager
def through(alias: str) -> Iterator[None]:
    """Route models to a login that is nobody's hat: door, loader, owner. For accounts, imports and demo history only."""
    if _current.get() is not None:
        raise OtherHat("a technical login inside an acting context")
    token = _alias.set(alias)
    try:
        with transaction.atomic(using=alias):
            yield
    finally:
        _alias.reset(token)


@contextmanager
def acting(actor: Actor, *, write: bool = False) -> Iterator[Acting]:
    """Act as `actor` on the login of the hat. Re-entrant for the same person and hat; another hat raises OtherHat.

    Inside, `at` is the transaction's database `now()`. Leaving it records what was opened, then commits.
    """
    outer = _current.get()
    if outer is not None:
        yield _reenter(outer, actor, write)
        return
    alias = str(actor.login)
    with transaction.atomic(using=alias, durable=True):
        here = Acting(actor=actor, alias=alias, at=_announce(alias, actor, write), writes=write)
        token, alias_token = _current.set(here), _alias.set(alias)
        try:
            yield here
            record(here)
        finally:
            _current.reset(token)
            _alias.reset(alias_token)


def _reenter(outer: Acting, actor: Actor, write: bool) -> Acting:
    same = (outer.actor.person_id, outer.actor.hat, outer.actor.authority) == (actor.person_id, actor.hat, actor.authority)
    if not same or (outer.actor.case_id is not None and actor.case_id not in (None, outer.actor.case_id)):
        raise OtherHat("one hat on one case in one request")
    if write and not outer.writes:
        raise ReadOnly("an action inside a reading context")
    return outer


def _announce(alias: str, actor: Actor, write: bool) -> datetime:
    """Tell the server who acts and whether they may write; one statement. Returns the transaction's time."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('transaction_read_only', %s, true), set_config('rt.person', %s, true), set_config('rt.hat', %s, true),"
            " set_config('rt.case', %s, true), set_config('rt.purpose', %s, true), now()",
            [
                "off" if write else "on",
                str(actor.person_id),
                str(actor.hat),
                str(actor.case_id) if actor.case_id else "mine",
                str(actor.purpose),
            ],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    at: datetime = row[-1]
    return at


def opened(items: Iterable[Opened]) -> None:
    """Note that these items' words were fetched in the open context; recorded once each when it is left."""
    here = current()
    for item in items:
        here.opened.setdefault(item.item_id, item)


def note_read(actor: Actor, case_id: UUID, items: Iterable[tuple[UUID, int, Sequence[UUID]]]) -> None:
    """Note content read outside the table of words, by its item, scope and whom it is about: for everybody but the citizens it is about.

    Who wrote a part of it has still read the others' parts. Companions and guests read what was given to them, the others by their seat.
    """
    basis = "disclosed" if actor.hat in (Hat.COMPANION, Hat.GUEST) else "scope"
    opened(
        Opened(item_id, case_id, scope_id, tuple(about), basis)
        for item_id, scope_id, about in items
        if not (actor.hat == Hat.CITIZEN and actor.person_id in about)
    )


def record(here: Acting) -> None:
    """Write one row per opened item to the read log, as recorder, committed on its own connection."""
    rows = list(here.opened.values())
    if not rows:
        return
    actor = here.actor
    try:
        _insert(actor, rows)
    except DatabaseError as problem:
        raise LogUnavailable("the read log") from problem
    here.opened.clear()


def _insert(actor: Actor, rows: list[Opened]) -> None:
    with transaction.atomic(using="recorder"), connections["recorder"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_accessevent (person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis, show_from)"
            " SELECT %s, %s, u.seat, u.kase, u.item, u.scope, u.about::uuid[], %s, u.basis, u.show_from"
            " FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::int[], %s::text[], %s::text[], %s::timestamptz[])"
            " AS u(seat, kase, item, scope, about, basis, show_from)",
            [
                actor.person_id,
                str(actor.hat),
                str(actor.purpose),
                [row.seat_id for row in rows],
                [row.case_id for row in rows],
                [row.item_id for row in rows],
                [row.scope_id for row in rows],
                ["{" + ",".join(str(person) for person in row.about) + "}" for row in rows],
                [row.basis for row in rows],
                [row.show_from for row in rows],
            ],
        )
