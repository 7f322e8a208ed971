"""The citizen closes her course for one named person, and opens it again: by her own act, or by telephone or on paper, noted for her."""

from datetime import datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.disclosure.queries.closings import noted_closings
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.queries import seats_on


@action
def close_for(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID) -> None:
    """From the next moment on this person reads nothing that is about the acting citizen; what was shared with them by law stays theirs.

    Raises ActRefused: `not_yours` for anybody but a citizen of the case, `not_at_table` for a citizen or somebody who never sat there.
    """
    act("block", [uuid4(), case_id, person_id])


@action
def open_again(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID) -> None:
    """The course is open for this person again, with everything as it stood. Raises ActRefused (`not_yours`)."""
    act("unblock", [case_id, person_id])


@action
def note_closing(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, citizen_id: UUID) -> bool:
    """The citizen said by telephone or on paper that her course is closed for one professional, and another at the table notes it. It
    binds as her own act does. She hears that there is news, and so do those who lead the programme. Returns whether it was noted now.

    Raises NotHere for who does not sit there or was closed out; ActRefused: `not_at_table` for oneself and for who is there for a
    citizen, `about_whom`.
    """
    before = _noted(actor, case_id, person_id, citizen_id)
    act("block_as_said", [uuid4(), case_id, person_id, citizen_id])
    now = not before and _noted(actor, case_id, person_id, citizen_id)
    if now:
        _tell(actor, case_id, citizen_id, person_id)
    return now


@action
def note_opening(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, citizen_id: UUID) -> None:
    """The citizen said that what was noted as closed is open again. By the organisation that noted it, or who leads the programme.

    Raises NotHere; ActRefused (`not_yours`), also for what she closed by her own act: that she opens by her own.
    """
    act("unblock_as_said", [case_id, person_id, citizen_id])
    _tell(actor, case_id, citizen_id, person_id)


def _noted(actor: Actor, case_id: UUID, person_id: UUID, citizen_id: UUID) -> bool:
    return any((one.person_id, one.citizen_id) == (person_id, citizen_id) for one in noted_closings(actor=actor, case_id=case_id))


def _tell(actor: Actor, case_id: UUID, citizen_id: UUID, person_id: UUID) -> None:
    """The citizen, and who leads: they answered the referral. Not whom it is about, as when she closes it herself."""
    leaders = [seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.hat == "intake"]
    told = [person for person in (citizen_id, *leaders) if person != person_id]
    notify(actor=actor, person_ids=told, case_id=case_id, kind=NoticeKind.NEWS)
