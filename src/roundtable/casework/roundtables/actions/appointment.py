"""Calling, moving, cancelling and holding a meeting: each one row that stays, and a notice to everyone at the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID, uuid4

from roundtable.casework.assessments.queries import ROUND_OVER
from roundtable.casework.cases.queries import course_ended
from roundtable.casework.cases.rules import CourseOver
from roundtable.casework.roundtables.actions.rows import no_clash, store
from roundtable.casework.roundtables.models import InvitationAnswer, Roundtable, RoundtableEvent
from roundtable.casework.roundtables.queries import PLACE, REASON, Meeting, asked_in, guests_of_meeting, meetings
from roundtable.casework.roundtables.rules import (
    MOST_CHARACTERS,
    AlreadyCalled,
    Answer,
    Channel,
    Event,
    NoMeetingCalled,
    NothingMoved,
    NotYoursToDecide,
    Pace,
    State,
    Why,
    after,
    held_day,
    length,
    meeting_time,
)
from roundtable.casework.roundtables.rules.ahead import has_begun, the_one_now
from roundtable.casework.roundtables.rules.writing import WrittenForGood
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import enqueue
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.kernel.texts import clean_line, clean_text

DECIDES = (Hat.PROFESSIONAL, Hat.TEAM_LEADER)
TOLD = ("citizen", "professional", "companion", "representative")
INVITED = ("citizen", "professional", "companion")
"""Who is asked whether they come."""


@dataclass(frozen=True)
class Called:
    """A meeting as it now stands."""

    roundtable_id: UUID
    version: int
    starts_at: datetime


def lock(case_id: UUID) -> None:
    """Acts on one case wait for each other."""
    act("lock_case", [case_id])


def goes_on(actor: Actor, case_id: UUID, no: type[CourseOver] = CourseOver) -> None:
    """A course that has ended plans no meeting, and nothing is written at one any more (`no`: how that is said). Raises CourseOver."""
    if course_ended(actor=actor, case_id=case_id):
        raise no()


def find(actor: Actor, case_id: UUID, roundtable_id: UUID | None = None, *, states: Sequence[State] = (State.CALLED,)) -> Meeting:
    """The meeting asked for, or the open one. Raises NotHere, NoMeetingCalled."""
    found = meetings(actor=actor, case_id=case_id)
    if roundtable_id is not None:
        chosen = next((meeting for meeting in found if meeting.id == roundtable_id), None)
        if chosen is None:
            raise NotHere()
        return chosen
    chosen = the_one_now([meeting for meeting in found if meeting.state == State.CALLED and State.CALLED in states], current().at)
    chosen = chosen or next((meeting for meeting in found if meeting.state in states), None)
    if chosen is None:
        raise NoMeetingCalled()
    return chosen


def tell(actor: Actor, case_id: UUID, invites: UUID | None = None) -> None:
    """Everyone at the table gets the meeting's notice. `invites`: their calendars are told too, of this meeting, in one mail with it."""
    people = [seat for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live and seat.hat in TOLD]
    by_invitation = {seat.person_id for seat in people if invites is not None and seat.hat in INVITED}
    others = {seat.person_id for seat in people} - by_invitation
    notify(actor=actor, person_ids=others, case_id=case_id, kind=NoticeKind.MEETING)
    notify(actor=actor, person_ids=by_invitation, case_id=case_id, kind=NoticeKind.MEETING, sends=False)
    if invites is not None:
        enqueue("calendars.invite", roundtable=invites)


def _decides(actor: Actor) -> None:
    if actor.hat not in DECIDES:
        raise NotYoursToDecide()


def _write(actor: Actor, case_id: UUID, kind: str, text: str) -> UUID | None:
    """A text of the table, if there is one. A leader decides by facts alone: she writes no words into a course."""
    if not text:
        return None
    if actor.hat == Hat.TEAM_LEADER:
        raise NotYoursToDecide(field="place" if kind == PLACE else "text")
    return write_words(actor=actor, case_id=case_id, place=table(), kind=kind, body=text).item_id


def _done(found: Meeting, event_id: UUID | None) -> Called | None:
    """The result of the same act, if this is a double click."""
    if event_id is None or event_id not in found.event_ids:
        return None
    return Called(found.id, found.version, found.plan.starts_at)


@action
def call_roundtable(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    on: date,
    clock: time,
    minutes: int,
    channel: Channel,
    place: str = "",
    pace: Pace = Pace.USUAL,
    last: bool = False,
    roundtable_id: UUID | None = None,
) -> Called:
    """A meeting is called and everyone at the table is told. `on` and `clock` are local to the programme; `place` is read by the table.

    While one goes on, the next one can be called, before people leave the room.

    By a professional at the table, or a team leader (without a place: facts only). `roundtable_id`: the once-token of the form;
    `last`: the one before the course ends.
    Raises AlreadyCalled, CourseOver, InThePast, TooFarAhead, NoSuchTime, LengthOutOfRange, NotYoursToDecide.
    """
    _decides(actor)
    lock(case_id)
    goes_on(actor, case_id)
    for meeting in meetings(actor=actor, case_id=case_id):
        if meeting.id == roundtable_id:
            return Called(meeting.id, meeting.version, meeting.plan.starts_at)
        if meeting.state == State.CALLED and not has_begun(meeting.plan.starts_at, meeting.zone, at):
            raise AlreadyCalled()
    made = Roundtable(id=roundtable_id or uuid4(), case_id=case_id, called_by_id=actor.person_id, last=last)
    _begin(actor, made)
    zone = Roundtable.objects.filter(id=made.id).values_list("case__programme__time_zone", flat=True)[0]
    starts = meeting_time(on, clock, zone, at)
    where = _write(actor, case_id, PLACE, clean_line(place, MOST_CHARACTERS))
    store(
        RoundtableEvent(
            roundtable_id=made.id,
            case_id=case_id,
            number=1,
            event=Event.CALLED,
            starts_at=starts,
            minutes=length(minutes),
            channel=Channel(channel),
            pace=Pace(pace),
            place_item_id=where,
            by_id=actor.person_id,
            by_hat=actor.hat,
        ),
    )
    tell(actor, case_id, made.id)
    return Called(made.id, 1, starts)


def _begin(actor: Actor, made: Roundtable) -> None:
    """The meeting's own row, where the actor sits or leads."""
    if not seats_on(actor=actor, case_ids=[made.case_id]):
        raise NotHere()
    with no_clash():
        made.save(force_insert=True)


@action
def move_roundtable(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    version: int,
    on: date,
    clock: time,
    minutes: int,
    channel: Channel,
    place: str | None = None,
    pace: Pace = Pace.USUAL,
    text: str = "",
    event_id: UUID | None = None,
) -> Called:
    """The meeting gets another time or place; everyone is told and asked again; what it was stays in its history.

    `version`: the number of the appointment the actor saw. `place` None keeps the place. `text`: why, read by the table.
    Raises Stale, NotInThisState, NothingMoved, and what calling raises.
    """
    _decides(actor)
    lock(case_id)
    goes_on(actor, case_id)
    found = find(actor, case_id, roundtable_id)
    if done := _done(found, event_id):
        return done
    _seen(found, version, Event.MOVED)
    starts = meeting_time(on, clock, found.zone, at)
    before = found.plan
    where = before.place_item_id if place is None else _write(actor, case_id, PLACE, clean_line(place, MOST_CHARACTERS))
    asked = (starts, length(minutes), Channel(channel), Pace(pace))
    if place is None and asked == (before.starts_at, before.minutes, before.channel, before.pace):
        raise NothingMoved()
    store(
        RoundtableEvent(
            id=event_id or uuid4(),
            roundtable_id=found.id,
            case_id=case_id,
            number=found.next_number,
            event=Event.MOVED,
            starts_at=starts,
            minutes=minutes,
            channel=Channel(channel),
            pace=Pace(pace),
            place_item_id=where,
            reason_item_id=_write(actor, case_id, REASON, clean_text(text, MOST_CHARACTERS)),
            by_id=actor.person_id,
            by_hat=actor.hat,
        ),
    )
    tell(actor, case_id, found.id)
    return Called(found.id, found.next_number, starts)


@action
def take_other_time(
    *, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, version: int, on: date, clock: time, event_id: UUID | None = None
) -> Called:
    """The time somebody asked for becomes the meeting's: with one press; length, channel, place and pace stay, and everyone is asked again.

    `on` and `clock`: the asked time as the actor saw it. Raises Stale when nobody asks for it any more, and what moving raises.
    """
    found = find(actor, case_id, roundtable_id)
    if done := _done(found, event_id):
        return done
    asked = InvitationAnswer.objects.filter(roundtable_id=found.id, number=found.appointed).order_by("person_id", "-at", "-id")
    latest = asked.distinct("person_id").values_list("answer", "other_on", "other_clock")
    if (Answer.OTHER_TIME, on, clock) not in list(latest):
        raise Stale()
    plan = found.plan
    return move_roundtable(
        actor=actor,
        case_id=case_id,
        roundtable_id=roundtable_id,
        version=version,
        on=on,
        clock=clock,
        minutes=plan.minutes,
        channel=plan.channel,
        pace=plan.pace,
        event_id=event_id,
    )


def _seen(found: Meeting, version: int, event: Event) -> None:
    """The change is possible, and made by somebody who saw what it changes."""
    after(found.state, event)
    if found.version != version:
        raise Stale()


def _same(found: Meeting, actor: Actor, event: Event, event_id: UUID | None) -> RoundtableEvent:
    """An event that leaves the appointment as it was."""
    plan = found.plan
    return RoundtableEvent(
        id=event_id or uuid4(),
        roundtable_id=found.id,
        number=found.next_number,
        event=event,
        starts_at=plan.starts_at,
        minutes=plan.minutes,
        channel=plan.channel,
        pace=plan.pace,
        place_item_id=plan.place_item_id,
        by_id=actor.person_id,
        by_hat=actor.hat,
    )


@action
def cancel_roundtable(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    version: int,
    why: Why,
    text: str = "",
    event_id: UUID | None = None,
) -> None:
    """The meeting is cancelled with a reason, and everyone is told. `text`: the reason in words, read by the table.

    Raises Stale, NotInThisState, NotYoursToDecide.
    """
    _decides(actor)
    lock(case_id)
    found = find(actor, case_id, roundtable_id)
    if _done(found, event_id):
        return
    _seen(found, version, Event.CANCELLED)
    event = _same(found, actor, Event.CANCELLED, event_id)
    event.case_id, event.why = case_id, Why(why)
    event.reason_item_id = _write(actor, case_id, REASON, clean_text(text, MOST_CHARACTERS))
    store(event)
    tell(actor, case_id, found.id)


@action
def call_off_coming(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """The meeting that is still to come is cancelled because its course ends now; everyone is told, and calendars too.

    One whose hour has passed stays as it is: nobody knows here whether they met. For the close of a course (`settings.AT_A_COURSES_END`).
    """
    for found in meetings(actor=actor, case_id=case_id):
        if found.state == State.CALLED and found.plan.starts_at > at:
            cancel_roundtable(actor=actor, case_id=case_id, roundtable_id=found.id, version=found.version, why=Why.COURSE_ENDED)


@action
def hold_roundtable(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    version: int,
    held_on: date | None = None,
    present: Iterable[UUID] = (),
    follow_up: bool = False,
    event_id: UUID | None = None,
) -> None:
    """The meeting was held, with whom, and whether it counts as the follow-up the law asks for, so that nobody writes it twice.

    From now on everybody begins anew with what they bring. `held_on` None: the planned day, or today if that has not come.
    Held before its planned hour, that hour is taken out of people's calendars.
    `present`: people at the table, and who was asked to this meeting from outside.
    Raises Stale, NotInThisState, HeldWhen, and NotHere for anybody else.
    """
    _decides(actor)
    lock(case_id)
    found = find(actor, case_id, roundtable_id)
    if _done(found, event_id):
        return
    _seen(found, version, Event.HELD)
    people = list(dict.fromkeys(present))
    seats = seats_on(actor=actor, case_ids=[case_id])
    guests = guests_of_meeting(actor=actor, case_id=case_id, roundtable_id=found.id)
    could_come = [*(seat for seat in seats if seat.live and seat.hat != "guest"), *asked_in(seats, guests, found)]
    if not set(people) <= {seat.person_id for seat in could_come}:
        raise NotHere()
    event = _same(found, actor, Event.HELD, event_id)
    event.case_id, event.present, event.follow_up = case_id, people, follow_up
    event.held_on = held_day(held_on, found.plan.starts_at, found.called.at, at, found.zone)
    store(event)
    if actor.hat == Hat.PROFESSIONAL:  # a leader writes nothing into a course, not even that it met
        write_words(actor=actor, case_id=case_id, place=table(), kind=ROUND_OVER)
    tell(actor, case_id, found.id if found.plan.starts_at > at else None)  # held before its hour: calendars give that hour back


@action
def take_pen(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID) -> None:
    """From now on the actor writes for all at this meeting; whoever wrote before is told when they send.

    Raises NotInThisState, NotYoursToDecide, CourseOver.
    """
    if actor.hat not in (Hat.PROFESSIONAL, Hat.CITIZEN):
        raise NotYoursToDecide()
    lock(case_id)
    goes_on(actor, case_id, WrittenForGood)
    hand_pen(actor, case_id, find(actor, case_id, roundtable_id))


def hand_pen(actor: Actor, case_id: UUID, found: Meeting) -> None:
    """The pen is the actor's; nothing changes where it is already."""
    if found.scribe_id == actor.person_id:
        return
    after(found.state, Event.PEN)
    event = _same(found, actor, Event.PEN, None)
    event.case_id = case_id
    store(event)
