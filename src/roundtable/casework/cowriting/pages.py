"""The sheet as a page: the parts of the meeting in order, a box for each text, who may change it and how it says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.cowriting.queries import BoxView, SheetView
from roundtable.casework.cowriting.rules import SAID_BEFORE, BoxKind, BoxShown, SignalKind, goal_kind, names_of, room_in
from roundtable.casework.plans.pages.words import kind_words
from roundtable.casework.plans.queries import GoalView
from roundtable.casework.plans.rules.content import GoalKind
from roundtable.casework.roundtables.queries import Meeting
from roundtable.casework.roundtables.rules import Section, State
from roundtable.casework.roundtables.rules.last import LAST_EVERYBODYS, section_words
from roundtable.casework.roundtables.rules.quiet import QuietWord
from roundtable.casework.roundtables.rules.writing import still_written
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import gettext_noop
from roundtable.ui.order import in_order
from roundtable.ui.table import Readers

AT_TABLE = ("citizen", "professional")
SECTIONS = {
    Section.ARRIVE: (BoxKind.ARRIVE,),
    Section.MATTERS: (BoxKind.MATTERS,),
    Section.BRING: (BoxKind.BRING,),
    Section.AGREE: (BoxKind.GOAL, BoxKind.OWN_WORDS, BoxKind.OWN_GOAL, BoxKind.STEP),
    Section.DISAGREE: (BoxKind.DISAGREE,),
    Section.HOME: (BoxKind.HOME,),
}
LABELS = {
    BoxKind.ARRIVE: gettext_noop("How we arrive today"),
    BoxKind.GOAL: gettext_noop("Our shared goal"),
    BoxKind.DISAGREE: gettext_noop("What we do not agree on, and when we look again"),
}
PERSONS = {
    BoxKind.MATTERS: gettext_noop("What matters to %(name)s"),
    BoxKind.BRING: gettext_noop("What %(name)s brings"),
    BoxKind.OWN_WORDS: gettext_noop("The shared goal as %(name)s says it"),
    BoxKind.HOME: gettext_noop("What %(name)s takes home"),
}

OWN_GOALS = {
    GoalKind.PERSONAL: gettext_noop("%(name)s: one more goal of my own"),
    GoalKind.TREATMENT: gettext_noop("%(name)s: one more goal for the treatment"),
    GoalKind.VOCATIONAL: gettext_noop("%(name)s: one more goal for work"),
}


@dataclass(frozen=True)
class PartShown:
    """One part of the meeting."""

    code: str
    title: str
    boxes: tuple[BoxShown, ...]
    steps: bool


@dataclass(frozen=True)
class GoalShown:
    """A goal of somebody's own that stands in the plan already. `mine`: the reader's, who can change it there."""

    id: UUID
    who: str
    kind: str
    text: str
    mine: bool


@dataclass(frozen=True)
class QuietShown:
    """A quiet word that stands: the reader's own (`mine`), to the one named, who was shown it or not; or told to the reader by her."""

    id: UUID
    name: str
    mine: bool
    seen: bool


@dataclass(frozen=True)
class SheetPage:
    """All the page shows. Without a sheet yet: `sheet_id` None. `asks`: the reader may ask everybody for a yes or no.

    `people`: who can do a step. `over`: the course has ended, and the page is only read. `goals`: what nobody needs to write again.
    `quiet`: the word that stands between the reader and somebody else alone.
    """

    case_id: UUID
    roundtable_id: UUID
    sheet_id: UUID | None
    writes: bool
    open: bool
    citizen: bool
    readers: Readers | None = None
    asks: bool = False
    parts: tuple[PartShown, ...] = ()
    paused: str = ""
    stopped: str = ""
    over: bool = False
    who: UUID | None = None
    seen: str = ""
    along: tuple[tuple[UUID, str, bool], ...] = ()
    people: tuple[tuple[UUID, str], ...] = ()
    goals: tuple[GoalShown, ...] = ()
    quiet: QuietShown | None = None

    @property
    def boxes(self) -> tuple[BoxShown, ...]:
        return tuple(box for part in self.parts for box in part.boxes)


def takes_words(meeting: Meeting, *, over: bool, at: datetime) -> bool:
    """Whether anything is still written on the sheet: of a course that goes on, until seven days after the meeting was held."""
    return not over and still_written(meeting.state, meeting.plan.at, at)


def build_sheet(
    sheet: SheetView | None,
    meeting: Meeting,
    actor: Actor,
    along: Sequence[tuple[SeatView, bool]] = (),
    goals: Sequence[GoalView] = (),
    *,
    takes: bool,
    over: bool = False,
) -> SheetPage:
    """The page of a sheet for this actor, or the page that offers to begin one.

    `along`: who sits beside her, and whether they read along. `goals`: what stands in the plan as somebody's own. `takes`: it still takes
    words. `over`: the course has ended.
    """
    table = actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL)
    still = meeting.state == State.CALLED and not over
    if sheet is None:
        return SheetPage(actor.case_id or meeting.id, meeting.id, None, table and not over, still, actor.hat == Hat.CITIZEN, over=over)
    names = {seat.person_id: seat.given_name for seat in sheet.seats}
    said = names.get(sheet.signal_by_id, "") if sheet.signal_by_id else ""
    return SheetPage(
        case_id=sheet.case_id,
        roundtable_id=sheet.roundtable_id,
        sheet_id=sheet.item_id,
        writes=table and takes,
        open=still,
        citizen=actor.hat == Hat.CITIZEN,
        readers=readers_of(ScopeKind.TABLE, sheet.seats, actor, over=over),
        asks=actor.hat == Hat.PROFESSIONAL,
        parts=_parts(sheet, meeting, actor, names, only_read=not takes),
        paused=said if sheet.signal == SignalKind.PAUSE and not over else "",
        over=over,
        who=actor.person_id,
        seen=sheet.seen,
        people=tuple({s.person_id: s.given_name for s in in_order(sheet.seats, _name) if s.live and s.hat in AT_TABLE}.items()),
        stopped=said if sheet.signal == SignalKind.STOP and not over else "",
        goals=_goals(sheet, goals, actor, names),
        along=tuple((seat.seat_id, seat.given_name, reads) for seat, reads in along),
        quiet=_quiet(sheet, actor, names) if still else None,
    )


def _name(seat: SeatView) -> str:
    return seat.name


def quiet_before(words: Sequence[QuietWord], seats: Sequence[SeatView], actor: Actor) -> QuietShown | None:
    """The same where nobody has begun a sheet: it is told all the same, and begins none."""
    names, here = {seat.person_id: seat.given_name for seat in seats}, {seat.person_id for seat in seats if seat.live}
    return _word(next((word for word in words if {word.by_id, word.to_id} <= here), None), actor, names)


def _quiet(sheet: SheetView, actor: Actor, names: dict[UUID, str]) -> QuietShown | None:
    """The first of the words between the reader and somebody else; the next one when that is answered."""
    return _word(next(iter(sheet.between(actor.person_id)), None), actor, names)


def _word(word: QuietWord | None, actor: Actor, names: dict[UUID, str]) -> QuietShown | None:
    if word is None or actor.person_id not in (word.by_id, word.to_id):
        return None
    mine = word.by_id == actor.person_id
    return QuietShown(word.item_id, names.get(word.to_id if mine else word.by_id, ""), mine, word.seen)


def _goals(sheet: SheetView, goals: Sequence[GoalView], actor: Actor, names: dict[UUID, str]) -> tuple[GoalShown, ...]:
    """What stands in the plan as somebody's own, but for what a box of this sheet wrote there: that stands in the box."""
    written = {name for box in sheet.boxes if box.kind == BoxKind.OWN_GOAL for name in names_of(box.id)}
    return tuple(
        GoalShown(goal.id, names.get(goal.owner_id, ""), kind_words(goal.kind), goal.text, goal.owner_id == actor.person_id)
        for goal in goals
        if goal.owner_id is not None and goal.id not in written
    )


def _parts(sheet: SheetView, meeting: Meeting, actor: Actor, names: dict[UUID, str], *, only_read: bool) -> tuple[PartShown, ...]:
    live = {seat.person_id for seat in sheet.seats if seat.live}
    order = {seat.person_id: number for number, seat in reversed(list(enumerate(sheet.seats)))}
    kinds = {seat.person_id: goal_kind(Hat(seat.hat), seat.authority) for seat in sheet.seats if seat.hat in ("citizen", "professional")}
    shown = []
    for box in sorted(sheet.boxes, key=lambda box: (order.get(box.whose_id, 0) if box.whose_id else 0, box.noted)):
        text = box.joint.text
        pen = meeting.scribe_id == actor.person_id
        hidden = (box.noted and not text and not (pen and box.whose_id != actor.person_id)) or (
            box.whose_id not in (None, *live) and not text
        )
        if not hidden:
            view = _shown(box, text, meeting, actor, names, kinds)
            shown.append(replace(view, mine=False, hint="", said_before=False) if only_read else view)
    return tuple(
        PartShown(
            str(section),
            _(section_words(meeting.last)[section]),
            tuple(box for kind in kinds for box in shown if box.kind == kind),
            section == Section.AGREE,
        )
        for section, kinds in SECTIONS.items()
    )


def _shown(box: BoxView, text: str, meeting: Meeting, actor: Actor, names: dict[UUID, str], kinds: dict[UUID, GoalKind]) -> BoxShown:
    name = names.get(box.whose_id, "") if box.whose_id else ""
    label, hint = _(LABELS[box.kind]) if box.kind in LABELS else "", ""
    if box.kind == BoxKind.STEP:
        label = _("Step %(number)s: what") % {"number": box.place + 1}
    elif box.whose_id and box.kind == BoxKind.OWN_GOAL:
        label = _(OWN_GOALS[kinds.get(box.whose_id, GoalKind.PERSONAL)]) % {"name": name}
    elif box.whose_id:
        label = _((LAST_EVERYBODYS if meeting.last else {}).get(box.kind, PERSONS[box.kind])) % {"name": name}
    if box.noted:
        label = _("%(label)s, written down for them") % {"label": label}
        by = names.get(box.last_by_id, "") if box.last_by_id else ""
        hint = _("Written down by %(by)s. %(name)s can say it differently, for seven days.") % {"by": by, "name": name} if by else ""
    mine = _may(box, meeting, actor)
    if not mine and box.whose_id and not box.noted:
        hint = _("Only %(name)s can change this.") % {"name": name}
    who_label, day_label = _asked(box, label, name)
    before = mine and not box.noted and not box.edits and box.kind in SAID_BEFORE
    return BoxShown(box.id, box.kind, label, hint, text, room_in(box.kind), mine, who_label, day_label, box.who_id, box.day, before)


def _asked(box: BoxView, label: str, name: str) -> tuple[str, str]:
    """What is asked beside the words: who does it, and the day."""
    if box.kind == BoxKind.STEP:
        number = {"number": box.place + 1}
        return _("Step %(number)s: who") % number, _("Step %(number)s: by which day?") % number
    if box.kind == BoxKind.DISAGREE:
        return "", _("We look at it again on")
    if box.kind == BoxKind.HOME:
        said = _("By which day? (%(name)s)") % {"name": name}
        return "", _("%(label)s, written down for them") % {"label": said} if box.noted else said
    return "", ""


def _may(box: BoxView, meeting: Meeting, actor: Actor) -> bool:
    """As the database will say; it has the last word at each change."""
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL) or meeting.state == State.CANCELLED:
        return False
    if box.whose_id is None:
        return meeting.state == State.CALLED
    if box.noted:
        return box.whose_id != actor.person_id and meeting.scribe_id == actor.person_id
    return box.whose_id == actor.person_id
