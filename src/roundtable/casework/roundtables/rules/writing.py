"""How long a meeting is written down, and what is said of reading it aloud."""

from datetime import datetime, timedelta

from roundtable.casework.cases.rules import CourseOver
from roundtable.casework.roundtables.rules import CHANGE_DAYS, How, State
from roundtable.kernel.refusal import gettext_noop

HOW_READ = (
    (How.READ_ALOUD, gettext_noop("Yes, I read it aloud in the meeting")),
    (How.TELEPHONE, gettext_noop("It was said by telephone, and I read it back")),
    (How.NOTED, gettext_noop("Not yet")),
)
"""What who writes for somebody says of reading it to them, in the order it is offered."""


class WrittenForGood(CourseOver):
    """The course has ended: what was written at its meetings stays, and nobody is there to read more."""

    code = "written_for_good"

    message = gettext_noop(
        "This course has ended. What was written at the meeting stays as it was, and nothing is added. To keep your new words, copy them."
    )


def still_written(state: State, since: datetime, now: datetime) -> bool:
    """Whether lines can be added: while the meeting is open, and for seven days after it was noted that it was held (`since`).

    >>> met = datetime(2026, 11, 12, 11)
    >>> still_written(State.HELD, met, met + timedelta(days=7)), still_written(State.HELD, met, met + timedelta(days=8))
    (True, False)
    """
    return state == State.CALLED or (state == State.HELD and now <= since + timedelta(days=CHANGE_DAYS))
