"""Nothing is asked twice: what somebody has said already stands in their own box, or is put there by themselves."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from django.db.models import Exists, OuterRef

from roundtable.casework.assessments.queries import WhatWeBring, what_we_bring
from roundtable.casework.cowriting.actions.sheet import keep_changes
from roundtable.casework.cowriting.models import Box, Change
from roundtable.casework.cowriting.rules import SAID_BEFORE, BoxKind, Joint, NotYourBox, room_in
from roundtable.casework.plans.queries import CurrentPlan, current_plan
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.guard import action
from roundtable.kernel.refusal import NotHere

WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)


def _unwritten(actor: Actor, case_id: UUID, sheet_id: UUID, *kinds: BoxKind) -> list[Box]:
    """The actor's own boxes that nobody has ever written in: one that was emptied stays empty."""
    written = Exists(Change.objects.filter(box_id=OuterRef("id")))
    own = Box.objects.filter(sheet_id=sheet_id, sheet__case_id=case_id, whose_id=actor.person_id, noted=False)
    return list(own.filter(~written, kind__in=[str(kind) for kind in kinds]))


@action
def begin_own(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID) -> None:
    """What the actor says of the shared goal in the plan, which the table reads, stands in their own box: theirs to change.

    In their own name, when they come, and once. What they bring does not come by itself: not everybody at the table reads it.
    Raises CourseOver, NotHere.
    """
    boxes = _unwritten(actor, case_id, sheet_id, BoxKind.OWN_WORDS) if actor.hat in WRITES else []
    for box in boxes:
        _put(actor, case_id, sheet_id, box, _own_words(actor, case_id))


@action
def put_in_what_i_said(*, actor: Actor, at: datetime, case_id: UUID, sheet_id: UUID, kind: BoxKind) -> bool | None:
    """The actor puts what they have said already into their own empty box: the lines they bring, or their words of the shared goal.

    What they bring was theirs to read until now; by this everybody at the table reads it. Returns whether there was anything; None where
    something stands there already. Raises CourseOver, NotYourBox, NotHere.
    """
    if actor.hat not in WRITES:
        raise NotYourBox()
    if kind not in SAID_BEFORE:
        raise NotHere()
    for box in _unwritten(actor, case_id, sheet_id, kind):
        text = _lines(actor, case_id) if kind == BoxKind.BRING else _own_words(actor, case_id)
        _put(actor, case_id, sheet_id, box, text)
        return bool(text)
    return None


def _own_words(actor: Actor, case_id: UUID) -> str:
    plan: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False, answers=False)
    goal = plan.shared_goal
    found = [one for one in plan.sayings if goal and one.kind == SayingKind.OWN_WORDS and one.goal_id == goal.id]
    return next((one.text for one in found if one.said_by_id == actor.person_id and one.confirmed), "")


def _lines(actor: Actor, case_id: UUID) -> str:
    found: WhatWeBring = what_we_bring(actor=actor, case_id=case_id)
    return "\n".join(line for brought in found.mine_all if not brought.asks for line in brought.lines)


def _put(actor: Actor, case_id: UUID, sheet_id: UUID, box: Box, text: str) -> None:
    """Under one name, so that two pages of one person put it there once."""
    edit = Joint().write(text[: room_in(BoxKind(box.kind))])
    if edit is None:
        return
    with suppress(NotYourBox):
        keep_changes(actor=actor, case_id=case_id, sheet_id=sheet_id, changes=[(uuid5(box.id, "begins"), box.id, edit)])
