"""Writing together: the sheet is opened, changes are kept as they come, quiet boxes settle into the plan, anybody asks for a pause."""

from roundtable.casework.cowriting.actions.sheet import (
    add_step,
    ask_all,
    ask_privately,
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
    "keep_changes",
    "let_read_along",
    "open_sheet",
    "set_box",
    "settle_box",
    "write_box",
    "write_boxes",
]
