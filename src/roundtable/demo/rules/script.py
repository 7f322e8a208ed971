"""What can happen in a story of the demo. `ago` counts working days back from the day the demo is loaded; `by` and `to` are keys of people.

A `name` is how later events of the same story refer to what an event made.
"""

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
class Message(Event):
    """Between a citizen and a professional, in confidence."""

    to: str
    body: str


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
class Call(Event):
    """A meeting is called for a day and time."""

    on: int
    at: str
    place: str
    minutes: int = 60
    channel: str = "in_person"
    pace: str = "usual"


@dataclass(frozen=True, kw_only=True)
class Move(Event):
    """The meeting gets another day."""

    on: int
    at: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Rsvp(Event):
    """An answer to the invitation; `whose`: noted for a citizen."""

    answer: str = "comes"
    text: str = ""
    whose: str = ""
    how: str = "self"


@dataclass(frozen=True, kw_only=True)
class Wish(Event):
    """How the citizen wants meetings."""

    text: str
    pace: str = "slow"
    breaks: str = "when_asked"
    looks_after: str = ""
    whose: str = ""
    how: str = "self"


@dataclass(frozen=True, kw_only=True)
class KeepOut(Event):
    """Not at this meeting."""

    text: str
    chosen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Point(Event):
    """Something to talk about."""

    text: str
    whose: str = ""


@dataclass(frozen=True, kw_only=True)
class Invite(Event):
    """The citizen gives somebody a seat beside her."""

    whom: str


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """The meeting took place, with these people; `lines`: part, whose words, text."""

    present: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...] = ()
    follow_up: bool = False


@dataclass(frozen=True, kw_only=True)
class StepOf:
    """Who does what; `on` working days ago (below zero: ahead), or `when` in words."""

    what: str
    who: str
    kind: str = "daily"
    on: int | None = None
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Goal(Event):
    """A goal with its steps; `supports`: the goal's name, or `fixed`, and how."""

    name: str
    kind: str
    text: str
    owner: str = ""
    own_words: str = ""
    gives: str = ""
    fears: str = ""
    protection: str = ""
    steps: tuple[StepOf, ...] = ()
    supports: tuple[tuple[str, str], ...] = ()
    does_not: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Words(Event):
    """Own words about a goal, how I help with it, or what work gives me."""

    goal: str
    text: str
    kind: str = "own_words"
    said_by: str = ""


@dataclass(frozen=True, kw_only=True)
class WayBack(Event):
    """The way back to work: agreed, between or open."""

    kind: str
    on: int
    until: int | None = None
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class AskAll(Event):
    """Everybody is asked about the plan."""


@dataclass(frozen=True, kw_only=True)
class Answer(Event):
    """yes, yes_but, no or not_yet. `but`: goals answered differently. `whose` with `how` phone or paper: noted for a citizen."""

    answer: str
    reason: str = ""
    own_words: str = ""
    but: tuple[tuple[str, str, str], ...] = ()
    whose: str = ""
    how: str = "self"


@dataclass(frozen=True, kw_only=True)
class CloseAnswers(Event):
    """Who asked closes after the set days."""


@dataclass(frozen=True, kw_only=True)
class MarkStep(Event):
    """A step, by its text, is done, not_done or changed."""

    what: str
    state: str = "done"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Open(Event):
    """Somebody opens what they may read: plan, brought, messages, notes, shared, meeting, referral."""

    what: str


@dataclass(frozen=True, kw_only=True)
class Close(Event):
    """A citizen closes her course for somebody; `again` opens it."""

    whom: str
    again: bool = False


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
