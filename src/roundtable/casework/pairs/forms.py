"""Who sits down as well."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AddForm(forms.Form):
    """One more at the table; the people to choose from are given when it is made."""

    coming_id = forms.ChoiceField(
        label=_("Who sits down as well?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who sits down.")}
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coming_id"].choices = choices  # type: ignore[attr-defined]
