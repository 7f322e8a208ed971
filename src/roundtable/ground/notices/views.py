"""One page for all of how one wants to be told."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.ground.notices.forms import NoticesForm
from roundtable.ground.notices.rules import choice_of
from roundtable.ground.people.actions import choose_notices as choose
from roundtable.ground.people.queries import account_facts
from roundtable.kernel.refusal import NotHere


@login_required
def choose_notices(request: HttpRequest) -> HttpResponse:
    """Channel, at once or once a day, quiet hours, the reminder, how little is said, what a calendar may know."""
    facts = account_facts(UUID(str(request.user.pk)))
    if facts is None:
        raise NotHere()
    form = NoticesForm(request.POST or None, initial=NoticesForm.shown(choice_of(facts.notices, bare=facts.bare_notices)))
    if request.method == "POST" and form.is_valid():
        choose(account_id=facts.account_id, bare=form.cleaned_data["bare"], chosen=form.chosen())
        messages.success(request, _("Saved. Only you see this."))
        return redirect("choose_notices")
    return render(request, "notices/choose_notices.html", {"form": form, "account": facts})
