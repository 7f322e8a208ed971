"""What a database lets everybody use: an injection on a login of the web counts, keeps and holds nothing with it."""

import pytest
from django.db import DatabaseError, connections, transaction

from tests.cast import build_cast
from tests.privacy.test_attacks_sql_more import refused

WEB = ("web_citizen", "web_care", "web_authority")
CLOSED = (
    "SELECT lo_create(0)",
    "SELECT lo_from_bytea(0, 'kept aside')",
    "SELECT lo_get(1)",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_lock_shared(1, 2)",
    "SELECT pg_advisory_unlock_all()",
    "SELECT * FROM pg_stat_activity",
    "SELECT query FROM pg_stat_get_activity(NULL)",
    "SELECT n_live_tup FROM pg_stat_user_tables",
    "SELECT pg_stat_get_live_tuples('seats_item'::regclass)",
    "SELECT * FROM pg_statio_user_tables",
    "SELECT most_common_vals FROM pg_stats",
    "SELECT * FROM pg_stats_ext",
    "SELECT * FROM pg_locks",
    "SELECT * FROM pg_lock_status()",
)


@pytest.mark.parametrize("login", WEB)
@pytest.mark.parametrize("statement", CLOSED)
def test_large_objects_lasting_locks_and_statistics_are_closed(login: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(login), connections[login].cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("login", WEB)
def test_no_number_tells_how_much_was_written_meanwhile(login: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace")
        sequences = [row[0] for row in cursor.fetchall()]
    assert "access_accessevent_id_seq" in sequences
    for sequence in sequences:
        for statement in (f"SELECT nextval('{sequence}')", f"SELECT last_value FROM {sequence}", f"SELECT setval('{sequence}', 1)"):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(login), connections[login].cursor() as cursor:
                cursor.execute(statement)
    with transaction.atomic(login), connections[login].cursor() as cursor:
        cursor.execute("SELECT last_value FROM pg_sequences WHERE schemaname = 'public'")
        assert {row[0] for row in cursor.fetchall()} <= {None}


def test_who_waits_for_a_held_course_is_told_before_the_page_gives_up() -> None:
    cast = build_cast()
    lock = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
    with transaction.atomic("web_authority"), connections["web_authority"].cursor() as holder:
        holder.execute(lock, [f"case:{cast.case_id}"])
        no = refused("web_care", cast.bo.person_id, "professional", cast.case_id, "case", ("SELECT guard.lock_case(%s)", cast.case_id))
    assert "lock timeout" in no
