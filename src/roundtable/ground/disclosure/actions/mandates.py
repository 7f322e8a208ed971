"""A line manager reads their own organisation's part of one named case: given by a second person, on a ground, until a day.

Pages come later.
"""

from datetime import datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind


@action
def give_mandate(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, ground: str, until_at: datetime) -> UUID:
    """A line manager may read what their organisation, the team and the table read on one case, until a moment at most a year away.

    Given by another line manager of that organisation, or by who leads the programme from it; neither may hold the case. Never opens a
    draft, a notebook or a confidence. `ground`: complaint, incident, supervision or absence. The citizens are told. Returns its id.
    Raises NotHere for who may not give it; ActRefused: `second_person`, `line_manager`, `holds_case`, `mandate_ground`, `until`.
    """
    mandate_id = uuid4()
    citizens = [row[0] for row in act("give_mandate", [mandate_id, case_id, person_id, ground, until_at])]
    notify(actor=actor, person_ids=[*citizens, person_id], case_id=case_id, kind=NoticeKind.NEWS)
    return mandate_id


@action
def end_mandate(*, actor: Actor, at: datetime, mandate_id: UUID) -> None:
    """A mandate ends before its time: from the next moment on the manager reads nothing there. By the manager, or by who could give it.

    NotHere for anybody else, and for one that is over.
    """
    act("end_mandate", [mandate_id])
