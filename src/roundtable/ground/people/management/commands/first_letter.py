"""A code for the first leader of a programme, printed here once."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from roundtable.ground.people.actions import first_letter
from roundtable.kernel.refusal import Refusal


class Command(BaseCommand):
    help = "Make a letter code for a person who works in a programme: with it they choose a password and set up their second step."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", type=UUID, help="id of the person")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            letter = first_letter(person_id=options["person"])
        except Refusal as no:
            raise CommandError(no.english()) from no
        self.stdout.write(f"{letter.name}: {letter.code} (once, until {letter.expires_at:%Y-%m-%d})")
