"""The read log under seal: a hash chain over its rows, with every head copied to a file outside the database (invariant 17).

Rows are sealed by transaction number below `pg_snapshot_xmin`, never by the highest row number: numbers are handed out before rows commit,
and a row that commits late would slip behind a seal. The chain tells what was changed; the heads outside tell when chain and rows were
changed together.

On another server transaction numbers begin again. Rows and seals therefore say on which server they were made, and the chain goes on in a
new epoch: rows that waited in the restored copy are sealed as such, then the new server's own. What the heads outside know and the copy
does not was lost; the sealer stands still until somebody says that they know it, and the file outside keeps that for ever.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from roundtable.ground.access.heads import Head, Outside, append, heads_of, heads_outside

__all__ = ["LATE", "SEALER", "CannotSeal", "Head", "heads_of", "seal", "told", "verify"]

SEALER = "sealer"
LATE = timedelta(minutes=1)
"""Rows that wait longer than this for their seal mean that the sealer does not run."""

NOTHING = bytes(32)
"""What the first seal is chained to."""

ONE_SEALER = "seal of the read log"
_CONTENT = (
    "extract(epoch FROM at), person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis, extract(epoch FROM show_from)"
)
_ROWS = (
    "SELECT id, xid, sha256(convert_to(jsonb_build_array(id, xid)::text, 'UTF8')),"
    f" sha256(convert_to(jsonb_build_array({_CONTENT})::text, 'UTF8'))"
    " FROM access_accessevent WHERE xid >= %s AND xid < %s AND server = %s ORDER BY xid, id"
)
_LINK = "number, at, epoch, server, afterwards, xid_from, xid_until, rows, digest"


class CannotSeal(RuntimeError):
    """The log cannot simply go on: something is missing since it was sealed last. The message says what, and what to do."""


@dataclass(frozen=True)
class Link:
    """One seal: all rows of `server` of the transactions in [xid_from, xid_until). `digest`: 32 bytes of the chain, 32 of the contents in
    any order. `afterwards`: the rows waited in the copy that was restored."""

    number: int
    at: datetime
    epoch: int
    server: int
    afterwards: bool
    xid_from: int
    xid_until: int
    rows: int = 0
    digest: bytes = b""

    @property
    def mark(self) -> str:
        """What a digest is bound to beside rows and the link before."""
        if self.epoch == 1 and not self.afterwards:
            return f"|{self.xid_from}|{self.xid_until}|"
        return f"|{self.number}|{self.epoch}|{self.server}|{int(self.afterwards)}|{self.xid_from}|{self.xid_until}|"


def seal(heads: Path, *, after_restore: bool = False) -> Head | None:
    """Seal what is finished and not yet sealed, and copy its head out to `heads`. None when there was nothing new.

    Safe to run twice at once: one waits for the other. Raises CannotSeal where seals are missing that stand outside, or where another
    server's log is not whole; `after_restore` says that somebody knows, and goes on.
    """
    made: list[Link] = []
    with transaction.atomic(using=SEALER), connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ONE_SEALER])
        last = next(_links("ORDER BY number DESC LIMIT 1"), None)
        cursor.execute("SELECT guard.server_number(), pg_snapshot_xmin(pg_current_snapshot())::text::bigint, clock_timestamp()")
        server, until, at = cursor.fetchone()
        outside = heads_outside(heads, tail=True)
        moved, lost = _moved(last, server), _lost(last, outside)
        frame = Link(max(last.number if last else 0, outside.last) + 1, at, last.epoch if last else 1, server, False, 0, until)
        if moved or lost:
            _may_go_on(heads, lost, after_restore=after_restore)
            if lost:
                append(heads, ["lost {} {}".format(*lost)])
            made = _new_epoch(last, frame)
        else:
            link = _closed(last, replace(frame, xid_from=last.xid_until if last else 0))
            made = [link] if link.rows else []
        for link in made:
            _store(link)
    _copy_heads_out(heads)
    return Head(made[-1].number, until, made[-1].digest.hex(), sum(link.rows for link in made)) if made else None


def _moved(last: Link | None, server: int) -> bool:
    """Whether the log was last written on another server."""
    return last.server != server if last else bool(_elsewhere(server))


def _lost(last: Link | None, outside: Outside) -> list[int]:
    """The first and the last seal of which heads stand outside, made after the last one that the database knows."""
    known = last.number if last else 0
    beyond = [number for number in outside.heads if number > known and not outside.is_lost(number)]
    return [known + 1, max(beyond)] if beyond else []


def _may_go_on(heads: Path, lost: list[int], *, after_restore: bool) -> None:
    """A whole log goes on by itself on another server; else somebody has to know. Raises CannotSeal."""
    if after_restore:
        return
    how = "Look at `roundtable check`, then run `roundtable manage seal_log --once --after-restore`."
    if lost:
        raise CannotSeal(f"The read log ends before its heads in {heads.name}: seals {lost[0]} to {lost[1]} are missing. {how}")
    links = list(_links())
    if [*_broken_links(links, heads_outside(heads)), *_against_heads(links, heads)]:
        raise CannotSeal(f"The read log comes from another server and is not whole, or {heads.name} was not put beside it. {how}")


def _new_epoch(last: Link | None, frame: Link) -> list[Link]:
    """First what waited in the copy, as such; then the server's own first seal, with or without rows."""
    made: list[Link] = []
    number, before, epoch = frame.number, last, frame.epoch
    for server, until in _elsewhere(frame.server):
        waited = replace(frame, number=number, epoch=epoch, server=server, afterwards=True, xid_from=_covered(server), xid_until=until)
        before = _closed(before, waited)
        made.append(before)
        number += 1
    covered = _covered(frame.server)
    opening = replace(frame, number=number, epoch=epoch + 1, xid_from=covered, xid_until=max(covered, frame.xid_until))
    return [*made, _closed(before, opening)]


def _elsewhere(server: int) -> list[tuple[int, int]]:
    """Other servers whose rows are not all under seal: (server, up to which transaction)."""
    with connections[SEALER].cursor() as cursor:
        cursor.execute(
            "SELECT e.server, max(e.xid) + 1 FROM access_accessevent e"
            " LEFT JOIN (SELECT server, max(xid_until) AS until FROM access_seal GROUP BY server) s ON s.server = e.server"
            " WHERE e.server <> %s AND e.xid >= coalesce(s.until, 0) GROUP BY e.server ORDER BY e.server",
            [server],
        )
        return [(int(row[0]), int(row[1])) for row in cursor.fetchall()]


def _covered(server: int) -> int:
    """Up to which transaction of this server rows are under seal."""
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(xid_until), 0) FROM access_seal WHERE server = %s", [server])
        found: int = cursor.fetchone()[0]
        return found


def _closed(before: Link | None, link: Link) -> Link:
    count, digest = _digest(before, link)
    return replace(link, rows=count, digest=digest)


def _store(link: Link) -> None:
    with connections[SEALER].cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_seal (number, epoch, server, afterwards, xid_from, xid_until, rows, digest)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [link.number, link.epoch, link.server, link.afterwards, link.xid_from, link.xid_until, link.rows, link.digest],
        )


def _links(order: str = "ORDER BY number") -> Iterator[Link]:
    with connections[SEALER].cursor() as cursor:
        cursor.execute(f"SELECT {_LINK} FROM access_seal {order}")
        for number, at, epoch, server, afterwards, begin, until, rows, digest in cursor.fetchall():
            yield Link(number, at, epoch, server, afterwards, begin, until, rows, bytes(digest))


def _digest(before: Link | None, link: Link) -> tuple[int, bytes]:
    """How many rows, and their digest: chained to the seal before, and the sum of their contents, which no order changes."""
    chain, contents, count = hashlib.sha256(), 0, 0
    chain.update(before.digest if before else NOTHING)
    chain.update(link.mark.encode())
    with connections[SEALER].cursor() as cursor:
        cursor.execute(_ROWS, [link.xid_from, link.xid_until, link.server])
        while rows := cursor.fetchmany(2000):
            for _, _, place, content in rows:
                chain.update(bytes(place) + bytes(content))
                contents = (contents + int.from_bytes(bytes(content), "big")) % 2**256
                count += 1
    return count, chain.digest() + contents.to_bytes(32, "big")


def _copy_heads_out(heads: Path) -> None:
    """Append every head that is not outside yet, also those of a sealer that was killed in between; on disk before we go on."""
    fresh = list(_links(f"WHERE number > {heads_outside(heads, tail=True).last} ORDER BY number"))
    if fresh:
        append(heads, [f"{link.number} {link.xid_until} {link.digest.hex()}" for link in fresh])


# -- verification ----------------------------------------------------------------------------------------------------------------


def verify(heads: Path) -> list[str]:
    """What was done to the log since it was sealed, one sentence each; empty when it is whole.

    Found are: rows changed, taken out, put in, put in another order; seals taken out, cut off at the end, or written anew; rows that
    nobody seals.
    """
    with transaction.atomic(using=SEALER), connections[SEALER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        links = list(_links())
        return [*_broken_links(links, heads_outside(heads)), *_against_heads(links, heads), *_outside_seals(links)]


def told(heads: Path) -> list[str]:
    """What restores did to the log and somebody knows: no findings, and never silent."""
    said = [f"Seals {first} to {until} were lost with a restore." for first, until in heads_outside(heads).lost]
    links = list(_links())
    for before, link in pairwise(links):
        if link.epoch > before.epoch:
            said.append(f"Since {link.at:%Y-%m-%d %H:%M} the log goes on after a restore (epoch {link.epoch}, from seal {link.number}).")
    return [*said, *(f"{link.rows} rows came under seal {link.number} only after the restore." for link in links if link.afterwards)]


def _broken_links(links: list[Link], outside: Outside) -> Iterator[str]:
    before: Link | None = None
    covered: dict[int, int] = {}
    for link in links:
        number = before.number + 1 if before else 1
        while outside.is_lost(number) and number < link.number:
            number += 1
        if link.number != number:
            yield f"read log: seal {number} is missing or out of order; the next there is is seal {link.number}"
        elif link.xid_from != covered.get(link.server, 0):
            yield f"read log: seal {link.number} does not begin where seal {number - 1} ended"
        elif before and link.epoch not in (before.epoch, before.epoch + 1):
            yield f"read log: seal {link.number} does not follow the epoch of seal {before.number}"
        yield from _broken_rows(before, link)
        before, covered[link.server] = link, link.xid_until


def _broken_rows(before: Link | None, link: Link) -> Iterator[str]:
    count, digest = _digest(before, link)
    under = f"under seal {link.number} of {link.at:%Y-%m-%d %H:%M}"
    if count < link.rows:
        yield f"read log: {link.rows - count} of {link.rows} rows {under} were deleted: rows were removed or added"
    elif count > link.rows:
        yield f"read log: {count - link.rows} rows were inserted {under} after it was made: rows were removed or added"
    elif digest[32:] != link.digest[32:]:
        yield f"read log: a row was changed {under}"
    elif digest != link.digest:
        yield f"read log: the order of rows was changed {under}, or the seal rewritten"


def _against_heads(links: list[Link], heads: Path) -> Iterator[str]:
    outside, inside = heads_outside(heads), {link.number: link for link in links}
    for number, head in outside.heads.items():
        if number not in inside and not outside.is_lost(number):
            yield f"read log: seal {number} is gone, its head stands in {heads.name}: the end was cut off"
        elif number in inside and inside[number].digest.hex() != head.digest:
            yield f"read log: seal {number} is not the one whose head stands in {heads.name}: it was rewritten"
    missing = [link for link in links if link.number <= outside.last and link.number not in outside.heads]
    if missing:
        yield f"read log: {len(missing)} heads were taken out of {heads.name}"
    if outside.strange:
        yield f"read log: {outside.strange} lines of {heads.name} are no heads"
    if links and not outside.heads:
        yield f"read log: no head stands in {heads.name}; without heads outside the database a rewritten log cannot be told"


def _outside_seals(links: list[Link]) -> Iterator[str]:
    """Rows that no seal covers, though one should."""
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT guard.server_number()")
        server = cursor.fetchone()[0]
        sealed = _covered(server)
        cursor.execute(
            "SELECT count(*) FILTER (WHERE at < clock_timestamp() - make_interval(secs => %s)),"
            " count(*) FILTER (WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint),"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM access_accessevent WHERE xid >= %s AND server = %s",
            [LATE.total_seconds(), sealed, server],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    late, future, next_number = row
    if future:
        yield f"read log: {future} rows carry the number of a transaction that has not been yet"
    elif late:
        yield f"read log: {late} rows have waited for their seal for more than a minute; is the sealer running?"
    if sealed > next_number:
        yield "read log: the last seal lies ahead of this server's transactions; was the server's folder put back from an older copy?"
    if _moved(links[-1] if links else None, server):
        yield "read log: it was sealed last on another server, and nobody seals it on this one; is the sealer running?"
    elif _elsewhere(server):
        yield "read log: rows that say they come from another server stand outside every seal"
