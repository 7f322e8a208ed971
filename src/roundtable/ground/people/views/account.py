"""Leaving, quickly or not; the hat of the first page; one's settings; and what was kept."""

from contextlib import suppress
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from roundtable.ground.access import sessions
from roundtable.ground.access.actor import Hat
from roundtable.ground.access.hats import choices
from roundtable.ground.access.sessions import WHO
from roundtable.ground.people import actions, queries
from roundtable.ground.people.forms import SettingsForm
from roundtable.ground.people.pages import kept_lines
from roundtable.kernel.refusal import NotHere
from roundtable.ui.calm import current_calm
from roundtable.ui.slowly import GO, KEPT, RESUME, TO

HAVE_MEETINGS = (Hat.CITIZEN, Hat.PROFESSIONAL, Hat.COMPANION)
WRITE_PLANS = (Hat.CITIZEN, Hat.PROFESSIONAL)
"""Who is invited to meetings, and can have them in a calendar of their own."""


def me(request: HttpRequest) -> UUID:
    """The account that is signed in; asked only where somebody is."""
    return UUID(str(request.user.pk))


def _leave(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Nothing stays in this browser: no session, no cookie that says who was here, nothing in its cache."""
    get_adapter(request).logout(request)
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, WHO, "messages"):
        response.delete_cookie(name, samesite="Lax")
    response["Clear-Site-Data"] = '"cache"'
    return response


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The sign-in ends."""
    return _leave(request, redirect("sign_in"))


@require_http_methods(["GET", "HEAD", "POST"])
def quick_exit(request: HttpRequest) -> HttpResponse:
    """Leave at once: the sign-in ends and an ordinary page stands there. Works without scripts. The installed app's files go as well."""
    response = _leave(request, redirect("neutral_page"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def neutral_page(request: HttpRequest) -> HttpResponse:
    """A page about clouds: nothing of ours on it."""
    return render(request, "people/neutral_page.html")


@require_POST
@login_required
def wear_hat(request: HttpRequest) -> HttpResponse:
    """The hat of the first page changes, among those the person has; the session gets a new key with it."""
    wanted = request.POST.get("hat", "")
    if wanted not in {str(hat) for hat, _authority in choices(request.hats)}:  # type: ignore[attr-defined]
        raise NotHere()
    request.session["hat"] = wanted
    request.session.cycle_key()
    return redirect("/")


@require_POST
@login_required
def stay_signed_in(request: HttpRequest) -> HttpResponse:
    """Twelve hours from now. The page opens beside the one where it was pressed, so that nothing typed there is touched."""
    sessions.stay(request)
    return render(request, "people/stays_signed_in.html")


@login_required
def account_settings(request: HttpRequest) -> HttpResponse:
    """One's own account: language, how calm pages are, which letters were made."""
    facts = queries.account_facts(me(request))
    if facts is None:
        raise NotHere()
    calm = current_calm()
    chosen = {
        "language": facts.language,
        "no_second_look": not facts.second_look,
        "text_size": calm.text_size,
        "quiet": calm.quiet,
        "slow": calm.slow,
    }
    form = SettingsForm(request.POST or None, initial=chosen)
    if facts.kind == "staff":
        del form.fields["slow"]  # their pages ask for many things at once, so that they are done with them
    if not any(row.kind in WRITE_PLANS for row in request.hats):  # type: ignore[attr-defined]
        del form.fields["no_second_look"]
    if request.method == "POST" and form.is_valid():
        actions.choose_settings(
            account_id=facts.account_id,
            language=form.cleaned_data["language"],
            second_look=not form.cleaned_data.get("no_second_look", not facts.second_look),
            text_size=form.cleaned_data["text_size"],
            quiet=form.cleaned_data["quiet"],
            slow=form.cleaned_data.get("slow", False),
        )
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved. Only you see this."))
        return redirect("account_settings")
    letters = queries.letters_of(facts.account_id)
    context = {"form": form, "account": facts, "letters": letters, "waiting": any(letter.waits for letter in letters)}
    has_codes = facts.kind == "staff" and is_mfa_enabled(request.user)
    leads_on = {
        "has_meetings": any(row.kind in HAVE_MEETINGS for row in request.hats),  # type: ignore[attr-defined]
        "has_codes": has_codes,
        # A colleague is asked first whether it is them; without a password or an app they cannot be.
        "moves_mails": facts.kind != "staff" or has_codes or request.user.has_usable_password(),  # type: ignore[union-attr]
    }
    return render(request, "people/account_settings.html", context | leads_on)


@require_POST
@login_required
def keep_for_later(request: HttpRequest) -> HttpResponse:
    """What was typed so far is kept for another day, as it is, with the question it stopped at; `to` says where it was going."""
    path = sessions.safe_next(request, request.GET.get("to", ""))
    fields = request.POST.copy()
    for name in {"csrfmiddlewaretoken", "password", "pin", "code", GO, RESUME, TO} & set(fields):
        del fields[name]
    before = fields.pop(KEPT, [""])[-1]
    kept_id = actions.keep_form(account_id=me(request), path=path, fields=fields.urlencode(), for_later=True) if path else None
    if kept_id is None:
        raise NotHere()
    with suppress(ValueError):
        actions.throw_away_kept(account_id=me(request), kept_id=UUID(before))
    messages.success(request, _("Kept. Nobody reads it. You find it on your first page and go on when you like."))
    return redirect("/")


@login_required
def kept_form(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """What the person had typed when their session ended: to send now, or to throw away. Nobody else ever sees it."""
    found = queries.kept_form(me(request), kept_id)
    if found is None:
        raise NotHere()
    path, fields, for_later = found
    context = {"path": path, "kept_id": kept_id, "kept_lines": kept_lines(QueryDict(fields)), "for_later": for_later}
    return render(request, "people/kept_form.html", context)


@require_POST
@login_required
def send_kept(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """On to where the form was going, with its fields: a 307 makes the browser send them again, by POST, to a path of our own.

    It is kept until it arrived there: the fields name it, and it is thrown away with the answer that says so.
    """
    found = queries.kept_form(me(request), kept_id)
    if found is None or found[2]:
        raise NotHere()
    response = HttpResponse(status=307)
    response["Location"] = found[0]
    return response


@require_POST
@login_required
def throw_away_kept(request: HttpRequest, kept_id: UUID) -> HttpResponse:
    """What was kept is gone."""
    actions.throw_away_kept(account_id=me(request), kept_id=kept_id)
    messages.success(request, _("Thrown away. Nothing was sent."))
    return redirect("/")


@require_POST
@login_required
def stop_letters(request: HttpRequest) -> HttpResponse:
    """Letters made for one that are not used yet stop working."""
    actions.stop_letters(account_id=me(request))
    messages.success(request, _("The letter does not work any more. Nothing else has changed."))
    return redirect("account_settings")
