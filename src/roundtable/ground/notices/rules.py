"""The only texts that ever leave the house in a notice: three fixed ones, or the bare one. No organisation, no content."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from roundtable.kernel.refusal import gettext_noop


class NoticeKind(StrEnum):
    """Which fixed text."""

    NEWS = "news"
    MEETING = "meeting"
    LETTER = "letter"


class Cause(StrEnum):
    """What time alone brought about. Each has its function `guard.due_<cause>()`, which says whom to tell."""

    SHARING_ENDS = "sharing_ends"
    SHARED_BY_LAW = "shared_by_law"
    UNSIGNED = "unsigned"
    LAPSED = "lapsed"
    DRAFT_ENDS = "draft_ends"
    SEAT_ENDS = "seat_ends"
    REFERRAL_WAITS = "referral_waits"
    MEETING_COMES = "meeting_comes"
    BRIDGE_RINGS = "bridge_rings"


class Trouble(StrEnum):
    """What became of a message that did not get through: not taken yet by a mail server, come back, or perhaps sent.

    Perhaps: a worker died, or the line broke, while a mail server had it in its hands. Nobody can tell whether it took it.
    """

    WAITING = "waiting"
    RETURNED = "returned"
    PERHAPS = "perhaps"


class InCalendar(StrEnum):
    """How much a person's own calendar may know of a meeting: not even that there is one, when it is, or also where."""

    NOTHING = "nothing"
    TIME = "time"
    PLACE = "place"


MORNING = time(8)
"""When a day's notices are put into one mail."""


@dataclass(frozen=True)
class Choice:
    """How somebody wants to be told. On their own page they are told always. Quiet from and to: full hours of the local day."""

    mail: bool = True
    text: bool = False
    digest: bool = False
    quiet_from: int | None = None
    quiet_to: int | None = None
    reminder: bool = True
    bare: bool = False
    calendar: InCalendar = InCalendar.TIME


def choice_of(said: Mapping[str, object], *, bare: bool = False) -> Choice:
    """What was chosen, read from what is kept of it; what is missing or strange is as if nothing had been chosen.

    >>> choice_of({"digest": True, "quiet_from": 21, "quiet_to": 7, "calendar": "no such"}).quiet_to
    7
    """
    known = {name: said[name] for name in ("mail", "text", "digest", "reminder") if isinstance(said.get(name), bool)}
    hours = [said.get(name) for name in ("quiet_from", "quiet_to")]
    quiet = [hour for hour in hours if isinstance(hour, int) and 0 <= hour <= 23]
    if len(quiet) == 2 and quiet[0] != quiet[1]:
        known |= {"quiet_from": quiet[0], "quiet_to": quiet[1]}
    wanted = next((one for one in InCalendar if one.value == said.get("calendar")), InCalendar.TIME)
    return Choice(bare=bare, calendar=wanted, **known)  # type: ignore[arg-type]


def may_come_twice(kind: NoticeKind) -> bool:
    """Whether it is better that it comes twice than a day late: a letter about money. Everything else is not urgent, by its own words.

    >>> may_come_twice(NoticeKind.LETTER), may_come_twice(NoticeKind.NEWS)
    (True, False)
    """
    return kind == NoticeKind.LETTER


def asked_again_at(choice: Choice, handed_at: datetime, zone: str) -> datetime:
    """When a notice that was perhaps sent goes out again, if it is still unread: with the next morning's mail.

    >>> from datetime import UTC
    >>> asked_again_at(Choice(), datetime(2026, 11, 22, 21, 30, tzinfo=UTC), "Europe/Copenhagen").isoformat()
    '2026-11-23T08:00:00+01:00'
    """
    return goes_out_at(replace(choice, digest=True), handed_at, zone)


def is_quiet(choice: Choice, hour: int) -> bool:
    """Whether nothing goes out in this hour of the day; quiet hours may go over midnight.

    >>> is_quiet(Choice(quiet_from=21, quiet_to=7), 3), is_quiet(Choice(quiet_from=21, quiet_to=7), 7)
    (True, False)
    """
    if choice.quiet_from is None or choice.quiet_to is None:
        return False
    if choice.quiet_from < choice.quiet_to:
        return choice.quiet_from <= hour < choice.quiet_to
    return hour >= choice.quiet_from or hour < choice.quiet_to


def goes_out_at(choice: Choice, made_at: datetime, zone: str) -> datetime:
    """When a notice of this moment leaves the house: at once, with the day's mail in the morning, or when the quiet hours are over.

    >>> from datetime import UTC
    >>> late = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    >>> goes_out_at(Choice(quiet_from=21, quiet_to=7), late, "Europe/Copenhagen").isoformat()
    '2026-11-23T07:00:00+01:00'
    """
    when = made_at.astimezone(ZoneInfo(zone))
    if choice.digest:
        day = when.date() if when.time() < MORNING else when.date() + timedelta(days=1)
        when = datetime.combine(day, MORNING, ZoneInfo(zone))
    if choice.quiet_to is not None and is_quiet(choice, when.hour):
        day = when.date() if when.hour < choice.quiet_to else when.date() + timedelta(days=1)
        when = datetime.combine(day, time(choice.quiet_to), ZoneInfo(zone))
    return when


def tidy_number(said: str) -> str:
    """A telephone number for a text message: digits, with a plus before a country; empty for what is none.

    >>> tidy_number(" +45 70 12-34 56"), tidy_number("ask at the desk")
    ('+4570123456', '')
    """
    number = "".join(sign for sign in said if sign.isdecimal() or sign == "+")
    plain = number.removeprefix("+")
    return number if plain.isascii() and plain.isdigit() and 8 <= len(plain) <= 15 else ""


# What stands on one's own page after signing in; a mail says the bare text or, for a meeting, the meeting's.
TOLD = {
    Cause.SHARING_ENDS: gettext_noop("Something that is shared ends soon. It can be shared again, or left to end."),
    Cause.SHARED_BY_LAW: gettext_noop("Something about you was shared because a law allows it. You can read what, with whom and why."),
    Cause.UNSIGNED: gettext_noop("An urgent sharing still waits for the second signature. Without it, it ends by itself."),
    Cause.LAPSED: gettext_noop("An urgent sharing has ended by itself: the second signature did not come in time."),
    Cause.DRAFT_ENDS: gettext_noop("A text you have not sent is thrown away in a few days. Send it, or let it go."),
    Cause.SEAT_ENDS: gettext_noop(
        "In a few days you can no longer read what you wrote in a course you have left. Hand over what is needed."
    ),
    Cause.BRIDGE_RINGS: gettext_noop("Today is the day to get in touch with somebody after their course, as you agreed."),
    Cause.REFERRAL_WAITS: gettext_noop("A referral has waited for an answer for a week."),
}

TEXTS = {
    NoticeKind.NEWS: gettext_noop("News from %(name)s. It is not urgent."),
    NoticeKind.MEETING: gettext_noop("About your meeting."),
    NoticeKind.LETTER: gettext_noop("A letter about your money. You can read it with someone. Call %(phone)s."),
}
BARE = gettext_noop("There is something new for you. It is not urgent.")


def told_text(kind: NoticeKind, *, cause: str, sender: str, phone: str) -> tuple[str, dict[str, str]]:
    """The msgid on one's own page, and its places: what time brought about is named there, and never in a mail.

    >>> told_text(NoticeKind.NEWS, cause="referral_waits", sender="", phone="")
    ('A referral has waited for an answer for a week.', {})
    """
    if cause in TOLD:
        return TOLD[Cause(cause)], {}
    return notice_text(kind, sender=sender, phone=phone)


def notice_text(kind: NoticeKind, *, sender: str, phone: str, bare: bool = False) -> tuple[str, dict[str, str]]:
    """The msgid and its places: the sender's given name, or the phone number to call; never more.

    >>> notice_text(NoticeKind.NEWS, sender="Bo", phone="")
    ('News from %(name)s. It is not urgent.', {'name': 'Bo'})
    """
    if bare or (kind == NoticeKind.NEWS and not sender):
        return BARE, {}
    if kind == NoticeKind.LETTER and not phone:
        return gettext_noop("A letter about your money. You can read it with someone."), {}
    places = {NoticeKind.NEWS: {"name": sender}, NoticeKind.MEETING: {}, NoticeKind.LETTER: {"phone": phone}}[kind]
    return TEXTS[kind], places
