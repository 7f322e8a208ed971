"""The write door of the room."""

from roundtable.casework.roundtables.actions.answers import (
    add_point,
    answer_invitation,
    keep_out_of_meeting,
    take_topic_back,
    wish_for_meeting,
)
from roundtable.casework.roundtables.actions.appointment import (
    Called,
    call_off_coming,
    call_roundtable,
    cancel_roundtable,
    hold_roundtable,
    move_roundtable,
    take_other_time,
    take_pen,
)
from roundtable.casework.roundtables.actions.companions import Invited, give_meeting, invite_companion, remove_companion
from roundtable.casework.roundtables.actions.corrections import correct_minutes
from roundtable.casework.roundtables.actions.last import mark_last
from roundtable.casework.roundtables.actions.minutes import (
    NewLine,
    confirm_lines,
    correct_line,
    give_line_a_day,
    stand_line,
    take_line_back,
    write_lines,
)
from roundtable.casework.roundtables.actions.quiet import end_quiet_word
from roundtable.casework.roundtables.actions.together import go_through, say_hello, say_not_gone_through

__all__ = [
    "Called",
    "Invited",
    "NewLine",
    "add_point",
    "answer_invitation",
    "call_off_coming",
    "call_roundtable",
    "cancel_roundtable",
    "confirm_lines",
    "correct_line",
    "correct_minutes",
    "end_quiet_word",
    "give_line_a_day",
    "give_meeting",
    "go_through",
    "hold_roundtable",
    "invite_companion",
    "keep_out_of_meeting",
    "mark_last",
    "move_roundtable",
    "remove_companion",
    "say_hello",
    "say_not_gone_through",
    "stand_line",
    "take_line_back",
    "take_other_time",
    "take_pen",
    "take_topic_back",
    "wish_for_meeting",
    "write_lines",
]
