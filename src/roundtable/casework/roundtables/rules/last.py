"""The last meeting of a course: the same parts in the same order, asked differently."""

from roundtable.casework.roundtables.rules import SECTION_WORDS, Section
from roundtable.kernel.refusal import Refusal, gettext_noop


class WrittenAlready(Refusal):
    """Something was written under heads that would say something else now."""

    code = "meeting_written_already"
    message = gettext_noop("Something is written in this meeting already, and it would stand under other headings. It stays as it is.")
    status = 409


LAST_AGENDA = (
    gettext_noop("How are you today, and is there something we should take care of?"),
    gettext_noop("What we reached, in the words of each"),
    gettext_noop("What goes on without us"),
    gettext_noop("Whom you can ring afterwards"),
    gettext_noop("What is still open, and who takes it"),
    gettext_noop("What we do not agree on"),
    gettext_noop("What each promises, and by when"),
)
"""Gone through at a last meeting in place of the fixed agenda (T151)."""

LAST_WORDS = SECTION_WORDS | {
    Section.MATTERS: gettext_noop("What we reached"),
    Section.BRING: gettext_noop("What goes on without us"),
    Section.AGREE: gettext_noop("What is still open, and who takes it"),
    Section.HOME: gettext_noop("What each promises"),
}
LAST_EVERYBODYS = {
    "matters": gettext_noop("What we reached, as %(name)s sees it"),
    "bring": gettext_noop("What goes on, as %(name)s sees it"),
}
"""The boxes of one person on the sheet all write on, by the code of their kind."""


def section_words(last: bool) -> dict[Section, str]:
    """What the parts of a meeting are called; a last one asks other questions in them.

    >>> section_words(True)[Section.MATTERS]
    'What we reached'
    """
    return LAST_WORDS if last else SECTION_WORDS
