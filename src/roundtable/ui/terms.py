"""One programme says *patient*, another *parent*: for the length of a request, every message says the programme's word."""

from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

from roundtable.kernel.terms import TERMS, USUAL, in_term


class InTerm:
    """A language of Django's that says one programme's word. Everything else is the language it stands before."""

    def __init__(self, language: Any, term: str) -> None:
        self._language, self._term, self._code = language, term, str(language.language())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._language, name)

    def gettext(self, message: str) -> str:
        """The message in the language, with the programme's word."""
        return in_term(str(self._language.gettext(message)), self._term, self._code)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form that goes with the number, with the programme's word."""
        return in_term(str(self._language.ngettext(singular, plural, number)), self._term, self._code)


def speak_of(term: str) -> None:
    """From now on, until the language is chosen again, messages of this thread say `term` where they say the citizen.

    Django keeps the language of a thread in `trans_real._active`; each request chooses its own anew (LocaleMiddleware).
    """
    if term == USUAL or term not in TERMS:
        return
    language = trans_real.translation(translation.get_language() or "en")
    trans_real._active.value = InTerm(language, term)  # type: ignore[attr-defined]
