"""The quiet word: a citizen tells who looks after her in the meeting, and nobody else, that she needs a break.

It is an item without words in the confidence of the two. It stands for one meeting until who was told says that they have seen it, or she
takes it back; either is an item of its own beside it. Which meeting, and which word, their ids say: no text and no table of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4, uuid5

QUIET, QUIET_OVER = "private_stop", "private_stop_over"


@dataclass(frozen=True)
class QuietWord:
    """A word that stands. `by_id`: who needs a break; `to_id`: who looks after her; `seen`: it was shown to them."""

    item_id: UUID
    case_id: UUID
    roundtable_id: UUID
    scope_id: int
    about: tuple[UUID, ...]
    by_id: UUID
    to_id: UUID
    seen: bool


def quiet_id(roundtable_id: UUID, chance: UUID | None = None) -> UUID:
    """A new id for a word of this meeting: nobody can take it before, since half of it is chance; the other half says which meeting.

    >>> quiet_id(UUID(int=1), UUID(int=7 << 64)) == quiet_id(UUID(int=1), UUID(int=7 << 64)) != quiet_id(UUID(int=2), UUID(int=7 << 64))
    True
    """
    half = (chance or uuid4()).bytes[:8]
    return UUID(bytes=half + uuid5(roundtable_id, half.hex()).bytes[8:])


def quiet_over_id(word_id: UUID) -> UUID:
    """The id of what ends a word: one, however often it is pressed, and by whom."""
    return uuid5(word_id, "over")


def words_that_stand(found: Iterable[Mapping[str, Any]], case_id: UUID, roundtable_id: UUID) -> tuple[QuietWord, ...]:
    """Of the headers of both kinds on a course, the words of this meeting that nothing has ended in their own place."""
    rows = [{**row, "id": UUID(str(row["id"]))} for row in found]
    there = {(row["id"], row["scope"]) for row in rows}
    return tuple(
        QuietWord(
            row["id"],
            case_id,
            roundtable_id,
            row["scope"],
            tuple(UUID(str(person)) for person in row["about"]),
            UUID(str(row["by"])),
            UUID(str(row["to"])),
            bool(row["opened"]),
        )
        for row in rows
        if row["to"] and quiet_id(roundtable_id, row["id"]) == row["id"] and (quiet_over_id(row["id"]), row["scope"]) not in there
    )
