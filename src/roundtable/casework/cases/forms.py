"""What is chosen when a course changes hands, ends or goes on again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtable.casework.cases.rules import OPEN_PHASES, OUTCOME_WORDS, PHASE_WORDS, TOLD_WORDS, Told
from roundtable.ui.fields import OnceField, PlainText

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


class ReadFirstForm(forms.Form):
    """A citizen's note to who is new."""

    once = OnceField()
    body = PlainText(label=_("Please read this first"), help_text=_("What should a new person know before you meet?"), max_length=2000)
