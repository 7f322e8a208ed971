"""The shape of what is typed into referrals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import EmailValidator, RegexValidator
from django.utils.translation import gettext_lazy as _

from roundtable.casework.referrals.rules.draft import CheckAnswer, ConsentHow, NewCitizen, ReferralDraft
from roundtable.ui.fields import Choice, DateField, OnceField, PlainText

LONGEST_TEXT = 4000
PHONE = RegexValidator(r"^\+?[0-9][0-9 ().-]{3,30}$", _("Write the telephone number with digits only, for example 20 30 40 50."))
HOW = (
    (ConsentHow.ORALLY, Choice(_("Aloud, to me, and I write it down here"), _("It is shown so until the citizen confirms it."))),
    (ConsentHow.IN_WRITING, Choice(_("By signing a paper"), _("You keep the paper in your own record."))),
)


class ConsentFields(forms.Form):
    """The exact text, and how the citizen said yes to it."""

    text = PlainText(label=_("The text that is sent"), help_text=_("The citizen reads exactly this."), max_length=LONGEST_TEXT, rows=8)
    consent_how = forms.ChoiceField(
        label=_("How did the citizen say yes?"),
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the citizen said yes.")},
    )
    consent_on = DateField(label=_("On which day?"))


class WriteReferralForm(ConsentFields):
    """A referral to one programme. Kept as a draft, only the name is needed."""

    field_order = ("given_name", "family_name", "born_on", "phone", "email", "text")

    once = OnceField()
    given_name = PlainText(label=_("Given name"), multiline=False, max_length=80)
    family_name = PlainText(label=_("Family name"), multiline=False, max_length=80, required=False)
    born_on = DateField(label=_("Born on"), required=False)
    phone = PlainText(label=_("Telephone"), multiline=False, max_length=40, required=False, validators=[PHONE])
    email = PlainText(label=_("E-mail"), multiline=False, max_length=254, required=False, validators=[EmailValidator()])

    def __init__(self, *args: Any, checks: Sequence[tuple[str, str]] = (), keep: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = tuple(checks)
        for number, (_code, text) in enumerate(self.checks):
            self.fields[f"check_{number}"] = forms.BooleanField(label=text, required=False)
            self.fields[f"check_{number}_on"] = DateField(label=_("Since when?"), required=False)
        self.order_fields([*self.field_order, *(name for name in self.fields if name.startswith("check_"))])
        if keep:
            for name in ("text", "consent_how", "consent_on"):
                self.fields[name].required = False

    def draft(self, programme_id: Any) -> ReferralDraft:
        """What was typed, as a referral."""
        data = self.cleaned_data
        citizen = NewCitizen(data["given_name"], data["family_name"], data["born_on"], data["phone"], data["email"])
        how = ConsentHow(data["consent_how"]) if data.get("consent_how") else None
        checks = tuple(
            CheckAnswer(code, data[f"check_{number}"], data[f"check_{number}_on"]) for number, (code, _text) in enumerate(self.checks)
        )
        return ReferralDraft(programme_id, (citizen,), data["text"], how, data["consent_on"], checks)


def draft_initial(draft: ReferralDraft, checks: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A kept draft as what the form shows."""
    citizen = draft.citizens[0] if draft.citizens else NewCitizen("")
    answers = {answer.code: answer for answer in draft.checks}
    initial: dict[str, Any] = {
        "given_name": citizen.given_name,
        "family_name": citizen.family_name,
        "born_on": citizen.born_on,
        "phone": citizen.phone,
        "email": citizen.email,
        "text": draft.text,
        "consent_how": draft.consent_how,
        "consent_on": draft.consent_on,
    }
    for number, (code, _text) in enumerate(checks):
        if code in answers:
            initial |= {f"check_{number}": answers[code].met, f"check_{number}_on": answers[code].on}
    return initial


class SendAgainForm(ConsentFields):
    """The new text of a returned referral."""


class AcceptForm(forms.Form):
    """Who sits down at the new table."""

    people = forms.MultipleChoiceField(
        label=_("Who sits down at this table?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one person.")},
    )

    def __init__(self, *args: Any, choices: Sequence[tuple[str, Choice]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """A reason everyone at this table reads."""

    reason = PlainText(label=_("The reason, in a sentence or two"), max_length=2000, rows=3)


class MissingForm(forms.Form):
    """What is missing."""

    reason = PlainText(label=_("What is missing?"), max_length=2000, rows=3)


class WithdrawForm(forms.Form):
    """Why a referral is taken back; may stay empty."""

    reason = PlainText(label=_("Why do you take it back?"), max_length=2000, rows=3, required=False)


class SayNoForm(forms.Form):
    """A no needs no reason."""

    words = PlainText(label=_("Is there something you want them to know?"), max_length=2000, rows=3, required=False)


class LinkForm(forms.Form):
    """Two referrals and whether they are about the same person."""

    case_id = forms.UUIDField()
    other_case_id = forms.UUIDField()
    linked = forms.TypedChoiceField(choices=(("yes", "yes"), ("no", "no")), coerce=lambda value: value == "yes")
