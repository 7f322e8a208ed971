"""What the meeting's pages show, as plain data."""

from roundtable.casework.roundtables.pages.before import PreparePage, noted_beside, prepare_page
from roundtable.casework.roundtables.pages.lines import Line, Names, day_words, line_of, local
from roundtable.casework.roundtables.pages.meeting import MeetingPage, PersonAnswer, SectionView, build_meeting, when_words

__all__ = [
    "Line",
    "MeetingPage",
    "Names",
    "PersonAnswer",
    "PreparePage",
    "SectionView",
    "build_meeting",
    "day_words",
    "line_of",
    "local",
    "noted_beside",
    "prepare_page",
    "when_words",
]
