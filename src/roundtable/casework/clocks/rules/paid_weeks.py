"""When more than so many paid weeks lie in so many calendar months: the Danish reassessment, lov om sygedagpenge § 24 (1).

Benefit may be paid to the end of the calendar month in which more than 22 paid weeks lie in the nine calendar months that end with it.
Of an absence the first 30 days do not count for employees (the employer pays), the first 14 for the self-employed; illness in pregnancy
does not count at all; a partly paid day counts as a whole one. Payment stops by a decision, never by a date alone (Supreme Court, 10
September 2015).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roundtable.casework.clocks.rules.days import WEEK_DAYS, month_end, months_later
from roundtable.casework.clocks.rules.facts import Facts
from roundtable.kernel.periods import Period

FURTHEST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Counted:
    """What stands behind one date of paid weeks, for whoever checks it by hand.

    `window`: the calendar months looked at; `stretches`: the paid days in it; `days`: how many they are to the end of the month.
    `passed_on`: the first day on which more than the limit lay in the window; it lies before the absence for somebody who was over the
    limit already. `effect_on`: the last day of the window.
    """

    window: Period[date]
    stretches: tuple[Period[date], ...]
    days: int
    limit_days: int
    passed_on: date
    effect_on: date


def counting_stretches(facts: Facts, first_days: int) -> tuple[Period[date], ...]:
    """The stretches of paid days, oldest first: each absence without its first days and without what was not paid, and the weeks of before.

    The facts are in order (`put_in_order`).

    >>> from roundtable.casework.clocks.rules.facts import Spell
    >>> counting_stretches(Facts((Spell(date(2024, 1, 1)),)), 30)[0].start
    datetime.date(2024, 1, 31)
    """
    begun = (
        Period(spell.start + timedelta(days=first_days), spell.until)
        for spell in facts.spells
        if not spell.not_counted and (spell.until is None or spell.until > spell.start + timedelta(days=first_days))
    )
    stretches = [*begun, *(week.span for week in facts.paid_before if week.days)]
    return tuple(sorted(_without(stretches, facts.suspended), key=lambda stretch: stretch.start))


def reassessment(stretches: Sequence[Period[date]], weeks: int, months: int, since: date) -> Counted | None:
    """The first month's end, from the month of `since` on, at which more than `weeks` paid weeks lie in the `months` calendar months.

    None: never, for as long as can be foreseen. An absence that goes on is taken to go on.

    >>> found = reassessment([Period(date(2024, 1, 31))], 22, 9, date(2024, 1, 1))
    >>> found.passed_on.isoformat(), found.effect_on.isoformat()
    ('2024-07-03', '2024-07-31')
    """
    if not stretches:
        return None
    limit = weeks * WEEK_DAYS
    end = month_end(max(since, stretches[0].start))
    last = max((stretch.until or months_later(end, FURTHEST_MONTHS)) for stretch in stretches)
    while end.replace(day=1) <= last:
        window = Period(months_later(end.replace(day=1), 1 - months), end + timedelta(days=1))
        inside = tuple(_inside(stretches, window))
        if (days := sum(_length(stretch) for stretch in inside)) > limit:
            return Counted(window, inside, days, limit, _passing(inside, limit), end)
        end = month_end(end + timedelta(days=1))
    return None


def _without(stretches: Iterable[Period[date]], suspended: Sequence[Period[date]]) -> Iterator[Period[date]]:
    """What is left of the stretches when nothing was paid in some times."""
    for stretch in stretches:
        left = stretch
        for gap in sorted(suspended, key=lambda period: period.start):
            if not left.overlaps(gap):
                continue
            if left.start < gap.start:
                yield Period(left.start, gap.start)
            if gap.until is None or (left.until is not None and left.until <= gap.until):
                left = Period(left.start, left.start)
                break
            left = Period(gap.until, left.until)
        if not left.is_empty():
            yield left


def _inside(stretches: Iterable[Period[date]], window: Period[date]) -> Iterator[Period[date]]:
    for stretch in stretches:
        if stretch.overlaps(window):
            assert window.until is not None
            yield Period(max(stretch.start, window.start), min(stretch.until or window.until, window.until))


def _length(stretch: Period[date]) -> int:
    assert stretch.until is not None
    return (stretch.until - stretch.start).days


def _passing(inside: Iterable[Period[date]], limit: int) -> date:
    """The first day on which more than `limit` days are paid."""
    left = limit
    for stretch in inside:
        if (length := _length(stretch)) > left:
            return stretch.start + timedelta(days=left)
        left -= length
    raise ValueError("fewer days than the limit")
