"""Lists as spreadsheets really save them: every row comes in, or is named."""

import csv
import io
from datetime import date
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtable.casework.referrals.rules.import_list import (
    HEADERS,
    EmptyList,
    HeadersNotUnderstood,
    ImportRow,
    NotAList,
    RowFault,
    read_list,
    row_key,
)
from roundtable.casework.referrals.rules.import_list.cells import CellRefused, value_of
from roundtable.kernel.refusal import Refusal

TODAY = date(2026, 11, 21)
DANISH = "Fornavn;Efternavn;Fødselsdato;Telefon;E-mail;Henvisers e-mail;Indsats;Årsag;Samtykke;Samtykkedato;Samtykketekst;Modtaget"
AMAL = (
    "Amal;Haddad;1.2.1990;+45 20 30 40 50;amal@post.example;Cleo@job.example;ibbis;Stress på arbejdet;"
    "mundtligt;20/11-2026;Jeg siger ja.;21-11-2026"
)
MAX = "Max;Ødegård;1985-03-04;;;cleo@job.example;ibbis;Angst;;;;"


def read(text: str | bytes, encoding: str = "utf-8") -> list[ImportRow | RowFault]:
    return list(read_list(io.BytesIO(text.encode(encoding) if isinstance(text, str) else text), today=TODAY))


def rows(text: str | bytes) -> list[ImportRow]:
    found = read(text)
    assert not [fault.english() for fault in found if isinstance(fault, RowFault)]
    return [row for row in found if isinstance(row, ImportRow)]


def faults(text: str | bytes) -> list[tuple[int, str]]:
    return [(fault.line, fault.column) for fault in read(text) if isinstance(fault, RowFault)]


def with_cell(column: str, cell: str) -> str:
    """The Danish list with Amal's row changed in one cell."""
    cells = AMAL.split(";")
    cells[DANISH.split(";").index(column)] = cell
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";", lineterminator="\n").writerow(cells)
    return f"{DANISH}\n{buffer.getvalue()}{MAX}\n"


def test_cleos_danish_list_comes_in_whole() -> None:
    amal, max_ = rows(f"{DANISH}\n{AMAL}\n{MAX}\n")
    assert amal == ImportRow(
        line=2,
        key=row_key("Amal", "Haddad", date(1990, 2, 1), "ibbis", "cleo@job.example"),
        given_name="Amal",
        family_name="Haddad",
        born_on=date(1990, 2, 1),
        phone="+45 20 30 40 50",
        email="amal@post.example",
        referrer_email="cleo@job.example",
        programme_code="ibbis",
        reason="Stress på arbejdet",
        consent_given="orally",
        consent_on=date(2026, 11, 20),
        consent_text="Jeg siger ja.",
        received_on=date(2026, 11, 21),
    )
    assert (amal.draft, max_.draft) == (False, True)
    assert max_.missing_of_consent == ("consent_given", "consent_on", "consent_text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_same_list_saved_in_another_way_is_the_same_list(encoding: str, delimiter: str, line_end: str) -> None:
    saved = f"{DANISH}\n{AMAL}\n{MAX}".replace(";", delimiter).replace("\n", line_end)
    assert read(saved, encoding) == rows(f"{DANISH}\n{AMAL}\n{MAX}")


def test_english_headers_in_any_order_are_understood() -> None:
    (row,) = rows(
        "REASON,Programme code,Referrer e-mail*,date_of_birth,Last name,First name\nStress,ibbis,cleo@job.example,1990-02-01,Haddad,Amal"
    )
    assert (row.given_name, row.reason, row.draft) == ("Amal", "Stress", True)


def test_every_known_header_belongs_to_one_column() -> None:
    names = [name.replace("-", " ").casefold() for group in HEADERS.values() for name in group]
    assert len(names) == len(set(names))


def test_unknown_missing_and_double_columns_are_named_at_once_with_what_was_perhaps_meant() -> None:
    with pytest.raises(HeadersNotUnderstood) as caught:
        read("Fornavn;Efternamn;Fornavn;Årsag;Skostørrelse\n")
    said = caught.value.english()
    assert 'column "Efternamn" is not known here (perhaps "efternavn"?)' in said
    assert 'column "Fornavn" is there twice' in said
    assert 'column "Skostørrelse" is not known here;' in said
    assert 'column "date of birth" is missing' in said or 'column "born on" is missing' in said


def test_a_header_with_a_percent_sign_or_hidden_letters_is_named_safely() -> None:
    with pytest.raises(HeadersNotUnderstood) as caught:
        read("Fornavn;100 %(x)s\u202e\x1b\n")
    assert "100 %(x)s??" in caught.value.english()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04....",
        b"\xd0\xcf\x11\xe0....",
        "Fornavn;Årsag".encode("utf-16"),
        b"\x00\x00;\x00",
        b"Fornavn\tEfternavn\n",
        b"x" * 1_100_000,
    ],
)
def test_a_file_that_is_no_list_is_refused_with_how_to_save_it(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read(data)
    assert isinstance(caught.value, NotAList)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b";;;;\n", b"sep=;\n"])
def test_an_empty_file_says_so(data: bytes) -> None:
    with pytest.raises(EmptyList):
        read(data)


def test_the_refusal_comes_before_the_first_row_is_asked_for() -> None:
    with pytest.raises(HeadersNotUnderstood):
        read_list(io.BytesIO(b"a;b"), today=TODAY)


def test_the_callers_file_stays_open() -> None:
    source = io.BytesIO(f"{DANISH}\n{AMAL}".encode())
    list(read_list(source, today=TODAY))
    read_list(source, today=TODAY)
    assert not source.closed


def test_excels_first_line_and_empty_rows_and_columns_are_passed_over() -> None:
    text = f"sep=;\n\n{DANISH};;\n{AMAL};;\n;;;;;\n\n  ;\n{MAX};;;;\n;;;\n"
    assert [row.line for row in rows(text)] == [4, 8]


def test_a_short_row_has_its_last_cells_empty() -> None:
    assert rows(f"{DANISH}\nMax;Ødegård;1985-03-04;;;cleo@job.example;ibbis;Angst")[0].draft


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Fornavn", ""),
        ("Fornavn", "=A2"),
        ("Fornavn", "-2+3"),
        ("Fornavn", "12"),
        ("Fornavn", "Amal\nHaddad"),
        ("Fornavn", "x" * 101),
        ("Efternavn", "#REF!"),
        ("Efternavn", "#I/T"),
        ("Efternavn", "########"),
        ("Efternavn", "Hadd\ufffdd"),
        ("Efternavn", "Had\x00dad"),
        ("Efternavn", "\u202eHaddad"),
        ("Fødselsdato", ""),
        ("Fødselsdato", "32885"),
        ("Fødselsdato", "31.2.1990"),
        ("Fødselsdato", "22.11.2026"),
        ("Fødselsdato", "01/02/1990"),
        ("Telefon", "4.52012E+09"),
        ("Telefon", "ring"),
        ("E-mail", "amal"),
        ("E-mail", "a@b.dk; c@d.dk"),
        ("Henvisers e-mail", ""),
        ("Henvisers e-mail", "Cleo"),
        ("Indsats", "@SUM(A1)"),
        ("Indsats", "to ord"),
        ("Årsag", "=HYPERLINK(1)"),
        ("Årsag", "x" * 4001),
        ("Årsag", "x" * 200_000),
        ("Årsag", "a\x07b"),
        ("Samtykke", "ja"),
        ("Samtykke", "nej"),
        ("Samtykkedato", "22.11.2026"),
        ("Samtykketekst", "=1"),
        ("Modtaget", "i går"),
    ],
)
def test_a_bad_cell_is_named_and_the_next_row_still_comes_in(column: str, cell: str) -> None:
    found = read(with_cell(column, cell))
    assert [(fault.line, fault.column) for fault in found if isinstance(fault, RowFault)] == [(2, column)]
    assert [row.given_name for row in found if isinstance(row, ImportRow)] == ["Max"]
    (fault,) = (fault for fault in found if isinstance(fault, RowFault))
    assert fault.reason and fault.what_to_do and (len(cell) < 3 or cell not in fault.english())


def test_an_empty_cell_that_is_needed_says_to_fill_it_in() -> None:
    with pytest.raises(CellRefused) as caught:
        value_of("reason", "", TODAY)
    assert caught.value.what_to_do == "Fill it in, then run the list again."


def test_everything_wrong_with_a_row_is_said_at_once() -> None:
    assert faults(f"{DANISH}\n;Haddad;x;;;cleo;ibbis;Stress") == [(2, "Fornavn"), (2, "Fødselsdato"), (2, "Henvisers e-mail")]


@pytest.mark.parametrize(
    ("column", "cell", "lacks"),
    [("Samtykke", "", "consent_given"), ("Samtykkedato", "", "consent_on"), ("Samtykketekst", "", "consent_text")],
)
def test_a_consent_recorded_in_part_makes_a_draft_that_names_the_rest(column: str, cell: str, lacks: str) -> None:
    assert rows(with_cell(column, cell))[0].missing_of_consent == (lacks,)


@pytest.mark.parametrize(("word", "kept"), [("Skriftligt", "in_writing"), ("IN WRITING", "in_writing"), ("orally", "orally")])
def test_how_consent_was_given_is_understood_in_both_languages(word: str, kept: str) -> None:
    assert rows(with_cell("Samtykke", word))[0].consent_given == kept


def test_a_cell_beyond_the_headers_is_named_not_lost() -> None:
    assert faults(f"{DANISH}\n{AMAL};mere\n{MAX}") == [(2, "")]
    assert faults(f"{DANISH};\n{AMAL};mere") == [(2, "")]


def test_quotation_marks_hold_separators_lines_and_themselves() -> None:
    (row, _) = rows(with_cell("Årsag", 'Siger "nej; ikke\nendnu", ofte'))
    assert row.reason == 'Siger "nej; ikke\nendnu", ofte'
    inches = '7" screen'
    assert rows(f"{DANISH}\n{AMAL.replace('Stress', inches)}")[0].reason.startswith(inches)
    spaced = AMAL.replace("Haddad", ' "Haddad"')
    assert rows(f"{DANISH}\n{spaced}")[0].family_name == "Haddad"


def test_an_unclosed_quotation_costs_only_its_own_row() -> None:
    others = "\n".join(MAX.replace("Max", f"Max {letter}") for letter in "abcdefgh")
    found = read(f'{DANISH}\n"{AMAL}\n{others}\n')
    assert [(fault.line, fault.column) for fault in found if isinstance(fault, RowFault)] == [(2, "")]
    assert [row.line for row in found if isinstance(row, ImportRow)] == list(range(3, 11))


def test_a_megabyte_in_a_cell_costs_only_its_own_row() -> None:
    for cell in ("x" * 1_048_576, '"' + "x" * 1_048_576 + '"', '"' + "x" * 500_000 + '"'):
        assert faults(f"{DANISH}\n{AMAL.replace('Stress', 'S')}{cell if cell[0] == 'x' else ';' + cell}\n{MAX}")[0][0] == 2
        assert [row.line for row in read(f"{DANISH}\n{cell}\n{MAX}") if isinstance(row, ImportRow)] == [3]


def test_a_row_after_many_lines_of_one_cell_has_its_true_line() -> None:
    text = with_cell("Årsag", "en\nto\ntre\nfire")
    assert [row.line for row in rows(text)] == [2, 6]


def test_the_same_person_twice_is_named_with_the_first_line() -> None:
    again = AMAL.replace("Amal", "AMAL").replace("1.2.1990", "1990-02-01").replace("Stress", "Angst")
    found = read(f"{DANISH}\n{AMAL}\n{MAX}\n{again}\n{again}")
    assert [fault.english() for fault in found if isinstance(fault, RowFault)] == [
        f"line {line}: The same person, programme and referrer stand in line 2 already. Keep one of the two rows." for line in (4, 5)
    ]


def test_another_programme_or_referrer_is_another_referral() -> None:
    found = rows(f"{DANISH}\n{AMAL}\n{AMAL.replace('ibbis', 'family')}\n{AMAL.replace('Cleo', 'dag')}")
    assert len({row.key for row in found}) == 3


def test_a_utf_8_file_with_one_damaged_letter_shows_the_damage_instead_of_garbling_every_name() -> None:
    data = f"{DANISH}\n{AMAL}\n{MAX}".encode().replace("på".encode(), b"p\xe5")
    assert faults(data) == [(2, "Årsag")]


def test_two_fields_cannot_run_into_one_key() -> None:
    assert row_key("Amal", "A Haddad", TODAY, "ibbis", "c@d.dk") != row_key("Amal A", "Haddad", TODAY, "ibbis", "c@d.dk")


def test_a_long_list_is_streamed_not_held() -> None:
    class Endless(io.RawIOBase):
        """A file made while it is read, so that nothing but the reader could hold it."""

        count, place = 20_000, 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.place = offset
            return offset

        def readinto(self, buffer: Any) -> int:
            line = f"{DANISH}\n" if self.place == 0 else f"A{'abcdefghij'[self.place % 10]}{self.place}x;H;1.2.1990;;;c@d.dk;ibbis;S\n"
            data = line.encode() if self.place <= self.count else b""
            self.place += 1
            buffer[: len(data)] = data
            return len(data)

    source = Endless()
    found = read_list(io.BufferedReader(cast(io.RawIOBase, source), 1024), today=TODAY)
    assert isinstance(next(found), ImportRow)
    assert source.place < 2_000
    assert sum(isinstance(row, ImportRow) for row in found) == Endless.count - 1


CELLS = st.text(max_size=12) | st.sampled_from(['"', '""', '"a', ";", ",", "\n", "=1", "Amal", "1.2.1990", "a@b.dk", "\x00", "\ufeff"])


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for start in (b"", f"{DANISH}\n".encode()):
        try:
            found = read(start + data)
        except Refusal as refusal:
            assert refusal.english()
        else:
            assert all(isinstance(one, ImportRow) or one.english() for one in found)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=1, max_size=13), max_size=6), st.sampled_from(";,"))
def test_no_row_with_a_content_is_lost(table: list[list[str]], delimiter: str) -> None:
    """Each row the spreadsheet wrote is a referral or has a fault at the line where it begins."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(DANISH.split(";"))
    begins = []
    for row in table:
        # TextIOWrapper makes every "\r" a line end of its own, as an editor does.
        begins.append(buffer.getvalue().replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1)
        writer.writerow(row)
    named = {one.line for one in read(buffer.getvalue().encode("utf-8", "replace"))}
    assert named == {line for line, row in zip(begins, table, strict=True) if any(cell.strip() for cell in row)}


@settings(max_examples=100, deadline=None)
@given(st.permutations(range(12)), st.sampled_from(["utf-8", "utf-8-sig", "cp1252"]))
def test_the_order_of_columns_and_the_way_of_saving_change_no_key(order: list[int], encoding: str) -> None:
    lines = [line.split(";") for line in (DANISH, AMAL, MAX)]
    shuffled = "\n".join(";".join(line[place] for place in order) for line in lines)
    assert read(shuffled, encoding) == rows(f"{DANISH}\n{AMAL}\n{MAX}")
