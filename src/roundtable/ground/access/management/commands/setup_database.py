"""Bring a database up to date: tables, cache, protection of the libraries' tables, and the rings of keys beside it."""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from roundtable.ground.access.rings import make_rings

OWNER = "owner"


class Command(BaseCommand):
    help = "Migrate as owner, make the cache table, protect the libraries' tables, make missing keys. Safe to run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-keys", action="store_true", help="leave the folder of keys alone")

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        if foreign := foreign_steps():
            raise CommandError(
                f"This database was made by another version of Roundtable: it has been through {foreign[0]}"
                f"{f' and {len(foreign) - 1} more steps' if foreign[1:] else ''} that this version does not know. Nothing was changed. "
                "Go on with the version that made it, or begin anew: the demo in another folder (make demo DATA=…), a house of your own "
                "in another data folder (ROUNDTABLE_DATA) or an empty database (DATABASE_URL)."
            )
        call_command("migrate", database=OWNER, interactive=False, verbosity=verbosity)
        call_command("createcachetable", database=OWNER, verbosity=verbosity)
        with connections[OWNER].cursor() as cursor:
            cursor.execute("SELECT guard.protect_libraries()")
            cursor.execute("SELECT guard.close_sequences()")
            cursor.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO backup")  # else no copy can be taken
        if not options["no_keys"]:
            make_rings(settings.KEYS)


def foreign_steps() -> list[str]:
    """Migrations of our rooms that this database has been through and that this version neither has nor replaces, as `room 0001_name`."""
    loader = MigrationLoader(connections[OWNER])
    known = {*loader.disk_migrations, *(step for migration in loader.disk_migrations.values() for step in migration.replaces)}
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("roundtable.")}
    return sorted(f"{room} {name}" for room, name in loader.applied_migrations if room in ours and (room, name) not in known)
