"""Faults to plant in the policy: one a rule. Each is what a tired afternoon could do to the SQL."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True)
class Edit:
    """In the body of a function, a piece of text (a regular expression) becomes another; `times` it must be found."""

    function: str
    old: str
    new: str
    times: int = 1


@dataclass(frozen=True)
class Loosen:
    """A restrictive policy of a table lets everything through."""

    table: str
    policy: str


Fault = tuple[Edit | Loosen, ...]

SIDE_OF_LOGIN = r"CASE session_user WHEN 'web_care' THEN NOT s\.authority WHEN 'web_authority' THEN s\.authority ELSE true END"
OWN_CASE = r"\(s\.hat IN \('citizen','companion','representative'\)\s+OR NOT EXISTS \(SELECT FROM seats_seat c.*?'citizen'\)\)"
NOT_CLOSED = r"NOT guard\.is_closed\([^()]*(?:\([^()]*\)[^()]*)*\)"
INTAKE = r"WHEN 'intake' THEN kind = 'table'"
WRITERS = r"s\.hat IN \('citizen','professional','intake'\) OR \(s\.hat = 'representative' AND 'write' = ANY \(s\.powers\)\)"
LED = "SELECT sc.id FROM seats_scope sc WHERE guard.actor_is_set() AND guard.actor_hat() = 'team_leader' AND sc.kind = 'table'"
LAW_OR_OPEN = r"\(d\.basis = 'law' OR (NOT guard\.is_closed\(.*?sc\.about\))\)"

FAULTS: dict[str, Fault] = {
    # invariants 1, 9: who asks
    "any purpose will do": (Edit("actor_is_set", r"guard\.actor_purpose\(\) IN \([^)]*\)", "true"),),
    "hats of one person add up": (Edit("seats_ever", r"AND s\.hat = guard\.actor_hat\(\)", ""),),
    "one case opens all": (Edit("seats_ever", r"AND \(guard\.actor_case\(\) IS NULL OR s\.case_id = guard\.actor_case\(\)\)", ""),),
    "a seat with authority through care's login": (Edit("seats_ever", SIDE_OF_LOGIN, "true"),),
    "one's own case as staff": (Edit("seats_ever", OWN_CASE, "true"),),
    # invariants 6, 8: time
    "a seat that ended still reads": (Edit("live_seats", r"s\.until_at IS NULL OR now\(\) < s\.until_at", "true"),),
    "a seat that has not begun reads": (Edit("seats_ever", r"AND s\.from_at <= now\(\)", ""),),
    "the 31st day": (Edit("my_disclosed", "interval '30 days'", "interval '32 days'"),),
    "no days to hand over": (Edit("my_disclosed", "interval '30 days'", "interval '0 days'"),),
    "who hands over reads others' writing": (
        Edit("my_disclosed", r"ON i\.author_seat_id = s\.id", "ON i.case_id = s.case_id"),
        Edit("my_disclosed", r"i\.author_id = s\.person_id", "true"),
    ),
    "who hands over reads the plan everybody agreed": (Edit("my_disclosed", r"AND i\.kind <> 'plan' ", ""),),
    "who hands over reads what was moved out of reach": (Edit("my_disclosed", r"AND guard\.sits_in\(.*?\)\n", "\n"),),
    "withdrawal ignored": (Edit("in_force", r"e\.event = 'withdrawn'", "false"),),
    "expiry ignored": (Edit("in_force", r"AND now\(\) < d\.until_at", ""),),
    "a disclosure counts before it begins": (Edit("in_force", r"d\.from_at <= now\(\)", "true"),),
    # an ended membership ends the seats' rights
    "who left the organisation still reads": (Edit("seats_ever", r"AND \(m\.until_at IS NULL OR now\(\) < m\.until_at\)", ""),),
    "who is not there yet reads": (Edit("seats_ever", r"AND m\.from_at <= now\(\)", ""),),
    "who works for another organisation now reads": (Edit("seats_ever", r"AND j\.organisation_id = s\.organisation_id", ""),),
    "who works in another programme now reads": (
        Edit("seats_ever", r"JOIN seats_case k ON k\.programme_id = j\.programme_id", "JOIN seats_case k ON true"),
    ),
    "who has a role of the other kind now reads": (Edit("seats_ever", r"AND j\.authority = s\.authority", ""),),
    "who leads no more answers referrals": (Edit("seats_ever", r"AND \(j\.leads OR s\.hat <> 'intake'\)", ""),),
    "who left keeps what was begun on no case": (Edit("my_scopes", r"THEN guard\.works_somewhere\(\)", "THEN true"),),
    "who left keeps a draft by having worked somewhere": (
        Edit("works_somewhere", r"AND \(m\.until_at IS NULL OR now\(\) < m\.until_at\)", ""),
    ),
    "who left writes on no case": (Edit("my_writable", r"AND guard\.works_somewhere\(\)", ""),),
    # invariants 2, 3: the wall
    "the wall of items dropped": (Loosen("seats_item", "wall"),),
    "the wall of words dropped": (Loosen("seats_text", "wall"),),
    "the wall of keys dropped": (Loosen("seats_itemkey", "wall"),),
    "side compares the wall, not the organisation": (Edit("sits_in", r"WHEN 'side' THEN side = organisation", "WHEN 'side' THEN true"),),
    "a confidence is anybody's": (Edit("sits_in", r"WHEN 'confidence' THEN holder = person", "WHEN 'confidence' THEN true"),),
    "a confidence passes to the side": (Edit("sits_in", r"WHEN 'confidence' THEN holder = person", "WHEN 'confidence' THEN false"),),
    # invariant 4: closed doors
    "block ignored": (Edit("my_scopes", r"AND NOT guard\.is_closed\(s\.hat[^()]*\)", ""),),
    "block beats no consent": (Edit("my_openings", LAW_OR_OPEN, "true"),),
    "block beats the law": (Edit("my_openings", LAW_OR_OPEN, r"\1"),),
    "whose guest it is closes it for nobody": (Edit("is_closed", r",'guest'\)", ")"),),
    "one parent closes for all": (Edit("is_closed", r"about <@ closers", "about && closers"),),
    "a block that was lifted": (Edit("closed_by", r"AND \(b\.until_at IS NULL OR now\(\) < b\.until_at\)", ""),),
    "who hands over reads in spite of a block": (
        Edit("my_disclosed", rf"sc\.holder_id, sc\.side_id\)\s+AND {NOT_CLOSED}", "sc.holder_id, sc.side_id)"),
    ),
    "withheld ignored": (Loosen("seats_item", "withheld"),),
    "withheld by one person alone": (Edit("my_withheld", r"AND w\.countersigned_at IS NOT NULL AND w\.countersigned_at <= now\(\)", ""),),
    "withheld for ever": (Edit("my_withheld", r"AND now\(\) < w\.until_at", ""),),
    "withheld from the professionals": (Edit("my_withheld", r"session_user = 'web_citizen'", "true"),),
    "the citizen reads the reason before the day": (Loosen("seats_item", "untold"),),
    "what is brought is read before all are ready": (Edit("my_withheld", r"WHERE i\.held", "WHERE false"),),
    "what is brought never opens": (Edit("my_withheld", r"AND NOT EXISTS \(SELECT FROM seats_opening o.*?now\(\)\)", ""),),
    # invariants 5, 7
    "a disclosure opens the whole scope": (
        Edit(
            "my_openings",
            r"JOIN seats_item i ON i\.id = di\.item_id\n    JOIN seats_scope",
            "JOIN seats_item z ON z.id = di.item_id JOIN seats_item i ON i.scope_id = z.scope_id JOIN seats_scope",
        ),
        Edit("my_openings", r"SELECT di\.item_id, d", "SELECT i.id, d"),
    ),
    "a disclosure to one is one to the side": (
        Edit(
            "my_openings",
            r"JOIN seats_disclosure d ON d\.to_seat_id = s\.id",
            "JOIN seats_seat q ON q.case_id = s.case_id AND q.organisation_id = s.organisation_id"
            " JOIN seats_disclosure d ON d.to_seat_id = q.id",
        ),
    ),
    "a consent covers what was moved since": (Edit("my_openings", r"AND \(i\.moved_at IS NULL OR i\.moved_at <= d\.from_at\)", ""),),
    "one yes opens what is about a family": (Edit("my_openings", r"AND \(d\.basis = 'law' OR sc\.about <@ guard\.yes_to\(d\.id\)\)", ""),),
    "anybody's yes opens what is about a family": (Edit("my_openings", r"sc\.about <@ guard\.yes_to", "sc.about && guard.yes_to"),),
    "a yes to one disclosure is a yes to all": (Edit("yes_to", r"WHERE y\.disclosure_id = d", ""),),
    "what law opens waits for a yes": (Edit("my_openings", r"d\.basis = 'law' OR sc\.about", "sc.about"),),
    # invariant 13: law
    "law without a second signature": (Edit("in_force", r"d\.basis <> 'law'", "true"),),
    "urgent for ever": (Edit("in_force", r"AND now\(\) < d\.countersign_by", ""),),
    "urgent ignored": (Edit("in_force", r"OR \(d\.urgent AND now\(\) < d\.countersign_by\)", ""),),
    "the countersigner reads for any purpose": (Edit("to_countersign", r"AND guard\.actor_purpose\(\) = 'countersign'", ""),),
    "the countersigner reads after the answer": (
        Edit("to_countersign", r"AND NOT EXISTS \(SELECT FROM seats_disclosureevent.*?\)\n", "\n"),
    ),
    "the countersigner left the organisation": (Edit("to_countersign", r"AND m\.from_at <= now\(\) AND \(m\.until_at.*?\)\)", ")"),),
    "the countersigner for whom it is closed": (
        Edit("my_openings", r"AND NOT \(i\.about && guard\.closed_by\(i\.case_id, d\.countersigner_id\)\)", "", times=2),
    ),
    "the countersigner of one's own case": (Edit("to_countersign", r"AND NOT EXISTS \(SELECT FROM seats_seat c.*?'citizen'\)", ""),),
    # invariant 11, 18, 21, 22: who sits in what
    "a draft in any hat": (Edit("my_scopes", r"AND sc\.holder_hat = guard\.actor_hat\(\)", ""),),
    "a draft through any login": (
        Edit("my_scopes", r"AND sc\.wall = CASE session_user.*?END", ""),
        Loosen("seats_item", "wall"),
        Loosen("seats_text", "wall"),
    ),
    "a draft outlives the seat": (Edit("my_scopes", r"ELSE EXISTS \(SELECT FROM guard\.seats_ever.*?\)\) END", "ELSE true END"),),
    "a companion reads the table": (
        Edit("sits_in", INTAKE, "WHEN 'intake' THEN kind = 'table' WHEN 'companion' THEN kind IN ('team','table')"),
    ),
    "intake reads the team": (Edit("sits_in", INTAKE, "WHEN 'intake' THEN kind IN ('team','table')"),),
    "a guest reads the table": (Edit("sits_in", INTAKE, "WHEN 'intake' THEN kind = 'table' WHEN 'guest' THEN kind = 'table'"),),
    "a family reads each other": (Edit("sits_in", r"AND person = ANY \(about\)", ""),),
    "a representative without the kind": (Edit("sits_in", r"AND kind = ANY \(power_kinds\)", ""),),
    "a representative without the power to see": (Edit("sees_for", r"AND 'see' = ANY \(s\.powers\)", ""),),
    "a representative of everybody": (Edit("sits_in", r"AND for_person = ANY \(about\)", ""),),
    "a representative is given more than the citizen": (Edit("my_openings", r"AND \(s\.hat <> 'representative' OR .*?\)\)\n", "\n"),),
    "who reads writes": (Edit("my_writable", WRITERS, "true"),),
    "who may not write here writes here": (Edit("my_writable", r"'write' = ANY \(s\.powers\)", "true"),),
    # invariant 18: a line manager's mandate
    "a mandate that is over": (Edit("my_mandates", r"AND now\(\) < d\.until_at", ""),),
    "a mandate that has not begun": (Edit("my_mandates", r"d\.from_at <= now\(\)", "true"),),
    "a mandate that was ended": (Edit("my_mandates", r"AND \(d\.ended_at IS NULL OR now\(\) < d\.ended_at\)", ""),),
    "a mandate on one case opens all of one's mandates": (
        Edit("my_mandates", r"AND \(guard\.actor_case\(\) IS NULL OR d\.case_id = guard\.actor_case\(\)\)", ""),
    ),
    "a mandate of somebody else": (Edit("my_mandates", r"d\.person_id = guard\.actor_person\(\)", "true"),),
    "a mandate in any hat": (Edit("my_mandates", r"OR guard\.actor_hat\(\) <> 'line_manager'", ""),),
    "a mandate of an organisation that left the table": (Edit("my_mandates", r"AND guard\.sits_there\([^)]*\)", ""),),
    "a mandate of an organisation that sits there in the other kind of role": (
        Edit("sits_there", r"AND x\.authority = \(session_user = 'web_authority'\)", ""),
    ),
    "a mandate of an organisation that left before the course was closed": (
        Edit("sits_there", r"AND x\.until_at = \(SELECT max\(z\.until_at\) FROM seated z\)", ""),
    ),
    "no mandate after the course was closed": (Edit("sits_there", r"OR \(NOT EXISTS", "OR (false AND NOT EXISTS"),),
    "a mandate of an organisation that left a table that goes on": (
        Edit("sits_there", r"NOT EXISTS \(SELECT FROM seated y WHERE y\.live\) AND x\.until_at = .*? FROM seated z\)", "true"),
    ),
    # of a confidence, what the citizen opened to a line manager
    "what was opened to a manager opens to all managers": (Edit("opened_to_me", r"y\.mandate_id = d\.id", "y.case_id = d.case_id"),),
    "what was opened to a manager cannot be taken back": (
        Edit("opened_to_me", r"AND \(y\.ended_at IS NULL OR now\(\) < y\.ended_at\)", ""),
    ),
    "what is opened to a manager later opens now": (Edit("opened_to_me", r"y\.from_at <= now\(\)", "true"),),
    "what was opened to a manager stays open when it was moved": (
        Edit("opened_to_me", r"AND \(i\.moved_at IS NULL OR i\.moved_at <= y\.from_at\)", ""),
    ),
    "anybody's yes opens a confidence to a manager": (Edit("opened_to_me", r"HAVING sc\.about <@ array_agg\(y\.person_id\)", ""),),
    "one yes of two opens a confidence to a manager": (Edit("opened_to_me", r"HAVING sc\.about <@", "HAVING sc.about &&"),),
    # a draft is about nobody: what nobody could have closed is closed, and so it stays shut twice over
    "a yes to a manager opens a draft": (
        Edit("opened_to_me", r"sc\.kind = 'confidence' AND", ""),
        Edit("opened_to_me", r"AND NOT \(sc\.about <@ guard\.closed_by\([^)]*\)\)", ""),
    ),
    "a yes to a manager opens another organisation's confidence": (
        Edit("opened_to_me", r"AND h\.organisation_id = d\.organisation_id", ""),
    ),
    "a yes to a manager opens a confidence with the other kind of role": (
        Edit("opened_to_me", r"AND h\.authority = \(session_user = 'web_authority'\)", ""),
        Edit("opened_to_me", r"AND sc\.wall = ANY \(\(SELECT guard\.my_walls\(\)\)::int\[\]\)", ""),
    ),
    "a yes to a manager beats what she closed": (Edit("opened_to_me", r"AND NOT \(sc\.about <@ guard\.closed_by\([^)]*\)\)", ""),),
    "a yes to a manager opens nothing": (Edit("my_disclosed", r"UNION ALL\s+SELECT o\.item_id FROM guard\.opened_to_me\(\) o", ""),),
    "a mandate of who manages nobody": (Edit("my_mandates", r"AND m\.manages", ""),),
    "a mandate of who manages no more": (Edit("my_mandates", r"AND \(m\.until_at IS NULL OR now\(\) < m\.until_at\)", ""),),
    "a mandate through the other login": (Edit("my_mandates", r"AND r\.authority = \(session_user = 'web_authority'\)", ""),),
    "a line manager supervises a case they hold": (Edit("my_mandates", r"AND NOT EXISTS \(SELECT FROM seats_seat h.*?'intake'\)", ""),),
    "a mandate opens another organisation's entries": (
        Edit("my_scopes", r"sc\.kind <> 'side' OR sc\.side_id = d\.organisation_id", "true"),
    ),
    "a mandate opens confidences": (
        Edit("my_scopes", r"sc\.kind IN \('side','team','table'\)", "sc.kind IN ('confidence','side','team','table')"),
    ),
    "a mandate opens drafts": (
        Edit("my_scopes", r"WHERE sc\.kind IN \('side','team','table'\)", "WHERE sc.kind = 'draft' OR sc.kind IN ('side','team','table')"),
    ),
    "a mandate opens a notebook": (
        Edit("my_scopes", r"sc\.kind IN \('side','team','table'\)", "sc.kind IN ('own','side','team','table')"),
        Loosen("seats_item", "wall"),
    ),
    "a mandate opens what was closed for the manager": (
        Edit("my_scopes", r"AND NOT guard\.is_closed\('line_manager', NULL, .*?sc\.about\)", ""),
    ),
    "a mandate opens what is brought before all are ready": (
        Edit("my_withheld", r"UNION SELECT d\.case_id FROM guard\.my_mandates\(\) d", ""),
    ),
    "a line manager writes where they read": (
        Edit(
            "my_writable",
            r"UNION ALL",
            "UNION ALL SELECT x.id FROM guard.my_mandates() d JOIN seats_scope x ON x.case_id = d.case_id UNION ALL",
        ),
    ),
    "a team leader reads the table": (Edit("my_scopes", r"UNION ALL(?=\s+-- a draft)", f"UNION ALL {LED} UNION ALL"),),
}

GROUNDS: dict[str, Fault] = {
    # invariants 13, 15: on which ground a reading stands in the log, and from when she sees it
    "by law stands there as a consent": (Edit("my_openings", r"d\.basis::text", "'consent'"),),
    "a consent stands there as the law": (Edit("my_openings", r"d\.basis::text", "'law'"),),
    "what waits for its day is shown at once": (
        Edit("my_openings", r"d\.told_from\s+FROM guard\.live_seats", "NULL::timestamptz FROM guard.live_seats"),
    ),
    "what is read to sign is shown before its day": (
        Edit("my_openings", r"d\.told_from FROM guard\.to_countersign\(\) d", "NULL::timestamptz FROM guard.to_countersign() d", times=2),
    ),
    "what is read to sign was agreed to": (Edit("my_openings", r"'law', d\.told_from", "'consent', d.told_from", times=2),),
}

LIVE = r"AND \(s\.until_at IS NULL OR now\(\) < s\.until_at\)"
THROUGH = (
    r"w\.person_id = s\.person_id AND w\.hat = 'professional' AND w\.organisation_id = s\.organisation_id AND w\.authority = \([^)]*\)"
)

WORK: dict[str, Fault] = {
    # invariant 18: what a line manager knows without a mandate
    "in any hat": (Edit("managed_seats", r"OR guard\.actor_hat\(\) <> 'line_manager'", ""),),
    "of one case, of all": (Edit("managed_seats", r"AND \(guard\.actor_case\(\) IS NULL OR s\.case_id = guard\.actor_case\(\)\)", ""),),
    "by who manages nobody": (Edit("managed_seats", r"AND m\.manages", ""),),
    "by who manages no more": (Edit("managed_seats", r"AND \(m\.until_at IS NULL OR now\(\) < m\.until_at\)", ""),),
    "by the other kind's manager": (Edit("managed_seats", r"AND r\.authority = \(session_user = 'web_authority'\)", ""),),
    "in another programme": (Edit("managed_seats", r"m\.programme_id, m\.organisation_id", "c.programme_id, m.organisation_id"),),
    "of another organisation's people": (
        Edit("managed_seats", r"m\.programme_id, m\.organisation_id", "m.programme_id, s.organisation_id"),
    ),
    "of people in the other kind of role": (Edit("managed_seats", r"AND s\.authority = \(session_user = 'web_authority'\)", ""),),
    "of who left the table": (Edit("managed_seats", LIVE, ""),),
    "of who is not there yet": (Edit("managed_seats", r"AND s\.from_at <= now\(\)", ""),),
    "of whoever sits there": (Edit("managed_seats", r"s\.hat = 'professional' AND", ""),),
    "where the manager sits": (Edit("managed_seats", r"AND NOT EXISTS \(SELECT FROM seats_seat h.*?'intake'\)", ""),),
    "where all closed the case": (Edit("managed_seats", r"AND NOT \(guard\.citizens_of\(.*?<@ guard\.closed_by\([^)]*\)\)", ""),),
    "counting what others wrote": (
        Edit("managed_work", r"AND i\.author_id = s\.person_id", ""),
        Edit("managed_work", r"w\.person_id = s\.person_id AND", ""),
    ),
    "counting what she told them": (
        Edit("managed_work", r"AND i\.author_id = s\.person_id AND i\.author_hat = 'professional'", ""),
        Edit("managed_work", THROUGH, "true"),
    ),
    "counting what was written for another organisation": (Edit("managed_work", r"AND w\.organisation_id = s\.organisation_id", ""),),
    "counting another confidence": (Edit("managed_work", r"AND \(sc\.kind <> 'confidence' OR sc\.holder_id = s\.person_id\)", ""),),
    "counting another side": (Edit("managed_work", r"AND \(sc\.kind <> 'side' OR sc\.side_id = s\.organisation_id\)", ""),),
    "counting what is held back": (Edit("managed_work", r"AND \(NOT i\.held OR EXISTS.*?now\(\)\)\)", ""),),
    "counting what she closed": (Edit("managed_work", r"AND NOT \(sc\.about <@ s\.closers\)", ""),),
    "counting drafts": (
        Edit("managed_work", r"AND sc\.kind = q\.kind", "AND sc.kind IN (q.kind, 'draft')"),
        Edit("managed_work", r"AND NOT \(sc\.about <@ s\.closers\)", ""),
    ),
}


def _definition(keeper: psycopg.Connection[Any], function: str) -> str:
    find = "SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE p.pronamespace = 'guard'::regnamespace AND p.proname = %s"
    row = keeper.execute(find, [function]).fetchone()
    assert row, function
    return str(row[0])


@contextmanager
def planted(keeper: psycopg.Connection[Any], fault: Fault) -> Iterator[None]:
    """The fault stands in the database for the length of the block."""
    undo: list[str] = []
    try:
        for change in fault:
            if isinstance(change, Loosen):
                undo.append(_loosen(keeper, change))
            else:
                before = _definition(keeper, change.function)
                after, found = re.subn(change.old, change.new, before, flags=re.DOTALL)
                assert found == change.times, f"{change.function}: {change.old} found {found} times: the fault cannot be planted any more"
                keeper.execute(after)  # type: ignore[call-overload]
                undo.append(before)
        yield
    finally:
        for statement in reversed(undo):
            keeper.execute(statement)  # type: ignore[call-overload]


def _loosen(keeper: psycopg.Connection[Any], change: Loosen) -> str:
    find = "SELECT qual FROM pg_policies WHERE tablename = %s AND policyname = %s AND permissive = 'RESTRICTIVE'"
    row = keeper.execute(find, [change.table, change.policy]).fetchone()
    assert row, change
    keeper.execute(f"ALTER POLICY {change.policy} ON {change.table} USING (true)")  # type: ignore[call-overload]
    return f"ALTER POLICY {change.policy} ON {change.table} USING ({row[0]})"
