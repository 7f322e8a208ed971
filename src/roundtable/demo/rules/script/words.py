"""What people write, share, ask and open."""

from dataclasses import dataclass

from roundtable.demo.rules.script.course import Event


@dataclass(frozen=True, kw_only=True)
class Message(Event):
    """Between a citizen and a professional, in confidence; `more`: its second layer, for who wants to read it."""

    to: str
    body: str
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Note(Event):
    """A note in its place: own, confidence, side, team or table. `about`: whom of a family; `line`: the sentence that can go alone."""

    place: str
    body: str
    headline: str = ""
    line: str = ""
    about: tuple[str, ...] = ()
    holder: str = ""
    said_by: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Met(Event):
    """A contact at this time; `planned` says how many working days ago it was put in the diary, None for noted afterwards."""

    to: tuple[str, ...]
    how: str
    became: str
    place: str = "confidence"
    line: str = ""
    minutes: int | None = None
    planned: int | None = None


@dataclass(frozen=True, kw_only=True)
class Bring(Event):
    """What somebody brings to the table; `hours` from, to and how sure."""

    lines: tuple[str, ...]
    hours: tuple[int, int, str] | None = None
    said_by: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenEarly(Event):
    """What was brought is opened before all are ready."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Share(Event):
    """The citizen shares what was named with one person, for a purpose, until so many working days ahead."""

    names: tuple[str, ...]
    to: str
    purpose: str
    ahead: int = 60
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Unshare(Event):
    """A share is taken back."""

    name: str


@dataclass(frozen=True, kw_only=True)
class MayI(Event):
    """May I say this?"""

    to: str
    headline: str
    body: str = ""
    about: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerMayI(Event):
    """yes, other_words, self or no."""

    name: str
    answer: str
    headline: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Ask(Event):
    """One professional asks another for something, where the citizen reads it."""

    to: str
    headline: str
    body: str
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply(Event):
    """The answer to it."""

    name: str
    body: str


@dataclass(frozen=True, kw_only=True)
class ByLaw(Event):
    """A named entry goes to somebody on a rule of law, signed by a second person."""

    names: str
    to: str
    paragraph: str
    necessity: str
    second: str
    signed_ago: int
    ahead: int = 20


@dataclass(frozen=True, kw_only=True)
class Open(Event):
    """Somebody opens what they may read: plan, brought, messages, notes, shared, meeting, referral."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Close(Event):
    """A citizen closes her course for somebody; `again` opens it."""

    whom: str
    again: bool = False
