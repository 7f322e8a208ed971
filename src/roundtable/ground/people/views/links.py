"""Citizens and companions sign in: with a link by e-mail and a PIN, or with a letter."""

from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.core.ratelimit import consume_or_429
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from roundtable.ground.access.sessions import safe_next
from roundtable.ground.people import actions, queries
from roundtable.ground.people.forms import ChoosePinForm, LetterForm, LinkForm, PasswordForm, PinForm
from roundtable.ground.people.pages import link_id_of
from roundtable.kernel.refusal import Refusal

LETTER = "letter"


def say_no(form: forms.Form, no: Refusal) -> None:
    """The refusal in the reader's language, at its field."""
    form.add_error(no.field if no.field in form.fields else None, gettext(no.msgid))


def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page for everybody who is not signed in: a link by e-mail, and the two other ways."""
    if request.user.is_authenticated:
        return redirect(safe_next(request) or "/")
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].strip().lower()
        limited = consume_or_429(request, action="ask_link", key=email)
        if limited:
            return limited
        actions.ask_for_link(email=email, next_path=safe_next(request))
        return redirect("link_sent")
    return render(request, "people/sign_in.html", {"form": form, "next": safe_next(request)})


def link_sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail: said to everybody, whoever the address belongs to."""
    return render(request, "people/link_sent.html")


def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail, and the PIN. Opening the page uses nothing up (mail programmes look at links by themselves)."""
    link_id = link_id_of(token)
    facts = queries.link_facts(link_id) if link_id else None
    if link_id is None or facts is None or facts[0].kind == "staff":
        return render(request, "people/link_does_not_fit.html", status=404)
    form = PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited = consume_or_429(request, action="pin")
        if limited:
            return limited
        try:
            account, next_path = actions.enter_by_link(link_id=link_id, pin=form.cleaned_data["pin"])
        except Refusal as no:
            say_no(form, no)
        else:
            return _enter(request, account, next_path)
    return render(request, "people/pin.html", {"form": form, "next": facts[1]})


def _enter(request: HttpRequest, account: Any, next_path: str = "") -> HttpResponse:
    by_letter = LETTER in request.session
    get_adapter(request).login(request, account)
    request.session.pop(LETTER, None)
    _tell_of_letters(request, account.pk, by_letter)
    return redirect(safe_next(request, next_path) or "/")


def _tell_of_letters(request: HttpRequest, account_id: UUID, by_letter: bool) -> None:
    """A new letter that two people made is named at the first sign-in after it, and while it waits."""
    newest = next(iter(queries.letters_of(account_id)), None)
    if newest is None or not newest.asked_by:
        return
    said = {"day": date_format(timezone.localtime(newest.made_at), "DATE_FORMAT"), "printed": newest.made_by, "asked": newest.asked_by}
    if by_letter and newest.used_at:
        messages.info(
            request,
            gettext("You signed in with a new letter. %(asked)s asked for it, %(printed)s printed it on %(day)s.") % said,
        )
    elif newest.waits:
        messages.warning(
            request,
            gettext(
                "A new letter to sign in was printed for you on %(day)s by %(printed)s; %(asked)s asked for it."
                " If you do not want it, stop it under Your account."
            )
            % said,
        )


def enter_letter_code(request: HttpRequest) -> HttpResponse:
    """The code from a letter."""
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited = consume_or_429(request, action="letter")
        if limited:
            return limited
        try:
            letter_id, kind, new_pin = actions.open_letter(code=form.cleaned_data["code"])
        except Refusal as no:
            say_no(form, no)
        else:
            request.session[LETTER] = {"id": str(letter_id), "kind": kind, "new_pin": new_pin, "next": safe_next(request)}
            request.session.set_expiry(15 * 60)
            return redirect("use_letter")
    return render(request, "people/enter_letter_code.html", {"form": form, "next": safe_next(request)})


def use_letter(request: HttpRequest) -> HttpResponse:
    """What comes after a good code: choose a PIN (citizens) or a password (staff), or enter with the PIN one has."""
    letter = request.session.get(LETTER)
    if not letter:
        return redirect("enter_letter_code")
    shape, template = _letter_page(letter)
    form = shape(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = _take(UUID(letter["id"]), letter, form.cleaned_data)
        except Refusal as no:
            say_no(form, no)
        else:
            request.session.set_expiry(0)
            return _enter(request, account, letter["next"])
    return render(request, template, {"form": form, "next": letter["next"]})


def _letter_page(letter: dict[str, Any]) -> tuple[type[forms.Form], str]:
    if letter["kind"] == "staff":
        return PasswordForm, "people/set_password.html"
    if letter["new_pin"]:
        return ChoosePinForm, "people/choose_pin.html"
    return PinForm, "people/pin.html"


def _take(letter_id: UUID, letter: dict[str, Any], said: dict[str, Any]) -> Any:
    if letter["kind"] == "staff":
        return actions.take_staff_letter(letter_id=letter_id, password=said["password"])
    if letter["new_pin"]:
        return actions.take_citizens_letter(letter_id=letter_id, pin=said["pin"], email=said["email"])
    return actions.enter_by_letter(letter_id=letter_id, pin=said["pin"])
