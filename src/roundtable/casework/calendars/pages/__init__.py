"""What goes into calendars: entries in the calendar format, and the tokens of links."""

from roundtable.casework.calendars.pages.entries import Entry
from roundtable.casework.calendars.pages.tokens import link_of, link_token
from roundtable.casework.calendars.pages.words import ReachedLine, entry_words, reached_lines, uid_of
from roundtable.ground.notices.pages import INVITATION, NOTICE, read_address, return_address

# `pages.ics` is named where it is used: the library of the calendar format takes a twentieth of a start, and most starts write no calendar.

__all__ = [
    "INVITATION",
    "NOTICE",
    "Entry",
    "ReachedLine",
    "entry_words",
    "link_of",
    "link_token",
    "reached_lines",
    "read_address",
    "return_address",
    "uid_of",
]
