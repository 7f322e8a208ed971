"""Two rules of one matter that hold for the same case at the same time: shown to whoever answers for the pack, never settled silently."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from roundtable.casework.clocks.rules.law import OPPOSITES, Pack, Rule
from roundtable.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules (`first`, `second`) that say something about one matter, and the time in which both hold."""

    about: str
    first: str
    second: str
    both: Period[date]


def conflicts(pack: Pack) -> tuple[Conflict, ...]:
    """Every pair of rules in conflict: one matter, a time in common, conditions one case can meet, neither instead of the other."""
    return tuple(_found(pack))


def _found(pack: Pack) -> Iterator[Conflict]:
    for one, other in combinations(sorted(pack.rules, key=lambda rule: (rule.id, rule.valid.start)), 2):
        if one.id == other.id or one.about != other.about or not one.valid.overlaps(other.valid):
            continue
        if other.id in one.instead_of or one.id in other.instead_of or _exclude(one, other):
            continue
        yield Conflict(one.about, one.version, other.version, _common(one.valid, other.valid))


def _exclude(one: Rule, other: Rule) -> bool:
    """Whether no case can meet the conditions of both."""
    return any(OPPOSITES.get(condition) in other.applies_if for condition in one.applies_if)


def _common(one: Period[date], other: Period[date]) -> Period[date]:
    ends = [period.until for period in (one, other) if period.until is not None]
    return Period(max(one.start, other.start), min(ends) if ends else None)
