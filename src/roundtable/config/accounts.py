"""How signing in behaves: allauth's two adapters in our words, how long it lasts, the second step, the language, what was typed."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.ground.access import sessions
from roundtable.ground.access.sealing import seal, unseal
from roundtable.ground.access.sessions import MUST_SET_UP, WHO
from roundtable.ground.people.actions import keep_form, throw_away_kept
from roundtable.ui.calm import calm_of, set_calm
from roundtable.ui.errors import csrf_failure as usual_csrf_failure
from roundtable.ui.slowly import KEPT

WHO_SALT = "roundtable.who-was-signed-in"
WHO_SECONDS = 2 * 24 * 3600
OPEN_BEFORE_SECOND_STEP = frozenset(
    {"set_up_second_step", "mfa_activate_totp", "sign_out", "quick_exit", "neutral_page", "sign_in_again", "account_reauthenticate"}
)
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "pin", "code"})


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by invitation only; who has no second step yet sets it up before anything else opens."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("E-mail and password do not fit together. Try again."),
        "too_many_login_attempts": gettext_lazy("There were too many tries. Wait five minutes, then try again."),
        "incorrect_password": gettext_lazy("This password does not fit. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        if user.kind == "staff" and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):  # type: ignore[attr-defined]
            request.session[MUST_SET_UP] = True

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Who signed in within the last minutes has just shown who they are."""
        return not sessions.is_fresh(self.request)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        messages.error(request, _("This account is closed. Your team leader can help."))
        return HttpResponseRedirect(reverse("sign_in_staff"))

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """None of allauth's mails: the only texts that leave the house are our own fixed ones."""

    def add_message(self, *args: object, **kwargs: object) -> None:
        """None of allauth's messages: each page says in our words what happened."""


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are sealed with a key that is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code does not fit. Wait for the next one in your app, then try again."),
    }

    def encrypt(self, text: str) -> str:
        return seal("second step", "secret", text.encode()).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal("second step", "secret", bytes.fromhex(encrypted_text)).decode()

    def get_totp_issuer(self) -> str:
        return "Roundtable"

    def build_totp_svg(self, url: str) -> str:
        """On white, whatever the page: on a dark one no camera would read it."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        return qrcode.make(url, image_factory=SvgPathFillImage).to_string(encoding="unicode")

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """See AccountAdapter."""


class SignedIn:
    """Middleware after the sign-in is known: its length, its second step, its language; and what an expired one had typed is kept."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and not sessions.lasts(request):
            logout(request)
            request.user = AnonymousUser()
        set_calm(calm_of(request.user.settings, keeps=request.user.kind == "citizen") if request.user.is_authenticated else None)
        if not request.user.is_authenticated:
            return self._lead_back(request, self.get_response(request))
        language = request.user.language
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = language
        if request.session.get(MUST_SET_UP) and not _is_open(request):
            return HttpResponseRedirect(reverse("set_up_second_step"))
        response = self.get_response(request)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND and not _leads_to_sign_in(response):
            self._sent(request.user.pk, request.POST.getlist(KEPT))
        return self._remember(request, response)

    @staticmethod
    def _sent(account_id: Any, kept: Sequence[str]) -> None:
        """What was kept and has arrived now waits no longer. It is not thrown away before: what was refused is still there."""
        for kept_id in dict.fromkeys(kept):
            with suppress(ValueError):
                throw_away_kept(account_id=account_id, kept_id=UUID(kept_id))

    def _remember(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A signed cookie names the account (a number, no name) a little longer than the session lives."""
        before = who_was(request)
        if request.user.is_authenticated and before != request.user.pk:
            value = signing.dumps([str(request.user.pk), before is not None], salt=WHO_SALT)
            response.set_cookie(WHO, value, max_age=WHO_SECONDS, secure=settings.SECURE, httponly=True, samesite="Lax")
        return response

    def _lead_back(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.user.is_authenticated:  # signed in by this very request
            return self._remember(request, response)
        asked = request.method == "POST" and response.status_code == 302 and urlsplit(response["Location"]).path == settings.LOGIN_URL
        if not asked or request.path.startswith(settings.LOGIN_URL):
            return response
        return keep_typed(request) or response


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return urlsplit(response["Location"]).path.startswith(settings.LOGIN_URL)


def _is_open(request: HttpRequest) -> bool:
    return request.path.startswith(settings.STATIC_URL) or resolve(request.path_info).url_name in OPEN_BEFORE_SECOND_STEP


def who_was(request: HttpRequest) -> UUID | None:
    """The account that was last signed in here, by its signed cookie."""
    return _remembered(request)[0]


def _remembered(request: HttpRequest) -> tuple[UUID | None, bool]:
    """Who was last signed in here, and whether somebody else was shortly before."""
    try:
        account_id, after_another = signing.loads(request.COOKIES[WHO], salt=WHO_SALT, max_age=WHO_SECONDS)
        return UUID(account_id), bool(after_another)
    except (KeyError, ValueError, TypeError, signing.BadSignature):
        return None, False


def keep_typed(request: HttpRequest) -> HttpResponse | None:
    """Keep what was typed for the account that was signed in here, and lead to it after the next sign-in. None if nobody was."""
    account_id = request.user.pk if request.user.is_authenticated else who_was(request)
    path = request.get_full_path()
    if account_id is None or len(path) > 500:
        return None
    fields = request.POST.copy()
    for name in NEVER_KEPT & set(fields):
        del fields[name]
    kept_id = keep_form(account_id=account_id, path=path, fields=fields.urlencode())
    if kept_id is None:
        return None
    page = reverse("kept_form", args=[kept_id])
    return HttpResponseRedirect(page if request.user.is_authenticated else f"{settings.LOGIN_URL}?{urlencode({'next': page})}")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page left open while its session ended and another began: what was typed in it is kept too, if our own page sent it.

    Not where two people shared the browser: the page may be the other's, and their words would be kept for whoever is signed in now."""
    if _remembered(request)[1]:
        return usual_csrf_failure(request, reason)
    origin = f"{request.scheme}://{request.get_host()}"
    if request.META.get("HTTP_ORIGIN") == origin and not request.path.startswith(settings.LOGIN_URL):
        return keep_typed(request) or usual_csrf_failure(request, reason)
    return usual_csrf_failure(request, reason)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """`handler429`, asked by allauth's limits: calm, and the same for everybody."""
    return render(request, "people/too_many_tries.html", status=429)
