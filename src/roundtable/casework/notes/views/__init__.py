"""Pages of notes, messages, contacts and half-written texts."""

from roundtable.casework.notes.views.contacts import contact_list, mark, new_contact
from roundtable.casework.notes.views.drafts import discard, my_drafts
from roundtable.casework.notes.views.messages import write_message_to
from roundtable.casework.notes.views.notes import correct, note, notebook, notes, write_note_here

__all__ = [
    "contact_list",
    "correct",
    "discard",
    "mark",
    "my_drafts",
    "new_contact",
    "note",
    "notebook",
    "notes",
    "write_message_to",
    "write_note_here",
]
