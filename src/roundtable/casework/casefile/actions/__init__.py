"""The write door of the case file."""

from roundtable.casework.casefile.actions.paper import give_on_paper, print_bring, print_closing, print_invitation
from roundtable.casework.casefile.actions.visits import mark_seen

__all__ = ["give_on_paper", "mark_seen", "print_bring", "print_closing", "print_invitation"]
