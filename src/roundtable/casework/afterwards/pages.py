"""The page at the end of a meeting and after it, and one question a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.afterwards.queries import AfterMeeting, CallView
from roundtable.casework.casefile.pages import Day, coming, next_date
from roundtable.casework.casefile.queries import Ahead
from roundtable.casework.roundtables.pages import Line, Names, day_words, line_of
from roundtable.casework.roundtables.rules import CHANGE_DAYS, State
from roundtable.casework.roundtables.rules.ahead import has_begun
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import contact_of, readers_of
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import ScopeKind
from roundtable.ui.days import with_weekday
from roundtable.ui.table import Readers


@dataclass(frozen=True)
class TakesHome:
    """One party and the one thing they take home; `line` None while nothing is written, or for who may not read it."""

    person_id: UUID
    name: str
    me: bool
    line: Line | None
    taken: bool


@dataclass(frozen=True)
class CallLine:
    """The call to one citizen in a sentence; `open`: it can still be noted."""

    citizen_id: UUID
    sentence: str
    tried: str
    late: bool
    open: bool


@dataclass(frozen=True)
class EndPage:
    """What one takes home, the next date, the money line, one telephone number, and the call."""

    case_id: UUID
    id: UUID
    held: bool
    off: bool
    can_write: bool
    citizen: bool
    professional: bool
    reads: bool
    tasks: tuple[TakesHome, ...]
    missing: str
    without_day: str
    to_confirm: tuple[UUID, ...]
    next_day: str
    can_call: bool
    money: str
    call: str
    phone: str
    calls: tuple[CallLine, ...]
    readers: Readers


def end_page(data: AfterMeeting, ahead: Ahead, actor: Actor, *, over: bool) -> EndPage:
    """The page as this actor reads it. `over`: the course has ended."""
    names = Names(data.seats, actor, data.meeting.zone)
    live = [seat for seat in data.seats if seat.live]
    tasks = tuple(_takes(seat, data, actor, names, over=over) for seat in _parties(live))
    decides, contact = _money(live), contact_of(live)
    held = data.meeting.state == State.HELD
    young = held and (data.at - data.meeting.plan.at).days < CHANGE_DAYS
    reads = actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL)
    return EndPage(
        case_id=data.case_id,
        id=data.meeting.id,
        held=held,
        off=data.meeting.state == State.CANCELLED,
        can_write=reads and not over and (data.meeting.state == State.CALLED or young) and not all(task.taken for task in tasks),
        citizen=actor.hat == Hat.CITIZEN,
        professional=actor.hat == Hat.PROFESSIONAL,
        reads=reads,
        tasks=tasks,
        missing=", ".join(task.name for task in tasks if not task.taken and not task.line),
        without_day=", ".join(task.name for task in tasks if not task.taken and task.line),
        to_confirm=tuple(task.line.item_id for task in tasks if task.line and task.line.mine),
        can_call=actor.hat == Hat.PROFESSIONAL and not over and ahead.meeting is None and not _still_ahead(data),
        next_day=next_date(coming(actor, data.case_id, data.seats, ahead, together=True)),
        money=_("%(name)s, %(organisation)s") % {"name": decides.name, "organisation": decides.organisation} if decides else "",
        call=contact.name if contact else "",
        phone=contact.phone if contact else "",
        calls=tuple(call_line(view, data.seats, actor) for view in data.calls),
        readers=readers_of(ScopeKind.TABLE, data.seats, actor, over=over),
    )


def _still_ahead(data: AfterMeeting) -> bool:
    """Whether this meeting is called and has not begun: the next one is called while it goes on, or after it."""
    return data.meeting.state == State.CALLED and not has_begun(data.meeting.starts_at, data.meeting.zone, data.at)


def _parties(live: Sequence[SeatView]) -> tuple[SeatView, ...]:
    found = {seat.person_id: seat for seat in reversed(live) if seat.hat in ("citizen", "professional")}
    return tuple(seat for seat in live if found.get(seat.person_id) is seat)


def _takes(seat: SeatView, data: AfterMeeting, actor: Actor, names: Names, *, over: bool) -> TakesHome:
    view = data.tasks.get(seat.person_id) or data.said.get(seat.person_id)
    line = line_of(view, actor, names, over=over) if view else None
    return TakesHome(seat.person_id, seat.given_name, seat.person_id == actor.person_id, line, seat.person_id in data.taken)


def _money(live: Sequence[SeatView]) -> SeatView | None:
    return next((seat for seat in live if seat.hat == "professional" and seat.authority), None)


def day_name(day: date) -> str:
    """A day with the name it has in the week."""
    return with_weekday(day, "MONTH_DAY_FORMAT")


def call_line(view: CallView, seats: Sequence[SeatView], actor: Actor) -> CallLine:
    """Who calls whom by when, or did; said to the citizen as to her."""
    names = {seat.person_id: seat.given_name for seat in seats}
    call, me = view.call, actor.person_id
    who = names.get(call.caller_id, "") if call.caller_id else ""
    whom = names.get(view.citizen_id, "")
    places = {"who": who, "whom": whom, "day": day_name(call.done_on or call.due_on)}
    if call.done_on is not None:
        sentence = _("%(who)s called you on %(day)s.") if view.citizen_id == me else _("%(who)s called %(whom)s on %(day)s.")
    elif view.citizen_id == me and call.is_late(view.today):
        sentence = (
            _("%(who)s was to call you by %(day)s. It is not noted that it happened. You can call %(who)s.")
            if who
            else _("Somebody was to call you by %(day)s. It is not noted that it happened. You can call your contact person.")
        )
    elif not who:
        sentence = _("Somebody calls you by %(day)s.") if view.citizen_id == me else _("Nobody is named yet who calls %(whom)s by %(day)s.")
    elif view.citizen_id == me:
        sentence = _("%(who)s calls you by %(day)s, to hear how you are.")
    elif call.caller_id == me:
        sentence = _("You call %(whom)s by %(day)s, to hear how it went.")
    else:
        sentence = _("%(who)s calls %(whom)s by %(day)s.")
    late = call.is_late(view.today) and actor.hat == Hat.PROFESSIONAL
    tried = _("Tried, and not reached yet.") if call.tried and call.done_on is None else ""
    return CallLine(view.citizen_id, sentence % places, tried, late, view.is_open)


def call_day(view: CallView, seats: Sequence[SeatView], actor: Actor) -> Day:
    """The call among the days of its course. Who named whom to look after her is not for a leader, nor so who calls."""
    names = {seat.person_id: seat.given_name for seat in seats}
    knows, caller = actor.hat != Hat.TEAM_LEADER, view.call.caller_id
    who = pgettext("who does it", "you") if caller == actor.person_id else names.get(caller, "") if caller else ""
    to_her = _("A call to you: how are you after our meeting?")
    what = (
        to_her
        if view.citizen_id == actor.person_id
        else _("A call to %(whom)s after the meeting") % {"whom": names.get(view.citizen_id, "")}
    )
    url = reverse("end_of_meeting", args=[view.case_id, view.roundtable_id]) if actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL) else ""
    return Day(what, view.call.due_on, who if knows else "", url)


__all__ = ["CallLine", "EndPage", "TakesHome", "call_day", "call_line", "day_name", "day_words", "end_page"]
