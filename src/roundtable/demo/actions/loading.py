"""The demo is loaded once: founded, told story by story, and opened to its cast at the very end."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import connections, transaction

from roundtable.demo.actions.founding import found_programmes, open_accounts
from roundtable.demo.actions.stage import LOADER, OWNER, WORKER, Stage, past_tense, today_of
from roundtable.demo.actions.telling import Table, tell_story
from roundtable.demo.rules.people import demo_id, email_of
from roundtable.demo.rules.programmes import BACK_TOGETHER, PROGRAMMES
from roundtable.demo.rules.stories import STORIES
from roundtable.ground.access.context import DOOR
from roundtable.kernel.refusal import Refusal, gettext_noop


class NotAnEmptyHouse(Refusal):
    """Somebody's own data stand where the demo would go."""

    code = "demo_not_empty"
    message = gettext_noop(
        "This database holds a programme of somebody's own. The demo is loaded into an empty one: make demo DATA=another-folder"
    )


@dataclass(frozen=True)
class Loaded:
    """What was done: `fresh` is False where everything stood already."""

    fresh: bool
    cases: int


def load_demo(*, alone: bool = True) -> Loaded:
    """The demo programme stands, with its cast and months of history; loading again changes nothing, loading after a break begins anew.

    `alone`: refuse a database that holds other programmes. Raises NotAnEmptyHouse.
    """
    if get_user_model().objects.using(DOOR).filter(email=email_of("amal")).exists():
        return Loaded(False, len(STORIES))
    if alone and _others():
        raise NotAnEmptyHouse()
    begun = _begun()
    if begun:
        _begin_again()
    last = 0 if begun else _last_job()
    tables: dict[str, Table] = {}
    with past_tense():
        for programme in PROGRAMMES:
            stage = Stage(today_of(programme.time_zone), programme.time_zone)
            if programme is BACK_TOGETHER:
                found_programmes(stage)
            for story in (story for story in STORIES if story.programme == programme.code):
                table = tell_story(stage, story)
                if table is not None:
                    tables[story.key] = table
    _settle(last)
    people = {key: person_id for table in tables.values() for key, person_id in table.people.items()}
    open_accounts(people)
    return Loaded(True, len(tables))


def _others() -> bool:
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM programmes_programme WHERE code <> ALL (%s))", [[one.code for one in PROGRAMMES]])
        found: bool = cursor.fetchone()[0]
        return found


def _begun() -> bool:
    with connections[LOADER].cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM programmes_programme WHERE id = %s)", [demo_id(BACK_TOGETHER.code)])
        found: bool = cursor.fetchone()[0]
        return found


def _begin_again() -> None:
    """A loading that was interrupted is swept away as a whole; nobody could have signed in to it yet."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'"
            " AND c.relname !~ '^(django|auth|account|mfa|cache|procrastinate)_' ORDER BY 1"
        )
        tables = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_emptied'")
        kept = [row[0] for row in cursor.fetchall()]
        for table in kept:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER never_emptied")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table in kept:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER never_emptied")


def _last_job() -> int:
    with connections[WORKER].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM procrastinate_jobs")
        last: int = cursor.fetchone()[0]
        return last


def _settle(last_job: int) -> None:
    """Old news is old: notices of more than three days ago were seen, and nothing of the past is mailed today."""
    with transaction.atomic(using=WORKER), connections[WORKER].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id > %s AND status = 'todo'", [last_job])
    with transaction.atomic(using=LOADER), connections[LOADER].cursor() as cursor:
        cursor.execute("UPDATE notices_notice SET mailed_at = made_at WHERE mailed_at IS NULL AND made_at < now() - interval '1 hour'")
        cursor.execute(
            "UPDATE notices_notice SET read_at = made_at + interval '3 hours' WHERE read_at IS NULL AND made_at < now() - interval '3 days'"
        )
        cursor.execute("UPDATE people_contactdetails SET channel = 'email' WHERE email <> ''")
