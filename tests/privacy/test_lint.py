"""The catalogue lint finds nothing on the house as it stands, and finds each planted fault."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections

import tests.plugin
from roundtable.ground.access.lint import findings
from tests.privacy.test_log import _point_at


def test_the_catalogue_keeps_every_promise() -> None:
    assert list(findings()) == []


@pytest.fixture(scope="module")
def own_database() -> Iterator[str]:
    """A clone of its own to plant faults in."""
    before = settings.DATABASES["default"]["NAME"]
    name = f"lint_{before}"
    tests.plugin.cluster.drop(name)
    tests.plugin.cluster.clone(tests.plugin.template(), name)
    _point_at(name)
    yield name
    _point_at(before)
    tests.plugin.cluster.drop(name)


DISCLOSED = "item_id = ANY ((SELECT guard.my_disclosed())::uuid[])"
FAULTS = {
    "ALTER TABLE notes_note NO FORCE ROW LEVEL SECURITY": ("ALTER TABLE notes_note FORCE ROW LEVEL SECURITY", "not on and forced"),
    "CREATE POLICY oops ON seats_item TO web_care USING (true)": ("DROP POLICY oops ON seats_item", "without a condition"),
    "ALTER POLICY wall ON seats_text USING (wall IS NOT NULL)": (
        f"ALTER POLICY wall ON seats_text USING (wall = ANY ((SELECT guard.my_walls())::int[]) OR {DISCLOSED})",
        "not in the proven form",
    ),
    "CREATE VIEW peek AS SELECT * FROM seats_text": ("DROP VIEW peek", "owner's rights"),
    "CREATE MATERIALIZED VIEW peek AS SELECT 1 AS one": ("DROP MATERIALIZED VIEW peek", "past every policy"),
    "CREATE TABLE peek (id int)": ("DROP TABLE peek", "no policy"),
    "CREATE FUNCTION guard.peek() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'": ("DROP FUNCTION guard.peek()", "no list"),
    "ALTER FUNCTION guard.my_scopes() RESET ALL": (
        "ALTER FUNCTION guard.my_scopes() SET search_path = pg_catalog, public",
        "fixed search_path",
    ),
    "GRANT UPDATE ON seats_seat TO web_care": ("REVOKE UPDATE ON seats_seat FROM web_care", "grant table"),
    "GRANT TRUNCATE ON notes_note TO web_citizen": ("REVOKE TRUNCATE ON notes_note FROM web_citizen", "TRUNCATE"),
    "GRANT SELECT ON seats_text TO PUBLIC": ("REVOKE SELECT ON seats_text FROM PUBLIC", "everyone has"),
    "GRANT EXECUTE ON FUNCTION guard.hats_of(uuid) TO PUBLIC": (
        "REVOKE EXECUTE ON FUNCTION guard.hats_of(uuid) FROM PUBLIC",
        "everyone may call",
    ),
    "GRANT CREATE ON SCHEMA public TO web_care": ("REVOKE CREATE ON SCHEMA public FROM web_care", "may make things"),
    "GRANT SELECT ON access_accessevent TO recorder": ("REVOKE SELECT ON access_accessevent FROM recorder", "recorder has"),
}


@pytest.mark.parametrize("planted", sorted(FAULTS))
def test_a_planted_fault_is_named(own_database: str, planted: str) -> None:
    mended, named = FAULTS[planted]
    with tests.plugin.cluster._keeper(own_database) as keeper:
        keeper.execute(planted)  # type: ignore[call-overload]
        try:
            assert any(named in finding for finding in findings()), planted
        finally:
            keeper.execute(mended)  # type: ignore[call-overload]
    assert list(findings()) == []


def test_roundtable_check_says_so_and_ends_well(own_database: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_live")
    assert "keeps its promises" in capsys.readouterr().out
    with tests.plugin.cluster._keeper(own_database) as keeper:
        keeper.execute("CREATE TABLE peek (id int)")
        with pytest.raises(SystemExit) as ended:
            call_command("check_live")
        keeper.execute("DROP TABLE peek")
    assert ended.value.code == 1
    assert "peek" in capsys.readouterr().out
    assert connections["owner"].settings_dict["NAME"] == own_database
