"""The sheet as one form: without scripts it is sent whole, with the change each box was shown with."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cowriting.rules import SignalKind
from roundtable.ui.fields import PlainText

ROWS = 2
BOX = "cowriting/_box.html"


class SheetForm(forms.Form):
    """A box for each text: (id, label, hint, text, seen, room, mine)."""

    def __init__(self, *args: Any, boxes: Iterable[tuple[UUID, str, str, str, int, int, bool]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._mine: dict[UUID, str] = {}
        for box_id, label, hint, text, seen, room, mine in boxes:
            field = PlainText(label=label, help_text=hint, required=False, strip=False, max_length=room, rows=ROWS, template_name=BOX)
            field.widget.attrs |= {"data-live-box": str(box_id)} | ({} if mine else {"readonly": True})
            self.fields[_name(box_id)] = field
            self.fields[_seen(box_id)] = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)
            self.initial |= {_name(box_id): text, _seen(box_id): seen}
            if mine:
                self._mine[box_id] = text

    def box(self, box_id: UUID) -> tuple[Any, Any]:
        """A box and the hidden number beside it."""
        return self[_name(box_id)], self[_seen(box_id)]

    def said(self) -> list[tuple[UUID, int, str]]:
        """Boxes that read differently than when they were shown.

        Without its number nothing is taken from a box: it could undo the words of others.
        """
        values = self.cleaned_data
        return [
            (box_id, values[_seen(box_id)], values[_name(box_id)])
            for box_id in self._mine
            if values.get(_seen(box_id)) is not None and _name(box_id) in self.data
        ]


class StepForm(forms.Form):
    """How a box for one more step looks, for the script to copy."""

    what = PlainText(label=_("Step NUMBER: who does what, by when"), required=False, rows=ROWS, template_name=BOX)


class SignalForm(forms.Form):
    """A pause, on again, or stop."""

    kind = forms.ChoiceField(choices=[(str(kind), str(kind)) for kind in SignalKind])


def _name(box_id: UUID) -> str:
    return f"box_{box_id.hex}"


def _seen(box_id: UUID) -> str:
    return f"seen_{box_id.hex}"
