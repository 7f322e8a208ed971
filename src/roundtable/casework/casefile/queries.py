"""The case on one page: what happened, what is new, who the people are, and finding words again. What others keep is in no count."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from roundtable.casework.casefile.rules import DayKind
from roundtable.casework.notes.queries import ContactView, contacts
from roundtable.casework.roundtables.queries import MeetingFacts, open_meetings
from roundtable.casework.roundtables.rules.ahead import the_one_to_come
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.disclosure.queries import GIVEN_TO
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.search import matches, words_of

A_PAGE = 25
NEW_SHOWN = 5
LOOKED_THROUGH = 500
"""Texts one search opens and looks through: some 25 ms of decrypting (docs/decisions). Narrow by course first."""
FOUND_SHOWN = 20
TOLD_SHOWN = 200
NO_PROSE = frozenset({"referral_draft", "day_after"})
"""Kinds whose kept words are a half-filled form or a tick, not a text."""
WRITTEN_TOGETHER = frozenset({"meeting_line", "meeting_sheet"})
"""Kinds whose words may stand in a box that several write in."""


@dataclass(frozen=True)
class Happening:
    """Something that was written, unopened: what kind, by whom, when, who can read it. `new`: since the reader last said "seen".

    `given_to`: with whom it is shared now, as far as the reader may know. `version`: of a version of the plan, which one.
    """

    item_id: UUID
    case_id: UUID
    kind: str
    scope_kind: ScopeKind
    about: tuple[UUID, ...]
    author_id: UUID
    made_at: datetime
    holder_id: UUID | None
    side_id: UUID | None
    said_by_id: UUID | None
    corrects_id: UUID | None
    given_to: frozenset[UUID] = frozenset()
    version: int = 0


@dataclass(frozen=True)
class TimeLine:
    """One page of what happened, newest first."""

    happenings: tuple[Happening, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class SinceLastHere:
    """What others wrote since the reader last said "seen"; `count` counts what the reader may read, nothing else.

    `phones`: of the citizens of the course, for who may ring them; by person.
    """

    since: datetime | None
    happenings: tuple[Happening, ...]
    count: int
    phones: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """What a search found. `cut`: there were more texts than one search looks through; `given_to`: with whom each is shared now.

    `versions`: of a version of the plan, which one.
    """

    query: str
    hits: tuple[Words, ...]
    more: bool
    cut: bool
    given_to: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    versions: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class WhatTheyDecide:
    """Of a professional's page About me: when to reach them, what they decide, and what they do not. `phone`: of a citizen's details."""

    hours: str
    decides: str
    does_not: str
    phone: str = ""


@dataclass(frozen=True)
class Ahead:
    """What has a date on one course: the contacts the actor may know of, and the meeting that is called. `at`: now."""

    contacts: tuple[ContactView, ...]
    meeting: MeetingFacts | None
    at: datetime


@reader(Purpose.CASE)
def dates_ahead(*, actor: Actor, case_id: UUID, but: UUID | None = None) -> Ahead:
    """The one door to the next dates: the course page and the sheet one takes home read the same. Two statements.

    `but`: the meeting that one takes something home from, which is never the next one.
    """
    found = the_one_to_come(open_meetings(actor=actor, case_id=case_id), current().at, but)
    return contacts_ahead(actor=actor, case_id=case_id, meeting=found)


@reader(Purpose.CASE)
def contacts_ahead(*, actor: Actor, case_id: UUID, meeting: MeetingFacts | None) -> Ahead:
    """The same, where the meeting is known already. One statement."""
    return Ahead(contacts(actor=actor, case_id=case_id, limit=30), meeting, current().at)


@dataclass(frozen=True)
class PlannedDay:
    """A day that the plan or a meeting names. `what`: a step's own words; `who_id`: whose step it is."""

    kind: DayKind
    on: date
    what: str
    who_id: UUID | None


@reader(Purpose.CASE)
def planned_days(*, actor: Actor, case_id: UUID) -> tuple[PlannedDay, ...]:
    """Days of the plan's open steps and of the way back, and days to look again at what was not agreed. One statement."""
    found = rows(
        "SELECT 'step', s.by_on, s.what, s.who_id FROM plans_step s JOIN plans_plan p ON p.item_id = s.plan_id"
        " WHERE p.case_id = %s AND s.removed_at IS NULL AND s.by_on IS NOT NULL AND 'open' = coalesce("
        "(SELECT g.state FROM plans_progress g WHERE g.step_id = s.id ORDER BY g.at DESC, g.number DESC LIMIT 1), s.state)"
        " UNION ALL SELECT 'back_' || p.return_kind, p.return_on, '', NULL FROM plans_plan p"
        " WHERE p.case_id = %s AND p.return_on IS NOT NULL AND p.return_kind <> ''"
        " UNION ALL SELECT DISTINCT 'look_again', l.look_again_on, '', NULL::uuid FROM roundtables_meetingline l"
        " JOIN roundtables_roundtable r ON r.id = l.roundtable_id WHERE r.case_id = %s AND l.look_again_on IS NOT NULL"
        " ORDER BY 2, 1, 3",
        [case_id] * 3,
    )
    return tuple(PlannedDay(DayKind(row[0]), *row[1:]) for row in found)


# The wall, the scopes and the blocks are the policies' work: these statements see only what the actor may read.
# A line stands with its note, where that can be read too.
_SHOWN = "i.scope_kind <> 'draft' AND NOT EXISTS (SELECT FROM notes_note d WHERE d.line_id = i.id)"
_HAPPENING = (
    "SELECT i.id, i.case_id, i.kind, i.scope_kind, i.about, i.author_id, i.made_at,"
    " coalesce(sc.holder_id, CASE WHEN i.scope_kind = 'confidence' AND i.author_hat = 'professional' THEN i.author_id END) AS holder_id,"
    " coalesce(sc.side_id, st.organisation_id) AS side_id, i.said_by_id, n.corrects_id,"
    " coalesce((SELECT v.number FROM plans_version v WHERE v.item_id = i.id), 0) AS version"
    " FROM seats_item i LEFT JOIN seats_scope sc ON sc.id = i.scope_id LEFT JOIN seats_seat st ON st.id = i.author_seat_id"
    " LEFT JOIN notes_note n ON n.item_id = i.id"
    " WHERE i.case_id = %s AND " + _SHOWN
)
# Whose details the actor may know, the policy says: a professional at her table, who reads the referral, and she herself.
_PHONES = (
    "(SELECT jsonb_object_agg(d.person_id, d.phone)::text FROM people_contactdetails d WHERE d.phone <> '' AND d.person_id IN"
    " (SELECT c.person_id FROM seats_seat c WHERE c.case_id = %s AND c.hat = 'citizen'))"
)
_NEWEST_FIRST = " ORDER BY i.made_at DESC, i.id"
_GIVEN = f"{GIVEN_TO} || ARRAY(SELECT guard.asked_with({{item}}) WHERE {{kind}} = 'guest_ask')"


def _happening(row: tuple[Any, ...]) -> Happening:
    who, moment, holder, side, said_by, corrects, version = row[5:12]
    about, given_to = tuple(row[4]), frozenset(row[12])
    return Happening(row[0], row[1], row[2], ScopeKind(row[3]), about, who, moment, holder, side, said_by, corrects, given_to, version)


@reader(Purpose.CASE)
def time_line(*, actor: Actor, case_id: UUID, kinds: Sequence[str] = (), page: int = 1, size: int = A_PAGE) -> TimeLine:
    """What was written on one case, as far as the actor may read it, without its words. Two statements, however much there is."""
    narrowed = [case_id, list(kinds), list(kinds)]
    only = " AND (cardinality(%s::text[]) = 0 OR i.kind = ANY (%s))"
    count = rows(f"SELECT count(*) FROM seats_item i WHERE i.case_id = %s AND {_SHOWN}" + only, narrowed)[0][0]
    pages = max(1, -(-count // size))
    page = min(max(page, 1), pages)
    a_page = _HAPPENING + only + _NEWEST_FIRST + " LIMIT %s OFFSET %s"
    given = _GIVEN.format(item="l.id", kind="l.kind")
    found = rows(f"SELECT l.*, {given} FROM ({a_page}) l ORDER BY l.made_at DESC, l.id", [*narrowed, size, (page - 1) * size])
    return TimeLine(tuple(_happening(row) for row in found), page, pages)


@reader(Purpose.CASE)
def left_open_by_law(*, actor: Actor, case_id: UUID) -> tuple[Words, ...]:
    """What stays open to who sits on a case that its citizens have closed for them: shared by law, newest first. One statement."""
    found: tuple[Words, ...] = words(actor=actor, case_id=case_id, limit=LOOKED_THROUGH)
    return tuple(view for view in found if view.basis == "law")


@reader(Purpose.CASE)
def known_words(*, actor: Actor, happenings: Sequence[Happening]) -> dict[UUID, Words]:
    """The words of those that the actor wrote, or that are about the acting citizen: showing them is no reading. At most one statement."""
    mine = {
        row.item_id for row in happenings if row.author_id == actor.person_id or (actor.hat == Hat.CITIZEN and actor.person_id in row.about)
    }
    return {view.item_id: view for view in words(actor=actor, item_ids=list(mine), log=False)} if mine else {}


@reader(Purpose.CASE)
def since_last_here(*, actor: Actor, case_id: UUID, latest: int = 8) -> tuple[SinceLastHere, tuple[Happening, ...]]:
    """What others wrote since the actor last said "seen", and the newest of all there is; both newest first, unopened. One statement.

    With them come the citizens' telephone numbers, which the page shows beside them and would else ask for in one statement more.
    """
    found = rows(
        "WITH seen AS (SELECT (SELECT v.seen_at FROM casefile_visit v WHERE v.person_id = %s AND v.case_id = %s) AS at),"
        f" fresh AS ({_HAPPENING} AND i.author_id <> %s AND i.made_at > coalesce((SELECT at FROM seen), '-infinity'))"
        f" SELECT true, s.at, (SELECT count(*) FROM fresh), f.*, {_GIVEN.format(item='f.id', kind='f.kind')}, {_PHONES} FROM seen s"
        " LEFT JOIN LATERAL (SELECT * FROM fresh ORDER BY made_at DESC, id LIMIT %s) f ON true"
        f" UNION ALL SELECT false, NULL, 0, l.*,"
        f" {_GIVEN.format(item='l.id', kind='l.kind')}, NULL FROM ({_HAPPENING} {_NEWEST_FIRST} LIMIT %s) l",
        [actor.person_id, case_id, case_id, actor.person_id, case_id, NEW_SHOWN, case_id, latest],
    )
    fresh, newest = ([row for row in found if row[0] is wanted] for wanted in (True, False))
    new = tuple(_happening(row[3:]) for row in fresh if row[3] is not None)
    phones = {UUID(person): phone for person, phone in json.loads(fresh[0][-1] or "{}").items()}
    since = SinceLastHere(fresh[0][1], _newest_first(new), fresh[0][2], phones)
    return since, _newest_first(tuple(_happening(row[3:]) for row in newest))


def _newest_first(found: tuple[Happening, ...]) -> tuple[Happening, ...]:
    return tuple(sorted(sorted(found, key=lambda row: row.item_id), key=lambda row: row.made_at, reverse=True))


@reader(Purpose.CASE)
def told_elsewhere(*, actor: Actor, case_id: UUID) -> tuple[Words, ...]:
    """What the acting citizen brings to the table, and every text here that others wrote down as said by her, newest first.

    The lines of meetings and the plan have readers of their own. Two statements.
    """
    found = rows(
        "SELECT i.id FROM seats_item i WHERE i.case_id = %s AND i.scope_kind <> 'draft' AND i.kind <> 'meeting_line'"
        " AND (i.said_by_id = %s OR (i.author_id = %s AND i.kind = 'bring')) ORDER BY i.made_at DESC, i.id LIMIT %s",
        [case_id, actor.person_id, actor.person_id, TOLD_SHOWN],
    )
    return words(actor=actor, item_ids=[row[0] for row in found], limit=TOLD_SHOWN) if found else ()


def _written_together(item_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What stands on a sheet now: by its line of the minutes, or by the sheet where it stands in the plan. One statement, or none.

    The items hold no words of it: it reads as its boxes read, and the policies of lines and boxes say for whom.
    """
    texts: dict[UUID, list[str]] = {}
    if item_ids:
        for item_id, text in rows(
            "SELECT l.item_id, l.text FROM roundtables_meetingline l WHERE l.item_id = ANY (%s) AND l.text <> ''"
            " UNION ALL SELECT b.sheet_id, b.text FROM cowriting_box b WHERE b.sheet_id = ANY (%s) AND b.text <> ''"
            " AND b.kind IN ('goal', 'own_words', 'own_goal', 'step')",
            [list(item_ids)] * 2,
        ):
            texts.setdefault(item_id, []).append(text)
    return texts


@reader(Purpose.SEARCH)
def search_words(*, actor: Actor, query: str, case_id: UUID | None = None) -> Found:
    """Texts in which every word of the query begins a word, newest first; only those shown count as read. At most four statements.

    Looks through the newest 500 texts the actor may read, opening the sealed ones in memory; on one case, or on all of the actor's.
    What a meeting wrote together is found as the line of its minutes, and what stands in the plan from it as the sheet.
    """
    wanted = words_of(query)
    if not wanted:
        return Found(query, (), False, False)
    looked: tuple[Words, ...] = words(actor=actor, case_id=case_id, limit=LOOKED_THROUGH, log=False)
    prose = [view for view in looked if view.kind not in NO_PROSE]
    written = _written_together([view.item_id for view in prose if view.kind in WRITTEN_TOGETHER])
    hits = {}
    for view in prose:
        texts = (f"{view.headline}\n{view.body}", *written.get(view.item_id, ()))
        if (text := next((text for text in texts if matches(wanted, text)), None)) is not None:
            hits[view.item_id] = text
    first = list(hits)[:FOUND_SHOWN]
    found: tuple[Words, ...] = words(actor=actor, item_ids=first) if first else ()
    shown = tuple(replace(view, body=hits[view.item_id].strip()) if view.item_id in written else view for view in found)
    return Found(query, shown, len(hits) > FOUND_SHOWN, len(looked) == LOOKED_THROUGH, *_given_to(first))


def _given_to(item_ids: Sequence[UUID]) -> tuple[dict[UUID, frozenset[UUID]], dict[UUID, int]]:
    """With whom each of these is shared now, as far as the actor may know, and which of them is which version. At most one statement."""
    given = _GIVEN.format(item="i.id", kind="i.kind")
    found = rows(
        f"SELECT i.id, {given}, v.number FROM seats_item i LEFT JOIN plans_version v ON v.item_id = i.id WHERE i.id = ANY (%s)",
        [list(item_ids)],
    ) if item_ids else []  # fmt: skip
    return {row[0]: frozenset(row[1]) for row in found}, {row[0]: row[2] for row in found if row[2]}


@reader()
def what_they_decide(*, actor: Actor, person_ids: Sequence[UUID]) -> dict[UUID, WhatTheyDecide]:
    """What these professionals wrote about themselves, and the telephone of a citizen for who may ring her. One statement."""
    found = rows(
        "SELECT person_id, hours, i_decide, i_do_not_decide, '' FROM programmes_aboutme WHERE person_id = ANY (%s)"
        " UNION ALL SELECT person_id, '', '', '', phone FROM people_contactdetails WHERE phone <> '' AND person_id = ANY (%s)",
        [list(person_ids)] * 2,
    )
    return {row[0]: WhatTheyDecide(*row[1:]) for row in found}
