"""Raw SQL as each login, as an injection would ask: forged actors and rows, writes past the acts, settings that outlive theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction

from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import acting
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.rules import Place, confidence, draft, own, side, table
from tests.cast import Cast, build_cast

WEB = ("web_citizen", "web_care", "web_authority")
GRANTS = ("case", "seat", "scope", "disclosure", "discloseditem", "disclosureevent", "block", "withholding", "opening")
CONTENT = ("seats_item", "seats_text", "seats_itemkey", "seats_scopekey")
ACTS = (
    "SELECT guard.end_seat(%(seat)s)",
    "SELECT guard.seat_person(gen_random_uuid(), %(case)s, %(me)s, 'professional', 'programme')",
    "SELECT guard.seat_person(gen_random_uuid(), %(case)s, %(me)s, 'companion', 'citizen')",
    "SELECT guard.end_intake(%(case)s, true)",
    "SELECT guard.end_all_seats(%(case)s)",
    "SELECT guard.scope_for(%(case)s, 'table', '{}', NULL)",
    "SELECT guard.scope_for(%(case)s, 'confidence', '{}', %(bo)s)",
    "SELECT guard.scope_for(%(case)s, 'draft', '{}', NULL)",
    "SELECT guard.disclose(gen_random_uuid(), %(items)s::uuid[], %(seat)s, 'share', '1', %(until)s, 'orally')",
    "SELECT guard.disclose_by_law(gen_random_uuid(), %(items)s::uuid[], %(seat)s, '§', %(item)s, %(bo)s, false, NULL, %(until)s, NULL, '')",
    "SELECT guard.withdraw(%(item)s)",
    "SELECT guard.countersign(%(item)s, true)",
    "SELECT guard.countersign_withholding(%(item)s)",
    "SELECT guard.block(gen_random_uuid(), %(case)s, %(bo)s)",
    "SELECT guard.unblock(%(case)s, %(bo)s)",
    "SELECT guard.block_as_said(gen_random_uuid(), %(case)s, %(bo)s, %(amal)s)",
    "SELECT guard.unblock_as_said(%(case)s, %(bo)s, %(amal)s)",
    "SELECT guard.move_item(%(item)s, 1, '', '', NULL)",
    "SELECT guard.withhold(gen_random_uuid(), %(item)s, '§ 1', %(bo)s, %(until)s)",
    "SELECT guard.open_held(gen_random_uuid(), %(case)s, true)",
)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast(ida_seated=True)


@pytest.fixture(scope="module")
def items(cast: Cast) -> dict[str, UUID]:
    """One item in each place that is closed to the jobcentre."""

    def write(actor: Actor, place: Place) -> UUID:
        return write_words(actor=actor, case_id=cast.case_id, place=place, kind="note", body="words").item_id

    return {
        "own": write(cast.amal, own()),
        "confidence": write(cast.amal, confidence(cast.bo.person_id)),
        "side": write(cast.at_table(cast.bo), side()),
        "draft": write(cast.at_table(cast.bo), draft()),
        "table": write(cast.at_table(cast.bo), table()),
    }


@contextmanager
def claiming(alias: str, person: Any, hat: str, case: Any = "mine", purpose: str = "case") -> Iterator[Any]:
    """A cursor on this login that says it acts as anybody: what an injected statement can always do."""
    with transaction.atomic(alias), connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('rt.person', %s, true), set_config('rt.hat', %s, true), set_config('rt.case', %s, true),"
            " set_config('rt.purpose', %s, true)",
            [str(person), hat, str(case), purpose],
        )
        yield cursor


def _seen(cursor: Any, table: str = "seats_item", column: str = "id") -> set[UUID]:
    cursor.execute(f"SELECT {column} FROM {table}")
    return {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize(
    "hat", ["professional", "citizen", "intake", "team_leader", "companion", "representative", "guest", "system", "", "oracle"]
)
def test_the_authoritys_login_gets_nothing_behind_the_wall_whoever_it_claims_to_be(cast: Cast, items: dict[str, UUID], hat: str) -> None:
    closed = {items[kind] for kind in ("own", "confidence", "side", "draft")}
    for person in (cast.amal_id, cast.bo.person_id, cast.ida.person_id, cast.gro.person_id, cast.cleo.person_id, uuid4()):
        for case in ("mine", cast.case_id):
            for purpose in ("case", "countersign"):
                with claiming("web_authority", person, hat, case, purpose) as cursor:
                    assert not _seen(cursor) & closed
                    assert not _seen(cursor, "seats_text", "item_id") & closed
                    assert not _seen(cursor, "seats_itemkey", "item_id") & closed
                    cursor.execute("SELECT count(*) FROM seats_item WHERE id = ANY (%s)", [list(closed)])
                    assert cursor.fetchone() == (0,)


def test_the_wall_back_cares_login_gets_nothing_of_the_authoritys(cast: Cast) -> None:
    cleo = cast.at_table(cast.cleo)
    closed = {
        write_words(actor=cleo, case_id=cast.case_id, place=place, kind="note", body="x").item_id
        for place in (confidence(), side(), draft())
    }
    for person in (cast.cleo.person_id, cast.dag.person_id, cast.amal_id, cast.bo.person_id):
        for hat in ("professional", "citizen", "intake", "team_leader"):
            with claiming("web_care", person, hat) as cursor:
                assert not _seen(cursor) & closed


@pytest.mark.parametrize("alias", WEB)
def test_who_does_not_say_who_acts_sees_no_row_of_anything(cast: Cast, items: dict[str, UUID], alias: str) -> None:
    wrong: list[dict[str, Any]] = [
        {"person": "", "hat": ""},
        {"person": cast.bo.person_id, "hat": ""},
        {"person": "", "hat": "professional"},
        {"person": "not a number", "hat": "professional"},
        {"person": cast.bo.person_id, "hat": "professional", "purpose": "curiosity"},
        {"person": cast.bo.person_id, "hat": "professional", "purpose": ""},
        {"person": cast.bo.person_id, "hat": "professional", "case": ""},
        {"person": cast.bo.person_id, "hat": "professional", "case": "all"},
    ]
    for claim in wrong:
        with claiming(alias, **claim) as cursor:
            for table in (
                *CONTENT,
                *(f"seats_{name}" for name in GRANTS),
                "people_person",
                "people_contactdetails",
                "access_accessevent",
                "notices_notice",
            ):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,), f"{table} for {claim}"


@pytest.mark.parametrize("alias", WEB)
@pytest.mark.parametrize("table", [f"seats_{name}" for name in GRANTS])
@pytest.mark.parametrize("statement", ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_hat_writes_a_grant_table(cast: Cast, alias: str, table: str, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        claiming(alias, cast.bo.person_id, "professional") as cursor,
    ):
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("alias", WEB)
def test_nobody_changes_or_empties_words(cast: Cast, items: dict[str, UUID], alias: str) -> None:
    for statement in (
        "UPDATE seats_text SET body = ''",
        "UPDATE seats_item SET wall = 0",
        "TRUNCATE seats_text",
        "UPDATE seats_itemkey SET ring = ''",
    ):
        with pytest.raises(DatabaseError, match="permission denied"), claiming(alias, cast.bo.person_id, "professional") as cursor:
            cursor.execute(statement)
    with claiming("web_care", cast.bo.person_id, "professional") as cursor:
        cursor.execute("DELETE FROM seats_text WHERE item_id = %s", [items["table"]])
        assert cursor.rowcount == 0, "only a draft can be thrown away"


@pytest.mark.parametrize("alias", [*WEB, "default", "recorder", "worker", "sealer"])
@pytest.mark.parametrize("role", ["oracle", "owner", "loader", "keeper", "web_care", "web_authority", "backup"])
def test_nobody_becomes_another_login(alias: str, role: str) -> None:
    if connections[alias].settings_dict["USER"] == role:
        return
    for statement in (f"SET ROLE {role}", f"SET SESSION AUTHORIZATION {role}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(alias), connections[alias].cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("alias", WEB)
def test_what_is_said_in_a_transaction_is_forgotten_with_it(cast: Cast, alias: str) -> None:
    with claiming(alias, cast.amal_id, "citizen") as cursor:
        cursor.execute("SELECT current_setting('rt.person')")
        assert cursor.fetchone() == (str(cast.amal_id),)
    for _ in range(12):  # whichever connection of the pool comes next
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT nullif(current_setting('rt.person', true), '')")
            assert cursor.fetchone() == (None,)
        connections[alias].close()


def test_what_an_injection_sets_for_its_session_is_overwritten_by_the_next_request(cast: Cast, items: dict[str, UUID]) -> None:
    with connections["web_care"].cursor() as cursor:
        cursor.execute("SELECT set_config('rt.person', %s, false), set_config('rt.hat', 'professional', false)", [str(cast.bo.person_id)])
        cursor.execute("SELECT set_config('rt.case', 'mine', false), set_config('rt.purpose', 'case', false)")
    with acting(Actor(cast.eve.person_id, cast.at_table(cast.eve).hat)), connections["web_care"].cursor() as cursor:
        assert _seen(cursor) == set()
    with connections["web_care"].cursor() as cursor:
        cursor.execute("SELECT set_config(name, '', false) FROM unnest(ARRAY['rt.person','rt.hat','rt.case','rt.purpose']) name")


def test_a_forged_header_is_refused_or_corrected(cast: Cast, items: dict[str, UUID]) -> None:
    bo = cast.at_table(cast.bo)
    written = write_words(actor=bo, case_id=cast.case_id, place=table(), kind="note", body="x")
    base = {
        "scope": written.scope_id,
        "author": cast.bo.person_id,
        "hat": "professional",
        "at": "now()",
        "seat": None,
        "case": cast.case_id,
    }
    forged: list[dict[str, Any]] = [
        {"author": cast.ida.person_id},
        {"author": cast.amal_id},
        {"hat": "citizen"},
        {"at": "now() - interval '1 day'"},
        {"at": "now() + interval '1 second'"},
        {"seat": cast.seats["cleo"]},
        {"seat": cast.seats["ida"]},
    ]
    for change in forged:
        row = {**base, **change}
        with pytest.raises(DatabaseError, match="row-level security"), claiming("web_care", cast.bo.person_id, "professional") as cursor:
            cursor.execute(
                "INSERT INTO seats_item (id, case_id, scope_id, kind, wall, scope_kind, about, author_id, author_hat, author_seat_id,"
                " made_at, held)"
                f" VALUES (%s, %s, %s, 'note', 0, '', '{{}}', %s, %s, %s, {row['at']}, false)",
                [uuid4(), row["case"], row["scope"], row["author"], row["hat"], row["seat"]],
            )
    # whom it is about, its wall and its case are the scope's, whatever the row says
    stranger, item_id = uuid4(), uuid4()
    with claiming("web_care", cast.bo.person_id, "professional") as cursor:
        cursor.execute(
            "INSERT INTO seats_item (id, case_id, scope_id, kind, wall, scope_kind, about, author_id, author_hat, held)"
            " VALUES (%s, %s, %s, 'note', 2, 'own', %s, %s, 'professional', false)"
            " RETURNING case_id, wall, scope_kind, about",
            [item_id, uuid4(), written.scope_id, [stranger], cast.bo.person_id],
        )
        assert cursor.fetchone() == (cast.case_id, 0, "table", [cast.amal_id])
        transaction.set_rollback(True, "web_care")


@pytest.mark.parametrize("place", ["own", "confidence", "side", "draft"])
def test_nobody_writes_into_a_scope_they_are_not_in_nor_learns_that_it_exists(cast: Cast, items: dict[str, UUID], place: str) -> None:
    with transaction.atomic("loader"), connections["loader"].cursor() as cursor:
        cursor.execute("SELECT scope_id FROM seats_item WHERE id = %s", [items[place]])
        scope_id = cursor.fetchone()[0]
    told = set()
    for scope in (scope_id, 2_000_000_000):
        for wall in (0, 1, 2, 3):
            with pytest.raises(DatabaseError) as no, claiming("web_authority", cast.cleo.person_id, "professional") as cursor:
                cursor.execute(
                    "INSERT INTO seats_item (id, case_id, scope_id, kind, wall, scope_kind, about, author_id, author_hat, held)"
                    " VALUES (%s, %s, %s, 'note', %s, '', '{}', %s, 'professional', false)",
                    [uuid4(), cast.case_id, scope, wall, cast.cleo.person_id],
                )
            told.add(str(no.value).split("\n")[0].split(" for ")[0])
    assert len(told) == 1, f"a scope that is hidden and one that is not there answer differently: {told}"


def test_words_are_not_hung_under_an_item_that_is_hidden(cast: Cast, items: dict[str, UUID]) -> None:
    for item_id in (items["confidence"], uuid4()):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            claiming("web_authority", cast.cleo.person_id, "professional") as cursor,
        ):
            cursor.execute("INSERT INTO seats_text (item_id, scope_id, wall, headline, body) VALUES (%s, 1, 0, '', 'mine')", [item_id])
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            claiming("web_authority", cast.cleo.person_id, "professional") as cursor,
        ):
            cursor.execute(
                "INSERT INTO seats_itemkey (item_id, scope_id, wall, ring, wrapped) VALUES (%s, 1, 0, 'authority', 'x')", [item_id]
            )


def test_an_item_with_the_number_of_a_hidden_one_says_that_the_number_is_taken_and_nothing_else(cast: Cast, items: dict[str, UUID]) -> None:
    """Numbers are random, 122 bits: only who has one already can ask about it."""
    with pytest.raises(DatabaseError) as no, claiming("web_authority", cast.cleo.person_id, "professional") as cursor:
        cursor.execute(
            "INSERT INTO seats_item (id, case_id, scope_id, kind, wall, scope_kind, about, author_id, author_hat, held)"
            " SELECT %s, case_id, id, 'note', wall, '', '{}', %s, 'professional', false FROM seats_scope WHERE kind = 'table' LIMIT 1",
            [items["confidence"], cast.cleo.person_id],
        )
    assert str(no.value).strip() == 'duplicate key value violates unique constraint "seats_item_pkey"'


def _values(cast: Cast, items: dict[str, UUID], me: UUID) -> dict[str, Any]:
    until = datetime.now(tz=UTC) + timedelta(days=1)
    ids = {"case": cast.case_id, "seat": cast.seats["bo"], "me": me, "item": items["side"], "bo": cast.bo.person_id, "amal": cast.amal_id}
    return {**ids, "items": [items["side"]], "until": until}


@pytest.mark.parametrize("statement", ACTS)
def test_an_act_on_somebody_elses_course_is_refused(cast: Cast, items: dict[str, UUID], statement: str) -> None:
    """Eve works in the same programme, Dag in the same office as Cleo: neither sits at this table."""
    for alias, member in (("web_care", cast.eve), ("web_authority", cast.dag)):
        for hat, purpose in (("professional", "case"), ("professional", "countersign"), ("intake", "referral"), ("team_leader", "team")):
            values = _values(cast, items, member.person_id)
            with pytest.raises(DatabaseError, match="refused:"), claiming(alias, member.person_id, hat, "mine", purpose) as cursor:
                cursor.execute(statement, values)


@pytest.mark.parametrize("statement", ACTS)
def test_an_act_without_an_actor_is_refused(cast: Cast, items: dict[str, UUID], statement: str) -> None:
    values = _values(cast, items, cast.bo.person_id)
    for alias in WEB:
        with pytest.raises(DatabaseError, match="refused:"), transaction.atomic(alias), connections[alias].cursor() as cursor:
            cursor.execute(statement, values)


@pytest.mark.parametrize("alias", WEB)
def test_the_log_is_read_by_those_it_is_for(cast: Cast, items: dict[str, UUID], alias: str) -> None:
    strangers = {
        "web_citizen": (cast.max_id, "citizen"),
        "web_care": (cast.eve.person_id, "professional"),
        "web_authority": (cast.cleo.person_id, "professional"),
    }
    person, hat = strangers[alias]
    with transaction.atomic("recorder"), connections["recorder"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO access_accessevent (person_id, hat, case_id, item_id, scope_id, about, purpose, basis)"
            " SELECT %s, 'professional', %s, %s, 0, %s, 'case', 'scope'",
            [cast.ida.person_id, cast.case_id, items["side"], [cast.amal_id]],
        )
    with claiming(alias, person, hat, "mine", Purpose.LOG) as cursor:
        cursor.execute("SELECT count(*) FROM access_accessevent WHERE item_id = %s", [items["side"]])
        assert cursor.fetchone() == (0,)
    with claiming("web_citizen", cast.amal_id, "citizen", "mine", Purpose.LOG) as cursor:
        cursor.execute("SELECT count(*) FROM access_accessevent WHERE item_id = %s", [items["side"]])
        assert cursor.fetchone()[0] >= 1
