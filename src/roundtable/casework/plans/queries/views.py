"""What readers of the plan hand out: frozen rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from roundtable.casework.cases.queries import ClosingView
from roundtable.casework.plans.queries.parts import GoalView, SayingView, StepView
from roundtable.casework.plans.rules.agreement import (
    AnswerKind,
    ClosedHow,
    Given,
    Party,
    Seated,
    SharedState,
    Standing,
    answers,
    latest,
    parties,
    party_key,
    shared_standing,
)
from roundtable.casework.plans.rules.content import (
    FIXED,
    LINKS,
    PAIR_MARKS,
    FixedGoal,
    GoalKind,
    GoalLine,
    Person,
    Proposal,
    ReturnKind,
    ReturnLine,
    SayingKind,
    SayingLine,
    StepLine,
    asked_digest,
    digest,
)
from roundtable.casework.plans.rules.looking import Differs, Look, open_points
from roundtable.ground.seats.queries import SeatView, sat_at, took_over


@dataclass(frozen=True)
class CallView:
    """One answering: whom it asks about what, the answers in the order they came, and the version it became."""

    id: UUID
    number: int
    digest: str
    parties: tuple[Party, ...]
    topics: Mapping[str, tuple[str, ...]]
    days: int
    by_id: UUID
    opened_at: datetime
    given: tuple[Given, ...]
    version: int | None = None
    fixed_at: datetime | None = None
    shared: SharedState | None = None
    closed_how: ClosedHow | None = None

    @property
    def is_open(self) -> bool:
        """No version yet."""
        return self.version is None

    @property
    def answers(self) -> dict[str, AnswerKind]:
        """Per party."""
        return answers(self.parties, self.given, closed=not self.is_open)

    @property
    def waiting(self) -> tuple[Party, ...]:
        """Parties whose answer is still missing."""
        there = {one.party for one in self.given}
        return tuple(party for party in self.parties if party.key not in there)


@dataclass(frozen=True)
class CurrentPlan:
    """The working plan of a case with everything on it. `item_id` is None where nobody has written in it yet.

    `all_said_yes_to`: the mark of the plan that was asked about last, where it was fixed with everybody's yes; empty else.
    `last_version`: the number under which that plan was fixed, 0 for none.
    `ended`: how the course ended; from then on the plan is read and no longer written, with the people who sat there at the end.
    """

    case_id: UUID
    item_id: UUID | None
    seats: tuple[SeatView, ...]
    fixed: FixedGoal
    goals: tuple[GoalView, ...] = ()
    sayings: tuple[SayingView, ...] = ()
    steps: tuple[StepView, ...] = ()
    back: ReturnLine = field(default_factory=ReturnLine)
    back_revision: int = 0
    calls: tuple[CallView, ...] = ()
    answer_days: int = 7
    scope_id: int = 0
    wall: int = 0
    programme: str = ""
    emergency: tuple[str, ...] = ()
    all_said_yes_to: str = ""
    last_version: int = 0
    looks: tuple[Look, ...] = ()
    time_zone: str = "UTC"
    ended: ClosingView | None = None

    @property
    def known_at(self) -> datetime | None:
        """The moment whose people the plan speaks of: the last one of a course that is over, else now (None)."""
        return last_moment(self.ended)

    @property
    def asks_way_back(self) -> bool:
        """Whether the way back to work is asked for: it is one person's. A family is asked nothing of it, and what stands there stays."""
        return bool(self.back.kind) or len({seat.person_id for seat in self.seats if seat.hat == "citizen"}) == 1

    @cached_property
    def in_place(self) -> dict[str, Person]:
        """Who sits where somebody left: the id of who left -> who came in their place."""
        return {str(left): self.people[seat.person_id] for left, seat in took_over(self.seats, self.known_at).items()}

    @property
    def said_last(self) -> tuple[Given, ...]:
        """What each party said last: to the answering that is open, or to the version before it while they have not answered."""
        fixed, call = self.fixed_call, self.call
        return (*(fixed.given if fixed else ()), *(call.given if call else ()))

    @cached_property
    def open_points(self) -> dict[str, tuple[Differs, ...]]:
        """What somebody at the table sees differently, by the answer each gave last."""
        return open_points(self.said_last, [party.key for party in self.table], [str(goal.id) for goal in self.goals])

    def said_not_yet(self, person_id: UUID) -> bool:
        """Whether this person's party answered *not yet* last."""
        me = self.people.get(person_id)
        given = latest(self.said_last).get(me.party) if me else None
        return given is not None and given.answer == AnswerKind.NOT_YET

    @property
    def is_agreed(self) -> bool:
        """Everybody has said yes to the plan as it stands now, and it was fixed so."""
        return self.all_said_yes_to == self.digest

    @property
    def call(self) -> CallView | None:
        """The answering that is open now."""
        return self.calls[-1] if self.calls and self.calls[-1].is_open else None

    @property
    def call_before(self) -> CallView | None:
        """The answering before the last one: what a changed plan is compared with."""
        return self.calls[-2] if len(self.calls) > 1 else None

    @property
    def fixed_call(self) -> CallView | None:
        """The answering that became the latest version."""
        return next((call for call in reversed(self.calls) if not call.is_open), None)

    @property
    def version(self) -> int:
        """The number of the latest version, 0 for none."""
        return self.fixed_call.version or 0 if self.fixed_call else 0

    @property
    def shared_goal(self) -> GoalView | None:
        """The one shared goal."""
        return next((goal for goal in self.goals if goal.kind == GoalKind.SHARED), None)

    @cached_property
    def people(self) -> dict[UUID, Person]:
        """Everybody who sits or sat here, by id; the hat that answers wins."""
        found: dict[UUID, Person] = {}
        for seat in sorted(self.seats, key=lambda one: (one.live, one.hat in ("citizen", "professional"))):
            key = party_key(seat.hat, str(seat.person_id), str(seat.organisation_id or ""))
            found[seat.person_id] = Person(str(seat.person_id), seat.given_name, key, seat.organisation)
        return found

    def said_by(self, person_id: UUID, words_id: UUID) -> GoalView | SayingView | None:
        """A goal of this person, or words of theirs, as they stand in the plan; None for anybody else's."""
        words: list[GoalView | SayingView] = [goal for goal in self.goals if goal.owner_id == person_id]
        words += [one for one in self.sayings if one.said_by_id == person_id and one.kind not in LINKS | PAIR_MARKS]
        return next((one for one in words if one.id == words_id), None)

    @cached_property
    def pair_marks(self) -> tuple[SayingLine, ...]:
        """What people at the table say about two goals; no part of what everybody is asked about."""
        return tuple(
            SayingLine(str(one.id), one.kind, str(one.goal_id), self.people[one.said_by_id], one.text, str(one.to_goal_id))
            for one in self.sayings
            if one.kind in PAIR_MARKS and one.said_by_id in self.people
        )

    @cached_property
    def proposal(self) -> Proposal:
        """The working plan as everybody would be asked about it now."""
        return as_proposal(self)

    @cached_property
    def digest(self) -> str:
        """Its content address."""
        return asked_digest(self.proposal)

    @property
    def came_since(self) -> tuple[Party, ...]:
        """Parties who sit at the table now and were not among those asked last: nothing is fixed without asking them."""
        asked = {party.key for party in self.calls[-1].parties} if self.calls else set()
        return tuple(party for party in self.table if party.key not in asked) if self.calls else ()

    @property
    def changed_since_asked(self) -> bool:
        """The working plan is no longer what was asked or fixed last."""
        return bool(self.calls) and self.calls[-1].digest != self.digest

    def asked_of(self, person_id: UUID) -> Party | None:
        """The party this person is asked to answer for now: as the one named, or as a colleague of one who has left the table."""
        me = self.people.get(person_id)
        for party in self.call.waiting if self.call else ():
            left = not any(seat.live and str(seat.person_id) == party.person for seat in self.seats)
            if party.person == str(person_id) or (me is not None and me.party == party.key and left):
                return party
        return None

    def answers_for(self, party: Party) -> Person | None:
        """Who answers for a party now: the one named; where that one left, who came in their place, else a colleague who sits there."""
        here = {str(seat.person_id) for seat in self.seats if sat_at(seat, self.known_at)}
        if party.person in here:
            return self.people.get(UUID(party.person))
        found = next((UUID(one.person) for one in self.table if one.key == party.key), UUID(party.person))
        return self.in_place.get(party.person) or self.people.get(found)

    def mark_of_unconfirmed(self, person_id: UUID) -> str:
        """A mark of what others wrote down for somebody and they have not confirmed, as it reads now; empty for nothing."""
        texts = {str(goal.id): goal.revision for goal in self.goals if goal.owner_id == person_id and not goal.confirmed}
        texts |= {str(one.id): one.revision for one in self.sayings if one.said_by_id == person_id and not one.confirmed}
        return digest(texts) if texts else ""

    @cached_property
    def table(self) -> tuple[Party, ...]:
        """The parties who would answer now."""
        return parties(seated(self.seats, self.known_at))


@dataclass(frozen=True)
class FixedPlan:
    """A version as it was fixed: the names of that day, the answers, what became of the shared goal."""

    case_id: UUID
    item_id: UUID
    number: int
    fixed_at: datetime
    programme: str
    proposal: Proposal
    parties: tuple[Party, ...]
    given: tuple[Given, ...]
    closed_how: ClosedHow
    closed_by: str
    asked_by: str
    asked_at: str
    digest: str

    @property
    def standing(self) -> Standing:
        """What the answers make of the shared goal."""
        return shared_standing(self.proposal, self.parties, self.given, closed=True)

    @property
    def answers(self) -> dict[str, AnswerKind]:
        """Per party; who did not answer stands as not yet."""
        return answers(self.parties, self.given, closed=True)


@dataclass(frozen=True)
class ToldInPlan:
    """One citizen's own goals and words in the working plan. `over`: the course has ended, and nobody changes them any more."""

    seats: tuple[SeatView, ...]
    goals: tuple[GoalView, ...]
    sayings: tuple[SayingView, ...]
    over: bool = False


@dataclass(frozen=True)
class PlanState:
    """Where a plan stands, without a word of it. `waiting`: people whose answer is missing. `late`: the days of the reader's own open steps
    that have passed, where it was asked for."""

    case_id: UUID
    version: int
    fixed_at: datetime | None
    shared: SharedState
    asked_at: datetime | None
    closes_at: datetime | None
    caller_id: UUID | None
    waiting: tuple[UUID, ...]
    changed_at: datetime
    late: tuple[date, ...] = ()


def last_moment(ended: ClosingView | None) -> datetime | None:
    """The last moment at which a course's table was whole; None while it goes on. Its end ends the seats."""
    return ended.at - timedelta(microseconds=1) if ended else None


def seated(seats: tuple[SeatView, ...], at: datetime | None = None) -> tuple[Seated, ...]:
    """Who sits at the table now, or sat there at a moment, as the rules know them."""
    return tuple(
        Seated(
            str(seat.person_id),
            seat.given_name,
            seat.hat,
            str(seat.organisation_id or ""),
            seat.organisation,
            seat.from_at,
            seat.pattern,
        )
        for seat in seats
        if sat_at(seat, at)
    )


def as_proposal(now: CurrentPlan) -> Proposal:
    """The working plan as a proposal: everything people are asked about, with the names of today."""
    goals = tuple(
        GoalLine(
            str(goal.id),
            goal.kind,
            goal.level,
            goal.text,
            now.people.get(goal.owner_id) if goal.owner_id else None,
            goal.gives,
            goal.fears,
            goal.protection,
            now.people.get(goal.written_by_id) if goal.owner_id not in (None, goal.written_by_id) else None,
        )
        for goal in now.goals
    )
    there = {goal.id for goal in now.goals}
    sayings = tuple(
        SayingLine(
            str(saying.id),
            saying.kind,
            str(saying.goal_id),
            now.people[saying.said_by_id],
            saying.text,
            FIXED if saying.to_fixed else str(saying.to_goal_id or ""),
        )
        for saying in now.sayings
        if saying.kind in (SayingKind.HELP, SayingKind.SUPPORTS, SayingKind.DOES_NOT)
        and saying.goal_id in there
        and (saying.to_goal_id is None or saying.to_goal_id in there)
        and saying.said_by_id in now.people
    )
    steps = tuple(
        StepLine(
            str(step.id),
            step.kind,
            step.what,
            now.people.get(step.who_id) if step.who_id else None,
            str(step.goal_id) if step.goal_id in there else "",
            step.by_on.isoformat() if step.by_on else "",
            step.by_when,
        )
        for step in now.steps
    )
    return Proposal(goals, sayings, steps, now.back, now.fixed)


def back_line(kind: str, on: date | None, until: date | None, when: str) -> ReturnLine:
    """The way back as the rules know it."""
    return ReturnLine(ReturnKind(kind), on.isoformat() if on else "", until.isoformat() if until else "", when)
