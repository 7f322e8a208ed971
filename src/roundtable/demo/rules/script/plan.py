"""The joint plan: goals, steps, the way back, answers."""

from dataclasses import dataclass

from roundtable.demo.rules.script.course import Event


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
    """Own words about a goal, how I help with it, what work gives me, or (of no goal) how I would see that it went well."""

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
class Steps(Event):
    """Steps beside the goals, written later."""

    steps: tuple[StepOf, ...]


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
