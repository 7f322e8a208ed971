"""What the pages of a course's turns show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.cases.queries import CaseloadRow, ClosingView, PhaseView, ShareView
from roundtable.casework.cases.rules import OUTCOME_WORDS, PASSES, PHASE_WORDS, STAYS, usual_end
from roundtable.ground.access.actor import Hat
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
        date_format(usual_end(timezone.localdate(phase.started_at)), "DATE_FORMAT") if phase else "",
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


def seated(seats: Sequence[SeatView]) -> list[tuple[str, Choice]]:
    """The professionals at the table, to choose from."""
    people = {seat.person_id: seat for seat in seats if seat.live and seat.hat == Hat.PROFESSIONAL}
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
