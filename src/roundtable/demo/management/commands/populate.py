"""Fill the database with synthetic courses, to measure how fast the house is when it is full."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from roundtable.demo.actions.population import populate


class Command(BaseCommand):
    help = "Synthetic courses in programmes of 250, with items in every place. Goes on where it stopped. In demo mode only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cases", type=int, help="how many courses there shall be")
        parser.add_argument("--items", type=int, default=20, help="items in each course")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ROUNDTABLE_DEMO:
            raise CommandError("Invented courses are for measuring: they are stored in demo mode only (ROUNDTABLE_DEMO=1).")
        if not 1 <= options["cases"] <= 1_000_000 or not 1 <= options["items"] <= 1_000:
            raise CommandError("Between 1 and 1,000,000 courses, with 1 to 1,000 items each.")
        for filled in populate(cases=options["cases"], items=options["items"]):
            if options["verbosity"] and (filled.programme % 10 == 9 or filled.cases == options["cases"]):
                self.stdout.write(f"{filled.cases} courses")
        with connections["loader"].cursor() as cursor:
            cursor.execute("ANALYZE")
