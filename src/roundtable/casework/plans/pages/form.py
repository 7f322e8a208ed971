"""What stands around a form of the plan: its question, who reads it, and, after somebody else was quicker, what stands there now."""

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roundtable.casework.plans.pages.words import names, table_readers
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.agreement import party_key
from roundtable.casework.plans.rules.changes import EVERYBODY
from roundtable.casework.plans.rules.content import RETURN, Proposal, SayingKind, StepKind
from roundtable.casework.plans.rules.second_look import Look
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ui.order import in_order
from roundtable.ui.table import Readers

SHORT_LABEL = 140
LOOKS = {
    Look.COPIED: gettext_lazy("This is nearly in the words of another text here. Would you say it like this?"),
    Look.COPIED_ELSEWHERE: gettext_lazy("This is nearly in the words of another plan of yours. Is it so for this person too?"),
    Look.NO_STEP: gettext_lazy("There is no step for this goal yet. Is there a first small one?"),
    Look.HANDS_OVER: gettext_lazy("All steps for work and daily life come after treatment. Could one begin now?"),
    Look.NO_GAIN: gettext_lazy("It does not say yet what this could give the one it is for."),
    Look.NO_LINK: gettext_lazy("It does not say yet how it serves the programme's goal, or that it does not."),
}
"""What each remark says to the writer. They ask; they find no fault."""


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """One form. `quote`: the words it is about; `now_says`: what somebody else wrote meanwhile; `after`: what stands
    between the questions and the button."""

    case_id: UUID
    title: str
    button: str
    readers: Readers
    intro: str = ""
    quote: str = ""
    now_says: tuple[str, ...] = ()
    remove_url: str = ""
    lines: tuple[str, ...] = field(default=())
    after: str = ""
    examples: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = field(default=())


def form_page(now: CurrentPlan, actor: Actor, **values: object) -> FormPage:
    """A form's page; everything in the plan is read by everyone at the table."""
    return FormPage(case_id=now.case_id, readers=table_readers(now, actor), **values)  # type: ignore[arg-type]


def people_choices(now: CurrentPlan, actor: Actor, *hats: str) -> list[tuple[str, str]]:
    """Who sits at the table, to choose from, by name; oneself as "Me", first."""
    found = {
        str(seat.person_id): _("Me") if seat.person_id == actor.person_id else f"{seat.given_name}, {seat.organisation}".rstrip(", ")
        for seat in in_order(now.seats, lambda seat: seat.name)
        if seat.live and seat.hat in hats
    }
    return sorted(found.items(), key=lambda pair: pair[0] != str(actor.person_id))


def usual_part(actor: Actor) -> str:
    """What a step somebody writes is most often part of: of work for an authority, of daily life for the citizen, else of care."""
    if actor.hat == Hat.PROFESSIONAL:
        return str(StepKind.WORK if actor.authority else StepKind.CARE)
    return str(StepKind.DAILY)


def goal_choices(now: CurrentPlan, besides: UUID | None = None) -> list[tuple[str, str]]:
    """The plan's goals, to choose from."""
    return [(str(goal.id), shortened(goal.text)) for goal in now.goals if goal.id != besides]


def shortened(text: str) -> str:
    """A text as the label of a choice."""
    line = " ".join(text.split())
    return line if len(line) <= SHORT_LABEL else f"{line[: SHORT_LABEL - 1]}…"


def asked_goals(proposal: Proposal, topics: tuple[str, ...]) -> list[tuple[str, str]]:
    """The goals an answer may see differently: those asked about."""
    whole = EVERYBODY in topics or not topics
    found = [(goal.id, shortened(goal.text)) for goal in proposal.goals if whole or goal.id in topics]
    if proposal.back.kind and (whole or RETURN in topics):
        found.append((RETURN, _("The way back to work")))
    return found


def named_choices(now: CurrentPlan) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Organisations with more than one person at the table: (party key, organisation, people)."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for seat in in_order(now.seats, lambda seat: seat.name):
        if seat.live and seat.hat == "professional":
            key = party_key(seat.hat, str(seat.person_id), str(seat.organisation_id or ""))
            found.setdefault(key, (seat.organisation, {}))[1][str(seat.person_id)] = seat.given_name
    return [(key, organisation, list(people.items())) for key, (organisation, people) in found.items() if len(people) > 1]


def my_saying(now: CurrentPlan, kind: SayingKind, goal_id: UUID | None, person_id: UUID) -> tuple[str, int]:
    """What somebody said beside a goal, and its revision; empty and 0 for nothing."""
    found = [one for one in now.sayings if one.kind == kind and one.goal_id == goal_id and one.said_by_id == person_id]
    return (found[0].text, found[0].revision) if found else ("", 0)


def unconfirmed(now: CurrentPlan, person_id: UUID) -> tuple[str, ...]:
    """What others wrote down for somebody and they have not confirmed."""
    goals = [goal.text for goal in now.goals if goal.owner_id == person_id and not goal.confirmed]
    return (*goals, *(one.text for one in now.sayings if one.said_by_id == person_id and not one.confirmed))


def who_is_asked(now: CurrentPlan) -> str:
    """Everybody who would be asked, by name; an organisation by its own name, where it is still to be chosen who answers for it."""
    open_choice = {key for key, _organisation, _people in named_choices(now)}
    return names([party.organisation if party.key in open_choice else party.name for party in now.table])


def choose_first(now: CurrentPlan) -> str:
    """What has to be chosen before anybody is asked; empty where one person sits there for each."""
    open_choice = [organisation for _key, organisation, _people in named_choices(now)]
    return _("First choose who answers for %(organisations)s.") % {"organisations": names(open_choice)} if open_choice else ""


def came_words(now: CurrentPlan) -> str:
    """Who sits at the table since everybody was asked, by name and organisation."""
    return names([f"{party.name} ({party.organisation})" if party.organisation else party.name for party in now.came_since])
