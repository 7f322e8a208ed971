"""Guests in words: for the table that asked them, and for the guest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.guests.queries import GuestHere, GuestView, GuestWas
from roundtable.casework.guests.rules import REPLY_WORDS, Reply, Said, last_moment
from roundtable.casework.roundtables.pages.meeting import when_words
from roundtable.casework.roundtables.queries import LINE, PLACE, WISHES, Meeting
from roundtable.casework.roundtables.rules import CHANNEL_WORDS, Channel, State
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import GUEST_WORDS
from roundtable.kernel.refusal import gettext_noop
from roundtable.ui.days import with_weekday

TEXTS = {
    LINE: gettext_noop("Said for a meeting"),
    PLACE: gettext_noop("Where we meet"),
    WISHES: gettext_noop("How the meeting should be"),
    "bring": gettext_noop("Brought to the table"),
    "line": gettext_noop("One line of a note"),
    "note": gettext_noop("A note that everyone at the table reads"),
}
"""What each text is that can be given to somebody from outside."""

MARKS = {Reply.COMES: "moss", Reply.TAKES: "moss", Reply.CANNOT: "plum", Reply.NO_ROOM: "plum"}


@dataclass(frozen=True)
class GuestLine:
    """One guest as the table sees them. `keeps`: the reader may end the link, or make it anew."""

    link_id: UUID
    name: str
    about: str
    asked: str
    asked_to: str
    word: str
    mark: str
    notes: tuple[str, ...]
    live: bool
    keeps: bool


@dataclass(frozen=True)
class StepChoice:
    """A step somebody from outside can be asked to take."""

    step_id: UUID
    what: str


@dataclass(frozen=True)
class StepAsked:
    """The step somebody is asked to take, as who asks reads it: what, by when, and who does it as the plan stands."""

    what: str
    day: str
    who_id: UUID | None


@dataclass(frozen=True)
class GuestsPage:
    """Who was asked, and what one can ask somebody to."""

    guests: tuple[GuestLine, ...]
    meeting_id: UUID | None
    meeting: str
    steps: tuple[StepChoice, ...]


@dataclass(frozen=True)
class GuestPage:
    """All a guest sees. `took`: whether they said that they take the step; None as long as they have not answered."""

    title: str
    asked: str
    asked_by: str
    note: str
    starts: datetime | None
    minutes: int | None
    channel: str
    place: str
    texts: tuple[str, ...]
    answer: str
    mark: str
    meeting: bool
    took: bool | None
    for_name: str
    until: date
    contact: str
    contact_phone: str


def open_meeting(found: Sequence[Meeting]) -> Meeting | None:
    """The meeting that is called."""
    return next((meeting for meeting in found if meeting.state == State.CALLED), None)


def guests_page(
    actor: Actor,
    guests: Sequence[GuestView],
    asked: Mapping[UUID, str],
    seats: Sequence[SeatView],
    meeting: Meeting | None,
    steps: Sequence[StepChoice],
    asked_to: Mapping[UUID, str],
) -> GuestsPage:
    """Guests and what can be asked, for who sits at the table."""
    names = {seat.person_id: seat.given_name for seat in seats}
    return GuestsPage(
        tuple(_line(actor, guest, asked, names, asked_to.get(guest.link_id, "")) for guest in guests),
        meeting.id if meeting else None,
        when_words(meeting.plan, meeting.zone) if meeting else "",
        tuple(steps),
    )


def text_words(view: Words, names: Mapping[UUID, str]) -> str:
    """What a text is that can be given, whose it is, and from which day."""
    day, name = date_format(timezone.localtime(view.made_at), "MONTH_DAY_FORMAT"), names.get(view.said_by_id or view.author_id, "")
    return _("%(what)s. From %(name)s, %(day)s.") % {"what": _(TEXTS[view.kind]), "name": name, "day": day}


def step_asked(what: str, by_on: date | None, by_when: str) -> tuple[str, str]:
    """The words somebody is asked with for a step, for who asks to change; and by when it is, empty where nobody has said."""
    day = with_weekday(by_on) if by_on else by_when
    return (_("%(step)s\nBy when: %(day)s") % {"step": what, "day": day} if day else what), day


def asked_to_words(of: tuple[UUID | None, UUID | None], found: Sequence[Meeting], steps: Mapping[UUID, str]) -> str:
    """To which meeting somebody was asked, or for which step, as far as it still stands in the plan."""
    roundtable_id, step_id = of
    meeting = next((one for one in found if one.id == roundtable_id), None)
    if meeting is not None:
        return _("Meeting: %(when)s") % {"when": when_words(meeting.plan, meeting.zone)}
    return _("Step: %(step)s") % {"step": steps[step_id]} if step_id and step_id in steps else ""


def _line(actor: Actor, guest: GuestView, asked: Mapping[UUID, str], names: Mapping[UUID, str], asked_to: str) -> GuestLine:
    keeps = guest.for_id == actor.person_id if actor.hat == Hat.CITIZEN else guest.by_id == actor.person_id
    word, mark = (_(REPLY_WORDS[guest.reply]), MARKS[guest.reply]) if guest.reply else (_("No answer yet"), "slate")
    return GuestLine(
        link_id=guest.link_id,
        name=guest.name,
        about=_(GUEST_WORDS[guest.who]),
        asked=asked.get(guest.asked_id, ""),
        asked_to=asked_to,
        word=word,
        mark=mark,
        notes=tuple(_notes(guest, names)),
        live=guest.live,
        keeps=keeps and guest.live,
    )


def _notes(guest: GuestView, names: Mapping[UUID, str]) -> list[str]:
    """When it was opened, what is read, who said yes, until when."""
    opened, day = guest.opened_at, date_format(timezone.localtime(last_moment(guest.until_at)), "DATE_FORMAT")
    notes = [
        _("Opened on %(day)s") % {"day": date_format(timezone.localtime(opened), "DATE_FORMAT")}
        if opened
        else _("The link is not opened yet")
    ]
    more = ngettext("Reads these words and %(count)s more text", "Reads these words and %(count)s more texts", guest.texts)
    notes.append(more % {"count": guest.texts} if guest.texts else _("Reads these words and nothing else"))
    people = {"name": names.get(guest.for_id, ""), "by": names.get(guest.by_id, "")}
    if guest.said == Said.TELEPHONE:
        notes.append(_("%(name)s said yes by telephone, noted by %(by)s") % people)
    if guest.said == Said.TOGETHER:
        notes.append(_("%(name)s said yes, sitting with %(by)s") % people)
    ends = _("Until %(day)s at the latest") if guest.live else _("Ended on %(day)s. The link opens nothing any more.")
    return [*notes, ends % {"day": day}]


def day_of(was: GuestWas) -> str:
    """The day a guest's meeting was held, or was to be."""
    return with_weekday(was.held_on or was.starts_at.astimezone(ZoneInfo(was.zone)).date())


def guest_page(found: GuestHere, given: Sequence[Words]) -> GuestPage:
    """What the guest is asked, what they read, and what they answered."""
    asked = next((view for view in given if view.item_id == found.asked_id), None)
    place = next((view.body for view in given if view.kind == PLACE), "") if found.asked.meeting else ""
    others = [view for view in given if view is not asked and (view.kind != PLACE or not found.asked.meeting)]
    by_hand = found.by_name == found.for_name
    title = _("%(name)s asks you to a meeting") if found.asked.meeting else _("%(name)s asks you to take a step")
    return GuestPage(
        title=title % {"name": found.for_name},
        asked=asked.body if asked else "",
        asked_by=found.for_name,
        note="" if by_hand else _("written by %(by)s, with a yes from %(name)s") % {"by": found.by_name, "name": found.for_name},
        starts=found.starts_at.astimezone(ZoneInfo(found.zone)) if found.starts_at else None,
        minutes=found.minutes,
        channel=_(CHANNEL_WORDS[Channel(found.channel)]) if found.channel else "",
        place=place,
        texts=tuple(view.body for view in reversed(others) if view.body),
        answer=_(REPLY_WORDS[found.reply]) if found.reply else "",
        mark=MARKS[found.reply] if found.reply else "slate",
        meeting=found.asked.meeting,
        took=None if found.reply is None else found.reply == Reply.TAKES,
        for_name=found.for_name,
        until=last_moment(found.until_at).astimezone(ZoneInfo(found.zone)).date(),
        contact=found.contact,
        contact_phone=found.contact_phone,
    )
