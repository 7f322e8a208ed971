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
    statement_timeout: str | None = None


LOGINS: tuple[Login, ...] = (
    Login("owner", "migrates; owns the tables; sees no rows, because policies are forced on it too"),
    Login("oracle", "owns the definer functions that decide who reads what; nobody signs in as it", can_sign_in=False),
    Login("door", "accounts, sessions and cache, before it is known as whom a person acts"),
    Login("web_citizen", "citizens, companions and representatives", statement_timeout="5s"),
    Login("web_care", "professionals and managers of the kinds that are not authorities", statement_timeout="5s"),
    Login("web_authority", "professionals and managers of authority kinds", statement_timeout="5s"),
    Login("worker", "the queue of jobs; a job enters with the login of the hat it acts for"),
    Login("recorder", "adds to the read log, nothing else"),
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
        if login.statement_timeout:
            statements.append(f"ALTER ROLE \"{login.name}\" SET statement_timeout = '{login.statement_timeout}'")
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
        *(f"{statement};" for statement in schema_statements()),
    ]
    return "\n".join(parts) + "\n"
