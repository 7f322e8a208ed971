"""The sheet as one form: without scripts it is sent whole, with the change each box was shown with."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cowriting.rules import SignalKind
from roundtable.ui.fields import PlainText

ROWS = 2
BOX = "cowriting/_box.html"


class Box(PlainText):
    """A text of the sheet. `whole`: nobody's own, as wide as the page."""

    whole = False


class SheetForm(forms.Form):
    """A box for each text: (id, label, hint, text, room, mine). `seen`: the snapshot the page was read in; `shared`: nobody's own."""

    seen = forms.RegexField(r"^[\w=-]+\Z", max_length=20_000, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        seen: str = "",
        boxes: Iterable[tuple[UUID, str, str, str, int, bool]] = (),
        shared: Collection[UUID] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._mine: list[UUID] = []
        self.initial["seen"] = seen
        for box_id, label, hint, text, room, mine in boxes:
            field = Box(label=label, help_text=hint, required=False, strip=False, max_length=room, rows=ROWS, template_name=BOX)
            field.widget.attrs |= {"data-live-box": str(box_id)} | ({} if mine else {"readonly": True})
            field.whole = box_id in shared
            self.fields[_name(box_id)] = field
            self.initial[_name(box_id)] = text
            if mine:
                self._mine.append(box_id)

    def box(self, box_id: UUID) -> Any:
        """A box."""
        return self[_name(box_id)]

    def said(self) -> list[tuple[UUID, str]]:
        """How the boxes that were sent shall read: those that are this person's to change."""
        return [(box_id, self.cleaned_data[_name(box_id)]) for box_id in self._mine if _name(box_id) in self.data]


class StepForm(forms.Form):
    """How a box for one more step looks, for the script to copy."""

    what = PlainText(label=_("Step NUMBER: who does what, by when"), required=False, rows=ROWS, template_name=BOX)


class SignalForm(forms.Form):
    """A pause, on again, or stop."""

    kind = forms.ChoiceField(choices=[(str(kind), str(kind)) for kind in SignalKind])


def _name(box_id: UUID) -> str:
    return f"box_{box_id.hex}"
