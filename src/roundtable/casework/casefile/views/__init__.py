"""The course on one page, and its sheets."""

from roundtable.casework.casefile.views.acting import acting_for, end_acting, somebody_acts_for_me
from roundtable.casework.casefile.views.course import (
    case_page_of,
    dates_and_letters,
    ended_course,
    happened,
    people_at_table,
    search_all,
    search_case,
    seen,
    you_told_us,
)
from roundtable.casework.casefile.views.papers import (
    bring_pdf,
    closing_pdf,
    give_paper,
    invitation_pdf,
    on_paper,
    opened_pdf,
    take_home_page,
    take_home_pdf,
)

__all__ = [
    "acting_for",
    "bring_pdf",
    "case_page_of",
    "closing_pdf",
    "dates_and_letters",
    "end_acting",
    "ended_course",
    "give_paper",
    "happened",
    "invitation_pdf",
    "on_paper",
    "opened_pdf",
    "people_at_table",
    "search_all",
    "search_case",
    "seen",
    "somebody_acts_for_me",
    "take_home_page",
    "take_home_pdf",
    "you_told_us",
]
