"""Attacks on what a plan says of itself: when, by whom, in which names and under which mark it was fixed; and where it stands."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from hypothesis import assume, given

from roundtable.casework.plans.actions import call_for_answers
from roundtable.casework.plans.models import Answer, Call, Plan
from roundtable.casework.plans.queries import plan_state
from roundtable.casework.plans.rules.changes import changes, touched
from roundtable.casework.plans.rules.content import Proposal, as_data, asked_digest, digest, from_data
from roundtable.casework.plans.tests.scene import answer, fix_plan, plan_of, write_plan
from roundtable.casework.plans.tests.strategies import TABLE, proposals
from roundtable.ground.access.context import acting, through
from roundtable.ground.programmes.models import Programme
from roundtable.ground.seats.queries import rows
from tests.cast import Cast, build_cast
from tests.privacy.test_attacks_sql_more import ask, refused

NO_CALL = "everybody at the table is asked, now, about what they are shown"
NO_ANSWER = "an answer is given now, by who gives it"
NO_VERSION = "a plan is fixed as it was asked about and answered"


def _put(table: str, row: dict[str, Any]) -> tuple[Any, ...]:
    values = [json.dumps(value) if isinstance(value, dict | list) else value for value in row.values()]
    return (f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))}) RETURNING id", *values)


def _as_bo(cast: Cast, *statement: Any) -> tuple[Any, ...]:
    return ("web_care", cast.bo.person_id, "professional", cast.case_id, "plan", statement)


def _now(cast: Cast) -> Any:
    with acting(cast.at_table(cast.bo)) as here:
        return here.at


def _plan(cast: Cast) -> dict[str, Any]:
    with acting(cast.at_table(cast.bo)):
        plan = Plan.objects.get(case_id=cast.case_id)
    return {"plan_id": plan.item_id, "scope_id": plan.scope_id, "wall": plan.wall}


def test_nobody_asks_only_their_own_side_or_last_month_or_under_another_mark() -> None:
    cast = build_cast()
    write_plan(cast)
    proposal = plan_of(cast).proposal
    parties = [
        {"key": f"c:{cast.amal_id}", "person": str(cast.amal_id), "name": "Amal", "organisation": "", "pattern": "plain"},
        {"key": f"o:{cast.health_id}", "person": str(cast.bo.person_id), "name": "Bo", "organisation": "Mental Health", "pattern": "dots"},
        {
            "key": f"o:{cast.jobcentre_id}",
            "person": str(cast.cleo.person_id),
            "name": "Cleo",
            "organisation": "Jobcentre",
            "pattern": "stripe",
        },
    ]
    row = {
        "id": uuid4(),
        **_plan(cast),
        "number": 1,
        "digest": asked_digest(proposal),
        "proposal": as_data(proposal),
        "parties": parties,
        "topics": {party["key"]: ["plan"] for party in parties},
        "days": 7,
        "by_id": cast.bo.person_id,
    }
    wrong: tuple[dict[str, Any], ...] = (
        {"parties": parties[1:]},
        {"parties": [parties[1]]},
        {"parties": [*parties, parties[1]]},
        {"parties": [{**parties[0], "person": str(cast.bo.person_id)}, *parties[1:]]},
        {"parties": [{**parties[0], "name": "Somebody"}, *parties[1:]]},
        {"opened_at": _now(cast) - timedelta(days=30)},
        {"days": 0},
        {"number": 7},
        {"by_id": cast.cleo.person_id},
        {"digest": "x" * 64},
        {"proposal": {**as_data(proposal), "goals": []}},
    )
    for change in wrong:
        assert NO_CALL in refused(*_as_bo(cast, *_put("plans_call", {**row, **change}))), change
    amal = ("web_citizen", cast.amal_id, "citizen", cast.case_id, "plan", _put("plans_call", {**row, "by_id": cast.amal_id}))
    assert NO_CALL in refused(*amal)
    assert ask(*_as_bo(cast, *_put("plans_call", row))) == [(row["id"],)]


def test_nobody_answers_yesterday_or_after_everybody_to_come_or_in_another_name() -> None:
    cast = build_cast()
    write_plan(cast)
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    own = {
        "id": uuid4(),
        **_plan(cast),
        "call_id": call_id,
        "party": f"o:{cast.health_id}",
        "number": 1,
        "person_id": cast.bo.person_id,
        "name": "Bo",
        "answer": "yes",
        "reason": "",
        "exceptions": [],
        "own_words": "Mornings",
        "how": "self",
        "noted_name": "",
        "carried": 0,
    }
    noted = {
        **own,
        "party": f"c:{cast.amal_id}",
        "person_id": cast.amal_id,
        "name": "Amal",
        "how": "phone",
        "noted_by_id": cast.bo.person_id,
        "noted_name": "Bo",
    }
    now = "(SELECT now())"
    for row, change in (
        (own, {"number": 1000}),
        (own, {"name": "Cleo"}),
        (own, {"noted_name": "Cleo"}),
        (noted, {"number": 1000}),
        (noted, {"noted_name": "Cleo"}),
        (noted, {"name": "Bo"}),
    ):
        sql, *values = _put("plans_answer", {**row, **change})
        sql = sql.replace(") VALUES (", ", given_at) VALUES (").replace(") RETURNING", f", {now}) RETURNING")
        assert NO_ANSWER in refused(*_as_bo(cast, sql, *values)), change
    past = _now(cast) - timedelta(days=3)
    for change in ({"at": past, "given_at": _now(cast)}, {"given_at": past}):
        assert NO_ANSWER in refused(*_as_bo(cast, *_put("plans_answer", {**own, **change}))), change
    sql, *values = _put("plans_answer", own)
    sql = sql.replace(") VALUES (", ", given_at) VALUES (").replace(") RETURNING", f", {now}) RETURNING")
    assert ask(*_as_bo(cast, sql, *values)) == [(own["id"],)]


def _version(cast: Cast, call_id: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The version as it is, with one yes of three and the time over: its row without snapshot and mark, and the snapshot."""
    now = plan_of(cast)
    with acting(cast.at_table(cast.bo)):
        call = Call.objects.get(id=call_id)
        given = Answer.objects.get(call_id=call_id)
    said = {name: getattr(given, name) for name in ("party", "answer", "reason", "exceptions", "own_words", "how", "carried")}
    snapshot = {
        "programme": now.programme,
        "proposal": call.proposal,
        "parties": [asdict(party) for party in now.call.parties] if now.call else [],
        "answers": [{**said, "by": given.name, "noted_by": given.noted_name, "at": given.given_at.isoformat()}],
        "closed_by": "Bo",
        "asked_by": "Bo",
        "asked_at": call.opened_at.isoformat(),
    }
    row = {
        "id": uuid4(),
        **_plan(cast),
        "number": 1,
        "call_id": call_id,
        "shared": "contested",
        "closed_how": "caller",
        "closed_by_id": cast.bo.person_id,
    }
    return row, snapshot


def test_nobody_fixes_a_version_that_says_of_itself_what_is_not_so() -> None:
    cast = build_cast()
    with through("loader"):
        Programme.objects.filter(id=cast.programme_id).update(answer_days=0)
    write_plan(cast)
    call_id = call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    answer(cast.amal, cast.case_id, call_id)
    row, snapshot = _version(cast, call_id)
    item = (
        "INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, held)"
        " VALUES (%s, %s, %s, %s, '', '{}', 'plan', %s, 'professional', false)"
    )
    put = (item, uuid4(), cast.case_id, row["scope_id"], row["wall"], cast.bo.person_id)
    row["item_id"] = put[1]

    def fixing(changed: dict[str, Any], said: dict[str, Any]) -> tuple[Any, ...]:
        what = {**snapshot, **said}
        whole = {**row, "snapshot": what, "digest": digest(what), **changed}
        return (*_as_bo(cast)[:5], put, _put("plans_version", whole))

    past = _now(cast) - timedelta(days=40)
    for change in (
        {"shared": "shared"},
        {"shared": "none"},
        {"digest": "0" * 64},
        {"fixed_at": past},
        {"closed_by_id": cast.cleo.person_id},
    ):
        assert NO_VERSION in refused(*fixing(change, {})), change
    said = snapshot["answers"][0]
    for other in (
        {"programme": "Another programme"},
        {"closed_by": "Cleo"},
        {"asked_by": "Cleo"},
        {"asked_at": past.isoformat()},
        {"answers": [{**said, "at": past.isoformat()}]},
        {"answers": [{**said, "by": "Cleo"}]},
    ):
        assert NO_VERSION in refused(*fixing({}, other)), other
    assert ask(*fixing({}, {})) == [(row["id"],)]


@pytest.mark.parametrize("hat", ["professional", "citizen"])
def test_where_a_plan_stands_is_worked_out_whatever_a_login_writes(hat: str) -> None:
    cast = build_cast()
    write_plan(cast)
    login, who = ("web_care", cast.bo.person_id) if hat == "professional" else ("web_citizen", cast.amal_id)
    lie = (
        "UPDATE plans_standing SET shared = 'shared', version = 9, fixed_at = now(), waiting = %s, caller_id = %s, asked_at = NULL,"
        " closes_at = now() - interval '1 year', changed_at = now() - interval '1 year' WHERE case_id = %s RETURNING shared,"
        " version, fixed_at IS NULL, asked_at IS NULL, closes_at IS NULL, cardinality(waiting), caller_id, changed_at = now()"
    )
    asked = (login, who, hat, cast.case_id, "plan", (lie, [cast.dag.person_id], cast.dag.person_id, cast.case_id))
    assert ask(*asked) == [("none", 0, True, True, True, 0, None, True)]
    call_for_answers(actor=cast.at_table(cast.bo), case_id=cast.case_id, call_id=uuid4())
    assert ask(*asked) == [("none", 0, True, False, False, 3, cast.bo.person_id, True)]
    assert fix_plan(cast) == 1
    assert ask(*asked) == [("shared", 1, False, True, True, 0, cast.bo.person_id, True)]
    state = plan_state(actor=cast.at_table(cast.bo), case_ids=[cast.case_id])[cast.case_id]
    assert (state.version, str(state.shared)) == (1, "shared")


@pytest.mark.parametrize(
    "data", [{"b": 1, "a": "æ"}, {"z": [None, True, {}], "é": '\n\t"\\ \u007f \u2028 😀', "": []}, {"a/b": "\x01\x1f", "B": 0}]
)
def test_the_database_makes_the_same_mark_of_the_same_data(data: dict[str, Any]) -> None:
    cast = build_cast()
    with acting(cast.amal):
        assert rows("SELECT guard.mark_of(%s::jsonb)", [json.dumps(data)]) == [(digest(data),)]


def _forged_again(cast: Cast, words: str) -> tuple[UUID, list[tuple[Any, ...]]]:
    """Cleo asks nobody about a plan with her own words in the shared goal, and carries everybody's old answer to it."""
    with acting(cast.at_table(cast.cleo)):
        call = Call.objects.latest("number")
        said = list(Answer.objects.filter(call_id=call.id))
    proposal = json.loads(json.dumps(call.proposal))
    for goal in proposal["goals"]:
        if goal["kind"] == "shared":
            goal["text"] = words or goal["text"]
    plan, call_id = _plan(cast), uuid4()
    kept = ("name", "answer", "reason", "exceptions", "own_words", "how", "noted_by_id", "noted_name", "given_at", "party", "person_id")
    asked = {
        "id": call_id,
        **plan,
        "number": call.number + 1,
        "proposal": proposal,
        "parties": call.parties,
        "topics": {},
        "days": call.days,
    }
    statements = [
        _put("plans_call", {**asked, "digest": asked_digest(from_data(proposal)), "by_id": cast.cleo.person_id}),
        *(
            _put(
                "plans_answer",
                {"id": uuid4(), **plan, "call_id": call_id, "number": n, "carried": 1, **{key: getattr(one, key) for key in kept}},
            )
            for n, one in enumerate(said, start=1)
        ),
    ]
    return call_id, statements


def test_nobody_carries_everybodys_yes_to_words_nobody_was_asked_about() -> None:
    cast = build_cast()
    write_plan(cast)
    fix_plan(cast)
    me = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "plan")
    _call, (asked, first, *_others) = _forged_again(cast, "Full time from Monday")
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(*me, asked, first)
    _call, (asked, *carried) = _forged_again(cast, "")
    assert ask(*me, asked, *carried), "where nothing was changed, what was said holds"


@given(proposals(), proposals())
def test_the_database_knows_whom_a_change_touches_as_the_rule_does(before: Proposal, after: Proposal) -> None:
    said = [json.dumps(as_data(plan)) for plan in (before, after)]
    assume("\\u0000" not in "".join(said))  # never stored: no field takes it
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT guard.touched(%s::jsonb, %s::jsonb)", said)
        found = set(cursor.fetchone()[0])
    there = {party.key for party in TABLE if {"*", party.key, "c:*" if party.is_citizen else party.key} & found}
    assert there == set(touched(changes(before, after), TABLE))
