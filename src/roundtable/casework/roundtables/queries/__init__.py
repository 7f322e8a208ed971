"""The read door of the room."""

from roundtable.casework.roundtables.queries.meetings import meeting_page, meeting_quoting, meetings, next_meeting, preparation
from roundtable.casework.roundtables.queries.rows import (
    LINE,
    PLACE,
    REASON,
    REMARK,
    TOPIC,
    WISHES,
    AnswerView,
    Appointment,
    Check,
    LineView,
    Meeting,
    MeetingData,
    MeetingFacts,
    Preparation,
    WishesView,
)
from roundtable.casework.roundtables.queries.said import said_lines

__all__ = [
    "LINE",
    "PLACE",
    "REASON",
    "REMARK",
    "TOPIC",
    "WISHES",
    "AnswerView",
    "Appointment",
    "Check",
    "LineView",
    "Meeting",
    "MeetingData",
    "MeetingFacts",
    "Preparation",
    "WishesView",
    "meeting_page",
    "meeting_quoting",
    "meetings",
    "next_meeting",
    "preparation",
    "said_lines",
]
