"""One course on one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.casefile.pages.days import Day
from roundtable.casework.casefile.pages.lines import Line, course_title, happening_lines, name_of, readers_of_all
from roundtable.casework.casefile.pages.people import PassedOn, passed_on, person_line, read_first, write_to
from roundtable.casework.casefile.queries import Ahead, Happening, SinceLastHere
from roundtable.casework.cases.pages import BridgeCard, bridge_card, end_line, ended_words
from roundtable.casework.cases.queries import BridgeView, ClosingView, PhaseView
from roundtable.casework.cases.rules import PHASE_PROMPTS, PHASE_WORDS, Phase, phase_to_offer
from roundtable.casework.notes.pages import doers, how_words, people_of
from roundtable.casework.notes.queries import Waiting
from roundtable.casework.notes.rules import ContactState
from roundtable.casework.plans.queries import PlanState
from roundtable.casework.plans.rules.agreement import SharedState
from roundtable.ground.access.actor import CITIZEN_HATS, Actor, Hat
from roundtable.ground.seats.pages import seat_marks
from roundtable.ground.seats.queries import SeatView, Words, in_their_place
from roundtable.ground.seats.rules import ScopeKind
from roundtable.ui.parts import PersonLine
from roundtable.ui.table import Readers, SeatMark


@dataclass(frozen=True)
class Coming:
    """Something with a date. `day_only`: it has a day and no hour."""

    what: str
    at: datetime
    who: str
    url: str
    day_only: bool = False


@dataclass(frozen=True)
class NextPhase:
    """A phase that is offered to who may move the course: its code and words, and the number of the one it stands in."""

    code: str
    words: str
    seen: int


@dataclass(frozen=True)
class CasePage:
    """One course on one page."""

    title: str
    phase: str
    prompt: str
    since: datetime | None
    seats: tuple[SeatMark, ...]
    people: tuple[PersonLine, ...]
    new: tuple[Line, ...]
    new_count: int
    new_shown: int
    happened: tuple[Line, ...]
    coming: tuple[Coming, ...]
    plan: tuple[str, ...]
    plan_url: str
    waiting: tuple[Line, ...]
    write_to: tuple[tuple[str, str], ...]
    staff: bool
    content: bool
    ended: str = ""
    read_first: tuple[tuple[str, str], ...] = ()
    passed: PassedOn | None = None
    passed_title: str = ""
    leaving: tuple[tuple[str, str], ...] = ()
    end_near: str = ""
    bridge: BridgeCard | None = None
    next_phase: NextPhase | None = None

    @property
    def new_more(self) -> int:
        """How much more is new than the page shows."""
        return max(0, self.new_count - self.new_shown)

    @property
    def new_readers(self) -> Readers | None:
        """Who reads all that is new, where it is the same for all of it."""
        return readers_of_all(self.new)

    @property
    def happened_readers(self) -> Readers | None:
        """The same, of what happened."""
        return readers_of_all(self.happened)


def coming(actor: Actor, case_id: UUID, seats: Sequence[SeatView], ahead: Ahead, *, together: bool = False) -> list[Coming]:
    """The meeting and the contacts that are still to come, nearest first.

    `together`: only what everyone at the table reads, for a page or a sheet several read: an hour of treatment is nobody else's.
    """
    people, meeting, at = people_of(seats), ahead.meeting, ahead.at
    open_states = (ContactState.PLANNED, ContactState.MOVED)
    contacts = [row for row in ahead.contacts if not together or row.scope_kind == ScopeKind.TABLE]
    planned = sorted((row for row in contacts if row.begins_at >= at and row.state in open_states), key=lambda row: row.begins_at)
    url = reverse("contacts", args=[case_id]) if actor.hat != Hat.REPRESENTATIVE else ""
    lines = [Coming(how_words(row.how), row.begins_at, doers(people, row.people, actor), url) for row in planned]
    if meeting is not None and meeting.starts_at >= at:
        lines.append(Coming(_("Our meeting"), meeting.starts_at, "", reverse("roundtable", args=[case_id])))
    return sorted(lines, key=lambda row: row.at)


def with_days(lines: Sequence[Coming], days: Sequence[Day]) -> list[Coming]:
    """What is coming with its hours, and the days without one; on one day what has an hour comes after."""
    zone = timezone.get_current_timezone()
    found = [Coming(day.what, datetime.combine(day.on, time(), zone), day.who, day.url, day_only=True) for day in days]
    return sorted([*lines, *found], key=lambda row: row.at)


def next_date(lines: Sequence[Coming]) -> str:
    """The nearest of what is coming, in words, as the course page says it; empty for none."""
    if not lines:
        return ""
    first = lines[0]
    day = date_format(timezone.localtime(first.at), "SHORT_DATETIME_FORMAT")
    return _("%(what)s, %(day)s") % {"what": first.what, "day": day}


def plan_words(actor: Actor, seats: Sequence[SeatView], plan: PlanState | None, *, over: bool = False) -> tuple[str, ...]:
    """Where the plan stands, in a sentence or two, without a word of it. `over`: the course has ended, nobody answers any more."""
    if plan is None:
        return (_("The course ended without a plan.") if over else _("There is no plan yet."),)
    people = people_of(seats)
    lines = []
    if plan.fixed_at is not None:
        day = date_format(plan.fixed_at.astimezone(timezone.get_current_timezone()), "DATE_FORMAT")
        lines.append(_("Version %(number)s stands since %(day)s.") % {"number": plan.version, "day": day})
        shared = {
            SharedState.SHARED: _("The shared goal is shared: everyone said it in their own words."),
            SharedState.CONTESTED: _("You did not agree on the shared goal.") if over else _("You do not agree on the shared goal yet."),
        }
        lines += [shared[plan.shared]] if plan.shared in shared else []
    if plan.waiting and not over:
        names = ", ".join(name_of(people, person, actor) for person in in_their_place(seats, plan.waiting))
        lines.append(_("No answer to the plan yet from: %(names)s.") % {"names": names})
    nothing = _("The course ended before a plan was agreed.") if over else _("It is being written. Nothing is agreed yet.")
    return tuple(lines) or (nothing,)


def waiting_lines(case_id: UUID, seats: Sequence[SeatView], found: Sequence[Waiting]) -> tuple[Line, ...]:
    """Who waits for an answer, longest first."""
    people = people_of(seats)
    return tuple(
        Line(
            _("%(name)s waits for an answer") % {"name": people[row.citizen_id].given_name},
            row.since,
            "",
            reverse("write_message", args=[case_id, row.citizen_id]),
            None,
        )
        for row in found
        if row.citizen_id in people
    )


def phase_words(phase: Phase | None) -> str:
    """Where the course stands, in words."""
    if phase is None:
        return _("Referred")
    return _(PHASE_WORDS[phase])


def _next_phase(actor: Actor, phase: PhaseView | None, plan: PlanState | None) -> NextPhase | None:
    found = phase_to_offer(phase.phase, phase.since, plan.fixed_at) if phase and plan else None
    if phase is None or found is None or actor.hat not in (Hat.PROFESSIONAL, Hat.TEAM_LEADER):
        return None
    return NextPhase(str(found), _(PHASE_WORDS[found]), phase.number)


def case_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    *,
    phase: PhaseView | None,
    new: SinceLastHere,
    happened: Sequence[Happening],
    coming: Sequence[Coming],
    plan: PlanState | None,
    known: Mapping[UUID, Words],
    at: datetime,
    waiting: Sequence[Waiting] = (),
    closing: ClosingView | None = None,
    bridge: BridgeView | None = None,
) -> CasePage:
    """The course on one page: what is new, what is coming, who is at the table, what happened; when it ended, whom there is to ring."""
    today, stands = timezone.localdate(at), phase.phase if phase else None
    passed, letters = passed_on(actor, seats, at), write_to(actor, case_id, seats)
    return CasePage(
        title=course_title(actor, seats),
        phase=phase_words(stands),
        prompt=_(PHASE_PROMPTS[stands]) if stands is not None and stands in PHASE_PROMPTS and actor.hat == Hat.PROFESSIONAL else "",
        since=new.since,
        seats=seat_marks(seats, actor),
        people=tuple(person_line(seat, phone=new.phones.get(seat.person_id, "")) for seat in people_of(seats).values() if seat.live),
        new=happening_lines(actor, seats, new.happenings, known, over=closing is not None),
        new_count=new.count,
        new_shown=len(new.happenings),
        happened=happening_lines(actor, seats, [row for row in happened if row not in new.happenings], known, over=closing is not None),
        coming=() if closing else tuple(coming),
        plan=plan_words(actor, seats, plan, over=closing is not None),
        plan_url=reverse("plan", args=[case_id]) if actor.hat != Hat.TEAM_LEADER else "",
        waiting=waiting_lines(case_id, seats, waiting),
        write_to=letters,
        staff=actor.hat not in CITIZEN_HATS,
        content=actor.hat != Hat.TEAM_LEADER,
        ended=ended_words(closing),
        read_first=() if closing else tuple(read_first(actor, case_id, seats, at).values()),
        passed=passed,
        passed_title=_("You sit here in place of %(name)s") % {"name": passed.other} if passed else "",
        leaving=tuple((name, f"{url}?leaving=yes") for name, url in letters) if actor.hat == Hat.PROFESSIONAL and not closing else (),
        end_near=end_line(phase, today),
        bridge=bridge_card(bridge, seats, actor, today),
        next_phase=_next_phase(actor, phase, plan),
    )
