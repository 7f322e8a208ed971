"""Seal the read log once a second, until told to stop."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

import structlog
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, connections

from roundtable.ground.access.seal import SEALER, CannotSeal, seal

log = structlog.get_logger()


class Command(BaseCommand):
    help = "Seal the read log, each second or once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="seal what there is, then stop")
        parser.add_argument("--every", type=float, default=1.0, metavar="SECONDS")
        parser.add_argument(
            "--after-restore", action="store_true", help="go on although seals were lost with a restore, and keep that beside the heads"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["once"]:
                made = seal(settings.LOG_HEADS, after_restore=options["after_restore"])
                self.stdout.write(f"{made.rows if made else 0} rows sealed")
            else:
                self._seal_on(options["every"], after_restore=options["after_restore"])
        except CannotSeal as no:
            raise CommandError(str(no)) from None

    def _seal_on(self, every: float, *, after_restore: bool) -> None:
        """Each round by itself: a database that restarts is asked again, a second later."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        away = False
        while not stop.wait(every):
            try:
                seal(settings.LOG_HEADS, after_restore=after_restore)
                away = after_restore = False
            except (OperationalError, InterfaceError):
                connections[SEALER].close()
                if not away:
                    log.warning("database_away", where="seal_log")
                away = True
        connections[SEALER].close()
