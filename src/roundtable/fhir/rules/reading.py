"""Reading a resource so that nothing is lost: every element read is noted, and the rest can be listed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from roundtable.fhir.rules.taken import LeftBehind
from roundtable.kernel.calendar import FIRST_YEAR, LAST_YEAR
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import clean_line, clean_text

Path = tuple[str | int, ...]

LONGEST_TEXT = 4000
LONGEST_LINE = 300

NO_PLACE = gettext_noop("There is no place for this here.")
NOT_IN_FILE = gettext_noop("It points to something that is not in this file.")
NOT_A_DAY = gettext_noop("This is not one whole day between %(first)s and %(last)s, as dates are kept here.")
_NARRATIVE = gettext_noop("The narrative repeats the rest in prose.")
_OF_ITS_RECORD = gettext_noop("Diagnoses, measurements and treatment details stay in the health record.")
_REASONS: Mapping[str, str] = {
    "meta": gettext_noop("Technical notes of the other system are not kept here."),
    "identifier": gettext_noop("Numbers of other systems are not kept here."),
    "code": gettext_noop("Other words say it already."),
    "coding": gettext_noop("Codes have no place here; words have."),
    "extension": gettext_noop("This extension is not known here."),
    "address": gettext_noop("Addresses are not taken over: they are for the citizen to give."),
    "contact": gettext_noop("Relatives are not taken over: the citizen invites whom they want."),
    "photo": gettext_noop("Pictures are not taken over."),
    "gender": gettext_noop("Gender is not asked for here."),
    **dict.fromkeys(
        ("addresses", "reasonReference", "supportingInfo", "outcomeReference", "outcomeCodeableConcept", "outcomeCode"), _OF_ITS_RECORD
    ),
    **dict.fromkeys(
        ("bodySite", "specimen", "encounter", "productCodeableConcept", "productReference", "dailyAmount", "quantity"), _OF_ITS_RECORD
    ),
    **dict.fromkeys(
        ("target", "measure", "insurance", "orderDetail", "quantityQuantity", "quantityRatio", "quantityRange"), _OF_ITS_RECORD
    ),
}
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T.*)?")


@dataclass(eq=False, slots=True)
class Resource:
    """One resource of the file: where it stands (`place`, a FHIR path), how it is pointed to, what of it was read."""

    place: str
    content: Mapping[str, Any]
    full_url: str = ""
    container: "Resource | None" = None
    contained: dict[str, "Resource"] = field(default_factory=dict)
    used: set[Path] = field(default_factory=set)
    reasons: dict[Path, tuple[str, Mapping[str, object]]] = field(default_factory=dict)
    unfit: Refusal | None = None

    @property
    def kind(self) -> str:
        """Its resourceType."""
        return str(self.content["resourceType"])

    @property
    def id(self) -> str:
        """Its id, or nothing."""
        found = self.content.get("id")
        return found if isinstance(found, str) else ""

    @property
    def name(self) -> str:
        """How a person finds it in the file."""
        return f"{self.container.name}#{self.id}" if self.container else f"{self.kind}/{self.id}" if self.id else self.kind

    @property
    def root(self) -> "Element":
        """The whole of it, to be read."""
        return Element(self, (), self.content)

    def left_behind(self) -> Iterator[LeftBehind]:
        """What was not read: all of it where nothing was, else each element without a place."""
        if self.unfit:
            yield LeftBehind(self.place, self.name, self.unfit.msgid, self.unfit.params)
            return
        if not self.used:
            yield LeftBehind(self.place, self.name, _NOT_NEEDED.get(self.kind, _OF_ITS_RECORD))
            return
        known = {path[:length] for path in (*self.used, *self.reasons) for length in range(len(path))}
        yield from self._unread(self.content, (), known)
        for inner in self.contained.values():
            yield from inner.left_behind()

    def _unread(self, value: Any, path: Path, known: set[Path]) -> Iterator[LeftBehind]:
        """The topmost elements that were not read, below `path`."""
        inside = value.items() if isinstance(value, Mapping) else enumerate(value)
        for key, inner in inside:
            here = (*path, key)
            if here in self.used or here in (("resourceType",), ("id",), ("contained",)):
                continue
            if here in known and isinstance(inner, Mapping | list):
                yield from self._unread(inner, here, known)
            else:
                reason, params = self.reasons.get(here) or (_reason(here), {})
                yield LeftBehind(self.path(here), self.name, reason, params)

    def path(self, path: Path) -> str:
        """A FHIR path as written."""
        written = self.place + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
        return written if written.isprintable() else "".join(sign if sign.isprintable() else "?" for sign in written)


@dataclass(frozen=True, slots=True)
class Element:
    """One element, present or not; reading it notes that it was read. Wrong shapes read as absent, and so stay in the list."""

    resource: Resource
    path: Path
    value: Any

    def __bool__(self) -> bool:
        return self.value is not None

    def __getitem__(self, key: str) -> "Element":
        value = self.value.get(key) if isinstance(self.value, Mapping) else None
        return Element(self.resource, (*self.path, key), value)

    def each(self, key: str) -> "list[Element]":
        """The repetitions of an element."""
        found = self[key]
        if not isinstance(found.value, list):
            return []
        return [Element(self.resource, (*found.path, place), value) for place, value in enumerate(found.value)]

    @property
    def written(self) -> str:
        """The element's FHIR path."""
        return self.resource.path(self.path)

    def read(self) -> Any:
        """Its value as it stands, noted as read."""
        if self:
            self.resource.used.add(self.path)
        return self.value

    def code(self) -> str:
        """A code, noted as read; "" for none."""
        return str(self.read()) if isinstance(self.value, str) else ""

    def leave(self, reason: str, **params: object) -> None:
        """Note why it stays behind."""
        if self:
            self.resource.used.discard(self.path)
            self.resource.reasons[self.path] = (reason, params)

    def line(self) -> str:
        """A text of one line; one that cannot be kept stays behind with the reason."""
        return self._text(" ".join(self.value.split()), LONGEST_LINE, clean_line) if isinstance(self.value, str) else ""

    def prose(self) -> str:
        """A text; one that cannot be kept stays behind with the reason."""
        return self._text(self.value, LONGEST_TEXT, clean_text) if isinstance(self.value, str) else ""

    def narrative(self) -> str:
        """The words of a narrative, without its markup."""
        found = self["div"]
        if not isinstance(found.value, str):
            return ""
        words = _Words()
        words.feed(found.value)
        words.close()
        self["status"].read()
        return found._text(
            "\n".join(line for raw in "".join(words.found).splitlines() if (line := " ".join(raw.split()))), LONGEST_TEXT, clean_text
        )

    def words(self) -> str:
        """The words of a CodeableConcept: its text, else the first words of a code."""
        return self["text"].line() or next((words for coding in self.each("coding") if (words := coding["display"].line())), "")

    def day(self) -> date | None:
        """The day of a date or of a moment as written there; half dates and far years stay behind."""
        if not isinstance(self.value, str):
            return None
        found = _DAY.fullmatch(self.value)
        try:
            day = date(int(found[1]), int(found[2]), int(found[3])) if found else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.leave(NOT_A_DAY, first=FIRST_YEAR, last=LAST_YEAR)
            return None
        self.read()
        return day

    def _text(self, value: str, longest: int, clean: Any) -> str:
        try:
            text: str = clean(value, longest)
        except Refusal as refusal:
            self.leave(refusal.msgid, **refusal.params)
            return ""
        self.read()
        return text


class _Words(HTMLParser):
    """The words between tags; scripts and styles say nothing to a reader."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins a new line."""
        self._silent = tag in ("script", "style")
        if tag in ("p", "div", "br", "li", "tr", "table", "h1", "h2", "h3", "h4"):
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """After a script, words count again."""
        self._silent = False

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._silent:
            self.found.append(data.replace("\n", " "))


_NOT_NEEDED: Mapping[str, str] = {
    "Bundle": gettext_noop("A Bundle inside a Bundle is not opened. Give it as a file of its own."),
    "Patient": gettext_noop("Nothing that was taken over is about this person."),
    **dict.fromkeys(
        ("Practitioner", "PractitionerRole", "RelatedPerson", "Organization"), gettext_noop("Nothing that was taken over names them.")
    ),
    **dict.fromkeys(("Goal", "CareTeam"), gettext_noop("The plan it belongs to was not taken over, or does not name it.")),
    "Task": gettext_noop("No plan that was taken over names this task."),
}


def _reason(path: Path) -> str:
    """Why an element has no place, by its name."""
    if path == ("text",):
        return _NARRATIVE
    if "coding" in path:
        return _REASONS["coding"]
    name = next(part for part in reversed(path) if isinstance(part, str))
    return _REASONS.get("extension" if name.startswith("_") else name, NO_PLACE)
