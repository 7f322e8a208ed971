"""What a rule of law says, as data: when it holds, what starts it, who must do what by when, what follows, and where it stands.

Nothing here is legal advice. Each source keeps its mark; only what was read in an official or original text counts as checked.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from roundtable.kernel.periods import Period


class Mark(StrEnum):
    """How well a source is known: read in an official or original text; read elsewhere; not checked; computed by ourselves."""

    VERIFIED = "V"
    SECONDARY = "S"
    UNCHECKED = "K"
    COMPUTED = "C"


class Status(StrEnum):
    """Whether what a rule says was checked against the law; `superseded`: a later version of the text took its place."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"
    SUPERSEDED = "superseded"


class Actor(StrEnum):
    """Who must act."""

    CITIZEN = "citizen"
    EMPLOYER = "employer"
    MUNICIPALITY = "municipality"
    INSURER = "insurer"
    DOCTOR = "doctor"
    HEALTH = "health"
    TOGETHER = "together"


class Anchor(StrEnum):
    """The day a rule counts from. All but `first_day`, `paid_weeks` and `none` are days somebody noted."""

    FIRST_DAY = "first_day"
    PAID_WEEKS = "paid_weeks"
    FIRST_MEETING = "first_meeting"
    NOTICE_SENT = "notice_sent"
    MEETING_ASKED = "meeting_asked"
    FORM_SENT = "form_sent"
    PLACED_IN_CATEGORY_3 = "placed_in_category_3"
    CLARIFYING_BEGAN = "clarifying_began"
    LAPSED = "lapsed"
    DECISION_RECEIVED = "decision_received"
    COMPLAINED = "complained"
    APPLIED = "applied"
    PAY_ENDED = "pay_ended"
    NONE = "none"


class Shape(StrEnum):
    """How a day is found from the anchor. Weeks and days of an absence are counted with the first day as day 1.

    `after`: that long after the anchor, the anchor itself not counted. `week`: from the first to the last day of week `n` (to week
    `until`). `end_of_week`, `start_of_week`, `day`: of number `n`. `every`: again and again, that far apart. `times`: `n` times within
    that long. `paid_weeks`: at the end of the calendar month in which more than `n` paid weeks lie in `months` calendar months.
    `no_date`: a duty that holds whenever its matter comes up.
    """

    AFTER = "after"
    WEEK = "week"
    END_OF_WEEK = "end_of_week"
    START_OF_WEEK = "start_of_week"
    DAY = "day"
    EVERY = "every"
    TIMES = "times"
    PAID_WEEKS = "paid_weeks"
    NO_DATE = "no_date"


class Condition(StrEnum):
    """What must be so for a rule to apply. Each is a fact of the case that is true, untrue, or not known."""

    EMPLOYEE = "employee"
    SELF_EMPLOYED = "self_employed"
    NO_EMPLOYER = "no_employer"
    PENSIONER = "pensioner"
    NOT_PENSIONER = "not_pensioner"
    WELL_WITHIN_8_WEEKS = "well_within_8_weeks"
    NOT_WELL_WITHIN_8_WEEKS = "not_well_within_8_weeks"
    WELL_WITHIN_13_WEEKS_OF_FIRST_MEETING = "well_within_13_weeks_of_first_meeting"
    WELL_WITHIN_26_WEEKS = "well_within_26_weeks"
    EXPECTED_60_DAYS = "expected_60_days"
    FULLY_ABSENT = "fully_absent"
    CATEGORY_3 = "category_3"
    OVER_THE_LIMIT_BEFORE = "over_the_limit_before"
    IN_CLARIFYING = "in_clarifying"
    CONSENTS = "consents"


OPPOSITES: Mapping[Condition, Condition] = {
    Condition.PENSIONER: Condition.NOT_PENSIONER,
    Condition.NOT_PENSIONER: Condition.PENSIONER,
    Condition.WELL_WITHIN_8_WEEKS: Condition.NOT_WELL_WITHIN_8_WEEKS,
    Condition.NOT_WELL_WITHIN_8_WEEKS: Condition.WELL_WITHIN_8_WEEKS,
    Condition.EMPLOYEE: Condition.NO_EMPLOYER,
    Condition.NO_EMPLOYER: Condition.EMPLOYEE,
}
"""Of these two, never both: a rule that asks for one never meets a rule that asks for the other."""


class Transition(StrEnum):
    """Which cases a version of a rule is for: those whose absence began in its time, or those whose day falls in its time."""

    BY_FIRST_DAY = "by_first_day"
    BY_THE_DAY_ITSELF = "by_the_day_itself"


@dataclass(frozen=True, slots=True)
class Source:
    """Where it was read: the reference as lawyers write it, the place it was read in, the mark, and the day it was read."""

    ref: str
    mark: Mark
    seen_in: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class When:
    """How the day is found. `n`, `until`, `months` as `Shape` says; `days`, `weeks`, `years` and `months` of a length add up."""

    shape: Shape
    n: int = 0
    until: int = 0
    days: int = 0
    weeks: int = 0
    months: int = 0
    years: int = 0


Texts = Mapping[str, str]
"""A sentence by language code; English and the language of the country are always there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One version of one rule of law.

    `about`: its matter, in one word: two rules about one matter that hold for one case at one time are a conflict, unless one says that
    it stands `instead_of` the other. `not_counted`: of paid weeks, the first days of an absence that do not count, by employment.
    """

    id: str
    about: str
    title: Texts
    valid: Period[date]
    anchor: Anchor
    when: When
    actor: Actor
    duty: Texts
    citizen: Texts
    sources: tuple[Source, ...]
    status: Status
    transition: Transition
    applies_if: tuple[Condition, ...] = ()
    instead_of: tuple[str, ...] = ()
    effect: Texts = field(default_factory=dict)
    remedy: str = ""
    not_counted: Mapping[Condition, int] = field(default_factory=dict)

    @property
    def version(self) -> str:
        """Which version of the rule it is, said with every date that rests on it: the rule and the day it holds from.

        Of a rule that is as old as anybody looked, the rule alone.
        """
        return self.id if self.valid.start == date.min else f"{self.id}@{self.valid.start.isoformat()}"

    @property
    def certain(self) -> bool:
        """Whether the date may be told a citizen as it is: the rule was read in an official or original text."""
        return self.status == Status.VERIFIED

    @property
    def reference(self) -> str:
        """The law's own reference: of the best known source."""
        order = list(Mark)
        return min(self.sources, key=lambda source: order.index(source.mark)).ref


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground on which the benefit can go on: what it asks, for how many weeks (None: no limit), what shows it, from whom.

    `rank`: the order a citizen reads them in, the likely ones first; the law's own order is `number`.
    """

    number: int
    rank: int
    title: Texts
    asks: Texts
    evidence: Texts
    evidence_from: Actor
    weeks: int | None
    valid: Period[date]
    sources: tuple[Source, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Regime:
    """A time in which the law looked one way; for people to see under which law a case stands."""

    id: str
    valid: Period[date]
    title: Texts
    sources: tuple[Source, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Pack:
    """The law of one country: its language beside English, its regimes, rules and grounds, and when and by whom it was gone through."""

    jurisdiction: str
    language: str
    version: str
    checked_on: date
    checked_by: str
    regimes: tuple[Regime, ...]
    rules: tuple[Rule, ...]
    grounds: tuple[Ground, ...] = ()

    def regime_on(self, day: date) -> Regime | None:
        """The regime of a day: of those that hold, the one that began last."""
        held = [regime for regime in self.regimes if regime.valid.contains(day)]
        return max(held, key=lambda regime: regime.valid.start) if held else None

    def versions_of(self, rule_id: str) -> tuple[Rule, ...]:
        """Every version of a rule, oldest first."""
        return tuple(sorted((rule for rule in self.rules if rule.id == rule_id), key=lambda rule: rule.valid.start))
