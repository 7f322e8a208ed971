"""What is noted when those at the table have met."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from roundtable.casework.roundtables.forms import PERIOD
from roundtable.ui.days import with_weekday
from roundtable.ui.fields import DateField, OnceField


class HoldForm(forms.Form):
    """When, with whom, and whether it counts. Before the planned day it is asked once more whether they have met."""

    held_on = DateField(
        label=_("On which day did you meet?"), required=False, help_text=_("Leave it empty if it was the planned day, or today"), **PERIOD
    )
    present = forms.TypedMultipleChoiceField(
        label=_("Who was there?"), widget=forms.CheckboxSelectMultiple, coerce=UUID, required=False, empty_value=[]
    )
    follow_up = forms.BooleanField(label=_("It also counts as the follow-up talk the law asks for"), required=False)
    already = forms.BooleanField(label=_("We have met already, before that day"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    once = OnceField()

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]] = (), ahead_on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ahead_on is None:
            del self.fields["already"]
        else:
            said = _now("The meeting is on %(day)s. If you have met already, say so below. If you meet on another day, move it first.")
            self.fields["already"].error_messages["required"] = said % {"day": with_weekday(ahead_on)}
        field = self.fields["present"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = list(people)
