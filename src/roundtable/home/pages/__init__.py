"""First pages as plain data: one thing first, the table, few links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.afterwards.queries import MissingCall
from roundtable.casework.casefile.pages import Day
from roundtable.casework.cases.pages import BridgeCard, bridge_card, end_line
from roundtable.casework.cases.rules import PHASE_WORDS, Phase
from roundtable.casework.pairs.pages import absence_lines
from roundtable.casework.referrals.rules.states import STATE_WORDS, ReferralState
from roundtable.casework.roundtables.queries import MeetingFacts
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.hats import Absent
from roundtable.ground.notices.queries import NoticeView
from roundtable.ground.notices.rules import NoticeKind, told_text
from roundtable.ground.seats.pages import seat_marks
from roundtable.ground.seats.queries import SeatView
from roundtable.home.pages.days import Card, call_card, last_meeting_by, my_calls, my_days
from roundtable.home.queries import CitizenStart, LeaderStart, StaffToday
from roundtable.home.rules import CitizenFacts, CitizenStep, StaffFacts, StaffStep, citizen_step, staff_step
from roundtable.kernel.calendar import local_date
from roundtable.ui.table import SeatMark

ZONE = "Europe/Copenhagen"


@dataclass(frozen=True)
class Link:
    """A quiet link."""

    label: str
    url: str


@dataclass(frozen=True)
class HatChoice:
    """Another capacity in which the person can open their first page."""

    value: str
    label: str


def other_hats(possible: Sequence[tuple[Hat, bool]], actor: Actor) -> tuple[HatChoice, ...]:
    """The hats a person has beside the one of this page; empty for most people."""
    labels = {
        Hat.CITIZEN: _("My own course"),
        Hat.PROFESSIONAL: _("My work"),
        Hat.TEAM_LEADER: _("My team"),
        Hat.COMPANION: _("Beside somebody"),
        Hat.REPRESENTATIVE: _("For somebody"),
        Hat.GUEST: _("As a guest"),
    }
    found = dict.fromkeys(hat for hat, _authority in possible if hat != actor.hat and hat in labels)
    return tuple(HatChoice(str(hat), labels[hat]) for hat in found)


@dataclass(frozen=True)
class CitizenHome:
    """A citizen's or companion's first page."""

    name: str
    card: Card
    seats: tuple[SeatMark, ...]
    links: tuple[Link, ...]
    news: tuple[str, ...]
    news_url: str
    end_near: str = ""
    bridge: BridgeCard | None = None


def when(facts: MeetingFacts) -> str:
    """The moment of a meeting as people say it, in its own time zone."""
    return date_format(facts.starts_at.astimezone(ZoneInfo(facts.zone)), "SHORT_DATETIME_FORMAT")


def citizen_home(data: CitizenStart, actor: Actor, name: str) -> CitizenHome:
    """One card, the table, three quiet links."""
    today = local_date(data.at, data.meeting.zone if data.meeting else ZONE)
    facts = CitizenFacts(data.case_id) if _is_over(data.seats) else _citizen_facts(data, actor)
    return CitizenHome(
        name=name,
        card=_citizen_card(citizen_step(facts, today), data, goes=actor.hat != Hat.REPRESENTATIVE),
        seats=seat_marks(data.seats, actor),
        links=_citizen_links(data.case_id, actor, _is_open(data.seats)),
        news=_news(data.notices),
        news_url=reverse("case_page", args=[data.case_id]),
        end_near=end_line(data.ending.phase, today, called=data.ending.called, held=data.ending.held) if data.ending else "",
        bridge=bridge_card(data.bridge, data.seats, actor, today),
    )


def _citizen_facts(data: CitizenStart, actor: Actor) -> CitizenFacts:
    """What may be asked of somebody whose course goes on."""
    return CitizenFacts(
        case_id=data.case_id,
        referral_unconfirmed=data.referral_unconfirmed,
        invitation_unanswered=data.meeting is not None and data.meeting.my_answer is None and actor.hat != Hat.REPRESENTATIVE,
        meeting_on=local_date(data.meeting.starts_at, data.meeting.zone) if data.meeting else None,
        lines_missing=actor.hat == Hat.CITIZEN and actor.person_id not in data.ready,
        questions=len(data.questions),
        plan_unanswered=data.plan_waits,
        unread_messages=len(data.heard),
        day_after=data.day_after is not None and data.day_after.offered,
    )


def _is_over(seats: Sequence[SeatView]) -> bool:
    """A course has ended when nobody who works sits there any more."""
    return not any(seat.live and seat.hat in ("professional", "intake") for seat in seats)


def _is_open(seats: Sequence[SeatView]) -> bool:
    """A course is open when its referral is accepted and professionals sit at the table; who only wrote the referral is not one of them."""
    live = {seat.hat for seat in seats if seat.live and seat.ground != "referral"}
    return "professional" in live and not any(seat.live and seat.hat == "intake" for seat in seats)


def _names(seats: Sequence[SeatView], people: Sequence[UUID]) -> str:
    return ", ".join(dict.fromkeys(seat.given_name for seat in seats if seat.person_id in people))


def _citizen_card(step: CitizenStep, data: CitizenStart, *, goes: bool = True) -> Card:
    """`goes`: whether the reader comes to the meeting; who acts for somebody knows its day, and has no page of it."""
    case = data.case_id
    if step == CitizenStep.REFERRAL:
        return Card(
            _("Look at what was sent about you"),
            _("Is it right? You can say yes, or no."),
            reverse("referral", args=[case]),
            _("Read it"),
            _("About 3 minutes"),
        )
    if step == CitizenStep.INVITATION and data.meeting:
        return Card(
            _("You are invited to a meeting"),
            when(data.meeting),
            reverse("roundtable", args=[case]),
            _("Say if it suits you"),
            _("About 1 minute"),
        )
    if step == CitizenStep.PREPARE and data.meeting:
        text = _("The meeting is %(when)s. A few lines are enough. The meeting takes place anyway.") % {"when": when(data.meeting)}
        return Card(
            _("What do you bring to the table?"), text, reverse("what_we_bring", args=[case]), _("Write a few lines"), _("About 10 minutes")
        )
    if step == CitizenStep.LOOK:
        asker = _names(data.seats, [question.asked_by_id for question in data.questions[:1]])
        title = _("%(name)s asks: may I say this?") % {"name": asker}
        url = reverse("answer_may_i", args=[case, data.questions[0].item_id])
        return Card(
            title, _("You see the exact words. You can say yes, change them, or say no."), url, _("Look at it"), _("About 1 minute")
        )
    if step == CitizenStep.PLAN:
        return Card(
            _("What do you say to the plan?"),
            _("Yes, yes but, no, or not yet. Each answer is fine."),
            reverse("plan", args=[case]),
            _("Read the plan"),
            _("About 5 minutes"),
        )
    if step == CitizenStep.MESSAGE:
        title = _("A message from %(names)s") % {"names": _names(data.seats, data.heard)}
        return Card(title, _("It is not urgent."), reverse("people", args=[case]), _("Read it"), _("About 2 minutes"))
    if step == CitizenStep.QUESTIONS and data.day_after:
        url = reverse("day_after", args=[case, data.day_after.roundtable_id])
        text = _("Five short questions, if you like. Only you can read your answers.")
        return Card(_("How was the meeting for you?"), text, url, _("Look at the first"), _("About 1 minute"))
    if _is_over(data.seats):
        text = _("You keep what was written for you to read. The others do not read it any more.")
        return Card(_("This course has ended"), text, reverse("case_page", args=[case]), _("Look at it"))
    if data.meeting:
        return Card(
            _("Nothing to do today"),
            _("Your next meeting: %(when)s.") % {"when": when(data.meeting)},
            reverse("roundtable", args=[case]) if goes else "",
            _("See the meeting"),
        )
    return Card(_("Nothing to do today"), _("You will get a notice when there is something."))


def _citizen_links(case_id: UUID, actor: Actor, is_open: bool) -> tuple[Link, ...]:
    if actor.hat == Hat.COMPANION:
        return (Link(_("Our meeting"), reverse("roundtable", args=[case_id])), Link(_("The plan"), reverse("plan", args=[case_id])))
    if actor.hat == Hat.REPRESENTATIVE:
        return (Link(_("The course"), reverse("case_page", args=[case_id])), Link(_("The plan"), reverse("plan", args=[case_id])))
    shared = Link(_("What is shared, and with whom"), reverse("sharing", args=[case_id]))
    notebook = Link(_("My notebook"), reverse("notebook", args=[case_id]))
    opened = Link(_("Who opened what"), reverse("who_opened_what", args=[case_id]))
    # What she brings can be written in peace as soon as the course is open.
    bring = (Link(_("What we bring to the table"), reverse("what_we_bring", args=[case_id])),) if is_open else ()
    return *bring, shared, opened, notebook


def _news(notices: Sequence[NoticeView]) -> tuple[str, ...]:
    """What is new, a line for each kind: all who sent news in one sentence, however often each did."""
    plain = [notice for notice in notices if notice.kind == NoticeKind.NEWS and notice.sender and not notice.cause]
    senders = tuple(dict.fromkeys(notice.sender for notice in plain))
    lines: dict[str, None] = {}
    for notice in notices:
        sender = _together(senders) if notice in plain else notice.sender
        msgid, places = told_text(NoticeKind(notice.kind), cause=notice.cause, sender=sender, phone="")
        lines[_(msgid) % places if places else _(msgid)] = None
    return tuple(lines)[:3]


def _together(names: Sequence[str]) -> str:
    """Names as one says them: "Bo", "Bo and Cleo", "Bo, Cleo and Gro"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


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
class StaffHome:
    """A professional's first page. `days`: what else is theirs to do soon; `closed`: how many courses were closed for them."""

    card: Card
    courses: tuple[CourseRow, ...]
    days: tuple[Day, ...]
    today: date
    closed: int
    news: tuple[str, ...]
    away: tuple[str, ...] = ()


def staff_home(data: StaffToday, actor: Actor, case_ids: Sequence[UUID], closed: int, absences: Sequence[Absent] = ()) -> StaffHome:
    """Today's meeting, or who has waited longest; then all courses, those that wait first. `absences`: one's own, and those one covers."""
    today = local_date(data.at, ZONE)
    since = {row.case_id: row.since for row in reversed(data.waiting)}
    back = {case for case, state in data.referrals.items() if state == ReferralState.RETURNED}
    calls = my_calls(data, actor)
    due = {case: view.call.due_on for case, view in calls.items()}
    facts = [
        StaffFacts(
            case,
            _day(data.meetings.get(case)),
            since.get(case),
            sent_back=case in back,
            call_by=due.get(case),
            last_meeting_by=last_meeting_by(data.endings.get(case), today),
        )
        for case in case_ids
    ]
    citizens = {case: _citizens(data.seats, case) for case in case_ids}
    step, case_id = staff_step(facts, today, len(data.signatures))
    rows = [
        _row(data, case, citizens[case], since.get(case), today)
        for case in sorted(case_ids, key=lambda case: (case not in since, citizens[case]))
    ]
    on_card = case_id if step == StaffStep.CALL else None
    card = call_card(calls[on_card], data.seats) if on_card else _staff_card(step, case_id, citizens, data)
    ends = {
        one.case_id: one.last_meeting_by
        for one in facts
        if one.last_meeting_by and (step, one.case_id) != (StaffStep.LAST_MEETING, case_id)
    }
    days = my_days(data, actor, [view for case, view in calls.items() if case != on_card], ends, citizens, today)
    return StaffHome(card, tuple(rows), days, today, closed, _news(data.notices), absence_lines(absences, data.seats, actor))


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
            reverse("countersign", args=[data.signatures[0].case_id, data.signatures[0].disclosure_id]),
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
    if step == StaffStep.SENT_BACK and case_id:
        title = _("The referral of %(name)s came back") % {"name": citizens[case_id]}
        text = _("Something is missing in it. Add it, and send it again.")
        return Card(title, text, reverse("referral", args=[case_id]), _("Read what is missing"))
    return Card(_("Nobody waits for you"), _("Your courses are below."))


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


@dataclass(frozen=True)
class LeaderHome:
    """A team leader's first page."""

    card: Card
    links: tuple[Link, ...]
    calls: tuple[MissingCall, ...]
    news: tuple[str, ...]


def leader_home(data: LeaderStart) -> LeaderHome:
    """The oldest referral that waits for the leader first; one sent back waits for its referrer. Then late calls, oldest first."""
    links = (Link(_("All referrals that wait"), reverse("inbox")), Link(_("The team: load and cover"), reverse("team")))
    waiting = [row for row in data.inbox if row.state == ReferralState.SENT]
    if not waiting:
        none = Card(_("No referral waits"), _("You will get a notice when one comes in."))
        return LeaderHome(none, links, data.calls, _news(data.notices))
    oldest = waiting[0]
    age = ngettext("%(days)s day old", "%(days)s days old", oldest.age_days) % {"days": oldest.age_days}
    text = _("From %(referrer)s, %(organisation)s. %(age)s.") % {
        "referrer": oldest.referrer,
        "organisation": oldest.organisation,
        "age": age,
    }
    card = Card(_("A referral waits: %(name)s") % {"name": oldest.names}, text, reverse("inbox"), _("Open the inbox"))
    return LeaderHome(card, links, data.calls, _news(data.notices))
