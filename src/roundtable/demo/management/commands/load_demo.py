"""Load the demo programme, its cast and its history, where they are not there yet."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from roundtable.demo.actions import load_demo
from roundtable.kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Load the demo: both teams, twelve courses, a family, months of history. Safe to run again. In demo mode only."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.ROUNDTABLE_DEMO:
            raise CommandError("The demo's people can be signed in as by anybody: it is loaded in demo mode only (ROUNDTABLE_DEMO=1).")
        try:
            loaded = load_demo(alone=settings.DEMO)
        except Refusal as no:
            raise CommandError(no.english()) from no
        if loaded.fresh and options["verbosity"]:
            self.stdout.write(f"Loaded {loaded.cases} courses and referrals.")
