"""`roundtable import-fhir FILE [--programme CODE] [--referrer EMAIL] [--dry-run]`: a FHIR R4 resource or Bundle comes in.

On a folder of the demo both may be left out: `FHIR_INTO` of the settings names its programme and its consultant.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.fhir.actions import Came, import_fhir
from roundtable.kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Import a FHIR R4 resource or Bundle in JSON. All in or none in; a second run of the same file makes nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", metavar="CODE", help="the programme it comes into; on the demo's folder its first one")
        parser.add_argument("--referrer", metavar="EMAIL", help="who in the programme it is imported for; on the demo's folder Cleo")
        parser.add_argument("--dry-run", action="store_true", help="look at everything, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        into = tuple(said or usual for said, usual in zip((options["programme"], options["referrer"]), settings.FHIR_INTO, strict=True))
        if not all(into):
            raise CommandError("Say where it comes in and for whom: --programme CODE --referrer EMAIL, somebody who works there.")
        try:
            found = import_fhir(
                data=file.read_bytes(),
                programme_code=into[0],
                referrer_email=into[1],
                at=timezone.now(),
                dry_run=options["dry_run"],
            )
        except OSError as problem:
            raise CommandError(f"The file cannot be read: {problem.strerror}.") from problem
        except Refusal as no:
            raise CommandError(no.english()) from no
        if not (options["programme"] and options["referrer"]):
            self.stdout.write(f"Into the programme {into[0]}, for {into[1]}. Others are named with --programme and --referrer.")
        for came in found.came:
            self._tell(came)
        for source in found.already:
            self.stdout.write(f"{source}: came in before; nothing was changed.")
        for left in found.left:
            self.stdout.write(f"Left behind: {_safe(left.english())}")
        if found.refused:
            raise CommandError(f"Nothing was stored. {found.refused.english()}")
        verb = "came in" if found.stored else "would come in"
        drafts = sum(came.draft for came in found.came)
        self.stdout.write(
            f"{drafts} referral drafts and {len(found.came) - drafts} open courses {verb},"
            f" {len(found.already)} were here already, {len(found.left)} elements left behind."
        )
        if not found.stored:
            self.stdout.write("Nothing was stored: this was a trial.")

    def _tell(self, came: Came) -> None:
        if came.draft:
            self.stdout.write(f"{_safe(came.source)}: a referral draft of the referrer; not sent, no consent is recorded.")
        else:
            self.stdout.write(
                f"{_safe(came.source)}: an open course with its plan draft:"
                f" {came.goals} goals, {came.steps} steps, {came.seats} professionals."
            )
        for name in came.to_name:
            self.stdout.write(f"  To be named: {_safe(name)}")
        for lack in came.missing:
            self.stdout.write(f"  To be added: {_safe(lack.path)}: {lack.what}")


def _safe(text: str) -> str:
    """One line without what a file could smuggle into a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)
