"""What is handed over on paper, for who never signs in and for who wants a sheet in the hand."""

from enum import StrEnum

from roundtable.kernel.refusal import gettext_noop


class Paper(StrEnum):
    """The sheets a course has. The value is a short stable word, and the end of the kind its handing over is noted under."""

    INVITATION = "invitation"
    BRING = "bring"
    PLAN = "plan"
    TAKE_HOME = "take_home"
    CLOSING = "closing"

    @property
    def kind(self) -> str:
        """The kind of the line that says it was given."""
        return f"paper_{self.value}"


class DayKind(StrEnum):
    """What a day of the plan or of a meeting is for. The stored word of the way back follows `back_`."""

    STEP = "step"
    LOOK_AGAIN = "look_again"
    BACK = "back_agreed"
    BACK_BETWEEN = "back_between"
    BACK_OPEN = "back_open"


PAPER_WORDS = {
    Paper.INVITATION: gettext_noop("The invitation to our meeting"),
    Paper.BRING: gettext_noop("What is brought to the table"),
    Paper.PLAN: gettext_noop("The joint plan"),
    Paper.TAKE_HOME: gettext_noop("What one takes home"),
    Paper.CLOSING: gettext_noop("The end of the course"),
}

THINK_OF = (
    gettext_noop("What works well for you just now?"),
    gettext_noop("What do you want the others to know?"),
    gettext_noop("What do you not want to talk about with everyone there? Tell one person whom you trust."),
    gettext_noop("What helps you in the meeting: breaks, a slow pace, somebody beside you?"),
)
"""What one can think of before a meeting; none of it is asked for (promise 9)."""
