"""The map of all goals, and saying how two of them lie beside each other."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions import mark_pair, say
from roundtable.casework.plans.forms import PairForm
from roundtable.casework.plans.forms.beside import WentWellForm
from roundtable.casework.plans.pages.form import form_page, goal_choices, my_saying
from roundtable.casework.plans.pages.goal_map import goal_map_page
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.casework.plans.views.shared import READS, WRITES, form_view, seen
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.doors import on_case


@on_case(Purpose.PLAN, *READS)
def map_of_goals(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """All goals in one picture, and the same in words."""
    return render(request, "plans/goal_map.html", {"page": goal_map_page(seen(actor, case_id), actor)})


@on_case(Purpose.PLAN, *WRITES)
def two_goals(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Somebody says how two goals lie beside each other."""

    def make(now: CurrentPlan, data: Any) -> PairForm:
        goals = goal_choices(now)
        initial = {"one": goals[0][0], "other": goals[1][0]} if len(goals) > 1 else {}
        return PairForm(data, goals=goals, initial=initial)

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        intro = _("Goals may differ. Said openly, you can look at it together. What the others say about them stays beside it.")
        return form_page(now, actor, title=_("Two goals beside each other"), intro=intro, button=_("Put it on the map"))

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        mark = None if values["mark"] == "none" else SayingKind(values["mark"])
        two = {"one_id": UUID(values["one"]), "other_id": UUID(values["other"])}
        mark_pair(actor=actor, case_id=case_id, **two, mark=mark, text=values["text"] if mark else "")
        return _("It stands on the map, in your name. Everyone at the table can read it. You can take it back.")

    return form_view(request, actor, case_id, make=make, show=show, act=act, done="goal_map")


@on_case(Purpose.PLAN, *WRITES)
def say_it_went_well(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """How one's own party would see that it went well: one line, beside the others'."""

    def make(now: CurrentPlan, data: Any) -> WentWellForm:
        text, revision = my_saying(now, SayingKind.WENT_WELL, None, actor.person_id)
        return WentWellForm(data, initial={"text": text, "revision": revision})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        intro = _("Each of you may look for something else. All of it stands here, and nobody is asked to agree to it.")
        return form_page(now, actor, title=_("How you would see that it went well"), intro=intro, button=_("Put it beside the others"))

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        say(actor=actor, case_id=case_id, kind=SayingKind.WENT_WELL, text=values["text"], revision=values["revision"])
        return _("It stands beside what the others say. Everyone at the table can read it. You can change it.")

    return form_view(request, actor, case_id, make=make, show=show, act=act, done="goal_map")
