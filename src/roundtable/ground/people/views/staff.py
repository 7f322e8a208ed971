"""Staff sign in with allauth: password, then a code of an app. Its pages in our words and our look."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from roundtable.ground.access.sessions import MUST_SET_UP
from roundtable.ground.people import actions, queries
from roundtable.ground.people.forms import (
    NewRecoveryCodesForm,
    PasswordAgainForm,
    PasswordForm,
    SecondStepAgainForm,
    SecondStepForm,
    SetUpSecondStepForm,
    StaffSignInForm,
)
from roundtable.ground.people.pages import link_id_of
from roundtable.kernel.refusal import Refusal


class SignInStaff(LoginView):
    """E-mail and password."""

    form_class = StaffSignInForm
    template_name = "people/sign_in_staff.html"


class SecondStep(AuthenticateView):
    """The code of the app, before anything is open."""

    form_class = SecondStepForm
    template_name = "people/second_step.html"


class SetUpSecondStep(ActivateTOTPView):
    """An authenticator app is tied to the account; then the recovery codes are shown."""

    form_class = SetUpSecondStepForm
    template_name = "people/set_up_second_step.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session.pop(MUST_SET_UP, None)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        return {**context, "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))}


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes for a day without the telephone."""

    template_name = "people/recovery_codes.html"


class NewRecoveryCodes(GenerateRecoveryCodesView):
    """New codes in place of the old ones."""

    form_class = NewRecoveryCodesForm
    template_name = "people/new_recovery_codes.html"


class _AsksAgain:
    """Who has no password and no app cannot be asked again: a page says so, and what to do."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not get_adapter(request).get_reauthentication_methods(request.user):
            return render(request, "people/not_asked_again.html")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response


class SignInAgain(_AsksAgain, ReauthenticateView):
    """The password once more, before the second step is changed."""

    form_class = PasswordAgainForm
    template_name = "people/sign_in_again.html"


class SignInAgainByCode(_AsksAgain, ReauthenticateByCodeView):
    """A code once more."""

    form_class = SecondStepAgainForm
    template_name = "people/sign_in_again.html"


def set_password(request: HttpRequest, token: str) -> HttpResponse:
    """A colleague chooses a new password, from the link in their mail."""
    link_id = link_id_of(token)
    facts = queries.link_facts(link_id) if link_id else None
    if link_id is None or facts is None or facts[0].kind != "staff":
        return render(request, "people/link_does_not_fit.html", status=404)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_password(link_id=link_id, password=form.cleaned_data["password"])
        except Refusal:
            return render(request, "people/link_does_not_fit.html", status=404)
        return redirect("sign_in_staff")
    return render(request, "people/set_password.html", {"form": form})
