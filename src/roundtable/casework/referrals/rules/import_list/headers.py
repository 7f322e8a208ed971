"""The first line of a list: which column stands where, in English or Danish, and everything that is wrong with it at once."""

import csv
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from roundtable.casework.referrals.rules.import_list.lines import LONGEST_LINE, EmptyList, Lines, NotAList
from roundtable.kernel.refusal import Refusal, gettext_noop

HEADERS: Mapping[str, tuple[str, ...]] = {
    "given_name": ("given name", "first name", "fornavn"),
    "family_name": ("family name", "last name", "surname", "efternavn"),
    "born_on": ("born on", "born", "date of birth", "birth date", "fødselsdato", "født"),
    "phone": ("phone", "telephone", "mobile", "telefon", "telefonnummer", "mobil", "tlf"),
    "email": ("email", "mail", "e-post", "borgers email"),
    "referrer_email": ("referrer email", "referrer", "referred by", "henvisers email", "henviser email", "henviser", "henvist af"),
    "programme_code": ("programme code", "programme", "program", "indsatskode", "indsats"),
    "reason": ("reason", "reason for referral", "årsag", "henvisningsårsag", "begrundelse"),
    "consent_given": ("consent given", "consent", "samtykke givet", "samtykke"),
    "consent_on": ("consent on", "consent date", "samtykkedato", "dato for samtykke", "samtykke den"),
    "consent_text": ("consent text", "text sent", "samtykketekst", "tekst der sendes"),
    "received_on": ("received on", "received", "date received", "modtaget", "modtaget den", "modtagelsesdato"),
}
REQUIRED = ("given_name", "family_name", "born_on", "referrer_email", "programme_code", "reason")


@dataclass(frozen=True, slots=True)
class HeaderFault:
    """What is wrong with the first line: the column, whether it is unknown, missing or there twice, and the name that was perhaps meant."""

    column: str
    kind: Literal["unknown", "missing", "duplicate"]
    suggestion: str = ""

    def english(self) -> str:
        """The fault in a few words."""
        perhaps = f' (perhaps "{self.suggestion}"?)' if self.suggestion else ""
        words = {"unknown": "is not known here", "missing": "is missing", "duplicate": "is there twice"}
        return f'column "{self.column}" {words[self.kind]}{perhaps}'


class HeadersNotUnderstood(Refusal):
    """The first line does not name the columns we need; `faults` names every column at once."""

    code = "headers_not_understood"
    message = gettext_noop(
        "The first line does not name the columns as needed: %(problems)s. Correct the first line, then run the list again."
    )

    def __init__(self, faults: tuple[HeaderFault, ...]) -> None:
        self.faults = faults
        super().__init__(problems="; ".join(fault.english() for fault in faults))


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column stands where, and what the file calls it."""

    delimiter: str
    places: Mapping[str, int]
    names: tuple[str, ...]

    def called(self, column: str) -> str:
        """The column's name in this file, or its first known name where the file has none."""
        place = self.places.get(column)
        return self.names[place] if place is not None else HEADERS[column][0]


def layout_of(lines: Lines) -> Layout:
    """The columns, by the delimiter under which more of the headers are known."""
    line = _first_line(lines)
    readings = [(delimiter, _header_cells(line, delimiter)) for delimiter in (";", ",")]
    delimiter, names = max(readings, key=lambda reading: (sum(_column(name) is not None for name in reading[1]), len(reading[1])))
    if "\t" in line and not any(_column(name) for name in names):
        raise NotAList  # separated by tabs
    faults: list[HeaderFault] = []
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        column = _column(name)
        if column is None and name:
            faults.append(HeaderFault(name, "unknown", _suggestion(name)))
        elif column in places:
            faults.append(HeaderFault(name, "duplicate"))
        elif column:
            places[column] = place
    faults.extend(HeaderFault(HEADERS[column][0], "missing") for column in REQUIRED if column not in places)
    if faults:
        raise HeadersNotUnderstood(tuple(faults))
    return Layout(delimiter, places, names)


def _first_line(lines: Lines) -> str:
    """The line of headers: the first that has a content, after Excel's own `sep=;`."""
    while (line := lines.next()) is not None:
        if len(line) > LONGEST_LINE or "\x00" in line:
            raise NotAList
        if line.strip(' ;,\t"') and not re.fullmatch(r'"?sep=.?"?[;,]*', line.strip(), re.IGNORECASE):
            return line
    raise EmptyList


def _header_cells(line: str, delimiter: str) -> tuple[str, ...]:
    """The headers of a line, each short enough and visible, to be named in an error."""
    try:
        cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        raise NotAList from None
    return tuple("".join(sign if sign.isprintable() else "?" for sign in " ".join(cell.split()))[:60] for cell in cells)


def _plain(name: str) -> str:
    """A header without what people write differently: capitals, hyphens, underscores, a star for required ones."""
    return " ".join(re.sub(r"[_*:.]", " ", name.casefold()).replace("e-mail", "email").replace("-", " ").split())


_COLUMN_OF: Mapping[str, str] = {_plain(name): column for column, names in HEADERS.items() for name in (*names, column)}


def _column(name: str) -> str | None:
    """The column a header means."""
    return _COLUMN_OF.get(_plain(name))


def _suggestion(name: str) -> str:
    """The known header that looks most like this one, or nothing."""
    known = {_plain(known): known for names in HEADERS.values() for known in names}
    return next((known[close] for close in difflib.get_close_matches(_plain(name), known, n=1, cutoff=0.7)), "")
