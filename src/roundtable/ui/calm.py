"""How somebody wants their pages: the size of letters, one thing a page, one question a page. Chosen on the account page."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

TEXT_SIZES = (("", _("Ordinary")), ("large", _("Large")), ("larger", _("Very large")))


@dataclass(frozen=True)
class Calm:
    """`text_size`: empty, large or larger. `quiet`: the next step and help, nothing else. `slow`: one question a page.

    `keeps`: who is asked can stop in the middle and go on another day; staff have drafts of their own.
    """

    text_size: str = ""
    quiet: bool = False
    slow: bool = False
    keeps: bool = False

    @property
    def classes(self) -> str:
        """What stands on the page's first element, so that a page has its size from the first byte, without a script."""
        return " ".join(filter(None, [f"rt-size-{self.text_size}" if self.text_size else "", "rt-quiet" if self.quiet else ""]))


def calm_of(settings: Mapping[str, Any], *, keeps: bool = False) -> Calm:
    """What an account's settings say of it; a size that nobody offers is the ordinary one.

    >>> calm_of({"text_size": "larger", "quiet": True}).classes, calm_of({"text_size": "huge", "slow": "yes"}) == Calm()
    ('rt-size-larger rt-quiet', True)
    """
    size = settings.get("text_size", "")
    return Calm(size if size in dict(TEXT_SIZES) else "", settings.get("quiet") is True, settings.get("slow") is True, keeps)


_now: ContextVar[Calm | None] = ContextVar("roundtable_calm", default=None)


def set_calm(calm: Calm | None) -> None:
    """How the one whose request this is wants pages; None for who is not signed in. Set with every request, like the language."""
    _now.set(calm)


def current_calm() -> Calm:
    """How the one whose request this is wants pages."""
    return _now.get() or Calm()
