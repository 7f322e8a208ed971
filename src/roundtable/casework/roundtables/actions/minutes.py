"""What is written at the meeting by one for all, and what those who are quoted say to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from roundtable.casework.roundtables.actions.answers import said_by, write_line, write_once
from roundtable.casework.roundtables.actions.appointment import find, goes_on, hand_pen, lock
from roundtable.casework.roundtables.models import LineCheck, LineCorrection, MeetingLine
from roundtable.casework.roundtables.queries import LINE, Meeting
from roundtable.casework.roundtables.rules import (
    FURTHEST,
    MOST_CHARACTERS,
    How,
    InThePast,
    NothingWritten,
    NotInThisState,
    NotYoursToDecide,
    Section,
    SomebodyElseWrites,
    TooFarAhead,
)
from roundtable.casework.roundtables.rules.writing import WrittenForGood, still_written
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import table
from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import clean_text

WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)


@dataclass(frozen=True)
class NewLine:
    """A line to write down: in which part, whose words (None: the table's, or the writer's own), to look at again when."""

    section: Section
    text: str
    person_id: UUID | None = None
    look_again_on: date | None = None
    field: str = ""


@action
def write_lines(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    lines: Sequence[NewLine],
    how: How = How.NOTED,
    once: UUID | None = None,
) -> tuple[UUID, ...]:
    """One writes for all what is said at the meeting; each line keeps whose words it is. It is not their yes until they say so themselves.

    Who writes first has the pen; somebody else takes it over before they write. `how`: read aloud, by telephone (read back), or only noted.
    While the meeting is open and seven days after it was held. Raises NothingWritten, SomebodyElseWrites, NotInThisState,
    CourseOver, InThePast. Returns the items' ids.
    """
    if actor.hat not in WRITES:
        raise NotYoursToDecide()
    lock(case_id)
    goes_on(actor, case_id, WrittenForGood)
    found = find(actor, case_id, roundtable_id)
    _still(found, at)
    if found.scribe_id not in (None, actor.person_id):
        raise SomebodyElseWrites()
    wanted = [(number, line, clean_text(line.text, MOST_CHARACTERS)) for number, line in enumerate(lines)]
    wanted = [(number, line, text) for number, line, text in wanted if text]
    if not wanted:
        raise NothingWritten()
    hand_pen(actor, case_id, found)
    seated = {seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live and seat.hat != "intake"}
    ids = []
    for number, line, text in wanted:
        person_id = line.person_id or actor.person_id
        if person_id not in seated:
            raise NotHere()
        ids.append(
            write_line(
                actor,
                case_id,
                found,
                line.section,
                person_id=person_id,
                text=text,
                how=How.SELF if said_by(actor, person_id) is None else how,
                item_id=uuid5(once, str(number)) if once else None,
                look_again_on=_later(line, at, found.zone),
                number=number,
            )
        )
    return tuple(ids)


@action
def stand_line(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    roundtable_id: UUID,
    line_id: UUID,
    section: Section,
    text: str,
    person_id: UUID | None,
    day: date | None = None,
) -> None:
    """What stands in a box of the sheet that all write on is a line of the minutes, and reads as the box does; nobody writes it twice.

    `person_id`: whose words; None: everybody's. Before anything is written there is no line. What who is quoted has answered, or somebody
    has corrected, stays as it was. Who may change the box may change the line; the database says no to others. Raises NotHere.
    """
    lock(case_id)
    found = find(actor, case_id, roundtable_id)
    line = MeetingLine.objects.filter(item_id=line_id, roundtable_id=roundtable_id).first()
    if line is not None:
        if line.text != text and not _answered(line_id):
            MeetingLine.objects.filter(item_id=line_id).update(text=text)
    elif text:
        how = How.TOGETHER if person_id is None else How.SELF if person_id == actor.person_id else How.NOTED
        whose = person_id or actor.person_id
        write_line(actor, case_id, found, section, person_id=whose, text="", how=how, item_id=line_id, look_again_on=day, now_reads=text)


def _answered(line_id: UUID) -> bool:
    """Whether who is quoted has said something to it, or somebody has corrected it."""
    return LineCheck.objects.filter(line_id=line_id).exists() or LineCorrection.objects.filter(line_id=line_id).exists()


@action
def give_line_a_day(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, line_id: UUID, day: date | None) -> None:
    """By which day what stands on the sheet is done, or looked at again on, stands in the minutes as it does on the sheet."""
    lock(case_id)
    if not _answered(line_id):
        MeetingLine.objects.filter(item_id=line_id, roundtable_id=roundtable_id, roundtable__case_id=case_id).exclude(text="").update(
            look_again_on=day
        )


def _still(found: Meeting, at: datetime) -> None:
    """Open, or held at most seven days ago."""
    if not still_written(found.state, found.plan.at, at):
        raise NotInThisState()


def _later(line: NewLine, at: datetime, zone: str) -> date | None:
    day = line.look_again_on
    if day is None:
        return None
    today = local_date(at, zone)
    if day < today:
        raise InThePast(field=line.field or None)
    if day > today + FURTHEST:
        raise TooFarAhead(field=line.field or None)
    return day


@action
def confirm_lines(*, actor: Actor, at: datetime, case_id: UUID, item_ids: Iterable[UUID]) -> None:
    """Who is quoted says: yes, I said that. Only they can, in their own name, and not after the course. Raises CourseOver, NotHere."""
    lock(case_id)
    wanted = list(dict.fromkeys(item_ids))
    mine = _mine(actor, case_id, wanted)
    goes_on(actor, case_id, WrittenForGood)
    for line in mine:
        last = LineCheck.objects.filter(line_id=line.item_id).order_by("-at", "-id").first()
        if last is None or not last.said_so:
            LineCheck.objects.create(line=line, scope_id=line.scope_id, wall=line.wall, person_id=actor.person_id, said_so=True)


@action
def correct_line(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, text: str, words_id: UUID | None = None) -> None:
    """Who is quoted says it differently, in their own words, beside what was written; everyone at the table reads both. As long as the
    course goes on: after it nobody is there to read more.

    Raises NothingWritten, CourseOver, NotHere.
    """
    said = clean_text(text, MOST_CHARACTERS)
    if not said:
        raise NothingWritten(field="text")
    lock(case_id)
    (line,) = _mine(actor, case_id, [item_id])
    goes_on(actor, case_id, WrittenForGood)
    if words_id is not None and LineCheck.objects.filter(line_id=item_id, words_item_id=words_id).exists():
        return
    written = write_once(actor, case_id, table(), LINE, said, person_id=actor.person_id, item_id=words_id)
    LineCheck.objects.create(
        line=line, scope_id=line.scope_id, wall=line.wall, person_id=actor.person_id, said_so=False, words_item_id=written.item_id
    )


@action
def take_line_back(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID) -> None:
    """Who is quoted takes it back. What was written stays, as minutes do; beside it stands that it is taken back.

    Raises CourseOver, NotHere.
    """
    lock(case_id)
    (line,) = _mine(actor, case_id, [item_id])
    goes_on(actor, case_id, WrittenForGood)
    last = LineCheck.objects.filter(line_id=item_id).order_by("-at", "-id").first()
    if last is None or last.said_so or last.words_item_id is not None:
        LineCheck.objects.create(line=line, scope_id=line.scope_id, wall=line.wall, person_id=actor.person_id, said_so=False)


def _mine(actor: Actor, case_id: UUID, item_ids: Sequence[UUID]) -> list[MeetingLine]:
    """The lines of this course that quote the actor. Raises NotHere if one does not, or is not there."""
    found = list(MeetingLine.objects.filter(item_id__in=item_ids, item__said_by_id=actor.person_id, roundtable__case_id=case_id))
    if not found or len(found) != len(item_ids):
        raise NotHere()
    return found
