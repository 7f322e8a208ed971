"""The one picture of the product: a small drawing of the round table, with a seat for each person.

Pure: the same seats give the same bytes. It never stands alone; the words beside it say the same.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from django.utils.translation import gettext, ngettext

from roundtable.ui.fields import tidy_text

Size = Literal["large", "small", "answers"]
PATTERNS = ("plain", "stripe", "dots", "double", "dash", "ticks")
"""One per organisation, so that nobody needs colour to tell them apart. `plain` is the citizen's and those beside the citizen."""

ANSWERS = ("yes", "yes_but", "no", "not_yet", "pending")
STATES = ("", "here", "missing", "writes", "pause")


@dataclass(frozen=True)
class SeatMark:
    """One seat as drawn. `answer` is one of ANSWERS or None; `state` one of STATES (meeting page); `pattern` one of PATTERNS."""

    name: str
    initials: str
    organisation: str
    pattern: str = "plain"
    reads: bool = False
    answer: str | None = None
    is_citizen: bool = False
    is_me: bool = False
    state: str = ""

    def __post_init__(self) -> None:
        if self.pattern not in PATTERNS:
            raise ValueError(f"Unknown pattern {self.pattern!r}")
        if self.answer is not None and self.answer not in ANSWERS:
            raise ValueError(f"Unknown answer {self.answer!r}")
        if self.state not in STATES:
            raise ValueError(f"Unknown state {self.state!r}")


@dataclass(frozen=True)
class Readers:
    """Who can read something: the words ("You and Bo") and the seats to draw."""

    words: str
    seats: tuple[SeatMark, ...] = ()


def answer_words(answer: str | None) -> str:
    """The answer as people say it."""
    return {
        "yes": gettext("Yes"),
        "yes_but": gettext("Yes, but …"),
        "no": gettext("No"),
        "not_yet": gettext("Not yet"),
        "pending": gettext("No answer yet"),
    }.get(answer or "", "")


def answer_mark(answer: str | None) -> str:
    """The state colour that goes with an answer."""
    return {"yes": "moss", "yes_but": "amber", "no": "plum"}.get(answer or "", "slate")


def state_words(state: str) -> str:
    """What somebody is doing in a meeting, in a word."""
    return {
        "here": gettext("here"),
        "missing": gettext("not here"),
        "writes": gettext("writes for all"),
        "pause": gettext("asks for a pause"),
    }.get(state, "")


def places(seats: Sequence[SeatMark]) -> list[tuple[SeatMark, float, float]]:
    """Each seat with its direction from the middle (x, y on the unit circle, y downwards); citizens at the bottom, centred."""
    citizens = [seat for seat in seats if seat.is_citizen]
    others = [seat for seat in seats if not seat.is_citizen]
    count = max(len(citizens) + len(others), 1)
    turn = 2 * math.pi / count
    first = math.pi / 2 + turn * (len(citizens) - 1) / 2  # the first citizen sits leftmost of the group
    placed = []
    for index, seat in enumerate(citizens):
        angle = first - turn * index
        placed.append((seat, math.cos(angle), math.sin(angle)))
    start = first + turn  # then on to the left, around the table with the clock
    if not citizens:
        start = math.pi / 2 + turn / 2
    for index, seat in enumerate(others):
        angle = start + turn * index
        placed.append((seat, math.cos(angle), math.sin(angle)))
    return placed


def describe(seats: Sequence[SeatMark], size: Size) -> str:
    """The same as the picture, in one sentence a person; read out by screen readers."""
    sentences = []
    for seat in seats:
        who = gettext("%(name)s (you)") % {"name": seat.name} if seat.is_me else seat.name
        if seat.organisation:
            who = f"{who}, {seat.organisation}"
        if size == "small":
            says = gettext("can read this") if seat.reads else gettext("cannot read this")
        elif size == "answers":
            says = answer_words(seat.answer or "pending")
        else:
            says = state_words(seat.state)
        sentences.append(f"{who}: {says}." if says else f"{who}.")
    return " ".join(sentences)


def table_title(seats: Sequence[SeatMark], size: Size) -> str:
    """The name of the picture."""
    if size == "small":
        reading = sum(seat.reads for seat in seats)
        return ngettext("Who can read this: %(count)s person at the table", "Who can read this: %(count)s people at the table", reading) % {
            "count": reading
        }
    if size == "answers":
        return gettext("What each person at the table says")
    return ngettext("The table, with %(count)s person", "The table, with %(count)s people", len(seats)) % {"count": len(seats)}


def letters(seats: Sequence[SeatMark]) -> tuple[str, ...]:
    """The letters in each seat, at least two where the name has them, and no two seats alike as long as three letters can tell them apart.

    >>> letters([SeatMark("Amal", "A", ""), SeatMark("Bo Holm", "BH", ""), SeatMark("Bo Hald", "BH", "")])
    ('Am', 'Bom', 'Bod')
    """
    found = [seat.initials if len(seat.initials) > 1 else seat.name.strip()[:2] or seat.initials for seat in seats]
    for length in (3, 1):
        alike = {mark.casefold() for mark in found if sum(mark.casefold() == other.casefold() for other in found) > 1}
        found = [_longer(seat.name, length) if mark.casefold() in alike else mark for mark, seat in zip(found, seats, strict=True)]
    return tuple(found)


def _longer(name: str, length: int) -> str:
    """Three letters of a name: the first three of the given name, or its first two and the last of the family name."""
    words = name.split()
    given = words[0] if words else ""
    return given[:3] if length == 3 or len(words) < 2 else given[:2] + words[-1][-1:]


def draw_table(seats: Sequence[SeatMark], size: Size = "large", title: str = "") -> str:
    """The drawing as SVG text, well-formed whatever the names hold. Sizes: large, small (one line high), answers."""
    if size == "small":
        return _svg(_small(seats), "0 0 40 40", seats, size, title)
    shape = _shape(len(seats))
    gap = 14 if len(seats) <= 7 else 22
    across, down = shape.across - shape.seat - gap, shape.down - shape.seat - 14
    table = (
        f'<ellipse class="rt-table__top" cx="{_n(shape.middle_x)}" cy="{_n(shape.middle_y)}" rx="{_n(across)}" ry="{_n(down)}" '
        'fill="#F3F1EA" stroke="#D9D6CB"/>'
    )
    told = dict(zip(seats, letters(seats), strict=True))
    parts = [table, *(_seat(seat, told[seat], x, y, shape, answers=size == "answers") for seat, x, y in places(seats))]
    top, bottom = _reach(seats, shape, down)
    return _svg(parts, f"0 {_n(top)} {_n(shape.middle_x * 2)} {_n(bottom - top)}", seats, size, title)


def draw_face(initials: str, pattern: str = "plain") -> str:
    """One seat alone, as it is drawn at the table; decoration beside a name, so hidden from screen readers."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="rt-table rt-face" viewBox="0 0 64 64" aria-hidden="true" focusable="false">'
        f"{_disc(initials, pattern, 32, 32, 30, edge=1.2)}</svg>"
    )


@dataclass(frozen=True)
class _Shape:
    """Measures of a drawing: how far seats are from the middle, how large a seat is, whether names fit below it."""

    across: float
    down: float
    seat: float
    named: bool

    middle_x = 160.0

    @property
    def middle_y(self) -> float:
        return self.down + self.seat + (46 if self.named else 4)


def _shape(count: int) -> _Shape:
    """More people make the table longer, so that names keep their room; above ten, the words beside carry the names."""
    if count <= 4:
        return _Shape(across=112, down=112, seat=29, named=True)
    if count <= 7:
        return _Shape(across=118, down=122, seat=27, named=True)
    return _Shape(across=116, down=165, seat=22, named=count <= 10)


def _reach(seats: Sequence[SeatMark], shape: _Shape, table: float) -> tuple[float, float]:
    """From where to where the drawing goes down: no empty paper above or below where nobody sits at the head or the foot."""
    above, below = (50, 40) if shape.named else (4, 4)
    heights = [(shape.middle_y + shape.down * y, y <= -0.4) for _seat_, _x, y in places(seats)]
    tops = [y - shape.seat - (above if upper else 14) for y, upper in heights]
    bottoms = [y + shape.seat + (4 if upper else below) for y, upper in heights]
    return min([shape.middle_y - table - 4, *tops]), max([shape.middle_y + table + 4, *bottoms])


def _svg(parts: list[str], box: str, seats: Sequence[SeatMark], size: Size, title: str) -> str:
    name = _text(title or table_title(seats, size))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rt-table rt-table--{size}" viewBox="{box}" role="img" focusable="false">'
        f"<title>{name}</title><desc>{_text(describe(seats, size))}</desc>{''.join(parts)}</svg>"
    )


def _small(seats: Sequence[SeatMark]) -> list[str]:
    parts = ['<circle class="rt-table__top" cx="20" cy="20" r="8.5" fill="none" stroke="#6F7D82" stroke-width="1.5"/>']
    dot = 4.2 if len(seats) <= 8 else 2.8
    for seat, x, y in places(seats):
        kind = "reads" if seat.reads else "empty"
        fill = "#1B6470" if seat.reads else "none"
        parts.append(
            f'<circle class="rt-seat rt-seat--{kind}" cx="{_n(20 + 15 * x)}" cy="{_n(20 + 15 * y)}" r="{dot}" '
            f'fill="{fill}" stroke="#1B6470" stroke-width="1.4"/>'
        )
    return parts


def _seat(seat: SeatMark, told: str, turn_x: float, turn_y: float, shape: _Shape, *, answers: bool) -> str:
    x, y = shape.middle_x + shape.across * turn_x, shape.middle_y + shape.down * turn_y
    body = [_disc(told, seat.pattern, x, y, shape.seat, edge=2.5 if seat.is_citizen else 1.2)]
    if answers:
        body.append(_answer(seat.answer or "pending", x, y, shape.seat))
    if shape.named:
        says = answer_words(seat.answer or "pending") if answers else state_words(seat.state) if seat.state != "here" else ""
        # Names stand on the outer side, so that none lies on the table.
        first = y + shape.seat + 17 if turn_y > -0.4 else y - shape.seat - (31 if says else 11)
        body.append(_label(gettext("You") if seat.is_me else _first_name(seat.name), x, first, bold=seat.is_me))
        if says:
            body.append(
                f'<text class="rt-seat__says" x="{_n(x)}" y="{_n(first + 17)}" text-anchor="middle" font-size="14" fill="#4C5A60">'
                f"{_text(says)}</text>"
            )
    missing = " rt-seat--missing" if seat.state == "missing" and not answers else ""
    return f'<g class="rt-seat-group{missing}">{"".join(body)}</g>'


def _label(name: str, x: float, y: float, *, bold: bool) -> str:
    weight = ' font-weight="600"' if bold else ""
    place = f'x="{_n(x)}" y="{_n(y)}" text-anchor="middle"'
    return f'<text class="rt-seat__name" {place} font-size="15"{weight} fill="#1E2B30">{_text(name)}</text>'


def _disc(initials: str, pattern: str, x: float, y: float, radius: float, *, edge: float) -> str:
    """The round seat with its organisation's ring and the person's initials."""
    ground = f'cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="#FBFAF6" stroke="#1E2B30" stroke-width="{_n(edge)}"'
    letters = (
        f'x="{_n(x)}" y="{_n(y + radius * 0.2)}" text-anchor="middle" font-size="{_n(radius * 0.58)}" font-weight="600" fill="#1E2B30"'
    )
    return (
        f'<circle class="rt-seat__ground" {ground}/>{_pattern(pattern, x, y, radius)}'
        f'<text class="rt-seat__initials" {letters}>{_text(initials[:3])}</text>'
    )


def _pattern(pattern: str, x: float, y: float, radius: float) -> str:
    """The organisation's ring, just inside the seat's edge; drawn line by line, because shared ids clash on a page."""
    ring = radius - 3.5
    circle = f'<circle class="rt-seat__ring" cx="{_n(x)}" cy="{_n(y)}" fill="none" stroke="#1B6470"'
    if pattern == "double":
        return f'{circle} r="{_n(ring + 0.5)}" stroke-width="1.3"/>{circle} r="{_n(ring - 3)}" stroke-width="1.3"/>'
    if pattern == "dash":
        return f'{circle} r="{_n(ring - 0.5)}" stroke-width="4" stroke-dasharray="9 5"/>'
    if pattern == "dots":
        return f'{circle} r="{_n(ring - 0.5)}" stroke-width="4.2" stroke-linecap="round" stroke-dasharray="0.1 8"/>'
    if pattern == "stripe":
        return f'{circle} r="{_n(ring - 0.5)}" stroke-width="5" stroke-dasharray="1.6 2.6"/>'
    if pattern == "ticks":
        return f'{circle} r="{_n(ring)}" stroke-width="1.2"/>{circle} r="{_n(ring - 2)}" stroke-width="5" stroke-dasharray="1.5 14"/>'
    return ""


def _answer(answer: str, x: float, y: float, radius: float) -> str:
    """A mark on the seat's shoulder: check, check with dots, bar, three dots. The word stands beside."""
    mark_x, mark_y = x + radius * 0.82, y - radius * 0.82
    kind = answer_mark(answer)
    strokes = {
        "yes": f"M{_n(mark_x - 5)} {_n(mark_y)}l3.6 4.2 6.6-8",
        "yes_but": f"M{_n(mark_x - 6)} {_n(mark_y - 1)}l3 3.6 5.4-6.6M{_n(mark_x - 2)} {_n(mark_y + 6.5)}h.1m3.5 0h.1m3.5 0h.1",
        "no": f"M{_n(mark_x - 5.5)} {_n(mark_y)}h11",
        "not_yet": f"M{_n(mark_x - 5)} {_n(mark_y)}h.1m4.9 0h.1m4.9 0h.1",
        "pending": f"M{_n(mark_x - 5)} {_n(mark_y)}h.1m4.9 0h.1m4.9 0h.1",
    }[answer]
    grounds = {
        "moss": ("#DDEBDC", "#21502F"),
        "amber": ("#F8E8C2", "#5E4200"),
        "plum": ("#F0DFEE", "#5A2A55"),
        "slate": ("#E3E8EA", "#37474F"),
    }
    ground, ink = grounds[kind]
    return (
        f'<g class="rt-answer rt-answer--{kind}"><circle cx="{_n(mark_x)}" cy="{_n(mark_y)}" r="11" fill="{ground}" stroke="{ink}"/>'
        f'<path d="{strokes}" fill="none" stroke="{ink}" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )


def _first_name(name: str) -> str:
    first = name.split()[0] if name.split() else ""
    return first if len(first) <= 12 else f"{first[:11]}…"


def _text(text: str) -> str:
    """Text for SVG: escaped, and without the characters XML cannot hold."""
    return escape(tidy_text(str(text)).replace("\ufffe", "").replace("\uffff", ""))


def _n(number: float) -> str:
    """A coordinate with at most one decimal: small files, same bytes on every machine."""
    return f"{number:.1f}".removesuffix(".0") if abs(number) >= 0.05 else "0"
