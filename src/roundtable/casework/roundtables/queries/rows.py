"""What the readers of meetings hand out: frozen rows."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.roundtables.rules import Answer, Before, Breaks, Channel, Event, How, Pace, Section, State, Why, after
from roundtable.casework.roundtables.rules.place import WishedPlace
from roundtable.casework.roundtables.rules.quiet import QuietWord
from roundtable.ground.seats.queries import SeatView, Words

LINE, PLACE, WISHES, TOPIC, REASON, REMARK, CORRECTION, WHY_CORRECTED = (
    "meeting_line",
    "meeting_place",
    "meeting_wishes",
    "not_this_meeting",
    "meeting_reason",
    "meeting_remark",
    "meeting_correction",
    "meeting_why",
)
"""Kinds of items this room writes. All but `TOPIC` stand at the table."""


@dataclass(frozen=True)
class Appointment:
    """One event: what happened to the meeting, and the appointment as it then stood. `number` counts from 1."""

    id: UUID
    number: int
    event: Event
    starts_at: datetime
    minutes: int
    channel: Channel
    pace: Pace
    place_item_id: UUID | None
    reason_item_id: UUID | None
    why: Why | None
    held_on: date | None
    follow_up: bool
    present: tuple[UUID, ...]
    by_id: UUID
    by_hat: str
    at: datetime


@dataclass(frozen=True)
class Meeting:
    """One meeting with its history, oldest first. `zone`: IANA name of the programme's time zone; `last`: the one before the end."""

    id: UUID
    zone: str
    events: tuple[Appointment, ...]
    last: bool = False

    @property
    def state(self) -> State:
        found = State.NONE
        for event in self.events:
            found = after(found, event.event)
        return found

    @property
    def plan(self) -> Appointment:
        """The appointment as it stands: the latest event but the passing of the pen."""
        return [event for event in self.events if event.event != Event.PEN][-1]

    @property
    def starts_at(self) -> datetime:
        """As it stands."""
        return self.plan.starts_at

    @property
    def version(self) -> int:
        """What somebody must have seen to change it."""
        return self.plan.number

    @property
    def appointed(self) -> int:
        """The number of the latest time and place: what an answer must answer to."""
        return self.appointment.number

    @property
    def appointment(self) -> Appointment:
        """The event that set the time and place: whoever called the meeting, or moved it last, is not asked whether they come to it."""
        return [event for event in self.events if event.event in (Event.CALLED, Event.MOVED)][-1]

    @property
    def called(self) -> Appointment:
        return self.events[0]

    @property
    def scribe_id(self) -> UUID | None:
        """Who writes for all: who took the pen last."""
        pens = [event.by_id for event in self.events if event.event == Event.PEN]
        return pens[-1] if pens else None

    @property
    def event_ids(self) -> frozenset[UUID]:
        return frozenset(event.id for event in self.events)

    @property
    def next_number(self) -> int:
        return self.events[-1].number + 1


@dataclass(frozen=True)
class Appointed:
    """The meeting meant and the others; the steps of the programme; whether the course has ended; who was asked from outside."""

    chosen: Meeting | None
    others: tuple[Meeting, ...]
    steps: str
    over: bool
    guests: frozenset[UUID]
    quiet: tuple[QuietWord, ...] = ()


@dataclass(frozen=True)
class AnswerView:
    """What somebody says to the invitation. `number`: which time and place it answers; `by_id`: who noted it."""

    person_id: UUID
    number: int
    answer: Answer
    other_on: date | None
    other_clock: time | None
    how: How
    item_id: UUID | None
    by_id: UUID
    at: datetime


def wish_mark(person_id: UUID, item_id: UUID) -> str:
    """Of what somebody last wished: theirs, and which."""
    return f"{person_id}:{item_id}"


@dataclass(frozen=True)
class WishesView:
    """How a citizen wants meetings. `words`: their own words, where the actor may read them."""

    person_id: UUID
    item_id: UUID
    channel: Channel | None
    pace: Pace
    breaks: Breaks
    looks_after_id: UUID | None
    how: How
    at: datetime
    words: Words | None = None
    place: WishedPlace | None = None


@dataclass(frozen=True)
class Check:
    """Who is quoted said yes to it, or said it differently (`words`)."""

    said_so: bool
    at: datetime
    words: Words | None


@dataclass(frozen=True)
class Correction:
    """How a line should be, and why; by the author of the words."""

    words: Words
    why: Words | None


@dataclass(frozen=True)
class LineView:
    """One line of the meeting with its words: said by `said_by_id`, written by the item's author. `corrections`: oldest first.

    `on_sheet`: written where all write together; the words are as it reads now. `in_last`: at the last meeting.
    """

    item_id: UUID
    section: Section
    look_again_on: date | None
    how: How
    words: Words
    check: Check | None
    corrections: tuple[Correction, ...] = ()
    on_sheet: bool = False
    in_last: bool = False

    @property
    def said_by_id(self) -> UUID:
        return self.words.said_by_id or self.words.author_id

    @property
    def quoted(self) -> bool:
        """Written down by somebody else than who said it."""
        return self.words.said_by_id not in (None, self.words.author_id)


@dataclass(frozen=True)
class MeetingFacts:
    """The appointment without a word of text: for lists and first pages. `my_answer`: the actor's own to this time and place, or None.

    `since`: when this time and place were set; `set_by_id`: by whom, who is not asked whether they come.
    """

    case_id: UUID
    roundtable_id: UUID
    starts_at: datetime
    minutes: int
    channel: Channel
    zone: str
    version: int
    moved: bool
    my_answer: Answer | None
    since: datetime
    place_item_id: UUID | None = None
    last: bool = False
    set_by_id: UUID | None = None
    quiet: tuple[QuietWord, ...] = ()

    @property
    def id(self) -> UUID:
        """The meeting's."""
        return self.roundtable_id

    def asks(self, person_id: UUID) -> bool:
        """Whether this time and place wait for somebody's answer, who has given none."""
        return self.my_answer is None and self.set_by_id != person_id


@dataclass(frozen=True)
class MeetingData:
    """All a meeting's page shows. `meeting`: the open one, else the latest, else None; `others`: the rest, newest first.

    `still_open`: what was not agreed at the meeting held before. `shared_goal`: where the plan's shared goal stands, as a code.
    `differs`: who sees the plan differently, with the answer. `over`: the course has ended, nobody meets any more.
    `guests`: the seats of who was asked to this meeting from outside; a guest of a step comes to none. `at`: now,
    where the page asks how long ago the meeting was. `quiet`: the quiet words of an open meeting that the actor may read.
    """

    case_id: UUID
    seats: tuple[SeatView, ...]
    meeting: Meeting | None
    others: tuple[Meeting, ...]
    steps_text: str
    answers: dict[UUID, AnswerView] = field(default_factory=dict)
    wishes: tuple[WishesView, ...] = ()
    lines: tuple[LineView, ...] = ()
    still_open: tuple[LineView, ...] = ()
    shared_goal: str = ""
    differs: tuple[tuple[str, AnswerKind], ...] = ()
    texts: dict[UUID, Words] = field(default_factory=dict)
    over: bool = False
    guests: frozenset[UUID] = frozenset()
    at: datetime | None = None
    quiet: tuple[QuietWord, ...] = ()


def asked_in(seats: Sequence[SeatView], guests: Collection[UUID], meeting: Meeting) -> tuple[SeatView, ...]:
    """Who from outside was still asked when the meeting was to begin; their places may have ended with it since. `guests`: their seats."""
    begins = meeting.appointment.starts_at
    found = (seat for seat in seats if seat.hat == "guest" and seat.seat_id in guests)
    return tuple(seat for seat in found if seat.live or (seat.until_at is not None and seat.until_at >= begins))


@dataclass(frozen=True)
class Together:
    """What two did together before the meeting, or what one of them says of it: `done` on a day, or not (yet)."""

    what: Before
    done: bool
    with_id: UUID
    done_on: date | None
    channel: Channel | None
    by_id: UUID
    at: datetime


@dataclass(frozen=True)
class Preparation:
    """What one party sees before the meeting. `topics`: what shall not come up, as far as the actor was chosen to read it.

    `together`: what was done before, oldest first; `first_time`: with whom the actor works for the first time.
    """

    page: MeetingData
    ready: frozenset[UUID]
    topics: tuple[Words, ...]
    together: tuple[Together, ...] = ()
    first_time: frozenset[UUID] = frozenset()
