"""What has a day on a professional's first page: last meetings to plan, calls after a meeting, what is looked at again."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.afterwards.queries import CallView
from roundtable.casework.afterwards.rules import CALL_SHOWN_DAYS
from roundtable.casework.casefile.pages import Day
from roundtable.casework.cases.rules import Phase, is_ending
from roundtable.casework.roundtables.queries import Ending
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView
from roundtable.home.pages.parts import Card
from roundtable.home.queries import StaffToday
from roundtable.home.rules import LOOK_DAYS
from roundtable.ui.days import with_weekday


def last_meeting_by(ending: Ending | None, today: date) -> date | None:
    """The planned end, where it is near and the last meeting is neither called nor held."""
    if ending is None or ending.called or ending.held or ending.phase.phase == Phase.END or not is_ending(ending.phase.ends_on, today):
        return None
    return ending.phase.ends_on


def my_days(
    data: StaffToday,
    actor: Actor,
    calls: Sequence[CallView],
    ends: dict[UUID, date],
    citizens: dict[UUID, str],
    today: date,
    late: Mapping[UUID, Sequence[date]],
) -> tuple[Day, ...]:
    """Calls, last meetings and own steps past their day that stand on no card, and what this person took on to look at again within two
    weeks; nearest first."""
    found = [
        (view.call.due_on, view.case_id, _("Call after the meeting"), reverse("note_call", args=[view.case_id, view.roundtable_id]))
        for view in calls
    ]
    taken = [look for look in data.looks if actor.person_id in look.persons and look.on <= today + LOOK_DAYS]
    words = _("Look again at what is seen differently")
    found += [(look.on, look.case_id, words, reverse("plan", args=[look.case_id])) for look in taken]
    found += [(on, case, _("Plan the last meeting"), f"{reverse('call_roundtable', args=[case])}?last=yes") for case, on in ends.items()]
    found += [(days[0], case, late_words(len(days)), reverse("plan", args=[case])) for case, days in late.items()]
    days = [Day(what, on, citizens[case], url) for on, case, what, url in found]
    return tuple(sorted(days, key=lambda day: (day.on, day.who)))


def late_words(count: int) -> str:
    """That steps of one's own are past their day, without a word of them."""
    return ngettext("A step of yours is past its day", "%(count)s steps of yours are past their day", count) % {"count": count}


def my_calls(data: StaffToday, actor: Actor) -> dict[UUID, CallView]:
    """The calls after a meeting that are this person's to make, of each course the one due first."""
    mine = [view for view in data.calls if view.is_open and view.call.caller_id == actor.person_id]
    mine = [view for view in mine if (view.today - view.held_on).days <= CALL_SHOWN_DAYS]
    return {view.case_id: view for view in sorted(mine, key=lambda view: view.call.due_on, reverse=True)}


def call_card(view: CallView, seats: Sequence[SeatView]) -> Card:
    name = next((seat.given_name for seat in seats if seat.person_id == view.citizen_id), "")
    day = with_weekday(view.call.due_on, "MONTH_DAY_FORMAT")
    text = _("By %(day)s: how are you, and is anything unclear?") % {"day": day}
    if view.call.is_late(view.today):
        text = f"{text} {_('This day has passed, and the call is not noted.')}"
    url = reverse("note_call", args=[view.case_id, view.roundtable_id])
    return Card(_("Call %(name)s after the meeting") % {"name": name}, text, url, _("Note the call"))
