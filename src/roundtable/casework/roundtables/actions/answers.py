"""What each says before the meeting: to the invitation, how they want it, what they want to talk about and what not."""

from collections.abc import Iterable
from datetime import date, datetime, time
from uuid import UUID, uuid4, uuid5

from roundtable.casework.roundtables.actions.appointment import find, goes_on, lock
from roundtable.casework.roundtables.actions.rows import no_clash
from roundtable.casework.roundtables.models import InvitationAnswer, MeetingLine, MeetingWishes
from roundtable.casework.roundtables.queries import LINE, REMARK, TOPIC, WISHES, Meeting, wish_mark
from roundtable.casework.roundtables.rules import (
    MOST_CHARACTERS,
    Answer,
    Breaks,
    Channel,
    How,
    NothingWritten,
    NotYoursToDecide,
    Pace,
    Section,
    State,
    WhenElse,
    check_speaker,
    meeting_time,
)
from roundtable.casework.roundtables.rules.place import WishedPlace
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import Written, move_words, write_words
from roundtable.ground.seats.queries import SeatView, headers, seats_on
from roundtable.ground.seats.rules import Place, confidence, own, table
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.kernel.texts import clean_text


def speaker(actor: Actor, seats: Iterable[SeatView], for_id: UUID | None) -> UUID:
    """Whose words or answer it is. Raises NotYoursToSay, NotHere for who does not sit at the table."""
    live = [seat for seat in seats if seat.live]
    if not any(seat.person_id == actor.person_id and seat.hat == actor.hat for seat in live):
        raise NotHere()
    return check_speaker(actor.person_id, actor.hat, for_id, [seat.person_id for seat in live if seat.hat == "citizen"])


def how_noted(actor: Actor, person_id: UUID, how: How) -> How:
    """By one's own hand, or noted for somebody by telephone or from paper."""
    if person_id == actor.person_id:
        return how if how in (How.LINK, How.MAIL) else How.SELF
    return how if how in (How.TELEPHONE, How.PAPER) else How.TELEPHONE


def said_by(actor: Actor, person_id: UUID) -> UUID | None:
    """Whose words a scribe writes down; nobody's where they are the writer's own."""
    return None if person_id == actor.person_id else person_id


def write_once(actor: Actor, case_id: UUID, place: Place, kind: str, text: str, *, person_id: UUID, item_id: UUID | None = None) -> Written:
    """Words in their place, said by whom they are; an id that is taken is refused."""
    with no_clash():
        return write_words(
            actor=actor, case_id=case_id, place=place, kind=kind, body=text, said_by_id=said_by(actor, person_id), item_id=item_id
        )


@action
def answer_invitation(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    version: int,
    answer: Answer,
    other_on: date | None = None,
    other_clock: time | None = None,
    text: str = "",
    for_id: UUID | None = None,
    how: How = How.SELF,
    answer_id: UUID | None = None,
) -> bool:
    """Comes, cannot, or would rather come another time; read by everyone at the table, the callers are told of a no or another time.

    `version`: the time and place that was seen. `for_id`: a citizen whose answer a professional notes (`how`: telephone, paper).
    Returns whether it was kept now: of two with one `answer_id` the second is not.
    Raises Stale, NotInThisState, CourseOver, WhenElse, NotYoursToSay, InThePast, TooFarAhead.
    """
    lock(case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    person_id = speaker(actor, seats, for_id)
    found = find(actor, case_id, roundtable_id)
    if answer_id is not None and InvitationAnswer.objects.filter(id=answer_id, roundtable_id=found.id).exists():
        return False
    goes_on(actor, case_id)
    _open(found, version)
    if answer == Answer.OTHER_TIME and other_on is None:
        raise WhenElse(field="other_on")
    if other_on is not None:
        meeting_time(other_on, other_clock or time(23, 59), found.zone, at, field="other_on")
    said = clean_text(text, MOST_CHARACTERS)
    remark = None
    if said and actor.hat != Hat.COMPANION:
        remark = write_once(actor, case_id, table(), REMARK, said, person_id=person_id).item_id
    _keep(
        InvitationAnswer(
            id=answer_id or uuid4(),
            roundtable_id=found.id,
            case_id=case_id,
            number=found.appointed,
            person_id=person_id,
            answer=Answer(answer),
            other_on=other_on if answer == Answer.OTHER_TIME else None,
            other_clock=other_clock if answer == Answer.OTHER_TIME else None,
            how=how_noted(actor, person_id, how),
            item_id=remark,
            by_id=actor.person_id,
        )
    )
    if answer != Answer.COMES:
        callers = [seat.person_id for seat in seats if seat.live and seat.hat == "professional"]
        notify(actor=actor, person_ids=callers, case_id=case_id, kind=NoticeKind.MEETING)
    return True


def _open(found: Meeting, version: int) -> None:
    if found.state != State.CALLED or found.appointed != version:
        raise Stale()


def _keep(row: InvitationAnswer | MeetingWishes | MeetingLine) -> None:
    """A row that is not there yet; an id somebody else used is answered like a change in between."""
    with no_clash():
        row.save(force_insert=True)


@action
def wish_for_meeting(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    channel: Channel | None = None,
    place: WishedPlace | None = None,
    pace: Pace = Pace.USUAL,
    breaks: Breaks = Breaks.WHEN_ASKED,
    looks_after_id: UUID | None = None,
    text: str = "",
    for_id: UUID | None = None,
    how: How = How.SELF,
    item_id: UUID | None = None,
    seen: str | None = None,
) -> None:
    """How a citizen wants meetings: channel, place, pace, breaks, who looks after her; read by everyone at the table, the latest counts.

    By herself, or noted for her by a professional. `looks_after_id`: somebody at the table. `seen`: what stood there, of whom, when these
    were written (`wishes_mark`). Raises Stale where hers are others now, NotYoursToSay, CourseOver, NotHere.
    """
    lock(case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    person_id = speaker(actor, seats, for_id)
    if person_id == actor.person_id and actor.hat != Hat.CITIZEN:
        raise NotYoursToDecide(field="whose")
    goes_on(actor, case_id)
    if looks_after_id is not None and looks_after_id not in {seat.person_id for seat in seats if seat.live and seat.hat != "citizen"}:
        raise NotHere()
    if item_id is not None and MeetingWishes.objects.filter(item_id=item_id).exists():
        return
    last = MeetingWishes.objects.filter(case_id=case_id, person_id=person_id).order_by("at", "item_id").last()
    if seen and last is not None and wish_mark(person_id, last.item_id) not in seen.split(","):
        raise Stale()
    said = clean_text(text, MOST_CHARACTERS)
    written = write_once(actor, case_id, table(), WISHES, said, person_id=person_id, item_id=item_id)
    _keep(
        MeetingWishes(
            item_id=written.item_id,
            scope_id=written.scope_id,
            wall=written.wall,
            case_id=case_id,
            person_id=person_id,
            channel=Channel(channel) if channel else "",
            place=WishedPlace(place) if place else "",
            pace=Pace(pace),
            breaks=Breaks(breaks),
            looks_after_id=looks_after_id,
            how=how_noted(actor, person_id, how),
        )
    )


@action
def keep_out_of_meeting(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    text: str,
    chosen: Iterable[UUID] = (),
    for_id: UUID | None = None,
    once: UUID | None = None,
) -> tuple[UUID, ...]:
    """What shall not come up at the meeting is read by those the citizen chose, and by nobody else; by nobody if she chose nobody.

    A professional to whom she says it notes it between the two of them (`for_id`). Nothing is blocked by it: who reads it steers.
    Raises NothingWritten, NotYoursToSay, CourseOver, and the database's no for people not at the table. Returns the items' ids.
    """
    said = clean_text(text, MOST_CHARACTERS)
    if not said:
        raise NothingWritten(field="text")
    lock(case_id)
    seats = seats_on(actor=actor, case_ids=[case_id])
    person_id = speaker(actor, seats, for_id)
    goes_on(actor, case_id)
    before = {view.item_id for view in headers(actor=actor, case_id=case_id, kinds=[TOPIC])}
    ids = []
    for number, place in enumerate(_places(actor, person_id, chosen)):
        item_id = uuid5(once, str(number)) if once else uuid4()
        ids.append(item_id)
        if item_id not in before:
            write_once(actor, case_id, place, TOPIC, said, person_id=person_id, item_id=item_id)
    return tuple(ids)


def _places(actor: Actor, person_id: UUID, chosen: Iterable[UUID]) -> tuple[Place, ...]:
    if actor.hat == Hat.CITIZEN:
        return tuple(confidence(holder) for holder in dict.fromkeys(chosen)) or (own(),)
    if person_id == actor.person_id:
        raise NotYoursToDecide(field="whose")
    return (confidence(about=(person_id,)),)


@action
def take_topic_back(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID) -> None:
    """What a citizen told somebody to keep out of the meeting goes back to her notebook; from then only she reads it. Raises NotHere."""
    if actor.hat != Hat.CITIZEN or item_id not in {view.item_id for view in headers(actor=actor, case_id=case_id, kinds=[TOPIC])}:
        raise NotHere()
    move_words(actor=actor, item_id=item_id, place=own())


@action
def add_point(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    text: str,
    for_id: UUID | None = None,
    how: How = How.SELF,
    item_id: UUID | None = None,
) -> UUID:
    """Something to talk about at the open meeting; citizens' points come first on the agenda, and everyone at the table reads them.

    Raises NothingWritten, NoMeetingCalled, CourseOver, NotYoursToSay. Returns the item's id.
    """
    said = clean_text(text, MOST_CHARACTERS)
    if not said:
        raise NothingWritten(field="text")
    lock(case_id)
    person_id = speaker(actor, seats_on(actor=actor, case_ids=[case_id]), for_id)
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        raise NotYoursToDecide()
    goes_on(actor, case_id)
    found = find(actor, case_id)
    return write_line(
        actor, case_id, found, Section.POINT, person_id=person_id, text=said, how=how_noted(actor, person_id, how), item_id=item_id
    )


def write_line(
    actor: Actor,
    case_id: UUID,
    found: Meeting,
    section: Section,
    *,
    person_id: UUID,
    text: str,
    how: How,
    item_id: UUID | None = None,
    look_again_on: date | None = None,
    number: int = 0,
    now_reads: str = "",
) -> UUID:
    """One line of a meeting, once: the second click of a pair finds it there. `now_reads`: of a line that stands on the sheet."""
    item_id = item_id or uuid4()
    if MeetingLine.objects.filter(item_id=item_id, roundtable_id=found.id).exists():
        return item_id
    written = write_once(actor, case_id, table(), LINE, text, person_id=person_id, item_id=item_id)
    _keep(
        MeetingLine(
            item_id=item_id,
            scope_id=written.scope_id,
            wall=written.wall,
            roundtable_id=found.id,
            section=section,
            number=number,
            look_again_on=look_again_on,
            how=how,
            text=now_reads,
        )
    )
    return item_id
