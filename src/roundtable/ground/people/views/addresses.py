"""Where mails go: another address, or none. The same is said whoever an address belongs to."""

from allauth.core.ratelimit import consume_or_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.ground.access import sessions
from roundtable.ground.people import actions, queries
from roundtable.ground.people.forms import AddressForm, PinForm
from roundtable.ground.people.pages import ADDRESS_SALT, link_id_of
from roundtable.ground.people.rules import AccountFacts
from roundtable.ground.people.views.account import me
from roundtable.ground.people.views.links import say_no
from roundtable.kernel.refusal import NotHere, Refusal


def _mine(request: HttpRequest) -> AccountFacts:
    facts = queries.account_facts(me(request))
    if facts is None:
        raise NotHere()
    return facts


@login_required
def change_address(request: HttpRequest) -> HttpResponse:
    """Another address. A citizen says her PIN with it; a colleague has just shown who they are, or is asked to."""
    facts = _mine(request)
    staff = facts.kind == "staff"
    if staff and not sessions.is_fresh(request):
        return redirect(f"{reverse('sign_in_again')}?next={request.path}")
    form = AddressForm(request.POST or None)
    if staff:
        del form.fields["pin"]
    if request.method == "POST" and form.is_valid():
        limited = consume_or_429(request, action="ask_link", key=str(facts.account_id)) or consume_or_429(request, action="pin")
        if limited:
            return limited
        try:
            actions.ask_address(account_id=facts.account_id, email=form.cleaned_data["email"], pin=form.cleaned_data.get("pin"))
        except Refusal as no:
            say_no(form, no)
        else:
            said = _(
                "If the address can be used here, a mail with a link is on its way there."
                " It works once, for an hour. After that, ask for a new one."
            )
            messages.success(request, f"{said} {_('Until you have opened it, everything stays as it is.')}")
            return redirect("account_settings")
    return _page(request, facts, form)


@login_required
def remove_address(request: HttpRequest) -> HttpResponse:
    """No mails any more: by letter, and on the telephone. A colleague signs in with the address, and can only change it."""
    facts = _mine(request)
    if facts.kind == "staff":
        raise NotHere()
    form = PinForm(request.POST or None, auto_id="none_%s")
    if request.method != "POST" or not facts.email:
        return redirect("change_address")
    if form.is_valid():
        limited = consume_or_429(request, action="pin")
        if limited:
            return limited
        try:
            actions.remove_address(account_id=facts.account_id, pin=form.cleaned_data["pin"])
        except Refusal as no:
            say_no(form, no)
        else:
            said = _("You get no mails from now on. To sign in, ask your contact person for a letter.")
            messages.success(request, f"{said} {_('What is new always stands on your own page.')}")
            return redirect("account_settings")
    return _page(request, facts, AddressForm(), form)


def _page(request: HttpRequest, facts: AccountFacts, form: Form, none: Form | None = None) -> HttpResponse:
    context = {"form": form, "none": none or PinForm(auto_id="none_%s"), "account": facts, "staff": facts.kind == "staff"}
    return render(request, "people/change_address.html", {**context, "refused": none is not None})


def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """A link from a mail to the new address. Opening the page changes nothing (mail programmes look at links by themselves)."""
    link_id = link_id_of(token, ADDRESS_SALT)
    found = queries.asked_address(link_id) if link_id else None
    if link_id is None or found is None:
        return render(request, "people/link_does_not_fit.html", status=404)
    staff = found[0].kind == "staff"
    if staff and str(getattr(request.user, "pk", "")) != str(found[0].account_id):
        if request.user.is_authenticated:  # somebody else's link, opened where a colleague is signed in
            return render(request, "people/link_does_not_fit.html", status=404)
        return redirect(f"{reverse('sign_in_staff')}?next={request.path}")
    form = Form(request.POST) if staff else PinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limited = consume_or_429(request, action="pin")
        if limited:
            return limited
        try:
            actions.confirm_address(link_id=link_id, pin=form.cleaned_data.get("pin"))
        except Refusal as no:
            say_no(form, no)
        else:
            now = _("Your mails go to the new address from now on.")
            signs_in = _("You sign in with it too.") if staff else _("Links to sign in go there too.")
            messages.success(request, f"{now} {signs_in}")
            return redirect("account_settings" if request.user.is_authenticated else "sign_in")
    return render(request, "people/confirm_address.html", {"form": form})
