"""What every first page is made of: a card, quiet links, other hats, what is new."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.roundtables.queries import MeetingFacts
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.notices.queries import NoticeView
from roundtable.ground.notices.rules import NoticeKind, told_text

ZONE = "Europe/Copenhagen"


@dataclass(frozen=True)
class Card:
    """The one next step: what, why, where, how long it takes."""

    title: str
    text: str
    url: str = ""
    label: str = ""
    takes: str = ""


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


def when(facts: MeetingFacts) -> str:
    """The moment of a meeting as people say it, in its own time zone."""
    return date_format(facts.starts_at.astimezone(ZoneInfo(facts.zone)), "SHORT_DATETIME_FORMAT")


def news_lines(notices: Sequence[NoticeView], here: Collection[UUID] | None = None, ended: Collection[UUID] = ()) -> tuple[str, ...]:
    """What is new, a line for each kind: all who sent news in one sentence, however often each did.

    `here`: the courses the reader sits on. Of a meeting on another the page says that it is not theirs any more, and not whose it is.
    `ended`: courses that have ended, of which the page says so by name.
    """
    notices = [notice for notice in notices if notice.case_id not in ended or notice.cause]
    plain = [notice for notice in notices if notice.kind == NoticeKind.NEWS and notice.sender and not notice.cause]
    senders = tuple(dict.fromkeys(notice.sender for notice in plain))
    lines: dict[str, None] = {}
    for notice in notices:
        if here is not None and notice.kind == NoticeKind.MEETING and notice.case_id is not None and notice.case_id not in here:
            lines[_("A course in which you sat has ended, or your place in it has. You are not called to a meeting there any more.")] = None
            continue
        sender = together(senders) if notice in plain else notice.sender
        msgid, places = told_text(NoticeKind(notice.kind), cause=notice.cause, sender=sender, phone="")
        lines[_(msgid) % places if places else _(msgid)] = None
    return tuple(lines)[:3]


def together(names: Sequence[str]) -> str:
    """Names as one says them: "Bo", "Bo and Cleo", "Bo, Cleo and Gro"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
