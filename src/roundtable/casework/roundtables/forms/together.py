"""What is noted of doing something together before a meeting."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.roundtables.forms import PERIOD
from roundtable.casework.roundtables.rules import CHANNEL_WORDS
from roundtable.ui.fields import DateField, OnceField


class TogetherForm(forms.Form):
    """With whom, on which day, and how it was gone through."""

    who = forms.TypedChoiceField(label=_("With whom?"), widget=forms.RadioSelect, coerce=UUID)
    on = DateField(label=_("On which day?"), **PERIOD)
    channel = forms.ChoiceField(
        label=_("How did you meet?"),
        widget=forms.RadioSelect,
        choices=[(str(code), _(sentence)) for code, sentence in CHANNEL_WORDS.items()],
    )
    once = OnceField()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["who"], people)


class NotYetForm(forms.Form):
    """Not yet, or we did not: said to whom."""

    who = forms.TypedChoiceField(label=_("Who shall go through it with you?"), widget=forms.RadioSelect, coerce=UUID)
    once = OnceField()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["who"], people)


class HelloForm(forms.Form):
    """Two buttons."""

    said = forms.ChoiceField(choices=[("done", ""), ("not_now", "")])


def _choose(field: forms.Field, people: Sequence[tuple[str, str]]) -> None:
    assert isinstance(field, forms.TypedChoiceField)
    field.choices = list(people)
