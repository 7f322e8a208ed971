"""More than 22 paid weeks in nine calendar months: the vectors of the Danish rules, and a second way of counting beside ours."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.clocks.rules.days import month_end, months_later
from roundtable.casework.clocks.rules.facts import Facts, PaidWeek, Spell, put_in_order
from roundtable.casework.clocks.rules.paid_weeks import Counted, counting_stretches, reassessment
from roundtable.kernel.calendar import Week
from roundtable.kernel.periods import Period

EMPLOYEE, SELF_EMPLOYED = 30, 14
DAYS = st.dates(date(2014, 7, 1), date(2030, 12, 31))


def found(*spells: Spell, first_days: int = EMPLOYEE, **more: object) -> Counted | None:
    facts = put_in_order(Facts(spells, **more))  # type: ignore[arg-type]
    return reassessment(counting_stretches(facts, first_days), 22, 9, facts.spells[-1].start)


def dates(counted: Counted | None) -> tuple[str, str] | None:
    return counted and (counted.passed_on.isoformat(), counted.effect_on.isoformat())


@pytest.mark.parametrize(
    ("first_day", "counting_from", "passed_on", "effect_on"),
    [
        (date(2024, 1, 1), "2024-01-31", "2024-07-03", "2024-07-31"),
        (date(2025, 3, 10), "2025-04-09", "2025-09-10", "2025-09-30"),
        (date(2026, 2, 2), "2026-03-04", "2026-08-05", "2026-08-31"),
    ],
)
def test_an_employee_on_full_benefit_without_a_break(first_day: date, counting_from: str, passed_on: str, effect_on: str) -> None:
    assert counting_stretches(Facts((Spell(first_day),)), EMPLOYEE)[0].start.isoformat() == counting_from
    assert dates(found(Spell(first_day))) == (passed_on, effect_on)


def test_of_the_self_employed_two_weeks_do_not_count() -> None:
    assert dates(found(Spell(date(2024, 1, 1)), first_days=SELF_EMPLOYED)) == ("2024-06-17", "2024-06-30")


def test_exactly_22_weeks_are_not_more_than_22_weeks() -> None:
    start = date(2024, 1, 1)
    counted = start + timedelta(days=EMPLOYEE)
    assert found(Spell(start, counted + timedelta(days=154))) is None
    assert found(Spell(start, counted + timedelta(days=155))) is not None


def test_a_partly_paid_day_counts_as_a_whole_one() -> None:
    whole, partly = Spell(date(2025, 3, 10)), Spell(date(2025, 3, 10), partly=True)
    assert dates(found(whole)) == dates(found(partly))


def test_paid_weeks_of_before_bring_the_day_nearer_and_fall_out_of_the_window_again() -> None:
    weeks = tuple(PaidWeek(Week(2023, number), 7) for number in range(40, 45))
    near = found(Spell(date(2024, 1, 1)), paid_before=weeks)
    assert dates(near) == ("2024-05-29", "2024-05-31"), "35 days of autumn and 119 from 31 January on are 154"
    long_ago = tuple(PaidWeek(Week(2022, number), 7) for number in range(40, 45))
    assert dates(found(Spell(date(2024, 1, 1)), paid_before=long_ago)) == ("2024-07-03", "2024-07-31")


def test_illness_in_pregnancy_and_times_without_payment_do_not_count() -> None:
    pregnant = Spell(date(2023, 10, 1), date(2024, 1, 1), not_counted=True)
    assert dates(found(pregnant, Spell(date(2024, 1, 1)))) == ("2024-07-03", "2024-07-31")
    stopped = Period(date(2024, 4, 1), date(2024, 5, 1))
    assert dates(found(Spell(date(2024, 1, 1)), suspended=(stopped,))) == ("2024-08-02", "2024-08-31"), "thirty days later"


def test_each_new_absence_has_its_own_first_days() -> None:
    counted = found(Spell(date(2024, 1, 1), date(2024, 3, 1)), Spell(date(2024, 3, 15)))
    assert counted is not None and [stretch.start.isoformat() for stretch in counted.stretches] == ["2024-01-31", "2024-04-14"]


def day_by_day(facts: Facts, first_days: int) -> tuple[date, date] | None:
    """The same by a second way: every paid day written down, every month looked at anew."""
    horizon = months_later(facts.spells[-1].start, 30)
    paid = {week.span.start + timedelta(days=number) for week in facts.paid_before for number in range(week.days)}
    for spell in facts.spells:
        day = spell.start + timedelta(days=first_days)
        while not spell.not_counted and day < (spell.until or horizon):
            paid.add(day)
            day += timedelta(days=1)
    paid = {day for day in paid if not any(gap.contains(day) for gap in facts.suspended)}
    end = month_end(facts.spells[-1].start)
    while end < horizon:
        start = months_later(end.replace(day=1), -8)
        inside = sorted(day for day in paid if start <= day <= end)
        if len(inside) > 154:
            return inside[154], end
        end = month_end(end + timedelta(days=1))
    return None


@st.composite
def absences(draw: st.DrawFn) -> Facts:
    day, spells = draw(st.dates(date(2018, 1, 1), date(2025, 1, 1))), []
    for _ in range(draw(st.integers(0, 2))):
        until = day + timedelta(days=draw(st.integers(1, 120)))
        spells.append(Spell(day, until, not_counted=draw(st.booleans())))
        day = until + timedelta(days=draw(st.integers(1, 90)))
    spells.append(Spell(day, draw(st.none() | st.integers(1, 500).map(lambda days: day + timedelta(days=days)))))
    gap = draw(st.none() | st.tuples(st.integers(0, 200), st.integers(1, 60)))
    away = (Period(day + timedelta(days=gap[0]), day + timedelta(days=sum(gap))),) if gap else ()
    before = spells[0].start - timedelta(days=7)
    weeks = {
        Week(*(before - timedelta(weeks=back)).isocalendar()[:2]): days
        for back, days in draw(st.dictionaries(st.integers(0, 30), st.integers(0, 7))).items()
    }
    return Facts(tuple(spells), paid_before=tuple(PaidWeek(week, days) for week, days in weeks.items()), suspended=away)


@given(absences(), st.sampled_from([0, SELF_EMPLOYED, EMPLOYEE]))
def test_counting_day_by_day_says_the_same(facts: Facts, first_days: int) -> None:
    facts = put_in_order(facts)
    counted = reassessment(counting_stretches(facts, first_days), 22, 9, facts.spells[-1].start)
    assert (counted and (counted.passed_on, counted.effect_on)) == day_by_day(facts, first_days)
    if counted:
        over_before = counted.passed_on < facts.spells[-1].start
        assert over_before or counted.passed_on.month == counted.effect_on.month
        assert counted.days == sum((stretch.until - stretch.start).days for stretch in counted.stretches if stretch.until)


@given(DAYS, st.integers(0, 40))
def test_a_later_start_never_gives_an_earlier_day(first: date, later: int) -> None:
    early, late = found(Spell(first)), found(Spell(first + timedelta(days=later)))
    assert early and late and early.passed_on <= late.passed_on and early.effect_on <= late.effect_on


@given(DAYS, st.integers(1, 300), st.booleans())
def test_an_absence_written_down_in_two_parts_changes_no_day(first: date, days: int, partly: bool) -> None:
    cut = first + timedelta(days=days)
    assert found(Spell(first)) == found(Spell(first, cut), Spell(cut, partly=partly))
