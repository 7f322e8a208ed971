"""What a programme says at night, in the reader's language."""

from collections.abc import Mapping, Sequence

Stored = Sequence[str] | Mapping[str, Sequence[str]]
"""As `Programme.emergency` holds it: whole lines in the programme's own language, or by language code."""


def help_lines(stored: Stored, language: str, usual: str) -> tuple[str, ...]:
    """The emergency numbers in a language; in the programme's usual one, or in any there is, where nobody wrote them in that.

    >>> both = {"en": ["Life in danger: 112"], "da": ["Livsfare: 112"]}
    >>> help_lines(both, "da", "en"), help_lines(both, "nl", "en"), help_lines(["Livsfare: 112"], "en", "da")
    (('Livsfare: 112',), ('Life in danger: 112',), ('Livsfare: 112',))
    """
    if not isinstance(stored, Mapping):
        return tuple(stored)
    return tuple(stored.get(language) or stored.get(usual) or next(filter(None, stored.values()), ()))
