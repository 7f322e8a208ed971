"""What one meeting is for one calendar, before anything is written in the calendar format."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One meeting for one calendar. `organizer` and `attendee`: addresses, empty in a feed; `answers`: the organizer's reads mail."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    minutes: int
    zone: str
    summary: str
    location: str = ""
    organizer: str = ""
    attendee: str = ""
    answers: bool = False
