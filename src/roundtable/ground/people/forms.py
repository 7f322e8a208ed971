"""Forms of signing in, letters and settings."""

import re
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from roundtable.ground.people.rules import PIN_LENGTH
from roundtable.ui.calm import TEXT_SIZES
from roundtable.ui.slowly import Slowly

LANGUAGES = (("en", "English"), ("da", "Dansk"), ("nl", "Nederlands"))
NARROW = "govuk-input--width-10"


def _email_widget() -> forms.EmailInput:
    return forms.EmailInput({"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})


class PinField(forms.CharField):
    """Six digits, not shown while they are typed."""

    def __init__(self, **kwargs: Any) -> None:
        autocomplete = kwargs.pop("autocomplete", "current-password")
        widget = forms.PasswordInput({"inputmode": "numeric", "autocomplete": autocomplete, "class": NARROW})
        super().__init__(widget=widget, max_length=40, **kwargs)

    def clean(self, value: Any) -> str:
        pin = re.sub(r"\s", "", str(super().clean(value)))
        if not re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", pin):
            raise ValidationError(_("A PIN has six digits. Write all six."), code="shape")
        return pin


class LinkForm(forms.Form):
    """Where the link goes."""

    email = forms.EmailField(
        label=_("Your e-mail"),
        widget=_email_widget(),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail first."),
            "invalid": _("This is not a whole e-mail address. It looks like name@example.org."),
        },
    )


class PinForm(forms.Form):
    """The PIN that goes with a link or a letter."""

    pin = PinField(
        label=_("Your PIN"), help_text=_("Six digits. You chose them yourself."), error_messages={"required": _("Write your PIN.")}
    )


class AddressForm(PinForm):
    """Another address for one's mails, and that it is oneself who says so."""

    email = forms.EmailField(
        label=_("Your new e-mail"),
        help_text=_("We send a link there. The address counts when you have opened it."),
        widget=_email_widget(),
        max_length=254,
        error_messages={
            "required": _("Write your e-mail first."),
            "invalid": _("This is not a whole e-mail address. It looks like name@example.org."),
        },
    )
    field_order = ("email", "pin")


class LetterForm(forms.Form):
    """The code of a letter."""

    code = forms.CharField(
        label=_("The code in your letter"),
        help_text=_("It looks like ABCD-EFG-HJK. Capitals and dashes do not matter."),
        max_length=40,
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "govuk-input--width-20"}
        ),
        error_messages={
            "required": _("Write the code from your letter."),
            "max_length": _("This is longer than a code. Write the code only."),
        },
    )


class ChoosePinForm(forms.Form):
    """What somebody with a letter chooses: a PIN and, if they like, an e-mail for links."""

    email = forms.EmailField(
        label=_("Your e-mail, if you want links there"),
        help_text=_("The mails never say what there is to read. Without e-mail you get a new letter each time."),
        required=False,
        widget=_email_widget(),
        max_length=254,
        error_messages={"invalid": _("This is not a whole e-mail address. It looks like name@example.org. You can leave it empty.")},
    )
    pin = PinField(
        label=_("Choose a PIN"),
        help_text=_("Six digits that only you know. You need them each time you sign in."),
        autocomplete="new-password",
        error_messages={"required": _("Choose six digits.")},
    )
    again = PinField(label=_("The same PIN again"), autocomplete="new-password", error_messages={"required": _("Write the PIN once more.")})

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if {"pin", "again"} <= set(found) and found["pin"] != found["again"]:
            self.add_error("again", _("The two PINs are not the same. Write both again."))
        return found


class PasswordForm(forms.Form):
    """A new password, twice."""

    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 12 characters. Three or four words that only you put together are good."),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Choose a password.")},
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        error_messages={"required": _("Write the password once more.")},
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if {"password", "again"} <= set(found) and found["password"] != found["again"]:
            self.add_error("again", _("The two passwords are not the same. Write both again."))
        return found


class SettingsForm(Slowly):
    """Language, how calm pages are, and whether the plan may remark on what one writes."""

    changes = True

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, widget=forms.RadioSelect)
    text_size = forms.ChoiceField(label=_("Size of the text"), choices=TEXT_SIZES, widget=forms.RadioSelect, required=False)
    quiet = forms.BooleanField(
        label=_("Quiet pages"),
        help_text=_("A page shows the next step and where to get help. Everything else waits behind one word: More."),
        required=False,
    )
    slow = forms.BooleanField(
        label=_("One question at a time"),
        help_text=_("Where a page asks several things, you get them one by one. How slow a meeting goes you say on the meeting's page."),
        required=False,
    )
    text_size.said_once = True  # type: ignore[attr-defined]  # one of the three is always chosen
    no_second_look = forms.BooleanField(
        label=_("No remarks when I write in a plan"),
        help_text=_("Otherwise you alone see two at most, such as: There is no step for this goal yet."),
        required=False,
    )


class PrintLetterForm(forms.Form):
    """Whether the letter also sets a new PIN."""

    new_pin = forms.BooleanField(
        label=_("The PIN is forgotten: choose a new one with this letter"),
        help_text=_("Then it takes two of you: you ask, and a colleague says yes, prints it and hands it over."),
        required=False,
    )


class StaffSignInForm(LoginForm):
    """allauth's sign-in in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your work e-mail")
        self.fields["login"].widget = forms.EmailInput({"autocomplete": "username", "spellcheck": "false"})
        self.fields["login"].error_messages.update(
            required=_("Write your work e-mail first."), invalid=_("This is not a whole e-mail address.")
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput({"autocomplete": "current-password"})
        self.fields["password"].error_messages.update(required=_("Write your password."))


def _code_words(form: forms.Form, label: Any, hint: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = label, hint
    field.widget = forms.TextInput({"autocomplete": "one-time-code", "inputmode": "text", "spellcheck": "false", "class": NARROW})
    field.error_messages.update(required=_("Write the code first."))


class SecondStepForm(AuthenticateForm):
    """The code of the app, or one recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_words(self, _("The code in your app"), _("Six digits. Or one of your recovery codes."))


class SecondStepAgainForm(ReauthenticateByCode):
    """The same, asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_words(self, _("The code in your app"), _("Six digits. Or one of your recovery codes."))


class PasswordAgainForm(ReauthenticateForm):
    """The password, asked again before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget = forms.PasswordInput({"autocomplete": "current-password"})
        self.fields["password"].error_messages.update(required=_("Write your password."))


class SetUpSecondStepForm(ActivateTOTPForm):
    """The first code of an authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code_words(self, _("The code your app shows now"), _("Six digits."))


class NewRecoveryCodesForm(GenerateRecoveryCodesForm):
    """A button: new codes in place of the old ones."""
