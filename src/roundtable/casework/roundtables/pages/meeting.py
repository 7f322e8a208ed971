"""The meeting as a page: when and where, who comes, what is on the agenda, what was written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import pairwise
from uuid import UUID

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.plans.pages.words import names as in_a_row
from roundtable.casework.plans.rules.agreement import AnswerKind
from roundtable.casework.roundtables.pages.caller import chose, set_by
from roundtable.casework.roundtables.pages.lines import Line, Names, day_words, line_of, local, noted
from roundtable.casework.roundtables.queries import AnswerView, Appointment, Meeting, MeetingData, WishesView
from roundtable.casework.roundtables.rules import (
    ANSWER_WORDS,
    BREAK_WORDS,
    CHANNEL_WORDS,
    FIXED_AGENDA,
    PACE_WORDS,
    STATE_WORDS,
    WHY_WORDS,
    Answer,
    Event,
    How,
    Section,
    State,
)
from roundtable.casework.roundtables.rules.last import LAST_AGENDA, section_words
from roundtable.casework.roundtables.rules.place import PLACE_WORDS
from roundtable.casework.roundtables.rules.writing import still_written
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import closed_out, contact_of, guest_word, readers_of, seat_marks
from roundtable.ground.seats.queries import SeatView
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import gettext_noop
from roundtable.ui.days import with_weekday
from roundtable.ui.table import Readers, SeatMark

DRAWN = {Answer.COMES: "yes", Answer.CANNOT: "no", Answer.OTHER_TIME: "not_yet"}
DIFFERS = {
    AnswerKind.YES_BUT: gettext_noop("%(name)s says yes, but … to the plan"),
    AnswerKind.NO: gettext_noop("%(name)s says no to the plan"),
}
MARKS = {Answer.COMES: "moss", Answer.CANNOT: "plum", Answer.OTHER_TIME: "amber"}
STATE_MARKS = {State.CALLED: "moss", State.CANCELLED: "slate", State.HELD: "slate"}


@dataclass(frozen=True)
class Earlier:
    """An appointment that no longer stands: what it was, and what became of it."""

    what: str
    then: str
    reason: str


@dataclass(frozen=True)
class PersonAnswer:
    """Somebody at the table and what they say to the invitation."""

    name: str
    about: str
    me: bool
    word: str
    mark: str
    note: str
    remark: str
    asked_on: date | None = None
    asked_clock: time | None = None


@dataclass(frozen=True)
class SectionView:
    """One part of the meeting with its lines."""

    code: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Wish:
    """How one citizen wants the meeting, in sentences, with their own words."""

    name: str
    sentences: tuple[str, ...]
    words: str
    note: str


@dataclass(frozen=True)
class MeetingPage:
    """All the page shows. Without a meeting: `id` None. `over`: the course has ended; `off`: the meeting was cancelled.
    `acts`: the reader acts for somebody, and reads.
    `set_by_me`: that the reader called or moved it and so is not asked whether they come; empty once they have answered all the same.
    `when`: the day and hour it was planned for; where it was held on another day that day alone, and `planned` says what was planned."""

    case_id: UUID
    id: UUID | None
    citizen: bool
    companion: bool
    acts: bool
    decides: bool
    leads: bool
    writes: bool
    seats: tuple[SeatMark, ...]
    readers: Readers
    callers: str
    others: tuple[tuple[UUID, str], ...]
    over: bool = False
    open: bool = False
    off: bool = False
    held: bool = False
    version: int = 0
    appointed: int = 0
    state: str = ""
    state_mark: str = "slate"
    when: str = ""
    planned: str = ""
    how_long: str = ""
    channel: str = ""
    place: str = ""
    place_elsewhere: bool = False
    pace: str = ""
    earlier: tuple[Earlier, ...] = ()
    cancelled: str = ""
    cancel_reason: str = ""
    held_line: str = ""
    follow_up: bool = False
    people: tuple[PersonAnswer, ...] = ()
    my_answer: str = ""
    asked_again: bool = False
    set_by_me: str = ""
    wishes: tuple[Wish, ...] = ()
    points: tuple[Line, ...] = ()
    still_open: tuple[Line, ...] = ()
    goal_contested: bool = False
    differs: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    sections: tuple[SectionView, ...] = ()
    scribe: str = ""
    scribe_is_me: bool = False
    to_confirm: tuple[UUID, ...] = ()
    contact: str = ""
    contact_phone: str = ""
    contact_role: str = ""
    last: bool = False
    still_written: bool = False
    today: bool = False

    @property
    def written(self) -> bool:
        return any(section.lines for section in self.sections)


def when_words(event: Appointment, zone: str) -> str:
    """Day and time as people say them."""
    start = local(event.starts_at, zone)
    said = {"weekday": date_format(start, "l"), "day": date_format(start, "DATE_FORMAT"), "time": date_format(start, "TIME_FORMAT")}
    return _("%(weekday)s %(day)s at %(time)s") % said


def _held_elsewhen(meeting: Meeting) -> date | None:
    """The day a meeting was held, where it is another one than was planned: at which hour nobody noted."""
    plan = meeting.plan
    held = plan.held_on if plan.event == Event.HELD else None
    return held if held != local(plan.starts_at, meeting.zone).date() else None


def _when(meeting: Meeting) -> str:
    """When it is; or was, as far as that is known."""
    held = _held_elsewhen(meeting)
    return with_weekday(held) if held else when_words(meeting.plan, meeting.zone)


def build_meeting(data: MeetingData, actor: Actor) -> MeetingPage:
    """The page of a meeting for this actor, or the page that says that none is called."""
    names = Names(data.seats, actor, data.meeting.zone) if data.meeting else Names(data.seats, actor)
    # Who acts for somebody reads for them, and is not invited: nobody waits for their answer.
    live = [seat for seat in data.seats if seat.live and seat.hat != Hat.REPRESENTATIVE]
    live = [seat for seat in live if seat.hat != "guest" or seat.seat_id in data.guests]
    callers = [seat.given_name for seat in live if seat.hat == "professional"]
    base = MeetingPage(
        case_id=data.case_id,
        id=None,
        citizen=actor.hat == Hat.CITIZEN,
        companion=actor.hat == Hat.COMPANION,
        acts=actor.hat == Hat.REPRESENTATIVE,
        decides=actor.hat in (Hat.PROFESSIONAL, Hat.TEAM_LEADER) and not data.over,
        leads=actor.hat == Hat.TEAM_LEADER,
        writes=actor.hat in (Hat.PROFESSIONAL, Hat.CITIZEN) and not data.over,
        seats=seat_marks(live, actor),
        readers=readers_of(ScopeKind.TABLE, data.seats, actor, over=data.over and actor.hat == Hat.CITIZEN),
        callers=_either(callers),
        others=tuple((meeting.id, _label(meeting)) for meeting in data.others),
        over=data.over,
    )
    if data.meeting is None:
        return base
    return _fill(base, data, data.meeting, actor, names, [*live, *_no_longer(data.seats, live, data.meeting)])


def _no_longer(seats: Sequence[SeatView], live: Sequence[SeatView], meeting: Meeting) -> list[SeatView]:
    """Who was there and sits there no longer: somebody who left, or from outside, whose place ends with the meeting."""
    here = {seat.person_id for seat in live}
    return [replace(seat, live=True) for seat in seats if seat.person_id in meeting.plan.present and seat.person_id not in here]


def _either(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s or %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _label(meeting: Meeting) -> str:
    return _("%(when)s: %(state)s") % {"when": _when(meeting), "state": _(STATE_WORDS[meeting.state]).lower()}


def _fill(base: MeetingPage, data: MeetingData, meeting: Meeting, actor: Actor, names: Names, live: Sequence[SeatView]) -> MeetingPage:
    plan, state, elsewhen = meeting.plan, meeting.state, _held_elsewhen(meeting)
    planned = state == State.CALLED and not data.over
    mine = data.answers.get(actor.person_id)
    current = mine if mine and mine.number == meeting.appointed else None
    out = closed_out(ScopeKind.TABLE, data.seats, actor)
    drawn = {seat.person_id: _drawn(seat.person_id, data.answers.get(seat.person_id), meeting) for seat in live}
    drawn = {person: answer for person, answer in drawn.items() if answer != "pending" or person not in out}
    contact = contact_of(data.seats)
    base = _written(base, data, meeting, actor, names)
    return replace(
        base,
        id=meeting.id,
        seats=seat_marks(live, actor, answers=drawn) if planned else _there(live, actor, meeting),
        open=planned,
        off=state == State.CANCELLED,
        held=state == State.HELD,
        last=meeting.last,
        still_written=data.at is not None and still_written(state, plan.at, data.at),
        today=data.at is not None and local(data.at, meeting.zone).date() == local(plan.starts_at, meeting.zone).date(),
        version=meeting.version,
        appointed=meeting.appointed,
        state=_("Was planned") if data.over and state == State.CALLED else _(STATE_WORDS[state]),
        state_mark=STATE_MARKS[state] if planned else "slate",
        when=_when(meeting),
        planned=when_words(plan, meeting.zone) if elsewhen else "",
        how_long="" if elsewhen else ngettext("About %(count)s minute", "About %(count)s minutes", plan.minutes) % {"count": plan.minutes},
        channel=_(CHANNEL_WORDS[plan.channel]),
        place=_body(data, plan.place_item_id),
        place_elsewhere=plan.place_item_id is not None and plan.place_item_id not in data.texts,
        pace=_(PACE_WORDS[plan.pace]),
        earlier=_earlier(data, meeting, names),
        cancelled=_cancelled(meeting, names),
        cancel_reason=_body(data, plan.reason_item_id) if state == State.CANCELLED else "",
        held_line=_held(meeting, names),
        follow_up=plan.follow_up,
        people=tuple(_person(seat, data, meeting, actor, names) for seat in _once(live)),
        my_answer=_(ANSWER_WORDS[current.answer]) if current else "",
        asked_again=mine is not None and current is None and planned and not chose(meeting, actor.person_id),
        set_by_me=set_by(meeting, you=True) if planned and current is None and chose(meeting, actor.person_id) else "",
        wishes=tuple(_wish(view, names) for view in data.wishes),
        contact=contact.name if contact else "",
        contact_phone=contact.phone if contact else "",
        contact_role=contact.role_name if contact else "",
    )


def _body(data: MeetingData, item_id: UUID | None) -> str:
    return data.texts[item_id].body if item_id in data.texts else ""


def _once(live: Sequence[SeatView]) -> tuple[SeatView, ...]:
    found = {seat.person_id: seat for seat in reversed(live) if seat.hat in ("citizen", "professional", "companion", "guest")}
    return tuple(seat for seat in live if found.get(seat.person_id) is seat)


def _there(seats: Sequence[SeatView], actor: Actor, meeting: Meeting) -> tuple[SeatMark, ...]:
    """The table as it was: who was there, where that was noted."""
    present = meeting.plan.present
    marks = seat_marks(seats, actor)
    people = dict.fromkeys(seat.person_id for seat in seats if seat.live and seat.hat != "intake")
    if not present or len(people) != len(marks):
        return marks
    return tuple(replace(mark, state="here" if person in present else "missing") for mark, person in zip(marks, people, strict=True))


def _drawn(person_id: UUID, answer: AnswerView | None, meeting: Meeting) -> str:
    if answer and answer.number == meeting.appointed:
        return DRAWN[answer.answer]
    return "yes" if chose(meeting, person_id) else "pending"


def _earlier(data: MeetingData, meeting: Meeting, names: Names) -> tuple[Earlier, ...]:
    """Times and places that no longer stand, oldest first; each struck, with words."""
    standing = [event for event in meeting.events if event.event in (Event.CALLED, Event.MOVED)]
    found = []
    for before, move in pairwise(standing):
        place = _body(data, before.place_item_id) if before.place_item_id != move.place_item_id else ""
        what = when_words(before, meeting.zone) + (f", {place}" if place else "")
        then = _("Moved by %(name)s on %(day)s") % {"name": names.of(move.by_id), "day": day_words(local(move.at, meeting.zone))}
        found.append(Earlier(what, then, _body(data, move.reason_item_id)))
    return tuple(found)


def _cancelled(meeting: Meeting, names: Names) -> str:
    plan = meeting.plan
    if plan.event != Event.CANCELLED or plan.why is None:
        return ""
    return _("Cancelled by %(name)s on %(day)s. %(why)s.") % {
        "name": names.of(plan.by_id),
        "day": day_words(local(plan.at, meeting.zone)),
        "why": _(WHY_WORDS[plan.why]),
    }


def _held(meeting: Meeting, names: Names) -> str:
    plan = meeting.plan
    if plan.event != Event.HELD or plan.held_on is None:
        return ""
    people = in_a_row([names.of(person) for person in plan.present])
    day = day_words(plan.held_on)
    return _("Held on %(day)s, with %(names)s.") % {"day": day, "names": people} if people else _("Held on %(day)s.") % {"day": day}


def _person(seat: SeatView, data: MeetingData, meeting: Meeting, actor: Actor, names: Names) -> PersonAnswer:
    view = data.answers.get(seat.person_id)
    about = ", ".join(part for part in (seat.role_name, seat.organisation) if part)
    if seat.hat == "companion":
        about = _("Comes with %(name)s") % {"name": names.of(seat.for_person_id)}
    if seat.hat == "guest":
        guest = _("%(what)s, asked by a link") if meeting.state == State.HELD else _("%(what)s, asked by a link, reads only what is given")
        about = guest % {"what": guest_word(seat)}
    word, mark, notes, remark = _("No answer yet"), "slate", [], ""
    asked: tuple[date | None, time | None] = (None, None)
    if meeting.state == State.HELD:
        there = seat.person_id in meeting.plan.present
        known = bool(meeting.plan.present)
        word, mark = (_("Was there"), "moss") if there else (_("Was not there") if known else _("Not noted"), "slate")
    elif view is not None and view.number == meeting.appointed:
        word, mark, remark = _(ANSWER_WORDS[view.answer]), MARKS[view.answer], _body(data, view.item_id)
        if view.other_on:
            clock = time_format(view.other_clock, "TIME_FORMAT") if view.other_clock else ""
            notes.append(" ".join(part for part in (day_words(view.other_on), clock) if part))
            asked = (view.other_on, view.other_clock) if meeting.state == State.CALLED else asked
        notes += [noted(view.how, names.of(view.by_id))] if view.how != How.SELF else []
    elif meeting.state == State.CALLED and chose(meeting, seat.person_id):
        word, mark = set_by(meeting), "moss"
    elif view is not None:
        notes.append(_("answered for the earlier time, and is asked again"))
    if word == _("No answer yet") and seat.person_id in closed_out(ScopeKind.TABLE, data.seats, actor):
        word, notes = _("Your course is closed for %(name)s, so no answer is awaited") % {"name": seat.given_name}, []
    return PersonAnswer(seat.name, about, seat.person_id == actor.person_id, word, mark, " · ".join(notes), remark, *asked)


def _wish(view: WishesView, names: Names) -> Wish:
    sentences = [_(PACE_WORDS[view.pace]), _(BREAK_WORDS[view.breaks])]
    if view.channel:
        sentences.append(_(CHANNEL_WORDS[view.channel]))
    if view.place:
        sentences.append(_(PLACE_WORDS[view.place]))
    if view.looks_after_id:
        sentences.append(_("%(name)s looks after me") % {"name": names.of(view.looks_after_id)})
    words = view.words
    by = noted(view.how, names.of(words.author_id)) if words else ""
    return Wish(names.of(view.person_id), tuple(sentences), words.body if words else "", by)


def _written(base: MeetingPage, data: MeetingData, meeting: Meeting, actor: Actor, names: Names) -> MeetingPage:
    """Agenda and lines; citizens' points first."""
    citizens = {seat.person_id for seat in data.seats if seat.hat == "citizen"}
    points = sorted((line for line in data.lines if line.section == Section.POINT), key=lambda line: line.said_by_id not in citizens)
    steps = [step.strip() for step in data.steps_text.splitlines() if step.strip()]
    shown = {line.item_id: line_of(line, actor, names, over=data.over) for line in data.lines}
    off = meeting.state == State.CANCELLED
    return replace(
        base,
        points=tuple(shown[line.item_id] for line in points),
        still_open=() if off else tuple(line_of(line, actor, names, over=data.over) for line in data.still_open),
        goal_contested=data.shared_goal == "contested" and not off,
        differs=() if off else tuple(_(DIFFERS[answer]) % {"name": name} for name, answer in data.differs),
        agenda=tuple(steps)
        if len(steps) > 1 and not meeting.last
        else tuple(_(s) for s in (LAST_AGENDA if meeting.last else FIXED_AGENDA)),
        sections=tuple(
            SectionView(code, _(title), tuple(shown[line.item_id] for line in data.lines if line.section == code))
            for code, title in section_words(meeting.last).items()
        ),
        scribe=names.of(meeting.scribe_id),
        scribe_is_me=meeting.scribe_id == actor.person_id,
        to_confirm=tuple(line.item_id for line in shown.values() if line.mine),
    )
