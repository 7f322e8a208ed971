"""What the pages of a course's turns show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import BridgeAnswerView, BridgeView, CaseloadRow, ClosingView, EndedCourse, PhaseView, ShareView
from roundtable.casework.cases.rules import OUTCOME_WORDS, OUTSIDE, PASSES, PHASE_WORDS, STAYS, Phase, Said, is_ending
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.programmes.queries import Colleague
from roundtable.ground.seats.queries import SeatView
from roundtable.ui.days import with_weekday
from roundtable.ui.fields import Choice
from roundtable.ui.order import in_order


@dataclass(frozen=True)
class CoursePage:
    """Whose course it is and where it stands."""

    case_id: UUID
    names: str
    phase: str
    number: int
    since: str
    usual_end: str
    chosen_end: bool
    passes: tuple[str, ...]
    stays: tuple[str, ...]
    shares: tuple[str, ...]
    meeting: str = ""


def course_page(
    case_id: UUID,
    seats: Sequence[SeatView],
    phase: PhaseView | None,
    shares: Sequence[ShareView] = (),
    meets_at: datetime | None = None,
) -> CoursePage:
    """The head of each page about a course's turns. `meets_at`: when those at the table were to meet."""
    return CoursePage(
        case_id,
        ", ".join(seat.name for seat in seats if seat.hat == Hat.CITIZEN),
        _(PHASE_WORDS[phase.phase]) if phase else _("Not begun yet"),
        phase.number if phase else 0,
        date_format(timezone.localtime(phase.since), "DATE_FORMAT") if phase else "",
        date_format(phase.ends_on, "DATE_FORMAT") if phase else "",
        phase.chosen if phase else False,
        tuple(_(line) for line in PASSES),
        tuple(_(line) for line in STAYS),
        tuple(
            _("With %(name)s, until %(day)s")
            % {"name": share.to_name, "day": date_format(timezone.localtime(share.last_moment), "DATE_FORMAT")}
            for share in shares
        ),
        with_weekday(timezone.localtime(meets_at)) if meets_at else "",
    )


def ended_words(closing: ClosingView | None) -> str:
    """How a course ended, and on which day; empty while it goes on."""
    if closing is None:
        return ""
    return _("This course ended on %(day)s: %(outcome)s.") % {
        "day": date_format(timezone.localtime(closing.at), "DATE_FORMAT"),
        "outcome": _(OUTCOME_WORDS[closing.outcome]),
    }


def closed_words(course: EndedCourse, actor: Actor) -> str:
    """On which day a course ended, and who closed it."""
    day = {"day": date_format(timezone.localtime(course.at), "DATE_FORMAT"), "name": course.by}
    if course.by_id == actor.person_id:
        return _("It ended on %(day)s. You closed it.") % day
    return _("It ended on %(day)s. %(name)s closed it.") % day


def seated(seats: Sequence[SeatView]) -> list[tuple[str, Choice]]:
    """The professionals at the table, to choose from, by name."""
    people = {seat.person_id: seat for seat in in_order(seats, lambda seat: seat.name) if seat.live and seat.hat == Hat.PROFESSIONAL}
    return [(str(seat.person_id), Choice(seat.name, f"{seat.role_name}, {seat.organisation}")) for seat in people.values()]


FEW = 6
"""So many people stand in one list; more are folded by role and organisation."""


def could_come(
    colleagues: Sequence[Colleague], programme_id: UUID | None = None, without: frozenset[UUID] = frozenset()
) -> list[tuple[str, Any]]:
    """Who works in the programme and does not sit there yet, to choose from; many are grouped by role and organisation."""
    people = {
        colleague.person_id: colleague
        for colleague in in_order(colleagues, lambda one: one.name)
        if colleague.person_id not in without and programme_id in (None, colleague.programme_id)
    }
    if len(people) <= FEW:
        return [(str(person_id), Choice(found.name, f"{found.role_name}, {found.organisation}")) for person_id, found in people.items()]
    groups: dict[str, list[tuple[str, Any]]] = {}
    for person_id, found in people.items():
        groups.setdefault(f"{found.role_name}, {found.organisation}", []).append((str(person_id), Choice(found.name)))
    heading = _("%(group)s (%(people)s)")
    return [
        (heading % {"group": group, "people": len(choices)}, choices) for group, choices in in_order(groups.items(), lambda one: one[0])
    ]


def courses(rows: Sequence[CaseloadRow]) -> list[tuple[str, Choice]]:
    """Courses to choose from."""
    since = _("since %(day)s")
    return [
        (str(row.case_id), Choice(row.names, since % {"day": date_format(timezone.localtime(row.started_at), "DATE_FORMAT")}))
        for row in rows
    ]


def end_line(phase: PhaseView | None, today: date, *, called: bool = False, held: bool = False) -> str:
    """That the end is near, said calmly; empty before the last four weeks, and where it has ended.

    `called`, `held`: whether the last meeting is, where that is known.
    """
    if phase is None or phase.phase == Phase.END or not is_ending(phase.ends_on, today):
        return ""
    day = date_format(phase.ends_on, "DATE_FORMAT")
    if phase.ends_on < today:
        said = _("The course was planned to end on %(day)s. You talk about it together.")
    elif held:
        return _("The end is planned for %(day)s. The last meeting was held.") % {"day": day}
    elif called:
        said = _("The end is planned for %(day)s. Before that you have the last meeting.")
    else:
        said = _("The end is planned for %(day)s. Before that there is a last meeting.")
    return said % {"day": day}


@dataclass(frozen=True)
class BridgeCard:
    """Whom one can ring after the course, in words. `said`: what each citizen says to it; `asks`: whether it still waits for somebody."""

    item_id: UUID
    name: str
    organisation: str
    telephone: str
    until: str
    rings: str
    said: tuple[str, ...]
    waits: tuple[tuple[UUID, str], ...]
    mine: bool | None
    named_by: str


def bridge_card(found: BridgeView | None, seats: Sequence[SeatView], actor: Actor, today: date) -> BridgeCard | None:
    """Whom the citizen can ring, how each citizen's yes or no came here, and until when."""
    if found is None:
        return None
    names = {seat.person_id: seat.given_name for seat in seats}
    citizens = {seat.person_id: seat.given_name for seat in seats if seat.hat == Hat.CITIZEN and seat.live}
    mine = found.answers.get(actor.person_id)
    rings = ""
    if found.rings_on is not None and found.rings_on >= today:
        rings = _("%(name)s gets in touch on %(day)s.") % {"name": found.name, "day": with_weekday(found.rings_on)}
    over = found.until_on < today
    until = _("This was until %(day)s.") if over else _("Until %(day)s.")
    return BridgeCard(
        found.item_id,
        found.name,
        found.organisation,
        found.telephone,
        until % {"day": date_format(found.until_on, "DATE_FORMAT")},
        rings,
        tuple(_said(found.answers.get(person), name, names, actor) for person, name in citizens.items()),
        tuple((person, name) for person, name in citizens.items() if person not in found.answers),
        mine.yes if mine else None,
        _("Written down by %(name)s.") % {"name": names[found.named_by_id]} if found.named_by_id in names else "",
    )


def _said(answer: BridgeAnswerView | None, name: str, names: dict[UUID, str], actor: Actor) -> str:
    """A citizen's yes or no, and by whose hand it stands here."""
    if answer is None:
        return _("%(name)s has not said yes or no yet.") % {"name": name}
    said = (_("%(name)s says yes.") if answer.yes else _("%(name)s says no.")) % {"name": name}
    by = names.get(answer.by_id, "")
    noted = {
        Said.ALOUD: _("Read aloud, noted by %(name)s."),
        Said.TELEPHONE: _("By telephone, noted by %(name)s, read back."),
    }.get(answer.how, "")
    return f"{said} {noted % {'name': by}}" if noted else said


def missing_at_end(bridge: BridgeView | None, seats: Sequence[SeatView], *, held: bool) -> tuple[str, ...]:
    """What is usually there before a course ends, and is not; nothing of it stops the end."""
    citizens = {seat.person_id: seat.given_name for seat in seats if seat.hat == Hat.CITIZEN and seat.live}
    names = ", ".join(citizens.values())
    found = [] if held else [_("The last meeting has not been held.")]
    if bridge is None:
        found.append(_("Nobody is named whom %(name)s can ring afterwards.") % {"name": names})
    elif not bridge.agreed(citizens):
        waits = ", ".join(name for person, name in citizens.items() if not bridge.agreed([person]))
        found.append(_("%(name)s has not said yes to %(other)s.") % {"name": waits, "other": bridge.name})
    return tuple(found)


def bridge_choices(seats: Sequence[SeatView]) -> list[tuple[str, Choice]]:
    """Who can be there afterwards: a professional of the table, or somebody from outside."""
    return [*seated(seats), (OUTSIDE, Choice(_("Somebody else"), _("For example the GP, a volunteer, or a contact in the municipality.")))]


def whose_yes(seats: Sequence[SeatView]) -> list[tuple[str, str]]:
    """For a professional: of which citizen a yes or no is noted, and how it was said."""
    return [
        (f"{how}:{seat.person_id}", sentence % {"name": seat.given_name})
        for seat in seats
        if seat.live and seat.hat == Hat.CITIZEN
        for how, sentence in (
            (Said.ALOUD, _("%(name)s, and I read it aloud")),
            (Said.TELEPHONE, _("%(name)s by telephone, and I read it back")),
        )
    ]
