"""What there is to know before it can be said who reads what: seats, scopes, items, and what was given, closed or withheld. Plain data."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID

CITIZEN_HATS = frozenset({"citizen", "companion", "representative"})
STAFF_HATS = frozenset({"professional", "intake", "guest", "line_manager", "team_leader"})
PURPOSES = frozenset(
    {
        "case",
        "plan",
        "meeting",
        "messages",
        "prepare",
        "referral",
        "share",
        "countersign",
        "search",
        "log",
        "team",
        "hand_over",
        "record",
        "print",
        "import",
    }
)


class Wall(IntEnum):
    """On which side of the wall a scope lies: everybody's, care's, the authority's, or the citizens' alone."""

    NONE = 0
    CARE = 1
    AUTHORITY = 2
    CITIZENS = 3


class Lasting(Protocol):
    """Something with a beginning and perhaps an end."""

    @property
    def from_at(self) -> datetime: ...

    @property
    def until_at(self) -> datetime | None: ...


def during(thing: Lasting, at: datetime) -> bool:
    """Intervals are half-open (8): the first moment belongs to it, the last no longer.

    >>> from datetime import UTC, datetime, timedelta
    >>> noon, one = datetime(2027, 3, 1, 12, tzinfo=UTC), datetime(2027, 3, 1, 13, tzinfo=UTC)
    >>> hour = Block(UUID(int=1), UUID(int=2), UUID(int=3), noon, one)
    >>> during(hour, noon), during(hour, one)
    (True, False)
    """
    return thing.from_at <= at and (thing.until_at is None or at < thing.until_at)


@dataclass(frozen=True)
class Seat:
    """A person at the table of a case, in one hat. `side`: the organisation; `for_person`: whom a companion or representative serves."""

    id: UUID
    case: UUID
    person: UUID
    hat: str
    from_at: datetime
    until_at: datetime | None = None
    side: UUID | None = None
    authority: bool = False
    for_person: UUID | None = None
    powers: frozenset[str] = frozenset()
    power_kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scope:
    """Who can read: kind, the persons it is about, its holder or side, and the side of the wall it lies on. `case` None: a loose draft."""

    id: int
    kind: str
    wall: Wall
    case: UUID | None = None
    about: frozenset[UUID] = frozenset()
    holder: UUID | None = None
    holder_hat: str = ""
    side: UUID | None = None


@dataclass(frozen=True)
class Item:
    """Any content. `seat`: through which it was written; `said_by`: whose words a scribe noted; `held`: closed until all brought theirs.

    `of_everybody`: a fixed version of the plan. It stands under whoever's answer fixed it, and every party's words are in it.
    """

    id: UUID
    scope: Scope
    author: UUID
    hat: str
    made_at: datetime
    seat: Seat | None = None
    said_by: UUID | None = None
    held: bool = False
    moved_at: datetime | None = None
    of_everybody: bool = False


@dataclass(frozen=True)
class Disclosure:
    """Exactly these items to exactly one seat: by consent or by law.

    `yes`: who has said yes, each for herself or by who acts for her.
    `sides`: whose items they are; `reason`: the item that says why; `told_from`: where the citizen is told later, on a ground of its own.
    """

    to: Seat
    items: frozenset[UUID]
    from_at: datetime
    until_at: datetime
    by_law: bool = False
    yes: frozenset[UUID] = frozenset()
    withdrawn: bool = False
    signed: bool = False
    urgent: bool = False
    sign_by: datetime | None = None
    countersigner: UUID | None = None
    sides: frozenset[UUID] = frozenset()
    reason: UUID | None = None
    told_from: datetime | None = None


@dataclass(frozen=True)
class Block:
    """A citizen closed the case, as far as it is about her, for a named person."""

    case: UUID
    by: UUID
    person: UUID
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True)
class Withholding:
    """An entry is withheld from the citizen until a day; it binds once a second person has signed."""

    item: UUID
    from_at: datetime
    until_at: datetime
    signed_at: datetime | None = None


@dataclass(frozen=True)
class Mandate:
    """A line manager may read their organisation's part of one named case, until a day, or until it was ended."""

    case: UUID
    person: UUID
    side: UUID
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class MandateYes:
    """One person's yes: the manager of this mandate may read this item of a confidence, until she takes it back."""

    mandate: Mandate
    item: UUID
    person: UUID
    from_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Work:
    """What a line manager knows of one of their own people at one table: since when they sit there, and for one kind of scope how many
    entries they wrote, the last when. Numbers, no item."""

    case: UUID
    side: UUID | None
    person: UUID
    from_at: datetime
    kind: str
    entries: int
    last_at: datetime | None


@dataclass(frozen=True)
class Opening:
    """What all brought to the table before this moment is open."""

    case: UUID
    at: datetime


@dataclass(frozen=True)
class Employment:
    """Somebody works for an organisation, in a role with or without authority.

    `manages`: as a line manager of its people; `leads`: as the programme's leader; `elsewhere`: in a programme that is not the cases'.
    """

    person: UUID
    side: UUID
    authority: bool
    from_at: datetime
    until_at: datetime | None = None
    manages: bool = False
    leads: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class World:
    """Everything that counts, at all times."""

    seats: tuple[Seat, ...] = ()
    scopes: tuple[Scope, ...] = ()
    items: tuple[Item, ...] = ()
    disclosures: tuple[Disclosure, ...] = ()
    blocks: tuple[Block, ...] = ()
    withholdings: tuple[Withholding, ...] = ()
    openings: tuple[Opening, ...] = ()
    employments: tuple[Employment, ...] = ()
    mandates: tuple[Mandate, ...] = ()
    mandate_yes: tuple[MandateYes, ...] = ()


@dataclass(frozen=True)
class Asker:
    """Who asks: a person, in one hat, through its login, on one case or (None) on all of theirs, for one purpose, at one moment."""

    person: UUID
    hat: str
    authority: bool
    case: UUID | None
    purpose: str
    at: datetime
