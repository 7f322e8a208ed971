"""The page *Who opened what*: a sentence a person first, then each reading."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.ground.disclosure.pages.sayings import how_allowed, kind_words, listed, times_words, title_of, why_opened
from roundtable.ground.disclosure.queries import MonthOfReading, Reading, Readings
from roundtable.ui.parts import Pager


@dataclass(frozen=True)
class ReadingLine:
    """One reading as the citizen sees it."""

    at: datetime
    who: str
    role: str
    what: str
    title: str
    why: str
    allowed: str

    @property
    def at_once(self) -> str:
        """The same for all that one person opened in one minute: they stand together."""
        return f"{self.who}, {self.role}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def same(self) -> tuple[str, ...]:
        """The same for readings that would make the same sentence."""
        return (self.what, self.title, self.why, self.allowed)


@dataclass(frozen=True)
class MonthLink:
    """Another month to turn to. `key` is year and month for the address."""

    key: str
    name: str


@dataclass(frozen=True)
class LogPage:
    """Everything the page shows."""

    case_id: UUID
    sentences: tuple[str, ...]
    month_name: str
    months: tuple[MonthLink, ...]
    lines: tuple[ReadingLine, ...]
    pager: Pager


SAID_AT_ONCE = 2


def month_name(month: date) -> str:
    """A month with its year, in the reader's language."""
    return date_format(month, "YEAR_MONTH_FORMAT")


def person_sentences(sums: tuple[MonthOfReading, ...], month: date) -> tuple[str, ...]:
    """Short sentences a person for a month: "Cleo has read your plan 3 times in May 2026. Last on 12 May." Latest reader first."""
    by_person: dict[UUID, list[MonthOfReading]] = defaultdict(list)
    for row in sums:
        if row.month == month:
            by_person[row.person_id].append(row)
    ordered = sorted(by_person.values(), key=lambda rows: max(row.last_on for row in rows), reverse=True)
    return tuple(_sentence(rows, month) for rows in ordered)


def _sentence(rows: Sequence[MonthOfReading], month: date) -> str:
    """What was read most often, and of the rest two; how much more there is, which stands below by name; and when last.

    A person who reads much would else be a paragraph to get lost in.
    """
    first, *more = _kinds_read(rows)
    said = _("%(name)s has read %(what)s in %(month)s.") % {
        "name": rows[0].name or _("Somebody who has left"),
        "what": first,
        "month": month_name(month),
    }
    left = len(more) - SAID_AT_ONCE
    rest = [_("Also %(what)s.") % {"what": listed(more[:SAID_AT_ONCE])}] if more else []
    if left > 0:
        many = ngettext("And one other kind of text, which stands below.", "And %(count)s other kinds of text, which stand below.", left)
        rest.append(many % {"count": left})
    last = _("Last on %(day)s.") % {"day": date_format(max(row.last_on for row in rows), "MONTH_DAY_FORMAT")}
    return " ".join([said, *rest, last])


def _kinds_read(rows: Sequence[MonthOfReading]) -> list[str]:
    """How often each kind was read, most often first; kinds that have the same words are counted together."""
    times: dict[str, int] = defaultdict(int)
    for row in rows:
        times[kind_words(row.kind, mine=row.mine)] += row.times
    return [times_words(what, count) for what, count in sorted(times.items(), key=lambda item: -item[1])]


def _line(reading: Reading, reader_id: UUID) -> ReadingLine:
    title = title_of(reading.words) if reading.words else ""
    mine = reading.words is not None and reader_id in (reading.words.author_id, reading.words.said_by_id)
    what = kind_words(reading.kind, mine=mine)
    if title.casefold() in (what.casefold(), kind_words(reading.kind).casefold()):
        title = ""  # what has no title of its own is not named twice
    return ReadingLine(
        at=reading.at,
        who=reading.name or _("Somebody who has left"),
        role=", ".join(part for part in (reading.role or _companion(reading.hat), reading.organisation) if part),
        what=what if reading.words else _("a text that you cannot read now"),
        title=title,
        why=why_opened(reading.purpose),
        allowed=how_allowed(reading.basis),
    )


def _by_moment(lines: list[ReadingLine]) -> tuple[ReadingLine, ...]:
    """Latest first; within one person's minute, the same sentences side by side, so that each is said once."""
    order = {moment: place for place, moment in reversed(list(enumerate(line.at_once for line in lines)))}
    return tuple(sorted(lines, key=lambda line: (order[line.at_once], line.same)))


def _companion(hat: str) -> str:
    known = {
        "companion": _("Companion"),
        "representative": _("Acts for somebody"),
        "intake": _("Team leader"),
        "team_leader": _("Team leader"),
        "line_manager": _("Line manager"),
    }
    return known.get(hat, "")


def log_page(case_id: UUID, seen: Readings, reader_id: UUID) -> LogPage:
    """The page for one month. `reader_id`: whose own words are called hers."""
    month = seen.month
    key = f"{month:%Y-%m}" if month else ""
    return LogPage(
        case_id=case_id,
        sentences=person_sentences(seen.sums, month) if month else (),
        month_name=month_name(month) if month else "",
        months=tuple(MonthLink(f"{each:%Y-%m}", month_name(each)) for each in seen.months if each != month),
        lines=_by_moment([_line(reading, reader_id) for reading in seen.readings]),
        pager=Pager(seen.page, seen.pages, f"?month={key}&page="),
    )
