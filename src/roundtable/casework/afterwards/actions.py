"""What each takes home, what became of the call, and a citizen's own answers the day after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from roundtable.casework.afterwards.models import CallNote, OwnAnswer, Task
from roundtable.casework.afterwards.queries import CALLED_AFTER, DAY_AFTER, AfterMeeting, after_meeting, day_after, today_in
from roundtable.casework.afterwards.rules import (
    STOPPED,
    AlreadyTakesHome,
    CallEvent,
    CallIsNoted,
    NobodyToCall,
    NoMoreQuestions,
    NothingTaken,
    Reply,
    check_by_when,
    check_call_day,
)
from roundtable.casework.cases.queries import course_ended
from roundtable.casework.roundtables.actions import NewLine, write_lines
from roundtable.casework.roundtables.rules import How, NotInThisState, NotYoursToDecide, Section, State
from roundtable.casework.roundtables.rules.writing import WrittenForGood
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import scope_of
from roundtable.ground.seats.rules import own, table
from roundtable.kernel.refusal import NotHere


@dataclass(frozen=True)
class NewTask:
    """The one thing a party takes home. `field`: where on the form its day stands."""

    person_id: UUID
    text: str
    by_when: date | None
    field: str = ""


@action
def write_tasks(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    tasks: Sequence[NewTask],
    how: How = How.READ_ALOUD,
    once: UUID | None = None,
) -> None:
    """One thing for each party, with the day by which it is done, written by whoever writes for all; read by the table.

    They are lines of the meeting: who is quoted says yes to theirs, or says it differently. In the meeting and seven days after it.
    What somebody wrote on the sheet themselves is not written again: it gets its day.
    Raises CourseOver, NothingTaken, ByWhen, AlreadyTakesHome, NotHere, and what `write_lines` raises.
    """
    act("lock_case", [case_id])
    if course_ended(actor=actor, case_id=case_id):
        raise WrittenForGood()
    found: AfterMeeting = after_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    wanted = [task for task in tasks if task.text.strip()]
    if not wanted:
        raise NothingTaken()
    parties = {seat.person_id: seat for seat in found.seats if seat.live and seat.hat in ("citizen", "professional")}
    lines, new, today = [], [], today_in(found.meeting, at)
    for task in wanted:
        if task.person_id not in parties:
            raise NotHere()
        day = check_by_when(task.by_when, today, field=task.field or None)
        said, before = found.said.get(task.person_id), found.tasks.get(task.person_id)
        if before is not None and before.on_sheet and _same(before.words.body, task.text):
            continue  # the second click of a pair
        if said is not None and _same(said.words.body, task.text):
            _take(actor, roundtable_id, said.item_id, task.person_id, day)
        else:
            lines.append(NewLine(Section.HOME, task.text, task.person_id, day, task.field))
            new.append(task)
    if not lines:
        return
    ids = write_lines(actor=actor, case_id=case_id, roundtable_id=roundtable_id, lines=lines, how=how, once=once)
    known = set(Task.objects.filter(line_id__in=ids).values_list("line_id", flat=True))
    for item_id, task in zip(ids, new, strict=True):
        if item_id in known:
            continue
        if task.person_id in found.taken:
            raise AlreadyTakesHome(name=parties[task.person_id].given_name)
        _take(actor, roundtable_id, item_id, task.person_id)


def _same(known: str, text: str) -> bool:
    """Whether it reads the same, whatever a browser makes of its line ends."""
    return known.split() == text.split()


def _take(actor: Actor, roundtable_id: UUID, line_id: UUID, person_id: UUID, by_when: date | None = None) -> None:
    scope_id, wall, _kind = scope_of(actor=actor, item_ids=[line_id])[line_id]
    Task.objects.create(line_id=line_id, scope_id=scope_id, wall=wall, roundtable_id=roundtable_id, person_id=person_id, by_when=by_when)


@action
def note_call(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    citizen_id: UUID,
    event: CallEvent,
    on: date | None = None,
    caller_id: UUID | None = None,
    note_id: UUID | None = None,
) -> None:
    """What became of the call to a citizen after a meeting that was held: made, tried, moved, or given to a colleague at the table.

    By any professional at the table; who it is given to is told. Nothing is stopped by a call that is missing.
    Raises NotYoursToDecide, NotInThisState, CallIsNoted, CalledWhen, MovedWhere, NobodyToCall, NotHere.
    """
    if actor.hat != Hat.PROFESSIONAL:
        raise NotYoursToDecide()
    act("lock_case", [case_id])
    found: AfterMeeting = after_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if note_id is not None and CallNote.objects.filter(id=note_id, roundtable_id=roundtable_id).exists():
        return
    if found.meeting.state != State.HELD:
        raise NotInThisState()
    view = next((one for one in found.calls if one.citizen_id == citizen_id), None)
    if view is None:
        raise NotHere()
    if not view.is_open:
        raise CallIsNoted()
    day = check_call_day(event, on, view.held_on, view.today)
    caller = view.call.caller_id or actor.person_id
    if event == CallEvent.GIVEN:
        work = [seat.person_id for seat in found.seats if seat.live and seat.hat == "professional"]
        if caller_id not in work:
            raise NobodyToCall(field="caller")
        caller = caller_id
    elif event == CallEvent.DONE:
        caller = actor.person_id
    CallNote.objects.create(
        id=note_id or uuid4(),
        roundtable_id=roundtable_id,
        case_id=case_id,
        citizen_id=citizen_id,
        event=event,
        caller_id=caller,
        day=day,
        by_id=actor.person_id,
    )
    if event == CallEvent.DONE:
        write_words(actor=actor, case_id=case_id, place=table(), kind=CALLED_AFTER)
    if event == CallEvent.GIVEN:
        notify(actor=actor, person_ids=[caller], case_id=case_id, kind=NoticeKind.MEETING)


@action
def answer_after(
    *, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, number: int, reply: Reply, said: str, item_id: UUID | None = None
) -> None:
    """A citizen answers one question about a meeting, for herself alone, or stops them all; nobody else learns even that she did.

    `number`: 1 to 5; with `Reply.STOP` any. `said`: question and answer in her language, as she will read them again.
    Raises NoMoreQuestions, NotYoursToDecide, NotHere.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYoursToDecide()
    act("lock_case", [case_id])
    found = day_after(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    if found is None:
        raise NotHere()
    kept = STOPPED if reply == Reply.STOP else number
    if kept in found.said:
        return
    if found.number is None or (reply != Reply.STOP and number != found.number):
        raise NoMoreQuestions()
    written = write_words(actor=actor, case_id=case_id, place=own(), kind=DAY_AFTER, headline=said, body=str(reply), item_id=item_id)
    OwnAnswer.objects.create(
        item_id=written.item_id,
        scope_id=written.scope_id,
        wall=written.wall,
        roundtable_id=roundtable_id,
        person_id=actor.person_id,
        number=kept,
    )
