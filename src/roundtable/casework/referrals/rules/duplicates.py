"""Who could be the same person: offered as a link, never merged."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Known:
    """A referral and whose it is."""

    referral_id: UUID
    case_id: UUID
    given_name: str
    family_name: str


def folded(name: str) -> str:
    """A name without capitals, marks and double blanks, for comparing.

    >>> folded(" Åse  Ødegård ") == folded("ase ØDEGARD")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def possible_duplicates(waiting: Sequence[Known], known: Sequence[Known]) -> dict[UUID, tuple[Known, ...]]:
    """For each waiting referral the others whose citizen has the same given and family name; those without any are left out."""
    by_name: dict[tuple[str, str], list[Known]] = {}
    for other in known:
        by_name.setdefault((folded(other.given_name), folded(other.family_name)), []).append(other)
    found: dict[UUID, tuple[Known, ...]] = {}
    for row in waiting:
        same = by_name.get((folded(row.given_name), folded(row.family_name)), [])
        others = tuple(other for other in same if other.case_id != row.case_id)
        if others:
            found[row.referral_id] = (*found.get(row.referral_id, ()), *others)
    return found
