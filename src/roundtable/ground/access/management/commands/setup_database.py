"""Bring a database up to date: tables, cache, protection of the libraries' tables, and the rings of keys beside it."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from roundtable.ground.access.rings import make_rings

OWNER = "owner"


class Command(BaseCommand):
    help = "Migrate as owner, make the cache table, protect the libraries' tables, make missing keys. Safe to run again."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-keys", action="store_true", help="leave the folder of keys alone")

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        call_command("migrate", database=OWNER, interactive=False, verbosity=verbosity)
        call_command("createcachetable", database=OWNER, verbosity=verbosity)
        with connections[OWNER].cursor() as cursor:
            cursor.execute("SELECT guard.protect_libraries()")
            cursor.execute("SELECT guard.close_sequences()")
            cursor.execute("GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO backup")  # else no copy can be taken
        if not options["no_keys"]:
            make_rings(settings.KEYS)
