"""One cell: what it says in the form it is kept, or why it cannot be read."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from roundtable.casework.referrals.rules.import_list.headers import REQUIRED
from roundtable.kernel.calendar import parse_date
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import clean_line, clean_text

ConsentGiven = Literal["orally", "in_writing"]

LONGEST_REASON = 4000
LONGEST_NAME = 100
LONGEST_EMAIL = 254
LONGEST_CODE = 60

CONSENT_WORDS: Mapping[str, ConsentGiven | None] = {
    **dict.fromkeys(("orally", "oral", "by word", "mundtligt", "mundtlig"), "orally"),
    **dict.fromkeys(("in writing", "in_writing", "written", "skriftligt", "skriftlig"), "in_writing"),
    **dict.fromkeys(("", "no", "nej", "none", "ingen", "-"), None),
}
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]{2,}")
_PHONE = re.compile(r"\+?[0-9](?:[ ().-]*[0-9]){4,14}")
_CODE = re.compile(r"[\w.-]+")
_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|I/T|REFERENCE!|VÆRDI!|NAVN\?|DIVISION/0!|SPILL!|#+)")

CORRECT_CELL = gettext_noop("Correct this cell, then run the list again.")


class CellRefused(Refusal):
    """A cell cannot be read; `what_to_do` is a msgid beside the reason."""

    code = "cell_refused"

    def __init__(self, reason: str, what_to_do: str = CORRECT_CELL) -> None:
        self.what_to_do = what_to_do
        super().__init__(reason)


def value_of(column: str, cell: str, today: date) -> object:
    """What a cell says, in the form it is kept."""
    _refuse_spreadsheet_traps(cell)
    if not cell and column in REQUIRED:
        raise CellRefused(gettext_noop("This cell is empty and is needed."), gettext_noop("Fill it in, then run the list again."))
    return _READERS[column](cell, today)


def _refuse_spreadsheet_traps(cell: str) -> None:
    """What a spreadsheet leaves behind instead of a value."""
    if cell.startswith(("=", "@")):
        raise CellRefused(
            gettext_noop("This is a formula, not a value."),
            gettext_noop("Copy the cell and paste it as a value, then save the list again."),
        )
    if _SPREADSHEET_ERROR.fullmatch(cell):
        raise CellRefused(
            gettext_noop("The spreadsheet shows an error here instead of a value."),
            gettext_noop("Correct it in the spreadsheet, then save again."),
        )
    if "\ufffd" in cell:
        raise CellRefused(
            gettext_noop("A letter here was damaged when the file was saved."), gettext_noop("Save the list again as CSV UTF-8.")
        )


def _name(cell: str, today: date) -> str:
    """A part of a name."""
    line = clean_line(cell, LONGEST_NAME)
    if line[0] in "+-" or not any(character.isalpha() for character in line):
        raise CellRefused(gettext_noop("This is not a name."))
    return line


def _day(cell: str, today: date) -> date | None:
    """A day that has been; None for an empty cell."""
    if not cell:
        return None
    day = parse_date(cell)
    if day > today:
        raise CellRefused(gettext_noop("This day lies in the future."))
    return day


def _email(cell: str, today: date) -> str:
    """An address for e-mail in small letters; empty stays empty."""
    line = clean_line(cell, LONGEST_EMAIL).lower()
    if line and not _EMAIL.fullmatch(line):
        raise CellRefused(gettext_noop("This is not one e-mail address."), gettext_noop("Write one address, such as name@place.dk."))
    return line


def _phone(cell: str, today: date) -> str:
    """A telephone number as it was written; empty stays empty."""
    line = clean_line(cell, 40)
    if line and not _PHONE.fullmatch(line):
        raise CellRefused(
            gettext_noop("This is not a telephone number."),
            gettext_noop("Spreadsheets turn long numbers into 4.5E+09: make the column text, then write the number again."),
        )
    return line


def _code(cell: str, today: date) -> str:
    """The code of a programme."""
    line = clean_line(cell, LONGEST_CODE)
    if not _CODE.fullmatch(line):
        raise CellRefused(gettext_noop("This is not the code of a programme."), gettext_noop("Use the short code, without blanks."))
    return line


def _reason(cell: str, today: date) -> str:
    """Free text."""
    return clean_text(cell, LONGEST_REASON)


def _consent(cell: str, today: date) -> str:
    """The word for how consent was given, one of `CONSENT_WORDS`."""
    word = clean_line(cell, 40).lower()
    if word not in CONSENT_WORDS:
        raise CellRefused(
            gettext_noop("It does not say how consent was given."),
            gettext_noop(
                "Write “orally” or “in writing” (mundtligt, skriftligt), or leave the cell empty; the row then comes in as a draft."
            ),
        )
    return word


_READERS: Mapping[str, Callable[[str, date], object]] = {
    "given_name": _name,
    "family_name": _name,
    "born_on": _day,
    "phone": _phone,
    "email": _email,
    "referrer_email": _email,
    "programme_code": _code,
    "reason": _reason,
    "consent_given": _consent,
    "consent_on": _day,
    "consent_text": _reason,
    "received_on": _day,
}
