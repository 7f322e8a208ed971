"""The law packs from the command line: are they sound, what in them nobody checked, and the arithmetic of one absence."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from roundtable.casework.clocks.queries import law_pack, law_packs, looked_at, reckoned
from roundtable.casework.clocks.rules.conflicts import conflicts
from roundtable.casework.clocks.rules.facts import Facts, Spell
from roundtable.casework.clocks.rules.law import Condition, Ground, Mark, Pack, Regime, Rule
from roundtable.casework.clocks.rules.reckon import Known, Milestone, Step
from roundtable.kernel.calendar import parse_date
from roundtable.kernel.refusal import Refusal


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except Refusal as no:
        raise CommandError(no.english()) from no


class Command(BaseCommand):
    help = "Look at the law packs (check), or reckon the dates of one absence with every step of the arithmetic (explain)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        check = does.add_parser(
            "check", help="faults and conflicts of the packs, one a line, and what nobody has checked; ends with 1 on a fault"
        )
        check.add_argument("country", nargs="*", help="such as DK; without: every country")
        explain = does.add_parser("explain", help="the dates of one absence, each with its arithmetic; nothing is kept")
        explain.add_argument("country", help="such as DK")
        explain.add_argument("first_day", help="the first day of absence: 2026-02-02 or 2.2.2026")
        explain.add_argument("--back-on", help="the first day back at work")
        explain.add_argument("--so", nargs="*", default=[], metavar="FACT", help=f"what is so: {', '.join(Condition)}")
        explain.add_argument("--not-so", nargs="*", default=[], metavar="FACT", help="what is not so")
        explain.add_argument("--on", help="as of this day; without: today")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["does"] == "check":
            return self._check([country.lower() for country in options["country"]] or law_packs())
        try:
            self._explain(options)
        except Refusal as no:
            raise CommandError(no.english()) from no

    def _check(self, countries: Any) -> None:
        wrong = 0
        for country in countries:
            if country not in law_packs():
                raise CommandError(f"There is no pack {country.upper()}. There are: {', '.join(law_packs()).upper()}.")
            pack, faults = looked_at(country)
            for fault in faults:
                self.stdout.write(f"{country.upper()} fault: {fault}")
            clashes = conflicts(pack) if pack else ()
            for clash in clashes:
                self.stdout.write(f"{country.upper()} conflict: {clash.first} and {clash.second} both speak of {clash.about}")
            wrong += len(faults) + len(clashes)
            if pack:
                self._unchecked(pack)
        if wrong:
            raise CommandError(f"{wrong} to mend.")

    def _unchecked(self, pack: Pack) -> None:
        entries: list[tuple[str, Rule | Ground | Regime]] = [(rule.version, rule) for rule in pack.rules] + [
            (f"ground {ground.number}", ground) for ground in pack.grounds
        ]
        entries += [(regime.id, regime) for regime in pack.regimes]
        open_ones = [(name, entry) for name, entry in entries if entry.status != "verified"]
        self.stdout.write(
            f"{pack.jurisdiction} {pack.version}: {len(pack.rules)} rules; verified: {len(entries) - len(open_ones)} of {len(entries)}"
            f" entries; gone through on {pack.checked_on} by {pack.checked_by}"
        )
        for name, entry in open_ones:
            weak = "; ".join(f"{source.ref} [{source.mark}]" for source in entry.sources if source.mark != Mark.VERIFIED)
            self.stdout.write(f"{pack.jurisdiction} {entry.status}: {name}: {weak or 'as its author says'}")

    def _explain(self, options: dict[str, Any]) -> None:
        try:
            known = {Condition(word): True for word in options["so"]} | {Condition(word): False for word in options["not_so"]}
        except ValueError as problem:
            raise CommandError(f"{problem}. Known are: {', '.join(Condition)}.") from problem
        spell = Spell(_day(options["first_day"]), _day(options["back_on"]) if options["back_on"] else None)
        today = _day(options["on"]) if options["on"] else timezone.localdate()
        pack = law_pack(options["country"])
        self.stdout.write(f"{pack.jurisdiction} {pack.version}, rules as of {pack.checked_on}. Not legal advice.")
        for said in reckoned(Facts((spell,), known), options["country"], today):
            self._line(said)

    def _line(self, said: Milestone) -> None:
        rule = said.rule
        when = {
            Known.DATED: f"{said.on}",
            Known.ALWAYS: "at all times",
            Known.NEVER: "never",
            Known.NEEDS: f"not known: {', '.join(said.missing)}",
        }[said.known]
        self.stdout.write(f"{when:<12} {rule.title['en']} ({rule.version}, {rule.reference}; {rule.status})")
        for step in said.steps:
            self.stdout.write(f"             {_said(step)}")


def _said(step: Step) -> str:
    return step.msgid % step.params
