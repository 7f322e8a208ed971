"""What a note is for, what can become of a contact, and how long a half-written text is kept."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class NoteKind(StrEnum):
    """What a text of this room is. A `line` is the one sentence of a note that others may ask for; it stands alone (T101)."""

    NOTE = "note"
    MESSAGE = "message"
    CONTACT = "contact"
    LINE = "line"
    DRAFT = "draft"


class DraftFor(StrEnum):
    """Where a half-written text was meant to go."""

    MESSAGE = "message"
    NOTE = "note"
    NOTEBOOK = "notebook"


class ContactState(StrEnum):
    """What became of a time two people meant to spend together. Our own cancellations are counted beside the citizen's."""

    PLANNED = "planned"
    HELD = "held"
    MOVED = "moved"
    DID_NOT_COME = "did_not_come"
    WE_CANCELLED = "we_cancelled"


class ContactHow(StrEnum):
    """How they meet."""

    TALK = "talk"
    PHONE = "phone"
    VIDEO = "video"
    VISIT = "visit"
    TREATMENT = "treatment"
    PUBLIC = "public"


_ENDS = frozenset({ContactState.HELD, ContactState.DID_NOT_COME, ContactState.WE_CANCELLED})
NEXT: Mapping[ContactState, frozenset[ContactState]] = {
    ContactState.PLANNED: _ENDS | {ContactState.MOVED},
    ContactState.MOVED: _ENDS | {ContactState.MOVED},
    ContactState.HELD: _ENDS - {ContactState.HELD},
    ContactState.DID_NOT_COME: _ENDS - {ContactState.DID_NOT_COME},
    ContactState.WE_CANCELLED: _ENDS - {ContactState.WE_CANCELLED},
}
"""From each state to the next. An end noted wrongly is set right by the right one; both rows stay."""

BETWEEN = "\x1f"
"""Between a draft's text and its line: the unit separator, which no typed text can hold."""

FOLD = "· · ·"
"""The line between what a message says first and what there is to read for who wants it. Plain text stays plain text (T219)."""

MOST_CHARACTERS = 10_000
MINE = "mine"  # chosen for one's own words, where they might be somebody else's
LINE_CHARACTERS = 200
MOST_MINUTES = 600

STAFF_DRAFT = timedelta(days=30)
CITIZEN_DRAFT = timedelta(days=90)


def may_become(now: ContactState, then: ContactState) -> bool:
    """Whether a contact in one state can be marked as the other.

    >>> may_become(ContactState.PLANNED, ContactState.HELD), may_become(ContactState.HELD, ContactState.PLANNED)
    (True, False)
    """
    return then in NEXT[now]


def tidied_at(*, citizen: bool, touched_at: datetime) -> datetime:
    """When a half-written text has waited long enough: 90 days for a citizen, whose text is then kept in her notebook; 30 for staff."""
    return touched_at + (CITIZEN_DRAFT if citizen else STAFF_DRAFT)


def draft_is_old(*, citizen: bool, touched_at: datetime, at: datetime) -> bool:
    """Whether a half-written text has waited as long as it may.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 1, tzinfo=UTC)
    >>> [draft_is_old(citizen=citizen, touched_at=day, at=day + timedelta(days=31)) for citizen in (True, False)]
    [False, True]
    """
    return at >= tidied_at(citizen=citizen, touched_at=touched_at)


def layered(first: str, more: str) -> str:
    """A message in two layers as one text.

    >>> layered("Come at ten.", "The rule says …")
    'Come at ten.\\n\\n· · ·\\n\\nThe rule says …'
    """
    return f"{first.rstrip()}\n\n{FOLD}\n\n{more.strip()}" if more.strip() else first


def in_layers(text: str) -> tuple[str, str]:
    """What a message says first, and what there is to read for who wants it; empty where it has one layer.

    >>> in_layers("Come at ten.\\n\\n· · ·\\n\\nThe rule says …"), in_layers("Come at ten.")
    (('Come at ten.', 'The rule says …'), ('Come at ten.', ''))
    """
    first, *more = re.split(rf"(?:\A|\n\n){FOLD}(?:\n\n|\Z)", text, maxsplit=1)
    return first, "".join(more)
