"""The sheet as one form: without scripts it is sent whole, with the change each box was shown with."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cowriting.rules import BoxKind, BoxShown, SignalKind
from roundtable.ui.fields import DateField, PlainText

ROWS = 2
BOX, BESIDE = "cowriting/_box.html", "cowriting/_beside.html"
NOBODY = ("", _("Not said yet"))


class Day(DateField):
    """A day, typed in one box."""

    def __init__(self, label: Any, box_id: str = "") -> None:
        super().__init__(label=label, required=False, help_text="")
        self.template_name = BESIDE
        self.widget.attrs |= {"data-live-set": "day", "data-live-of": box_id}


class Who(forms.TypedChoiceField):
    """Who does it, of those at the table."""

    def __init__(self, label: Any, people: Iterable[tuple[UUID, str]] = (), box_id: str = "") -> None:
        choices = [NOBODY, *((str(person), name) for person, name in people)]
        super().__init__(label=label, required=False, choices=choices, coerce=UUID, empty_value=None)
        self.template_name = BESIDE
        self.widget.attrs |= {"data-live-set": "who", "data-live-of": box_id}


class Box(PlainText):
    """A text of the sheet. `whole`: nobody's own, as wide as the page."""

    whole = False
    said_before = ""
    """The box's kind, where its reader may put in what they have said already. `by_itself`: on a page with scripts that comes by itself."""
    by_itself = False


class SheetForm(forms.Form):
    """A box for each text, with who and the day where they are asked. `seen`: the snapshot the page was read in."""

    seen = forms.RegexField(r"^[\w=-]+\Z", max_length=20_000, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, seen: str = "", boxes: Iterable[BoxShown] = (), people: Iterable[tuple[UUID, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._mine: list[BoxShown] = []
        self.initial["seen"] = seen
        people = tuple(people)
        for box in boxes:
            field = Box(label=box.label, help_text=box.hint, required=False, strip=False, max_length=box.room, rows=ROWS, template_name=BOX)
            field.widget.attrs |= {"data-live-box": str(box.id)} | ({} if box.mine else {"readonly": True})
            field.whole = box.shared
            field.said_before = str(box.kind) if box.said_before else ""
            field.by_itself = box.kind == BoxKind.OWN_WORDS
            self.fields[_name(box.id)] = field
            self.initial[_name(box.id)] = box.text
            if box.who_label:
                self._beside(f"who_{box.id.hex}", Who(box.who_label, people, str(box.id)), box.who_id and str(box.who_id), box.mine)
            if box.day_label:
                self._beside(f"day_{box.id.hex}", Day(box.day_label, str(box.id)), box.day, box.mine)
            if box.mine:
                self._mine.append(box)

    def _beside(self, name: str, field: forms.Field, value: object, mine: bool) -> None:
        field.disabled = not mine
        self.fields[name] = field
        self.initial[name] = value

    def box(self, box_id: UUID) -> tuple[Any, list[Any]]:
        """A box, and what is asked beside it."""
        return self[_name(box_id)], [self[name] for name in (f"who_{box_id.hex}", f"day_{box_id.hex}") if name in self.fields]

    def said(self) -> list[tuple[UUID, str]]:
        """How the boxes that were sent shall read: those that are this person's to change."""
        return [(box.id, self.cleaned_data[_name(box.id)]) for box in self._mine if _name(box.id) in self.data]

    def chosen(self) -> list[tuple[UUID, UUID | None, date | None]]:
        """Who and when, where it was chosen otherwise than the page had it."""
        found = []
        for box in self._mine:
            names = [name for name in (f"who_{box.id.hex}", f"day_{box.id.hex}") if name in self.fields and name in self.data]
            who = self.cleaned_data.get(f"who_{box.id.hex}") if f"who_{box.id.hex}" in names else box.who_id
            day = self.cleaned_data.get(f"day_{box.id.hex}") if f"day_{box.id.hex}" in names else box.day
            if names and (who, day) != (box.who_id, box.day):
                found.append((box.id, who, day))
        return found


class StepForm(forms.Form):
    """How a box for one more step looks, for the script to copy."""

    what = PlainText(label=_("Step NUMBER: what"), required=False, rows=ROWS, template_name=BOX)

    def __init__(self, *args: Any, people: Iterable[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"] = Who(_("Step NUMBER: who"), people)
        self.fields["day"] = Day(_("Step NUMBER: by which day?"))


class SignalForm(forms.Form):
    """A pause, on again, or stop. `back`: the page it was asked on, where that is not the sheet's own."""

    back = forms.ChoiceField(choices=[("write_lines", "write_lines")], required=False)
    kind = forms.ChoiceField(choices=[(str(kind), str(kind)) for kind in SignalKind])


def _name(box_id: UUID) -> str:
    return f"box_{box_id.hex}"
