"""Writing in the plan."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions import (
    GoalWords,
    NewLink,
    NewStep,
    confirm_words,
    keep_step,
    keep_words,
    remove_goal,
    say,
    set_return,
    write_goal,
    write_steps,
)
from roundtable.casework.plans.forms import (
    ConfirmWordsForm,
    HelpForm,
    RemoveForm,
    ReturnForm,
    SharedGoalForm,
    StepForm,
    WordsForm,
)
from roundtable.casework.plans.forms.goal import GoalForm, StepsForm
from roundtable.casework.plans.pages.examples import goal_examples
from roundtable.casework.plans.pages.form import form_page, goal_choices, my_saying, people_choices, unconfirmed, usual_part
from roundtable.casework.plans.queries import CurrentPlan, GoalView, StepView
from roundtable.casework.plans.rules.content import GoalKind, Level, ReturnKind, SayingKind, StepKind, StepState
from roundtable.casework.plans.views.shared import WRITES, form_view
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case
from roundtable.kernel.refusal import NotHere

EVERYONE = ("citizen", "professional", "companion")


def _person(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def _new_steps(form: Any) -> list[NewStep]:
    return [NewStep(row["what"], StepKind(row["kind"]), _person(row["who"]), row["by_on"]) for row in form.steps()]


def _known(now: CurrentPlan, goal_id: UUID) -> GoalView:
    found = next((goal for goal in now.goals if goal.id == goal_id), None)
    if found is None:
        raise NotHere()
    return found


@on_case(Purpose.PLAN, *WRITES)
def add_goal(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """A new goal, with its links and steps."""
    return _goal(request, actor, case_id, None)


@on_case(Purpose.PLAN, *WRITES)
def change_goal(request: HttpRequest, actor: Actor, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal's words, owner, links; new steps for it."""
    return _goal(request, actor, case_id, goal_id)


def _goal(request: HttpRequest, actor: Actor, case_id: UUID, goal_id: UUID | None) -> HttpResponse:
    def make(now: CurrentPlan, data: Any) -> GoalForm:
        initial = _goal_initial(now, actor, goal_id)
        return GoalForm(
            data,
            initial=initial,
            owners=people_choices(now, actor, "citizen", "professional"),
            people=people_choices(now, actor, *EVERYONE),
            goals=goal_choices(now, goal_id),
            part=usual_part(actor),
            work=now.asks_way_back or initial["kind"] == GoalKind.VOCATIONAL,
        )

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        known = _known(now, goal_id) if goal_id else None
        return form_page(
            now,
            actor,
            title=_("Change a goal") if known else _("A new goal"),
            button=_("Keep this goal") if known else _("Put it in the plan"),
            now_says=(known.text,) if known and stale else (),
            examples=goal_examples(of_work=now.asks_way_back),
            remove_url=reverse("remove_goal", args=[case_id, goal_id]) if known else "",
        )

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        write_goal(
            actor=actor,
            case_id=case_id,
            goal_id=goal_id or values["once"],
            revision=values["revision"] if goal_id else 0,
            words=_goal_words(values),
            steps=_new_steps(form),
            links=_links(values),
        )
        return _("The goal stands in the plan. Everyone at the table can read it.")

    def about(form: forms.Form) -> str:
        return str(goal_id or form.cleaned_data["once"])

    return form_view(request, actor, case_id, make=make, show=show, act=act, about=about, template="plans/goal.html")


def _goal_initial(now: CurrentPlan, actor: Actor, goal_id: UUID | None) -> dict[str, Any]:
    if goal_id is None:
        return {"owner": str(actor.person_id), "kind": "personal" if actor.hat == Hat.CITIZEN else "treatment"}
    goal = _known(now, goal_id)
    if goal.kind == GoalKind.SHARED:
        raise NotHere()
    fixed = next((one for one in now.sayings if one.goal_id == goal_id and one.to_fixed), None)
    return {
        "owner": str(goal.owner_id),
        "kind": str(goal.kind),
        "text": goal.text,
        "gives": goal.gives,
        "fears": goal.fears,
        "protection": goal.protection,
        "level": str(goal.level),
        "revision": goal.revision,
        "fixed_link": str(fixed.kind) if fixed else "",
        "fixed_how": fixed.text if fixed else "",
    }


def _goal_words(values: dict[str, Any]) -> GoalWords:
    return GoalWords(
        GoalKind(values["kind"]),
        values["text"],
        _person(values["owner"]),
        Level(values["level"] or "micro"),
        values["gives"],
        values["fears"],
        values["protection"],
    )


def _links(values: dict[str, Any]) -> list[NewLink]:
    found = [NewLink(values["fixed_link"] == "supports", None, values["fixed_how"])] if values["fixed_link"] else []
    if values["link_to"]:
        found.append(NewLink(True, UUID(values["link_to"]), values["link_how"]))
    return found


@on_case(Purpose.PLAN, *WRITES)
def take_out_goal(request: HttpRequest, actor: Actor, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal is taken out of the working plan."""

    def make(now: CurrentPlan, data: Any) -> RemoveForm:
        return RemoveForm(data, initial={"revision": _known(now, goal_id).revision})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        intro = _("It leaves the plan we work with. Versions that are fixed keep it. Its steps stay.")
        return form_page(
            now, actor, title=_("Take a goal out"), intro=intro, quote=_known(now, goal_id).text, button=_("Take it out of the plan")
        )

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        remove_goal(actor=actor, case_id=case_id, goal_id=goal_id, revision=values["revision"], why=values["why"])
        return _("The goal is out of the plan. Everyone is asked about it next time.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)


@on_case(Purpose.PLAN, *WRITES)
def write_shared_goal(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The one shared goal, and the writer's own words for it."""
    held: dict[str, GoalView | None] = {"goal": None}

    def make(now: CurrentPlan, data: Any) -> SharedGoalForm:
        goal = held["goal"] = now.shared_goal
        mine = my_saying(now, SayingKind.OWN_WORDS, goal.id, actor.person_id)[0] if goal else ""
        return SharedGoalForm(
            data, initial={"text": goal.text if goal else "", "revision": goal.revision if goal else 0, "own_words": mine}
        )

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        goal = now.shared_goal
        return form_page(
            now, actor, title=_("What we want together"), button=_("Put it in the plan"), now_says=(goal.text,) if goal and stale else ()
        )

    def act(form: forms.Form) -> str:
        values, goal = form.cleaned_data, held["goal"]
        write_goal(
            actor=actor,
            case_id=case_id,
            goal_id=goal.id if goal and values["revision"] else values["once"],
            revision=values["revision"],
            words=GoalWords(GoalKind.SHARED, values["text"]),
            own_words=values["own_words"],
        )
        return _("The shared goal stands in the plan. It is shared when each has said it in their own words, and yes.")

    def about(form: forms.Form) -> str:
        goal = held["goal"]
        return str(goal.id if goal and form.cleaned_data["revision"] else form.cleaned_data["once"])

    return form_view(request, actor, case_id, make=make, show=show, act=act, about=about)


@on_case(Purpose.PLAN, *WRITES)
def add_steps(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Several steps at once."""

    def make(now: CurrentPlan, data: Any) -> StepsForm:
        return StepsForm(data, people=people_choices(now, actor, *EVERYONE), rows=5, part=usual_part(actor))

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        return form_page(now, actor, title=_("Who does what, by when"), button=_("Put the steps in the plan"))

    def act(form: forms.Form) -> str:
        write_steps(actor=actor, case_id=case_id, once=form.cleaned_data["once"], steps=_new_steps(form))
        return _("The steps stand in the plan. They run from today, whatever the answers.")

    return form_view(request, actor, case_id, make=make, show=show, act=act, about=lambda form: "", template="plans/steps.html")


@on_case(Purpose.PLAN, *WRITES)
def edit_step(request: HttpRequest, actor: Actor, case_id: UUID, step_id: UUID) -> HttpResponse:
    """How far a step is; or what, who and when anew."""
    held: dict[str, StepView] = {}

    def make(now: CurrentPlan, data: Any) -> StepForm:
        step = next((one for one in now.steps if one.id == step_id), None)
        if step is None:
            raise NotHere()
        held["step"] = step
        how_far = step.kind != StepKind.CARE or not actor.authority  # how far treatment is, is not an authority's to say
        return StepForm(data, people=people_choices(now, actor, *EVERYONE), initial=_step_initial(step), how_far=how_far)

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        return form_page(
            now, actor, title=_("A step"), quote=held["step"].what, button=_("Keep it"), now_says=(held["step"].what,) if stale else ()
        )

    def act(form: forms.Form) -> str:
        return _keep_step(actor, case_id, held["step"], form.cleaned_data)

    return form_view(request, actor, case_id, make=make, show=show, act=act)


def _step_initial(step: StepView) -> dict[str, Any]:
    return {
        "state": str(step.state),
        "reason": step.state_reason,
        "what": step.what,
        "who": str(step.who_id or ""),
        "by_on": step.by_on,
        "kind": str(step.kind),
        "revision": step.revision,
    }


def _keep_step(actor: Actor, case_id: UUID, step: StepView, values: dict[str, Any]) -> str:
    new = NewStep(values["what"], StepKind(values["kind"]), _person(values["who"]), values["by_on"], step.by_when, step.goal_id)
    keep_step(
        actor=actor,
        case_id=case_id,
        step_id=step.id,
        revision=values["revision"],
        step=new,
        remove=values["remove"],
        state=StepState(values["state"]) if "state" in values else None,
        reason=values.get("reason", ""),
    )
    if new.kind == StepKind.CARE:
        return _("The step is kept. Everyone sees what is agreed; how far treatment is, only the health service and who it is about.")
    return _("The step is kept. Everyone at the table can see it.")


@on_case(Purpose.PLAN, *WRITES)
def write_words(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Own words for the shared goal and what work could give: one's own."""
    return _words(request, actor, case_id, actor.person_id)


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def write_words_for(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """The same, written down for somebody at the table: theirs when they confirm it."""
    return _words(request, actor, case_id, person_id)


def _words(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    def make(now: CurrentPlan, data: Any) -> WordsForm:
        if not any(seat.live and seat.person_id == person_id and seat.hat in ("citizen", "professional") for seat in now.seats):
            raise NotHere()
        own, own_revision = my_saying(now, SayingKind.OWN_WORDS, _shared_id(now), person_id)
        gives, gives_revision = my_saying(now, SayingKind.WORK_GIVES, None, person_id)
        said_by = now.people[person_id].name if person_id != actor.person_id else ""
        kept = {"own_words": own, "own_revision": own_revision, "work_gives": gives, "gives_revision": gives_revision}
        form = WordsForm(data, said_by=said_by, initial=kept)
        if not (now.asks_way_back or gives):
            form.fields["work_gives"].widget = forms.HiddenInput()
        return form

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        other = now.people[person_id].name if person_id != actor.person_id else ""
        intro = _("You write for %(name)s. It is theirs when they say so.") % {"name": other} if other else ""
        goal = now.shared_goal
        title = _("In %(name)s's own words") % {"name": other} if other else _("In your own words")
        return form_page(now, actor, title=title, intro=intro, quote=goal.text if goal else "", button=_("Put it in the plan"))

    def act(form: forms.Form) -> str:
        keep_words(actor=actor, case_id=case_id, said_by_id=person_id, **form.cleaned_data)
        return _("The words stand in the plan. Everyone at the table can read them.")

    about = (lambda form: "") if person_id == actor.person_id else None
    return form_view(request, actor, case_id, make=make, show=show, act=act, about=about)


def _shared_id(now: CurrentPlan) -> UUID | None:
    return now.shared_goal.id if now.shared_goal else None


@on_case(Purpose.PLAN, *WRITES)
def say_how_i_help(request: HttpRequest, actor: Actor, case_id: UUID, goal_id: UUID) -> HttpResponse:
    """How I help with somebody's goal."""

    def make(now: CurrentPlan, data: Any) -> HelpForm:
        _known(now, goal_id)
        text, revision = my_saying(now, SayingKind.HELP, goal_id, actor.person_id)
        return HelpForm(data, initial={"text": text, "revision": revision})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        return form_page(now, actor, title=_("How I help"), quote=_known(now, goal_id).text, button=_("Put it in the plan"))

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        say(actor=actor, case_id=case_id, kind=SayingKind.HELP, goal_id=goal_id, text=values["text"], revision=values["revision"])
        return _("It stands beside the goal. Everyone at the table can read it.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)


@on_case(Purpose.PLAN, *WRITES)
def agree_return(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """The way back to work."""

    def make(now: CurrentPlan, data: Any) -> ReturnForm:
        back = now.back
        initial = {"kind": str(back.kind) or "unsaid", "on": _day(back.on), "until": _day(back.until), "when": back.when}
        return ReturnForm(data, initial={**initial, "revision": now.back_revision})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        intro = _("It may stay open. Then choose a day to look at it again.")
        return form_page(now, actor, title=_("Back to work"), intro=intro, button=_("Put it in the plan"))

    def act(form: forms.Form) -> str:
        values = form.cleaned_data
        kind = ReturnKind.UNSAID if values["kind"] == "unsaid" else ReturnKind(values["kind"])
        days = {"on": values["on"], "until": values["until"]} if kind else {}
        set_return(actor=actor, case_id=case_id, revision=values["revision"], kind=kind, when=values["when"], **days)
        return _("It stands in the plan. Everyone at the table can read it.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@on_case(Purpose.PLAN, *WRITES)
def confirm(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everything others wrote down for me is as I said it."""

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        said = unconfirmed(now, actor.person_id)
        return form_page(now, actor, title=_("Is this what you said?"), lines=said, button=_("Yes, this is what I said"))

    def act(form: forms.Form) -> str:
        confirm_words(actor=actor, case_id=case_id, seen=form.cleaned_data["seen"])
        return _("It is yours now. The plan shows that you said it.")

    def make(now: CurrentPlan, data: Any) -> ConfirmWordsForm:
        return ConfirmWordsForm(data, initial={"seen": now.mark_of_unconfirmed(actor.person_id)})

    return form_view(request, actor, case_id, make=make, show=show, act=act)
