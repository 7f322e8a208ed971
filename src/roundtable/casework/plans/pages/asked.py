"""The page of an answer: what is asked, what changed since one answered before, and what was said then."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.plans.pages.form import FormPage
from roundtable.casework.plans.pages.versions import ChangeLine, change_lines, exception_words
from roundtable.casework.plans.pages.words import full_stop, moment_day, places_at, said, table_readers, who_words
from roundtable.casework.plans.queries import CurrentPlan
from roundtable.casework.plans.rules.agreement import Given
from roundtable.casework.plans.rules.changes import EVERYBODY
from roundtable.casework.plans.rules.content import Proposal
from roundtable.ground.access.actor import Actor


@dataclass(frozen=True)
class SaidBefore:
    """What was answered before: a heading with the name and the day, and the answer in lines."""

    title: str
    lines: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class AnswerPage(FormPage):
    """The form of an answer. `changed`: the old words beside the new ones; `before`: what was said to the old ones, None for nothing."""

    changed: tuple[ChangeLine, ...] = ()
    before: SaidBefore | None = None


def answer_page(
    now: CurrentPlan,
    actor: Actor,
    person_id: UUID | None,
    proposal: Proposal,
    topics: tuple[str, ...],
    earlier: Given | None,
    before: Proposal | None,
) -> AnswerPage:
    """One answer's page. `person_id`: the citizen whose answer is noted; None for one's own. `earlier`: what the party said to `before`."""
    goal = proposal.shared_goal
    places = {left: came.name for left, came in now.in_place.items()}
    name = now.people[person_id].name if person_id in now.people else ""
    part = EVERYBODY not in topics
    then = places_at(now.seats, now.call_before.opened_at) if now.call_before else {}
    changed = change_lines(before, proposal, then, places, topics if part else ()) if before else ()
    return AnswerPage(
        case_id=now.case_id,
        readers=table_readers(now, actor),
        title=_("What does %(name)s say to the plan?") % {"name": name} if name else _("What do you say to the plan?"),
        intro=_intro(earlier, actor, name, part=part, changed=bool(changed)),
        quote=goal.text if goal else "",
        button=_("Keep this answer"),
        lines=tuple(f"{who_words(one.owner, places)}: {one.text}" for one in proposal.goals if one.owner),
        changed=changed,
        before=_said_before(earlier, before, actor, name) if earlier and before else None,
    )


def _intro(earlier: Given | None, actor: Actor, name: str, *, part: bool, changed: bool) -> str:
    if name:
        return _("You note what %(name)s said. It is shown as noted by you and read back.") % {"name": name}
    if earlier is None:
        return ""
    if earlier.person != str(actor.person_id):
        return _("%(name)s answered before. That answer is not yours: you are asked about the whole plan.") % {"name": earlier.by}
    if part:
        return _("Only something changed. What you said about the rest still holds.")
    return "" if changed else _("You are asked again. The plan says the same as before.")


def _said_before(earlier: Given, before: Proposal, actor: Actor, name: str) -> SaidBefore:
    """What was said to the plan as it was; one's own stands in the form too, and counts only when it is sent."""
    own = not name and earlier.person == str(actor.person_id)
    values = {"name": earlier.by, "day": moment_day(earlier.at)}
    return SaidBefore(
        title=_("What you said on %(day)s") % values if own else _("What %(name)s said on %(day)s") % values,
        lines=(
            " ".join(part for part in (full_stop(said(earlier.answer)), earlier.reason) if part),
            *(exception_words(one, before) for one in earlier.exceptions),
        ),
        note=_("It is filled in below. It counts only when you send it; change it as you like.") if own else "",
    )
