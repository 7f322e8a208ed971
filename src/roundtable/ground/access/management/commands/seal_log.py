"""Seal the read log once a second, until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from roundtable.ground.access.seal import SEALER, seal


class Command(BaseCommand):
    help = "Seal the read log, each second or once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what there is, then stop")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            made = seal(settings.LOG_HEADS)
            self.stdout.write(f"{made.rows if made else 0} rows sealed")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.wait(options["every"]):
            seal(settings.LOG_HEADS)
        connections[SEALER].close()
