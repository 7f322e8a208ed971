"""DATABASE_URL wins; the same logins, other places for their passwords."""

import json
import re
from pathlib import Path

import psycopg
import pytest

from roundtable.gateways.postgres import (
    Cluster,
    ClusterTrouble,
    External,
    default_folder,
    from_environment,
    generate_password,
    logins_script,
)
from roundtable.gateways.postgres.logins import SIGNING_IN
from roundtable.gateways.postgres.secrets_file import scram_verifier

URL = "postgresql://owner:of-the-url@db.example.org:6432/programme?sslmode=verify-full"


def test_without_database_url_the_data_folder_counts(tmp_path: Path) -> None:
    assert isinstance(from_environment({}), Cluster)
    folder = default_folder("elsewhere")
    found = from_environment({"ROUNDTABLE_DATA": str(folder)})
    assert isinstance(found, Cluster)
    assert found.folder == folder
    assert found.dsn("door")["NAME"] == "roundtable"


def test_an_unknown_login_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        from_environment({}).dsn("postgres")
    with pytest.raises(KeyError):
        External(URL).dsn("postgres")


def test_database_url_wins_and_keeps_its_options() -> None:
    found = from_environment({"DATABASE_URL": URL, "ROUNDTABLE_DATA": "/nowhere", "ROUNDTABLE_PASSWORD_WEB_CARE": "of care"})
    assert found.dsn("web_care") == {
        "NAME": "programme",
        "USER": "web_care",
        "PASSWORD": "of care",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full"},
    }
    assert found.dsn("owner", "other")["NAME"] == "other"
    assert "of care" not in repr(found)
    assert "of-the-url" not in repr(found)


def test_passwords_come_from_a_file_and_a_variable_beats_it(tmp_path: Path) -> None:
    file = tmp_path / "logins.json"
    file.write_text(json.dumps({"door": "from the file", "worker": "from the file"}))
    found = from_environment({"DATABASE_URL": URL, "ROUNDTABLE_LOGINS_FILE": str(file), "ROUNDTABLE_PASSWORD_DOOR": "from the variable"})
    assert (found.dsn("door")["PASSWORD"], found.dsn("worker")["PASSWORD"]) == ("from the variable", "from the file")
    assert found.dsn("owner")["PASSWORD"] == "of-the-url"


def test_a_missing_password_is_named_and_no_other_login_lends_its_own() -> None:
    with pytest.raises(ClusterTrouble, match="ROUNDTABLE_PASSWORD_WEB_AUTHORITY"):
        from_environment({"DATABASE_URL": URL}).dsn("web_authority")


def test_the_printed_sql_makes_a_server_of_somebody_else_ready(cluster: Cluster) -> None:
    passwords = {login: generate_password() for login in SIGNING_IN}
    script = logins_script({login: scram_verifier(password) for login, password in passwords.items()}, "municipality")
    assert not any(password in script for password in passwords.values())
    with cluster._keeper() as keeper:
        place, database = "postgres", keeper
        for statement in re.split(r";\n|\\gexec\n", script.split("\n", 2)[2]):
            statement = statement.strip()
            if statement.startswith("\\connect"):
                place, statement = "municipality", statement.split("\n", 1)[1]
            if not statement:
                continue
            database = keeper if place == "postgres" else cluster._keeper(place)
            rows = database.execute(statement.encode())
            if statement.startswith("SELECT"):
                for (made,) in rows.fetchall():
                    keeper.execute(made.encode())
            if database is not keeper:
                database.close()
    try:
        dsn = cluster.dsn("web_care", "municipality")
        with psycopg.connect(
            host=dsn["HOST"], port=dsn["PORT"], user="web_care", password=passwords["web_care"], dbname="municipality"
        ) as made:
            assert made.execute("SELECT has_schema_privilege('guard', 'USAGE'), has_schema_privilege('guard', 'CREATE')").fetchone() == (
                True,
                False,
            )
    finally:
        cluster.ensure_logins()
