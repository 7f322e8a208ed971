"""Writing together: the sheet is opened, changes are kept as they come, quiet boxes settle into the plan, anybody asks for a pause."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import DatabaseError, transaction

from roundtable.casework.cases.queries import course_ended
from roundtable.casework.cases.rules import CourseOver
from roundtable.casework.cowriting.actions.into_plan import into_plan, step_is
from roundtable.casework.cowriting.models import Box, Change, Sheet, Signal
from roundtable.casework.cowriting.queries import box_at, companions_of, the_meeting
from roundtable.casework.cowriting.rules import (
    EVERYBODYS,
    HAS_DAY,
    MOST_STEPS,
    MOST_TIMES,
    NOT_NOTED,
    PERSONAL,
    BoxKind,
    Joint,
    NobodyLooksAfter,
    NotYourBox,
    SheetFull,
    SignalKind,
    check_day,
)
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.roundtables.actions import end_quiet_word, give_line_a_day
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.rules import State
from roundtable.casework.roundtables.rules.quiet import QUIET, quiet_id
from roundtable.casework.roundtables.rules.writing import WrittenForGood, still_written
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current_alias
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.disclosure.queries import shares
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import SeatView, seats_on
from roundtable.ground.seats.rules import confidence, table
from roundtable.kernel.calendar import local_date
from roundtable.kernel.refusal import NotHere, Stale

KIND = "meeting_sheet"
WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)
PRESSED_TWICE = timedelta(minutes=1)
"""The same thing asked by the same person within this time is asked once."""


@action
def open_sheet(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID) -> UUID:
    """The meeting has a sheet that everybody at the table writes on, with a box for each; the shared goal as the plan has it.

    A second time it is the same sheet, with boxes for who came since. Returns its item. Raises NotYourBox, CourseOver, NotHere.
    """
    if actor.hat not in WRITES:
        raise NotYourBox()
    act("lock_case", [case_id])
    _goes_on(actor, case_id)
    if the_meeting(actor=actor, case_id=case_id, roundtable_id=roundtable_id).state != State.CALLED:
        raise NotYourBox()
    sheet = Sheet.objects.filter(roundtable_id=roundtable_id).first()
    if sheet is None:
        written = write_words(actor=actor, case_id=case_id, place=table(), kind=KIND)
        sheet = Sheet.objects.create(
            item_id=written.item_id, roundtable_id=roundtable_id, case_id=case_id, scope_id=written.scope_id, wall=written.wall
        )
    there = {(box.kind, box.whose_id, box.noted) for box in Box.objects.filter(sheet_id=sheet.item_id)}
    missing = [key for key in _boxes_for(seats_on(actor=actor, case_ids=[case_id])) if key not in there]
    made = [Box(**_of(sheet), kind=str(kind), whose_id=whose, noted=noted) for kind, whose, noted in missing]
    Box.objects.bulk_create(made)
    _begin(actor, at, case_id, sheet, made)
    return sheet.item_id


def _boxes_for(seats: Sequence[SeatView]) -> list[tuple[BoxKind, UUID | None, bool]]:
    people = list(dict.fromkeys(seat.person_id for seat in seats if seat.live and seat.hat in ("citizen", "professional")))
    citizens = {seat.person_id for seat in seats if seat.hat == "citizen"}
    found: list[tuple[BoxKind, UUID | None, bool]] = [(kind, None, False) for kind in EVERYBODYS]
    for kind in PERSONAL:
        found += [(kind, person, False) for person in people]
        found += [(kind, person, True) for person in people if person in citizens and kind not in NOT_NOTED]
    return found


def _begin(actor: Actor, at: datetime, case_id: UUID, sheet: Sheet, made: Sequence[Box]) -> None:
    """The shared goal stands there as it stands in the plan; each party's own words are theirs to bring."""
    plan: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False, answers=False)
    goal = plan.shared_goal
    for box in made:
        if box.kind == BoxKind.GOAL and goal is not None:
            edit = Joint().write(goal.text)
            if edit:
                _keep(actor, at, sheet, [(uuid4(), box.id, edit)])


def _of(sheet: Sheet) -> dict[str, Any]:
    return {"sheet_id": sheet.item_id, "scope_id": sheet.scope_id, "wall": sheet.wall}


@action
def add_step(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, box_id: UUID) -> UUID:
    """One more step that everybody can write; the same id twice is one. Raises SheetFull, NotYourBox, CourseOver, NotHere.

    An id that is something else's makes a box like any other, under another id: whether the house holds such a thing nobody is told.
    """
    if actor.hat not in WRITES:
        raise NotYourBox()
    act("lock_case", [case_id])
    sheet = _sheet(actor, case_id, sheet_id)
    steps = list(Box.objects.filter(sheet_id=sheet_id, kind=BoxKind.STEP).values_list("id", flat=True))
    made = uuid5(sheet_id, str(box_id))
    if box_id in steps or made in steps:
        return box_id if box_id in steps else made
    if len(steps) >= MOST_STEPS:
        raise SheetFull(most=MOST_STEPS)
    try:
        with _owned():
            Box.objects.create(id=box_id, **_of(sheet), kind=str(BoxKind.STEP), place=len(steps))
        made = box_id
    except NotYourBox:
        with _owned():
            Box.objects.create(id=made, **_of(sheet), kind=str(BoxKind.STEP), place=len(steps))
    _wake(sheet.item_id, made)
    return made


def _sheet(actor: Actor, case_id: UUID, sheet_id: UUID) -> Sheet:
    """The sheet, to be written on. Raises NotHere, CourseOver."""
    sheet = Sheet.objects.filter(item_id=sheet_id, case_id=case_id).first()
    if sheet is None:
        raise NotHere()
    _goes_on(actor, case_id)
    return sheet


def _goes_on(actor: Actor, case_id: UUID) -> None:
    """Nobody writes on a sheet of a course that has ended; the database says so too. Raises CourseOver."""
    if course_ended(actor=actor, case_id=case_id):
        raise WrittenForGood()


class _owned:
    """The database's own no (somebody else's box, a meeting that is over, a taken id) becomes a sentence."""

    def __enter__(self) -> None:
        self._inner = transaction.atomic(using=current_alias())
        self._inner.__enter__()

    def __exit__(self, kind: Any, problem: Any, trace: Any) -> None:
        self._inner.__exit__(kind, problem, trace)
        if isinstance(problem, DatabaseError) and (getattr(problem.__cause__, "sqlstate", "") or "")[:2] in ("42", "23", "RT"):
            raise NotYourBox() from problem


def _wake(sheet_id: UUID, *row_ids: UUID) -> None:
    """Tell the other processes that there are rows; they ask for them themselves, as who listens there."""
    act("wake_sheet", [sheet_id, list(row_ids)])


@action
def keep_changes(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, changes: Sequence[tuple[UUID, UUID, bytes]]) -> None:
    """What one person wrote in the last tenth of a second stands: (change, box, edit) each. Raises NotYourBox, CourseOver, NotHere."""
    _keep(actor, at, _sheet(actor, case_id, sheet_id), changes)
    _wake(sheet_id, *(change_id for change_id, _, _ in changes))


def _keep(actor: Actor, at: datetime, sheet: Sheet, changes: Sequence[tuple[UUID, UUID, bytes]]) -> None:
    with _owned():
        Change.objects.bulk_create(
            [
                Change(id=change_id, box_id=box_id, **_of(sheet), edit=edit, by_id=actor.person_id, at=at)
                for change_id, box_id, edit in changes
            ]
        )


@action
def write_box(*, actor: Actor, at: datetime, case_id: UUID, box_id: UUID, seen: str, text: str) -> None:
    """A box reads as a form without scripts was sent; what others wrote since the page was shown (`seen`) stays.

    `seen` is sealed anew for each page, so it is the form's token too: what the same page sent before is no news when it is sent again.
    Raises NotYourBox, NotHere, Stale for a page sent over and over; EditRefused from the text.
    """
    act("lock_case", [case_id])
    sent = [uuid5(box_id, f"{actor.person_id} {seen} {time}") for time in range(MOST_TIMES)]
    box, sheet_id, base, times = box_at(actor=actor, box_id=box_id, seen=seen, sent=sent)
    edit = Joint([base.whole()], box.kind).write(text, Joint([base.whole()], box.kind))
    if edit is None:
        return
    if times == len(sent):
        raise Stale()
    box.joint.apply(edit)  # refused here, or fit to be kept
    keep_changes(actor=actor, case_id=case_id, sheet_id=_sheet(actor, case_id, sheet_id).item_id, changes=[(sent[times], box_id, edit)])
    settle_box(actor=actor, case_id=case_id, box_id=box_id)


@action
def write_boxes(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    sheet_id: UUID,
    seen: str,
    boxes: Sequence[tuple[UUID, str]],
    chosen: Sequence[tuple[UUID, UUID | None, date | None]] = (),
) -> None:
    """All boxes of a form without scripts: (box, how it shall read), and (box, who, day). Raises what `write_box` and `set_box` raise.

    A form that was opened in time and is sent too late is refused as a whole: its boxes are nobody's by then.
    """
    sheet = _sheet(actor, case_id, sheet_id)
    found = the_meeting(actor=actor, case_id=case_id, roundtable_id=sheet.roundtable_id)
    if not still_written(found.state, found.plan.at, at):
        raise NotYourBox()
    for box_id, text in boxes:
        write_box(actor=actor, case_id=case_id, box_id=box_id, seen=seen, text=text)
    for box_id, who_id, day in chosen:
        set_box(actor=actor, case_id=case_id, sheet_id=sheet_id, box_id=box_id, who_id=who_id, day=day)


@action
def settle_box(*, actor: Actor, at: datetime, case_id: UUID, box_id: UUID) -> Joint:
    """A box that has been quiet is read as one text: what we do stands in the working plan, the rest in the minutes.

    Versions are never touched. By who wrote in it last, in their own name. Returns the text as it is kept. Raises NotYourBox, NotHere, and
    what the plan refuses.
    """
    act("lock_case", [case_id])
    row = Box.objects.filter(id=box_id, sheet__case_id=case_id).first()
    if row is None:
        raise NotHere()
    found = act("sheet_edits", [row.sheet_id, box_id])
    joint = Joint([bytes(edit) for _, edit, _ in found if edit], BoxKind(row.kind))
    if len(found) > 1:
        with _owned():
            changed = Box.objects.filter(id=box_id).update(
                whole=joint.whole(), text=joint.text, settled=next(seen for _, _, seen in found if seen), last_by_id=actor.person_id
            )
        if not changed:
            raise NotYourBox()
    into_plan(actor, case_id, row, joint.text.strip())
    return joint


@action
def set_box(
    *, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, box_id: UUID, who_id: UUID | None = None, day: date | None = None
) -> None:
    """Who does a step, and by which day; or on which day something is looked at again. It stands in plan and minutes at once.

    By who may change the box. Raises NotYourBox, DayOutOfReach, NotHere.
    """
    act("lock_case", [case_id])
    sheet = _sheet(actor, case_id, sheet_id)
    box = Box.objects.filter(id=box_id, sheet_id=sheet_id, kind__in=[str(kind) for kind in HAS_DAY]).first()
    if box is None or (who_id is not None and box.kind != BoxKind.STEP):
        raise NotHere()
    if (box.who_id, box.day) == (who_id, day):
        return
    found = the_meeting(actor=actor, case_id=case_id, roundtable_id=sheet.roundtable_id)
    check_day(day if day != box.day else None, local_date(at, found.zone))
    live = {seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live and seat.hat in ("citizen", "professional")}
    if who_id is not None and who_id not in live:
        raise NotHere()
    with _owned():
        changed = Box.objects.filter(id=box_id).update(who_id=who_id, day=day)
    if not changed:
        raise NotYourBox()
    if box.kind == BoxKind.STEP:
        step_is(actor, case_id, box_id, who_id, day)
    else:
        give_line_a_day(actor=actor, case_id=case_id, roundtable_id=sheet.roundtable_id, line_id=box_id, day=day)
    _wake(sheet_id, box_id)


@action
def ask_all(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, kind: SignalKind) -> UUID:
    """Somebody asks everybody for a pause, to go on, or to stop; pressed twice it is asked once. Raises NotYourBox, CourseOver, NotHere."""
    act("lock_case", [case_id])
    sheet = _sheet(actor, case_id, sheet_id)
    last = Signal.objects.filter(sheet_id=sheet_id).order_by("-at", "-id").first()
    if last is not None and (last.by_id, last.kind) == (actor.person_id, str(kind)) and at - last.at < PRESSED_TWICE:
        return last.id
    with _owned():
        signal = Signal.objects.create(**_of(sheet), kind=str(kind), by_id=actor.person_id)
    _wake(sheet.item_id, signal.id)
    return signal.id


@action
def ask_privately(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID | None, roundtable_id: UUID) -> UUID:
    """The citizen needs a break and does not want to say so aloud: only who looks after her is told, and asks for it as their own (T071).

    It stands until they answer it or she takes it back; as long as it stands, saying it again is the same word. `sheet_id`: None where
    nobody has begun the sheet: nobody else may learn of it by one that begins. Returns whom it is for.
    Raises NobodyLooksAfter, NotYourBox, CourseOver, NotHere.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYourBox()
    act("lock_case", [case_id])
    sheet = _sheet(actor, case_id, sheet_id) if sheet_id else None
    _goes_on(actor, case_id)
    data = meeting_page(actor=actor, case_id=case_id, roundtable_id=roundtable_id)
    elsewhere = sheet is not None and sheet.roundtable_id != roundtable_id
    if elsewhere or data.meeting is None or data.meeting.state != State.CALLED:
        raise NotYourBox()
    wish = next((wish for wish in data.wishes if wish.person_id == actor.person_id), None)
    told = wish.looks_after_id if wish else None
    if told is None or not any(seat.live and seat.person_id == told and seat.hat == "professional" for seat in data.seats):
        raise NobodyLooksAfter()
    stands = next((word.item_id for word in data.quiet if (word.by_id, word.to_id) == (actor.person_id, told)), None)
    if stands is None:
        stands = write_words(actor=actor, case_id=case_id, place=confidence(told), kind=QUIET, item_id=quiet_id(roundtable_id)).item_id
    if sheet is not None:
        _wake(sheet.item_id, stands)
    return told


@action
def end_quiet(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, word_id: UUID) -> None:
    """Who was told has seen it, or she takes it back: the word stands no more. Twice is once. Raises CourseOver, NotHere."""
    sheet = _sheet(actor, case_id, sheet_id)
    end_quiet_word(actor=actor, case_id=case_id, roundtable_id=sheet.roundtable_id, word_id=word_id)
    _wake(sheet.item_id, word_id)


@action
def let_read_along(*, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, seat_id: UUID) -> UUID:
    """Who sits beside the citizen reads the sheet of this meeting as it is written, until she takes that back; and writes nothing.

    It is one item, given like any other. By the citizen; twice is once. Where the course has ended, nothing is written to read along.
    Returns the yes's id. Raises NotYourBox, CourseOver, NotHere.
    """
    if actor.hat != Hat.CITIZEN:
        raise NotYourBox()
    if course_ended(actor=actor, case_id=case_id):
        raise CourseOver()
    sheet = Sheet.objects.filter(roundtable_id=roundtable_id, case_id=case_id).first()
    beside = next(
        (seat.person_id for seat in companions_of(seats_on(actor=actor, case_ids=[case_id]), actor) if seat.seat_id == seat_id), None
    )
    if sheet is None or beside is None:
        raise NotHere()
    given = shares(actor=actor, case_id=case_id, basis="consent")
    known = next((share for share in given if share.live and share.to_person_id == beside and sheet.item_id in share.item_ids), None)
    if known is not None:
        return known.disclosure_id
    return release_items(actor=actor, case_id=case_id, item_ids=[sheet.item_id], to_seat_id=seat_id, purpose="meeting").disclosure_id
