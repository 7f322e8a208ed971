"""Rows of a meeting as they are kept: who comes second to an id or a number is refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError

from roundtable.casework.roundtables.models import RoundtableEvent
from roundtable.kernel.refusal import Stale


@contextmanager
def no_clash() -> Iterator[None]:
    """A row of this id or number is there already, of somebody else: refused like any change in between, and undone."""
    try:
        yield
    except IntegrityError:
        raise Stale() from None


def store(event: RoundtableEvent) -> None:
    """One more event; who comes second to a number has not seen the first."""
    with no_clash():
        event.save(force_insert=True)
