"""The pages of sharing."""

from roundtable.ground.disclosure.views.by_law import countersign_view, disclose_on_ground_view, share_by_law
from roundtable.ground.disclosure.views.closing import close_for_view, note_closing_view
from roundtable.ground.disclosure.views.log import who_opened_what
from roundtable.ground.disclosure.views.questions import answer_may_i_view, may_i, note_yes_aloud_view
from roundtable.ground.disclosure.views.requests import ask_for_something_view, reply_to_request_view
from roundtable.ground.disclosure.views.sharing import release_items_view, sharing, withdraw_release_view

__all__ = [
    "answer_may_i_view",
    "ask_for_something_view",
    "close_for_view",
    "countersign_view",
    "disclose_on_ground_view",
    "may_i",
    "note_closing_view",
    "note_yes_aloud_view",
    "release_items_view",
    "reply_to_request_view",
    "share_by_law",
    "sharing",
    "who_opened_what",
    "withdraw_release_view",
]
