"""Seal the read log, once or every second."""

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from roundtable.ground.access.seal import seal


class Command(BaseCommand):
    help = "Seals the read log into its chain and writes the head to a file outside the database. Runs until it is stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what is there, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            seal(settings.LOG_HEADS)
            if options["once"]:
                return
            time.sleep(1)
