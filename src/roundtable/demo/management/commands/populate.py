"""Fill the database with synthetic courses, to measure how fast the house is when it is full."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from roundtable.demo.actions.population import populate

BAR = 40
SAY_EVERY = 10


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
        began, wanted = monotonic(), options["cases"]
        for filled in populate(cases=wanted, items=options["items"]):
            if options["verbosity"]:
                self._say(filled.programme, filled.cases, wanted, monotonic() - began)

    def _say(self, programme: int, cases: int, wanted: int, seconds: float) -> None:
        """A bar that grows, on a screen; elsewhere a line now and then."""
        said = f"{cases:,} of {wanted:,} courses, {cases / max(seconds, 0.001):,.0f} a second"
        if self.stdout.isatty():
            done = BAR * cases // wanted
            self.stdout.write(f"\r{'█' * done}{'░' * (BAR - done)} {said}", ending="\n" if cases == wanted else "")
            self.stdout.flush()
        elif programme % SAY_EVERY == SAY_EVERY - 1 or cases == wanted:
            self.stdout.write(said)
