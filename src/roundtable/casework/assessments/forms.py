"""What I bring: ten lines and, for professionals, hours a week as a range."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.assessments.rules import HOURS_A_WEEK, SURENESS
from roundtable.ui.fields import OnceField, PlainText, SeenField
from roundtable.ui.slowly import Slowly

SURE_WORDS = {"not_sure": _("Not sure"), "fairly": _("Fairly sure"), "sure": _("Sure")}


class LinesForm(Slowly):
    """Ten lines at most."""

    lines = PlainText(
        label=_("What you want the others to know"),
        help_text=_("Ten lines at most, one thing on each. Start with what works well."),
        required=False,
        max_length=4000,
        rows=8,
    )
    lines.said_once = True  # type: ignore[attr-defined]  # nothing is needed to keep it for later; who says that they are ready writes a line
    once = OnceField()


class ChangeLinesForm(LinesForm):
    """The same lines anew, with the mark of what stood there."""

    seen = SeenField()


class ProfessionalLinesForm(LinesForm):
    """Also whose lines they are, and how much work seems possible."""

    whose = forms.ChoiceField(label=_("Whose lines are these?"), widget=forms.RadioSelect, required=True)
    from_hours = forms.IntegerField(
        label=_("Hours of work a week that seem possible: from"),
        required=False,
        min_value=0,
        max_value=HOURS_A_WEEK,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    to_hours = forms.IntegerField(
        label=_("to"),
        required=False,
        min_value=0,
        max_value=HOURS_A_WEEK,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    sure = forms.ChoiceField(
        label=_("How sure are you?"), required=False, choices=[("", "–"), *((key, SURE_WORDS[key]) for key in SURENESS)]
    )
    about = forms.ChoiceField(label=_("Whom are they about?"), widget=forms.RadioSelect, required=True)
    field_order = ("whose", "about", "lines", "from_hours", "to_hours", "sure")

    def __init__(self, *args: Any, citizens: tuple[tuple[UUID, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = _("%(name)s said them, by telephone or on paper. I read them back")
        self._choices("whose", [("mine", _("My own")), *((str(person), said % {"name": name}) for person, name in citizens)])
        self._choices("about", [(str(person), name) for person, name in citizens])
        if len(citizens) < 2:
            del self.fields["about"]
        if not self.is_bound:
            self.initial.setdefault("whose", "mine")

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Either both ends of the range and how sure, or none of it: nobody is noted as unsure who did not say so."""
        values = super().clean() or {}
        low, high = values.get("from_hours"), values.get("to_hours")
        if (low is None) != (high is None) and not self.errors:
            raise forms.ValidationError({"to_hours": _("Write both numbers, or leave both empty.")})
        if low is not None and not values.get("sure") and not self.errors:
            raise forms.ValidationError({"sure": _("Say also how sure you are of these hours.")})
        return values


class OpenEarlyForm(forms.Form):
    """Why it is opened before all are ready."""

    reason = PlainText(label=_("Why do you open it now?"), help_text=_("Everyone at the table reads this."), max_length=500, rows=2)
    once = OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "early_%s")  # beside the form of one's own lines, on the same page
        super().__init__(*args, **kwargs)
