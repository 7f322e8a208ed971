"""A professional's first page: one thing on top, what else waits, the days that are theirs, their courses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.casefile.pages import Day
from roundtable.casework.cases.pages import closed_words, end_line
from roundtable.casework.cases.rules import PHASE_WORDS, Phase
from roundtable.casework.pairs.pages import absence_lines
from roundtable.casework.referrals.rules.states import STATE_WORDS, ReferralState
from roundtable.casework.roundtables.queries import MeetingFacts
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.hats import Absent
from roundtable.ground.disclosure.queries import WaitingRequest
from roundtable.ground.seats.queries import SeatView, in_their_place
from roundtable.home.pages.days import call_card, last_meeting_by, late_words, my_calls, my_days
from roundtable.home.pages.parts import ZONE, Card, Link, news_lines, when
from roundtable.home.queries import StaffToday
from roundtable.home.rules import StaffFacts, StaffStep, staff_step
from roundtable.kernel.calendar import local_date
from roundtable.ui.days import with_weekday
from roundtable.ui.order import in_order


@dataclass(frozen=True)
class CourseRow:
    """One course in a professional's list."""

    name: str
    url: str
    phase: str
    meeting: str
    plan: str
    plan_mark: str
    waits: str


@dataclass(frozen=True)
class EndedLine:
    """A course that ended not long ago while this person sat there: whose, when and by whom, and the page that says what can be read."""

    names: str
    said: str
    url: str


@dataclass(frozen=True)
class StaffHome:
    """A professional's first page. `also`: what else somebody waits for; `days`: what else is theirs to do soon.

    `closed`: how many courses were closed for them; `left_open`: the pages of those where a rule of law leaves a text open; `noted_by`:
    who noted that a citizen had said so by telephone or on paper.
    `quiet`: who told this person alone, in a meeting that goes on, that they need a break.

    `closed`: how many courses were closed for them; `left_open`: the pages of those where a rule of law leaves a text open.
    """

    card: Card
    also: tuple[Link, ...]
    courses: tuple[CourseRow, ...]
    days: tuple[Day, ...]
    today: date
    closed: int
    news: tuple[str, ...]
    away: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    ended: tuple[EndedLine, ...] = ()
    noted_by: tuple[str, ...] = ()
    quiet: tuple[Link, ...] = ()


def staff_home(data: StaffToday, actor: Actor, case_ids: Sequence[UUID], closed: int, absences: Sequence[Absent] = ()) -> StaffHome:
    """Today's meeting, or who has waited longest; then all courses, those that wait first. `absences`: one's own, and those one covers."""
    today = local_date(data.at, ZONE)
    since = {row.case_id: row.since for row in reversed(data.waiting)}
    back = {case for case, state in data.referrals.items() if state == ReferralState.RETURNED}
    calls = my_calls(data, actor)
    due = {case: view.call.due_on for case, view in calls.items()}
    asked, plans, invited = _asked(data, actor, case_ids)
    late = {case: plan.late for case, plan in data.plans.items() if plan.late}
    facts = [
        StaffFacts(
            case,
            _day(data.meetings.get(case)),
            since.get(case),
            sent_back=case in back,
            call_by=due.get(case),
            asked_since=asked[case].asked_at if case in asked else None,
            plan_since=plans.get(case),
            invited_on=invited.get(case),
            last_meeting_by=last_meeting_by(data.endings.get(case), today),
            step_by=late[case][0] if case in late else None,
        )
        for case in case_ids
    ]
    citizens = {case: _citizens(data.seats, case) for case in case_ids}
    step, case_id = staff_step(facts, today, len(data.waits.signatures))
    rows = [
        _row(data, case, citizens[case], since.get(case), today)
        for case in sorted(in_order(case_ids, lambda case: citizens[case]), key=lambda case: case not in since)
    ]
    on_card = case_id if step == StaffStep.CALL else None
    card = call_card(calls[on_card], data.seats) if on_card else _staff_card(step, case_id, citizens, data)
    ends = {
        one.case_id: one.last_meeting_by
        for one in facts
        if one.last_meeting_by and (step, one.case_id) != (StaffStep.LAST_MEETING, case_id)
    }
    steps = {case: found for case, found in late.items() if (step, case) != (StaffStep.STEP, case_id)}
    days = my_days(data, actor, [view for case, view in calls.items() if case != on_card], ends, citizens, today, steps)
    also = tuple(link for link in _all_asked(data, case_ids, plans, invited, citizens) if link.url != card.url)
    away, left = absence_lines(absences, data.seats, actor), sorted(data.waits.left_open, key=str)
    left_open = tuple(reverse("case_page", args=[case]) for case in left)
    ended = tuple(EndedLine(one.names, closed_words(one, actor), reverse("ended_course", args=[one.case_id])) for one in data.ended)
    news = news_lines(data.notices, case_ids, {one.case_id for one in data.ended})
    return StaffHome(
        card, also, tuple(rows), days, today, closed, news, away, left_open, ended, data.waits.noted_by, _told_quietly(data, actor)
    )


def _told_quietly(data: StaffToday, actor: Actor) -> tuple[Link, ...]:
    """Who needs a break, and the page of the meeting that they said it in."""
    names = {(seat.case_id, seat.person_id): seat.given_name for seat in data.seats if seat.live}
    return tuple(
        Link(
            _("%(name)s needs a break. Ask for it as your own.") % {"name": names[word.case_id, word.by_id]},
            reverse("write_together", args=[word.case_id, word.roundtable_id]),
        )
        for facts in data.meetings.values()
        for word in facts.quiet
        if word.to_id == actor.person_id and (word.case_id, word.by_id) in names
    )


def _asked(
    data: StaffToday, actor: Actor, case_ids: Sequence[UUID]
) -> tuple[dict[UUID, WaitingRequest], dict[UUID, datetime], dict[UUID, date]]:
    """By course: the question without a reply that waits longest; since when the plan waits for this person; the meeting to answer."""
    asked = {request.case_id: request for request in reversed(data.waits.requests) if request.case_id in case_ids}
    table = {case: [seat for seat in data.seats if seat.case_id == case] for case, plan in data.plans.items() if plan.waiting}
    mine = {case for case, seats in table.items() if actor.person_id in in_their_place(seats, data.plans[case].waiting)}
    plans = {case: plan.asked_at or plan.changed_at for case, plan in data.plans.items() if case in mine}
    meetings = {case: facts for case, facts in data.meetings.items() if facts.asks(actor.person_id) and facts.starts_at > data.at}
    return asked, plans, {case: local_date(facts.starts_at, facts.zone) for case, facts in meetings.items()}


def _all_asked(
    data: StaffToday, case_ids: Sequence[UUID], plans: Mapping[UUID, datetime], invited: Mapping[UUID, date], citizens: Mapping[UUID, str]
) -> list[Link]:
    """Everything somebody asked this person for, a link for each; who wrote and waits for an answer stands in the list of courses."""
    found = [
        Link(
            _("%(name)s waits for your signature") % {"name": waiting.asked_by},
            reverse("countersign", args=[waiting.case_id, waiting.disclosure_id]),
        )
        for waiting in data.waits.signatures
    ]
    found += [
        Link(f"{_asks(request)}: {citizens[request.case_id]}", reverse("reply_to_request", args=[request.case_id, request.item_id]))
        for request in data.waits.requests
        if request.case_id in case_ids
    ]
    found += [Link(f"{_('Your answer to the plan')}: {citizens[case]}", reverse("plan", args=[case])) for case in plans]
    answer = _("Do you come to the meeting?")
    return found + [
        Link(f"{answer} {citizens[case]}", reverse("answer_invitation", args=[case, data.meetings[case].roundtable_id])) for case in invited
    ]


def _asks(request: WaitingRequest) -> str:
    return _("%(name)s asks you for something") % {"name": request.asked_by}


def _day(meeting: MeetingFacts | None) -> date | None:
    return local_date(meeting.starts_at, meeting.zone) if meeting else None


def _citizens(seats: Sequence[SeatView], case_id: UUID) -> str:
    return ", ".join(dict.fromkeys(seat.name for seat in seats if seat.case_id == case_id and seat.hat == "citizen"))


def _staff_card(step: StaffStep, case_id: UUID | None, citizens: dict[UUID, str], data: StaffToday) -> Card:
    if step == StaffStep.MEETING_TODAY and case_id:
        title = _("Today: the meeting with %(name)s") % {"name": citizens[case_id]}
        return Card(title, when(data.meetings[case_id]), reverse("roundtable", args=[case_id]), _("Open the meeting"))
    if step == StaffStep.COUNTERSIGN:
        return Card(
            _("A colleague needs your signature"),
            _("You read one text and its reason, and sign or say no."),
            reverse("countersign", args=[data.waits.signatures[0].case_id, data.waits.signatures[0].disclosure_id]),
            _("Read it"),
        )
    if step == StaffStep.LAST_MEETING and case_id:
        title = _("Plan the last meeting with %(name)s") % {"name": citizens[case_id]}
        text = end_line(data.endings[case_id].phase, local_date(data.at, ZONE))
        return Card(title, text, f"{reverse('call_roundtable', args=[case_id])}?last=yes", _("Call the last meeting"))
    if step == StaffStep.WAITING and case_id:
        row = next(row for row in data.waiting if row.case_id == case_id)
        name = next((seat.name for seat in data.seats if seat.person_id == row.citizen_id), citizens[case_id])
        return Card(
            _("%(name)s waits for an answer") % {"name": name},
            _("Wrote on %(day)s.") % {"day": date_format(local_date(row.since, ZONE), "MONTH_DAY_FORMAT")},
            reverse("people", args=[case_id]),
            _("Read and answer"),
        )
    if step == StaffStep.REQUEST and case_id:
        request = next(request for request in data.waits.requests if request.case_id == case_id)
        url = reverse("reply_to_request", args=[case_id, request.item_id])
        return Card(_asks(request), _("It is about the course of %(name)s.") % {"name": citizens[case_id]}, url, _("Read and answer"))
    if step == StaffStep.PLAN and case_id:
        title = _("What do you say to the plan of %(name)s?") % {"name": citizens[case_id]}
        return Card(title, _("Yes, yes but, no, or not yet. Each answer is fine."), reverse("plan", args=[case_id]), _("Read the plan"))
    if step == StaffStep.INVITATION and case_id:
        facts = data.meetings[case_id]
        title = _("Do you come to the meeting with %(name)s?") % {"name": citizens[case_id]}
        return Card(title, when(facts), reverse("answer_invitation", args=[case_id, facts.roundtable_id]), _("Answer the invitation"))
    if step == StaffStep.SENT_BACK and case_id:
        title = _("The referral of %(name)s came back") % {"name": citizens[case_id]}
        text = _("Something is missing in it. Add it, and send it again.")
        return Card(title, text, reverse("referral", args=[case_id]), _("Read what is missing"))
    if step == StaffStep.STEP and case_id:
        by = with_weekday(data.plans[case_id].late[0], "MONTH_DAY_FORMAT")
        text = _("It was for %(day)s, in the plan of %(name)s. Say how far it is, or choose another day.")
        title = late_words(len(data.plans[case_id].late))
        return Card(title, text % {"day": by, "name": citizens[case_id]}, reverse("plan", args=[case_id]), _("Look at the plan"))
    return Card(_("Nobody waits for you"), _("Your courses are below.") if data.seats else "")


def _not_begun(state: ReferralState | None) -> str:
    """Where a course stands that has no phase: its referral may wait for an answer still, have come back, or have been refused."""
    return _(STATE_WORDS[state]) if state and state != ReferralState.SENT else _("Referred")


def _row(data: StaffToday, case_id: UUID, name: str, since: datetime | None, today: date) -> CourseRow:
    ending, meeting, plan = data.endings.get(case_id), data.meetings.get(case_id), data.plans.get(case_id)
    state, mark = _("No plan yet"), "slate"
    if plan and plan.waiting:
        state = ngettext("%(count)s answer missing", "%(count)s answers missing", len(plan.waiting)) % {"count": len(plan.waiting)}
        mark = "amber"
    elif plan and plan.version:
        state, mark = _("Version %(number)s") % {"number": plan.version}, "moss"
    elif plan:
        state = _("Being written")
    waits = ""
    if since is not None:
        days = (today - local_date(since, ZONE)).days
        waits = ngettext("waits %(days)s day", "waits %(days)s days", days) % {"days": days} if days else _("wrote today")
    return CourseRow(
        name=name or _("No name"),
        url=reverse("case_page", args=[case_id]),
        phase=_(PHASE_WORDS[ending.phase.phase]) if ending else _not_begun(data.referrals.get(case_id)),
        meeting=when(meeting) if meeting else "",
        plan=state if ending is None or ending.phase.phase != Phase.END else "",
        plan_mark=mark,
        waits=waits,
    )
