"""The heads of the read log, in a file outside the database: one line a seal, and one for each stretch of seals that a restore lost.

41 90210 5f0c…      seal 41, up to which transaction, its digest
lost 42 57          these seals stood here and not in the copy that was restored; somebody said that they know
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

LOST = "lost"
TAIL_BYTES = 64 * 1024
"""Numbers only grow, so the end of the file is enough for who goes on writing it."""


@dataclass(frozen=True)
class Head:
    """One link: its number, how far it reaches, its digest in hex, and how many rows it took in."""

    number: int
    xid_until: int
    digest: str
    rows: int = 0


@dataclass(frozen=True)
class Outside:
    """What the file says. The first head written for a number counts; `strange`: how many lines are neither head nor loss."""

    heads: dict[int, Head] = field(default_factory=dict)
    lost: tuple[tuple[int, int], ...] = ()
    strange: int = 0

    @property
    def last(self) -> int:
        """The highest number ever given; 0 when there is none."""
        return max([*self.heads, *(until for _, until in self.lost)], default=0)

    def is_lost(self, number: int) -> bool:
        """Whether somebody said that this seal was lost with a restore."""
        return any(first <= number <= until for first, until in self.lost)


def heads_outside(file: Path, *, tail: bool = False) -> Outside:
    """Read the file, or its end only; empty when there is none."""
    heads: dict[int, Head] = {}
    lost: list[tuple[int, int]] = []
    strange = 0
    for words in filter(None, map(str.split, _lines(file, tail=tail))):
        if len(words) == 3 and words[0].isdigit() and words[1].isdigit():
            heads.setdefault(int(words[0]), Head(int(words[0]), int(words[1]), words[2]))
        elif len(words) == 3 and words[0] == LOST and words[1].isdigit() and words[2].isdigit():
            lost.append((int(words[1]), int(words[2])))
        else:
            strange += 1
    return Outside(heads, tuple(lost), strange)


def _lines(file: Path, *, tail: bool) -> list[str]:
    if not file.exists():
        return []
    with file.open("rb") as found:
        size = found.seek(0, os.SEEK_END)
        begin = max(0, size - TAIL_BYTES) if tail else 0
        found.seek(begin)
        lines = found.read().decode("utf-8", errors="replace").splitlines()
    return lines[1:] if begin else lines  # the first of a tail is half a line


def heads_of(file: Path) -> dict[int, Head]:
    """The heads copied out so far, by number."""
    return heads_outside(file).heads


def append(file: Path, lines: Iterable[str]) -> None:
    """Add lines; on disk before we go on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as out:
        out.writelines(f"{line}\n" for line in lines)
        out.flush()
        os.fsync(out.fileno())
