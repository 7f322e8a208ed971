"""The parts of a working plan, as readers hand them out: frozen rows."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from roundtable.casework.plans.rules.content import GoalKind, Level, SayingKind, StepKind, StepState


@dataclass(frozen=True)
class GoalView:
    """A goal of the working plan."""

    id: UUID
    kind: GoalKind
    level: Level
    text: str
    gives: str
    fears: str
    protection: str
    owner_id: UUID | None
    written_by_id: UUID
    confirmed: bool
    changed_at: datetime
    revision: int
    said_yes_on: date | None = None
    noted_by_id: UUID | None = None
    before: str = ""
    before_by_id: UUID | None = None


@dataclass(frozen=True)
class SayingView:
    """What somebody says about a goal of the working plan."""

    id: UUID
    goal_id: UUID | None
    to_goal_id: UUID | None
    to_fixed: bool
    kind: SayingKind
    text: str
    said_by_id: UUID
    written_by_id: UUID
    confirmed: bool
    revision: int
    said_yes_on: date | None = None
    noted_by_id: UUID | None = None
    before: str = ""
    before_by_id: UUID | None = None


@dataclass(frozen=True)
class StepView:
    """Who does what by when, and how far it is.

    `marks`: how often somebody said how far it is, as the reader may know; part of `revision`, never of what another may see.
    `taken_by`: people from outside who take it.
    """

    id: UUID
    goal_id: UUID | None
    kind: StepKind
    what: str
    who_id: UUID | None
    by_on: date | None
    by_when: str
    state: StepState
    state_reason: str
    state_at: datetime | None
    revision: int
    marks: int = 0
    taken_by: tuple[UUID, ...] = ()
