"""The meeting: called, moved, answered, prepared, held."""

from dataclasses import dataclass

from roundtable.demo.rules.script.course import Event


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
    place: str = ""
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
class AskGuest(Event):
    """The citizen asks somebody from outside to a step, by a link; `who` is what they are, `step` the first words of the step."""

    name: str
    who: str
    step: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Held(Event):
    """The meeting took place, with these people; `lines`: part, whose words, text."""

    present: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...] = ()
    follow_up: bool = False


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    """After the meeting: the call to a citizen was made."""

    whom: str
