"""Form fields for what people type: text, dates, times; each refuses in words a person can act on, and loses nothing."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

MOST_CHARACTERS = 10_000
"""About five pages: enough for any note here, small enough to read."""

PHONE = RegexValidator(r"^\+?[0-9][0-9 ().-]{3,30}$", _("Write the telephone number with digits only, for example 20 30 40 50."))

# C0 and C1 controls but tab and newline, and lone surrogates: nothing a person types, and PostgreSQL stores no NUL.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Overrides and isolates can make a sentence read differently from what is stored ("Trojan Source", CVE-2021-42574).
DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
NEWLINES = re.compile(r"\r\n|[\r\u0085\u2028\u2029]")

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar januari jan",
            "february februar februari feb",
            "march marts maart mar mrt",
            "april apr",
            "may maj mei",
            "june juni jun",
            "july juli jul",
            "august augustus aug",
            "september sep sept",
            "october oktober oct okt",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}


def tidy_text(text: str) -> str:
    """The same words with one kind of newline and without characters that cannot be seen.

    >>> tidy_text("one\\r\\ntwo\\x00")
    'one\\ntwo'
    """
    text = NEWLINES.sub("\n", text).replace("\ufeff", "")
    return DIRECTION.sub("", CONTROL.sub("", text))


class PlainText(forms.CharField):
    """What a person writes, as plain text: no markup, no hidden characters, one kind of newline.

    readers: who can read it, in words ("You and Bo") or as `roundtable.ui.table.Readers`; shown beside the send button.
    A refused text comes back in the form without the hidden characters, so that sending again is enough.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write something here first."),
        "hidden_characters": _("Your text had characters that nobody can see. We took them out. Look at your text and send it again."),
        "direction": _("Your text had hidden marks that change the reading direction. We took them out. Look at it and send it again."),
        "too_long": _(
            "This text has %(length)s characters. There is room for %(limit)s. Your text is kept here. Make it shorter, then send again."
        ),
    }

    def __init__(
        self,
        *,
        max_length: int = MOST_CHARACTERS,
        multiline: bool = True,
        rows: int = 6,
        readers: Any = None,
        autocomplete: str = "off",
        **kwargs: Any,
    ) -> None:
        if "widget" not in kwargs:
            # Shared computers are common in waiting rooms: the browser shall not offer old answers again.
            attrs: dict[str, Any] = {"autocomplete": autocomplete}
            kwargs["widget"] = forms.Textarea({**attrs, "rows": rows}) if multiline else forms.TextInput(attrs)
        self.multiline = multiline
        self.readers = readers
        super().__init__(max_length=None, **kwargs)
        # Set after the parent ran: its own validator would count what was typed, and its `maxlength` would cut a pasted text in silence.
        self.max_length = max_length

    def to_python(self, value: Any) -> str:
        """The tidy text; refused with every reason at once: hidden characters, hidden marks, nothing left without them, too long."""
        typed = "" if value in self.empty_values else str(value)
        text = self._tidy(typed)
        text = text.strip() if self.strip else text
        faults = []
        if CONTROL.search(NEWLINES.sub("\n", typed)):
            faults.append(self._fault("hidden_characters"))
        if DIRECTION.search(typed):
            faults.append(self._fault("direction"))
        if faults and not text and self.required:
            faults.append(self._fault("required"))
        if self.max_length is not None and len(text) > self.max_length:
            length, limit = (number_format(number, force_grouping=True) for number in (len(text), self.max_length))
            faults.append(self._fault("too_long", length=length, limit=limit))
        if faults:
            raise ValidationError(faults)
        return text

    def _fault(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params or None)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the form shows again: everything that was typed, without what cannot be seen."""
        data = super().bound_data(data, initial)
        return self._tidy(data) if isinstance(data, str) else data

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No `maxlength`: a browser would cut a pasted text without a word."""
        return {}

    def _tidy(self, text: str) -> str:
        text = tidy_text(text)
        return text if self.multiline else " ".join(text.split("\n"))


class LeftText(PlainText):
    """A box for what was typed while its place went away: it comes back, and is refused until it stands elsewhere or is emptied.

    why: what became of the place, as a whole sentence.
    """

    def __init__(self, *, why: Any, **kwargs: Any) -> None:
        super().__init__(required=False, help_text="", **kwargs)
        self.error_messages["left"] = why

    def to_python(self, value: Any) -> str:
        """Nothing; refused where something stands in it."""
        if super().to_python(value):
            raise self._fault("left")
        return ""


def still_typed(data: Any, names: Iterable[str]) -> list[str]:
    """Which of these names something was typed under."""
    return [name for name in names if str((data or {}).get(name, "")).strip()]


def read_date(text: str) -> date | None:
    """The day a person wrote, or None if it cannot be told; ISO, Danish numbers and month names in three languages.

    >>> read_date("3/12-2026") == read_date("2026-12-03") == read_date("3. december 2026")
    True
    """
    text = " ".join(text.strip().lower().split())
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text, re.ASCII):
        year, month, day = (int(part) for part in match.groups())
    elif match := re.fullmatch(r"(\d{1,2}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4})", text, re.ASCII):
        day, month, year = (int(part) for part in match.groups())
    elif (match := re.fullmatch(r"(\d{1,2})\.? ([a-z]+)\.? (\d{4})", text, re.ASCII)) and match[2] in MONTHS:
        day, month, year = int(match[1]), MONTHS[match[2]], int(match[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def short_date(day: date) -> str:
    """A day as people here write it: 3.12.2026."""
    return f"{day.day}.{day.month}.{day.year}"


class DateField(forms.Field):
    """A day, typed in one box. `earliest` and `latest` are included; a form may set them on the field, as days or as callables."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write a date first, for example 3.12.2026."),
        "unclear": _("We could not read this date. Write day, month and year with four digits, for example 3.12.2026."),
        "too_early": _("This date is too early. The first possible day is %(limit)s."),
        "too_late": _("This date is too late. The last possible day is %(limit)s."),
    }

    def __init__(
        self,
        *,
        earliest: date | Callable[[], date] = date(1900, 1, 1),
        latest: date | Callable[[], date] = date(2100, 12, 31),
        **kwargs: Any,
    ) -> None:
        self.earliest = earliest
        self.latest = latest
        kwargs.setdefault("help_text", _("For example 3.12.2026"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ten characters wide: the box shows how much to write."""
        return {"class": "govuk-input--width-10", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Days are shown as people write them; what was typed stays as typed."""
        return short_date(value) if isinstance(value, date) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, without what cannot be seen."""
        data = super().bound_data(data, initial)
        return tidy_text(data)[:100] if isinstance(data, str) else data

    def to_python(self, value: Any) -> date | None:
        """The day; refused with an example if it cannot be read."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, date):
            return value
        day = read_date(str(value))
        if day is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        return day

    def validate(self, value: Any) -> None:
        """Inside the range, if there is a day."""
        super().validate(value)
        if value is None:
            return
        earliest = self.earliest() if callable(self.earliest) else self.earliest
        latest = self.latest() if callable(self.latest) else self.latest
        if value < earliest:
            raise ValidationError(self.error_messages["too_early"], code="too_early", params={"limit": short_date(earliest)})
        if value > latest:
            raise ValidationError(self.error_messages["too_late"], code="too_late", params={"limit": short_date(latest)})


def read_time(text: str) -> time | None:
    """The time of day a person wrote, or None if it cannot be told.

    >>> read_time("kl. 9.30") == read_time("09:30")
    True
    """
    match = re.fullmatch(r"(?:kl\.? ?)?(\d{1,2})(?:[.:](\d{2}))?", text.strip().lower(), re.ASCII)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return None
    return time(int(match[1]), int(match[2] or 0))


class TimeField(forms.Field):
    """A time of day, typed in one box: 10:00, 10.00, kl. 10 or 10."""

    widget = forms.TextInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("Write a time first, for example 10:00."),
        "unclear": _("We could not read this time. Write hours and minutes, for example 10:00."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 10:00"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Five characters wide."""
        return {"class": "govuk-input--width-5", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Times are shown with minutes; what was typed stays as typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, without what cannot be seen."""
        data = super().bound_data(data, initial)
        return tidy_text(data)[:100] if isinstance(data, str) else data

    def to_python(self, value: Any) -> time | None:
        """The time; refused with an example if it cannot be read."""
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, time):
            return value
        moment = read_time(str(value))
        if moment is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        return moment


class OnceField(forms.UUIDField):
    """A hidden token per shown form: the action stores it under a unique key, so a double click does the thing once.

    Name it `once`. Its value is a UUID; a missing or changed token is refused and a fresh one is put into the form.
    """

    widget = forms.HiddenInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": _("This page was not complete. Everything you wrote is kept here. Send it again."),
        "invalid": _("This page was not complete. Everything you wrote is kept here. Send it again."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("initial", uuid.uuid4)
        super().__init__(**kwargs)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """The same token after another field was refused (nothing was stored yet); a fresh one if it was broken."""
        try:
            return str(uuid.UUID(str(data)))
        except ValueError:
            return str(uuid.uuid4())


class SeenField(forms.CharField):
    """A hidden mark of what stood there when the form was shown: an action that changes it refuses (`Stale`) where something else does now.

    Name it `seen`, give it `mark_of(…)` as initial; after the refusal `look_again(form, …)` lets the same words be sent with open eyes.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=2_000, **kwargs)


def look_again(form: forms.BaseForm, mark: str) -> None:
    """The same words on what stands now: sending them once more is a choice."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = mark  # type: ignore[index]


@dataclass(frozen=True)
class Choice:
    """The label of a radio or tick box with a line of explanation below it: `("yes", Choice("Yes", "It starts on Monday"))`."""

    label: Any
    hint: Any = ""

    def __str__(self) -> str:
        return str(self.label)


def seen_number(data: Mapping[str, Any]) -> int:
    """The number of what somebody looked at when they pressed the button; 0, which is nothing's, where it was tampered with.

    >>> seen_number({"seen": "3"}), seen_number({"seen": "-1"})
    (3, 0)
    """
    said = str(data.get("seen", ""))
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0
