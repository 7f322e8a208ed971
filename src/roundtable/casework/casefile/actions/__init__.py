"""The write door of the case file."""

from roundtable.casework.casefile.actions.acting import end_representative, name_representative
from roundtable.casework.casefile.actions.paper import give_on_paper, print_bring, print_closing, print_invitation, print_opened
from roundtable.casework.casefile.actions.visits import mark_seen

__all__ = [
    "end_representative",
    "give_on_paper",
    "mark_seen",
    "name_representative",
    "print_bring",
    "print_closing",
    "print_invitation",
    "print_opened",
]
