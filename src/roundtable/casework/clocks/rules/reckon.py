"""The dates of the law for one case: pure functions of its facts, the pack of its country, and the day it is.

Every date names its rule, the rule's version, what it was counted from and each step on the way, so that anybody can check it by hand.
A date that needs something nobody has said is not guessed: it says what is missing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from roundtable.casework.clocks.rules.days import first_of_week, last_of_week, months_later
from roundtable.casework.clocks.rules.facts import Facts, Spell, put_in_order
from roundtable.casework.clocks.rules.law import Anchor, Condition, Pack, Rule, Shape, Transition
from roundtable.casework.clocks.rules.paid_weeks import counting_stretches, reassessment
from roundtable.kernel.calendar import is_working_day
from roundtable.kernel.refusal import gettext_noop

MONTHS_OF_A_YEAR = 12


Place = date | int | str
"""What stands in a place of a sentence."""


class Known(StrEnum):
    """What is known of a rule's date: it has one; it holds at all times; it needs a fact; it will never come."""

    DATED = "dated"
    ALWAYS = "always"
    NEEDS = "needs"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the arithmetic: an English sentence with named places, and what stands in them (days, numbers, codes)."""

    msgid: str
    params: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Milestone:
    """What one rule says of one case.

    `since`: the first day of the time in which it is to be done, where the rule gives a time rather than a day. `on`: the day, or the last
    of that time. `missing`: what nobody has said yet. `steps`: the arithmetic.
    """

    rule: Rule
    known: Known
    on: date | None = None
    since: date | None = None
    missing: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()


def milestones(facts: Facts, pack: Pack, today: date) -> tuple[Milestone, ...]:
    """What every rule of the pack says of the case's last absence, dated ones first and in order of their days.

    Of the versions of a rule the one that is for this case is taken (`Transition`), and a rule another one stands instead of is left out. A
    rule whose condition is untrue is not there; one whose condition is not known is there and says what is missing.

    Raises the refusals of `put_in_order`.
    """
    facts = put_in_order(facts)
    found = [said for rule in _rules_for(facts, pack, today) if (said := _said_by(rule, facts, today)) is not None]
    standing = [said for said in found if said.known != Known.NEEDS]
    replaced = {other for said in standing for other in said.rule.instead_of}
    kept = [said for said in found if said.rule.id not in replaced]
    return tuple(sorted(kept, key=lambda said: (said.on is None, said.on or date.max, said.rule.id)))


def next_working_day(day: date, holidays: Iterable[date]) -> date:
    """The day itself, or the next one on which people are at work: a date of the law that falls on a Sunday is acted on before or after.

    The law's own date is never moved; this is for the talks that are booked around it.

    >>> next_working_day(date(2024, 12, 25), [date(2024, 12, 25), date(2024, 12, 26)])
    datetime.date(2024, 12, 27)
    """
    closed = frozenset(holidays)
    while not is_working_day(day, closed.__contains__):
        day += timedelta(days=1)
    return day


def _rules_for(facts: Facts, pack: Pack, today: date) -> Iterator[Rule]:
    """Each rule in the version that is for this case."""
    began = facts.spells[-1].start
    for rule_id in dict.fromkeys(rule.id for rule in pack.rules):
        for rule in pack.versions_of(rule_id):
            if rule.transition == Transition.BY_FIRST_DAY:
                if rule.valid.contains(began):
                    yield rule
                continue
            said = _said_by(rule, facts, today)
            if said is not None and rule.valid.contains(said.on or max(today, began)):
                yield rule


def _said_by(rule: Rule, facts: Facts, today: date) -> Milestone | None:
    """What one version says; None where one of its conditions is untrue."""
    answers = {condition: facts.holds(condition) for condition in rule.applies_if}
    if False in answers.values():
        return None
    missing = tuple(str(condition) for condition, answer in answers.items() if answer is None)
    start = _anchor_of(rule, facts)
    if start is None and rule.anchor not in (Anchor.NONE, Anchor.PAID_WEEKS):
        missing = (*missing, str(rule.anchor))
    if rule.when.shape == Shape.NO_DATE:
        return Milestone(rule, Known.NEEDS if missing else Known.ALWAYS, missing=missing)
    if rule.anchor == Anchor.PAID_WEEKS:
        return _by_paid_weeks(rule, facts, missing)
    if missing or start is None:
        return Milestone(rule, Known.NEEDS, missing=missing)
    return _dated(rule, start, facts.spells[-1], today)


def _anchor_of(rule: Rule, facts: Facts) -> date | None:
    return facts.spells[-1].start if rule.anchor == Anchor.FIRST_DAY else facts.noted.get(rule.anchor)


def _by_paid_weeks(rule: Rule, facts: Facts, missing: tuple[str, ...]) -> Milestone:
    """The month's end at which too many paid weeks lie in the months looked at, with each stretch that was counted."""
    first_days, of_whom, unknown = _not_counted(rule, facts)
    if missing or unknown:
        return Milestone(rule, Known.NEEDS, missing=(*missing, *unknown))
    began = facts.spells[-1].start
    stretches = counting_stretches(facts, first_days)
    steps = [Step(gettext_noop("First day of absence: %(day)s."), {"day": began})]
    if first_days:
        counted_from: Mapping[str, Place] = {"days": first_days, "who": of_whom, "day": began + timedelta(days=first_days)}
        steps.append(Step(gettext_noop("The first %(days)s days do not count (%(who)s). Counting starts on %(day)s."), counted_from))
    found = reassessment(stretches, rule.when.n, rule.when.months, began)
    if found is None:
        never = {"weeks": rule.when.n, "months": rule.when.months}
        steps.append(Step(gettext_noop("There are never more than %(weeks)s paid weeks in %(months)s calendar months."), never))
        return Milestone(rule, Known.NEVER, steps=tuple(steps))
    assert found.window.until is not None
    looked: Mapping[str, Place] = {"months": rule.when.months, "first": found.window.start, "last": found.window.until - timedelta(days=1)}
    steps.append(Step(gettext_noop("Looked at: %(months)s calendar months, %(first)s to %(last)s."), looked))
    for stretch in found.stretches:
        assert stretch.until is not None
        paid: Mapping[str, Place] = {
            "first": stretch.start,
            "last": stretch.until - timedelta(days=1),
            "days": (stretch.until - stretch.start).days,
        }
        steps.append(Step(gettext_noop("Paid in these months: %(first)s to %(last)s, %(days)s days."), paid))
    passed: Mapping[str, Place] = {"weeks": rule.when.n, "days": found.limit_days, "day": found.passed_on}
    steps.append(Step(gettext_noop("More than %(weeks)s weeks (%(days)s days) are paid from %(day)s on."), passed))
    steps.append(Step(gettext_noop("It takes effect at the end of that month: %(day)s."), {"day": found.effect_on}))
    return Milestone(rule, Known.DATED, on=found.effect_on, since=found.passed_on, steps=tuple(steps))


def _not_counted(rule: Rule, facts: Facts) -> tuple[int, str, tuple[str, ...]]:
    """How many first days do not count, and for whom; or what is missing to say so."""
    if not rule.not_counted:
        return 0, "", ()
    for condition, days in rule.not_counted.items():
        if facts.holds(condition):
            return days, str(condition), ()
    unknown = tuple(str(condition) for condition in rule.not_counted if facts.holds(condition) is None)
    return 0, "", unknown or ("days_not_counted",)


def _dated(rule: Rule, start: date, spell: Spell, today: date) -> Milestone | None:
    """The day or the time a rule gives from its anchor; None where the absence ended before it."""
    since, on = _span(rule, start, today)
    if rule.anchor == Anchor.FIRST_DAY and spell.until is not None and (since or on) >= spell.until:
        return None
    first = gettext_noop("First day of absence: %(day)s.") if rule.anchor == Anchor.FIRST_DAY else gettext_noop("Counted from %(day)s.")
    steps = (Step(first, {"day": start}), *_length_of(rule, since, on))
    return Milestone(rule, Known.DATED, on=on, since=since, steps=steps)


def _span(rule: Rule, start: date, today: date) -> tuple[date | None, date]:
    """The first (where there is one) and the last day a rule gives, counted from `start`."""
    when = rule.when
    match when.shape:
        case Shape.WEEK:
            return first_of_week(start, when.n), last_of_week(start, when.until or when.n)
        case Shape.END_OF_WEEK:
            return None, last_of_week(start, when.n)
        case Shape.START_OF_WEEK:
            return None, first_of_week(start, when.n)
        case Shape.DAY:
            return None, start + timedelta(days=when.n - 1)
        case Shape.TIMES:
            return start, _later(rule, start)
        case Shape.EVERY:
            return None, _next_of(rule, start, today)
        case _:
            return None, _later(rule, start)


def _later(rule: Rule, start: date, times: int = 1) -> date:
    when = rule.when
    moved = months_later(start, times * (when.months + MONTHS_OF_A_YEAR * when.years))
    return moved + timedelta(days=times * when.days, weeks=times * when.weeks)


def _next_of(rule: Rule, start: date, today: date) -> date:
    """Of what comes again and again, the first that is not past; counted from the start each time, so that no month's end is lost."""
    days = (today - start).days
    length = max((_later(rule, start) - start).days, 1)
    times = max(days // length - 1, 1)
    while (found := _later(rule, start, times)) < today:
        times += 1
    return found


def _length_of(rule: Rule, since: date | None, on: date) -> tuple[Step, ...]:
    when = rule.when
    by = {"day": on}
    match when.shape:
        case Shape.WEEK:
            assert since is not None
            weeks: Mapping[str, Place] = {"first": when.n, "last": when.until or when.n, "since": since, "day": on}
            return (Step(gettext_noop("Weeks %(first)s to %(last)s: %(since)s to %(day)s."), weeks),)
        case Shape.END_OF_WEEK:
            return (Step(gettext_noop("End of week %(n)s: %(day)s."), {"n": when.n, **by}),)
        case Shape.START_OF_WEEK:
            return (Step(gettext_noop("Start of week %(n)s: %(day)s."), {"n": when.n, **by}),)
        case Shape.DAY:
            return (Step(gettext_noop("Day %(n)s: %(day)s."), {"n": when.n, **by}),)
        case Shape.TIMES:
            return (Step(gettext_noop("%(n)s times up to %(day)s."), {"n": when.n, **by}),)
        case Shape.EVERY:
            return (Step(gettext_noop("The next one from today on: %(day)s."), by),)
        case _:
            return (Step(gettext_noop("That long after it: %(day)s."), by),)


def conditions_of(pack: Pack) -> tuple[Condition, ...]:
    """Every condition the pack's rules ask, once, in the order they are asked in: what a form asks for."""
    asked = (condition for rule in pack.rules for condition in (*rule.applies_if, *rule.not_counted))
    return tuple(dict.fromkeys(asked))
