"""Names of things that tell nothing: random, so that nobody can guess or count them (invariant 26)."""

import re
import uuid

from roundtable.kernel.refusal import NotHere

_CANONICAL = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def new_id() -> uuid.UUID:
    """A new random id.

    >>> new_id() == new_id()
    False
    """
    return uuid.uuid4()


def parse_id(text: object) -> uuid.UUID:
    """The id in an address or a form; a forged one answers like one that does not exist.

    Only the written form with four hyphens counts: one thing has one address.

    Raises NotHere.

    >>> parse_id("6f1c7c2e-0c0e-4d43-9f6a-0d6d1a0e8a11")
    UUID('6f1c7c2e-0c0e-4d43-9f6a-0d6d1a0e8a11')
    >>> parse_id("1 OR 1=1")
    Traceback (most recent call last):
    ...
    roundtable.kernel.refusal.NotHere: not_here
    """
    if isinstance(text, uuid.UUID):
        return text
    if not isinstance(text, str) or not _CANONICAL.fullmatch(text):
        raise NotHere
    return uuid.UUID(text)
