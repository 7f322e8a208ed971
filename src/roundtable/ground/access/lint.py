"""Does the live catalogue protect every table as the house means it? One sentence per gap.

Read from the catalogue alone, as owner: it tells about the database that runs, not about the migrations that should have made it.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections

from roundtable.gateways.postgres.logins import CLOSED_FUNCTIONS, CLOSED_VIEWS, LOGINS, NAMES
from roundtable.ground.access.unique_keys import across_scopes

WEB = frozenset({"web_citizen", "web_care", "web_authority"})
GRANTS = frozenset(
    f"seats_{name}"
    for name in (
        "case",
        "seat",
        "scope",
        "disclosure",
        "discloseditem",
        "disclosureevent",
        "disclosureyes",
        "block",
        "withholding",
        "opening",
        "mandate",
        "mandateyes",
    )
) | {"people_letterask", "programmes_absence"}
OPEN = {
    "organisations_organisation": "that an organisation exists is no secret",
    "programmes_programme": "a programme's texts and emergency numbers are for everybody",
    "programmes_role": "which roles a programme has is no secret",
}
"""Tables without row security, each with its reason. No web login writes to them."""

KEPT_BY_OWNER = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""Django's own bookkeeping, which owner writes while it migrates."""

# Whose policies may say `true`, and on which tables. Everybody else's ask the guard.
THROUGH = {
    "loader": re.compile(r".*"),
    "oracle": re.compile(r".*"),
    "door": re.compile(
        r"(django|auth|account|mfa|usersessions|socialaccount)_.*|cache_entries|people_(account|lettercode|signinlink|keptform)|demo_mail"
    ),
    "worker": re.compile(r"procrastinate_.*|notices_notice|calendars_invitation(mail)?"),
    "recorder": re.compile(r"access_accessevent"),
    "sealer": re.compile(r"access_(accessevent|seal)"),
    "owner": re.compile("|".join(sorted(KEPT_BY_OWNER))),
}

# Tables with a scope that are not content themselves: the log tells about items, a scope's key opens for who reads the scope.
NOT_CONTENT = frozenset({"access_accessevent", "seats_scopekey"})
_MINE = "(scope_id = ANY (( SELECT guard.my_scopes() AS my_scopes)::integer[]))"
_GIVEN = "({item} = ANY (( SELECT guard.my_disclosed() AS my_disclosed)::uuid[]))"
_WRITABLE = "(scope_id = ANY (( SELECT guard.my_writable() AS my_writable)::integer[]))"
_WALLS = "(wall = ANY (( SELECT guard.my_walls() AS my_walls)::integer[]))"
_OPEN_TO_ME = "({item} <> ALL (( SELECT guard.my_withheld() AS my_withheld)::uuid[]))"
CONTENT = {
    "reads": ("PERMISSIVE", "ALL", f"({_MINE} OR {_GIVEN})", _WRITABLE),
    "wall": ("RESTRICTIVE", "ALL", f"({_WALLS} OR {_GIVEN})", _WALLS),
    "withheld": ("RESTRICTIVE", "ALL", _OPEN_TO_ME, None),
    "changes": ("RESTRICTIVE", "UPDATE", _WRITABLE, None),
    "removes": ("RESTRICTIVE", "DELETE", _WRITABLE, None),
}
"""The proven form of a content table's policies: the form that keeps the index. (kind, command, USING, WITH CHECK)"""

WIDER = frozenset({("seats_itemkey", "wraps"), ("notes_draft", "keeps")})
"""Permissive policies beside `reads` on content tables: they add a way in, so each is named here."""

ONCE_A_ROW = re.compile(r"\b(?:ANY|ALL) \((guard\.\w+\(k?\))\)")
"""A comparison that calls a function for every row it looks at; `((SELECT guard.f())::uuid[])` calls it once, and keeps the index."""

OURS = "('public'::regnamespace, 'guard'::regnamespace)"
LISTED = Path(__file__).with_name("definers.txt")
ROOMS = Path(__file__).resolve().parents[2]


def findings(connection: Any = None) -> list[str]:
    """Every gap in the catalogue of this database, as a sentence; empty when there is none. Asked as owner unless told otherwise."""
    with (connection or connections["owner"]).cursor() as cursor:
        ask = Catalogue(cursor)
        checks = (
            _tables,
            _policies,
            _content,
            _views,
            _definers,
            _attributes,
            _ownership,
            _privileges,
            _everybody,
            _limits,
            _looking,
            _days,
            _keys,
        )
        return sorted({f"catalogue: {finding}" for check in checks for finding in check(ask)})


class Catalogue:
    """Questions to the system catalogue."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of one question."""
        self._cursor.execute(statement, list(values) or None)
        found: list[tuple[Any, ...]] = self._cursor.fetchall()
        return found

    def tables(self) -> list[tuple[str, bool, bool]]:
        """Name, row security on, and forced, of every table of ours."""
        rows = self.rows(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        )
        return [(str(name), bool(on), bool(forced)) for name, on, forced in rows]

    def policies(self) -> list[tuple[str, str, str, frozenset[str], str, str | None, str | None]]:
        """Table, name, permissive or restrictive, roles, command, USING, WITH CHECK."""
        rows = self.rows(
            "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
        )
        return [(row[0], row[1], row[2], frozenset(row[3]), row[4], row[5], row[6]) for row in rows]


def _tables(ask: Catalogue) -> Iterator[str]:
    protected = {policy[0] for policy in ask.policies()}
    for table, on, forced in ask.tables():
        if table in OPEN:
            continue
        if not on:
            yield f"{table} has no policy that counts: row security is not on and forced"
        elif not forced:
            yield f"{table} does not force row security on its owner: not on and forced"
        elif table not in protected:
            yield f"{table} has no policy"


def _policies(ask: Catalogue) -> Iterator[str]:
    for table, name, _, roles, _, using, check in ask.policies():
        if roles & {"public"}:
            yield f"policy {name} on {table} is for everybody"
        if roles - NAMES - {"public"}:
            yield f"policy {name} on {table} is for {', '.join(sorted(roles - NAMES))}, a login the house does not know"
        for role in sorted(roles & NAMES):
            limit = THROUGH.get(role)
            if "true" in (using, check) and not (limit and limit.fullmatch(table)):
                yield f"policy {name} on {table} lets {role} through without a condition"
            # knows neither who acts nor through which login; but for these two, which look through seats_item, which does
        if roles & WEB and "guard." not in f"{using} {check}" and name not in ("drafts_only", "wraps"):
            yield f"policy {name} on {table} does not ask the guard"


def _content(ask: Catalogue) -> Iterator[str]:
    scoped = {
        row[0]
        for row in ask.rows("SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'scope_id'")
    }
    reached = {
        row[0]
        for row in ask.rows(
            "SELECT DISTINCT c.relname FROM pg_class c, aclexplode(c.relacl) a WHERE pg_get_userbyid(a.grantee) = ANY (%s)", sorted(WEB)
        )
    }
    tables = {name for name, _, _ in ask.tables()} & reached
    found = {(policy[0], policy[1]): policy for policy in ask.policies()}
    for table in sorted((scoped & tables) - NOT_CONTENT - {"seats_scope"}):
        items: set[str] = set()
        for name, (kind, command, using, check) in CONTENT.items():
            policy = found.get((table, name))
            if policy is None:
                yield f"{table} has a scope and no policy {name}"
                continue
            item, matches = _same(policy[5], using)
            items |= {item} - {""}
            if not matches or (policy[2], policy[4]) != (kind, command) or not policy[3] >= WEB or policy[6] != check:
                yield f"policy {name} on {table} is not in the proven form"
        if len(items) > 1:
            yield f"the policies of {table} speak of different items: {', '.join(sorted(items))}"
        for (owner, name), policy in found.items():
            if owner == table and policy[2] == "PERMISSIVE" and policy[3] & WEB and name != "reads" and (table, name) not in WIDER:
                yield f"policy {name} on {table} opens a second way in"


def _same(using: str | None, form: str) -> tuple[str, bool]:
    """Whether an expression is the form with one column in place of `{item}`; and that column."""
    pattern = re.escape(form).replace(re.escape("{item}"), r"(\w+)", 1).replace(re.escape("{item}"), r"\1")
    match = re.fullmatch(pattern, " ".join((using or "").split()))
    return (match.group(1) if match and match.groups() else "", match is not None)


def _views(ask: Catalogue) -> Iterator[str]:
    for name, kind, options in ask.rows(
        "SELECT relname, relkind, coalesce(reloptions, '{}') FROM pg_class"
        " WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"
    ):
        if kind == "m":
            yield f"{name} is a materialised view: it holds rows past every policy"
        elif "security_invoker=true" not in options:
            yield f"view {name} reads with its owner's rights, not as who asks"


def listed_definers() -> frozenset[str]:
    """The functions that may run with the rights of `oracle`: signatures, one a line."""
    lines = (line.partition("#")[0].strip() for line in LISTED.read_text(encoding="utf-8").splitlines())
    return frozenset(filter(None, lines))


def shipped_bodies() -> dict[str, set[str]]:
    """The bodies of the guard's functions as this version ships them, by name."""
    bodies: dict[str, set[str]] = {}
    for file in (*ROOMS.rglob("sql/*.sql"), *ROOMS.rglob("migrations/*.py")):
        for found in re.finditer(
            r"CREATE (?:OR REPLACE )?FUNCTION (guard\.\w+)\s*\(.*?\$\$(.*?)\$\$", file.read_text(encoding="utf-8"), re.DOTALL
        ):
            bodies.setdefault(found.group(1), set()).add(found.group(2))
    return bodies


def _definers(ask: Catalogue) -> Iterator[str]:
    listed, shipped = listed_definers(), shipped_bodies()
    rows = ask.rows(
        "SELECT p.oid::regprocedure::text, n.nspname || '.' || p.proname, p.prosecdef, pg_get_userbyid(p.proowner),"
        " coalesce(p.proconfig, '{}'), p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    for signature, name, definer, owner, settings, body in rows:
        if name.startswith("guard.") and body not in shipped.get(name, set()):
            yield f"{signature} does not say what this version ships"
        yield from (f"{signature} asks {asked} anew for each row" for asked in sorted(set(ONCE_A_ROW.findall(body))))
        if not definer:
            continue
        if signature not in listed:
            yield f"{signature} runs with its owner's rights and stands on no list"
        if owner != "oracle":
            yield f"{signature} runs with the rights of {owner}, not of oracle"
        if not any(setting.replace('"', "") in ("search_path=pg_catalog", "search_path=pg_catalog, public") for setting in settings):
            yield f"{signature} has no fixed search_path"
    there = {row[0] for row in rows if row[2]}
    yield from (f"{signature} is on the list of definer functions and not in the database" for signature in sorted(listed - there))


def _attributes(ask: Catalogue) -> Iterator[str]:
    known = {login.name: login for login in LOGINS}
    rows = ask.rows(
        "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls, rolcanlogin FROM pg_roles"
        " WHERE rolname = ANY (%s)",
        sorted(known),
    )
    for name, *powers, past, signs_in in rows:
        if any(powers):
            yield f"{name} has powers over the server"
        if past and not known[name].reads_past_policies:
            yield f"{name} reads past policies"
        if signs_in and not known[name].can_sign_in:
            yield f"{name} can sign in"
    members = ask.rows(
        "SELECT m.rolname, r.rolname FROM pg_auth_members a JOIN pg_roles m ON m.oid = a.member JOIN pg_roles r ON r.oid = a.roleid"
    )
    for member, role in members:
        if member in known and (member, role) != ("owner", "oracle"):
            yield f"{member} is a member of {role}"
        if role in WEB and member not in known:
            yield f"{member} is a member of {role}"


def _ownership(ask: Catalogue) -> Iterator[str]:
    owned = ask.rows(
        f"SELECT pg_get_userbyid(relowner), relname::text FROM pg_class WHERE relnamespace IN {OURS}"
        " UNION ALL SELECT pg_get_userbyid(nspowner), nspname::text FROM pg_namespace"
        "   WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
        f" UNION ALL SELECT pg_get_userbyid(proowner), proname::text FROM pg_proc WHERE pronamespace IN {OURS}"
    )
    for owner, what in owned:
        if owner in NAMES and owner not in ("owner", "oracle"):
            yield f"{owner} owns {what}"
    for login in sorted(NAMES):
        for schema, may in (("public", ()), ("guard", ("oracle",))):
            row = ask.rows(
                "SELECT has_schema_privilege(%s, %s, 'CREATE'), has_database_privilege(%s, current_database(), 'CREATE, TEMP')",
                login,
                schema,
                login,
            )
            if row[0][0] and login not in ("owner", *may):
                yield f"{login} may make things in {schema}"
            if row[0][1] and login != "owner":
                yield f"{login} may create schemas or temporary tables"


_WRITES = ("INSERT", "UPDATE", "DELETE")
LOG_WORK = frozenset({("sealer", "access_accessevent", "SELECT"), ("sealer", "access_seal", "SELECT"), ("sealer", "access_seal", "INSERT")})
"""All that recorder and sealer may do to whole tables; the recorder adds to named columns of the log."""


def _privileges(ask: Catalogue) -> Iterator[str]:
    held = ask.rows(
        "SELECT c.relname, pg_get_userbyid(a.grantee), a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
        " WHERE c.relkind IN ('r', 'p', 'v') AND c.relnamespace = 'public'::regnamespace AND a.grantee <> 0"
    )
    door = THROUGH["door"]
    for table, login, privilege in held:
        if login == "owner":
            continue
        if privilege in ("TRUNCATE", "REFERENCES", "TRIGGER"):
            yield f"{login} may {privilege} {table}"
        if login in WEB and privilege in _WRITES and (table in GRANTS or table in OPEN):
            yield f"{login} may {privilege} into {table}, a grant table or an open one: written by the listed acts and the loader alone"
        if login in WEB and (door.fullmatch(table) or table.startswith("procrastinate_")):
            yield f"{login} may {privilege} {table}, which is the door's"
        if login in ("recorder", "sealer") and table not in OPEN and (login, table, privilege) not in LOG_WORK:
            yield f"{login} has {privilege} on {table}"
        if login == "backup" and privilege != "SELECT":
            yield f"backup may {privilege} {table}"
        if table == "access_accessevent" and privilege in ("UPDATE", "DELETE"):
            yield f"{login} may {privilege} rows of the read log"
        if table == "access_seal" and privilege in _WRITES and (login, privilege) != ("sealer", "INSERT"):
            yield f"{login} may {privilege} seals of the read log"


def _everybody(ask: Catalogue) -> Iterator[str]:
    for what in ask.rows(
        f"SELECT c.relname::text FROM pg_class c, aclexplode(c.relacl) a WHERE a.grantee = 0 AND c.relnamespace IN {OURS}"
        " UNION SELECT 'schema ' || n.nspname FROM pg_namespace n, aclexplode(n.nspacl) a"
        "   WHERE a.grantee = 0 AND n.nspname IN ('public', 'guard')"
        " UNION SELECT 'this database' FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a"
        "   WHERE a.grantee = 0 AND d.datname = current_database()"
        " UNION SELECT p.oid::regprocedure::text FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a"
        f"   WHERE a.grantee = 0 AND p.pronamespace IN {OURS}"
    ):
        yield f"everyone has rights on {what[0]}, or everyone may call it"


def _limits(ask: Catalogue) -> Iterator[str]:
    """Does each login's session end by itself what nobody goes on with?"""
    settings = {name: set(said or ()) for name, said in ask.rows("SELECT rolname, rolconfig FROM pg_roles")}
    for login in LOGINS:
        for name, value in login.limits:
            if f"{name}={value}" not in settings.get(login.name, set()):
                yield f"{login.name} has no {name} of {value}"


def _looking(ask: Catalogue) -> Iterator[str]:
    """May a login of the web count what is not its to see, keep bytes aside, or hold a lock beyond its transaction?"""
    web = sorted(WEB)
    for login, what in ask.rows(
        "SELECT l, p.oid::regprocedure::text FROM pg_proc p, unnest(%s::text[]) l WHERE p.pronamespace = 'pg_catalog'::regnamespace"
        " AND p.proname ~ %s AND has_function_privilege(l, p.oid, 'EXECUTE')",
        web,
        CLOSED_FUNCTIONS,
    ):
        yield f"{login} may call {what}"
    for login, what in ask.rows(
        "SELECT l, c.relname::text FROM pg_class c, unnest(%s::text[]) l WHERE c.relnamespace = 'pg_catalog'::regnamespace"
        " AND c.relkind = 'v' AND c.relname ~ %s AND has_table_privilege(l, c.oid, 'SELECT')",
        web,
        CLOSED_VIEWS,
    ):
        yield f"{login} may read {what}"
    for login, what in ask.rows(
        "SELECT l, c.relname::text FROM pg_class c, unnest(%s::text[]) l WHERE c.relnamespace = 'public'::regnamespace"
        " AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(l, c.oid, 'USAGE, SELECT, UPDATE') ELSE false END",
        web,
    ):
        yield f"{login} may count with {what}"


def _days(ask: Catalogue) -> Iterator[str]:
    """May a login of the web write a day that no page can show?"""
    for table, column in ask.rows(
        "SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped"
        " AND a.atttypid IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)"
        " AND EXISTS (SELECT FROM unnest(%s::text[]) l WHERE has_column_privilege(l, c.oid, a.attname, 'INSERT, UPDATE'))"
        " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.convalidated"
        "  AND k.conkey = ARRAY[a.attnum] AND pg_get_constraintdef(k.oid) ~ '^CHECK .*>= ''1900-01-01.* AND .*<= ''2200-01-01')",
        sorted(WEB),
    ):
        yield f"{table}.{column} takes a day that no page can show: guard.protect_days was not asked"


def _keys(ask: Catalogue) -> Iterator[str]:
    """May a login of the web learn from a unique key that something stands which it may not read?"""
    yield from across_scopes(ask.rows, WEB)
