"""What a search asks for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.ui.fields import PlainText


class SearchForm(forms.Form):
    """Words, by their beginnings. Sent as a form, never in the address: what somebody looks for is content too."""

    words = PlainText(label=_("Words to look for"), multiline=False, max_length=200, help_text=_("The beginning of a word is enough."))
