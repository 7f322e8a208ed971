"""The catalogue lint finds nothing in the house as it stands, and each gap that somebody makes."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from tests.clones import as_keeper, own_database

from roundtable.ground.access.lint import findings

GAPS = {
    "ALTER TABLE seats_item DISABLE ROW LEVEL SECURITY": "seats_item has no policy that counts",
    "ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY": "people_person does not force row security",
    "CREATE TABLE plans_secret (id int)": "plans_secret has no policy that counts",
    "CREATE TABLE plans_shut (id int); ALTER TABLE plans_shut ENABLE ROW LEVEL SECURITY; ALTER TABLE plans_shut FORCE ROW LEVEL SECURITY": (
        "plans_shut has no policy"
    ),
    "CREATE POLICY all_of_it ON seats_text TO web_care USING (true)": "policy all_of_it on seats_text lets web_care through",
    "CREATE POLICY anyone ON seats_seat USING (guard.actor_is_set())": "policy anyone on seats_seat is for everybody",
    "CREATE POLICY mine ON seats_block TO web_care USING (by_id IS NOT NULL)": "policy mine on seats_block does not ask the guard",
    "ALTER POLICY wall ON seats_item USING (true)": "policy wall on seats_item is not in the proven form",
    "ALTER POLICY reads ON seats_text USING (scope_id = ANY (guard.my_scopes()))": "policy reads on seats_text is not in the proven form",
    "DROP POLICY withheld ON seats_text": "seats_text has a scope and no policy withheld",
    "CREATE POLICY also ON seats_item TO web_authority USING (guard.actor_is_set())": "policy also on seats_item opens a second way in",
    "CREATE VIEW everything AS SELECT * FROM seats_text": "view everything reads with its owner's rights",
    "CREATE MATERIALIZED VIEW copied AS SELECT 1 AS one": "copied is a materialised view",
    "CREATE FUNCTION guard.peek() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT body FROM public.seats_text LIMIT 1'": (
        "guard.peek() runs with its owner's rights and stands on no list"
    ),
    "CREATE FUNCTION public.peek() RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT 1::text'": (
        "peek() runs with its owner's rights and stands on no list"
    ),
    "CREATE FUNCTION guard.slow() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.seats_seat"
    " WHERE case_id = ANY (guard.my_cases())'": ("guard.slow() asks guard.my_cases() anew for each row"),
    "ALTER FUNCTION guard.my_scopes() RESET search_path": "guard.my_scopes() has no fixed search_path",
    "ALTER FUNCTION guard.my_scopes() OWNER TO keeper": "guard.my_scopes() runs with the rights of keeper",
    "DROP FUNCTION guard.who_is_ready(uuid)": "guard.who_is_ready(uuid) is on the list of definer functions and not in the database",
    "CREATE OR REPLACE FUNCTION guard.my_walls() RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS "
    "'SELECT ARRAY[0,1,2,3]'": "guard.my_walls() does not say what this version ships",
    "GRANT INSERT ON seats_disclosure TO web_care": "web_care may INSERT into seats_disclosure",
    "GRANT TRUNCATE ON seats_item TO web_citizen": "web_citizen may TRUNCATE seats_item",
    "GRANT UPDATE ON programmes_role TO web_authority": "web_authority may UPDATE into programmes_role",
    "GRANT SELECT ON people_account TO web_care": "web_care may SELECT people_account, which is the door's",
    "GRANT DELETE ON access_accessevent TO recorder": "recorder may DELETE rows of the read log",
    "GRANT SELECT ON access_accessevent TO recorder": "recorder has SELECT on access_accessevent",
    "GRANT UPDATE ON access_seal TO sealer": "sealer may UPDATE seals of the read log",
    "GRANT CREATE ON SCHEMA public TO web_care": "web_care may make things in public",
    "GRANT TEMP ON DATABASE {name} TO web_care": "web_care may create schemas or temporary tables",
    "ALTER TABLE notices_notice OWNER TO web_care": "web_care owns notices_notice",
    "GRANT SELECT ON seats_text TO PUBLIC": "everyone has rights on seats_text",
    "GRANT EXECUTE ON FUNCTION guard.open_case(uuid, uuid, uuid[]) TO PUBLIC": "everyone has rights on guard.open_case",
    "GRANT EXECUTE ON FUNCTION pg_catalog.lo_create(oid) TO PUBLIC": "web_care may call lo_create(oid)",
    "GRANT EXECUTE ON FUNCTION pg_catalog.pg_advisory_lock(bigint) TO web_citizen": "web_citizen may call pg_advisory_lock(bigint)",
    "GRANT SELECT ON pg_catalog.pg_stat_activity TO web_authority": "web_authority may read pg_stat_activity",
    "GRANT USAGE ON SEQUENCE access_accessevent_id_seq TO web_authority": "web_authority may count with access_accessevent_id_seq",
    "GRANT CONNECT ON DATABASE {name} TO PUBLIC": "everyone has rights on this database",
    "ALTER TABLE plans_step DROP CONSTRAINT day_by_on": "plans_step.by_on takes a day that no page can show",
    "ALTER TABLE seats_item ADD COLUMN later timestamptz; GRANT UPDATE (later) ON seats_item TO web_care": (
        "seats_item.later takes a day that no page can show"
    ),
    "CREATE UNIQUE INDEX one_goal ON plans_goal (plan_id, text)": "plans_goal takes the same words only once (one_goal)",
    "CREATE UNIQUE INDEX one_headline ON seats_text (item_id, lower(headline))": "seats_text takes the same words only once (one_headline)",
    "CREATE UNIQUE INDEX one_body ON seats_text (scope_id, sealed)": "seats_text takes the same words only once (one_body)",
    "CREATE UNIQUE INDEX one_moment ON cowriting_signal (at) INCLUDE (sheet_id)": (
        "cowriting_signal has the key one_moment without an id or a scope"
    ),
}

# What belongs to the server and not to a database is tried inside a transaction that is rolled back.
SERVER_GAPS = {
    "ALTER ROLE web_care BYPASSRLS": "web_care reads past policies",
    "ALTER ROLE door CREATEROLE": "door has powers over the server",
    "ALTER ROLE web_care RESET lock_timeout": "web_care has no lock_timeout of 4s",
    "ALTER ROLE door SET idle_in_transaction_session_timeout = 0": "door has no idle_in_transaction_session_timeout of 1min",
    "ALTER ROLE oracle LOGIN": "oracle can sign in",
    "GRANT oracle TO web_citizen": "web_citizen is a member of oracle",
}


class As:
    """A connection as the lint takes it, over one of psycopg's own."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def cursor(self) -> psycopg.Cursor[Any]:
        return self._connection.cursor()


@pytest.fixture(scope="module")
def own() -> Iterator[tuple[str, psycopg.Connection[Any]]]:
    with own_database() as name, as_keeper(name) as keeper:
        yield name, keeper


def test_the_house_as_it_stands_has_no_gap() -> None:
    assert findings(connections["owner"]) == []


@pytest.mark.parametrize("gap", [*GAPS, *SERVER_GAPS])
def test_a_gap_is_found(own: tuple[str, psycopg.Connection[Any]], gap: str) -> None:
    name, keeper = own
    expected = {**GAPS, **SERVER_GAPS}[gap]
    with keeper.transaction(force_rollback=True):
        keeper.execute(gap.replace("{name}", name))  # type: ignore[call-overload]
        found = findings(As(keeper))
    assert any(expected in finding for finding in found), found


def test_checking_the_live_database_says_what_it_found_and_fails(own: tuple[str, psycopg.Connection[Any]]) -> None:
    _, keeper = own
    said = StringIO()
    call_command("check_live", stdout=said)
    assert said.getvalue().startswith("The database keeps its promises")
    keeper.execute("GRANT SELECT ON seats_text TO PUBLIC")
    said = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("check_live", stdout=said)
    keeper.execute("REVOKE SELECT ON seats_text FROM PUBLIC")
    assert end.value.code == 1
    assert said.getvalue().startswith("catalogue: everyone has rights on seats_text")
