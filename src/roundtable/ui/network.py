"""A small picture of texts and what lies between them: two columns of boxes, one box above for all, one below as a condition.

Pure: the same boxes give the same bytes. Strokes and text take the colour of the page, so that it prints in black and white and stands in
forced colours. The words beside it, in a table, say the same.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from roundtable.ui.fields import tidy_text

Place = Literal["above", "left", "right", "below"]
Line = Literal["helps", "fits", "competes"]
WIDE, SIDE, TALL, GAP = 360, 136, 64, 14
ABOVE = 74
LETTERS = {"above": 34, "below": 34, "left": 19, "right": 19}
"""How many letters of 12 px fit into a box of each place."""
MARKS = {"fits": "=", "competes": "≠"}


@dataclass(frozen=True)
class Box:
    """One text in the picture: its key, its head ("1 · Amal") and its words."""

    key: str
    place: Place
    head: str
    text: str


@dataclass(frozen=True)
class Between:
    """What lies between two boxes: an arrow, a line with an equals sign, or a broken one with an unequal sign."""

    one: str
    other: str
    line: Line


@dataclass(frozen=True)
class _Spot:
    """Where a box stands: its middle, its upper edge, its size."""

    place: Place
    x: float
    y: float
    wide: float
    tall: float


def draw_network(boxes: Sequence[Box], lines: Sequence[Between]) -> str:
    """The drawing as SVG text, hidden from screen readers: the figure around it carries its name, the table its words."""
    spots, tall = _spots(boxes)
    drawn = [_line(line, spots, index) for index, line in enumerate(lines) if line.one in spots and line.other in spots]
    parts = [*(path for path, _sign in drawn), *(_box(box, spots[box.key]) for box in boxes), *(sign for _path, sign in drawn)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rt-network__drawing" viewBox="0 0 {WIDE} {tall}" aria-hidden="true"'
        ' focusable="false">'
        f"{''.join(parts)}</svg>"
    )


def _spots(boxes: Sequence[Box]) -> tuple[dict[str, _Spot], int]:
    """Where each box stands, and how tall the picture is."""
    above = any(box.place == "above" for box in boxes)
    top = (4 + ABOVE + 34) if above else 4
    spots: dict[str, _Spot] = {}
    rows = {"left": 0, "right": 0}
    for box in boxes:
        if box.place == "above":
            spots[box.key] = _Spot("above", WIDE / 2, 4, 250, ABOVE)
        elif box.place != "below":
            x = 3 + SIDE / 2 if box.place == "left" else WIDE - 3 - SIDE / 2
            spots[box.key] = _Spot(box.place, x, top + rows[box.place] * (TALL + GAP), SIDE, TALL)
            rows[box.place] += 1
    bottom = top + max(rows.values()) * (TALL + GAP)
    for box in boxes:
        if box.place == "below":
            bottom += 22
            spots[box.key] = _Spot("below", WIDE / 2, bottom, 250, TALL)
            bottom += TALL + 4
    return spots, bottom


def _box(box: Box, spot: _Spot) -> str:
    """A box with its head and at most two lines of its words."""
    left = spot.x - spot.wide / 2
    dash = ' stroke-dasharray="5 4"' if box.place == "below" else ""
    edge = 3 if box.place == "above" else 1.4
    words = textwrap.wrap(" ".join(tidy_text(box.text).split()), LETTERS[box.place]) or [""]
    if len(words) > 2:
        words = [words[0], words[1][: LETTERS[box.place] - 1].rstrip() + "…"]
    text = "".join(
        f'<text x="{left + 9:g}" y="{spot.y + 39 + 16 * number:g}" font-size="12.5" fill="currentColor">{_text(line)}</text>'
        for number, line in enumerate(words)
    )
    head = textwrap.shorten(" ".join(tidy_text(box.head).split()), LETTERS[box.place] - 1, placeholder="…")
    return (
        f'<rect class="rt-network__box" x="{left:g}" y="{spot.y:g}" width="{spot.wide:g}" height="{spot.tall:g}" rx="6" fill="none"'
        f' stroke="currentColor" stroke-width="{edge}"{dash}/>'
        f'<text x="{left + 9:g}" y="{spot.y + 19:g}" font-size="12" font-weight="600" fill="currentColor">{_text(head)}</text>{text}'
    )


def _line(line: Between, spots: dict[str, _Spot], index: int) -> tuple[str, str]:
    """The way between two boxes, through the middle of the picture, and the sign upon it."""
    start, end = spots[line.one], spots[line.other]
    if start.place in ("above", "below") and end.place not in ("above", "below"):
        start, end = end, start
    (ax, ay), (bx, by) = _edge(start, end, index), _edge(end, start, index)
    middle = WIDE / 2 + (index % 5 - 2) * 9
    curve = f"M{ax:g} {ay:g}C{middle:g} {ay:g} {middle:g} {by:g} {bx:g} {by:g}"
    if end.place in ("above", "below"):
        curve = f"M{ax:g} {ay:g}C{middle:g} {ay:g} {bx:g} {ay:g} {bx:g} {by:g}"
    stroke = {"helps": "1.6", "fits": "1.2", "competes": "2.4"}[line.line]
    dash = ' stroke-dasharray="7 4"' if line.line == "competes" else ""
    path = f'<path d="{curve}" fill="none" stroke="currentColor" stroke-width="{stroke}"{dash}/>'
    if line.line == "helps":
        return path, _arrow(bx, by, end)
    sign_x, sign_y = _between(ax, bx, middle, end), (ay + by) / 2
    sign = (
        f'<circle class="rt-network__ground" cx="{sign_x:g}" cy="{sign_y:g}" r="11" fill="#FBFAF6" stroke="currentColor"'
        ' stroke-width="1.4"/>'
        f'<text x="{sign_x:g}" y="{sign_y + 5:g}" text-anchor="middle" font-size="15" font-weight="600" fill="currentColor">'
        f"{MARKS[line.line]}</text>"
    )
    return path, sign


def _between(ax: float, bx: float, middle: float, end: _Spot) -> float:
    """Where the sign stands: on the middle of the curve."""
    return ax * 0.125 + middle * 0.375 + bx * 0.5 if end.place in ("above", "below") else (ax + bx) / 8 + middle * 0.75


def _edge(spot: _Spot, other: _Spot, index: int) -> tuple[float, float]:
    """Where a line meets a box: at its inner side, or, for the boxes above and below, at the edge towards the others."""
    if spot.place == "above":
        return spot.x + (index % 7 - 3) * 8, spot.y + spot.tall
    if spot.place == "below":
        return spot.x + (index % 7 - 3) * 8, spot.y
    inner = spot.x + (spot.wide / 2 if spot.place == "left" else -spot.wide / 2)
    return inner, spot.y + spot.tall / 2 + (8 if other.y > spot.y else -8 if other.y < spot.y else 0)


def _arrow(x: float, y: float, end: _Spot) -> str:
    """The head of an arrow that arrives at a box."""
    turn = {
        "above": f"M{x - 5:g} {y + 9:g}L{x:g} {y:g}L{x + 5:g} {y + 9:g}Z",
        "below": f"M{x - 5:g} {y - 9:g}L{x:g} {y:g}L{x + 5:g} {y - 9:g}Z",
        "left": f"M{x + 9:g} {y - 5:g}L{x:g} {y:g}L{x + 9:g} {y + 5:g}Z",
        "right": f"M{x - 9:g} {y - 5:g}L{x:g} {y:g}L{x - 9:g} {y + 5:g}Z",
    }
    return f'<path d="{turn[end.place]}" fill="currentColor"/>'


def _text(text: str) -> str:
    return escape(text.replace("\ufffe", "").replace("\uffff", ""))
