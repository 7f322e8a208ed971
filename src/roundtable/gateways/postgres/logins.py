"""The logins of the database, and the SQL that makes them: the same for the embedded cluster and for a production server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GUARD_SCHEMA = "guard"


@dataclass(frozen=True)
class Login:
    """A database role: what it is for, and what it may do beyond its grants (nothing, but for two)."""

    name: str
    purpose: str
    can_sign_in: bool = True
    reads_past_policies: bool = False
    limits: tuple[tuple[str, str], ...] = ()
    """Settings the server gives each of its sessions: name and value."""


IDLE = (("idle_in_transaction_session_timeout", "1min"),)
"""A transaction that nobody goes on with (a process that hangs, an injection that holds a course's lock) ends, with all it held."""

WEB = (("statement_timeout", "5s"), ("lock_timeout", "4s"), *IDLE)
"""A page waits for its answer, so a statement ends after five seconds; who waits for another's act is told before that."""

LOGINS: tuple[Login, ...] = (
    Login("owner", "migrates; owns the tables; sees no rows, because policies are forced on it too"),
    Login("oracle", "owns the definer functions that decide who reads what; nobody signs in as it", can_sign_in=False),
    Login("door", "accounts, sessions and cache, before it is known as whom a person acts", limits=IDLE),
    Login("web_citizen", "citizens, companions and representatives", limits=WEB),
    Login("web_care", "professionals and managers of the kinds that are not authorities", limits=WEB),
    Login("web_authority", "professionals and managers of authority kinds", limits=WEB),
    Login("worker", "the queue of jobs; a job enters with the login of the hat it acts for"),
    Login("recorder", "adds to the read log, nothing else", limits=IDLE),
    Login("sealer", "seals the read log"),
    Login("loader", "imports and demo history; alone may store past moments"),
    Login("evaluator", "evaluation extracts only"),
    Login("aggregator", "text-free facts only"),
    Login("backup", "copies everything out, writes nothing", reads_past_policies=True),
)
NAMES = frozenset(login.name for login in LOGINS)
SIGNING_IN = tuple(login.name for login in LOGINS if login.can_sign_in)


def login_statements(verifiers: Mapping[str, str], server_major: int, logins: Iterable[Login] = LOGINS) -> list[str]:
    """SQL that creates or corrects the logins; `verifiers` are SCRAM verifiers by login name, never passwords."""
    statements: list[str] = []
    for login in logins:
        exists = f"SELECT FROM pg_catalog.pg_roles WHERE rolname = '{login.name}'"
        statements.append(f'DO $$ BEGIN IF NOT EXISTS ({exists}) THEN CREATE ROLE "{login.name}"; END IF; END $$')
        rights = [
            "LOGIN" if login.can_sign_in else "NOLOGIN",
            "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOINHERIT",
            "BYPASSRLS" if login.reads_past_policies else "NOBYPASSRLS",
        ]
        if login.can_sign_in:
            rights.append(f"PASSWORD '{verifiers[login.name]}'")
        statements.append(f'ALTER ROLE "{login.name}" {" ".join(rights)}')
        statements += [f"ALTER ROLE \"{login.name}\" SET {name} = '{value}'" for name, value in login.limits]
        if login.reads_past_policies:
            statements.append(f'ALTER ROLE "{login.name}" SET default_transaction_read_only = on')
    # owner may become oracle (SET ROLE) in a migration, yet inherits nothing from it: oracle's policies do not apply to owner.
    # PostgreSQL 15 has no such options: there NOINHERIT on owner says the same.
    options = " WITH INHERIT FALSE, SET TRUE" if server_major >= 16 else ""
    return [*statements, f'GRANT "oracle" TO "owner"{options}']


def server_statements() -> list[str]:
    """SQL that closes the databases every server has to our logins."""
    return [f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC' for name in ("postgres", "template1")]


def database_statements(name: str) -> list[str]:
    """SQL, run by a superuser anywhere, that lets in nobody but the logins."""
    everyone = ", ".join(f'"{login}"' for login in SIGNING_IN)
    return [f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC', f'GRANT CONNECT ON DATABASE "{name}" TO {everyone}']


def schema_statements(owner: str = "owner") -> list[str]:
    """SQL, run by a superuser inside the database: who may name things, who may make them, and nothing for PUBLIC.

    Schema `guard` holds the definer functions. Changing a function's owner needs CREATE on its schema for the new owner
    (PostgreSQL 15 manual, ALTER FUNCTION), and oracle shall not be able to put anything beside the tables in `public`.
    """
    everyone = ", ".join(f'"{login}"' for login in SIGNING_IN)
    return [
        f'ALTER SCHEMA public OWNER TO "{owner}"',
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        f'GRANT USAGE ON SCHEMA public TO {everyone}, "oracle"',
        f'CREATE SCHEMA IF NOT EXISTS {GUARD_SCHEMA} AUTHORIZATION "{owner}"',
        f"REVOKE ALL ON SCHEMA {GUARD_SCHEMA} FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA {GUARD_SCHEMA} TO {everyone}",
        f'GRANT USAGE, CREATE ON SCHEMA {GUARD_SCHEMA} TO "oracle"',
        # A new function is callable by everyone unless this is said; a definer function nobody was granted must stay shut.
        'ALTER DEFAULT PRIVILEGES FOR ROLE "oracle" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
        f'ALTER DEFAULT PRIVILEGES FOR ROLE "{owner}" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC',
    ]


CLOSED_FUNCTIONS = "^(lo_|loread$|lowrite$|pg_(try_)?advisory_(un)?lock|pg_stat_get_(?!xact_)|pg_lock_status$)"
CLOSED_VIEWS = "^(pg_stats($|_ext)|pg_stat_(?!xact_)|pg_statio_|pg_locks$)"
"""What every database lets everybody use, and ours does not: large objects (bytes without row security), locks that outlive their
transaction on a pooled connection, and the statistics that tell how many rows there are and what others ask just now. A transaction's
own counts stay."""
MAY_LOOK = ("owner", "worker", "sealer", "loader", "backup")
"""Logins without a web page behind them, which may read those."""


def catalogue_statements() -> list[str]:
    """SQL, run by a superuser inside the database, that takes from PUBLIC what no page needs."""
    lookers = ", ".join(f'"{login}"' for login in MAY_LOOK)
    functions = f"SELECT oid::regprocedure FROM pg_proc WHERE proname ~ '{CLOSED_FUNCTIONS}' AND pronamespace = 'pg_catalog'::regnamespace"
    views = (
        f"SELECT oid::regclass FROM pg_class WHERE relname ~ '{CLOSED_VIEWS}' AND relkind = 'v'"
        " AND relnamespace = 'pg_catalog'::regnamespace"
    )
    close = (
        "DO $$ DECLARE what text; BEGIN FOR what IN {found} LOOP EXECUTE format('REVOKE ALL ON {kind} %s FROM PUBLIC', what);"
        " EXECUTE format('GRANT {right} ON {kind} %s TO {lookers}', what); END LOOP; END $$"
    )
    return [
        close.format(found=functions, kind="FUNCTION", right="EXECUTE", lookers=lookers),
        close.format(found=views, kind="TABLE", right="SELECT", lookers=lookers),
    ]


def logins_script(verifiers: Mapping[str, str], database: str) -> str:
    """A psql script for a server we do not manage, of any major version we take: logins, database and schemas."""
    parts = [
        "-- Roundtable: logins and database. Run with psql 15 or newer, connected as a superuser.",
        "\\set ON_ERROR_STOP on",
        # The form of PostgreSQL 15 serves newer ones too: owner is NOINHERIT when it is made a member of oracle.
        *(f"{statement};" for statement in login_statements(verifiers, 15)),
        (
            f"SELECT 'CREATE DATABASE \"{database}\" OWNER \"owner\" ENCODING ''UTF8'' TEMPLATE template0' "
            f"WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec"
        ),
        *(f"{statement};" for statement in database_statements(database)),
        f'\\connect "{database}"',
        *(f"{statement};" for statement in [*schema_statements(), *catalogue_statements()]),
    ]
    return "\n".join(parts) + "\n"
