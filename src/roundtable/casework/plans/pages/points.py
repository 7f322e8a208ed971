"""What is seen differently on the page: who looks at it until when, and for a citizen that it is no task of hers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.plans.pages.voices import name_of
from roundtable.casework.plans.pages.words import day_words, does, names
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.content import RETURN, StepLine, StepState
from roundtable.casework.plans.rules.looking import WHOLE, Look, who_looks
from roundtable.casework.plans.rules.two_days import two_days
from roundtable.ground.access.actor import Actor, Hat


@dataclass(frozen=True)
class OpenPoint:
    """Who looks at what is seen differently, until when. `calm`: what the citizen reads beside it; `url`: to take it on."""

    words: str
    calm: str = ""
    url: str = ""


def look_words(look: Look | None, people: Mapping[str, str], me: str, today: date) -> str:
    """Who looks at a point until when, as a sentence; empty where nobody took it on. `people`: names by id, `me`: the reader's id."""
    if look is None:
        return ""
    who = names([pgettext("who does it", "you") if person == me else people.get(person, "") for person in look.persons])
    values = {"who": who[:1].upper() + who[1:], "day": day_words(look.on)}
    if look.is_past(today):
        if me in look.persons:
            return _("%(who)s took this on until %(day)s. Set a new day together.") % values
        return _("%(who)s took this on until %(day)s. They set a new day.") % values
    return _("%(who)s look at this until %(day)s.") % values


def two_days_words(now: CurrentPlan, actor: Actor) -> tuple[str, ...]:
    """Where the same step stands with two days: to the professionals, who settle which one holds. Nothing of it to anybody else."""
    if actor.hat != Hat.PROFESSIONAL or now.ended is not None:
        return ()
    still = {str(step.id) for step in now.steps if step.state in (StepState.OPEN, StepState.CHANGED)}
    found = two_days(step for step in now.proposal.steps if step.id in still)
    return tuple(
        _("%(what)s: %(one)s (%(first)s), and %(other)s (%(second)s).")
        % {
            "what": one.what,
            "one": day_words(one.by_on),
            "other": day_words(other.by_on),
            "first": _does(now, one),
            "second": _does(now, other),
        }
        for one, other in found
    )


def _does(now: CurrentPlan, step: StepLine) -> str:
    person = does(now, step.who)
    return person.name if person else _("nobody named")


def open_point(now: CurrentPlan, topic: str, actor: Actor, today: date) -> OpenPoint:
    """Who looks at a point. A citizen reads that it is no task of hers; a professional where to take it on."""
    look = _who_looks_now(now, topic)
    if now.ended is not None:
        return OpenPoint(_("It was still open when the course ended."))
    people = {str(key): person.name for key, person in now.people.items()}
    words = look_words(look, people, str(actor.person_id), today)
    if actor.hat == Hat.PROFESSIONAL:
        return OpenPoint(words or _("Nobody has taken this on yet."), url=reverse("take_on_point", args=[now.case_id, topic]))
    calm = _("You need not do anything about it.") if actor.hat == Hat.CITIZEN else ""
    return OpenPoint(words or _("The professionals take this on, and say until which day."), calm=calm)


def _who_looks_now(now: CurrentPlan, topic: str) -> Look | None:
    """Who took a point on; it passes to whoever comes in their place, as a step does."""
    look = who_looks(now.looks).get(topic)
    if look is None:
        return None
    persons = dict.fromkeys(now.in_place[person].id if person in now.in_place else person for person in look.persons)
    return replace(look, persons=tuple(persons))


def asks_again(now: CurrentPlan, actor: Actor) -> tuple[str, ...]:
    """The day somebody who said *not yet* named to be asked again, as long as they say *not yet*."""
    last = {look.by: look for look in now.looks if not look.persons}
    return tuple(
        _("You want to look at it again on %(day)s.") % {"day": day_words(look.on)}
        if by == str(actor.person_id)
        else _("%(name)s wants to look at it again on %(day)s.") % {"name": name_of(now, UUID(by)), "day": day_words(look.on)}
        for by, look in last.items()
        if now.said_not_yet(UUID(by))
    )


def point_words(now: CurrentPlan, topic: str) -> str:
    """What the point is: a goal's words, the way back, or the whole plan."""
    if topic in (RETURN, WHOLE):
        return _("The way back to work") if topic == RETURN else _("The whole plan")
    goal = now.proposal.goal(topic)
    return goal.text if goal else ""


def who_differs(now: CurrentPlan, topic: str, me: UUID) -> str:
    """Whose view it is, as a heading; said to who has it as to them."""
    points = now.open_points[topic]
    mine = now.people.get(me)
    if mine is not None and all((one.party, one.by) == (mine.party, mine.name) for one in points):
        return _("You see something differently")
    found = names(list(dict.fromkeys(one.by for one in points)))
    return _("%(name)s sees something differently") % {"name": found}


def differing_lines(now: CurrentPlan, topic: str) -> tuple[str, ...]:
    """What each of them says."""
    return tuple(f"{one.by}: {one.reason}" if one.reason else one.by for one in now.open_points.get(topic, ()))
