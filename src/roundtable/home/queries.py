"""The data of each hat's first page, composed of other rooms' readers in one reading context."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from roundtable.casework.afterwards.queries import CallView, DayAfter, MissingCall, day_after, meetings_and_calls, missing_calls
from roundtable.casework.assessments.queries import ready_people
from roundtable.casework.cases.queries import BridgeView, EndedCourse, bridge_of
from roundtable.casework.cases.rules import Phase
from roundtable.casework.notes.queries import Waiting, last_messages, waiting_for_reply
from roundtable.casework.plans.queries import LookAhead, PlanState, plans_ahead, waiting_answers
from roundtable.casework.referrals.queries import InboxRow, inbox, not_accepted, unconfirmed
from roundtable.casework.referrals.rules.states import ReferralState
from roundtable.casework.roundtables.queries import Ending, MeetingFacts, endings_and_ended, meetings_and_end, quiet_shown
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.disclosure.queries import Question, ToldByLaw, WaitsForMe, asked_and_told, waits_for_me
from roundtable.ground.notices.queries import NoticeView, my_notices
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.home.rules import PREPARE_DAYS


@dataclass(frozen=True)
class CitizenStart:
    """One course of a citizen, as her first page needs it. `heard`: professionals who wrote last and wait for her to read.

    `elsewhere`: other courses of hers where something is asked of her; `other_seats`: who sits there. `written`: when she and a
    professional last wrote, and whether it was she. `wrote_for_her`: who wrote words down as hers that wait for her yes.
    `opened`: when what all bring to the next meeting opened with all ready.
    """

    case_id: UUID
    at: datetime
    seats: tuple[SeatView, ...]
    meeting: MeetingFacts | None
    plan: PlanState | None
    plan_waits: bool
    questions: tuple[Question, ...]
    heard: tuple[UUID, ...]
    ready: frozenset[UUID]
    referral_unconfirmed: bool
    notices: tuple[NoticeView, ...]
    day_after: DayAfter | None
    elsewhere: frozenset[UUID]
    other_seats: tuple[SeatView, ...]
    ending: Ending | None
    bridge: BridgeView | None = None
    by_law: tuple[ToldByLaw, ...] = ()
    written: Mapping[UUID, tuple[datetime, bool]] = field(default_factory=dict)
    wrote_for_her: tuple[UUID, ...] = ()
    opened: datetime | None = None


@reader(Purpose.CASE)
def citizen_start(*, actor: Actor, case_id: UUID, others: Sequence[UUID] = ()) -> CitizenStart:
    """A citizen's or companion's start page for one course; of one that ended, whom there is to ring. At most nine statements.

    Before a meeting that is near it asks what to prepare, and only then; else how the last one was. `others`: her other courses.
    """
    cases = [case_id, *others]
    citizen = actor.hat == "citizen"
    waiting: tuple[PlanState, ...] = waiting_answers(actor=actor) if citizen else ()
    states = {state.case_id: state for state in waiting}
    messages: dict[tuple[UUID, UUID], tuple[datetime, UUID]] = last_messages(actor=actor, case_id=case_id) if citizen else {}
    meetings, ending, wrote, opened = meetings_and_end(actor=actor, case_id=case_id, others=others)
    meeting = meetings.get(case_id)
    over = ending is not None and ending.phase.phase == Phase.END
    asked: tuple[Question, ...]
    told: tuple[ToldByLaw, ...]
    asked, told = asked_and_told(actor=actor) if citizen else ((), ())
    unsaid = unconfirmed(actor=actor) if citizen else frozenset()
    invited = {case for case, facts in meetings.items() if citizen and facts.my_answer is None and facts.starts_at > current().at}
    seats = seats_on(actor=actor, case_ids=cases)
    soon = meeting is not None and meeting.starts_at - current().at < timedelta(days=PREPARE_DAYS + 1)
    return CitizenStart(
        case_id=case_id,
        at=current().at,
        seats=tuple(seat for seat in seats if seat.case_id == case_id),
        meeting=meeting,
        plan=states.get(case_id),
        plan_waits=case_id in states,
        questions=tuple(question for question in asked if question.case_id == case_id),
        heard=tuple(pair[1] for pair, (_at, author) in messages.items() if pair[0] == actor.person_id and author != actor.person_id),
        ready=ready_people(actor=actor, case_id=case_id) if soon else frozenset(),
        referral_unconfirmed=case_id in unsaid,
        notices=my_notices(actor=actor) if citizen or actor.hat == "companion" else (),
        day_after=day_after(actor=actor, case_id=case_id) if citizen and not soon and not over else None,
        elsewhere=frozenset(others)
        & {*states, *unsaid, *invited, *(question.case_id for question in asked), *(one.case_id for one in told)},
        other_seats=tuple(seat for seat in seats if seat.case_id != case_id),
        ending=ending,
        bridge=bridge_of(actor=actor, case_id=case_id) if citizen and over else None,
        by_law=tuple(one for one in told if one.case_id == case_id),
        written={pair[1]: (at, author == actor.person_id) for pair, (at, author) in messages.items() if pair[0] == actor.person_id},
        wrote_for_her=wrote if citizen else (),
        opened=opened,
    )


@dataclass(frozen=True)
class StaffToday:
    """A professional's courses, without a word of content. `ended`: those that ended while they sat there, and not long ago."""

    at: datetime
    seats: tuple[SeatView, ...]
    meetings: dict[UUID, MeetingFacts]
    plans: dict[UUID, PlanState]
    endings: dict[UUID, Ending]
    referrals: dict[UUID, ReferralState]
    waiting: tuple[Waiting, ...]
    waits: WaitsForMe
    notices: tuple[NoticeView, ...]
    calls: tuple[CallView, ...]
    looks: tuple[LookAhead, ...]
    ended: tuple[EndedCourse, ...] = ()


@reader(Purpose.CASE)
def staff_today(*, actor: Actor, case_ids: Sequence[UUID], closed: Sequence[UUID] = ()) -> StaffToday:
    """A professional's first page. Eight statements, whatever the number of courses. `closed`: those closed for them by the citizen.

    While somebody tells them alone that they need a break, there is no other news.
    """
    seats = seats_on(actor=actor, case_ids=case_ids)
    meetings, calls = meetings_and_calls(actor=actor, case_ids=case_ids, seats=seats)
    plans, looks = plans_ahead(actor=actor, case_ids=case_ids, seats=seats)
    told = quiet_shown(actor=actor, found=[word for facts in meetings.values() for word in facts.quiet])
    ends, ended = endings_and_ended(actor=actor, case_ids=case_ids)
    return StaffToday(
        at=current().at,
        seats=seats,
        meetings=meetings,
        plans=plans,
        endings=ends,
        referrals=not_accepted(actor=actor, case_ids=case_ids),
        waiting=waiting_for_reply(actor=actor),
        waits=waits_for_me(actor=actor, closed=closed),
        notices=() if told else my_notices(actor=actor),
        calls=calls,
        looks=looks,
        ended=ended,
    )


@dataclass(frozen=True)
class LeaderStart:
    """A team leader's first page: what waits in the inbox, calls after a meeting that are late, and what was told."""

    at: datetime
    inbox: tuple[InboxRow, ...]
    calls: tuple[MissingCall, ...]
    notices: tuple[NoticeView, ...]


@reader(Purpose.TEAM)
def leader_start(*, actor: Actor) -> LeaderStart:
    """The oldest referral first. Six statements at most."""
    return LeaderStart(at=current().at, inbox=inbox(actor=actor), calls=missing_calls(actor=actor), notices=my_notices(actor=actor))
