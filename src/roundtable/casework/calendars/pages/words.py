"""The words of an entry: one of the fixed texts, how people meet, and the place only where it may stand; and what became of mails."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.calendars.queries import Reached
from roundtable.casework.roundtables.pages.meeting import local
from roundtable.casework.roundtables.rules import CHANNEL_WORDS, Channel
from roundtable.ground.notices.rules import Choice, InCalendar, NoticeKind, Trouble, notice_text
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class ReachedLine:
    """Somebody at the table, and in a sentence what became of the mail to them."""

    name: str
    sentence: str


def uid_of(entry_id: UUID, domain: str) -> str:
    """The name of an entry in calendars: an id of nothing else, and the house's own domain."""
    return f"{entry_id}@{domain}"


def entry_words(choice: Choice, channel: str, place: str) -> tuple[str, str]:
    """Summary and location: the fixed text for meetings or the bare one; how people meet, and where if it was chosen."""
    msgid, places = notice_text(NoticeKind.MEETING, sender="", phone="", bare=choice.bare)
    summary = _(msgid) % places if places else _(msgid)
    if choice.bare:
        return summary, ""
    how = _(CHANNEL_WORDS[Channel(channel)])
    return summary, (place if choice.calendar == InCalendar.PLACE and place else how)


def reached_lines(
    seats: Sequence[SeatView], found: Iterable[Reached], notices: Mapping[UUID, tuple[Trouble, datetime]], zone: str
) -> tuple[ReachedLine, ...]:
    """One line for each who sits at the table."""
    latest = {view.person_id: view for view in found}
    asked = {seat.person_id: seat for seat in seats if seat.live and seat.hat in ("citizen", "professional", "companion")}
    return tuple(_line(seat, latest.get(person_id), notices.get(person_id), zone) for person_id, seat in asked.items())


def _line(seat: SeatView, view: Reached | None, notice: tuple[Trouble, datetime] | None, zone: str) -> ReachedLine:
    trouble, since = (view.trouble, view.trouble_at) if view and view.trouble else (notice or (None, None))
    if trouble is not None and since is not None:
        day = {"day": date_format(local(since, zone), "DATE_FORMAT")}
        if trouble == Trouble.RETURNED:
            return ReachedLine(seat.name, _("A mail came back on %(day)s. Call instead.") % day)
        if trouble == Trouble.PERHAPS:
            return ReachedLine(
                seat.name, _("A mail of %(day)s was perhaps sent. Ask. If it is unread, it goes out again in the morning.") % day
            )
        return ReachedLine(seat.name, _("A mail has waited since %(day)s. It is tried again by itself.") % day)
    if view is None or view.mailed_at is None:
        return ReachedLine(seat.name, _("No mail was sent. It stands on their own page."))
    return ReachedLine(seat.name, _("Mailed on %(day)s.") % {"day": date_format(local(view.mailed_at, zone), "DATE_FORMAT")})
