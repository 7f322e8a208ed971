"""What the case page, the people panel, the time line and the search show."""

from roundtable.casework.casefile.pages.course import CasePage, Coming, case_page, coming, next_date, with_days
from roundtable.casework.casefile.pages.dates import DatesPage, dates_page
from roundtable.casework.casefile.pages.days import Day, contact_day, days_ahead, look_days
from roundtable.casework.casefile.pages.lines import (
    OWN_PAGES,
    Line,
    course_title,
    found_lines,
    happening_lines,
    item_url,
    kind_words,
    own_texts,
    readers_of_all,
)
from roundtable.casework.casefile.pages.opened import opened_sheet
from roundtable.casework.casefile.pages.papers import PaperPage, bring_sheet, closing_sheet, home_lines, invitation_sheet, paper_page
from roundtable.casework.casefile.pages.people import ActsFor, PeoplePage, PersonCard, acts_for, people_page
from roundtable.casework.casefile.pages.told import ToldPage, told_page

__all__ = [
    "OWN_PAGES",
    "ActsFor",
    "CasePage",
    "Coming",
    "DatesPage",
    "Day",
    "Line",
    "PaperPage",
    "PeoplePage",
    "PersonCard",
    "ToldPage",
    "acts_for",
    "bring_sheet",
    "case_page",
    "closing_sheet",
    "coming",
    "contact_day",
    "course_title",
    "dates_page",
    "days_ahead",
    "found_lines",
    "happening_lines",
    "home_lines",
    "invitation_sheet",
    "item_url",
    "kind_words",
    "look_days",
    "next_date",
    "opened_sheet",
    "own_texts",
    "paper_page",
    "people_page",
    "readers_of_all",
    "told_page",
    "with_days",
]
