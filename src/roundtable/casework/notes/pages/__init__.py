"""What the pages of notes, messages and contacts show."""

from roundtable.casework.notes.pages.contacts import ContactLine, contact_lines, how_words, state_words
from roundtable.casework.notes.pages.drafts import DraftLine, draft_lines
from roundtable.casework.notes.pages.notes import (
    ALL,
    NoteLine,
    NotePageView,
    NotesPage,
    about_choices,
    kind_words,
    needs_no_opening,
    note_view,
    notes_page,
    place_choices,
    place_of,
    row_readers,
    whose_choices,
)
from roundtable.casework.notes.pages.parts import Said, begins, citizens_of, doers, layers_of, page_number, people_of
from roundtable.casework.notes.pages.threads import Bubble, ThreadPage, pair_of, thread_page

__all__ = [
    "ALL",
    "Bubble",
    "ContactLine",
    "DraftLine",
    "NoteLine",
    "NotePageView",
    "NotesPage",
    "Said",
    "ThreadPage",
    "about_choices",
    "begins",
    "citizens_of",
    "contact_lines",
    "doers",
    "draft_lines",
    "how_words",
    "kind_words",
    "layers_of",
    "needs_no_opening",
    "note_view",
    "notes_page",
    "page_number",
    "pair_of",
    "people_of",
    "place_choices",
    "place_of",
    "row_readers",
    "state_words",
    "thread_page",
    "whose_choices",
]
