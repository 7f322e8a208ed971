"""The write door to sharing: releases, questions, requests, sharing by law, closing, withholding, line managers' mandates."""

from roundtable.ground.disclosure.actions.by_law import SharedByLaw, countersign, disclose_on_ground
from roundtable.ground.disclosure.actions.closing import close_for, note_closing, note_opening, open_again
from roundtable.ground.disclosure.actions.mandates import close_to_manager, end_mandate, give_mandate, open_to_manager
from roundtable.ground.disclosure.actions.questions import (
    AnsweredAlready,
    NothingSaid,
    answer_may_i,
    ask_to_share,
    note_yes_aloud,
)
from roundtable.ground.disclosure.actions.releases import (
    Released,
    UntilOutOfRange,
    agree_to_release,
    release_items,
    withdraw_release,
)
from roundtable.ground.disclosure.actions.requests import RepliedAlready, ask_for_something, reply_to_request
from roundtable.ground.disclosure.actions.withholding import countersign_withholding, withhold_item

__all__ = [
    "AnsweredAlready",
    "NothingSaid",
    "Released",
    "RepliedAlready",
    "SharedByLaw",
    "UntilOutOfRange",
    "agree_to_release",
    "answer_may_i",
    "ask_for_something",
    "ask_to_share",
    "close_for",
    "close_to_manager",
    "countersign",
    "countersign_withholding",
    "disclose_on_ground",
    "end_mandate",
    "give_mandate",
    "note_closing",
    "note_opening",
    "note_yes_aloud",
    "open_again",
    "open_to_manager",
    "release_items",
    "reply_to_request",
    "withdraw_release",
    "withhold_item",
]
