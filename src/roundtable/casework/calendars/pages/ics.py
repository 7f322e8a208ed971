"""Meetings in the calendar format (RFC 5545, messages as in RFC 5546): a moment, perhaps a place, one of the fixed texts; nobody's name."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vText

from roundtable.casework.calendars.pages.entries import Entry

MAKER = "-//Roundtable//Meetings//EN"
ORGANIZER_NAME = "Roundtable"
REFRESH = timedelta(hours=3)


def calendar_of_one(entry: Entry, method: str) -> bytes:
    """One message: come (REQUEST), or it is off (CANCEL)."""
    calendar = _calendar(method)
    calendar.add_component(_zone(entry.zone, entry.starts_at))
    calendar.add_component(_event(entry, cancelled=method == "CANCEL"))
    written: bytes = calendar.to_ical()
    return written


def feed(entries: Iterable[Entry], name: str) -> bytes:
    """A person's meetings to come, for calendars that fetch them by themselves."""
    calendar = _calendar("PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT3H")
    found = sorted(entries, key=lambda entry: entry.starts_at)
    for zone in dict.fromkeys(entry.zone for entry in found):
        calendar.add_component(_zone(zone, found[0].starts_at))
    for entry in found:
        calendar.add_component(_event(entry))
    written: bytes = calendar.to_ical()
    return written


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: Entry, *, cancelled: bool = False) -> Event:
    starts = entry.starts_at.astimezone(ZoneInfo(entry.zone))
    ends = (entry.starts_at + timedelta(minutes=entry.minutes)).astimezone(ZoneInfo(entry.zone))
    if starts.fold or ends.fold:  # the second of the doubled hour has no local name: a calendar would take it for the first
        starts, ends = starts.astimezone(UTC), ends.astimezone(UTC)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", entry.summary)
    if entry.location:
        event.add("location", entry.location)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("class", "PRIVATE")  # in a calendar that colleagues or a family can open it is a taken hour and nothing else
    if entry.organizer:
        event.add("organizer", _who(entry.organizer, cn=ORGANIZER_NAME))
        asked = {
            "cutype": "INDIVIDUAL",
            "role": "REQ-PARTICIPANT",
            "partstat": "NEEDS-ACTION",
            "rsvp": "TRUE" if entry.answers else "FALSE",
        }
        event.add("attendee", _who(entry.attendee, **asked))
    return event


def _who(address: str, **said: str) -> vCalAddress:
    who = vCalAddress(f"mailto:{address}")
    for name, value in said.items():
        who.params[name] = vText(value)
    return who


def _zone(zone: str, around: datetime) -> Timezone:
    """The rules of a time zone, as calendars want them beside local times: the European Union's as yearly rules, else spelled out."""
    if not _european(zone, around.year):
        found: Timezone = Timezone.from_tzid(zone, first_date=date(around.year - 1, 1, 1), last_date=date(around.year + 3, 1, 1))
        return found
    winter, summer = (datetime(around.year, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() or timedelta() for month in (1, 7))
    made = Timezone()
    made.add("tzid", zone)
    made.add_component(_half(TimezoneDaylight(), zone, 3, winter, summer, around.year))
    made.add_component(_half(TimezoneStandard(), zone, 10, summer, winter, around.year))
    return made


def _half(half: Component, zone: str, month: int, before: timedelta, after: timedelta, year: int) -> Component:
    change = _last_sunday(1970, month).replace(tzinfo=None) + before
    half.add("tzname", datetime(year, 7 if month == 3 else 1, 1, tzinfo=ZoneInfo(zone)).tzname() or "")
    half.add("dtstart", change)
    half.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
    half.add("tzoffsetfrom", before)
    half.add("tzoffsetto", after)
    return half


def _last_sunday(year: int, month: int) -> datetime:
    """One o'clock UTC on the month's last Sunday: when clocks are changed in the Union (Directive 2000/84/EC)."""
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _european(zone: str, year: int) -> bool:
    here, second = ZoneInfo(zone), timedelta(seconds=1)
    steps = [(_last_sunday(at, month), timedelta(hours=hours)) for at in (year, year + 1) for month, hours in ((3, 1), (10, -1))]
    return all(
        (change.astimezone(here).utcoffset() or timedelta()) - ((change - second).astimezone(here).utcoffset() or timedelta()) == step
        for change, step in steps
    )
