"""The plain data behind the components: what a page hands to a template tag."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Mark = Literal["moss", "amber", "slate", "plum"]
MARKS: tuple[Mark, ...] = ("moss", "amber", "slate", "plum")
"""moss = yes or done, amber = yes but or being discussed, slate = not yet or nothing, plum = no or needs attention."""


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. `on` is a local day or moment; `url` leads to it, empty for none."""

    title: str
    on: date
    by: str = ""
    text: str = ""
    url: str = ""


@dataclass(frozen=True)
class SummaryRow:
    """One line of a summary: what, its value, and a link to change it."""

    label: str
    value: str
    url: str = ""
    action: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """A person as shown in lists: face (initials), role, organisation, hours, telephone; `pattern` as in the table drawing."""

    name: str
    initials: str
    role: str = ""
    organisation: str = ""
    hours: str = ""
    phone: str = ""
    pattern: str = "plain"
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Pager:
    """Where we are in a long list. `url` holds the page's address up to the number, for example `?state=sent&page=`."""

    page: int
    pages: int
    url: str = "?page="

    @property
    def previous_page(self) -> int | None:
        """The page before, or None on the first."""
        return self.page - 1 if self.page > 1 else None

    @property
    def next_page(self) -> int | None:
        """The page after, or None on the last."""
        return self.page + 1 if self.page < self.pages else None
