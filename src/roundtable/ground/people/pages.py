"""The token of a mailed link; and what a kept form looks like: the fields to send again, the words a person recognises it by."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import QueryDict

LINK_SALT = "roundtable.sign-in-link"
ADDRESS_SALT = "roundtable.address-link"
"""Of another kind: a link that shows whose an address is opens no sign-in."""

HIDDEN = frozenset({"once", "version", "next"})
NEVER_SHOWN = re.compile(r"^csrf|(^|_)(password|pin|code)$|^_|^again$")
"""Names of fields whose value nobody sees again, whatever became of the form."""
CHOSEN = re.compile(r"[a-z0-9_.:-]{0,40}|[\d\s.,:/-]+")
"""Ids, days, numbers and the stored words of choices: nothing anybody wrote."""


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


def typed_words(fields: QueryDict) -> tuple[str, ...]:
    """What somebody wrote into a form, in order, without ids, days, choices and secrets."""
    return tuple(
        value.strip()
        for name, values in fields.lists()
        if name not in HIDDEN and not NEVER_SHOWN.search(name)
        for value in values
        if not CHOSEN.fullmatch(value.strip())
    )


def token_of(link_id: UUID, salt: str = LINK_SALT) -> str:
    """The part of a mailed link that nobody can make up."""
    return signing.Signer(salt=salt).sign(link_id.hex).replace(":", ".")


def link_id_of(token: str, salt: str = LINK_SALT) -> UUID | None:
    """Which link a token belongs to; None for one we did not make."""
    try:
        return UUID(signing.Signer(salt=salt).unsign(token.replace(".", ":")))
    except (signing.BadSignature, ValueError):
        return None
