"""The plan on paper: the sheet of a version, the easy page, what one takes home, the block for one's own record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roundtable.casework.cases.pages import BridgeCard
from roundtable.casework.plans.pages.versions import VersionPage, step_line
from roundtable.casework.plans.pages.voices import shared_state
from roundtable.casework.plans.pages.words import (
    as_answered,
    does,
    full_stop,
    moment_day,
    return_words,
    said,
    shared_words,
    step_when,
    table_readers,
)
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.agreement import latest
from roundtable.casework.plans.rules.content import StepState
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.queries import SeatView
from roundtable.ui.table import Readers, describe, draw_table

AGREEMENTS = 3


@dataclass(frozen=True)
class EasyLine:
    """A heading and its short lines."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class TakeHome:
    """One page to take home: what we do, the next date, who decides about money, one telephone number.

    `heading`: that it is agreed, only where everybody has said yes to the plan as it stands. `readers`: of what stands in the plan; the
    next date may be the reader's own. `home`: the one thing each takes home from the last meeting. `bridge`: whom to ring after the
    course. `staff`: a professional looks at what others take home.
    """

    case_id: UUID
    goal: str
    heading: str
    agreements: tuple[str, ...]
    next_day: str
    money: str
    call: str
    phone: str
    day: str
    readers: Readers
    bridge: BridgeCard | None = None
    staff: bool = False
    home: tuple[str, ...] = ()


def easy_page(now: CurrentPlan, actor: Actor) -> tuple[EasyLine, ...]:
    """The working plan in short lines, the reader's own first."""
    me = str(actor.person_id)
    plan, shared = now.proposal, now.shared_goal
    agreed = (shared_words(shared_state(now)[1]),) if now.calls else ()
    found = [EasyLine(_("What we want together"), (shared.text, *agreed))] if shared else []
    owners = {goal.id: whose for goal in plan.goals if (whose := does(now, goal.owner))}
    mine = [goal for goal in plan.goals if goal.id in owners and owners[goal.id].id == me]
    citizens = {str(seat.person_id) for seat in now.seats if seat.hat == "citizen"}
    if mine:
        found.append(EasyLine(_("What you want") if me in citizens else _("What you work for"), tuple(goal.text for goal in mine)))
    theirs = [(owners[goal.id], goal.owner, goal.text) for goal in plan.goals if goal.id in owners and owners[goal.id].id != me]
    for owner, first in dict.fromkeys((owner, first) for owner, first, _text in theirs):
        names = {"name": owner.name, "other": first.name if first else ""}
        passed = _("What %(name)s works for, in place of %(other)s") if owner != first else _("What %(name)s works for")
        says = _("What %(name)s wants") if owner.id in citizens else passed
        found.append(EasyLine(says % names, tuple(text for who, by, text in theirs if (who, by) == (owner, first))))
    open_steps = [step for step in plan.steps if _state(now, step.id) == StepState.OPEN]
    yours = tuple(_short(step.what, step_when(step)) for step in open_steps if (doer := does(now, step.who)) and doer.id == me)
    if yours:
        found.append(EasyLine(_("What you do"), yours))
    for who in dict.fromkeys(doer for step in open_steps if (doer := does(now, step.who)) and doer.id != me):
        lines = tuple(_short(step.what, step_when(step)) for step in open_steps if does(now, step.who) == who)
        found.append(EasyLine(_("What %(name)s does") % {"name": who.name}, lines))
    if now.back.kind:
        found.append(EasyLine(_("Back to work"), (return_words(now.back),)))
    if plan.fixed.text:
        owner_line = _("%(owner)s decided this. You did not have to say yes.") % {"owner": plan.fixed.owner}
        found.append(EasyLine(_("What the programme is for"), (plan.fixed.text, owner_line)))
    if now.calls:
        call = now.calls[-1]
        last = latest(call.given)
        why = {key: f" {given.reason}" for key, given in last.items() if given.reason}
        each = (f"{party.name}: {said(call.answers[party.key])}{why.get(party.key, '')}" for party in as_answered(now, call))
        found.append(EasyLine(_("What each says"), tuple(each)))
    return tuple(found)


def _short(what: str, when: str) -> str:
    return f"{what}, {when}" if when else what


def _state(now: CurrentPlan, step_id: str) -> StepState:
    return next((step.state for step in now.steps if str(step.id) == step_id), StepState.OPEN)


def take_home(
    now: CurrentPlan, actor: Actor, at: datetime, *, next_date: str, bridge: BridgeCard | None = None, home: tuple[str, ...] = ()
) -> TakeHome:
    """What one takes home from the meeting. `next_date`: the nearest thing with a date, in the words of the course page; empty for none.

    `home`: the one thing each takes home from the last meeting.
    """
    citizens = {str(seat.person_id) for seat in now.seats if seat.hat == "citizen"}
    steps = [step for step in now.proposal.steps if _state(now, step.id) == StepState.OPEN]
    steps.sort(key=lambda step: (doer := does(now, step.who)) is None or doer.id not in citizens)  # hers first: it is she who takes it home
    decides, calls = _who(now.seats, True), _who(now.seats, False)
    shared = now.shared_goal
    places = {left: came.name for left, came in now.in_place.items()}
    return TakeHome(
        case_id=now.case_id,
        goal=shared.text if shared else "",
        heading=_("What we agreed, version %(number)s") % {"number": now.last_version} if now.is_agreed else _("What we do"),
        agreements=tuple(step_line(step, places) for step in steps[:AGREEMENTS]),
        next_day=next_date,
        money=_("%(name)s, %(organisation)s") % {"name": decides.name, "organisation": decides.organisation} if decides else "",
        call=calls.name if calls else "",
        phone=calls.phone if calls else "",
        day=moment_day(at),
        readers=table_readers(now, actor),
        bridge=bridge,
        staff=actor.hat == Hat.PROFESSIONAL,
        home=home,
    )


def _who(seats: Sequence[SeatView], authority: bool) -> SeatView | None:
    """Who decides about money, or whom to call: the first who sits there now."""
    return next((seat for seat in seats if seat.live and seat.hat == "professional" and seat.authority == authority), None)


def record_block(page: VersionPage) -> str:
    """A version as a dated block of plain text, to copy into one's own record."""
    lines = [f"{page.title} · {page.day}", page.how, ""]
    if page.shared_goal:
        lines += [f"{_('Shared goal')}: {page.shared_goal} [{page.shared}]", *(f"- {line}" for line in page.missing)]
    lines += [f"- {answer.name}: “{answer.own_words}”" for answer in page.answers if answer.own_words]
    if page.fixed_text:
        lines += ["", f"{_('The programme’s fixed goal')}: {page.fixed_text}", page.fixed_by]
    for goal in page.goals:
        lines += ["", f"{goal.kind} ({goal.owner}): {goal.text}", *goal.extra, *(f"- {step}" for step in goal.steps), *goal.differs]
    if page.own_steps:
        lines += ["", _("Steps"), *(f"- {step}" for step in page.own_steps)]
    if page.back:
        lines += ["", page.back, *page.back_differs]
    lines += ["", _("What each says")]
    for answer in page.answers:
        who = f"{answer.name}, {answer.organisation}" if answer.organisation else answer.name
        lines += [" ".join(part for part in (f"- {who}: {full_stop(answer.words)}", answer.reason, answer.how) if part)]
        lines += [f"  {line}" for line in answer.exceptions]
    return "\n".join(lines)


def plan_sheet(page: VersionPage, programme: str) -> dict[str, Any]:
    """The data of the sheet of a version, with every label, for the printer."""
    return {
        "language": (get_language() or "en")[:2],
        "title": page.title,
        "programme": programme,
        "day": page.day,
        "how": page.how,
        "drawing": draw_table(page.seats, "answers"),
        "drawing_words": describe(page.seats, "answers"),
        "shared_goal": page.shared_goal,
        "shared": page.shared,
        "missing": list(page.missing),
        "own_words": [
            {"name": " · ".join(part for part in (answer.name, answer.how) if part), "text": answer.own_words}
            for answer in page.answers
            if answer.own_words
        ],
        "fixed_text": page.fixed_text,
        "fixed_by": page.fixed_by,
        "goals": [
            {
                "kind": goal.kind,
                "owner": goal.owner,
                "text": goal.text,
                "extra": list(goal.extra),
                "steps": list(goal.steps),
                "differs": list(goal.differs),
            }
            for goal in page.goals
        ],
        "own_steps": list(page.own_steps),
        "back": page.back,
        "back_differs": list(page.back_differs),
        "answers": [
            {
                "name": answer.name,
                "organisation": answer.organisation,
                "answer": answer.words,
                "more": [part for part in (answer.reason, answer.how, *answer.exceptions) if part],
            }
            for answer in page.answers
        ],
        "mark": page.digest,
        "labels": {
            "shared_goal": _("Shared goal"),
            "own_words": _("In our own words"),
            "fixed": _("The programme’s fixed goal"),
            "goals": _("Goals and steps"),
            "steps": _("Steps"),
            "back": _("Back to work"),
            "answers": _("What each says"),
            "who": _("Who"),
            "says": _("Says"),
            "more": _("In their words"),
            "mark": _("Mark of this version: %(mark)s") % {"mark": page.digest},
            "page": _("Page"),
        },
    }


def take_home_sheet(sheet: TakeHome, programme: str, emergency: Sequence[str]) -> dict[str, Any]:
    """The data of the take-home sheet, with every label, for the printer."""
    return {
        "language": (get_language() or "en")[:2],
        "title": _("What I take home"),
        "programme": programme,
        "day": sheet.day,
        "goal": sheet.goal,
        "agreements": list(sheet.agreements),
        "home": list(sheet.home),
        "next_day": sheet.next_day,
        "money": sheet.money,
        "call": sheet.call,
        "phone": sheet.phone,
        "bridge": {
            "name": ", ".join(part for part in (sheet.bridge.name, sheet.bridge.organisation) if part),
            "phone": sheet.bridge.telephone,
            "when": " ".join(part for part in (sheet.bridge.until, sheet.bridge.rings) if part),
        }
        if sheet.bridge
        else None,
        "emergency": list(emergency),
        "labels": {
            "goal": _("What we want together"),
            "agreements": sheet.heading,
            "none": _("Nothing stands there yet."),
            "home": _("One thing each"),
            "next": _("The next date"),
            "money": _("Who decides about my money"),
            "call": _("Whom I can call"),
            "bridge": _("Whom I can ring after the course"),
            "emergency": _("Help now"),
            "blank": "____________________",
        },
    }
