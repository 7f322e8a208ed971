"""The read log under seal: a hash chain over its rows, with every head copied to a file outside the database (invariant 17).

Rows are sealed by transaction number below `pg_snapshot_xmin`, never by the highest row number: numbers are handed out before rows commit,
and a row that commits late would slip behind a seal. The chain tells what was changed; the heads outside tell when chain and rows were
changed together.
"""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction

SEALER = "sealer"
LATE = timedelta(minutes=5)
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
    " FROM access_accessevent WHERE xid >= %s AND xid < %s ORDER BY xid, id"
)


@dataclass(frozen=True)
class Link:
    """One seal: all rows of the transactions in [xid_from, xid_until). `digest`: 32 bytes of the chain, 32 of the contents in any order."""

    number: int
    at: datetime
    xid_from: int
    xid_until: int
    rows: int
    digest: bytes


@dataclass(frozen=True)
class Head:
    """The newest link: its number, how far it reaches, its digest in hex, and how many rows it took in."""

    number: int
    xid_until: int
    digest: str
    rows: int = 0


def seal(heads: Path) -> Head | None:
    """Seal what is finished and not yet sealed, and copy its head out to `heads`. None when there was nothing new.

    Safe to run twice at once: one waits for the other.
    """
    made: Head | None = None
    with transaction.atomic(using=SEALER), connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [ONE_SEALER])
        last = next(_links("ORDER BY number DESC LIMIT 1"), None)
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        until = cursor.fetchone()[0]
        begin = last.xid_until if last else 0
        count, digest = _digest(last, begin, until)
        if count:
            cursor.execute(
                "INSERT INTO access_seal (number, xid_from, xid_until, rows, digest) VALUES (%s, %s, %s, %s, %s)",
                [last.number + 1 if last else 1, begin, until, count, digest],
            )
            made = Head(last.number + 1 if last else 1, until, digest.hex(), count)
    _copy_heads_out(heads)
    return made


def _links(order: str = "ORDER BY number") -> Iterator[Link]:
    with connections[SEALER].cursor() as cursor:
        cursor.execute(f"SELECT number, at, xid_from, xid_until, rows, digest FROM access_seal {order}")
        for row in cursor.fetchall():
            number, at, begin, until, rows, digest = row
            yield Link(number, at, begin, until, rows, bytes(digest))


def _digest(before: Link | None, begin: int, until: int) -> tuple[int, bytes]:
    """How many rows, and their digest: chained to the seal before, and the sum of their contents, which no order changes."""
    chain, contents, count = hashlib.sha256(), 0, 0
    chain.update(before.digest if before else NOTHING)
    chain.update(f"|{begin}|{until}|".encode())
    with connections[SEALER].cursor() as cursor:
        cursor.execute(_ROWS, [begin, until])
        while rows := cursor.fetchmany(2000):
            for _, _, place, content in rows:
                chain.update(bytes(place) + bytes(content))
                contents = (contents + int.from_bytes(bytes(content), "big")) % 2**256
                count += 1
    return count, chain.digest() + contents.to_bytes(32, "big")


# -- heads outside the database --------------------------------------------------------------------------------------------------


def heads_of(heads: Path) -> dict[int, Head]:
    """The heads copied out so far, by number. The first one written for a number counts."""
    found: dict[int, Head] = {}
    for head in filter(None, _lines(heads)):
        found.setdefault(head.number, head)
    return found


def _lines(heads: Path) -> list[Head | None]:
    """The head on each line outside; None for a line that is none."""
    text = heads.read_text(encoding="utf-8", errors="replace") if heads.exists() else ""
    return [_head(line) for line in text.splitlines() if line.strip()]


def _head(line: str) -> Head | None:
    words = line.split()
    if len(words) != 3 or not (words[0].isdigit() and words[1].isdigit()):
        return None
    return Head(int(words[0]), int(words[1]), words[2])


def _copy_heads_out(heads: Path) -> None:
    """Append every head that is not outside yet, also those of a sealer that was killed in between; on disk before we go on."""
    outside = max(heads_of(heads), default=0)
    fresh = [link for link in _links() if link.number > outside]
    if not fresh:
        return
    heads.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(heads, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        file.writelines(f"{link.number} {link.xid_until} {link.digest.hex()}\n" for link in fresh)
        file.flush()
        os.fsync(file.fileno())


# -- verification ----------------------------------------------------------------------------------------------------------------


def verify(heads: Path) -> list[str]:
    """What was done to the log since it was sealed, one sentence each; empty when it is whole.

    Found are: rows changed, taken out, put in, put in another order; seals taken out, cut off at the end, or written anew.
    """
    with transaction.atomic(using=SEALER), connections[SEALER].cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        links = list(_links())
        return [*_broken_links(links), *_against_heads(links, heads), *_outside_seals(links)]


def _broken_links(links: list[Link]) -> Iterator[str]:
    before: Link | None = None
    for link in links:
        number, begin = (before.number + 1, before.xid_until) if before else (1, 0)
        if link.number != number:
            yield f"read log: seal {number} is missing or out of order; the next there is is seal {link.number}"
        elif link.xid_from != begin:
            yield f"read log: seal {link.number} does not begin where seal {number - 1} ended"
        count, digest = _digest(before, link.xid_from, link.xid_until)
        under = f"under seal {link.number} of {link.at:%Y-%m-%d %H:%M}"
        if count < link.rows:
            yield f"read log: {link.rows - count} of {link.rows} rows {under} were deleted: rows were removed or added"
        elif count > link.rows:
            yield f"read log: {count - link.rows} rows were inserted {under} after it was made: rows were removed or added"
        elif digest[32:] != link.digest[32:]:
            yield f"read log: a row was changed {under}"
        elif digest != link.digest:
            yield f"read log: the order of rows was changed {under}, or the seal rewritten"
        before = link


def _against_heads(links: list[Link], heads: Path) -> Iterator[str]:
    outside, inside = heads_of(heads), {link.number: link for link in links}
    for number, head in outside.items():
        if number not in inside:
            yield f"read log: seal {number} is gone, its head stands in {heads.name}: the end was cut off"
        elif inside[number].digest.hex() != head.digest:
            yield f"read log: seal {number} is not the one whose head stands in {heads.name}: it was rewritten"
    latest = max(outside, default=0)
    missing = [link for link in links if link.number <= latest and link.number not in outside]
    if missing:
        yield f"read log: {len(missing)} heads were taken out of {heads.name}"
    if strange := _lines(heads).count(None):
        yield f"read log: {strange} lines of {heads.name} are no heads"
    if links and not outside:
        yield f"read log: no head stands in {heads.name}; without heads outside the database a rewritten log cannot be told"


def _outside_seals(links: list[Link]) -> Iterator[str]:
    sealed = links[-1].xid_until if links else 0
    with connections[SEALER].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE at < clock_timestamp() - make_interval(secs => %s)),"
            " count(*) FILTER (WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint),"
            " pg_snapshot_xmax(pg_current_snapshot())::text::bigint FROM access_accessevent WHERE xid >= %s",
            [LATE.total_seconds(), sealed],
        )
        row: tuple[Any, ...] = cursor.fetchone()
    late, future, next_number = row
    if future:
        yield f"read log: {future} rows carry the number of a transaction that has not been yet"
    elif late:
        yield f"read log: {late} rows have waited for their seal for more than five minutes; is the sealer running?"
    if sealed > next_number:
        yield "read log: the last seal lies ahead of this server's transactions; was the database restored on another server?"
