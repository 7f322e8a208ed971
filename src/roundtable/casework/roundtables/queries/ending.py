"""How near the end is, and whether the last meeting stands: asked together with what a first page asks anyway."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import OuterRef, Subquery

from roundtable.casework.assessments.queries import ROUND_OVER
from roundtable.casework.cases.queries import (
    BRIDGE,
    ENDED,
    BridgeView,
    EndedCourse,
    PhaseView,
    bridge_from,
    ended_from,
    my_ended_courses,
    phase_rows,
    phases_of,
)
from roundtable.casework.roundtables.models import RoundtableEvent
from roundtable.casework.roundtables.queries.ahead import facts_of, nearest, next_rows
from roundtable.casework.roundtables.queries.rows import MeetingFacts
from roundtable.casework.roundtables.rules import Event
from roundtable.casework.roundtables.rules.ahead import the_one_to_come
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import current, note_read
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import rows


@dataclass(frozen=True)
class Ending:
    """Where a course stands, and what became of its last meeting: `called` (also when moved), `held`, or neither."""

    phase: PhaseView
    called: bool
    held: bool


def _last_event() -> Any:
    """What happened last to a last meeting of the course of the outer row. Only whoever reads the course's facts reads it."""
    found = RoundtableEvent.objects.filter(case_id=OuterRef("case_id"), roundtable__last=True).exclude(event=Event.PEN)
    return found.order_by("-at", "-number").values("event")[:1]


def _endings(found: Iterable[Mapping[str, Any]]) -> dict[UUID, Ending]:
    events = list(found)
    last = {row["case_id"]: row["last_event"] for row in events}
    return {
        case_id: Ending(view, last[case_id] in (Event.CALLED, Event.MOVED), last[case_id] == Event.HELD)
        for case_id, view in phases_of(events).items()
    }


@reader(Purpose.CASE)
def endings_and_ended(*, actor: Actor, case_ids: Sequence[UUID]) -> tuple[dict[UUID, Ending], tuple[EndedCourse, ...]]:
    """Of each of these courses what `case_phases` answers, and whether its last meeting is called or was held; with them what
    `my_ended_courses` answers. In one statement."""
    phases = phase_rows(case_ids).annotate(last_event=Subquery(_last_event())).values(*_FIELDS)
    try:
        asked, values = phases.query.sql_with_params()
    except EmptyResultSet:  # whoever sits nowhere now may have sat where a course ended
        return {}, my_ended_courses(actor=actor)
    found = rows(f"SELECT true, to_jsonb(p)::text FROM ({asked}) p UNION ALL SELECT false, to_jsonb(e)::text FROM ({ENDED}) e", values)
    events = [_typed(json.loads(row), "at") for is_phase, row in found if is_phase]
    ended = sorted((ended_from(row) for is_phase, row in found if not is_phase), key=lambda course: course.at, reverse=True)
    return _endings(sorted(events, key=lambda row: row["number"])), tuple(ended)


# Words of one person at one table, written down by others, that wait for their yes: lines of meetings, lines that were brought, also
# beside their own, goals and words in the plan. Values: the case and the person, four times.
_WAITS_FOR_MY_YES = (
    "SELECT 'wrote', w.id::text FROM (SELECT i.author_id FROM roundtables_meetingline l"
    " JOIN roundtables_roundtable r ON r.id = l.roundtable_id"
    " JOIN seats_item i ON i.id = l.item_id WHERE r.case_id = %s AND i.said_by_id = %s AND i.author_id <> i.said_by_id"
    " AND NOT EXISTS (SELECT FROM roundtables_linecheck c WHERE c.line_id = l.item_id)"
    " UNION SELECT i.author_id FROM seats_item i WHERE i.case_id = %s AND i.said_by_id = %s AND i.author_id <> i.said_by_id"
    " AND i.kind = 'bring' AND NOT EXISTS (SELECT FROM assessments_saidso s WHERE s.item_id = i.id)"
    " UNION SELECT g.written_by_id FROM plans_goal g JOIN plans_plan p ON p.item_id = g.plan_id"
    " WHERE p.case_id = %s AND g.owner_id = %s AND g.confirmed_at IS NULL AND g.removed_at IS NULL"
    " UNION SELECT s.written_by_id FROM plans_saying s JOIN plans_plan p ON p.item_id = s.plan_id"
    " WHERE p.case_id = %s AND s.said_by_id = %s AND s.confirmed_at IS NULL AND s.removed_at IS NULL"
    " AND s.kind IN ('own_words', 'help', 'work_gives')) w (id) ORDER BY 2"
)
# When what was brought opened with all ready, since the last meeting was held. Values: the case.
_OPENED = (
    "SELECT 'opened', max(o.at)::text FROM seats_opening o WHERE o.case_id = %s AND NOT o.early"
    f" AND NOT EXISTS (SELECT FROM seats_item h WHERE h.case_id = o.case_id AND h.kind = '{ROUND_OVER}' AND h.made_at >= o.at)"
)
_FIELDS = ("case_id", "number", "phase", "at", "planned", "last_event")


@reader(Purpose.CASE)
def meetings_and_end(
    *, actor: Actor, case_id: UUID, others: Sequence[UUID] = ()
) -> tuple[dict[UUID, MeetingFacts], Ending | None, tuple[UUID, ...], datetime | None]:
    """What `next_meeting` answers for this and other courses, and `endings` for this one, for a citizen's first page; who wrote down, in
    this course's meetings, plan and lines, words of the actor's that wait for their yes; and when what all bring to the next meeting
    opened with all ready: in one statement."""
    ahead, with_values = next_rows(actor, [case_id, *others]).query.sql_with_params()
    phases, and_values = phase_rows([case_id]).annotate(last_event=Subquery(_last_event())).values(*_FIELDS).query.sql_with_params()
    found = rows(
        f"SELECT 'meeting', to_jsonb(a)::text FROM ({ahead}) a UNION ALL SELECT 'phase', to_jsonb(p)::text FROM ({phases}) p"
        f" UNION ALL ({_WAITS_FOR_MY_YES}) UNION ALL ({_OPENED})",
        [*with_values, *and_values, *(case_id, actor.person_id) * 4, case_id],
    )
    meetings = [facts_of(_typed(json.loads(row), "starts_at")) for what, row in found if what == "meeting"]
    events = [_typed(json.loads(row), "at") for what, row in found if what == "phase"]
    ending = _endings(sorted(events, key=lambda row: row["number"])).get(case_id)
    opened = next((datetime.fromisoformat(row) for what, row in found if what == "opened" and row), None)
    return nearest(meetings), ending, tuple(UUID(row) for what, row in found if what == "wrote"), opened


@reader()
def meeting_and_bridge(
    *, actor: Actor, case_id: UUID, beside: str
) -> tuple[MeetingFacts | None, BridgeView | None, tuple[dict[str, Any], ...]]:
    """The meeting that is still to come, and what `bridge_of` answers, for the sheet to take home; and the texts a statement `beside` them
    finds for that course, noted for the read log: in one statement."""
    ahead, values = next_rows(actor, [case_id]).query.sql_with_params()
    found = rows(
        f"SELECT 'meeting', to_jsonb(a)::text FROM ({ahead}) a UNION ALL SELECT 'bridge', to_jsonb(b)::text FROM ({BRIDGE}) b"
        f" UNION ALL SELECT 'beside', to_jsonb(h)::text FROM ({beside}) h",
        [*values, case_id, case_id],
    )
    meetings = [facts_of(_typed(json.loads(row), "starts_at")) for what, row in found if what == "meeting"]
    bridge = next((bridge_from(row, actor, case_id) for what, row in found if what == "bridge"), None)
    texts = tuple(json.loads(row) for what, row in found if what == "beside")
    others = [row for row in texts if UUID(row["author_id"]) != actor.person_id]
    note_read(actor, case_id, [(UUID(row["item_id"]), row["scope_id"], [UUID(person) for person in row["about"]]) for row in others])
    return the_one_to_come(meetings, current().at), bridge, texts


def _typed(row: dict[str, Any], moment: str) -> dict[str, Any]:
    """Ids and moments of a row as the database sends them inside a row."""
    ids: dict[str, Any] = {name: UUID(row[name]) for name in ("case_id", "roundtable_id") if name in row}
    planned = {"planned": date.fromisoformat(row["planned"])} if row.get("planned") else {}
    return {**row, **ids, **planned, moment: datetime.fromisoformat(row[moment])}


@reader(Purpose.CASE)
def last_meeting_held(*, actor: Actor, case_id: UUID) -> bool:
    """Whether the last meeting of this course was held. One statement."""
    return RoundtableEvent.objects.filter(case_id=case_id, roundtable__last=True, event=Event.HELD).exists()
