"""What follows a meeting, as plain data: who takes what home, which calls are due, which question is next."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from roundtable.casework.afterwards.models import Task
from roundtable.casework.afterwards.rules import CALL_SHOWN_DAYS, Call, CallEvent, CallFact, is_offered, next_question, the_call, who_calls
from roundtable.casework.roundtables.queries import (
    LineView,
    Meeting,
    MeetingFacts,
    facts_of,
    lines_taken_home,
    meetings,
    nearest,
    next_rows,
    quiet_beside,
)
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import SeatView, rows, seats_on
from roundtable.kernel.calendar import holidays_of, local_date
from roundtable.kernel.refusal import NotHere

DAY_AFTER, CALLED_AFTER = "day_after", "meeting_called_after"
"""Kinds of items this room writes: an answer of a citizen's own, and that the call was made (a line without words)."""


@dataclass(frozen=True)
class CallView:
    """The call to one citizen after the last meeting that was held. `today`: the local day."""

    case_id: UUID
    roundtable_id: UUID
    citizen_id: UUID
    held_on: date
    today: date
    call: Call

    @property
    def is_open(self) -> bool:
        return self.call.done_on is None


@dataclass(frozen=True)
class AfterMeeting:
    """One meeting and what follows it. `tasks`: by person, the line each takes home; `calls`: only of a meeting that was held.

    `said`: by person, what they wrote on the sheet that they take home, and nobody has put a day to yet.
    """

    case_id: UUID
    seats: tuple[SeatView, ...]
    meeting: Meeting
    tasks: dict[UUID, LineView]
    taken: frozenset[UUID]
    calls: tuple[CallView, ...]
    at: datetime
    said: dict[UUID, LineView]


@dataclass(frozen=True)
class DayAfter:
    """What a citizen may be asked now: about which meeting, which question (None: none), and whether it is offered on her first page."""

    roundtable_id: UUID
    held_on: date
    number: int | None
    offered: bool
    said: frozenset[int]


_HELD = (
    "SELECT DISTINCT ON (e.case_id) e.case_id, e.roundtable_id, e.held_on, g.country, g.time_zone,"
    " (now() AT TIME ZONE g.time_zone)::date AS today"
    " FROM roundtables_roundtableevent e JOIN seats_case c ON c.id = e.case_id JOIN programmes_programme g ON g.id = c.programme_id"
    " WHERE e.case_id = ANY (%s) AND e.event = 'held' AND (%s::uuid IS NULL OR e.roundtable_id = %s)"
    " ORDER BY e.case_id, e.held_on DESC, e.at DESC"
)
_CALLS = (
    "SELECT h.case_id, h.roundtable_id, h.held_on, h.country, h.today,"
    " ARRAY(SELECT jsonb_build_array(n.citizen_id, n.event, n.caller_id, n.day) FROM afterwards_callnote n"
    "   WHERE n.roundtable_id = h.roundtable_id ORDER BY n.at, n.id) AS notes,"
    " ARRAY(SELECT DISTINCT ON (w.person_id) jsonb_build_array(w.person_id, w.looks_after_id) FROM roundtables_meetingwishes w"
    "   WHERE w.case_id = h.case_id ORDER BY w.person_id, w.at DESC) AS wishes FROM held h"
)


def _read(found: Sequence[str]) -> list[Any]:
    """Rows inside a row, as the database sends them."""
    return [json.loads(row) for row in found]


def _facts(found: Sequence[Any], citizen_id: UUID) -> list[CallFact]:
    return [
        CallFact(CallEvent(event), UUID(caller), date.fromisoformat(on) if on else None)
        for citizen, event, caller, on in _read(found)
        if UUID(citizen) == citizen_id
    ]


@reader()
def calls_after(
    *, actor: Actor, case_ids: Sequence[UUID], seats: Sequence[SeatView], roundtable_id: UUID | None = None
) -> tuple[CallView, ...]:
    """The calls after the last meeting held on each of these cases, or after one meeting; a citizen each. One statement.

    `seats`: who sits on these cases. Without anybody who could call, the caller is None.
    """
    return _views(rows(f"WITH held AS ({_HELD}) {_CALLS}", [list(case_ids), roundtable_id, roundtable_id]), seats)


def _views(found: Sequence[Sequence[Any]], seats: Sequence[SeatView]) -> tuple[CallView, ...]:
    views = []
    for case_id, meeting_id, held_on, country, today, notes, wishes in found:
        live = [seat for seat in seats if seat.live and seat.case_id == case_id]
        work = [(seat.person_id, seat.authority) for seat in live if seat.hat == "professional"]
        looks = {UUID(person): UUID(by) if by else None for person, by in _read(wishes)}
        for citizen in dict.fromkeys(seat.person_id for seat in live if seat.hat == "citizen"):
            call = the_call(held_on, who_calls(looks.get(citizen), work), _facts(notes, citizen), holidays_of(country))
            views.append(CallView(case_id, meeting_id, citizen, held_on, today, call))
    return tuple(views)


@reader()
def meetings_and_calls(
    *, actor: Actor, case_ids: Sequence[UUID], seats: Sequence[SeatView], to_come: bool = False
) -> tuple[dict[UUID, MeetingFacts], tuple[CallView, ...]]:
    """What `next_meeting` and `calls_after` answer, for a first page: in one statement. `to_come`: not the meeting that goes on, where
    the one after it is called."""
    if not case_ids:
        return {}, ()
    sql, values = next_rows(actor, case_ids).annotate(quiet=quiet_beside("case_id")).query.sql_with_params()
    found = rows(
        f"WITH held AS ({_HELD}), calls AS ({_CALLS}), ahead AS ({sql})"
        " SELECT to_jsonb(ahead)::text, NULL::uuid, NULL::uuid, NULL::date, NULL, NULL::date, NULL::jsonb[], NULL::jsonb[] FROM ahead"
        " UNION ALL SELECT NULL, case_id, roundtable_id, held_on, country, today, notes, wishes FROM calls",
        [list(case_ids), None, None, *values],
    )
    ahead = [_ahead(json.loads(row[0])) for row in found if row[0]]
    later = [facts for facts in ahead if facts.starts_at > current().at] if to_come else []
    return nearest(ahead) | nearest(later), _views([row[1:] for row in found if not row[0]], seats)


@dataclass(frozen=True)
class MissingCall:
    """A call to a citizen after a meeting that is late and not noted, as a leader knows it: whom, by when, never who should have called."""

    case_id: UUID
    citizen: str
    held_on: date
    due_on: date


_MISSING = (
    "SELECT h.case_id, s.person_id, concat_ws(' ', p.given_name, p.family_name), h.held_on, h.country, h.today,"
    " ARRAY(SELECT jsonb_build_array(n.citizen_id, n.event, n.caller_id, n.day) FROM afterwards_callnote n"
    "   WHERE n.roundtable_id = h.roundtable_id ORDER BY n.at, n.id) AS notes"
    " FROM (SELECT DISTINCT ON (e.case_id) e.case_id, e.roundtable_id, e.held_on, g.country,"
    "     (now() AT TIME ZONE g.time_zone)::date AS today"
    "   FROM roundtables_roundtableevent e JOIN seats_case c ON c.id = e.case_id JOIN programmes_programme g ON g.id = c.programme_id"
    "   WHERE e.event = 'held' AND e.held_on > current_date - %s ORDER BY e.case_id, e.held_on DESC, e.at DESC) h"
    " JOIN seats_seat s ON s.case_id = h.case_id AND s.hat = 'citizen'"
    "   AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)"
    " JOIN people_person p ON p.id = s.person_id"
    " WHERE EXISTS (SELECT FROM seats_seat w WHERE w.case_id = h.case_id AND w.hat = 'professional'"
    "   AND w.from_at <= now() AND (w.until_at IS NULL OR now() < w.until_at)) ORDER BY h.held_on, s.person_id"
)


@reader(Purpose.TEAM)
def missing_calls(*, actor: Actor) -> tuple[MissingCall, ...]:
    """The calls after the last meeting of each course the actor leads whose day has passed without a note, oldest first. One statement.

    As long as they stand on their caller's first page: four weeks. It names nobody who did not call: the table decides who does.
    """
    late = []
    for case_id, citizen_id, name, held_on, country, today, notes in rows(_MISSING, [CALL_SHOWN_DAYS]):
        call = the_call(held_on, None, _facts(notes, citizen_id), holidays_of(country))
        if call.is_late(today):
            late.append(MissingCall(case_id, name, held_on, call.due_on))
    return tuple(late)


def _ahead(row: dict[str, Any]) -> MeetingFacts:
    ids = {name: UUID(row[name]) for name in ("case_id", "roundtable_id")}
    return facts_of({**row, **ids, "starts_at": datetime.fromisoformat(row["starts_at"])})


@reader(Purpose.MEETING)
def after_meeting(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> AfterMeeting:
    """What each takes home from one meeting, and the calls after it. Six statements. Raises NotHere for a meeting of another case."""
    meeting = next((found for found in meetings(actor=actor, case_id=case_id) if found.id == roundtable_id), None)
    seats = seats_on(actor=actor, case_ids=[case_id])
    if meeting is None or not seats:
        raise NotHere()
    person = Subquery(Task.objects.filter(line_id=OuterRef("item_id")).values("person_id")[:1])
    beside = {"person_id": person, "by_when": day_taken_home("item_id")}
    lines, found = lines_taken_home(actor=actor, case_id=case_id, roundtable_id=roundtable_id, beside=beside)
    taken = {row["item_id"]: Task(person_id=row["person_id"], by_when=row["by_when"]) for row in found if row["person_id"]}
    said = {line.said_by_id: line for line in reversed(lines) if line.item_id not in taken}
    tasks = {person: line for person, line in said.items() if line.look_again_on}
    tasks |= {taken[line.item_id].person_id: _with_day(line, taken[line.item_id]) for line in lines if line.item_id in taken}
    people = frozenset([*tasks, *(task.person_id for task in taken.values())])
    return AfterMeeting(
        case_id,
        seats,
        meeting,
        tasks,
        people,
        calls_after(actor=actor, case_ids=[case_id], seats=seats, roundtable_id=roundtable_id),
        current().at,
        {person: line for person, line in said.items() if person not in people},
    )


# What each takes home from the last meeting where somebody did, as it reads now: in the words of who is quoted where they say it
# differently, else as corrected. Not what they took back. `asks`: written down by somebody else, and not confirmed. Values: the case.
TAKEN_HOME = (
    "SELECT row_number() OVER (ORDER BY k.person_id IS NULL, l.at, l.number, l.item_id) AS place,"
    " d.id AS item_id, d.scope_id, d.about, d.author_id,"
    " coalesce(k.person_id, i.said_by_id, i.author_id) AS person_id, coalesce(k.by_when, l.look_again_on) AS by_when,"
    " CASE WHEN d.id = l.item_id AND l.text <> '' THEN l.text ELSE t.body END AS words,"
    " coalesce(i.said_by_id <> i.author_id, false) AND c.said_so IS NULL AS asks"
    " FROM roundtables_meetingline l JOIN seats_item i ON i.id = l.item_id"
    " LEFT JOIN afterwards_task k ON k.line_id = l.item_id"
    " LEFT JOIN LATERAL (SELECT x.said_so, x.words_item_id FROM roundtables_linecheck x WHERE x.line_id = l.item_id"
    "   ORDER BY x.at DESC, x.id DESC LIMIT 1) c ON true"
    " LEFT JOIN LATERAL (SELECT y.words_item_id FROM roundtables_linecorrection y WHERE y.line_id = l.item_id"
    "   ORDER BY y.at DESC, y.words_item_id LIMIT 1) f ON true"
    " JOIN seats_item d ON d.id = coalesce(c.words_item_id, f.words_item_id, l.item_id) JOIN seats_text t ON t.item_id = d.id"
    " WHERE l.section = 'home' AND i.scope_kind = 'table' AND coalesce(k.person_id::text, l.look_again_on::text) IS NOT NULL"
    " AND coalesce(c.said_so OR c.words_item_id IS NOT NULL, true)"
    " AND l.roundtable_id = (SELECT z.roundtable_id FROM roundtables_meetingline z"
    "   JOIN roundtables_roundtable r ON r.id = z.roundtable_id WHERE r.case_id = %s AND z.section = 'home' ORDER BY z.at DESC LIMIT 1)"
)


def day_taken_home(line: str) -> Subquery:
    """By which day a line is done that was given its day on the page of what is taken home; `line`: the outer query's name of its id."""
    return Subquery(Task.objects.filter(line_id=OuterRef(line)).values("by_when")[:1])


def _with_day(line: LineView, task: Task) -> LineView:
    return replace(line, look_again_on=task.by_when) if task.by_when else line


_ANSWERS = (
    f"WITH held AS ({_HELD}) SELECT h.roundtable_id, h.held_on, h.today,"
    " ARRAY(SELECT jsonb_build_array(o.roundtable_id, o.number, (o.at AT TIME ZONE h.time_zone)::date) FROM afterwards_ownanswer o"
    "   WHERE o.person_id = %s) FROM held h"
)


@reader(Purpose.MEETING)
def day_after(*, actor: Actor, case_id: UUID, roundtable_id: UUID | None = None) -> DayAfter | None:
    """What the acting citizen may be asked about the last meeting held on a case, or about one meeting; None without one. One statement."""
    found = rows(_ANSWERS, [[case_id], roundtable_id, roundtable_id, actor.person_id])
    if not found:
        return None
    meeting_id, held_on, today, kept = found[0]
    answers = _read(kept)
    said = {number: date.fromisoformat(day) for meeting, number, day in answers if UUID(meeting) == meeting_id}
    elsewhere = [date.fromisoformat(day) for meeting, _number, day in answers if UUID(meeting) != meeting_id]
    number = next_question(held_on, today, said, elsewhere)
    return DayAfter(meeting_id, held_on, number, is_offered(held_on, today, said, elsewhere), frozenset(said))


def today_in(meeting: Meeting, at: datetime) -> date:
    """The local day where the meeting is."""
    return local_date(at, meeting.zone)
