"""Dates and letters: every day that is known, nearest first, and what there is on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.casefile.pages.course import coming
from roundtable.casework.casefile.pages.days import Day
from roundtable.casework.casefile.pages.lines import doer_of, kind_words, name_of
from roundtable.casework.casefile.queries import Ahead, PlannedDay
from roundtable.casework.casefile.rules import PAPER_WORDS, DayKind, Paper
from roundtable.casework.cases.queries import BridgeView, PhaseView
from roundtable.casework.cases.rules import Phase
from roundtable.casework.notes.pages import people_of
from roundtable.casework.plans.queries import PlanState
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import Header, SeatView
from roundtable.ui.days import with_weekday


@dataclass(frozen=True)
class DateLine:
    """Something with a day. `when`: the day, and the hour where there is one, in words; `by`: who does it or is there."""

    what: str
    when: str
    iso: str
    by: str = ""
    url: str = ""


@dataclass(frozen=True)
class LetterLine:
    """A sheet: one that was handed over (`when`, in words), or one that can be printed (`url`)."""

    what: str
    when: str = ""
    url: str = ""


@dataclass(frozen=True)
class DatesPage:
    """Everything with a day on one course, nearest first; sheets to print; sheets that were given."""

    case_id: UUID
    dates: tuple[DateLine, ...]
    sheets: tuple[LetterLine, ...]
    given: tuple[LetterLine, ...]
    over: bool = False


def dates_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    *,
    ahead: Ahead,
    planned: Sequence[PlannedDay],
    phase: PhaseView | None,
    plan: PlanState | None,
    given: Sequence[Header],
    days: Sequence[Day] = (),
    bridge: BridgeView | None = None,
) -> DatesPage:
    """The citizen's page of dates and letters. Days that are over are not on it.

    A course that has ended has no dates any more, but for the day on which the one she can ring afterwards gets in touch.
    """
    today, over = timezone.localdate(ahead.at), phase is not None and phase.phase == Phase.END
    found = [
        (timezone.localtime(row.at).date(), _meeting_line(row.what, row.at, row.who, row.url))
        for row in coming(actor, case_id, seats, ahead)
    ]
    found += [(day.on, _plan_line(actor, case_id, seats, day)) for day in planned if day.on >= today]
    found += [(day.on, DateLine(day.what, with_weekday(day.on), day.on.isoformat(), day.who, day.url)) for day in days]
    if phase is not None and phase.phase != Phase.END:
        end = phase.ends_on
        if end >= today:
            found.append(
                (
                    end,
                    DateLine(
                        _("The course is planned to end") if phase.chosen else _("The course usually ends"),
                        with_weekday(end),
                        end.isoformat(),
                        _("You talk about it together before that."),
                        reverse("bridge", args=[case_id]),
                    ),
                )
            )
    if over:
        found = [_bridge_line(case_id, bridge)] if bridge and bridge.rings_on and bridge.rings_on >= today else []
    found.sort(key=lambda row: (row[0], row[1].iso))
    people = people_of(seats)
    handed = tuple(
        LetterLine(kind_words(row.kind, name_of(people, row.author_id, actor)), date_format(timezone.localtime(row.made_at), "DATE_FORMAT"))
        for row in given
    )
    return DatesPage(case_id, tuple(line for _on, line in found), _sheets(case_id, ahead, phase, plan), handed, over)


def _bridge_line(case_id: UUID, bridge: BridgeView) -> tuple[date, DateLine]:
    on = bridge.rings_on or bridge.until_on
    what = _("%(name)s gets in touch with you") % {"name": bridge.name}
    return on, DateLine(what, with_weekday(on), on.isoformat(), bridge.organisation, reverse("bridge", args=[case_id]))


def _meeting_line(what: str, at: datetime, who: str, url: str) -> DateLine:
    here = timezone.localtime(at)
    return DateLine(what, with_weekday(here, "DATETIME_FORMAT"), here.isoformat(), who, url)


def _plan_line(actor: Actor, case_id: UUID, seats: Sequence[SeatView], day: PlannedDay) -> DateLine:
    plan = reverse("plan", args=[case_id])
    if day.kind == DayKind.STEP:
        by = doer_of(people_of(seats), day.who_id, actor) if day.who_id else ""
        return DateLine(day.what, with_weekday(day.on), day.on.isoformat(), by, plan)
    if day.kind == DayKind.LOOK_AGAIN:
        what = _("We look again at what we do not agree on")
        return DateLine(what, with_weekday(day.on), day.on.isoformat(), "", reverse("roundtable", args=[case_id]))
    words = {
        DayKind.BACK: _("Back to work, as the plan says"),
        DayKind.BACK_BETWEEN: _("Back to work from this day on, as the plan says"),
        DayKind.BACK_OPEN: _("We look again at the way back to work"),
    }
    return DateLine(words[day.kind], with_weekday(day.on), day.on.isoformat(), "", plan)


def _sheets(case_id: UUID, ahead: Ahead, phase: PhaseView | None, plan: PlanState | None) -> tuple[LetterLine, ...]:
    there = [(Paper.INVITATION, reverse("invitation_pdf", args=[case_id]))] if ahead.meeting else []
    if phase is not None and phase.phase == Phase.END:
        there.append((Paper.CLOSING, reverse("closing_pdf", args=[case_id])))
    else:
        there.append((Paper.BRING, reverse("bring_pdf", args=[case_id])))
    if plan is not None:
        there.append((Paper.TAKE_HOME, reverse("take_home_pdf", args=[case_id])))
        there += [(Paper.PLAN, reverse("plan_pdf", args=[case_id, plan.version]))] if plan.version else []
    return tuple(LetterLine(_(PAPER_WORDS[paper]), "", url) for paper, url in there)
