"""The page of the working plan: what we want together first, then mine, then the others'; what everybody says; the one next step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.cases.pages import ended_words
from roundtable.casework.plans.pages.form import came_words
from roundtable.casework.plans.pages.next_step import NextStep, next_step
from roundtable.casework.plans.pages.points import OpenPoint, asks_again, open_point, point_words, two_days_words
from roundtable.casework.plans.pages.voices import (
    IsItSo,
    PartyVoice,
    Voice,
    is_it_so,
    name_of,
    note_of,
    party_voices,
    shared_state,
    voice_of,
    yes_to_note,
)
from roundtable.casework.plans.pages.words import (
    SHARED_MARKS,
    STEP_MARKS,
    as_answered,
    becomes_version,
    does,
    in_place_words,
    kind_words,
    level_words,
    link_words,
    missing_words,
    moment_day,
    names,
    party_marks,
    return_words,
    shared_words,
    step_kind_words,
    step_state_words,
    step_when,
    table_readers,
    waiting_names,
)
from roundtable.casework.plans.queries import CallView, CurrentPlan, StepView
from roundtable.casework.plans.rules.agreement import Given, Party, closes_at, latest
from roundtable.casework.plans.rules.content import (
    FIXED,
    RETURN,
    FixedGoal,
    GoalKind,
    GoalLine,
    Level,
    Person,
    Proposal,
    SayingKind,
    StepState,
)
from roundtable.casework.plans.rules.looking import WHOLE
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import seat_marks
from roundtable.ui.table import Readers, SeatMark


@dataclass(frozen=True)
class StepShown:
    """A step as shown."""

    what: str
    who: str
    when: str
    kind: str
    state: str
    mark: str
    reason: str
    url: str
    mine: bool


@dataclass(frozen=True)
class Differs:
    """Somebody sees one part differently; stands beside the text until it is settled."""

    name: str
    answer: str
    reason: str


@dataclass(frozen=True)
class GoalShown:
    """A goal as shown. `point`: where somebody sees it differently."""

    kind: str
    text: str
    owner: str
    level: str
    note: str
    asks: IsItSo | None
    gives: str
    fears: str
    protection: str
    helps: tuple[Voice, ...]
    links: tuple[str, ...]
    steps: tuple[StepShown, ...]
    differs: tuple[Differs, ...]
    point: OpenPoint | None
    url: str
    help_url: str


@dataclass(frozen=True)
class PlanPage:
    """Everything the page of the plan shows. `ended`: how the course ended, and `reached` what was done by then; empty while it goes on.

    `beside`: whose plan it is, for a companion and for who acts for somebody; `given_only`: one reads what was given, and nothing else.
    """

    case_id: UUID
    citizen: bool
    may_write: bool
    asks_way_back: bool
    tells: bool
    empty: bool
    beside: str
    given_only: bool
    readers: Readers
    status: str
    changed: str
    next_step: NextStep | None
    seats: tuple[SeatMark, ...]
    answered: bool
    voices: tuple[PartyVoice, ...]
    has_words: bool
    shared: GoalShown | None
    shared_state: str
    shared_mark: str
    missing: tuple[str, ...]
    fixed: FixedGoal
    fixed_links: tuple[str, ...]
    mine: tuple[GoalShown, ...]
    theirs: tuple[GoalShown, ...]
    own_steps: tuple[StepShown, ...]
    my_steps: tuple[StepShown, ...]
    back: str
    back_differs: tuple[Differs, ...]
    back_point: OpenPoint | None
    seen_differently: tuple[tuple[str, OpenPoint], ...]
    whole_point: OpenPoint | None
    asks_again: tuple[str, ...]
    name_day_url: str
    work_gives: tuple[Voice, ...]
    version: int
    scribe_for: tuple[tuple[str, str], ...]
    yes_for: tuple[tuple[str, str], ...]
    two_days: tuple[str, ...]
    ended: str = ""
    reached: tuple[str, ...] = ()


def plan_page(now: CurrentPlan, actor: Actor, at: datetime) -> PlanPage:
    """The page for one reader. `at`: now, for what may be closed."""
    call = now.calls[-1] if now.calls else None
    citizen = actor.is_citizen_hat
    may_write = _writes(now, actor)
    given = latest(now.said_last)
    standing, state = shared_state(now)
    today = timezone.localdate(at)
    points = {topic: open_point(now, topic, actor, today) for topic in now.open_points}
    shown = {goal.id: _goal(now, goal, actor, given.values(), points.get(goal.id)) for goal in now.proposal.goals}
    others = [goal for goal in now.proposal.goals if goal.kind != GoalKind.SHARED]
    mine = [shown[goal.id] for goal in others if _is_mine(now, goal, actor)]
    theirs = [shown[goal.id] for goal in others if not _is_mine(now, goal, actor)]
    stale = call is not None and call.digest != now.digest
    voices = party_voices(now, call, actor)
    return PlanPage(
        case_id=now.case_id,
        citizen=citizen,
        may_write=may_write,
        asks_way_back=now.asks_way_back,
        tells=actor.hat == Hat.CITIZEN,
        empty=not now.goals and not now.steps,
        beside=_beside(now, actor),
        given_only=actor.hat == Hat.COMPANION,
        readers=table_readers(now, actor),
        status=_status(now, call, actor),
        changed=_("The plan has changed since then. The answers below are to what it said before.") if stale else "",
        next_step=next_step(now, call, actor, at) if may_write else None,
        seats=party_marks(as_answered(now, call), call.answers, now.seats, str(actor.person_id)) if call else seat_marks(now.seats, actor),
        answered=call is not None,
        voices=voices,
        has_words=any(voice.words for voice in voices),
        shared=next((shown[goal.id] for goal in now.proposal.goals if goal.kind == GoalKind.SHARED), None),
        shared_state=shared_words(state) if call else "",
        shared_mark=SHARED_MARKS[state],
        missing=missing_words(standing, as_answered(now, call), str(actor.person_id)) if call and not call.is_open else (),
        fixed=now.fixed,
        fixed_links=tuple(
            f"{_title(now.proposal, saying.goal)} {link_words(saying, now.proposal)}"
            for saying in now.proposal.sayings
            if saying.to == FIXED
        ),
        mine=tuple(mine),
        theirs=tuple(theirs),
        own_steps=tuple(step for step in _steps(now, actor, "") if not (citizen and step.mine)),
        my_steps=_my_steps(now, actor) if citizen else (),
        back=return_words(now.back),
        back_differs=_differs(RETURN, given.values(), now.table),
        back_point=points.get(RETURN),
        seen_differently=tuple((point_words(now, topic), point) for topic, point in points.items()) if citizen else (),
        whole_point=points.get(WHOLE),
        asks_again=() if now.ended else asks_again(now, actor),
        name_day_url=reverse("name_day", args=[now.case_id]) if may_write and now.said_not_yet(actor.person_id) else "",
        work_gives=tuple(voice_of(now, one, actor) for one in now.sayings if one.kind == SayingKind.WORK_GIVES),
        version=now.version,
        scribe_for=_scribe_for(now, actor),
        yes_for=yes_to_note(now, actor),
        two_days=two_days_words(now, actor),
        ended=ended_words(now.ended),
        reached=tuple(step.what for step in now.steps if step.state == StepState.DONE) if now.ended else (),
    )


def _writes(now: CurrentPlan, actor: Actor) -> bool:
    """Whether the reader can write in the plan: nobody does when the course is over."""
    return actor.hat in (Hat.CITIZEN, Hat.PROFESSIONAL) and now.ended is None


def _is_mine(now: CurrentPlan, goal: GoalLine, actor: Actor) -> bool:
    """Whether the reader works for this goal: as the one it belongs to, or in that one's place."""
    whose = does(now, goal.owner)
    return whose is not None and whose.id == str(actor.person_id)


def _owner(now: CurrentPlan, person: Person | None) -> str:
    whose = does(now, person)
    if person is None or whose is None:
        return ""
    return whose.name if whose == person else in_place_words(whose.name, person.name)


def _beside(now: CurrentPlan, actor: Actor) -> str:
    """Whom a companion sits beside, or somebody acts for; empty for everybody else."""
    mine = next((seat for seat in now.seats if seat.live and seat.person_id == actor.person_id and seat.hat == actor.hat), None)
    return name_of(now, mine.for_person_id) if mine and actor.hat in (Hat.COMPANION, Hat.REPRESENTATIVE) else ""


def _scribe_for(now: CurrentPlan, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Citizens for whom a professional may hold the pen: (name, address)."""
    if actor.hat != Hat.PROFESSIONAL or now.shared_goal is None:
        return ()
    citizens = [seat for seat in now.seats if seat.live and seat.hat == "citizen"]
    return tuple((seat.given_name, reverse("write_words_for", args=[now.case_id, seat.person_id])) for seat in citizens)


def _title(proposal: Proposal, goal_id: str) -> str:
    goal = proposal.goal(goal_id)
    return f"“{goal.text}”:" if goal else ""


def _goal(now: CurrentPlan, line: GoalLine, actor: Actor, given: Iterable[Given], point: OpenPoint | None) -> GoalShown:
    row = next(goal for goal in now.goals if str(goal.id) == line.id)
    shared = line.kind == GoalKind.SHARED
    return GoalShown(
        kind=kind_words(line.kind),
        text=line.text,
        owner=_owner(now, line.owner),
        level=level_words(line.level) if line.level != Level.MICRO else "",
        note=note_of(now, row.owner_id, row, actor.person_id),
        asks=is_it_so(now, row.owner_id, row, actor),
        gives=line.gives,
        fears=line.fears,
        protection=line.protection,
        helps=_helps(now.proposal, line.id),
        links=tuple(link_words(saying, now.proposal) for saying in now.proposal.sayings if saying.goal == line.id and saying.to),
        steps=_steps(now, actor, line.id),
        differs=_differs(line.id, given, now.table),
        point=point,
        url=reverse("write_shared_goal" if shared else "change_goal", args=[now.case_id] if shared else [now.case_id, row.id]),
        help_url=reverse("say_how_i_help", args=[now.case_id, row.id]),
    )


def _helps(proposal: Proposal, goal_id: str) -> tuple[Voice, ...]:
    found = [saying for saying in proposal.sayings if saying.kind == SayingKind.HELP and saying.goal == goal_id]
    return tuple(Voice(saying.by.name, saying.text) for saying in found)


def _differs(topic: str, given: Iterable[Given], table: Sequence[Party]) -> tuple[Differs, ...]:
    return tuple(
        Differs(one.by, str(exception.answer), exception.reason)
        for one in given
        for exception in one.exceptions
        if exception.goal == topic and any(party.key == one.party for party in table)
    )


def _steps(now: CurrentPlan, actor: Actor, goal_id: str) -> tuple[StepShown, ...]:
    rows = {str(step.id): step for step in now.steps}
    writes = _writes(now, actor)
    return tuple(
        StepShown(
            what=line.what,
            who=_with_outside(_who(now, line.who, actor), rows[line.id], now),
            when=step_when(line),
            kind=step_kind_words(line.kind),
            state=step_state_words(rows[line.id].state),
            mark=STEP_MARKS[rows[line.id].state],
            reason=rows[line.id].state_reason,
            url=reverse("change_step", args=[now.case_id, line.id]) if writes else "",
            mine=(doer := does(now, line.who)) is not None and doer.id == str(actor.person_id),
        )
        for line in now.proposal.steps
        if line.goal == goal_id
    )


def _with_outside(who: str, step: StepView, now: CurrentPlan) -> str:
    """Who does it, and who from outside takes it, while they are asked to."""
    taken = [seat.name for seat in now.seats if seat.person_id in step.taken_by and (seat.live or step.state != StepState.OPEN)]
    return ", ".join([who, *(_("%(name)s from outside takes it") % {"name": name} for name in taken)])


def _my_steps(now: CurrentPlan, actor: Actor) -> tuple[StepShown, ...]:
    """What the reader has said they do, whichever goal it belongs to: a citizen meets it before the goals."""
    goals = (*(goal.id for goal in now.proposal.goals), "")
    return tuple(step for goal_id in goals for step in _steps(now, actor, goal_id) if step.mine)


def _who(now: CurrentPlan, person: Person | None, actor: Actor) -> str:
    doer = does(now, person)
    if person is None or doer is None:
        return _("Not said who")
    name = pgettext("who does it", "You") if doer.id == str(actor.person_id) else doer.name
    return name if doer == person else in_place_words(name, person.name)


def _as_mine(now: CurrentPlan, values: dict[str, object], who: str) -> str:
    """How it stands with the answers, to who asked for them."""
    missing = _("There is no answer yet from %(who)s.") % values if who else ""
    if now.came_since:
        return f"{_('You asked on %(day)s. Not asked yet: %(came)s. Nothing is fixed before that.') % values} {missing}".strip()
    until = _("From %(until)s you may close the answers. One that is missing then stands as “not yet”, never as a yes.") % values
    return f"{_('You asked on %(day)s.') % values} {missing} {until}"


def _status(now: CurrentPlan, call: CallView | None, actor: Actor) -> str:
    if call is None:
        return _("We are still writing. Nobody has been asked yet.") if now.goals else ""
    mine = call.by_id == actor.person_id
    if call.is_open and now.ended:
        ended = (
            _("You asked on %(day)s. The course ended before everybody had answered.")
            if mine
            else _("%(name)s asked on %(day)s. The course ended before everybody had answered.")
        )
        return ended % {
            "name": name_of(now, call.by_id),
            "day": moment_day(call.opened_at),
        }
    if call.is_open:
        who = waiting_names(now, call, str(actor.person_id))
        values: dict[str, object] = {
            "name": name_of(now, call.by_id),
            "day": moment_day(call.opened_at),
            "who": who,
            "came": came_words(now),
            "until": moment_day(closes_at(call.opened_at, call.days)),
        }
        if mine:
            return _as_mine(now, values, who)
        if not now.came_since:
            asked = _("%(name)s asked on %(day)s. There is no answer yet from %(who)s.") % values
            asked = f"{asked} {becomes_version(now.version + 1)}"
            until = (
                _("From %(until)s %(name)s may close the answers. One that is missing then stands as “not yet”, never as a yes.") % values
            )
            return f"{asked} {until} {_('Who needs longer can say so to %(name)s.') % values}"
        said = _("%(name)s asked on %(day)s. Not asked yet: %(came)s. Nothing is fixed before that.") % values
        return f"{said} {_('There is no answer yet from %(who)s.') % values}" if who else said
    values = {"number": call.version or 0, "day": moment_day(call.fixed_at)}
    if call.waiting:
        return _("Version %(number)s, fixed on %(day)s. %(who)s had not answered: that stands as “not yet”.") % {
            **values,
            "who": names([party.name for party in call.waiting]),
        }
    return _("Version %(number)s, fixed on %(day)s. Everybody has answered.") % values
