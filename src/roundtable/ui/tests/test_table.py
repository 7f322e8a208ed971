"""The drawing of the table: true, well-formed, the same everywhere."""

import math
import xml.etree.ElementTree as ET

import pytest

from roundtable.ui.table import PATTERNS, SeatMark, Size, draw_face, draw_table, places

SVG = "{http://www.w3.org/2000/svg}"
AMAL = SeatMark("Amal Haddad", "AH", "", reads=True, answer="yes", is_citizen=True, is_me=True)
BO = SeatMark("Bo Lund", "BL", "Mental health services", "dots", reads=True, answer="yes_but", state="writes")
CLEO = SeatMark("Cleo Dahl", "CD", "Jobcentre", "stripe", answer="no", state="missing")
SIZES: tuple[Size, ...] = ("large", "small", "answers")


def crowd(count: int) -> tuple[SeatMark, ...]:
    """Amal and `count` - 1 others."""
    return (AMAL, *(SeatMark(f"Person {number}", f"P{number}", "X", PATTERNS[number % len(PATTERNS)]) for number in range(1, count)))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seats", [(), (AMAL,), (AMAL, BO, CLEO), crowd(8), crowd(25)], ids=len)
def test_every_drawing_is_valid_xml_with_a_title_and_a_description(seats: tuple[SeatMark, ...], size: Size) -> None:
    root = ET.fromstring(draw_table(seats, size))
    assert root.get("role") == "img"
    assert [child.tag for child in root][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert root[0].text
    assert all(seat.name in (root[1].text or "") for seat in seats)
    assert not root.findall(".//*[@style]"), "the content policy allows no inline style"
    assert not root.findall(".//*[@id]"), "two drawings on a page would clash"


@pytest.mark.parametrize("size", SIZES)
def test_hostile_names_stay_names(size: Size) -> None:
    hostile = SeatMark("<script>alert(1)</script>\x00\u202e & \ufffe\ud800]]>", '"><', "</desc><svg onload='x'>", reads=True)
    drawing = draw_table((hostile, AMAL), size)
    root = ET.fromstring(drawing)
    assert not root.findall(f".//{SVG}script") and not root.findall(f".//{SVG}svg")
    assert "\u202e" not in drawing and "\x00" not in drawing


@pytest.mark.parametrize("count", range(1, 13))
def test_the_citizen_always_sits_at_the_bottom_in_the_middle(count: int) -> None:
    seat, x, y = next(place for place in places(crowd(count)) if place[0].is_citizen)
    assert seat == AMAL
    assert math.isclose(x, 0, abs_tol=1e-9) and math.isclose(y, 1)


def test_a_familys_citizens_sit_together_around_the_bottom() -> None:
    mia, per, jo = (SeatMark(name, name[0], "", is_citizen=True) for name in ("Mia", "Per", "Jo"))
    placed = {seat.name: (x, y) for seat, x, y in places((BO, mia, per, jo, CLEO))}
    assert placed["Mia"][0] < placed["Per"][0] < placed["Jo"][0]
    assert math.isclose(placed["Per"][0], 0, abs_tol=1e-9) and math.isclose(placed["Mia"][1], placed["Jo"][1])
    assert len({(round(x, 6), round(y, 6)) for x, y in placed.values()}) == 5, "nobody sits on another's lap"


def test_the_small_table_fills_the_seats_of_those_who_can_read_and_says_so() -> None:
    drawing = draw_table((AMAL, BO, CLEO), "small")
    assert drawing.count("rt-seat--reads") == 2 and drawing.count("rt-seat--empty") == 1
    assert "<title>Who can read this: 2 people at the table</title>" in drawing
    assert (
        "Amal Haddad (you): can read this. Bo Lund, Mental health services: can read this. Cleo Dahl, Jobcentre: cannot read this."
        in drawing
    )


def test_answers_are_told_by_a_word_and_a_mark_not_by_colour() -> None:
    root = ET.fromstring(draw_table((AMAL, BO, CLEO, SeatMark("Finn", "FH", "")), "answers"))
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert {"Yes", "Yes, but …", "No", "No answer yet"} <= set(words)
    marks = {path.get("d", "").split("l")[-1].split("h", 1)[-1] for path in root.iter(f"{SVG}path")}
    assert len(marks) == 4, "each answer has a mark of its own"


def test_who_shares_an_initial_is_told_apart_in_the_drawing_and_named_in_its_text() -> None:
    seats = (SeatMark("Amal", "A", "", is_citizen=True), SeatMark("Anna", "A", "Health"), SeatMark("Anders", "A", "Jobcentre"))
    root = ET.fromstring(draw_table(seats, "answers"))
    drawn = [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "rt-seat__initials"]
    assert sorted(drawn) == ["Am", "And", "Ann"]
    assert all(f"{seat.name}" in (root[1].text or "") for seat in seats)


def test_the_large_table_says_who_writes_and_who_is_missing() -> None:
    drawing = draw_table((AMAL, BO, CLEO))
    assert ">writes for all</text>" in drawing and ">not here</text>" in drawing
    assert drawing.count("rt-seat--missing") == 1


def test_every_organisation_pattern_looks_different_without_colour() -> None:
    faces = {draw_face("XX", pattern) for pattern in PATTERNS}
    assert len(faces) == len(PATTERNS)


def test_the_same_seats_give_the_same_bytes() -> None:
    assert draw_table(crowd(7), "answers") == draw_table(crowd(7), "answers")


@pytest.mark.parametrize("wrong", [{"pattern": "red"}, {"answer": "maybe"}, {"state": "asleep"}], ids=str)
def test_unknown_marks_are_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="Unknown"):
        SeatMark("Bo", "B", "", **wrong)  # type: ignore[arg-type]
