"""Asking everybody, answering, closing."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from roundtable.casework.plans.actions import answer_plan, call_for_answers, close_answers, note_yes, say
from roundtable.casework.plans.forms import AnswerForm, CallForm, ConfirmForm, NoteYesForm, OwnWordsForm, RecordForm
from roundtable.casework.plans.pages.asked import answer_page
from roundtable.casework.plans.pages.form import (
    asked_goals,
    came_words,
    choose_first,
    form_page,
    my_saying,
    named_choices,
    unconfirmed,
    who_is_asked,
)
from roundtable.casework.plans.pages.words import becomes_version, moment_day, names, waiting_names
from roundtable.casework.plans.queries import CallView, CurrentPlan, asked_proposals
from roundtable.casework.plans.rules.agreement import AnswerKind, Given, GoalAnswer, How, closes_at, latest
from roundtable.casework.plans.rules.changes import EVERYBODY, asked_about
from roundtable.casework.plans.rules.content import Proposal, SayingKind
from roundtable.casework.plans.views.shared import WRITES, form_view, seen
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.doors import on_case, reading
from roundtable.kernel.refusal import NotHere


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def ask(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """Everybody is asked about the plan as it stands."""
    held = {"version": 0}

    def make(now: CurrentPlan, data: Any) -> CallForm:
        held["version"] = now.version + 1
        return CallForm(data, named=named_choices(now))

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        first = not now.calls
        if first:
            intro = _("%(who)s are asked what they say to the plan. They have %(days)s days.")
        elif now.came_since and not now.changed_since_asked:
            intro = _(
                "Came to the table later and not asked yet: %(came)s. Who has answered is not asked again. Those asked have %(days)s days."
            )
        else:
            intro = _("Only those whom the change touches are asked. The other answers still hold. Those asked have %(days)s days.")
        answered = {given.person for given in latest(now.said_last).values()}
        if came_in_place := names(list(dict.fromkeys(person.name for left, person in now.in_place.items() if left in answered))):
            intro += " " + _("If %(names)s is asked, it is about the whole plan.") % {"names": came_in_place}
        intro %= {"who": who_is_asked(now), "came": came_words(now), "days": now.answer_days}
        title = _("Ask everybody") if first else _("Ask for answers")
        choice = choose_first(now)
        said = {"intro": choice, "after": intro} if choice else {"intro": intro}
        return form_page(now, actor, title=title, **said, button=_("Ask for answers"))

    def act(form: Any) -> str:
        call_for_answers(actor=actor, case_id=case_id, call_id=form.cleaned_data["once"], named=form.named())
        asked = _("They are asked. Each sees it on their first page. Who gets mails is told by mail too, without a word of the plan in it.")
        return f"{asked} {becomes_version(held['version'])}"

    return form_view(request, actor, case_id, make=make, show=show, act=act)


@on_case(Purpose.PLAN, *WRITES)
def answer(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """My answer. A citizen meets one question at a time: first the shared goal in own words, then the plan."""
    now = seen(actor, case_id) if request.method != "POST" else None
    if actor.hat == Hat.CITIZEN and (_first_question(request, actor, now)):
        return _own_words_first(request, actor, case_id, now)
    return _answer(request, actor, case_id, None, now)


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def record_answer(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """What a citizen said by telephone or on paper, noted and read back."""
    return _answer(request, actor, case_id, person_id, None)


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def note_yes_view(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID) -> HttpResponse:
    """A citizen said yes on the telephone to what was written down for her."""

    def make(now: CurrentPlan, data: Any) -> NoteYesForm:
        if not any(seat.live and seat.person_id == person_id and seat.hat == "citizen" for seat in now.seats):
            raise NotHere()
        return NoteYesForm(data, initial={"on": timezone.localdate()})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        name = now.people[person_id].name
        intro = _("Read this aloud. It is shown as noted by you, and stays unconfirmed until %(name)s confirms it.") % {"name": name}
        title = _("%(name)s said yes on the telephone") % {"name": name}
        return form_page(now, actor, title=title, intro=intro, button=_("Note the yes"), lines=unconfirmed(now, person_id))

    def act(form: forms.Form) -> str:
        note_yes(actor=actor, case_id=case_id, person_id=person_id, **form.cleaned_data)
        return _("Noted. The plan shows that it was said on the telephone, and that you noted it.")

    return form_view(request, actor, case_id, make=make, show=show, act=act)


def _first_question(request: HttpRequest, actor: Actor, now: CurrentPlan | None) -> bool:
    """Whether the citizen meets the shared goal alone first: it has no words of hers yet, and she has not gone on without."""
    if now is None:
        return request.POST.get("question") == "words"
    goal = now.shared_goal
    return now.call is not None and goal is not None and "next" not in request.GET and not _own(now, actor.person_id)[0]


def _own(now: CurrentPlan, person_id: UUID) -> tuple[str, int]:
    return my_saying(now, SayingKind.OWN_WORDS, now.shared_goal.id if now.shared_goal else None, person_id)


def _own_words_first(request: HttpRequest, actor: Actor, case_id: UUID, now: CurrentPlan | None) -> HttpResponse:
    """The first question alone; kept at once, so that she may stop after it."""
    held: dict[str, CurrentPlan] = {}

    def make(now: CurrentPlan, data: Any) -> OwnWordsForm:
        held["now"] = now
        own, revision = _own(now, actor.person_id)
        return OwnWordsForm(data, initial={"own_words": own, "revision": revision})

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        goal = now.shared_goal
        return form_page(now, actor, title=_("What we want together"), quote=goal.text if goal else "", button=_("Keep and go on"))

    def act(form: forms.Form) -> str:
        goal = held["now"].shared_goal
        if goal is None:
            raise NotHere()
        values = form.cleaned_data
        say(
            actor=actor, case_id=case_id, kind=SayingKind.OWN_WORDS, goal_id=goal.id, text=values["own_words"],
            revision=values["revision"],
        )  # fmt: skip
        return _("Kept. Next is your answer to the plan.")

    response = form_view(request, actor, case_id, make=make, show=show, act=act, template="plans/own_words.html", now=now)
    if response.status_code == 302:
        return redirect(f"{request.path}?next=answer")
    return response


def _call(now: CurrentPlan, key: str) -> CallView:
    """The open answering; after it is closed, the last one, so that what was typed can be shown again."""
    call = now.calls[-1] if now.calls else None
    if call is None or all(party.key != key for party in call.parties):
        raise NotHere()
    return call


def _key(now: CurrentPlan, actor: Actor, person_id: UUID | None) -> str:
    if person_id is not None:
        return f"c:{person_id}"
    found = now.people.get(actor.person_id)
    return found.party if found else ""


@dataclass(frozen=True)
class _Asked:
    """What an answer is about: the answering, its words, and what stood there when the party answered before."""

    call: CallView
    proposal: Proposal
    topics: tuple[str, ...]
    earlier: Given | None
    before: Proposal | None


def _asked(actor: Actor, now: CurrentPlan, call: CallView, key: str, person_id: UUID) -> _Asked:
    base = now.call_before
    earlier = latest(base.given).get(key) if base else None
    with reading(actor):
        found: dict[UUID, Proposal] = asked_proposals(actor=actor, call_ids=[call.id, *([base.id] if base and earlier else [])])
    topics = asked_about(call.topics.get(key, (EVERYBODY,)), earlier, str(person_id))
    return _Asked(call, found[call.id], topics, earlier, found.get(base.id) if base else None)


def _answer(request: HttpRequest, actor: Actor, case_id: UUID, person_id: UUID | None, now: CurrentPlan | None) -> HttpResponse:
    held: dict[str, _Asked] = {}

    def make(now: CurrentPlan, data: Any) -> AnswerForm:
        key = _key(now, actor, person_id)
        call = _call(now, key)
        if request.method != "POST" and not call.is_open:
            raise NotHere()
        asked = held["asked"] = _asked(actor, now, call, key, person_id or actor.person_id)
        kind, citizen = RecordForm if person_id else AnswerForm, actor.hat == Hat.CITIZEN
        goals = asked_goals(asked.proposal, asked.topics)
        return kind(data, goals=goals, words_said=citizen, initial=_answer_initial(now, asked, key, person_id or actor.person_id, actor))

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        asked = held["asked"]
        return answer_page(now, actor, person_id, asked.proposal, asked.topics, asked.earlier, asked.before)

    def act(form: Any) -> str:
        values = form.cleaned_data
        done = answer_plan(
            actor=actor,
            case_id=case_id,
            call_id=values["call"],
            answer_id=values["once"],
            answer=AnswerKind(values["answer"]),
            reason=values["reason"],
            exceptions=[GoalAnswer(goal, AnswerKind(kind), why) for goal, kind, why in form.exceptions()],
            own_words=values["own_words"],
            for_person_id=person_id,
            how=How(values["how"]) if person_id else How.SELF,
            read_back=bool(values.get("read_back")),
        )
        if done.version:
            return _("Everybody has answered. Version %(number)s is fixed and stays as it is.") % {"number": done.version}
        return _("Your answer is kept. You can change it until everybody has answered.")

    return form_view(request, actor, case_id, make=make, show=show, act=act, template="plans/answer.html", now=now)


def _answer_initial(now: CurrentPlan, asked: _Asked, key: str, person_id: UUID, actor: Actor) -> dict[str, Any]:
    """What this person said last stands in the form, and counts when it is sent; nothing is chosen for anybody.

    A professional who notes what a citizen says finds only what the citizen has said to this answering.
    """
    initial: dict[str, Any] = {"call": asked.call.id, "own_words": _own(now, person_id)[0]}
    here = latest(asked.call.given).get(key)
    said = here or (asked.earlier if person_id == actor.person_id else None)
    if said is None or said.person != str(person_id):
        return initial
    for one in here.exceptions if here else ():  # not what was said to words that have changed since
        initial |= {f"goal_{one.goal}": str(one.answer), f"why_{one.goal}": one.reason}
    return {**initial, "answer": str(said.answer), "reason": said.reason}


@on_case(Purpose.PLAN, Hat.PROFESSIONAL)
def close(request: HttpRequest, actor: Actor, case_id: UUID) -> HttpResponse:
    """After the set days: the caller closes, and who is missing stands as not yet."""
    held: dict[str, Any] = {}

    def make(now: CurrentPlan, data: Any) -> ConfirmForm:
        if not now.calls:
            raise NotHere()
        held["call"] = now.calls[-1]
        return ConfirmForm(data)

    def show(now: CurrentPlan, form: forms.Form, stale: bool) -> Any:
        call: CallView = now.calls[-1]
        due = moment_day(closes_at(call.opened_at, call.days))
        intro = _("They have until %(day)s. Missing: %(who)s. A missing answer stands as “not yet”, never as a yes.") % {
            "day": due,
            "who": waiting_names(now, call) or "–",
        }
        intro += " " + _("What you close is version %(number)s.") % {"number": now.version + 1}
        return form_page(now, actor, title=_("Close the answers"), intro=intro, button=_("Close and fix this version"))

    def act(form: forms.Form) -> str:
        number = close_answers(actor=actor, case_id=case_id, call_id=held["call"].id)
        return _("Version %(number)s is fixed. Who had not answered stands as “not yet”.") % {"number": number}

    return form_view(request, actor, case_id, make=make, show=show, act=act)
