"""Somebody says that they are away and who covers; the leader seats who covers; it ends by itself, or earlier."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.programmes.queries import AbsenceView, absences
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


class NoCourseChosen(Refusal):
    """No table was chosen to sit down at."""

    code = "no_course_chosen"
    message = gettext_noop("Choose at least one course.")


@action
def say_away(
    *, actor: Actor, at: datetime, person_id: UUID, first_day: date, back_on: date, cover_id: UUID | None, absence_id: UUID | None = None
) -> None:
    """Somebody is away from `first_day` until `back_on`; everybody at their tables reads it, and never why.

    Who covers reads it on their first page.

    Said by the person, or by who leads them. Raises ActRefused (days that are over or overlap, no colleague), NotHere. Once for one id.
    """
    act("say_away", [absence_id or uuid4(), person_id, first_day, back_on, cover_id])


def _absence(actor: Actor, absence_id: UUID) -> AbsenceView:
    rows: tuple[AbsenceView, ...] = absences(actor=actor)
    found = next((row for row in rows if row.id == absence_id), None)
    if found is None:
        raise NotHere()
    return found


@action
def end_away(*, actor: Actor, at: datetime, person_id: UUID, absence_id: UUID) -> None:
    """Back earlier, or not away at all: the absence ends, and with it the places of who covered. Raises NotHere."""
    found = _absence(actor, absence_id)
    if found.person_id != person_id:
        raise NotHere()
    act("end_away", [absence_id])


@action
def seat_cover(*, actor: Actor, at: datetime, absence_id: UUID, case_ids: Sequence[UUID]) -> int:
    """Who covers sits down at these tables until the other is back, by the team leader; each citizen is told. All or none.

    Nothing told in confidence opens. Returns at how many tables they sit down now. Raises NoCourseChosen, NotHere, ActRefused.
    """
    if not case_ids:
        raise NoCourseChosen(field="case_ids")
    found, seated = _absence(actor, absence_id), 0
    for case_id in dict.fromkeys(case_ids):
        citizens = [row[0] for row in act("seat_cover", [uuid4(), case_id, absence_id])]
        seated += bool(citizens)
        if citizens and found.cover_id is not None:
            notify(actor=actor, person_ids=[*citizens, found.cover_id], case_id=case_id, kind=NoticeKind.NEWS)
    return seated
