"""`roundtable import-cases FILE [--dry-run] [--partial]`: a list of referrals comes in."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from roundtable.casework.referrals.actions import import_referrals
from roundtable.casework.referrals.rules.import_list import ImportRow, RowFault, read_list
from roundtable.kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Import referrals from a CSV file. All in or none in; a second run of the same list makes nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="look at everything, store nothing")
        parser.add_argument("--partial", action="store_true", help="take the good rows, name the others")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        now = timezone.now()
        try:
            with file.open("rb") as source:
                rows = self._counted(read_list(source, today=timezone.localdate(now)))
                result = import_referrals(rows=rows, at=now, dry_run=options["dry_run"], partial=options["partial"])
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem.strerror}.") from problem
        except Refusal as no:
            raise CommandError(no.english()) from no
        for fault in result.faults:
            self.stdout.write(fault.english())
        verb = "came in" if result.stored else "would come in"
        self.stdout.write(
            f"{result.sent} sent and {result.drafts} as drafts {verb}, {result.already} were here already, {len(result.faults)} faults."
        )
        if result.faults and not options["partial"]:
            raise CommandError(
                "Nothing was stored. Correct the rows above, or take the good ones with --partial."
                if not options["dry_run"]
                else "Nothing was stored: this was a trial."
            )
        if not result.stored:
            self.stdout.write("Nothing was stored: this was a trial.")

    def _counted(self, rows: Iterator[ImportRow | RowFault]) -> Iterator[ImportRow | RowFault]:
        """The rows with a bar that moves, where somebody looks."""
        return iter(tqdm(rows, unit=" rows", file=sys.stderr, disable=not sys.stderr.isatty()))
