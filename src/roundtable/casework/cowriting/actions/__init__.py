"""Writing together: the sheet is opened, changes are kept as they come, quiet boxes settle into the plan, anybody asks for a pause."""

from roundtable.casework.cowriting.actions.said import begin_own, put_in_what_i_said
from roundtable.casework.cowriting.actions.sheet import (
    add_step,
    ask_all,
    ask_privately,
    end_quiet,
    keep_changes,
    let_read_along,
    open_sheet,
    set_box,
    settle_box,
    write_box,
    write_boxes,
)

__all__ = [
    "add_step",
    "ask_all",
    "ask_privately",
    "begin_own",
    "end_quiet",
    "keep_changes",
    "let_read_along",
    "open_sheet",
    "put_in_what_i_said",
    "set_box",
    "settle_box",
    "write_box",
    "write_boxes",
]
