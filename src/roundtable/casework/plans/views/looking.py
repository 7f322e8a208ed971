"""What is seen differently: two take it on with a day; and the day to be asked again."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions import name_day, take_on_point
from roundtable.casework.plans.forms import NameDayForm, TakeOnForm
from roundtable.casework.plans.pages.form import form_page, people_choices
from roundtable.casework.plans.pages.points import differing_lines, point_words
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.views.shared import WRITES, form_view
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.kernel.refusal import NotHere


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def take_on(request: HttpRequest, actor: Actor, case_id: UUID, topic: str) -> HttpResponse:
    """Two professionals take on what somebody sees differently."""

    def make(now: CurrentPlan, data: Any) -> TakeOnForm:
        if topic not in now.open_points:
            raise NotHere()
        people = people_choices(now, actor, "professional")
        return TakeOnForm(data, people=people, initial=dict(zip(("first", "second"), _two(now, actor), strict=False)))

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        intro = _("You two talk about it, with those who see it differently, and come back with a word by that day. It is your task.")
        return form_page(
            now,
            actor,
            title=_("Take it on, with a day"),
            intro=intro,
            quote=point_words(now, topic),
            lines=differing_lines(now, topic),
            button=_("We take it on"),
        )

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        persons = [UUID(values["first"]), UUID(values["second"])]
        take_on_point(actor=actor, case_id=case_id, look_id=values["once"], topic=topic, persons=persons, on=values["on"])
        return _("It stands in the plan who looks at it, and until when. Everyone at the table can read it.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)


def _two(now: CurrentPlan, actor: Actor) -> list[str]:
    """Oneself, and first somebody of another organisation."""
    mine = next((seat.organisation for seat in now.seats if seat.live and seat.person_id == actor.person_id), "")
    others = [seat for seat in now.seats if seat.live and seat.hat == "professional" and seat.person_id != actor.person_id]
    return [str(actor.person_id), *(str(seat.person_id) for seat in sorted(others, key=lambda seat: seat.organisation == mine)[:1])]


@on_case(Purpose.PLAN, *WRITES)
def name_a_day(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Who said not yet names the day to be asked again."""

    def make(now: CurrentPlan, data: Any) -> NameDayForm:
        return NameDayForm(data)

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        said = now.said_not_yet(actor.person_id)
        intro = _("You said “not yet”. You owe nobody a reason.") if said else _("You can choose a day after you have said “not yet”.")
        return form_page(now, actor, title=_("A day to look again"), intro=intro, button=_("Keep this day"))

    def act(form: forms.Form) -> str:
        name_day(actor=actor, case_id=case_id, look_id=form.cleaned_data["once"], on=form.cleaned_data["on"])
        return _("The day stands in the plan. You can choose another one at any time.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)
