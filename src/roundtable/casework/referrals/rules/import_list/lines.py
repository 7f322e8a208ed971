"""The file as rows of cells: its encoding told, its quotation marks closed, no row swallowed by another."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from roundtable.kernel.refusal import Refusal, gettext_noop

LONGEST_LINE = 1_000_000
LONGEST_RECORD = 60_000
LONGEST_RECORD_LINES = 200

_ZIP, _OLD_OFFICE, _UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
_UTF_8_MARK = b"\xef\xbb\xbf"
_CLOSE_QUOTES = gettext_noop(
    "Save the list again from the spreadsheet, or close the quotation mark. Inside a text two of them stand for one."
)


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot be taken: `line` and `column` as in the file (`column` "" for the whole row), English msgids with `params`."""

    line: int
    column: str
    reason: str
    what_to_do: str
    params: Mapping[str, object] = field(default_factory=dict)

    def english(self) -> str:
        """The fault as one line of a terminal."""
        where = f"line {self.line}, {self.column}" if self.column else f"line {self.line}"
        return f"{where}: {self.reason % self.params} {self.what_to_do % self.params}"


class NotAList(Refusal):
    """The file is no CSV list."""

    code = "not_a_list"
    message = gettext_noop("This file is not a CSV list. Save the sheet as “CSV UTF-8 (comma or semicolon separated)” and give that file.")


class EmptyList(NotAList):
    """There is nothing in the file."""

    code = "empty_list"
    message = gettext_noop("This file is empty. The first line must name the columns, each following line one referral.")


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one row, or why they cannot be told apart."""

    line: int
    cells: tuple[str, ...]
    fault: RowFault | None = None


class Lines:
    """The lines of a file, counted, each cut off at a length no honest row has; lines can be put back."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._back: list[str] = []
        self.count = 0

    def next(self) -> str | None:
        """The next line without its end, or None after the last; a longer one comes back one character too long."""
        if self._back:
            self.count += 1
            return self._back.pop()
        line = self._text.readline(LONGEST_LINE + 1)
        if not line:
            return None
        self.count += 1
        if line.endswith("\n"):
            return line[:-1]
        if len(line) > LONGEST_LINE:
            while (rest := self._text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
        return line

    def put_back(self, lines: list[str]) -> None:
        """Read these lines again."""
        self._back.extend(reversed(lines))
        self.count -= len(lines)


class _Borrowed(io.TextIOWrapper):
    """A text over somebody else's file, which stays open."""

    def close(self) -> None:
        """The caller opened the file and closes it."""


def opened(source: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file from its start as text; what the encoding cannot read becomes U+FFFD, which the cell is later refused for."""
    source.seek(0)
    return _Borrowed(source, encoding=encoding, errors="replace", newline=None)


def encoding_of(source: BinaryIO) -> str:
    """UTF-8, or Windows-1252 as spreadsheets in Denmark still save; a damaged UTF-8 file stays UTF-8, so that the damage shows.

    Raises EmptyList, NotAList.
    """
    source.seek(0)
    start = source.read(4)
    if not start:
        raise EmptyList
    if start.startswith((_ZIP, _OLD_OFFICE, *_UTF_16)):
        raise NotAList
    text = opened(source, "utf-8")
    damaged = readable = 0
    while chunk := text.read(1 << 16):
        damaged += (broken := chunk.count("\ufffd"))
        readable += len(chunk) - len(chunk.encode("ascii", "ignore")) - broken
    return "utf-8-sig" if not damaged or start.startswith(_UTF_8_MARK) or readable > damaged else "cp1252"


def records_of(lines: Lines, delimiter: str) -> Iterator[Record]:
    """The rows as cells; a row may run over lines inside quotation marks, and an unclosed one costs only its own line."""
    while (line := lines.next()) is not None:
        start = lines.count
        if len(line) > LONGEST_LINE:
            yield Record(start, (), _too_long(start))
        elif '"' not in line:
            yield Record(start, tuple(line.split(delimiter)))
        else:
            yield _quoted(lines, line, delimiter)


def _quoted(lines: Lines, line: str, delimiter: str) -> Record:
    """A row with quotation marks, read on until they are closed."""
    start, taken = lines.count, [line]
    while True:
        try:
            (cells,) = csv.reader(["\n".join(taken)], delimiter=delimiter, strict=True, skipinitialspace=True)
            return Record(start, tuple(cells))
        except csv.Error as error:
            if "field larger" in str(error):
                return Record(start, (), _too_long(start))
            open_still = "unexpected end" in str(error)
        if not (open_still and _read_on(lines, taken)):
            lines.put_back(taken[1:])  # so that no row below is swallowed
            reason = gettext_noop("A quotation mark opens here and is not closed, or stands where none fits.")
            return Record(start, (), RowFault(start, "", reason, _CLOSE_QUOTES))


def _read_on(lines: Lines, taken: list[str]) -> bool:
    """Take lines up to the next one that could close the quotation; whether there is one near enough."""
    size = sum(map(len, taken))
    while len(taken) < LONGEST_RECORD_LINES and size < LONGEST_RECORD:
        following = lines.next()
        if following is None:
            return False
        taken.append(following)
        size += len(following)
        if '"' in following:
            return True
    return False


def _too_long(line: int) -> RowFault:
    """A row that no honest list has."""
    return RowFault(line, "", gettext_noop("This row holds far more text than a referral."), gettext_noop("Shorten its longest cell."))
