"""What others wrote down for somebody: yes, I said that; I say it differently; I take it back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions import PlanIsOver, confirm_said, correct_said, take_back_said
from roundtable.casework.plans.forms import SaidForm
from roundtable.casework.plans.pages.form import form_page
from roundtable.casework.plans.queries import CurrentPlan, GoalView, SayingView
from roundtable.casework.plans.views.shared import form_view
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.kernel.refusal import NotHere, Stale
from roundtable.ui.refusals import refusal_sentence


@on_case(Purpose.PLAN, Hat.CITIZEN)
def correct_words(request: HttpRequest, actor: Actor, case_id: UUID, words_id: UUID) -> HttpResponse:
    """One text of hers. A form says it differently; the two buttons of the page it stands on say yes to it, or take it back."""
    held: dict[str, GoalView | SayingView] = {}
    if request.method == "POST" and (answer := request.POST.get("answer", "")) in ("so", "back"):
        return _answered(request, actor, case_id, words_id, answer)

    def make(now: CurrentPlan, data: Any) -> SaidForm:
        known = now.said_by(actor.person_id, words_id)
        if known is None:
            raise NotHere()
        held["known"] = known
        return SaidForm(data, initial={"revision": known.revision, "text": known.text})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        known = held["known"]
        intro = _("Your words stand in the plan. What was written before stands beside them.")
        return form_page(
            now, actor, title=_("I say it differently"), intro=intro, quote=known.text, button=_("These are my words"),
            now_says=(known.text,) if stale else (),
        )  # fmt: skip

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        correct_said(actor=actor, case_id=case_id, words_id=words_id, revision=values["revision"], text=values["text"])
        return _("Your words stand there now. Everyone at the table can read them.")

    return form_view(request, actor, case_id, make=make, show=show, act=act, done="you_told_us")


def _answered(request: HttpRequest, actor: Actor, case_id: UUID, words_id: UUID, answer: str) -> HttpResponse:
    """A press of one of the two buttons; where the words read otherwise by now, the page is shown again and says so."""
    said = request.POST.get("revision", "")
    values = {"actor": actor, "case_id": case_id, "words_id": words_id, "revision": int(said) if said.isdecimal() and len(said) < 9 else 0}
    try:
        if answer == "so":
            confirm_said(**values)
            messages.success(request, _("Thank you. It stands there as what you said."))
        else:
            take_back_said(**values)
            messages.success(request, _("It is out of the plan. Versions that are fixed keep it, as they were."))
    except Stale:
        messages.info(request, _("These words have changed. Look at them again."))
    except PlanIsOver as no:
        messages.info(request, refusal_sentence(no))
    return redirect("plan" if request.POST.get("from") == "plan" else "you_told_us", case_id=case_id)
