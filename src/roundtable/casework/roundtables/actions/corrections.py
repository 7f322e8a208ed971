"""What stands in the minutes and is not right is corrected beside it, with a reason; who has read the first is told."""

from datetime import datetime
from uuid import UUID, uuid5

from roundtable.casework.roundtables.actions.answers import write_once
from roundtable.casework.roundtables.actions.appointment import goes_on, lock
from roundtable.casework.roundtables.models import LineCorrection, MeetingLine
from roundtable.casework.roundtables.queries import CORRECTION, WHY_CORRECTED
from roundtable.casework.roundtables.rules import MOST_CHARACTERS, NothingWritten, NotYoursToDecide, ReasonMissing
from roundtable.casework.roundtables.rules.writing import WrittenForGood
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.queries import who_knows
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.queries import seats_on
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import clean_text

CORRECTS = (Hat.CITIZEN, Hat.PROFESSIONAL)


@action
def correct_minutes(
    *, actor: Actor, at: datetime, case_id: UUID, roundtable_id: UUID, item_id: UUID, text: str, reason: str, once: UUID | None = None
) -> None:
    """How a line of the meeting should be, and why, stands beside it; the line stays. Everyone at the table who read it is told.

    By any party, whoever wrote the line. Who read it: its writer, the citizens, who are at home in it, and whoever the read log names.
    Raises NothingWritten, ReasonMissing, NotYoursToDecide, CourseOver, NotHere.
    """
    if actor.hat not in CORRECTS:
        raise NotYoursToDecide()
    said, why = clean_text(text, MOST_CHARACTERS), clean_text(reason, MOST_CHARACTERS)
    if not said:
        raise NothingWritten(field="text")
    if not why:
        raise ReasonMissing(field="reason")
    lock(case_id)
    goes_on(actor, case_id, WrittenForGood)
    line = MeetingLine.objects.filter(item_id=item_id, roundtable_id=roundtable_id, roundtable__case_id=case_id).first()
    if line is None:
        raise NotHere()
    words_id = uuid5(once, "words") if once else None
    if words_id is not None and LineCorrection.objects.filter(words_item_id=words_id, line_id=item_id).exists():
        return
    ids = {"words": words_id, "reason": uuid5(once, "reason") if once else None}
    written = write_once(actor, case_id, table(), CORRECTION, said, person_id=actor.person_id, item_id=ids["words"])
    because = write_once(actor, case_id, table(), WHY_CORRECTED, why, person_id=actor.person_id, item_id=ids["reason"])
    LineCorrection.objects.create(
        words_item_id=written.item_id, line=line, scope_id=line.scope_id, wall=line.wall, reason_item_id=because.item_id
    )
    notify(actor=actor, person_ids=_who_read(actor, case_id, item_id), case_id=case_id, kind=NoticeKind.MEETING)


def _who_read(actor: Actor, case_id: UUID, item_id: UUID) -> list[UUID]:
    """Who sits at the table and knows a line: who wrote or opened it, and the citizens, whose reading is noted nowhere."""
    known = who_knows(actor=actor, item_id=item_id)
    live = [seat for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.live]
    return list(dict.fromkeys(seat.person_id for seat in live if seat.person_id in known or seat.hat == "citizen"))
