"""Look for gaps in the live database: the catalogue's protection, the read log's seals, the jobs. `roundtable check`."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from roundtable.ground.access.lint import findings
from roundtable.ground.access.queue import queue_findings
from roundtable.ground.access.seal import told, verify


class Command(BaseCommand):
    help = "One line per finding; exit code 1 when there is any."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = [*findings(), *verify(settings.LOG_HEADS), *queue_findings()]
        for line in found:
            self.stdout.write(line)
        if found:
            sys.exit(1)
        self.stdout.write("The database keeps its promises, the read log is whole, and no job is overdue.")
        for line in told(settings.LOG_HEADS):
            self.stdout.write(line)
