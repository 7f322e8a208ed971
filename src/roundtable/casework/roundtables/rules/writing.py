"""How long a meeting is written down."""

from datetime import datetime, timedelta

from roundtable.casework.roundtables.rules import CHANGE_DAYS, State


def still_written(state: State, since: datetime, now: datetime) -> bool:
    """Whether lines can be added: while the meeting is open, and for seven days after it was noted that it was held (`since`).

    >>> met = datetime(2026, 11, 12, 11)
    >>> still_written(State.HELD, met, met + timedelta(days=7)), still_written(State.HELD, met, met + timedelta(days=8))
    (True, False)
    """
    return state == State.CALLED or (state == State.HELD and now <= since + timedelta(days=CHANGE_DAYS))
