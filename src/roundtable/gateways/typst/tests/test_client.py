"""The printer: tagged A4, whatever people wrote, and no way out of the template."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from roundtable.gateways.typst import PrintingTrouble, render

TEMPLATE = Path(__file__).parent / "letter.typ"


def printed(text: str) -> PdfReader:
    return PdfReader(io.BytesIO(render(TEMPLATE, {"title": "Plan", "text": text})))


def test_a_page_is_tagged_a4_and_carries_title_and_language() -> None:
    document = printed("Every morning with Bo: æøå é")
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 (a PDF boolean is not Python's)
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert document.metadata is not None and document.metadata.title == "Plan"
    assert [round(float(side)) for side in document.pages[0].mediabox[2:]] == [595, 842]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert "Every morning with Bo: æøå é" in document.pages[0].extract_text()


def test_signs_without_a_shape_are_named_and_never_lost() -> None:
    text = printed("Tired \U0001f600 but well").pages[0].extract_text()
    assert "Tired" in text and "but well" in text
    assert "grinning face" in text.replace("\n", " ") or "\U0001f600" in text


@pytest.mark.parametrize(
    "text", ['#read("/etc/passwd")', "#sys.version", "$x^2$ *b* _i_ `c` <a> @b", '"]) #panic("x")', "= Heading\n- list"]
)
def test_what_people_write_is_never_code(text: str) -> None:
    shown = printed(text).pages[0].extract_text()
    assert text.split("\n")[0] in shown.replace("\n", " ")


def test_a_template_reads_no_files(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("confidence")
    for path in ("secret.txt", "/secret.txt", "/etc/hostname", "../secret.txt"):
        thief = tmp_path / "thief.typ"
        thief.write_text(f'#set document(title: "x")\n#read("{path}")')
        with pytest.raises(PrintingTrouble):
            render(thief, {})


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_can_be_printed(text: str) -> None:
    assert printed(text).pages[0].extract_text().startswith("Plan")
