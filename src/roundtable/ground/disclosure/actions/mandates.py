"""A line manager reads their own organisation's part of one named case: given by a second person, on a ground, until a day.

Of a confidence they read what the citizen it is about opens to them, and no more. Pages come later.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import wrap_for
from roundtable.ground.seats.queries import scope_of
from roundtable.ground.seats.rules import ScopeKind, rings


@action
def give_mandate(*, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, ground: str, until_at: datetime) -> UUID:
    """A line manager may read what their organisation, the team and the table read on one case, until a moment at most a year away.

    Given by another line manager of that organisation, or by who leads the programme from it; neither may hold the case. It counts while
    the organisation sits there. Never opens a draft or a notebook, and a confidence only as `open_to_manager` says. `ground`: complaint,
    incident, supervision or absence. The citizens are told. Returns its id.
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


@action
def open_to_manager(*, actor: Actor, at: datetime, mandate_id: UUID, item_ids: Sequence[UUID]) -> bool:
    """Exactly these texts of a confidence are open to the line manager a mandate names, while it runs and nobody takes it back.

    By the citizen they are about, or who acts for her with `consent`; of confidences with people of the manager's own organisation. What
    is about several people is open when each of them has said yes. What comes later, or moves, is not covered. Returns whether they are
    open now. Raises NotHere for anybody else and a mandate of another course; ActRefused: `mandate_over`, `nothing_chosen`, `not_yours`.
    """
    ((case_id, manager_id, complete),) = act("open_to_manager", [mandate_id, list(item_ids)])
    by_ring: dict[str, list[UUID]] = {}
    for item_id, (_, wall, _) in scope_of(actor=actor, item_ids=item_ids).items():
        by_ring.setdefault(rings(ScopeKind.SIDE, wall)[0], []).append(item_id)
    for ring, ids in by_ring.items():
        wrap_for(actor=actor, item_ids=ids, ring=ring)
    if complete:
        notify(actor=actor, person_ids=[manager_id], case_id=case_id, kind=NoticeKind.NEWS)
    return bool(complete)


@action
def close_to_manager(*, actor: Actor, at: datetime, mandate_id: UUID, item_ids: Sequence[UUID] | None = None) -> None:
    """What was opened to a line manager of a confidence is taken back: all of it, or these texts. From the next moment on they read none.

    By any of those it is about, or who acts for her with `consent`; also when the mandate is over. NotHere for anybody else.
    """
    act("close_to_manager", [mandate_id, None if item_ids is None else list(item_ids)])
