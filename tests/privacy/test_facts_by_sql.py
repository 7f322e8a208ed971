"""Facts by raw SQL: a hat writes where an action of its own needs it, and nowhere else.

Read from the catalogue: every table that `guard.protect_facts` protects, asked with each hat, by a row as kind to the asker as it can
be (the case, oneself, now, every word the policies know). What gets past row security stands in `NEEDS` with the action that needs it.
"""

import re
from collections.abc import Iterator
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connections, transaction

from roundtable.casework.plans.tests.scene import write_plan
from roundtable.ground.seats.actions import open_case, seat_person
from tests.cast import Cast, build_cast, person
from tests.privacy.test_attacks_sql_more import ask

BY_NO_HAT = {"calendars_invitation", "calendars_invitationmail", "guests_guestlink"}
"""Facts that only a function of the guard writes: when a meeting is called or moved, when somebody from outside is asked."""

NEEDS = {
    ("plans_standing", "INSERT", "citizen"): "write_goal, write_steps, set_return",
    ("plans_standing", "INSERT", "care"): "write_goal, write_steps, set_return",
    ("plans_standing", "INSERT", "authority"): "write_goal, write_steps, set_return",
    ("plans_standing", "UPDATE", "citizen"): "answer_plan",
    ("plans_standing", "UPDATE", "care"): "call_for_answers, close_answers",
    ("plans_standing", "UPDATE", "authority"): "call_for_answers, close_answers",
    ("referrals_referral", "INSERT", "care"): "send_referral",
    ("referrals_referral", "INSERT", "authority"): "send_referral",
    ("referrals_referralevent", "INSERT", "authority"): "send_again, withdraw_referral: by who sent it",
    ("referrals_referralevent", "INSERT", "citizen"): "say_no",
    ("referrals_referralevent", "INSERT", "intake"): "accept_referral, decline_referral, return_referral",
    ("referrals_referralconsent", "INSERT", "citizen"): "confirm_referral, say_no",
    ("referrals_referralconsent", "INSERT", "care"): "note_yes",
    ("referrals_referralconsent", "INSERT", "authority"): "note_yes",
    ("referrals_referrallink", "INSERT", "leader"): "link_referrals",
    ("cases_phaseevent", "INSERT", "care"): "change_phase, close_case",
    ("cases_phaseevent", "INSERT", "authority"): "change_phase, close_case",
    ("cases_phaseevent", "INSERT", "intake"): "start_case, with the acceptance",
    ("cases_phaseevent", "INSERT", "leader"): "reopen_case, close_case",
    ("cases_handover", "INSERT", "leader"): "replace_professional, move_caseload",
    ("cases_plannedend", "INSERT", "care"): "plan_end",
    ("cases_plannedend", "INSERT", "authority"): "plan_end",
    ("cases_plannedend", "INSERT", "leader"): "plan_end",
    ("cases_closing", "INSERT", "care"): "close_case",
    ("cases_closing", "INSERT", "authority"): "close_case",
    ("cases_closing", "INSERT", "leader"): "close_case",
    ("roundtables_roundtable", "INSERT", "care"): "call_roundtable",
    ("roundtables_roundtable", "INSERT", "authority"): "call_roundtable",
    ("roundtables_roundtable", "INSERT", "leader"): "call_roundtable",
    ("roundtables_roundtableevent", "INSERT", "care"): "move_roundtable, cancel_roundtable, hold_roundtable, take_pen",
    ("roundtables_roundtableevent", "INSERT", "authority"): "move_roundtable, cancel_roundtable, hold_roundtable, take_pen",
    ("roundtables_roundtableevent", "INSERT", "leader"): "move_roundtable, cancel_roundtable, hold_roundtable",
    ("roundtables_roundtableevent", "INSERT", "citizen"): "take_pen",
    ("roundtables_invitationanswer", "INSERT", "citizen"): "answer_invitation",
    ("roundtables_invitationanswer", "INSERT", "companion"): "answer_invitation",
    ("roundtables_invitationanswer", "INSERT", "care"): "answer_invitation",
    ("roundtables_invitationanswer", "INSERT", "authority"): "answer_invitation",
    ("roundtables_donebefore", "INSERT", "care"): "go_through, say_hello",
    ("roundtables_donebefore", "INSERT", "authority"): "go_through, say_hello",
    ("afterwards_callnote", "INSERT", "care"): "note_call",
    ("afterwards_callnote", "INSERT", "authority"): "note_call",
}
"""(table, what, who) -> the actions that need it."""

Asker = tuple[str, UUID, str, UUID]


@pytest.fixture(scope="module")
def cast() -> Cast:
    cast = build_cast(ida_seated=True)
    write_plan(cast)
    return cast


@pytest.fixture(scope="module")
def referral(cast: Cast) -> UUID:
    """The referral of Amal's course, as Cleo sent it."""
    referral_id = uuid4()
    _load(
        "INSERT INTO referrals_referral (id, case_id, programme_id, referrer_id, organisation_id, authority, sent_at{more})"
        " VALUES (%s, %s, %s, %s, %s, true, now(){values})",
        "referrals_referral",
        [referral_id, cast.case_id, cast.programme_id, cast.cleo.person_id, cast.jobcentre_id],
    )
    return referral_id


def _load(statement: str, table: str, values: list[Any]) -> None:
    """As the loader; columns that must be there and are not named get an empty value of their kind."""
    named = set(re.findall(r"\w+", statement.split("(", 1)[1].split("{more}")[0]))
    more = [(name, empty) for name, empty in _empty(table).items() if name not in named]
    statement = statement.format(more="".join(f", {name}" for name, _ in more), values="".join(f", {empty}" for _, empty in more))
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(statement, values)


EMPTY = {"text": "''", "character varying": "''", "boolean": "false", "jsonb": "'[]'", "date": "current_date", "uuid": "gen_random_uuid()",
         "timestamp with time zone": "now()", "ARRAY": "'{}'", "time without time zone": "'10:00'"}  # fmt: skip


def _empty(table: str) -> dict[str, str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
            " AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        return {name: EMPTY.get(kind, "0") for name, kind in cursor.fetchall()}


def facts() -> list[str]:
    """Every table of the catalogue that who sits on its case sees and may have a grant to write: the ones `protect_facts` made."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_policies WHERE policyname = 'sits' AND permissive = 'PERMISSIVE' AND cmd = 'ALL'"
            " AND with_check LIKE '%my_cases%' ORDER BY 1"
        )
        return [row[0] for row in cursor.fetchall()]


def _askers(cast: Cast) -> dict[str, Asker]:
    """Every hat on Amal's course, through its own login; intake on a course that is only referred."""
    finn, rep, visitor = person("Finn", "Test"), person("Rep", "Test"), person("Visitor", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    seats = (
        "INSERT INTO seats_seat (id, case_id, person_id, hat, for_person_id, powers, power_kinds{more})"
        " VALUES (%s, %s, %s, %s, %s, %s, %s{values})"
    )
    powers = [["see", "write", "consent"], ["own", "confidence", "team", "table"]]
    _load(seats, "seats_seat", [uuid4(), cast.case_id, rep, "representative", cast.amal_id, *powers])
    _load(seats, "seats_seat", [uuid4(), cast.case_id, visitor, "guest", None, [], []])
    k = cast.case_id
    referred = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.max_id])
    return {
        "citizen": ("web_citizen", cast.amal_id, "citizen", k),
        "companion": ("web_citizen", finn, "companion", k),
        "representative": ("web_citizen", rep, "representative", k),
        "care": ("web_care", cast.bo.person_id, "professional", k),
        "authority": ("web_authority", cast.cleo.person_id, "professional", k),
        "guest": ("web_care", visitor, "guest", k),
        "leader": ("web_care", cast.gro.person_id, "team_leader", k),
        "line manager": ("web_care", cast.jon.person_id, "line_manager", k),
        "colleague": ("web_care", cast.eve.person_id, "professional", k),
        "intake": ("web_care", cast.gro.person_id, "intake", referred),
    }


def _columns(table: str) -> dict[str, str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s AND is_identity = 'NO'", [table]
        )
        return dict(cursor.fetchall())


def _words(table: str) -> list[str]:
    """Every short word a policy of the table compares with."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(with_check, ' '), '') FROM pg_policies WHERE tablename = %s", [table])
        return sorted({"", *re.findall(r"'(\w+)'::", cursor.fetchone()[0])})


def _rows(table: str, asker: Asker, cast: Cast, referral: UUID) -> Iterator[dict[str, str]]:
    """Rows as the asker would forge them: case, person, hat and moment fit; each coded column with each word the policies know."""
    login, me, hat, case_id = asker
    known = {"case_id": case_id, "other_case_id": case_id, "referral_id": referral, "citizen_id": cast.amal_id}
    row, coded = {}, []
    for name, kind in _columns(table).items():
        if name == "by_hat":
            row[name] = f"'{hat}'"
        elif name == "authority":
            row[name] = "true" if login == "web_authority" else "false"
        elif name in known:
            row[name] = f"'{known[name]}'"
        elif name.endswith("_id") and name != "id":
            row[name] = f"'{me}'"
        elif kind == "timestamp with time zone":
            row[name] = "now()"
        elif kind in ("text", "character varying") and name in ("act", "how", "event"):
            coded.append(name)
        else:
            row[name] = EMPTY.get(kind, "0")
    for words in product(_words(table), repeat=len(coded)):
        yield {**row, **{name: f"'{word}'" for name, word in zip(coded, words, strict=True)}}


def _past_row_security(asker: Asker, statement: str) -> bool:
    """Whether row security and grants let a statement through, whatever else stops it afterwards."""
    try:
        return ask(*asker, "case", (statement,)) != []
    except IntegrityError:
        return True  # constraints are looked at after the policies
    except DatabaseError as no:
        if "row-level security" in str(no) or "permission denied" in str(no):
            return False
        raise


def test_every_hat_writes_the_facts_an_action_of_its_own_needs_and_no_others(cast: Cast, referral: UUID) -> None:
    tables, askers, found = facts(), _askers(cast), set()
    assert {table for table, _, _ in NEEDS} | BY_NO_HAT == set(tables), (
        "a table of facts came or went: say who writes it, and for which action"
    )
    for table, (who, asker) in product(tables, askers.items()):
        for row in _rows(table, asker, cast, referral):
            insert = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(row.values())}) RETURNING 1"
            if _past_row_security(asker, insert):
                found.add((table, "INSERT", who))
        if _past_row_security(asker, f"UPDATE {table} SET case_id = case_id RETURNING 1"):
            found.add((table, "UPDATE", who))
        if _past_row_security(asker, f"DELETE FROM {table} RETURNING 1"):
            found.add((table, "DELETE", who))
    assert found == set(NEEDS)
