"""What is handed over on paper, for who never signs in and for who wants a sheet in the hand; and who acts for a citizen."""

from enum import StrEnum

from roundtable.kernel.refusal import Refusal, gettext_noop


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

MOST_ACT = 3
"""So many act for one citizen at a time."""

READ_FOR_HER = {
    "table": gettext_noop("what everyone at the table reads"),
    "team": gettext_noop("what all the professionals at the table read"),
    "side": gettext_noop("what the people of one organisation at the table read"),
    "confidence": gettext_noop("what is said in confidence with one person"),
    "own": gettext_noop("the notebook"),
}
"""The places somebody may read for whom they act, by kind, from wide to narrow. Only the first three are a citizen's to tick."""


class NobodyToActFor(Refusal):
    """Nobody sits at the table: it has not begun, or is over."""

    code = "nobody_to_act_for"
    message = gettext_noop("Somebody can act for you here while your course goes on. It does not go on just now.")
    status = 409


class ActsAlready(Refusal):
    """The same name twice would be two people, or the same with other places: neither is meant."""

    code = "acts_already"
    message = gettext_noop("Somebody of this name acts for you already. To change what they read, end it first, then name them again.")


class TooManyAct(Refusal):
    """More people than one citizen can keep in view."""

    code = "too_many_act"
    message = gettext_noop("Up to %(most)s people can act for you at a time. End it for one of them first.")
