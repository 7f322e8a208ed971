"""Each puts down what they bring; all is opened together."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from roundtable.casework.assessments.models import SaidSo, WorkAbilityRange
from roundtable.casework.assessments.queries import KIND, OPENED_EARLY, WhatWeBring, what_we_bring
from roundtable.casework.assessments.rules import MOST_LINES, NothingBrought, TooManyLines, WorkAbility, in_words, lines_of
from roundtable.casework.cases.rules import CourseOver
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import ActRefused, act
from roundtable.ground.access.guard import action
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import Written, discard_draft, reword_held, write_words
from roundtable.ground.seats.queries import scope_of
from roundtable.ground.seats.rules import Place, confidence, draft, own, table
from roundtable.kernel.refusal import NotHere, Refusal, Stale, gettext_noop
from roundtable.kernel.texts import mark_of


class NoReason(Refusal):
    """Opened early without saying why."""

    code = "no_reason_to_open"
    message = gettext_noop("Write why it is opened before everyone is ready. Everyone at the table reads this reason.")


class OpenAlready(Refusal):
    """Somebody else can have read these lines."""

    code = "lines_open_already"
    message = gettext_noop("These lines are open by now, and stay as they are. You can add to them.")
    status = 409


@dataclass(frozen=True)
class Ready:
    """What became of it: the item, whether it is open now, and whether everything was open before."""

    item_id: UUID
    opened: bool
    before: bool = False


@action
def save_lines(*, actor: Actor, at: datetime, case_id: UUID, text: str) -> UUID:
    """The lines are kept for later; only their author sees them. An earlier draft is replaced. Not after the course.

    Returns the draft's id. Raises TooManyLines, LineTooLong, CourseOver.
    """
    lines = lines_of(text)
    now = what_we_bring(actor=actor, case_id=case_id)
    if now.over:
        raise CourseOver()
    if now.my_draft is not None:
        discard_draft(actor=actor, item_id=now.my_draft.item_id)
    return write_words(actor=actor, case_id=case_id, place=draft(), kind=f"{KIND}_draft", body="\n".join(lines)).item_id


@action
def bring_lines(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    text: str,
    ability: WorkAbility | None = None,
    said_by_id: UUID | None = None,
    about_id: UUID | None = None,
    item_id: UUID | None = None,
) -> Ready:
    """The party is ready: the lines are put down, closed to the others until all are ready, then open to the citizen.

    A citizen's lines are hers alone until she shares them; a professional's are between the two of them until she shares them.
    `said_by_id`: a professional writes down what the citizen says (telephone, paper); it is kept between the two. `about_id`: in a
    family, whom a professional's lines are about.
    Who is ready can put down more, ten lines in all. Once all were ready, what is put down for that meeting opens at once, also where
    somebody has sat down since who has nothing there yet. Not after the course.
    Raises NothingBrought, TooManyLines, LineTooLong, CourseOver.
    """
    lines = lines_of(text)
    if not lines:
        raise NothingBrought(field="lines")
    act("lock_case", [case_id])
    now = what_we_bring(actor=actor, case_id=case_id)
    place = _place(actor, said_by_id or about_id)
    if item_id is not None and any(view.item_id == item_id for view in (*now.mine_all, *now.others)):
        return Ready(item_id, now.all_ready or now.opened, now.opened)  # the second click of a pair
    if now.over:
        raise CourseOver()
    if (count := len(lines) + _lines_so_far(now, actor, said_by_id, place)) > MOST_LINES:
        raise TooManyLines(field="lines", count=count, most=MOST_LINES)
    written = _write_once(
        actor=actor,
        case_id=case_id,
        place=place,
        kind=KIND,
        body="\n".join((*lines, in_words(ability, gettext)) if ability else lines),
        said_by_id=said_by_id,
        item_id=item_id,
        held=True,
    )
    if ability is not None:
        WorkAbilityRange.objects.create(
            item_id=written.item_id,
            scope_id=written.scope_id,
            wall=written.wall,
            from_hours=ability.from_hours,
            to_hours=ability.to_hours,
            sure=ability.sure,
        )
    if now.my_draft is not None:
        discard_draft(actor=actor, item_id=now.my_draft.item_id)
    everyone: bool = act("open_held", [uuid4(), case_id, False])[0][0]
    if everyone:
        people = [seat.person_id for seat in now.seats if seat.live and seat.hat in ("citizen", "professional")]
        notify(actor=actor, person_ids=people, case_id=case_id, kind=_kind(actor, case_id, now))
    return Ready(written.item_id, everyone, now.opened)


@action
def change_lines(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, text: str, seen: str | None = None) -> None:
    """Lines that are not open yet are written anew by who put them down; hours that stand with them stay.

    Never lines that somebody else said. `seen`: the mark of the lines as they stood when they were written anew (`mark_of`). Raises Stale
    where others stand there now, NothingBrought, TooManyLines, LineTooLong, OpenAlready, CourseOver, NotHere.
    """
    lines = lines_of(text)
    if not lines:
        raise NothingBrought(field="lines")
    act("lock_case", [case_id])
    now = what_we_bring(actor=actor, case_id=case_id)
    view = next((view for view in now.mine_all if view.item_id == item_id), None)
    if view is None:
        raise NotHere()
    if now.over:
        raise CourseOver()
    if not view.changeable:
        raise OpenAlready()
    if seen and seen != mark_of(*view.lines) and tuple(lines) != tuple(view.lines):
        raise Stale(field="lines")
    same = [other for other in now.mine_all if other.words.about == view.words.about]
    if (count := len(lines) + sum(len(other.lines) for other in same if other is not view)) > MOST_LINES:
        raise TooManyLines(field="lines", count=count, most=MOST_LINES)
    try:
        reword_held(actor=actor, item_id=item_id, body="\n".join((*lines, in_words(view.ability, gettext)) if view.ability else lines))
    except ActRefused:  # given to somebody before they open
        raise OpenAlready() from None


@action
def confirm_brought(*, actor: Actor, at: datetime, case_id: UUID, item_id: UUID, so: bool = True) -> None:
    """Whose lines somebody else put down says: yes, I said that; or (`so` False): I say it differently, also where their own lines stand
    beside. Only they can, in their own name. That they say it differently can be taken back by saying yes to it after all. Not after
    the course. Raises CourseOver, NotHere."""
    act("lock_case", [case_id])
    now = what_we_bring(actor=actor, case_id=case_id)
    brought = next((view for view in (*now.mine_all, *now.earlier) if view.item_id == item_id and view.mine and view.written_by), None)
    if brought is None:
        raise NotHere()
    if now.over:
        raise CourseOver()
    if brought.asks:
        scope_id, wall, _kind = scope_of(actor=actor, item_ids=[item_id])[item_id]
        SaidSo.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, so=so)
    elif so and brought.said_so is False:
        SaidSo.objects.filter(item_id=item_id, so=False).update(so=True)


def _write_once(**words: Any) -> Written:
    """Words put down under the once-token of their form; a token that is used up is answered like a change in between. Raises Stale."""
    try:
        return write_words(**words)
    except IntegrityError:
        raise Stale() from None


def _place(actor: Actor, about_id: UUID | None) -> Place:
    return own() if actor.hat == Hat.CITIZEN else confidence(about=(about_id,) if about_id else ())


def _lines_so_far(now: WhatWeBring, actor: Actor, said_by_id: UUID | None, place: Place) -> int:
    """How many lines of the same party about the same person the actor has put down for this meeting."""
    found = 0
    for view in (*now.others, *now.mine_all):
        same = view.words.author_id == actor.person_id and view.words.said_by_id == said_by_id
        if same and (not place.about or set(place.about) == set(view.words.about)):
            found += len(view.lines)
    return found


@action
def open_early(*, actor: Actor, at: datetime, case_id: UUID, reason: str, item_id: UUID | None = None) -> None:
    """What is on the table is opened before all are ready, by a professional, with a reason everyone reads. Not after the course.

    `item_id`: the once-token of the form; the same twice opens once. Raises NoReason, CourseOver.
    """
    if not reason.strip():
        raise NoReason(field="reason")
    act("lock_case", [case_id])
    now = what_we_bring(actor=actor, case_id=case_id)
    if now.opened_early is not None and now.opened_early.item_id == item_id:
        return
    if now.over:
        raise CourseOver()
    act("open_held", [uuid4(), case_id, True])
    _write_once(actor=actor, case_id=case_id, place=table(), kind=OPENED_EARLY, body=reason, item_id=item_id)
    people = [seat.person_id for seat in now.seats if seat.live]
    notify(actor=actor, person_ids=people, case_id=case_id, kind=_kind(actor, case_id, now))


def _kind(actor: Actor, case_id: UUID, now: WhatWeBring) -> NoticeKind:
    """What is told where lines open: that it is about their meeting, where one is called; else that there is something new."""
    meeting, _days = import_string(settings.MEETING_AND_DAYS)(actor, case_id, now.seats)
    return NoticeKind.NEWS if meeting is None else NoticeKind.MEETING
