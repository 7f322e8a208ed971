"""How a course begins, goes on and ends."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Event:
    """Somebody did something, so many working days ago, at a clock time."""

    ago: int
    clock: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Confirm(Event):
    """The citizen says by herself the yes that was recorded for her."""


@dataclass(frozen=True, kw_only=True)
class Decline(Event):
    """Intake says no."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SendBack(Event):
    """Intake asks for what is missing."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class SendAgain(Event):
    """The referrer sends a better text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class TakeBack(Event):
    """The referrer withdraws."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Accept(Event):
    """Intake seats these people."""

    seats: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Phase(Event):
    """The course goes on."""

    phase: str


@dataclass(frozen=True, kw_only=True)
class SeatAlso(Event):
    """The team leader seats one more."""

    whom: str


@dataclass(frozen=True, kw_only=True)
class HandOver(Event):
    """The team leader replaces somebody."""

    leaving: str
    coming: str
    told: str = "by_leaving"


@dataclass(frozen=True, kw_only=True)
class ActFor(Event):
    """The citizen names somebody who reads here for her, until so many working days ahead."""

    whom: str
    ahead: int = 60


@dataclass(frozen=True, kw_only=True)
class ReadFirst(Event):
    """The citizen's note to who is new."""

    to: str
    body: str


@dataclass(frozen=True, kw_only=True)
class End(Event):
    """The course ends with its outcome, and her own words about it."""

    outcome: str
    her_words: str = ""
    said_by: str = ""


@dataclass(frozen=True)
class Story:
    """One course from its referral on. `consent`: how the yes was given, so many working days ago."""

    key: str
    citizens: tuple[str, ...]
    referrer: str
    ago: int
    clock: str
    text: str
    consent: tuple[str, int] = ("orally", 0)
    programme: str = "back-together"
    unmet: tuple[str, ...] = ()
    draft: bool = False
    events: tuple[Event, ...] = field(default=())
