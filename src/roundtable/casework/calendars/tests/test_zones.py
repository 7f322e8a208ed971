"""A local time is the same moment for every calendar, winter and summer, in the zones of our programmes and in others."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import vobject
from dateutil import tz
from icalendar import Calendar

from roundtable.casework.calendars.pages import Entry
from roundtable.casework.calendars.pages.ics import calendar_of_one, feed


def entry(starts: datetime, zone: str = "Europe/Copenhagen") -> Entry:
    return Entry("a@b.example", 0, datetime(2026, 1, 1, tzinfo=UTC), starts, 60, zone, "About your meeting.")


ZONES = (
    "Europe/Copenhagen",
    "Europe/Amsterdam",
    "Europe/Oslo",
    "Europe/Stockholm",
    "Europe/London",
    "America/New_York",
    "Asia/Tokyo",
    "UTC",
)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", [1, 3, 7, 10, 12])
def test_two_parsers_find_the_moment_that_was_meant(zone: str, month: int) -> None:
    starts = datetime(2027, month, 28, 9, 30, tzinfo=ZoneInfo(zone))
    written = calendar_of_one(entry(starts, zone), "REQUEST").decode()
    assert Calendar.from_ical(written).walk("VEVENT")[0].decoded("dtstart") == starts
    assert vobject.readOne(written).vevent.dtstart.value == starts


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_the_rules_that_travel_along_are_the_zones_own_every_day_of_three_years(zone: str) -> None:
    """Read by a third reader that knows nothing but what stands in the file."""
    written = calendar_of_one(entry(datetime(2026, 6, 1, tzinfo=UTC), zone), "REQUEST").decode()
    block = written[written.index("BEGIN:VTIMEZONE") : written.index("END:VTIMEZONE") + len("END:VTIMEZONE\r\n")]
    carried = tz.tzical(StringIO(block)).get(zone)
    for hours in range(0, 24 * 365 * 3, 7):
        moment = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(hours=hours)
        assert moment.astimezone(carried).replace(tzinfo=None) == moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), moment


def test_in_the_hour_that_comes_twice_and_around_the_one_that_is_missing_no_moment_is_shifted() -> None:
    for starts in (
        datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    ):
        found = Calendar.from_ical(calendar_of_one(entry(starts), "REQUEST")).walk("VEVENT")[0]
        assert found.decoded("dtstart").astimezone(UTC) == starts
        assert found.decoded("dtend").astimezone(UTC) == starts + timedelta(hours=1)


def test_a_feed_of_two_zones_carries_both() -> None:
    starts = datetime(2026, 12, 3, 9, tzinfo=UTC)
    written = feed([entry(starts), entry(starts, "Europe/London")], "Roundtable").decode()
    assert [str(zone["tzid"]) for zone in Calendar.from_ical(written).walk("VTIMEZONE")] == ["Europe/Copenhagen", "Europe/London"]
    assert written.count("BEGIN:VEVENT") == 2 and "ATTENDEE" not in written and "ORGANIZER" not in written


def test_a_place_with_commas_semicolons_and_letters_of_the_country_comes_back_as_it_was() -> None:
    place = "Rådhuspladsen 1, 3. sal; dør B \\ æøå"
    written = calendar_of_one(Entry("a@b.example", 0, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 3, 9, tzinfo=UTC), 60,
                                    "Europe/Copenhagen", "About your meeting.", place), "REQUEST").decode()  # fmt: skip
    assert str(Calendar.from_ical(written).walk("VEVENT")[0]["location"]) == vobject.readOne(written).vevent.location.value == place
