"""What the plan's views share: showing a form, again after a refusal, and going back to the plan with a sentence."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.form import LOOKS
from roundtable.casework.plans.queries import CurrentPlan, current_plan, own_wording_elsewhere
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.casework.plans.rules.second_look import second_look
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.doors import reading
from roundtable.kernel.refusal import NotHere, Refusal, Stale
from roundtable.ui.refusals import show_refusal

READS = (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE, Hat.PROFESSIONAL)
WRITES = (Hat.CITIZEN, Hat.PROFESSIONAL)

Make = Callable[[CurrentPlan, Any], forms.Form]
Show = Callable[[CurrentPlan, forms.Form, bool], Any]
Act = Callable[[forms.Form], str]
About = Callable[[forms.Form], str]


def seen(actor: Actor, case_id: UUID) -> CurrentPlan:
    """The working plan as the actor sees it. Raises NotHere for who sees no seat of it."""
    now: CurrentPlan = current_plan(actor=actor, case_id=case_id)
    if not now.seats:
        raise NotHere()
    return now


def form_view(
    request: HttpRequest,
    actor: Actor,
    case_id: UUID,
    *,
    make: Make,
    show: Show,
    act: Act,
    template: str = "plans/form.html",
    done: str = "plan",
    now: CurrentPlan | None = None,
    about: About | None = None,
) -> HttpResponse:
    """One form of the plan: shown, sent, or shown again with everything that was typed.

    `make(plan, data)` builds the form on the plan as it stands; `show(plan, form, stale)` its page; `act(form)` does it and says what
    happened; `about(form)` names the goal its writer may want a second look at, empty for words and steps. After a stale write the form
    carries the present revision, so that sending it again is a choice made with open eyes. Once the course is
    over no form is shown: the plan says so.
    """
    if request.method != "POST":
        now = now or seen(actor, case_id)
        if now.ended is not None:
            return redirect("plan", case_id=case_id)
        form = make(now, None)
        return render(request, template, {"page": show(now, form, False), "form": form})
    with reading(actor):
        now = seen(actor, case_id)
    form = make(now, request.POST)
    stale = False
    if form.is_valid():
        try:
            messages.success(request, act(form))
            if about is not None and request.user.settings.get("second_look", True):  # type: ignore[union-attr]
                _look_again(request, actor, case_id, about(form))
            return redirect(done, case_id=case_id)
        except NotHere:
            raise
        except Refusal as no:
            stale = isinstance(no, Stale)
            form = _again(make, actor, case_id, request, form) if stale else form
            show_refusal(form, no)
    with reading(actor):
        now = seen(actor, case_id)
        status = 409 if stale else 422 if form.errors else 200
        return render(request, template, {"page": show(now, form, stale), "form": form}, status=status)


def _look_again(request: HttpRequest, actor: Actor, case_id: UUID, goal: str) -> None:
    """One line to the writer alone, where there is something to look at. It is shown once and kept nowhere."""
    with reading(actor):
        now: CurrentPlan = current_plan(actor=actor, case_id=case_id, log=False)
    own_words = {str(one.said_by_id): one.text for one in now.sayings if one.kind == SayingKind.OWN_WORDS}
    elsewhere = own_wording_elsewhere(actor=actor.on(None), besides=case_id)
    looks = second_look(now.proposal, own_words, str(actor.person_id), goal, elsewhere)
    if looks:
        said = " ".join(str(LOOKS[look]) for look in looks)
        messages.info(request, _("Only you see this, and it may stay as it is: %(looks)s") % {"looks": said})


def _again(make: Make, actor: Actor, case_id: UUID, request: HttpRequest, form: forms.Form) -> forms.Form:
    """The same words on the present state: revisions and the answering are taken from a fresh form."""
    with reading(actor):
        now = seen(actor, case_id)
    fresh = make(now, None)
    data = request.POST.copy()
    for name in ("revision", "own_revision", "gives_revision", "call", "seen"):
        if name in fresh.fields:
            data[fresh.add_prefix(name)] = str(fresh[name].value() or ("" if name == "seen" else 0))
    again = make(now, data)
    again.is_valid()
    return again
