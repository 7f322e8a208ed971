"""Days without an hour that are still to come, such as those on which somebody looks again at what is seen differently."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.casefile.pages.lines import doer_of
from roundtable.casework.cases.queries import PhaseView
from roundtable.casework.cases.rules import Phase
from roundtable.casework.notes.pages import doers, people_of
from roundtable.casework.plans.queries import LookAhead
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class Day:
    """Something on a day. `who`: who does it, in words; empty for everybody."""

    what: str
    on: date
    who: str
    url: str


def look_days(actor: Actor, case_id: UUID, seats: Sequence[SeatView], looks: Sequence[LookAhead]) -> list[Day]:
    """The days on which two come back with a word, or somebody who said *not yet* wants to be asked again."""
    people, url = people_of(seats), reverse("plan", args=[case_id])
    found = []
    for look in looks:
        if look.persons:
            who = doers(people, look.persons, actor)
            found.append(Day(_("We look again at what we do not agree on"), look.on, who, url))
        else:
            found.append(Day(_("We look at the plan again, after a “not yet”"), look.on, doer_of(people, look.by_id, actor), url))
    return found


def contact_day(case_id: UUID, phase: PhaseView | None, on: date | None) -> list[Day]:
    """The day on which who is named for afterwards gets in touch first, of a course that goes on; its page says who that is."""
    if on is None or phase is None or phase.phase == Phase.END:
        return []
    return [Day(_("First contact after the course"), on, "", reverse("bridge", args=[case_id]))]


def days_ahead(found: Sequence[Day], today: date) -> list[Day]:
    """What has a day from today on and no hour, nearest first."""
    return sorted((day for day in found if day.on >= today), key=lambda day: day.on)
