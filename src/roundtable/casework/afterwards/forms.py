"""What people fill in after a meeting: shape only; the rules decide."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.afterwards.rules import REPLY_WORDS, CallEvent
from roundtable.casework.roundtables.rules import MOST_CHARACTERS, How
from roundtable.casework.roundtables.rules.writing import HOW_READ
from roundtable.ui.fields import Choice, DateField, LeftText, OnceField, PlainText, still_typed, tidy_text
from roundtable.ui.slowly import Slowly

PERIOD = {"earliest": date(1900, 1, 1), "latest": date(2100, 12, 31)}


class TasksForm(Slowly):
    """One thing for each who has none yet, each with its day."""

    how = forms.ChoiceField(
        label=_("Have you read it aloud?"),
        widget=forms.RadioSelect,
        initial=str(How.READ_ALOUD),
        choices=[(str(how), _(words)) for how, words in HOW_READ],
    )
    once = OnceField()

    def __init__(
        self,
        *args: Any,
        parties: Sequence[tuple[UUID, str]] = (),
        left: Sequence[tuple[UUID, str, str, str]] = (),
        said: Mapping[UUID, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """left: who cannot be written for any more (id, name, why, what stands there); what was typed for them meanwhile comes back.

        said: what stands on the sheet already, and need not be written again.
        """
        super().__init__(*args, **kwargs)
        self.parties, self.left = tuple(parties), []
        for person_id, name, why, stands in left:
            for typed in still_typed(self.data, [self.add_prefix(f"what_{person_id}")]):
                if tidy_text(str(self.data[typed])).strip() != stands:  # a second click: it is written already
                    self.fields[typed] = LeftText(label=_now("What does %(name)s take home?") % {"name": name}, rows=2, why=why)
                    self.left.append(typed)
        for person_id, name in self.parties:
            before = said.get(person_id, "")
            self.fields[f"what_{person_id}"] = PlainText(
                label=_now("What does %(name)s take home?") % {"name": name},
                required=False,
                rows=2,
                max_length=max(MOST_CHARACTERS, 2 * len(before)),
            )
            self.initial[f"what_{person_id}"] = before
            self.fields[f"by_{person_id}"] = DateField(label=_now("By which day? (%(name)s)") % {"name": name}, required=False, **PERIOD)

    def questions(self) -> list[list[str]]:
        """What somebody takes home and its day are one question; how it was read aloud is asked last."""
        return [*([name] for name in self.left), *([f"what_{who}", f"by_{who}"] for who, _name in self.parties), ["how"]]

    def boxes(self) -> list[tuple[Any, Any]]:
        """The two boxes of each, in the order of the table."""
        return [(self[f"what_{person_id}"], self[f"by_{person_id}"]) for person_id, _name in self.parties]

    def left_boxes(self) -> list[Any]:
        """What was typed for who cannot be written for any more."""
        return [self[name] for name in self.left]

    def said(self) -> list[tuple[UUID, str, date | None, str]]:
        """Who, what, by when, and the name of the day's box."""
        values = self.cleaned_data
        return [(who, values.get(f"what_{who}") or "", values.get(f"by_{who}"), f"by_{who}") for who, _name in self.parties]


EVENTS: list[tuple[str, Any]] = [
    (str(CallEvent.DONE), _("I called, and we talked")),
    (str(CallEvent.NOT_REACHED), Choice(_("I called, and reached nobody"), _("It stays on your first page."))),
    (str(CallEvent.MOVED), Choice(_("It is moved to another day"), _("Write the day below."))),
    (str(CallEvent.GIVEN), Choice(_("A colleague calls"), _("Choose who below. They are told."))),
]


class CallForm(forms.Form):
    """What became of the call."""

    citizen = forms.TypedChoiceField(label=_("Whom?"), widget=forms.RadioSelect, coerce=UUID)
    event = forms.ChoiceField(
        label=_("What became of it?"),
        widget=forms.RadioSelect,
        choices=EVENTS,
    )
    on = DateField(label=_("On which day?"), required=False, help_text=_("Leave it empty if it was today"), **PERIOD)
    caller = forms.TypedChoiceField(label=_("Which colleague?"), widget=forms.RadioSelect, coerce=UUID, required=False, empty_value=None)
    once = OnceField()

    def __init__(
        self, *args: Any, citizens: Sequence[tuple[str, str]] = (), colleagues: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("citizen", citizens), ("caller", colleagues)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = list(choices)
        if len(citizens) == 1:
            self.fields["citizen"].widget = forms.HiddenInput()
            self.initial.setdefault("citizen", citizens[0][0])
        if not colleagues:
            del self.fields["caller"]
            event = self.fields["event"]
            assert isinstance(event, forms.ChoiceField)
            event.choices = [choice for choice in EVENTS if choice[0] != CallEvent.GIVEN]


class ReplyForm(forms.Form):
    """One question; skipping is an answer too."""

    reply = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=[(str(code), _(words)) for code, words in REPLY_WORDS.items()],
        error_messages={"required": _("Choose one, or stop here.")},
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=5)
    once = OnceField()

    def __init__(self, *args: Any, question: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply"].label = question
