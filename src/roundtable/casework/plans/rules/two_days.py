"""The same thing promised for two days (T165): found among the steps everybody at the table reads, so that it is settled before a citizen
has to ask which day holds. Nothing that is between two people is read for it."""

import re
from collections.abc import Iterable
from itertools import combinations

from roundtable.casework.plans.rules.content import StepLine
from roundtable.casework.plans.rules.second_look import is_copied

_WORD = re.compile(r"[^\W_]+")


def two_days(steps: Iterable[StepLine]) -> tuple[tuple[StepLine, StepLine], ...]:
    """Pairs of steps that say the same in nearly the same words, with two different days, the earlier day first.

    >>> from dataclasses import replace
    >>> from roundtable.casework.plans.rules.content import StepKind
    >>> call = StepLine("a", StepKind.WORK, "Call the employer", None, by_on="2027-03-01")
    >>> [(one.by_on, other.by_on) for one, other in two_days([call, replace(call, id="b", what="call the employer.", by_on="2027-02-01")])]
    [('2027-02-01', '2027-03-01')]
    """
    dated = sorted((step for step in steps if step.by_on), key=lambda step: step.by_on)
    return tuple((one, other) for one, other in combinations(dated, 2) if one.by_on != other.by_on and _alike(one.what, other.what))


def _alike(one: str, other: str) -> bool:
    words = _WORD.findall(one.casefold())
    return words == _WORD.findall(other.casefold()) or is_copied(one, [other])
