"""The rows of a list: each a referral, or named with everything that is wrong with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

from roundtable.casework.referrals.rules.import_list.cells import CONSENT_WORDS, CORRECT_CELL, CellRefused, ConsentGiven, value_of
from roundtable.casework.referrals.rules.import_list.headers import HEADERS, Layout, layout_of
from roundtable.casework.referrals.rules.import_list.lines import Lines, Record, RowFault, encoding_of, opened, records_of
from roundtable.kernel.refusal import Refusal, gettext_noop


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One referral of the list, as it may be stored.

    `line` is where its row begins (the first line of the file is 1). `key` is the same in every run for the same person,
    programme and referrer; it is a fingerprint of personal data, to be kept as carefully as these.
    `called`: what the list calls the columns that only the database can say no to.
    """

    line: int
    key: str
    given_name: str
    family_name: str
    born_on: date
    phone: str
    email: str
    referrer_email: str
    programme_code: str
    reason: str
    consent_given: ConsentGiven | None
    consent_on: date | None
    consent_text: str
    received_on: date | None
    called: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def missing_of_consent(self) -> tuple[str, ...]:
        """What a recorded consent still lacks: how it was given, the day, the exact text that was shown."""
        parts = (("consent_given", self.consent_given), ("consent_on", self.consent_on), ("consent_text", self.consent_text))
        return tuple(name for name, value in parts if not value)

    @property
    def draft(self) -> bool:
        """Whether it may only be kept as a draft, never as sent: no consent, or not all of it, is recorded."""
        return bool(self.missing_of_consent)


def read_list(source: BinaryIO, *, today: date) -> Iterator[ImportRow | RowFault]:
    """Each row of the list in its order: an `ImportRow`, or one `RowFault` for each thing wrong with it; empty rows are passed over.

    `source` is a seekable binary file of any length; it is read twice (once to tell UTF-8 from Windows-1252) and never held whole.
    `today` bounds the dates. Delimiter `;` or `,`, headers in English or Danish, dates ISO or Danish. A row without a complete
    recorded consent comes back with `draft` true. A second row for the same person, programme and referrer is a fault that names the first.

    Raises, before any row, NotAList, EmptyList, HeadersNotUnderstood.

    >>> from io import BytesIO
    >>> lines = "Fornavn;Efternavn;Fødselsdato;Henviser;Indsats;Årsag\\nAmal;Haddad;1.2.1990;cleo@job.example;ibbis;Stress"
    >>> row, = read_list(BytesIO(lines.encode()), today=date(2026, 11, 21))
    >>> row.given_name, row.born_on, row.draft
    ('Amal', datetime.date(1990, 2, 1), True)
    """
    lines = Lines(opened(source, encoding_of(source)))
    return _rows(lines, layout_of(lines), today)


def row_key(given_name: str, family_name: str, born_on: date, programme_code: str, referrer_email: str) -> str:
    """The same 64 hexadecimal digits for the same person, programme and referrer, however capitals and blanks are written.

    >>> amal = row_key("Amal", "Haddad", date(1990, 2, 1), "ibbis", "cleo@job.example")
    >>> amal == row_key("AMAL ", "haddad", date(1990, 2, 1), "IBBIS", "Cleo@job.example")
    True
    """
    parts = (given_name, family_name, born_on.isoformat(), programme_code, referrer_email)
    plain = "\x1f".join(" ".join(part.casefold().split()) for part in parts)
    return hashlib.sha256(plain.encode()).hexdigest()


def _rows(lines: "Lines", layout: Layout, today: date) -> Iterator[ImportRow | RowFault]:
    """The rows below the headers, with what is wrong with each."""
    first_lines: dict[bytes, int] = {}
    for record in records_of(lines, layout.delimiter):
        if record.fault:
            yield record.fault
        elif any(cell and not cell.isspace() for cell in record.cells):
            row, faults = _row(record, layout, today)
            yield from faults
            if row is None:
                continue
            first = first_lines.setdefault(bytes.fromhex(row.key), row.line)
            yield row if first == row.line else _there_already(row.line, first)


def _there_already(line: int, first: int) -> RowFault:
    """The second row for the same person, programme and referrer."""
    return RowFault(
        line,
        "",
        gettext_noop("The same person, programme and referrer stand in line %(first)s already."),
        gettext_noop("Keep one of the two rows."),
        {"first": first},
    )


def _row(record: Record, layout: Layout, today: date) -> tuple[ImportRow | None, tuple[RowFault, ...]]:
    """The referral in a row, or everything that is wrong with it."""
    faults = list(_unnamed_cells(record, layout))
    values: dict[str, Any] = {}
    for column in HEADERS:
        place = layout.places.get(column)
        cell = record.cells[place].strip() if place is not None and place < len(record.cells) else ""
        try:
            values[column] = value_of(column, cell, today)
        except CellRefused as refusal:
            faults.append(RowFault(record.line, layout.called(column), refusal.msgid, refusal.what_to_do))
        except Refusal as refusal:
            faults.append(RowFault(record.line, layout.called(column), refusal.msgid, CORRECT_CELL, dict(refusal.params)))
    if not faults:
        faults.extend(_contradictions(record, layout, values))
    if faults:
        return None, tuple(faults)
    key = row_key(*(values[name] for name in ("given_name", "family_name", "born_on", "programme_code", "referrer_email")))
    values["consent_given"] = CONSENT_WORDS[values["consent_given"]]
    called = {column: layout.called(column) for column in ("referrer_email", "programme_code")}
    return ImportRow(line=record.line, key=key, called=called, **values), ()


def _contradictions(record: Record, layout: Layout, values: Mapping[str, Any]) -> Iterator[RowFault]:
    """A no that carries a date or a text is either a yes or a mistake: nobody may guess."""
    if values["consent_given"] in ("no", "nej", "none", "ingen", "-") and (values["consent_on"] or values["consent_text"]):
        yield RowFault(
            record.line,
            layout.called("consent_given"),
            gettext_noop("The list says no consent was given, and yet has its date or text."),
            gettext_noop("Write how it was given, or empty the date and the text; the row then comes in as a draft."),
        )


def _unnamed_cells(record: Record, layout: Layout) -> Iterator[RowFault]:
    """Cells to the right of the headers, or under an empty one, would be lost: name them."""
    for place, cell in enumerate(record.cells):
        if (place >= len(layout.names) or not layout.names[place]) and cell.strip():
            yield RowFault(
                record.line,
                "",
                gettext_noop("Cell number %(place)s has a content, but its column has no name."),
                gettext_noop("If a text holds the separator, put the text in quotation marks; else empty the cell or name its column."),
                {"place": place + 1},
            )
            return
