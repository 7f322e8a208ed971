"""Who sits down as well; when somebody is away, and at which tables who covers sits down."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roundtable.ui.fields import DateField, OnceField

NOBODY = "nobody"


class AwayForm(forms.Form):
    """From which day, until when, and who covers."""

    readers = _("Everyone at these tables, from a week before")

    first_day = DateField(
        label=_("First day away"),
        earliest=lambda: timezone.localdate() - timedelta(days=30),
        latest=lambda: timezone.localdate() + timedelta(days=360),
    )
    back_on = DateField(
        label=_("First day back"),
        earliest=lambda: timezone.localdate() + timedelta(days=1),
        latest=lambda: timezone.localdate() + timedelta(days=360),
    )
    cover_id = forms.ChoiceField(
        label=_("Who covers?"),
        help_text=_("Colleagues in the same role, who holds least first. They are told, and get no place at a table by this alone."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who covers, or nobody.")},
    )
    once = OnceField()

    def __init__(self, *args: Any, cover: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover_id"].choices = [*cover, (NOBODY, _("Nobody"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The day back comes after the first day away."""
        values: dict[str, Any] = super().clean() or {}
        first, back = values.get("first_day"), values.get("back_on")
        if first and back and back <= first:
            self.add_error("back_on", _("The first day back is later than the first day away."))
        return values


class CoverForm(forms.Form):
    """At which tables."""

    case_ids = forms.MultipleChoiceField(
        label=_("At which tables?"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one course.")}
    )

    def __init__(self, *args: Any, courses: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case_ids"].choices = list(courses)  # type: ignore[attr-defined]


class AddForm(forms.Form):
    """One more at the table; the people to choose from are given when it is made."""

    coming_id = forms.ChoiceField(
        label=_("Who sits down as well?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who sits down.")}
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coming_id"].choices = choices  # type: ignore[attr-defined]
