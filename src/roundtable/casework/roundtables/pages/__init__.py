"""What the meeting's pages show, as plain data."""

from roundtable.casework.roundtables.pages.before import PreparePage, prepare_page
from roundtable.casework.roundtables.pages.meeting import MeetingPage, PersonAnswer, SectionView, build_meeting

__all__ = ["MeetingPage", "PersonAnswer", "PreparePage", "SectionView", "build_meeting", "prepare_page"]
