"""The demo's door: sign in as anybody of the cast with one click. Not installed outside demo mode."""

from uuid import UUID

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from roundtable.demo.queries import cast, mailbox
from roundtable.ground.people.queries import account_to_enter
from roundtable.ui.order import in_order


def _on_the_way(path: str) -> str:
    """A path of our own to go on to; empty for anything else."""
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def demo(request: HttpRequest) -> HttpResponse:
    """The cast, a button each: those the demo describes in its order, the others by name."""
    players = cast()
    people = [*(one for one in players if one.placed), *in_order((one for one in players if not one.placed), lambda one: one.name)]
    return render(request, "demo/demo.html", {"cast": people, "next": _on_the_way(request.GET.get("next", ""))})


@require_POST
def enter_as(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """One click, and one is that person, at the page one was on the way to: what was kept when a session ended waits there."""
    account = account_to_enter(account_id)
    if account is None:
        raise Http404
    request.session.flush()
    login(request, account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect(_on_the_way(request.POST.get("next", "")) or "/")


def demo_mailbox(request: HttpRequest) -> HttpResponse:
    """The mails that were sent, newest first."""
    return render(request, "demo/mailbox.html", {"mails": mailbox()})
