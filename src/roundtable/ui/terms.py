"""One programme says *patient*, another *parent*: for the length of a request, every message says the programme's word."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import trans_real

from roundtable.kernel.terms import TERMS, USUAL, in_term

View = Callable[..., HttpResponse]


class InTerm:
    """A language of Django's that says one programme's word. Everything else is the language it stands before."""

    def __init__(self, language: Any, term: str) -> None:
        self._language, self.term, self._code = language, term, str(language.language())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._language, name)

    def gettext(self, message: str) -> str:
        """The message in the language, with the programme's word."""
        return in_term(str(self._language.gettext(message)), self.term, self._code)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form that goes with the number, with the programme's word."""
        return in_term(str(self._language.ngettext(singular, plural, number)), self.term, self._code)


@contextmanager
def said_in(language: str) -> Iterator[None]:
    """What is said meanwhile is said in this language, with the programme's word that was said before."""
    now = getattr(trans_real._active, "value", None)  # type: ignore[attr-defined]
    term = now.term if isinstance(now, InTerm) else USUAL
    with translation.override(language if language in dict(settings.LANGUAGES) else "en"):
        speak_of(term)
        yield


def in_asked_language(view: View) -> View:
    """A sheet in the language its address asks for (`?in=da`): the one of who will hold it. Without it, in the printer's own."""

    @wraps(view)
    def said(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = request.GET.get("in", "")
        if language not in dict(settings.LANGUAGES):
            return view(request, *args, **kwargs)
        with said_in(language):
            return view(request, *args, **kwargs)

    return said


def speak_of(term: str) -> None:
    """From now on, until the language is chosen again, messages of this thread say `term` where they say the citizen.

    Django keeps the language of a thread in `trans_real._active`; each request chooses its own anew (LocaleMiddleware).
    """
    if term == USUAL or term not in TERMS:
        return
    language = trans_real.translation(translation.get_language() or "en")
    trans_real._active.value = InTerm(language, term)  # type: ignore[attr-defined]
