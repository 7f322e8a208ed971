"""The seal over the read log: a chain of digests whose head is also kept outside the database (invariant 17).

Every second the sealer takes the rows of all transactions that are surely over: those below `pg_snapshot_xmin`, never "up to the
highest row id", since ids are handed out before their transactions commit. Each link covers the transactions in [xid_from, xid_until)
and the link before it. Somebody who changes, deletes, adds or reorders a row breaks its link; somebody who cuts the end, or rewrites
the whole chain, is found by the heads file, which lies on another disk or host.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connections, transaction

SEALER = "sealer"
NOTHING = b"\x00" * 32
_COLUMNS = "id, at, xid, person_id, hat, seat_id, case_id, item_id, scope_id, about, purpose, basis, show_from"


@dataclass(frozen=True)
class Head:
    """The newest link: its number, how far it reaches, its digest in hex."""

    number: int
    xid_until: int
    digest: str


@dataclass(frozen=True)
class _Link:
    number: int
    xid_from: int
    xid_until: int
    rows: int
    digest: bytes


def _links() -> list[_Link]:
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT number, xid_from, xid_until, rows, digest FROM access_seal ORDER BY number")
        return [_Link(*row[:4], bytes(row[4])) for row in cursor.fetchall()]


def _digest(before: bytes, xid_from: int, xid_until: int) -> tuple[int, bytes]:
    """How many rows these transactions wrote, and the digest of the link before with all of them in order."""
    digest = hashlib.sha256(before + f"{xid_from}:{xid_until}".encode())
    count = 0
    with connections[SEALER].cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} FROM access_accessevent WHERE xid >= %s AND xid < %s ORDER BY xid, id", [xid_from, xid_until])
        for row in cursor.fetchall():
            count += 1
            digest.update(json.dumps([_plain(value) for value in row], separators=(",", ":")).encode())
    return count, digest.digest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, list):
        return [str(entry) for entry in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def seal(heads: Path) -> Head | None:
    """Seal what is new, and write the new head to `heads`, one line a head, appended. None when there was nothing new."""
    with transaction.atomic(using=SEALER):
        with connections[SEALER].cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended('seal', 0)), pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            )
            until: int = cursor.fetchone()[1]
        links = _links()
        last = links[-1] if links else _Link(0, 0, 0, 0, NOTHING)
        count, digest = _digest(last.digest, last.xid_until, until)
        if count == 0:
            return None
        with connections[SEALER].cursor() as cursor:
            cursor.execute(
                "INSERT INTO access_seal (number, xid_from, xid_until, rows, digest) VALUES (%s, %s, %s, %s, %s)",
                [last.number + 1, last.xid_until, until, count, digest],
            )
    head = Head(last.number + 1, until, digest.hex())
    heads.parent.mkdir(parents=True, exist_ok=True)
    with heads.open("a", encoding="ascii") as file:
        file.write(f"{head.number} {head.xid_until} {head.digest}\n")
    return head


def heads_of(heads: Path) -> dict[int, Head]:
    """The heads that were written outside the database, by number."""
    if not heads.exists():
        return {}
    found = (line.split() for line in heads.read_text(encoding="ascii").splitlines() if line.strip())
    return {int(number): Head(int(number), int(until), digest) for number, until, digest in found}


def verify(heads: Path) -> Iterator[str]:
    """What is wrong with the read log, a sentence each; nothing when all is well."""
    outside = heads_of(heads)
    links = _links()
    before, reached = NOTHING, 0
    for place, link in enumerate(links, start=1):
        if link.number != place or link.xid_from != reached:
            yield f"read log: link {place} of the chain is missing or out of order"
        count, digest = _digest(before, link.xid_from, link.xid_until)
        if count != link.rows:
            yield f"read log: link {link.number} covered {link.rows} rows and now {count}: rows were removed or added"
        elif digest != link.digest:
            yield f"read log: a row under link {link.number} was changed"
        kept = outside.get(link.number)
        if kept is None:
            yield f"read log: link {link.number} was never written to {heads.name}"
        elif kept.digest != link.digest.hex():
            yield f"read log: link {link.number} differs from the head kept outside the database: the chain was rewritten"
        before, reached = link.digest, link.xid_until
    for number in sorted(set(outside) - {link.number for link in links}):
        yield f"read log: link {number} was kept outside the database and is gone from it: the end was cut off"
