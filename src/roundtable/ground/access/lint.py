"""The catalogue lint: what a live database says of itself, held against what the house promises. One sentence a finding."""

from collections.abc import Iterator
from typing import Any

from django.db import connections

OPEN_TABLES = {
    "organisations_organisation": "that an organisation exists is no secret; every page names it",
    "programmes_programme": "a programme's words, emergency numbers and fixed texts are public",
    "programmes_role": "which roles there are, and which carry statutory power, is public",
}
_DEFINERS = """
    live_seats seats_ever closed_by citizens_of led_programmes sees_for my_cases my_scopes my_writable my_walls my_disclosed
    my_disclosures my_disclosures_in_force my_withheld my_untold my_people my_citizens my_referrals in_force hats_of member_of
    to_countersign

    scope_for open_case enrol_person seat_person end_seat end_intake end_all_seats disclose withdraw disclose_by_law countersign
    block unblock move_item withhold countersign_withholding who_is_ready open_held item_follows_scope

    asked_to_countersign countersigners led_load led_pairs may_invite notice_sender enqueue
"""
DEFINERS = frozenset(_DEFINERS.split())
"""Functions that run with the oracle's rights: who one is and what one reads; the listed acts; what some pages need without content.
A new one is added here with its test, or it is a finding."""
TRUE_FOR = frozenset({"loader", "oracle", "door", "worker", "sealer", "owner"})
"""Logins that may have a policy without a condition: none that a hat acts through."""
WEB = ("web_citizen", "web_care", "web_authority")
GRANT_TABLES = tuple(
    f"seats_{name}"
    for name in ("case", "seat", "scope", "disclosure", "discloseditem", "disclosureevent", "block", "withholding", "opening")
)
SCHEMAS = "('public', 'guard')"


def _rows(statement: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, values or [])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def findings() -> Iterator[str]:
    """All findings; none on a database that keeps its promises."""
    yield from _tables()
    yield from _policies()
    yield from _content()
    yield from _functions()
    yield from _logins()


def _tables() -> Iterator[str]:
    for name, kind, on, forced, policies, options in _rows(
        "SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),"
        f" coalesce(array_to_string(c.reloptions, ','), '') FROM pg_class c WHERE c.relnamespace::regnamespace::text IN {SCHEMAS}"
        " AND c.relkind IN ('r', 'p', 'v', 'm') ORDER BY 1"
    ):
        if kind == "m":
            yield f"{name}: a materialised view holds rows past every policy"
        elif kind == "v":
            if "security_invoker=true" not in options and "security_invoker=on" not in options:
                yield f"{name}: a view that reads with its owner's rights"
        elif name not in OPEN_TABLES:
            if not on or not forced:
                yield f"{name}: row security is not on and forced"
            if not policies:
                yield f"{name}: no policy"


def _policies() -> Iterator[str]:
    for table, name, roles in _rows(
        "SELECT polrelid::regclass::text, polname, polroles::regrole[]::text[] FROM pg_policy WHERE polpermissive"
        " AND (pg_get_expr(polqual, polrelid) = 'true' OR pg_get_expr(polwithcheck, polrelid) = 'true')"
    ):
        for role in set(roles) - TRUE_FOR - {"recorder"}:
            yield f"{table}: the policy {name} lets {role} through without a condition"


def _content() -> Iterator[str]:
    """Every table with a scope and a wall has the one form of policy that was measured and proven."""
    for table, policies in _rows(
        "SELECT a.attrelid::regclass::text, (SELECT jsonb_object_agg(p.polname || CASE WHEN p.polpermissive THEN '' ELSE '!' END,"
        " coalesce(pg_get_expr(p.polqual, p.polrelid), '')) FROM pg_policy p WHERE p.polrelid = a.attrelid)::text FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text = 'public' AND a.attname = 'wall'"
        " AND NOT a.attisdropped AND a.attrelid <> 'seats_scope'::regclass"
    ):
        for needed, parts in (
            ('"reads": ', ("guard.my_scopes()", "guard.my_disclosed()")),
            ('"wall!": ', ("guard.my_walls()", "guard.my_disclosed()")),
            ('"withheld!": ', ("guard.my_withheld()",)),
        ):
            if needed not in policies:
                yield f"{table}: content without the policy {needed.strip(': ')}"
            elif not all(part in policies.split(needed, 1)[1].split('", "')[0] for part in parts):
                yield f"{table}: the policy {needed.strip(': ')} is not in the proven form"


def _functions() -> Iterator[str]:
    for name, owner, config, definer, everyone in _rows(
        "SELECT p.proname, p.proowner::regrole::text, coalesce(array_to_string(p.proconfig, ','), ''), p.prosecdef,"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        f" FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN {SCHEMAS} AND p.proname NOT LIKE 'procrastinate%%' ORDER BY 1",
        [],
    ):
        if everyone:
            yield f"guard.{name}: everyone may call it"
        if definer and name not in DEFINERS:
            yield f"guard.{name}: runs with its owner's rights and stands on no list"
        if definer and (owner != "oracle" or "search_path=" not in config):
            yield f"guard.{name}: a definer function is oracle's, with a fixed search_path"
    known = {row[0] for row in _rows("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace::regnamespace::text = 'guard'")}
    for missing in sorted(DEFINERS - known):
        yield f"guard.{missing}: stands on the list and is gone"


def _logins() -> Iterator[str]:
    for name, above, past in _rows(
        "SELECT rolname, rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication, rolbypassrls FROM pg_roles"
    ):
        if name in (*WEB, *TRUE_FOR, "recorder", "evaluator", "aggregator", "backup"):
            if above:
                yield f"{name}: a login with rights over the server"
            if past and name != "backup":
                yield f"{name}: reads past row security"
    for name, owner in _rows(f"SELECT relname, relowner::regrole::text FROM pg_class WHERE relnamespace::regnamespace::text IN {SCHEMAS}"):
        if owner in (*WEB, "door", "worker", "recorder", "sealer", "loader"):
            yield f"{name}: belongs to {owner}; logins own nothing"
    for grantee, table, privilege in _rows(
        "SELECT grantee, table_name, privilege_type FROM information_schema.role_table_grants WHERE table_schema = 'public'"
    ):
        if grantee == "PUBLIC":
            yield f"{table}: everyone has {privilege}"
        elif grantee in WEB and privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
            yield f"{table}: {grantee} has {privilege}"
        elif grantee in WEB and table in GRANT_TABLES and privilege != "SELECT":
            yield f"{table}: {grantee} has {privilege} on a grant table"
        elif grantee == "recorder" and (table, privilege) != ("access_accessevent", "INSERT") and table not in OPEN_TABLES:
            yield f"{table}: recorder has {privilege}"
    for role, schema in _rows(
        "SELECT r.rolname, n.nspname FROM pg_roles r, pg_namespace n WHERE n.nspname IN ('public', 'guard')"
        " AND has_schema_privilege(r.oid, n.oid, 'CREATE') AND r.rolname = ANY (%s)",
        [[*WEB, "door", "worker", "recorder", "sealer", "loader", "evaluator", "aggregator", "backup"]],
    ):
        yield f"schema {schema}: {role} may make things in it"
