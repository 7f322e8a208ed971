"""Anticipated errors: what is wrong, why, what to do, and by which rule."""

from collections.abc import Mapping
from typing import Any, ClassVar


def gettext_noop(message: str) -> str:
    """Mark a message for translation without translating it (pure rooms know no language)."""
    return message


class Refusal(Exception):
    """A use case says no, in words a person can act on.

    Subclasses stand beside the function that raises them and set `code` (stable, shown to machines) and `message` (an English
    msgid with named `%(…)s` places). A view translates and shows it on the form; nothing of what was typed is repeated in it.
    """

    code: ClassVar[str] = "refused"
    message: ClassVar[str] = gettext_noop("This cannot be done.")
    source: ClassVar[str] = ""
    status: ClassVar[int] = 422

    def __init__(self, message: str | None = None, *, field: str | None = None, **params: Any) -> None:
        self.msgid = message or self.message
        self.field = field
        self.params: Mapping[str, Any] = params
        super().__init__(self.code)

    def english(self) -> str:
        """The sentence in the source language, for command lines and tests."""
        return self.msgid % self.params if self.params else self.msgid


class NotHere(Refusal):
    """What is hidden and what does not exist answer alike (invariant 26)."""

    code = "not_here"
    message = gettext_noop("There is nothing here for you. It may have moved, or it was never here.")
    status = 404


class Stale(Refusal):
    """Somebody else changed the same thing meanwhile."""

    code = "stale"
    message = gettext_noop(
        "Somebody changed this while you were writing. Your text is kept below. Look at the new version, then send again."
    )
    status = 409
