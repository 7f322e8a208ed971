"""Who answers a plan, what the answers make of the shared goal, and when an answering may be closed.

A party is each citizen, and one named person for each organisation at the table. A missing answer is never agreement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from roundtable.casework.plans.rules.content import Proposal
from roundtable.kernel.refusal import Refusal, gettext_noop


class AnswerKind(StrEnum):
    """What a party says to the plan; pending until it has said something."""

    YES = "yes"
    YES_BUT = "yes_but"
    NO = "no"
    NOT_YET = "not_yet"
    PENDING = "pending"


GIVEN = (AnswerKind.YES, AnswerKind.YES_BUT, AnswerKind.NO, AnswerKind.NOT_YET)
AGREEING = frozenset({AnswerKind.YES, AnswerKind.YES_BUT})


class How(StrEnum):
    """How an answer came: by the person, or said on the telephone or on paper, written down by somebody and read back."""

    SELF = "self"
    PHONE = "phone"
    PAPER = "paper"


class ClosedHow(StrEnum):
    """Why a version was fixed."""

    ALL_ANSWERED = "all_answered"
    CALLER = "caller"


class SharedState(StrEnum):
    """What the shared goal is by its answers."""

    NONE = "none"
    ASKED = "asked"
    SHARED = "shared"
    CONTESTED = "contested"


class ReasonNeeded(Refusal):
    """Yes, but … and No say what."""

    code = "answer_reason_missing"
    message = gettext_noop("Say in a few words what you see differently. The others answer to it.")


class NotReadBack(Refusal):
    """An answer taken down for somebody was not read back to them."""

    code = "not_read_back"
    message = gettext_noop("Read it back first. Without that, it is your answer and not theirs.")


class TooEarlyToClose(Refusal):
    """Somebody still has time to answer."""

    code = "too_early_to_close"
    message = gettext_noop(
        "People have %(days)s days to answer. You can close this on %(on)s. Until then, call those who have not answered."
    )


class CameSince(Refusal):
    """Somebody sits at the table who was not asked."""

    code = "came_since"
    message = gettext_noop(
        "Not asked yet: %(who)s, who came to the table later. Ask for answers once more first. Who has answered is not asked again."
    )


class NobodyToAsk(Refusal):
    """Nothing changed and everybody said yes."""

    code = "nobody_to_ask"
    message = gettext_noop("Nothing has changed since everybody answered. There is nothing new to ask.")


class NothingToAsk(Refusal):
    """A plan without a single goal."""

    code = "nothing_to_ask"
    message = gettext_noop("Write the shared goal first. Then ask everybody what they say to the plan.")


@dataclass(frozen=True)
class Seated:
    """Somebody who sits at the table now: ids as text, hat, organisation (empty for none), since when."""

    person: str
    name: str
    hat: str
    organisation_id: str
    organisation: str
    from_at: datetime
    pattern: str = "plain"


@dataclass(frozen=True)
class Party:
    """Who answers: `key` is stable over time (c:person or o:organisation); `person` is the one named to answer."""

    key: str
    person: str
    name: str
    organisation: str = ""
    pattern: str = "plain"

    @property
    def is_citizen(self) -> bool:
        """One of those the course is about."""
        return self.key.startswith("c:")


@dataclass(frozen=True)
class GoalAnswer:
    """What a party says to one goal (or RETURN) that differs from its answer to the whole."""

    goal: str
    answer: AnswerKind
    reason: str = ""


@dataclass(frozen=True)
class Given:
    """One party's answer to one proposal, as it was given. `carried`: the answering it was first given to, 0 for this one.

    `person`: whose answer it is, by id; a version keeps the name alone.
    """

    party: str
    by: str
    answer: AnswerKind
    reason: str = ""
    exceptions: tuple[GoalAnswer, ...] = ()
    own_words: str = ""
    how: How = How.SELF
    noted_by: str = ""
    at: str = ""
    carried: int = 0
    person: str = ""


@dataclass(frozen=True)
class Standing:
    """What the shared goal is, and per party that stands in the way, why: pending, no_words, not_agreed, excepted."""

    state: SharedState
    missing: tuple[tuple[str, str], ...] = ()


def party_key(hat: str, person: str, organisation_id: str) -> str:
    """Whose answer covers somebody: a citizen's own, a professional's organisation's; empty for all others.

    >>> party_key("professional", "p1", "o1")
    'o:o1'
    """
    if hat == "citizen":
        return f"c:{person}"
    if hat == "professional":
        return f"o:{organisation_id}" if organisation_id else f"p:{person}"
    return ""


def parties(seated: Iterable[Seated], named: Mapping[str, str] | None = None) -> tuple[Party, ...]:
    """The parties of a table: each citizen, and per organisation the named person, else who came first. Citizens first.

    `named`: party key to person; a person who does not sit there for that party is not taken.
    """
    found: dict[str, Party] = {}
    for seat in sorted(seated, key=lambda one: (one.hat != "citizen", one.from_at, one.person)):
        key = party_key(seat.hat, seat.person, seat.organisation_id)
        if not key:
            continue
        if key not in found or (named or {}).get(key) == seat.person:
            found[key] = Party(key, seat.person, seat.name, seat.organisation, seat.pattern)
    return tuple(found.values())


def check_answer(answer: AnswerKind, reason: str, exceptions: Sequence[GoalAnswer]) -> None:
    """Yes, but … and No carry a reason, or an exception that does. Raises ReasonNeeded.

    A *not yet* needs none: nobody owes a reason for needing time (T079).
    """
    said = reason.strip() or any(one.reason.strip() for one in exceptions)
    if answer in (AnswerKind.YES_BUT, AnswerKind.NO) and not said:
        raise ReasonNeeded(field="reason")


def latest(given: Iterable[Given]) -> dict[str, Given]:
    """The answer of each party that counts: its last one. `given` in the order it came."""
    return {one.party: one for one in given}


def answers(asked: Iterable[Party], given: Iterable[Given], *, closed: bool) -> dict[str, AnswerKind]:
    """Each party's answer; who has not answered is pending, and once closed *not yet*."""
    last = latest(given)
    empty = AnswerKind.NOT_YET if closed else AnswerKind.PENDING
    return {party.key: last[party.key].answer if party.key in last else empty for party in asked}


def answer_to(goal: str, given: Given) -> AnswerKind:
    """What a party says to one goal: its exception there, else its answer to the whole."""
    return next((one.answer for one in given.exceptions if one.goal == goal), given.answer)


def shared_standing(proposal: Proposal, asked: Sequence[Party], given: Iterable[Given], *, closed: bool) -> Standing:
    """Whether the shared goal is shared: every party's own words and a yes or yes, but …, without an exception on it.

    Until the answering is closed it is merely asked about; a single missing, refusing or wordless party makes it contested.
    """
    goal = proposal.shared_goal
    if goal is None:
        return Standing(SharedState.NONE)
    last = latest(given)
    missing = tuple((party.key, why) for party in asked if (why := _stands_in_the_way(goal.id, last.get(party.key))))
    if not missing and asked:
        return Standing(SharedState.SHARED)
    return Standing(SharedState.CONTESTED if closed else SharedState.ASKED, missing)


def _stands_in_the_way(goal: str, given: Given | None) -> str:
    if given is None:
        return "pending"
    if given.answer not in AGREEING:
        return "not_agreed"
    if any(one.goal == goal for one in given.exceptions):
        return "excepted"
    return "" if given.own_words.strip() else "no_words"


def all_answered(asked: Sequence[Party], given: Iterable[Given]) -> bool:
    """Nobody is left to wait for."""
    last = latest(given)
    return bool(asked) and all(party.key in last for party in asked)


def everybody_agrees(asked: Iterable[str], said: Mapping[str, AnswerKind]) -> bool:
    """Every party has said yes, or yes, but …; a missing answer is no agreement. `asked`, `said`: by party key.

    >>> everybody_agrees(["c:amal", "o:health"], {"c:amal": AnswerKind.YES})
    False
    """
    keys = list(asked)
    return bool(keys) and all(said.get(key) in AGREEING for key in keys)


def closes_at(opened_at: datetime, days: int) -> datetime:
    """From when the caller may close without the missing answers."""
    return opened_at + timedelta(days=days)


def check_close(opened_at: datetime, days: int, at: datetime, zone: tzinfo) -> None:
    """The set days have passed. Raises TooEarlyToClose, which names the day of the programme's own place."""
    due = closes_at(opened_at, days)
    if at < due:
        raise TooEarlyToClose(days=days, on=due.astimezone(zone).date())
