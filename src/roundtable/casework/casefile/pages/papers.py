"""The sheets of a course as plain data with every label, for the printer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roundtable.casework.assessments.pages import BringPage
from roundtable.casework.assessments.queries import Brought
from roundtable.casework.casefile.pages.lines import course_title
from roundtable.casework.casefile.rules import PAPER_WORDS, THINK_OF, Paper
from roundtable.casework.cases.pages import BridgeCard
from roundtable.casework.cases.queries import ClosingView, ShareView
from roundtable.casework.cases.rules import OUTCOME_WORDS, Outcome
from roundtable.casework.plans.queries import PlanState
from roundtable.casework.roundtables.pages import MeetingPage
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView
from roundtable.ui.table import SeatMark, describe, draw_table, table_title


@dataclass(frozen=True)
class PaperLine:
    """A sheet that can be handed over: its name, what the professional should know about it, and where it is printed."""

    paper: Paper
    name: str
    hint: str
    ready: bool


@dataclass(frozen=True)
class PaperPage:
    """Everything that can be given on paper in one course."""

    title: str
    names: str
    lines: tuple[PaperLine, ...]


def paper_page(actor: Actor, seats: Sequence[SeatView], *, meeting: bool, plan: PlanState | None) -> PaperPage:
    """What can be printed now, and what will be there later."""
    version = bool(plan and plan.version)
    hints = {
        Paper.INVITATION: (_("Date, place, who comes, and a slip to answer on."), meeting, _("When a meeting is called.")),
        Paper.BRING: (_("The lines you may read, and room for their own."), True, ""),
        Paper.PLAN: (_("The last version, with what each said."), version, _("When everybody has answered.")),
        Paper.TAKE_HOME: (_("What we do, the next date, one number."), plan is not None, _("When the plan is begun.")),
        Paper.CLOSING: (_("How the course ends, what ends with it, and whom to call."), True, ""),
    }
    lines = tuple(PaperLine(paper, _(PAPER_WORDS[paper]), hint if ready else later, ready) for paper, (hint, ready, later) in hints.items())
    return PaperPage(course_title(actor, seats), _citizens(seats), lines)


def _citizens(seats: Sequence[SeatView]) -> str:
    return ", ".join(dict.fromkeys(seat.given_name for seat in seats if seat.hat == "citizen"))


def _head(title: str, programme: str, emergency: Sequence[str], at: datetime) -> dict[str, Any]:
    return {
        "language": (get_language() or "en")[:2],
        "title": title,
        "programme": programme,
        "day": date_format(timezone.localtime(at), "DATE_FORMAT"),
        "emergency": list(emergency),
    }


def _drawing(seats: Sequence[SeatMark]) -> dict[str, str]:
    return {"drawing": draw_table(seats, "large"), "drawing_words": f"{table_title(seats, 'large')}. {describe(seats, 'large')}"}


def _on_paper(seats: Sequence[SeatMark]) -> tuple[SeatMark, ...]:
    """The table as everybody sees it: nobody is "you" on a sheet that is handed on."""
    return tuple(SeatMark(mark.name, mark.initials, mark.organisation, mark.pattern, is_citizen=mark.is_citizen) for mark in seats)


def invitation_sheet(
    page: MeetingPage, seats: Sequence[SeatView], programme: str, emergency: Sequence[str], at: datetime
) -> dict[str, Any]:
    """The letter that invites: when, where, who comes, what to think of, and a slip to answer on."""
    names = _citizens(seats)
    return {
        **_head(_("Invitation to our meeting"), programme, emergency, at),
        **_drawing(_on_paper(page.seats)),
        "hello": _("Dear %(names)s") % {"names": names},
        "intro": _("We would like to meet with you. You do not have to prepare anything, and you can bring somebody with you."),
        "when": page.when,
        "how_long": page.how_long,
        "channel": page.channel,
        "pace": page.pace,
        "place": page.place,
        "people": [{"name": person.name, "about": person.about} for person in page.people],
        "points": [f"{line.text} ({line.who})" for line in page.points],
        "agenda": list(page.agenda),
        "wishes": [sentence for wish in page.wishes for sentence in (*wish.sentences, wish.words) if sentence],
        "think_of": [_(question) for question in THINK_OF],
        "contact": page.contact,
        "contact_phone": page.contact_phone,
        "labels": {
            "when": _("When"),
            "how": _("How"),
            "where": _("Where"),
            "nowhere": _("Not said yet. We tell you."),
            "who": _("Who comes"),
            "talk": _("What we talk about"),
            "first": _("First, what you want to talk about:"),
            "wishes": _("How you want the meeting"),
            "think": _("What you can think of before, if you like"),
            "cannot": _("If you cannot come, or want another time"),
            "call": _("Call %(name)s. Nothing else happens: we find another time.") % {"name": page.contact},
            "slip": _("My answer"),
            "slip_how": _("Tick one. Give this part to one of us, or say it on the telephone."),
            "comes": _("I come"),
            "other": _("I would rather come another time:"),
            "cannot_come": _("I cannot come"),
            "beside": _("Somebody comes with me:"),
            "want": _("I want to talk about:"),
            "emergency": _("Help now"),
            "page": _("Page"),
        },
    }


def bring_sheet(page: BringPage, seats: Sequence[SeatView], programme: str, emergency: Sequence[str], at: datetime) -> dict[str, Any]:
    """What is brought to the table, as far as the one who prints it may read it; and who is not on it."""
    brought = [*page.mine, *page.others]
    there = {one.person_id for one in brought}
    missing = [seat.given_name for seat in seats if seat.live and seat.hat == "professional" and seat.person_id not in there]
    citizens = {seat.person_id for seat in seats if seat.hat == "citizen"}
    return {
        **_head(_("What we bring to the table"), programme, emergency, at),
        "names": _("For %(names)s") % {"names": _citizens(seats)},
        "intro": _("Each writes a few lines before the meeting. You decide who reads yours."),
        "brought": [_one(one) for one in brought],
        "missing": _("Not on this sheet: %(names)s. Their lines are theirs to give you.") % {"names": ", ".join(dict.fromkeys(missing))}
        if missing
        else "",
        "own_lines": not any(person in there for person in citizens),
        "labels": {
            "own": _("Your own lines"),
            "own_how": _("What do you want the others to know? Start with what works well. You can also say it on the telephone."),
            "emergency": _("Help now"),
            "page": _("Page"),
        },
    }


def _one(one: Brought) -> dict[str, Any]:
    day = date_format(timezone.localtime(one.words.made_at), "DATE_FORMAT")
    sure = {"sure": _("Sure, on %(day)s."), "fairly": _("Fairly sure, on %(day)s."), "not_sure": _("Not sure, on %(day)s.")}
    ability = ""
    if one.ability is not None:
        hours = _("Work that seems possible: %(low)s to %(high)s hours a week.") % {
            "low": one.ability.from_hours,
            "high": one.ability.to_hours,
        }
        ability = f"{hours} {sure.get(one.ability.sure, sure['not_sure']) % {'day': day}}"
    note = _("Said by telephone or on paper, written down by %(writer)s, read back.") % {"writer": one.written_by} if one.written_by else ""
    return {
        "name": ", ".join(part for part in (one.name, one.organisation) if part),
        "lines": list(one.lines),
        "ability": ability,
        "note": note,
    }


def home_lines(found: Sequence[Mapping[str, Any]], seats: Sequence[SeatView]) -> tuple[str, ...]:
    """The one thing each takes home, a line for each; `found`: rows of `settings.TAKEN_HOME`. What waits for a yes says so."""
    names = {str(seat.person_id): seat.given_name for seat in seats}
    by_person: dict[str, str] = {}
    for row in sorted(found, key=lambda row: row["place"]):
        name = names.get(row["person_id"], _("somebody who was here before"))
        by_when = date.fromisoformat(row["by_when"]) if row["by_when"] else None
        more = [_("by %(day)s") % {"day": date_format(by_when, "DATE_FORMAT")}] if by_when else []
        more += [_("not confirmed yet")] if row["asks"] else []
        by_person.setdefault(row["person_id"], f"{name}: {row['words']}" + (f" ({', '.join(more)})" if more else ""))
    return tuple(by_person.values())


def closing_sheet(
    seats: Sequence[SeatView],
    shares: Sequence[ShareView],
    closing: ClosingView | None,
    her_words: str,
    outcome: Outcome | None,
    *,
    programme: str,
    emergency: Sequence[str],
    at: datetime,
    wrote_id: UUID,
    said_by_id: UUID | None = None,
    bridge: BridgeCard | None = None,
) -> dict[str, Any]:
    """How a course ends, in her words too; what ends with it; what she keeps; whom to call, first who is there afterwards.

    Before it is closed: as it will be. `wrote_id`: who wrote down what `said_by_id` said. Who left before the end is nobody to call.
    """
    found = closing.outcome if closing else outcome
    day = date_format(timezone.localtime(closing.at if closing else at), "DATE_FORMAT")
    stayed = [seat for seat in seats if seat.live or (closing and seat.until_at and seat.until_at >= closing.at)]
    people = {seat.person_id: seat for seat in stayed if seat.hat == "professional" and seat.phone}
    writer = next((seat.given_name for seat in seats if seat.person_id == wrote_id and seat.hat != "citizen"), "")
    voice = next((seat.given_name for seat in seats if seat.person_id == said_by_id), "") or _citizens(seats)
    by = {"said": voice, "wrote": writer}
    ends = [
        _("%(name)s can no longer read what you shared, from this day on.") % {"name": name}
        for name in dict.fromkeys(share.to_name for share in shares)
    ]
    return {
        **_head(_("The end of the course"), programme, emergency, at),
        "names": _("For %(names)s") % {"names": _citizens(seats)},
        "intro": _("The course ended on %(day)s.") % {"day": day} if closing else _("The course ends. This is what that means."),
        "outcome": _(OUTCOME_WORDS[found]) if found else "",
        "her_words": her_words,
        "ends": [*ends, _("The others at the table do not read your course any more.")],
        "keeps": [
            _("You keep what was written for you to read. You can sign in and print it, or ask for it on paper."),
            _("What was decided in treatment or about your benefit goes on where it was decided."),
            _("The course can be opened again. Call and say so."),
        ],
        "bridge": {
            "name": ", ".join(part for part in (bridge.name, bridge.organisation) if part),
            "phone": bridge.telephone,
            "when": " ".join(part for part in (bridge.until, bridge.rings) if part),
        }
        if bridge
        else None,
        "people": [
            {"name": ", ".join(part for part in (seat.name, seat.role_name, seat.organisation) if part), "phone": seat.phone}
            for seat in people.values()
        ],
        "labels": {
            "outcome": _("How it ended"),
            "her_words": _("Said by %(said)s, written down by %(wrote)s, not confirmed yet") % by if writer else _("In your own words"),
            "ends": _("What ends"),
            "keeps": _("What stays"),
            "bridge": _("Whom you can ring afterwards"),
            "call": _("Who was at your table") if bridge else _("Whom you can call"),
            "emergency": _("Help now"),
            "page": _("Page"),
        },
    }
