"""Places where words can be kept, in the words of the house."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from roundtable.kernel.refusal import gettext_noop


class ScopeKind(StrEnum):
    """Who can read, from narrow to wide."""

    DRAFT = "draft"
    OWN = "own"
    CONFIDENCE = "confidence"
    SIDE = "side"
    TEAM = "team"
    TABLE = "table"


GUEST_WORDS = {
    "employer": gettext_noop("Employer"),
    "doctor": gettext_noop("Doctor"),
    "union": gettext_noop("Union"),
    "volunteer": gettext_noop("Volunteer"),
    "other": gettext_noop("From outside"),
}
"""What a guest is, by the ground of their seat."""

SEALED = frozenset({ScopeKind.DRAFT, ScopeKind.OWN, ScopeKind.CONFIDENCE})
"""Kinds whose words are sealed with a key that is not in the database."""


@dataclass(frozen=True)
class Place:
    """Where a text is kept: the kind, whom it is about (empty: all citizens, or the one), and in a confidence the professional."""

    kind: ScopeKind
    about: tuple[UUID, ...] = ()
    holder_id: UUID | None = None


def draft() -> Place:
    """Only me, not sent yet."""
    return Place(ScopeKind.DRAFT)


def own() -> Place:
    """A citizen's notebook: only hers."""
    return Place(ScopeKind.OWN)


def confidence(holder_id: UUID | None = None, about: tuple[UUID, ...] = ()) -> Place:
    """One citizen and one professional. A citizen names the professional; a professional, in a family, the citizen."""
    return Place(ScopeKind.CONFIDENCE, about, holder_id)


def side(about: tuple[UUID, ...] = ()) -> Place:
    """The professionals of one organisation at the table, and the citizen."""
    return Place(ScopeKind.SIDE, about)


def team(about: tuple[UUID, ...] = ()) -> Place:
    """All professionals at the table, and the citizen."""
    return Place(ScopeKind.TEAM, about)


def table() -> Place:
    """Everyone at the table."""
    return Place(ScopeKind.TABLE)


def rings(kind: ScopeKind, wall: int) -> tuple[str, ...]:
    """Whose keys open the scope's key: a draft its author's kind, a notebook the citizens', a confidence both.

    `wall`: 1 care, 2 authority, 3 citizens only.

    >>> rings(ScopeKind.CONFIDENCE, 2)
    ('citizen', 'authority')
    """
    holder = {1: "care", 2: "authority", 3: "citizen"}[wall]
    if kind == ScopeKind.CONFIDENCE:
        return ("citizen", holder)
    return (holder,)
