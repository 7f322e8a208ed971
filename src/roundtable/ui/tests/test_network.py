"""The picture of texts and what lies between them."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from roundtable.ui.network import Between, Box, draw_network

SVG = "{http://www.w3.org/2000/svg}"


def drawn(boxes: list[Box], lines: list[Between]) -> ElementTree.Element:
    return ElementTree.fromstring(draw_network(boxes, lines))


@given(
    st.lists(st.tuples(st.sampled_from(["above", "left", "right", "below"]), st.text(max_size=80)), max_size=30),
    st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29), st.sampled_from(["helps", "fits", "competes"])), max_size=30),
)
def test_whatever_people_write_the_picture_is_well_formed_and_holds_every_box(texts: list, lines: list) -> None:
    boxes = [Box(str(number), place, f"{number} · Amal", text) for number, (place, text) in enumerate(texts)]
    picture = drawn(boxes, [Between(str(one), str(other), line) for one, other, line in lines])
    assert len(picture.findall(f"{SVG}rect")) == len(boxes)
    tall = float(picture.attrib["viewBox"].split()[3])
    for rect in picture.findall(f"{SVG}rect"):
        assert float(rect.attrib["x"]) >= 0 and float(rect.attrib["x"]) + float(rect.attrib["width"]) <= 360
        assert float(rect.attrib["y"]) >= 0 and float(rect.attrib["y"]) + float(rect.attrib["height"]) <= tall


def test_no_line_is_told_by_colour_alone() -> None:
    boxes = [Box("a", "left", "1 · Amal", "Sleep"), Box("b", "right", "2 · Cleo", "Two mornings"), Box("s", "above", "3", "Together")]
    lines = [Between("a", "b", "competes"), Between("a", "b", "fits"), Between("a", "s", "helps")]
    picture = drawn(boxes, lines)
    assert {text.text for text in picture.iter(f"{SVG}text")} >= {"=", "≠", "Sleep", "Two mornings"}
    colours = {shape.attrib.get("stroke") or shape.attrib.get("fill") for shape in picture.iter() if shape.tag != f"{SVG}svg"}
    assert colours <= {"currentColor"}
    assert sum("stroke-dasharray" in path.attrib for path in picture.iter(f"{SVG}path")) == 1


def test_the_same_boxes_give_the_same_bytes_and_a_line_to_nothing_is_left_out() -> None:
    boxes = [Box("a", "left", "1", "<b>&amp;")]
    assert draw_network(boxes, [Between("a", "gone", "fits")]) == draw_network(boxes, [])
    assert "<b>" not in draw_network(boxes, [])
