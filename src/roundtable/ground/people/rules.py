"""Letters, links and PINs: how they look, how long they are good, and what each no says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from roundtable.kernel.refusal import Refusal, gettext_noop

ALPHABET = "ABCDEFGHJKMNPQRTUVWXY346789"
"""27 signs that no font and no tired eye mistakes for another: no O or 0, I, L or 1, S or 5, Z or 2."""

CODE_LENGTH = 10
PREFIX_LENGTH = 4
CODE_TRIES = 5
CODE_LASTS = timedelta(days=30)
LINK_LASTS = timedelta(minutes=30)
"""Who is anxious needs time: no limit under 20 minutes that nobody can put off."""
PASSWORD_LINK_LASTS = timedelta(minutes=60)
ADDRESS_LINK_LASTS = timedelta(minutes=60)
PIN_LENGTH = 6
PIN_TRIES = 5
PIN_LOCK = timedelta(minutes=15)
KEPT_LASTS = timedelta(hours=24)
KEPT_FOR_LATER = timedelta(days=90)
MOST_KEPT = 10


class CodeDoesNotFit(Refusal):
    """Unknown, used, too old or tried too often: one sentence for all of them."""

    code = "code_does_not_fit"
    message = gettext_noop(
        "This code does not fit. Look at the letter again. A code works once, for 30 days, for five tries. You can ask for a new letter."
    )


class LinkDoesNotFit(Refusal):
    """Unknown, used or too old."""

    code = "link_does_not_fit"
    message = gettext_noop("This link does not work any more. A link works once, for a short time. Ask for a new one.")


class WrongPin(Refusal):
    """Not the PIN of this account."""

    code = "wrong_pin"
    message = gettext_noop("This PIN does not fit. Try again. After five tries there is a pause of 15 minutes.")


class PinPaused(Refusal):
    """Five wrong PINs: nobody gets in for a quarter of an hour, not even with the right one."""

    code = "pin_paused"
    message = gettext_noop("There were five tries with a wrong PIN. There is a pause of 15 minutes now. Nothing is lost.")


class WeakPin(Refusal):
    """A PIN that would be tried first."""

    code = "weak_pin"
    message = gettext_noop("This PIN is easy to guess. Choose six digits that are not in a row and not all alike.")


class EmailTaken(Refusal):
    """The address belongs to another account."""

    code = "email_taken"
    message = gettext_noop("This address cannot be used here. Write another one, or leave it empty and use letters.")


class NeedsSecond(Refusal):
    """A letter that would take over an account in use."""

    code = "needs_second"
    message = gettext_noop("This person signs in already. A new letter needs two of you: you ask, and a colleague says yes and prints it.")


class NobodyToPrint(Refusal):
    """There is nobody who could be the second person."""

    code = "nobody_to_print"
    message = gettext_noop("There is no colleague here who could print it. Whoever runs the server can make one; ask your team leader.")


class SignsInOtherwise(Refusal):
    """A letter for somebody whose account is of the other kind: it would open the wrong door."""

    code = "signs_in_otherwise"
    message = gettext_noop("This person signs in another way. Their own team leader can help.")


@dataclass(frozen=True)
class Invitation:
    """A fresh code, in clear this once, for the letter printed now. `kind`: staff or citizen; `new_pin`: a PIN is chosen with it."""

    name: str
    code: str
    kind: str
    expires_at: datetime
    new_pin: bool = True


@dataclass(frozen=True)
class AccountFacts:
    """What the door knows of an account: never what its person is part of. `notices`: how they want to be told, as codes."""

    account_id: UUID
    person_id: UUID
    display_name: str
    email: str
    email_proven: bool
    kind: str
    language: str
    bare_notices: bool
    second_look: bool
    has_pin: bool
    used: bool = False
    notices: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class LetterFacts:
    """A letter with a code that was made for an account, and by whom. `asked_by`: who asked another to print it, if one was not enough.

    `waits`: it can still be used.
    """

    made_at: datetime
    made_by: str
    used_at: datetime | None
    asked_by: str = ""
    waits: bool = False


@dataclass(frozen=True)
class LetterAsked:
    """A letter one person asks another to print. `name`: whom it is for; `printed_by` and `printed_at` once it was."""

    ask_id: UUID
    name: str
    kind: str
    asked_by: str
    asked_at: datetime
    printed_by: str = ""
    printed_at: datetime | None = None


def takes_two(*, kind: str, used: bool, has_pin: bool, new_pin: bool) -> bool:
    """Whether a letter would take over an account in use: any for a colleague; for a citizen one that sets a new PIN.

    A letter that asks for the PIN she has opens nothing to who only holds the letter.

    >>> takes_two(kind="citizen", used=True, has_pin=True, new_pin=False), takes_two(kind="staff", used=True, has_pin=False, new_pin=False)
    (False, True)
    """
    return used and (kind == "staff" or new_pin or not has_pin)


def tidy_code(text: str) -> str:
    """A code as typed from paper, ready to compare: capitals, without blanks and dashes.

    >>> tidy_code(" abcd-efg hjk ")
    'ABCDEFGHJK'
    """
    return "".join(letter for letter in text.upper() if letter.isalnum())


def shown_code(code: str) -> str:
    """A code as printed: in groups that are easy to copy.

    >>> shown_code("ABCDEFGHJK")
    'ABCD-EFG-HJK'
    """
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def is_weak_pin(pin: str) -> bool:
    """Whether a PIN would be among the first ones tried: alike, in a row, or a pair or a triple repeated.

    >>> [is_weak_pin(pin) for pin in ("111111", "123456", "654321", "121212", "123123", "830461")]
    [True, True, True, True, True, False]
    """
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    return (len(steps) == 1 and steps <= {0, 1, 9}) or pin[:2] * 3 == pin or pin[:3] * 2 == pin
