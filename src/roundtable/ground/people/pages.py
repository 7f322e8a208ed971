"""The token of a mailed link; and what a kept form looks like: the fields to send again, the words a person recognises it by."""

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import QueryDict

LINK_SALT = "roundtable.sign-in-link"

HIDDEN = frozenset({"once", "version", "next"})


@dataclass(frozen=True)
class KeptLine:
    """One field of a kept form; `shown` when its value is something a person typed as words."""

    name: str
    value: str
    shown: bool


def kept_lines(fields: QueryDict) -> tuple[KeptLine, ...]:
    """Every field in order, repeated ones too. Words are recognised by the blanks between them: ids, days and choices have none."""
    return tuple(
        KeptLine(name, value, name not in HIDDEN and (" " in value.strip() or "\n" in value))
        for name, values in fields.lists()
        for value in values
    )


def token_of(link_id: UUID) -> str:
    """The part of a mailed link that nobody can make up."""
    return signing.Signer(salt=LINK_SALT).sign(link_id.hex).replace(":", ".")


def link_id_of(token: str) -> UUID | None:
    """Which link a token belongs to; None for one we did not make."""
    try:
        return UUID(signing.Signer(salt=LINK_SALT).unsign(token.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
