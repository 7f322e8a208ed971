"""The dates of the law for one absence: under the law of their time, with their arithmetic, and never guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtable.casework.clocks.queries import law_pack, law_packs, reckoned
from roundtable.casework.clocks.rules.facts import (
    AbsencesOverlap,
    BackBeforeAway,
    DayOutOfRange,
    Facts,
    NoAbsence,
    NoSuchWeek,
    PaidTwice,
    PaidWeek,
    Spell,
    TooManyPaidDays,
)
from roundtable.casework.clocks.rules.law import Anchor, Condition, Shape
from roundtable.casework.clocks.rules.reckon import Known, Milestone, next_working_day
from roundtable.kernel.calendar import Week
from roundtable.kernel.refusal import Refusal

EMPLOYEE = {Condition.EMPLOYEE: True, Condition.PENSIONER: False, Condition.WELL_WITHIN_8_WEEKS: False}
FIRST = date(2026, 2, 2)


def said(first: date = FIRST, *, until: date | None = None, on: date = FIRST, country: str = "DK", **more: object) -> dict[str, Milestone]:
    facts = Facts((Spell(first, until),), **{"known": EMPLOYEE, **more})  # type: ignore[arg-type]
    return {milestone.rule.id: milestone for milestone in reckoned(facts, country, on)}


@pytest.mark.parametrize("first, end_of_week_8", [("2024-01-01", "2024-02-25"), ("2025-03-10", "2025-05-04"), ("2026-02-02", "2026-03-29")])
def test_the_first_meeting_is_before_the_end_of_week_8(first: str, end_of_week_8: str) -> None:
    assert str(said(date.fromisoformat(first))["DK-09"].on) == end_of_week_8


def test_a_case_keeps_the_meetings_of_the_law_it_began_under() -> None:
    before, after = said(date(2019, 12, 31)), said(date(2020, 1, 1))
    assert "DK-10a" in before and "DK-10b" not in before, "every four weeks, also in 2020"
    assert "DK-10b" in after and "DK-10a" not in after
    assert "DK-09" not in said(date(2026, 7, 1)) and "DK-10d" in said(date(2026, 7, 1))


def test_a_rule_of_the_day_itself_changes_for_cases_that_began_before() -> None:
    assert "DK-21" not in said(date(2019, 1, 1), on=date(2019, 6, 30))
    assert "DK-21" in said(date(2019, 1, 1), on=date(2019, 7, 1)), "saying no to treatment costs nothing from July on"


def test_every_date_names_its_rule_its_version_and_the_steps_of_its_arithmetic() -> None:
    limit = said()["DK-13"]
    assert (limit.rule.version, limit.rule.reference, limit.rule.remedy) == ("DK-13@2014-07-01", "Sgdpl § 24 (1)", "DK-22")
    lines = [step.msgid % step.params for step in limit.steps]
    assert lines == [
        "First day of absence: 2026-02-02.",
        "The first 30 days do not count (employee). Counting starts on 2026-03-04.",
        "Looked at: 9 calendar months, 2025-12-01 to 2026-08-31.",
        "Paid in these months: 2026-03-04 to 2026-08-31, 181 days.",
        "More than 22 weeks (154 days) are paid from 2026-08-05 on.",
        "It takes effect at the end of that month: 2026-08-31.",
    ]
    assert all(milestone.steps for milestone in said().values() if milestone.known == Known.DATED)


def test_what_nobody_has_said_is_named_and_not_guessed() -> None:
    nothing = said(known={})
    assert nothing["DK-13"].missing == ("not_pensioner", "employee", "self_employed")
    assert said(known={Condition.PENSIONER: False})["DK-13"].missing == ("employee", "self_employed")
    assert said(known={**EMPLOYEE, Condition.EMPLOYEE: False, Condition.SELF_EMPLOYED: False})["DK-13"].missing == ("days_not_counted",)
    assert nothing["DK-02"].missing == ("notice_sent",) and nothing["DK-02"].on is None
    noted = {Anchor.NOTICE_SENT: date(2026, 3, 6)}
    assert str(said(noted=noted)["DK-02"].on) == "2026-03-14"


def test_a_rule_whose_condition_is_untrue_says_nothing() -> None:
    assert "DK-18" not in said() and "DK-13" in said()
    pensioner = said(known={**EMPLOYEE, Condition.PENSIONER: True})
    assert "DK-13" not in pensioner and "DK-18" in pensioner


def test_the_special_rule_stands_instead_of_the_general_one() -> None:
    soon = {**EMPLOYEE, Condition.WELL_WITHIN_13_WEEKS_OF_FIRST_MEETING: True}
    with_it = said(date(2025, 3, 10), known=soon)
    assert "DK-10c" in with_it and "DK-10b" not in with_it
    assert "DK-10b" in said(date(2025, 3, 10)), "while nobody knows, the general one stands"


def test_an_absence_that_ended_has_no_dates_after_its_end() -> None:
    short = said(until=FIRST + timedelta(days=33))
    assert "DK-09" not in short and short["DK-13"].known == Known.NEVER
    assert "DK-03" in short


def test_what_comes_again_and_again_names_the_next_one() -> None:
    noted = {Anchor.FIRST_MEETING: date(2019, 3, 4)}
    assert str(said(date(2019, 1, 14), noted=noted, on=date(2019, 3, 5))["DK-10a"].on) == "2019-04-01"
    assert str(said(date(2019, 1, 14), noted=noted, on=date(2019, 4, 2))["DK-10a"].on) == "2019-04-29"


WEEK = Week(2025, 50)


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        (Facts(), NoAbsence),
        (Facts((Spell(FIRST, FIRST - timedelta(days=1)),)), BackBeforeAway),
        (Facts((Spell(FIRST, FIRST),)), BackBeforeAway),
        (Facts((Spell(FIRST), Spell(FIRST + timedelta(days=9)))), AbsencesOverlap),
        (Facts((Spell(FIRST, FIRST + timedelta(days=9)), Spell(FIRST + timedelta(days=8)))), AbsencesOverlap),
        (Facts((Spell(FIRST),), paid_before=(PaidWeek(WEEK, 9),)), TooManyPaidDays),
        (Facts((Spell(FIRST),), paid_before=(PaidWeek(WEEK, -1),)), TooManyPaidDays),
        (Facts((Spell(FIRST),), paid_before=(PaidWeek(WEEK, 3), PaidWeek(WEEK, 2))), PaidTwice),
        (Facts((Spell(FIRST),), paid_before=(PaidWeek(Week(2026, 8), 2),)), PaidTwice),
        (Facts((Spell(FIRST),), paid_before=(PaidWeek(Week(2025, 53), 2),)), NoSuchWeek),
        (Facts((Spell(date(1066, 10, 14)),)), DayOutOfRange),
        (Facts((Spell(FIRST),), noted={Anchor.FIRST_MEETING: date(9999, 12, 31)}), DayOutOfRange),
    ],
)
def test_facts_that_cannot_be_are_refused_and_say_what_to_do(facts: Facts, refused: type[Refusal]) -> None:
    with pytest.raises(refused) as no:
        reckoned(facts, "DK", FIRST)
    assert no.value.english().endswith(".")


KNOWN = st.dictionaries(st.sampled_from(list(Condition)), st.booleans())
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))


@given(
    st.sampled_from(law_packs()), DAYS, st.none() | st.integers(1, 900), KNOWN, st.dictionaries(st.sampled_from(list(Anchor)), DAYS), DAYS
)
def test_every_case_gets_an_answer_and_every_date_its_reason(
    country: str, first: date, days: int | None, known: dict[Condition, bool], noted: dict[Anchor, date], today: date
) -> None:
    until = first + timedelta(days=days) if days else None
    ids = set()
    for milestone in reckoned(Facts((Spell(first, until),), known, noted), country, today):
        assert milestone.rule.id not in ids, "one version of a rule"
        ids.add(milestone.rule.id)
        assert (milestone.known == Known.DATED) == (milestone.on is not None)
        assert (milestone.known == Known.NEEDS) == bool(milestone.missing)
        assert milestone.known != Known.DATED or milestone.steps
        assert milestone.since is None or milestone.on is None or milestone.since <= milestone.on


@given(st.sampled_from(law_packs()), DAYS, st.integers(1, 40), KNOWN)
def test_a_later_first_day_never_gives_an_earlier_date_under_the_same_version(
    country: str, first: date, later: int, known: dict[Condition, bool]
) -> None:
    early, late = said(first, known=known, country=country), said(first + timedelta(days=later), known=known, country=country)
    for rule_id in early.keys() & late.keys():
        one, other = early[rule_id], late[rule_id]
        if one.rule.when.shape == Shape.EVERY:
            continue  # the next one from today on, wherever the absence began
        if one.on and other.on and one.rule.version == other.rule.version:
            assert one.on <= other.on, rule_id


@given(st.sampled_from(law_packs()), DAYS, st.integers(1, 300), KNOWN)
def test_splitting_an_absence_changes_no_date(country: str, first: date, days: int, known: dict[Condition, bool]) -> None:
    cut = first + timedelta(days=days)
    whole = reckoned(Facts((Spell(first),), known), country, first)
    assert whole == reckoned(Facts((Spell(cut, partly=True), Spell(first, cut)), known), country, first)


def test_a_talk_is_booked_on_a_working_day() -> None:
    christmas = [date(2026, 12, 24), date(2026, 12, 25), date(2026, 12, 26)]
    assert next_working_day(date(2026, 12, 24), christmas) == date(2026, 12, 28)


def test_a_country_knows_its_own_rules_alone() -> None:
    assert {rule.id[:2] for rule in law_pack("DK").rules} == {"DK"}
