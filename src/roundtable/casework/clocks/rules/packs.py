"""From the files of a law pack to its rules: every fault of a file is named with its place, and a pack with a fault is not used at all."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from roundtable.casework.clocks.rules.law import (
    Actor,
    Anchor,
    Condition,
    Ground,
    Mark,
    Pack,
    Regime,
    Rule,
    Shape,
    Source,
    Status,
    Texts,
    Transition,
    When,
)
from roundtable.kernel.measures import TextClass, measure, over_limits
from roundtable.kernel.periods import Period

Raw = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)

LENGTHS = ("days", "weeks", "months", "years")
NUMBERED = (Shape.WEEK, Shape.END_OF_WEEK, Shape.START_OF_WEEK, Shape.DAY, Shape.TIMES, Shape.PAID_WEEKS)
ABOUT_ALL = frozenset({"valid_from", "valid_until", "sources", "status", "title"})
RULE_FIELDS = ABOUT_ALL | {"id", "about", "anchor", "when", "actor", "duty", "citizen", "transition"}
MAY_FIELDS = frozenset({"applies_if", "instead_of", "effect", "remedy", "not_counted"})
GROUND_FIELDS = ABOUT_ALL | {"number", "rank", "asks", "evidence", "evidence_from", "weeks"}
REGIME_FIELDS = ABOUT_ALL | {"id"}
PACK_FIELDS = frozenset({"jurisdiction", "language", "version", "checked_on", "checked_by"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pack: in which entry ("DK-13"), in which field, and what, in a sentence for who maintains it."""

    entry: str
    field: str
    what: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.field}: {self.what}"


class _Reading:
    """One entry as it is read: each field by its kind, every fault kept with its place."""

    def __init__(self, raw: Raw, entry: str, faults: list[Fault], language: str) -> None:
        self.raw, self.entry, self.faults, self.language = raw, entry, faults, language

    def fault(self, name: str, what: str) -> None:
        self.faults.append(Fault(self.entry, name, what))

    def knows_only(self, names: frozenset[str]) -> None:
        for name in sorted(self.raw.keys() - names):
            self.fault(name, "is not a field of such an entry")

    def value(self, name: str, kind: type, needed: bool = True) -> Any:
        found = self.raw.get(name)
        if found is None:
            if needed:
                self.fault(name, "is missing")
            return None
        if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
            self.fault(name, f"is no {kind.__name__}")
            return None
        if found in ("", [], {}):
            self.fault(name, "is empty")
            return None
        return found

    def choice(self, name: str, kind: type[Choice], default: Choice) -> Choice:
        return self._chosen(name, self.value(name, str), kind, default)

    def choices(self, name: str, kind: type[Choice], default: Choice) -> tuple[Choice, ...]:
        return tuple(self._chosen(name, one, kind, default) for one in self.value(name, list, needed=False) or ())

    def _chosen(self, name: str, word: object, kind: type[Choice], default: Choice) -> Choice:
        try:
            return kind(str(word)) if word is not None else default
        except ValueError:
            self.fault(name, f"{word!r} is none of: {', '.join(sorted(kind))}")
            return default

    def texts(self, name: str, needed: bool = True) -> Texts:
        found = self.value(name, dict, needed) or {}
        wanted = {"en", self.language}
        if found and (lacking := sorted(wanted - found.keys())):
            self.fault(name, f"is not said in: {', '.join(lacking)}")
        for language, text in found.items():
            if not isinstance(text, str) or not text.strip():
                self.fault(name, f"{language} is empty")
        return {language: str(text) for language, text in found.items()}

    def period(self) -> Period[date]:
        start = self.value("valid_from", date, needed=False) or date.min
        until = self.value("valid_until", date, needed=False)
        if until is not None and until <= start:
            self.fault("valid_until", "lies before valid_from")
            until = None
        return Period(start, until)

    def sources(self) -> tuple[Source, ...]:
        found = []
        for raw in self.value("sources", list) or ():
            if not isinstance(raw, dict) or not str(raw.get("ref", "")).strip():
                self.fault("sources", "an entry has no ref: where does it stand?")
                continue
            mark = self._chosen("sources", raw.get("mark", ""), Mark, Mark.UNCHECKED)
            found.append(Source(raw["ref"], mark, raw.get("seen_in", ""), raw.get("checked_on")))
        return tuple(found)

    def status(self, sources: tuple[Source, ...]) -> Status:
        status = self.choice("status", Status, Status.UNVERIFIED)
        if status == Status.VERIFIED and not any(source.mark == Mark.VERIFIED for source in sources):
            self.fault("status", "is verified, and no source has the mark V")
        return status

    def plain(self, name: str, texts: Texts) -> None:
        """A citizen reads it: it must be easy to read."""
        for language, text in texts.items():
            if over := over_limits(measure(text), TextClass.CITIZEN):
                self.fault(name, f"{language} is hard to read: {', '.join(over)}")


def read_pack(
    about: Raw, regimes: Iterable[Raw], rules: Iterable[Raw], grounds: Iterable[Raw] = ()
) -> tuple[Pack | None, tuple[Fault, ...]]:
    """The pack of what the files hold, or the faults they have, each with its place. With a fault there is no pack.

    >>> read_pack({}, [], [])[1][0].what
    'is missing'
    """
    faults: list[Fault] = []
    top = _Reading(about, "pack", faults, str(about.get("language", "en")))
    top.knows_only(PACK_FIELDS)
    words = {name: top.value(name, str) or "" for name in ("jurisdiction", "language", "version", "checked_by")}
    checked_on = top.value("checked_on", date) or date.min

    def each(entries: Iterable[Raw], name: Callable[[Raw], str], build: Callable[[_Reading], Any]) -> tuple[Any, ...]:
        return tuple(build(_Reading(raw, name(raw), faults, words["language"])) for raw in entries)

    pack = Pack(
        **words,
        checked_on=checked_on,
        regimes=each(regimes, lambda raw: str(raw.get("id", "a regime without id")), _regime),
        rules=each(rules, lambda raw: str(raw.get("id", "a rule without id")), _rule),
        grounds=each(grounds, lambda raw: f"ground {raw.get('number', 'without number')}", _ground),
    )
    faults += _across(pack)
    return (None if faults else pack), tuple(faults)


def _regime(entry: _Reading) -> Regime:
    entry.knows_only(REGIME_FIELDS)
    sources = entry.sources()
    return Regime(entry.value("id", str) or "", entry.period(), entry.texts("title"), sources, entry.status(sources))


def _rule(entry: _Reading) -> Rule:
    entry.knows_only(RULE_FIELDS | MAY_FIELDS)
    sources, citizen = entry.sources(), entry.texts("citizen")
    entry.plain("citizen", citizen)
    anchor = entry.choice("anchor", Anchor, Anchor.NONE)
    return Rule(
        id=entry.value("id", str) or "",
        about=entry.value("about", str) or "",
        title=entry.texts("title"),
        valid=entry.period(),
        anchor=anchor,
        when=_when(entry, anchor),
        actor=entry.choice("actor", Actor, Actor.TOGETHER),
        duty=entry.texts("duty"),
        citizen=citizen,
        sources=sources,
        status=entry.status(sources),
        transition=entry.choice("transition", Transition, Transition.BY_FIRST_DAY),
        applies_if=entry.choices("applies_if", Condition, Condition.EMPLOYEE),
        instead_of=tuple(str(other) for other in entry.value("instead_of", list, needed=False) or ()),
        effect=entry.texts("effect", needed=False),
        remedy=entry.value("remedy", str, needed=False) or "",
        not_counted=_not_counted(entry),
    )


def _when(entry: _Reading, anchor: Anchor) -> When:
    """How the day is found; a shape without its number, a length of nothing or a number below 1 is a fault."""
    raw = entry.value("when", dict)
    if raw is None:
        return When(Shape.NO_DATE)
    inner = _Reading(raw, entry.entry, entry.faults, entry.language)
    inner.knows_only(frozenset({"shape", "n", "until", *LENGTHS}))
    shape = inner.choice("shape", Shape, Shape.NO_DATE)
    numbers = {name: inner.value(name, int, needed=False) or 0 for name in ("n", "until", *LENGTHS)}
    if any(number < 0 for number in numbers.values()):
        entry.fault("when", "holds a number below 0")
    if shape in NUMBERED and numbers["n"] < 1:
        entry.fault("when", f"{shape} needs n")
    if shape in (Shape.AFTER, Shape.EVERY, Shape.TIMES) and not any(numbers[name] for name in LENGTHS):
        entry.fault("when", f"{shape} needs days, weeks, months or years")
    if (shape == Shape.PAID_WEEKS) != (anchor == Anchor.PAID_WEEKS) or (shape == Shape.PAID_WEEKS and not numbers["months"]):
        entry.fault("when", "paid_weeks needs the anchor paid_weeks, n weeks and a number of calendar months")
    if anchor == Anchor.NONE and shape != Shape.NO_DATE:
        entry.fault("anchor", f"{shape} needs a day to count from")
    return When(shape, **numbers)


def _not_counted(entry: _Reading) -> Mapping[Condition, int]:
    found = {}
    for name, days in (entry.value("not_counted", dict, needed=False) or {}).items():
        if name not in set(Condition) or not isinstance(days, int) or days < 0:
            entry.fault("not_counted", f"{name} = {days!r} is not a known condition with a number of days")
        else:
            found[Condition(name)] = days
    return found


def _ground(entry: _Reading) -> Ground:
    entry.knows_only(GROUND_FIELDS)
    sources, asks = entry.sources(), entry.texts("asks")
    entry.plain("asks", asks)
    return Ground(
        number=entry.value("number", int) or 0,
        rank=entry.value("rank", int) or 0,
        title=entry.texts("title"),
        asks=asks,
        evidence=entry.texts("evidence"),
        evidence_from=entry.choice("evidence_from", Actor, Actor.MUNICIPALITY),
        weeks=entry.value("weeks", int, needed=False),
        valid=entry.period(),
        sources=sources,
        status=entry.status(sources),
    )


def _across(pack: Pack) -> Iterable[Fault]:
    """What only shows between entries: a name twice at one time, and a rule named that is not there."""
    ids = {rule.id for rule in pack.rules}
    for rule in pack.rules:
        for other in (*rule.instead_of, *((rule.remedy,) if rule.remedy else ())):
            if other not in ids:
                yield Fault(rule.id, "remedy" if other == rule.remedy else "instead_of", f"there is no rule {other}")
    for rule_id in ids:
        versions = pack.versions_of(rule_id)
        for before, after in pairwise(versions):
            if before.valid.overlaps(after.valid):
                yield Fault(
                    rule_id, "valid_until", f"its version of {after.valid.start} begins before the one of {before.valid.start} ends"
                )
    numbers = [ground.number for ground in pack.grounds]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield Fault(f"ground {number}", "number", "stands twice")
