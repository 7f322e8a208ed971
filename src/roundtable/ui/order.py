"""Lists of names in the order of the reader's language. The database sorts by code points, which is nobody's alphabet."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from django.utils.translation import get_language

from roundtable.kernel.texts import name_order

Row = TypeVar("Row")


def in_order(rows: Iterable[Row], name: Callable[[Row], str]) -> list[Row]:
    """The rows by a name each has, in the reader's language; rows of one name keep their order."""
    language = (get_language() or "en")[:2]
    return sorted(rows, key=lambda row: name_order(name(row), language))
