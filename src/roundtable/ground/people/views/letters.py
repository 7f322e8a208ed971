"""Letters with a code: printed by one person, or, for an account in use, asked for by one and printed by another."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import at_home, on_case, reading
from roundtable.ground.people import actions, queries
from roundtable.ground.people.forms import PrintLetterForm
from roundtable.ground.people.rules import NeedsSecond, NobodyToPrint, takes_two


@on_case(Purpose.PRINT, Hat.PROFESSIONAL, Hat.INTAKE, Hat.TEAM_LEADER, Hat.CITIZEN)
def print_letter(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """A letter with a code for somebody at the table: asked first, made by the button, shown once to be printed.

    Where it would take over an account in use, the button asks a second person to print it.
    """
    if request.method != "POST":
        return _before(request, actor, person_id)
    form = PrintLetterForm(request.POST)
    form.is_valid()
    try:
        letter = actions.invite(actor=actor, person_id=person_id, new_pin=bool(form.cleaned_data.get("new_pin")))
    except NeedsSecond:
        try:
            seconds = actions.ask_for_letter(actor=actor, person_id=person_id)
        except NobodyToPrint as no:
            with reading(actor):
                return _before(request, actor, person_id, gettext(no.msgid))
        return render(request, "people/letter_asked.html", {"seconds": seconds})
    return render(request, "people/letter.html", {"letter": letter, "address": settings.ROUNDTABLE_ADDRESS})


def _before(request: HttpRequest, actor: Actor, person_id: UUID, problem: str = "") -> HttpResponse:
    kind, name, _email = queries.may_invite(actor=actor, person_id=person_id)
    account = queries.account_of(person_id)
    has_pin, used = bool(account and account.has_pin), bool(account and account.used)
    two = takes_two(kind=kind, used=used, has_pin=has_pin, new_pin=False)
    context = {"form": PrintLetterForm(), "name": name, "has_pin": has_pin and not two, "two": two, "problem": problem}
    return render(request, "people/print_letter.html", context, status=422 if problem else 200)


@at_home(Purpose.PRINT, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def letters_to_print(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Letters that colleagues ask one to print."""
    return render(request, "people/letters_to_print.html", {"asked": queries.letters_to_print(actor=actor)})


@require_POST
@at_home(Purpose.PRINT, Hat.PROFESSIONAL, Hat.TEAM_LEADER)
def print_asked_letter(request: HttpRequest, actor: Actor, ask_id: UUID) -> HttpResponse:
    """A yes to a letter somebody asked for: shown once, to be printed and handed over by who said yes."""
    letter = actions.print_asked_letter(actor=actor, ask_id=ask_id)
    return render(request, "people/letter.html", {"letter": letter, "address": settings.ROUNDTABLE_ADDRESS, "second": True})
