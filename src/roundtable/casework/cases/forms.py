"""What is chosen when a course changes hands, ends or goes on again."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cases.rules import (
    BRIDGE_LASTS,
    OPEN_PHASES,
    OUTCOME_WORDS,
    OUTSIDE,
    PHASE_WORDS,
    RINGS_AFTER,
    TOLD_WORDS,
    Said,
    Told,
)
from roundtable.kernel.texts import NAME_LENGTH
from roundtable.ui.fields import PHONE, DateField, OnceField, PlainText
from roundtable.ui.slowly import Slowly

Choices = Sequence[tuple[str, Any]]


class _WithPeople(forms.Form):
    """A form whose choices are people or courses, given when it is made; `choices` by field name."""

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, given in choices.items():
            self.fields[name].choices = given  # type: ignore[attr-defined]


class ReplaceForm(_WithPeople):
    """Who leaves, who comes, and how the citizen was told."""

    leaving_id = forms.ChoiceField(label=_("Who leaves?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who leaves.")})
    coming_id = forms.ChoiceField(label=_("Who comes?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who comes.")})
    told = forms.ChoiceField(
        label=_("Has the citizen been told?"),
        help_text=_("The citizen is told first, if it can be done by the one who leaves."),
        choices=[(str(told), _(words)) for told, words in TOLD_WORDS.items()],
        widget=forms.RadioSelect,
        initial=Told.BY_LEAVING,
        error_messages={"required": _("Choose one.")},
    )


class MoveForm(_WithPeople):
    """Which courses go to whom."""

    case_ids = forms.MultipleChoiceField(
        label=_("Which courses?"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one course.")}
    )
    coming_id = forms.ChoiceField(
        label=_("Who takes them?"), widget=forms.RadioSelect, error_messages={"required": _("Choose who takes them.")}
    )


class CloseForm(forms.Form):
    """How a course ended."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"),
        choices=[(str(outcome), _(words)) for outcome, words in OUTCOME_WORDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it ended.")},
    )
    her_words = PlainText(
        label=_("How does the citizen say it?"),
        help_text=_("In their own words. Read it aloud before you send it."),
        required=False,
        rows=4,
        max_length=2000,
    )


class ReopenForm(_WithPeople):
    """Who sits down again."""

    person_ids = forms.MultipleChoiceField(
        label=_("Who sits down at this table?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )


class PhaseForm(forms.Form):
    """Where the course stands now."""

    phase = forms.ChoiceField(
        label=_("Where does the course stand?"),
        choices=[(str(phase), _(PHASE_WORDS[phase])) for phase in OPEN_PHASES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )


class ReadFirstForm(Slowly):
    """A citizen's note to who is new."""

    once = OnceField()
    body = PlainText(label=_("Please read this first"), help_text=_("What should a new person know before you meet?"), max_length=2000)


class PlanEndForm(forms.Form):
    """The day the course is planned to end."""

    ends_on = DateField(label=_("On which day is it planned to end?"))


class BridgeForm(_WithPeople):
    """Who is there afterwards, how to reach them, until when, and when they get in touch first."""

    who = forms.ChoiceField(label=_("Whom can the citizen ring?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")})
    name = PlainText(
        label=_("Their name"), help_text=_("For somebody from outside."), multiline=False, required=False, max_length=NAME_LENGTH
    )
    organisation = PlainText(label=_("Where they work"), multiline=False, required=False, max_length=NAME_LENGTH)
    telephone = PlainText(
        label=_("Telephone"),
        help_text=_("Leave it empty for somebody at the table: their own number is taken."),
        multiline=False,
        required=False,
        max_length=40,
        validators=[PHONE],
    )
    until_on = DateField(label=_("Until which day?"))
    rings_on = DateField(label=_("When do they get in touch first?"), required=False)
    once = OnceField()

    _at_table: Mapping[str, Mapping[str, str]] = {}

    def __init__(self, *args: Any, at_table: Mapping[str, Mapping[str, str]], **kwargs: Any) -> None:
        """at_table: name, organisation and telephone of who can be chosen there, by the value of the choice."""
        super().__init__(*args, **kwargs)
        self._at_table = at_table

    def clean(self) -> dict[str, Any]:
        """Name, place and number of somebody at the table are their own; a written number counts only where theirs is not known."""
        values = super().clean() or {}
        known = self._at_table.get(values.get("who", ""))
        values["person_id"] = UUID(values["who"]) if known else None
        if known is not None:
            values |= {**known, "telephone": known["telephone"] or values.get("telephone")}
        elif values.get("who") == OUTSIDE and "name" in values and not values["name"]:
            self.add_error("name", ValidationError(_("Write their name."), code="required"))
        if "who" in values and "telephone" in values and not values["telephone"]:
            self.add_error("telephone", ValidationError(_("Write a telephone number."), code="required"))
        return values


def bridge_days_first(ends_on: Any) -> dict[str, Any]:
    """The days a form of `BridgeForm` begins with: three weeks after the end, and three months."""
    end = max(ends_on, timezone.localdate())
    return {"until_on": end + BRIDGE_LASTS, "rings_on": _weekday(end + RINGS_AFTER)}


def _weekday(day: Any) -> Any:
    """The same day, or the Monday after it."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day


class AnswerBridgeForm(_WithPeople, Slowly):
    """Yes or no to who is named; for a professional also whose, and how it was said."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    whose = forms.ChoiceField(label=_("Who said it?"), widget=forms.RadioSelect, error_messages={"required": _("Choose one.")})
    answer = forms.ChoiceField(
        label=_("Is this person all right for you?"),
        choices=[("yes", _("Yes")), ("no", _("No, somebody else"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, choices: Mapping[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        if choices:
            self.fields["answer"].label = _("What did they say?")
        else:
            del self.fields["whose"]

    def said(self) -> dict[str, Any]:
        """What the action asks for."""
        how, _colon, person = self.cleaned_data.get("whose", "").partition(":")
        noted = {"for_id": UUID(person), "how": Said(how)} if person else {}
        return {"item_id": self.cleaned_data["item"], "yes": self.cleaned_data["answer"] == "yes", **noted}
