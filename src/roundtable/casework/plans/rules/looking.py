"""What is seen differently, and who looks at it until when: two professionals take it on with a day. It is not the citizen's task.

A point is a goal, the way back, or the whole plan. It is over when the party that saw it differently says yes (`changes.settled`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from roundtable.casework.plans.rules.agreement import AGREEING, AnswerKind, Given, latest
from roundtable.casework.plans.rules.content import RETURN
from roundtable.kernel.refusal import Refusal, gettext_noop

WHOLE = "plan"
"""The whole plan, as a point that somebody says *no* or *not yet* to."""
FURTHEST = timedelta(days=366)


class LookWhen(Refusal):
    """A day that is over, or further away than a year."""

    code = "look_when"
    message = gettext_noop("Choose a day from today on, within a year.")


class TwoLook(Refusal):
    """One person alone, or somebody who does not sit there as a professional."""

    code = "two_look"
    message = gettext_noop("Choose two different professionals who sit at the table. Two see more than one.")


class NothingOpen(Refusal):
    """Nobody sees this point differently any more."""

    code = "nothing_open"
    message = gettext_noop("Nobody sees this differently now. There is nothing to take on.")


@dataclass(frozen=True)
class Look:
    """Somebody looks at a point again on a day. `persons`: the two who took it on; empty where who said *not yet* named the day."""

    topic: str
    on: date
    by: str
    persons: tuple[str, ...] = ()

    def is_past(self, today: date) -> bool:
        """The day is over.

        >>> Look(WHOLE, date(2027, 3, 3), "amal").is_past(date(2027, 3, 3))
        False
        """
        return self.on < today


@dataclass(frozen=True)
class Differs:
    """One party sees a point differently: by whose name, what they say, and why."""

    party: str
    by: str
    answer: AnswerKind
    reason: str


def open_points(given: Iterable[Given], table: Iterable[str], there: Iterable[str]) -> dict[str, tuple[Differs, ...]]:
    """Every point somebody at the table sees differently: an exception of theirs, or a *no* or *not yet* to the whole.

    `table`: party keys; `there`: goals that still stand. A missing answer is no disagreement, and yes, but … without an exception names no
    point of its own.
    """
    keys, goals = frozenset(table), frozenset(there) | {RETURN}
    found: dict[str, tuple[Differs, ...]] = {}
    for one in latest(given).values():
        if one.party not in keys:
            continue
        if one.answer not in AGREEING:
            found[WHOLE] = (*found.get(WHOLE, ()), Differs(one.party, one.by, one.answer, one.reason))
        for exception in one.exceptions:
            if exception.goal in goals and exception.answer != AnswerKind.YES:
                said = Differs(one.party, one.by, exception.answer, exception.reason)
                found[exception.goal] = (*found.get(exception.goal, ()), said)
    return found


def who_looks(looks: Sequence[Look]) -> dict[str, Look]:
    """Per point, who took it on last. `looks` in the order they were written."""
    return {look.topic: look for look in looks if look.persons}


def waits(points: Mapping[str, object], looks: Sequence[Look], today: date) -> tuple[str, ...]:
    """Points that nobody has taken on, or whose day is over: something for the professionals."""
    taken = who_looks(looks)
    return tuple(topic for topic in points if topic not in taken or taken[topic].is_past(today))


def check_look(on: date, today: date) -> None:
    """The day to look again is today or later, within a year. Raises LookWhen.

    >>> check_look(date(2027, 3, 3), date(2027, 2, 1))
    """
    if not today <= on <= today + FURTHEST:
        raise LookWhen(field="on")


def check_two(persons: Sequence[str], seated: Iterable[str]) -> None:
    """Two different professionals of the table. Raises TwoLook.

    >>> check_two(["bo", "cleo"], ["bo", "cleo", "ida"])
    """
    if len(persons) != 2 or len(set(persons)) != 2 or not set(persons) <= set(seated):
        raise TwoLook(field="second")


def days_of(
    looks: Sequence[Look], given: Iterable[Given], table: Iterable[str], there: Iterable[str], keys: Mapping[str, str]
) -> tuple[Look, ...]:
    """The days that still hold: of each point that is still open who took it on last, and the day each who still says *not yet* named last.

    `given`, `table` and `there` as for `open_points`; `keys`: the party of each person at the table, by the person's id.
    """
    said = tuple(given)
    open_now, last = open_points(said, table, there), latest(said)
    taken = [look for topic, look in who_looks(looks).items() if topic in open_now]
    named = {look.by: look for look in looks if not look.persons}
    waits_for = [look for by, look in named.items() if keys.get(by) in last and last[keys[by]].answer == AnswerKind.NOT_YET]
    return (*taken, *waits_for)
