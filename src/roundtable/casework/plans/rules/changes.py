"""What changed between two plans, whom a change touches, and which answers still hold."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from roundtable.casework.plans.rules.agreement import AGREEING, Given, Party, latest
from roundtable.casework.plans.rules.content import RETURN, GoalKind, GoalLine, Person, Proposal, SayingLine, StepLine, nameless
from roundtable.casework.plans.rules.looking import WHOLE

EVERYBODY = "*"
CITIZENS = "c:*"


class Part(StrEnum):
    """The part of a plan that changed."""

    GOAL = "goal"
    SAYING = "saying"
    STEP = "step"
    RETURN = "return"


class ChangeKind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Change:
    """One difference. `topic`: the goal's id it belongs to, RETURN, or empty; `touches`: party keys, or EVERYBODY."""

    part: Part
    kind: ChangeKind
    id: str
    topic: str
    touches: frozenset[str]
    before: GoalLine | SayingLine | StepLine | None = None
    after: GoalLine | SayingLine | StepLine | None = None


def _unsaid(line: GoalLine | SayingLine | StepLine) -> object:
    """A line without the names of the day: a new surname changes no plan; another owner or doer does."""
    if isinstance(line, SayingLine):
        return replace(line, by=Person(line.by.id, "", line.by.party))
    if isinstance(line, GoalLine):
        return replace(line, owner=nameless(line.owner))
    return replace(line, who=nameless(line.who))


def _touched_by(line: GoalLine | SayingLine | StepLine, owners: Mapping[str, str]) -> frozenset[str]:
    """Whom a change of one line touches.

    A goal touches everybody, for everybody answered to its words; a step or an offer of help touches who does it, who owns its goal, and
    the citizens, whose life it is.
    """
    if isinstance(line, GoalLine):
        return frozenset({EVERYBODY})
    doer = line.by if isinstance(line, SayingLine) else line.who
    found = {owners.get(line.goal, ""), doer.party if doer else "", CITIZENS}
    if isinstance(line, SayingLine):
        found.add(owners.get(line.to, ""))
    return frozenset(found - {""})


def changes(before: Proposal, after: Proposal) -> tuple[Change, ...]:
    """Every difference between two plans, in the order a reader meets them: goals, what people say, steps, the way back.

    The condition is not among them: nobody is asked to agree to it.
    """
    owners = {goal.id: goal.owner.party for plan in (before, after) for goal in plan.goals if goal.owner}
    found: list[Change] = []
    pairs: tuple[tuple[Part, Sequence[GoalLine | SayingLine | StepLine], Sequence[GoalLine | SayingLine | StepLine]], ...] = (
        (Part.GOAL, before.goals, after.goals),
        (Part.SAYING, before.sayings, after.sayings),
        (Part.STEP, before.steps, after.steps),
    )
    for part, old_lines, new_lines in pairs:
        old, new = {line.id: line for line in old_lines}, {line.id: line for line in new_lines}
        for key in [*new, *(key for key in old if key not in new)]:
            was, now = old.get(key), new.get(key)
            if was and now and _unsaid(was) == _unsaid(now):
                continue
            kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED if now is None else ChangeKind.CHANGED
            touches = frozenset[str]().union(*(_touched_by(line, owners) for line in (was, now) if line))
            found.append(Change(part, kind, key, _topic(now or was), touches, was, now))
    if before.back != after.back:
        found.append(Change(Part.RETURN, ChangeKind.CHANGED, RETURN, RETURN, frozenset({EVERYBODY})))
    return tuple(found)


def _topic(line: GoalLine | SayingLine | StepLine | None) -> str:
    return line.id if isinstance(line, GoalLine) else line.goal if line else ""


def touched(found: Iterable[Change], asked: Iterable[Party]) -> dict[str, tuple[str, ...]]:
    """Per party that a change touches: the topics (goal ids, RETURN, or empty for a step of its own) it is asked about anew."""
    result: dict[str, dict[str, None]] = {}
    everybody = tuple(asked)
    for change in found:
        for party in everybody:
            if {EVERYBODY, party.key, CITIZENS if party.is_citizen else party.key} & change.touches:
                result.setdefault(party.key, {})[change.topic] = None
    return {key: tuple(topics) for key, topics in result.items()}


@dataclass(frozen=True)
class Asking:
    """Whom a new answering asks: per party the topics (EVERYBODY for the whole plan); and the answers that still hold."""

    topics: Mapping[str, tuple[str, ...]]
    carried: tuple[Given, ...]


def whom_to_ask(before: Proposal | None, number: int, given: Iterable[Given], after: Proposal, asked: Sequence[Party]) -> Asking:
    """A change re-asks only whom it touches; the rest of the answers hold, with the answering (`number`) they were first given to.

    Asked about everything: who never answered; and, where nothing changed, who did not say yes.
    """
    if before is None:
        return Asking({party.key: (EVERYBODY,) for party in asked}, ())
    last, found = latest(given), changes(before, after)
    hit = touched(found, asked)
    topics: dict[str, tuple[str, ...]] = {}
    carried: list[Given] = []
    for party in asked:
        answer = last.get(party.key)
        if answer is None or (answer.answer not in AGREEING and not found):
            topics[party.key] = (EVERYBODY,)
        elif party.key in hit:
            topics[party.key] = hit[party.key]
        else:
            carried.append(replace(answer, carried=answer.carried or number))
    return Asking(topics, tuple(carried))


def asked_about(topics: Sequence[str], earlier: Given | None, person: str) -> tuple[str, ...]:
    """What somebody is asked about: the topics of their party, but the whole plan where they did not give its earlier answer themselves.

    Who came in somebody's place, or is named instead of a colleague, has said nothing yet: nothing of theirs still holds.
    """
    return tuple(topics) if earlier is not None and earlier.person == person else (EVERYBODY,)


def merged(earlier: Given | None, new: Given, topics: Sequence[str], after: Proposal) -> Given:
    """A new answer to what was asked, with what still holds of the earlier one: exceptions to goals that nobody touched.

    Own words hold as long as the shared goal's words do. An exception to a goal that is gone goes with it.
    """
    there = {goal.id for goal in after.goals} | {RETURN}
    if earlier is None or EVERYBODY in topics:
        return replace(new, exceptions=tuple(one for one in new.exceptions if one.goal in there))
    said = {one.goal for one in new.exceptions}
    kept = tuple(one for one in earlier.exceptions if one.goal not in said and one.goal not in topics and one.goal in there)
    shared = next((goal.id for goal in after.goals if goal.kind == GoalKind.SHARED), "")
    words = new.own_words or (earlier.own_words if shared not in topics else "")
    return replace(new, exceptions=(*(one for one in new.exceptions if one.goal in there), *kept), own_words=words)


def settled(before: Iterable[Given], after: Iterable[Given], there: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Disagreements of an earlier version that are gone in a later one, as (party, goal); for goals that still stand.

    A *no* or *not yet* to the whole plan is settled by a later yes to it, as (party, WHOLE).
    """
    now, goals = latest(after), frozenset(there)
    found: list[tuple[str, str]] = []
    for one in latest(before).values():
        if one.party not in now or now[one.party].answer not in AGREEING:
            continue
        if one.answer not in AGREEING:
            found.append((one.party, WHOLE))
        still = {later.goal for later in now[one.party].exceptions}
        found += [(one.party, exception.goal) for exception in one.exceptions if exception.goal in goals - still]
    return tuple(found)
