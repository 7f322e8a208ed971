"""The facts of an absence a clock counts with; what cannot be is refused, what is not known is named and never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from roundtable.casework.clocks.rules.law import OPPOSITES, Anchor, Condition
from roundtable.kernel.calendar import Week
from roundtable.kernel.periods import Period
from roundtable.kernel.refusal import Refusal, gettext_noop

WEEK_DAYS = 7
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)


class BackBeforeAway(Refusal):
    """A return lies before the absence."""

    code = "back_before_away"
    message = gettext_noop("The return lies before the first day of absence. Change one of the two days.")


class AbsencesOverlap(Refusal):
    """Two absences share a day."""

    code = "absences_overlap"
    message = gettext_noop("Two absences share the day %(day)s. End the first before the second begins, or make them one.")


class TooManyPaidDays(Refusal):
    """A week has seven days."""

    code = "too_many_paid_days"
    message = gettext_noop("Week %(week)s of %(year)s has %(days)s paid days. A week has 7: write a number from 0 to 7.")


class NoSuchWeek(Refusal):
    """The year has no week of this number."""

    code = "no_such_week"
    message = gettext_noop("The year %(year)s has no week %(week)s. Look at the number again.")


class PaidTwice(Refusal):
    """A week was written down twice, or lies in an absence that counts by itself."""

    code = "paid_twice"
    message = gettext_noop("Week %(week)s of %(year)s is counted twice. Keep it in one place.")


class DayOutOfRange(Refusal):
    """A day so far away is a slip of the pen."""

    code = "day_out_of_range"
    message = gettext_noop("The day %(day)s is too far away. Look at the year again.")


class NoAbsence(Refusal):
    """Without a first day of absence nothing can be counted."""

    code = "no_absence"
    message = gettext_noop("There is no absence yet. Write down the first day of absence: all dates count from it.")


@dataclass(frozen=True, slots=True)
class Spell:
    """One absence, from its first day up to and without `until`; None: it goes on. `partly`: back for some hours; it counts as a whole day.

    `not_counted`: an absence the law leaves out of the paid weeks, such as illness in pregnancy, or one that nothing was paid for.
    """

    start: date
    until: date | None = None
    partly: bool = False
    not_counted: bool = False


@dataclass(frozen=True, slots=True)
class PaidWeek:
    """A week of before with benefit or sick pay on `days` of its days, as the payment says; the days are taken from its Monday on."""

    week: Week
    days: int

    @property
    def span(self) -> Period[date]:
        """Its paid days."""
        monday = date.fromisocalendar(self.week.year, self.week.number, 1)
        return Period(monday, monday + timedelta(days=self.days))


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person's absence. `known`: the conditions that are known, true or untrue; a condition not in it is not known.

    `noted`: days somebody wrote down, by what happened on them. `suspended`: times for which nothing was paid.
    """

    spells: tuple[Spell, ...] = ()
    known: Mapping[Condition, bool] = field(default_factory=dict)
    noted: Mapping[Anchor, date] = field(default_factory=dict)
    paid_before: tuple[PaidWeek, ...] = ()
    suspended: tuple[Period[date], ...] = ()

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition is so; None: not known. What is known of the opposite is enough."""
        if condition in self.known:
            return self.known[condition]
        opposite = OPPOSITES.get(condition)
        if opposite is None or opposite not in self.known:
            return None
        # Two opposites exclude each other; only of a yes to one does the other's no follow, except where there is no third.
        if self.known[opposite]:
            return False
        return True if condition in _NO_THIRD else None


_NO_THIRD = frozenset(
    {Condition.PENSIONER, Condition.NOT_PENSIONER, Condition.WELL_WITHIN_8_WEEKS, Condition.NOT_WELL_WITHIN_8_WEEKS},
)


def put_in_order(facts: Facts) -> Facts:
    """The same facts with the absences oldest first, and those that touch and are of one kind made one.

    A stretch of illness written down in two parts is one absence: splitting it changes no date. One that is part-time counts as a whole, so
    going from full to part does not split it either.

    Raises NoAbsence, BackBeforeAway, AbsencesOverlap, NoSuchWeek, TooManyPaidDays, PaidTwice, DayOutOfRange.

    >>> one, two = Spell(date(2026, 2, 2), date(2026, 3, 2)), Spell(date(2026, 3, 2), partly=True)
    >>> put_in_order(Facts((two, one))).spells
    (Spell(start=datetime.date(2026, 2, 2), until=None, partly=True, not_counted=False),)
    """
    if not facts.spells:
        raise NoAbsence
    spells = sorted(facts.spells, key=lambda spell: spell.start)
    for spell in spells:
        _must_be_possible(spell)
    for day in facts.noted.values():
        _must_be_near(day)
    for before, after in pairwise(spells):
        if before.until is None or after.start < before.until:
            raise AbsencesOverlap(day=after.start.isoformat())
    _weeks_must_be_possible(facts.paid_before, spells)
    return replace(facts, spells=tuple(_joined(spells)))


def _must_be_possible(spell: Spell) -> None:
    _must_be_near(spell.start)
    if spell.until is not None:
        _must_be_near(spell.until)
        if spell.until <= spell.start:
            raise BackBeforeAway


def _must_be_near(day: date) -> None:
    if not EARLIEST <= day < LATEST:
        raise DayOutOfRange(day=day.isoformat())


def _weeks_must_be_possible(weeks: Iterable[PaidWeek], spells: list[Spell]) -> None:
    seen: set[Week] = set()
    for paid in weeks:
        week, year = paid.week.number, paid.week.year
        if not _is_a_week(paid.week):
            raise NoSuchWeek(week=week, year=year)
        if not 0 <= paid.days <= WEEK_DAYS:
            raise TooManyPaidDays(days=paid.days, week=week, year=year)
        if paid.week in seen or any(paid.span.overlaps(Period(spell.start, spell.until)) for spell in spells):
            raise PaidTwice(week=week, year=year)
        seen.add(paid.week)


def _is_a_week(week: Week) -> bool:
    try:
        _must_be_near(date.fromisocalendar(week.year, week.number, 1))
    except ValueError:
        return False
    return True


def _joined(spells: list[Spell]) -> Iterable[Spell]:
    held = spells[0]
    for spell in spells[1:]:
        if held.until == spell.start and held.not_counted == spell.not_counted:
            held = replace(held, until=spell.until, partly=spell.partly)
        else:
            yield held
            held = spell
    yield held
