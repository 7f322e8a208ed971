"""Fixed versions on the page: one of them, all of them, and what changed between two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.words import (
    SHARED_MARKS,
    Places,
    full_stop,
    how_words,
    kind_words,
    link_words,
    missing_words,
    moment_day,
    names,
    party_marks,
    places_at,
    return_words,
    said,
    shared_words,
    step_when,
    who_words,
)
from roundtable.casework.plans.queries import FixedPlan
from roundtable.casework.plans.rules.agreement import ClosedHow, GoalAnswer, Party, latest, party_key
from roundtable.casework.plans.rules.changes import ChangeKind, changes, settled
from roundtable.casework.plans.rules.content import RETURN, GoalLine, Proposal, SayingKind, SayingLine, StepLine
from roundtable.casework.plans.rules.looking import WHOLE, Look, who_looks
from roundtable.ground.seats.queries import SeatView
from roundtable.ui.table import SeatMark


@dataclass(frozen=True)
class VersionLine:
    """One version in the list."""

    number: int
    day: str
    shared: str
    mark: str
    who: str
    previous: int


@dataclass(frozen=True)
class SettledLine:
    """A disagreement that is over: it stays in history."""

    name: str
    goal: str
    reason: str
    day: str
    looked: str = ""


@dataclass(frozen=True)
class AnswerLine:
    """One party's answer in a version."""

    name: str
    organisation: str
    answer: str
    words: str
    reason: str
    how: str
    own_words: str
    exceptions: tuple[str, ...]


@dataclass(frozen=True)
class GoalLineShown:
    """One goal in a version, with everything said about it."""

    kind: str
    text: str
    owner: str
    extra: tuple[str, ...]
    steps: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class VersionPage:
    """A version as it was fixed."""

    case_id: UUID
    number: int
    title: str
    day: str
    how: str
    shared_goal: str
    shared: str
    mark: str
    missing: tuple[str, ...]
    seats: tuple[SeatMark, ...]
    answers: tuple[AnswerLine, ...]
    fixed_text: str
    fixed_by: str
    goals: tuple[GoalLineShown, ...]
    own_steps: tuple[str, ...]
    back: str
    back_differs: tuple[str, ...]
    digest: str


@dataclass(frozen=True)
class ChangeLine:
    """One difference between two versions."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class ComparePage:
    """What changed between two versions: in the plan, in the answers, and what is settled."""

    case_id: UUID
    older: int
    newer: int
    changed: tuple[ChangeLine, ...]
    answers: tuple[ChangeLine, ...]
    settled: tuple[SettledLine, ...]


def version_page(plan: FixedPlan, seats: Sequence[SeatView], me: str = "") -> VersionPage:
    """One version for the screen, the sheet and the record. `seats`: of its table, for who sat in whose place on that day, and the letters.

    It never changes: what was taken on is named with who had it when it was fixed.
    """
    proposal, last, places = plan.proposal, latest(plan.given), places_at(seats, plan.fixed_at)
    parties = _by_whom(plan, seats)
    goal = proposal.shared_goal
    return VersionPage(
        case_id=plan.case_id,
        number=plan.number,
        title=_("Joint plan, version %(number)s") % {"number": plan.number},
        day=moment_day(plan.fixed_at),
        how=_how(plan),
        shared_goal=goal.text if goal else "",
        shared=shared_words(plan.standing.state),
        mark=SHARED_MARKS[plan.standing.state],
        missing=missing_words(plan.standing, parties, me),
        seats=party_marks(parties, plan.answers, seats, me),
        answers=tuple(
            AnswerLine(
                name=party.name,
                organisation=party.organisation,
                answer=str(plan.answers[party.key]),
                words=said(plan.answers[party.key]),
                reason=last[party.key].reason if party.key in last else _("No answer came in time."),
                how=how_words(last[party.key]) if party.key in last else "",
                own_words=last[party.key].own_words if party.key in last else "",
                exceptions=_exceptions(plan, party.key),
            )
            for party in parties
        ),
        fixed_text=proposal.fixed.text,
        fixed_by=_fixed_by(proposal),
        goals=tuple(_goal(plan, line, places) for line in proposal.goals if goal is None or line.id != goal.id),
        own_steps=tuple(step_line(step, places) for step in proposal.steps if not step.goal or (goal and step.goal == goal.id)),
        back=return_words(proposal.back),
        back_differs=_differs(plan, RETURN),
        digest=plan.digest[:12],
    )


def _by_whom(plan: FixedPlan, seats: Sequence[SeatView]) -> tuple[Party, ...]:
    """The parties of a version, each by the name of who answered: a colleague answers where the one who was asked has left."""
    last, found = latest(plan.given), []
    for party in plan.parties:
        by = last[party.key].by if party.key in last else party.name
        person = next((str(seat.person_id) for seat in seats if seat.given_name == by and _party_of(seat) == party.key), "")
        found.append(party if by == party.name else replace(party, person=person, name=by))
    return tuple(found)


def _party_of(seat: SeatView) -> str:
    return party_key(seat.hat, str(seat.person_id), str(seat.organisation_id or ""))


def _how(plan: FixedPlan) -> str:
    values = {"by": plan.asked_by, "asked": moment_day(plan.asked_at), "closed": plan.closed_by}
    if plan.closed_how == ClosedHow.ALL_ANSWERED:
        return _("%(by)s asked on %(asked)s. Everybody has answered.") % values
    there = {one.party for one in plan.given}
    missing = names([party.name for party in plan.parties if party.key not in there])
    return _("%(by)s asked on %(asked)s. %(closed)s closed it. %(missing)s had not answered: that stands as “not yet”.") % {
        **values,
        "missing": missing,
    }


def _fixed_by(proposal: Proposal) -> str:
    fixed = proposal.fixed
    if not fixed.text:
        return ""
    if fixed.source:
        return _("Set by %(owner)s (%(source)s). It is a condition of the programme. Nobody at the table agreed to it.") % {
            "owner": fixed.owner,
            "source": fixed.source,
        }
    return _("Set by %(owner)s. It is a condition of the programme. Nobody at the table agreed to it.") % {"owner": fixed.owner}


def _exceptions(plan: FixedPlan, party: str) -> tuple[str, ...]:
    given = latest(plan.given).get(party)
    return tuple(exception_words(one, plan.proposal) for one in given.exceptions) if given else ()


def exception_words(one: GoalAnswer, proposal: Proposal) -> str:
    """What somebody says to one goal, in a line."""
    goal = proposal.goal(one.goal)
    about = _("the way back") if one.goal == RETURN else f"“{goal.text}”" if goal else ""
    return f"{about}: {full_stop(said(one.answer))} {one.reason}".strip()


def _differs(plan: FixedPlan, topic: str) -> tuple[str, ...]:
    return tuple(
        _("%(name)s sees this differently: %(answer)s %(reason)s")
        % {"name": one.by, "answer": full_stop(said(exception.answer)), "reason": exception.reason}
        for one in latest(plan.given).values()
        for exception in one.exceptions
        if exception.goal == topic
    )


def _goal(plan: FixedPlan, line: GoalLine, places: Places) -> GoalLineShown:
    proposal = plan.proposal
    extra = [
        (_("What it could give: %(text)s"), line.gives),
        (_("What is hard: %(text)s"), line.fears),
        (_("What protects: %(text)s"), line.protection),
    ]
    sayings = [saying for saying in proposal.sayings if saying.goal == line.id]
    helps = [
        _("%(name)s helps: %(text)s") % {"name": saying.by.name, "text": saying.text}
        for saying in sayings
        if saying.kind == SayingKind.HELP
    ]
    links = [link_words(one, proposal) for one in sayings if one.to]
    return GoalLineShown(
        kind=kind_words(line.kind),
        text=line.text,
        owner=who_words(line.owner, places),
        extra=(*_scribe(line), *(words % {"text": text} for words, text in extra if text), *helps, *links),
        steps=tuple(step_line(step, places) for step in proposal.steps if step.goal == line.id),
        differs=_differs(plan, line.id),
    )


def _scribe(line: GoalLine) -> tuple[str, ...]:
    """Who said it and whose hand wrote it, where they are not the same; whether it was read back stands with the owner's answer."""
    if line.scribe is None or line.owner is None:
        return ()
    return (_("Said by %(said)s, written by %(wrote)s.") % {"said": line.owner.name, "wrote": line.scribe.name},)


def step_line(step: StepLine, places: Places) -> str:
    """A step in one line: who, what, by when. `places`: who had come in whose place."""
    who = who_words(step.who, places) or _("Not said who")
    when = step_when(step)
    return f"{who}: {step.what} ({when})" if when else f"{who}: {step.what}"


def version_lines(plans: Sequence[FixedPlan], seats: Sequence[SeatView]) -> tuple[VersionLine, ...]:
    """All versions, newest first as given."""
    return tuple(
        VersionLine(
            plan.number,
            moment_day(plan.fixed_at),
            shared_words(plan.standing.state),
            SHARED_MARKS[plan.standing.state],
            names([f"{party.name}: {said(plan.answers[party.key])}" for party in _by_whom(plan, seats)]),
            plan.number - 1,
        )
        for plan in plans
    )


def settled_lines(plans: Sequence[FixedPlan], looks: Sequence[Look], people: Mapping[str, str]) -> tuple[SettledLine, ...]:
    """Disagreements that are over, with the day, and who had taken them on; versions newest first as given. `people`: names by id."""
    found: list[SettledLine] = []
    for newer, older in pairwise(plans):
        found += _settled(older, newer, who_looks(looks), people)
    return tuple(found)


def _settled(older: FixedPlan, newer: FixedPlan, looks: Mapping[str, Look], people: Mapping[str, str]) -> list[SettledLine]:
    before = latest(older.given)
    lines = []
    for party, topic in settled(older.given, newer.given, [*(goal.id for goal in newer.proposal.goals), RETURN]):
        goal = older.proposal.goal(topic)  # as it read when somebody saw it differently
        reason = next((one.reason for one in before[party].exceptions if one.goal == topic), "")
        reason = before[party].reason if topic == WHOLE else reason
        about = goal.text if goal else _("the whole plan") if topic == WHOLE else _("the way back")
        who = names([people.get(person, "") for person in looks[topic].persons]) if topic in looks else ""
        looked = _("%(who)s looked at it.") % {"who": who} if who else ""
        lines.append(SettledLine(before[party].by, about, reason, moment_day(newer.fixed_at), looked))
    return lines


def change_lines(older: Proposal, newer: Proposal, before: Places, after: Places, topics: Sequence[str] = ()) -> tuple[ChangeLine, ...]:
    """What a plan says otherwise than before, old words beside new ones; of these topics only, where there are any.

    `before`, `after`: who had come in whose place then, and has now.
    """
    found = tuple(
        ChangeLine(_change_words(change.kind), _line(change.before, older, before), _line(change.after, newer, after))
        for change in changes(older, newer)
        if change.id != RETURN and (not topics or change.topic in topics)
    )
    if older.back == newer.back or (topics and RETURN not in topics):
        return found
    nothing = _("Nothing said")
    return (*found, ChangeLine(_("The way back"), return_words(older.back) or nothing, return_words(newer.back) or nothing))


def compare_page(older: FixedPlan, newer: FixedPlan, seats: Sequence[SeatView]) -> ComparePage:
    """What changed from one version to a later one."""
    places = places_at(seats, older.fixed_at), places_at(seats, newer.fixed_at)
    found = change_lines(older.proposal, newer.proposal, *places)
    names_ = {party.key: party.name for party in (*_by_whom(older, seats), *_by_whom(newer, seats))}
    answers = tuple(
        ChangeLine(
            names_[key],
            said(older.answers[key]) if key in older.answers else "–",
            said(newer.answers[key]) if key in newer.answers else "–",
        )
        for key in names_
    )
    return ComparePage(newer.case_id, older.number, newer.number, found, answers, tuple(_settled(older, newer, {}, {})))


def _change_words(kind: ChangeKind) -> str:
    return {ChangeKind.ADDED: _("New"), ChangeKind.CHANGED: _("Changed"), ChangeKind.REMOVED: _("Taken out")}[kind]


def _line(line: GoalLine | SayingLine | StepLine | None, proposal: Proposal, places: Places) -> str:
    if line is None:
        return ""
    if isinstance(line, StepLine):
        return step_line(line, places)
    if isinstance(line, SayingLine):
        return link_words(line, proposal) if line.to else _("%(name)s helps: %(text)s") % {"name": line.by.name, "text": line.text}
    parts = [f"{kind_words(line.kind)}: {line.text}", who_words(line.owner, places), line.gives, line.fears, line.protection]
    return " · ".join(part for part in parts if part)
