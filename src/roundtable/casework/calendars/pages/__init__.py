"""What goes into calendars: entries in the calendar format, and the tokens of links."""

from roundtable.casework.calendars.pages.ics import Entry, calendar_of_one, feed
from roundtable.casework.calendars.pages.tokens import link_of, link_token
from roundtable.casework.calendars.pages.words import ReachedLine, entry_words, reached_lines, uid_of
from roundtable.ground.notices.pages import INVITATION, NOTICE, read_address, return_address

__all__ = [
    "INVITATION",
    "NOTICE",
    "Entry",
    "ReachedLine",
    "calendar_of_one",
    "entry_words",
    "feed",
    "link_of",
    "link_token",
    "reached_lines",
    "read_address",
    "return_address",
    "uid_of",
]
