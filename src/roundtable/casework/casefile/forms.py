"""What a search asks for, and what a sheet about the end of a course takes along."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cases.rules import Outcome
from roundtable.ui.fields import PlainText


class SearchForm(forms.Form):
    """Words, by their beginnings. Sent as a form, never in the address: what somebody looks for is content too."""

    words = PlainText(label=_("Words to look for"), multiline=False, max_length=200, help_text=_("The beginning of a word is enough."))


class ClosingSheetForm(forms.Form):
    """What stands in the form that closes the course, before it is sent."""

    outcome = forms.ChoiceField(choices=[(str(outcome), str(outcome)) for outcome in Outcome])
    her_words = PlainText(label=_("How does the citizen say it?"), required=False, max_length=2000)
