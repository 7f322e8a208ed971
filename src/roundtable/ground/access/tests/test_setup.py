"""The libraries' tables belong to the door, the queue to the worker; a job joins the transaction that asked for it."""

import json
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from tests.cast import account, person

from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import acting

WEB = ("web_citizen", "web_care", "web_authority")


class ChangedMind(Exception):
    """Something went wrong after the job was asked for."""


def _enqueue(alias: str, task: str, **args: object) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT guard.enqueue(%s, %s::jsonb)", [task, json.dumps(args)])
        number: int = cursor.fetchone()[0]
    return number


def _waiting(number: int) -> bool:
    with connections["worker"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE id = %s AND status = 'todo'", [number])
        return bool(cursor.fetchone()[0])


def _actor() -> Actor:
    return Actor(person("Amal"), Hat.CITIZEN)


def test_setting_up_again_changes_nothing_and_stops_at_nothing() -> None:
    call_command("setup_database", "--no-keys", verbosity=0)
    with transaction.atomic("owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT guard.protect_libraries()")
        assert cursor.fetchone() == (0,)


def test_a_database_of_another_version_is_refused_with_what_to_do_and_left_as_it_is() -> None:
    steps = MigrationRecorder(connections["owner"])
    for name in ("0016_away", "0017_later"):
        steps.record_applied("seats", name)
    try:
        before = set(steps.applied_migrations())
        with pytest.raises(CommandError, match=r"seats 0016_away and 1 more steps.*Nothing was changed.*make demo DATA=") as refused:
            call_command("setup_database", "--no-keys", verbosity=0)
        assert "ROUNDTABLE_DATA" in str(refused.value)
        assert set(steps.applied_migrations()) == before
    finally:
        for name in ("0016_away", "0017_later"):
            steps.record_unapplied("seats", name)
    call_command("setup_database", "--no-keys", verbosity=0)


def test_signing_in_and_caching_go_through_the_door() -> None:
    client = Client()
    client.force_login(account(person("Amal"), "Amal", kind="citizen"))
    assert client.session["_auth_user_id"]
    cache.set("how-often", 3)
    assert cache.get("how-often") == 3


@pytest.mark.parametrize("alias", WEB)
@pytest.mark.parametrize(
    "table", ["django_session", "account_emailaddress", "mfa_authenticator", "cache_entries", "procrastinate_jobs", "people_account"]
)
def test_no_hat_reads_sessions_accounts_cache_or_the_queue(alias: str, table: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table}")


def test_a_job_asked_for_in_an_act_is_waiting_when_the_act_is_done() -> None:
    with acting(_actor(), write=True) as here:
        number = _enqueue(here.alias, "notices.mail", notice=str(uuid4()))
    assert _waiting(number)


def test_a_job_goes_with_the_act_that_is_undone() -> None:
    with pytest.raises(ChangedMind):
        with acting(_actor(), write=True) as here:
            number = _enqueue(here.alias, "notices.mail", notice=str(uuid4()))
            raise ChangedMind
    assert not _waiting(number)


def test_a_job_carries_ids_and_never_words() -> None:
    for words in ({"text": "I lie awake at night"}, {"deep": {"text": "x"}}, {"many": ["x"]}):
        with pytest.raises(DatabaseError, match="refused:ids_only"), acting(_actor(), write=True) as here:
            _enqueue(here.alias, "notices.mail", **words)
    with pytest.raises(DatabaseError, match="refused:not_a_job"), acting(_actor(), write=True) as here:
        _enqueue(here.alias, "notices.mail; DROP TABLE seats_item")


@pytest.mark.parametrize("alias", WEB)
def test_nobody_who_is_not_known_asks_for_a_job(alias: str) -> None:
    with pytest.raises(DatabaseError, match="refused:not_here"), transaction.atomic(alias):
        _enqueue(alias, "notices.mail")


def test_the_worker_takes_a_job_and_finishes_it() -> None:
    with acting(_actor(), write=True) as here:
        number = _enqueue(here.alias, "notices.mail", notice=str(uuid4()))
    with transaction.atomic("worker"), connections["worker"].cursor() as cursor:
        cursor.execute("SELECT worker_id FROM procrastinate_register_worker_v1()")
        worker = cursor.fetchone()[0]
        taken = None
        while taken != number:
            cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, %s)", [worker])
            taken = cursor.fetchone()[0]
            assert taken is not None
            cursor.execute("SELECT procrastinate_finish_job_v1(%s, 'succeeded', false)", [taken])
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        assert cursor.fetchone() == ("succeeded",)
