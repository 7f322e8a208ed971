"""You told us this: what a citizen said at this table, as it was written down, for her to say yes to, to say differently, to take back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.casefile.pages.lines import kind_words
from roundtable.casework.notes.pages import people_of
from roundtable.casework.notes.rules import in_layers
from roundtable.casework.plans.pages.voices import before_words
from roundtable.casework.plans.pages.words import moment_day
from roundtable.casework.plans.queries import GoalView, SayingView, ToldInPlan
from roundtable.casework.plans.rules.content import SayingKind
from roundtable.casework.roundtables.queries import LineView
from roundtable.casework.roundtables.rules import Section
from roundtable.casework.roundtables.rules.last import section_words
from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.queries import SeatView, Words

BRING = "bring"


@dataclass(frozen=True)
class Button:
    """One press: where it goes and what it carries."""

    label: str
    url: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """One thing she said: where it stands, her words, who wrote them, what she said of it since."""

    what: str
    text: str
    wrote: str
    since: str = ""
    hers: str = ""
    buttons: tuple[Button, ...] = ()
    change_url: str = ""
    change_label: str = ""


@dataclass(frozen=True)
class ToldPage:
    """`open`: what others wrote down and she has not said anything to; `rest`: what she said yes to, or wrote herself.

    `noted`: what others wrote down as said by her where nothing asks for her yes; after the course also what did, and cannot be answered.
    """

    open: tuple[Told, ...]
    rest: tuple[Told, ...]
    noted: tuple[Told, ...] = ()


def told_page(
    actor: Actor,
    case_id: UUID,
    plan: ToldInPlan,
    lines: Sequence[LineView],
    others: Sequence[Words],
    said_so: Mapping[UUID, bool] | None = None,
) -> ToldPage:
    """The page of one citizen. What waits for her word comes first. `said_so`: of what was brought as hers, what she said to it."""
    people = people_of(plan.seats)
    mine: list[GoalView | SayingView] = [*plan.goals, *plan.sayings]
    in_plan = [(not one.confirmed, _in_plan(actor, case_id, one, people, over=plan.over)) for one in mine]
    said = [(line.quoted and line.check is None, _line(case_id, line, people, over=plan.over)) for line in lines]
    brought = [view for view in others if view.kind == BRING and view.author_id != actor.person_id]
    said_to = said_so or {}
    by_others = [(view.item_id not in said_to, _brought(case_id, view, people, said_to.get(view.item_id), plan.over)) for view in brought]
    by_her = [(False, _elsewhere(actor, case_id, view, people)) for view in others if view.author_id == actor.person_id]
    told = [*in_plan, *said, *by_others, *by_her]
    return ToldPage(
        open=tuple(one for waits, one in told if waits and one.buttons),
        rest=tuple(one for waits, one in told if not waits),
        noted=(
            *(one for waits, one in told if waits and not one.buttons),
            *(_elsewhere(actor, case_id, view, people) for view in others if view.author_id != actor.person_id and view not in brought),
        ),
    )


def _name(people: Mapping[UUID, SeatView], person_id: UUID | None) -> str:
    return people[person_id].given_name if person_id is not None and person_id in people else ""


def _wrote(actor: Actor, people: Mapping[UUID, SeatView], author: UUID, at: datetime | None = None) -> str:
    """Whose hand it was, and on which day where that is kept."""
    if author == actor.person_id:
        return _("Written by you on %(day)s.") % {"day": moment_day(at)} if at else _("Written by you.")
    values = {"name": _name(people, author), "day": moment_day(at)}
    return _("Written by %(name)s on %(day)s.") % values if at else _("Written by %(name)s.") % values


def _in_plan(actor: Actor, case_id: UUID, one: GoalView | SayingView, people: Mapping[UUID, SeatView], *, over: bool) -> Told:
    """`over`: the course has ended; the plan stays as it was."""
    url = reverse("correct_words", args=[case_id, one.id])
    revision = ("revision", str(one.revision))
    yes = Button(_("Yes, I said that"), url, (revision, ("answer", "so")))
    back = Button(_("I take it back"), url, (revision, ("answer", "back")))
    others = one.written_by_id != actor.person_id
    since = ""
    if others:
        since = _("You said yes to it.") if one.confirmed else "" if over else _("You have not said yet whether it is so.")
    at = one.changed_at if isinstance(one, GoalView) else None
    return Told(
        what=_("Your goal in the plan") if isinstance(one, GoalView) else _saying_words(one.kind),
        text=one.text,
        wrote=_wrote(actor, people, one.written_by_id, at),
        since=since or before_words(_name(people, one.before_by_id), one.before),
        buttons=() if over else (back,) if one.confirmed else (yes, back),
        change_url="" if over else url,
        change_label=_("I say it differently"),
    )


def _saying_words(kind: SayingKind) -> str:
    return {
        SayingKind.OWN_WORDS: _("What the shared goal means to you"),
        SayingKind.WORK_GIVES: _("What work could give you"),
        SayingKind.WENT_WELL: _("How you would see that it went well"),
        SayingKind.HELP: _("How you help with a goal"),
    }.get(kind, _("In the plan"))


def _line(case_id: UUID, line: LineView, people: Mapping[UUID, SeatView], *, over: bool) -> Told:
    """A line of a meeting: the minutes keep what was written, and her words stand beside it. `over`: the course has ended, and it stays."""
    url, item = reverse("correct_line", args=[case_id, line.item_id]), str(line.item_id)
    told = ("from", "told")
    yes = Button(_("Yes, I said that"), reverse("confirm_lines", args=[case_id]), (("line", item), told))
    back = Button(_("I take it back"), url, (("answer", "back"), told))
    since = hers = ""
    if line.check is not None:
        hers = line.check.words.body if line.check.words else ""
        since = _("You said yes to it.") if line.check.said_so else _("You say it differently:") if hers else _("You took it back.")
    elif line.quoted and not over:
        since = _("You have not said yet whether it is so.")
    took_back = line.check is not None and not line.check.said_so and not hers
    buttons = () if not line.quoted or over else (yes, back) if line.check is None else () if took_back else (back,)
    writer = people.get(line.words.author_id)
    day = moment_day(line.words.made_at)
    wrote = _("Written by %(name)s on %(day)s.") % {"name": writer.given_name if writer else "", "day": day}
    return Told(
        what=_part(line.section, line.in_last),
        text=line.words.body,
        wrote=wrote if line.quoted else _("Written by you on %(day)s.") % {"day": day},
        since=since,
        hers=hers,
        buttons=buttons,
        change_url=url if line.quoted and not over else "",
        change_label=_("I say it differently"),
    )


def _part(section: Section, last: bool) -> str:
    """In which part of a meeting it was said; a point for the agenda is written before it."""
    if section == Section.POINT:
        return _("Your point for our meeting")
    return _("In our meeting: %(part)s") % {"part": _(section_words(last)[section])}


def _brought(case_id: UUID, view: Words, people: Mapping[UUID, SeatView], said_so: bool | None, over: bool) -> Told:
    """Lines somebody else put down as hers: she says yes to them, or that she says it differently, in lines of her own if she likes."""
    address = reverse("confirm_brought", args=[case_id, view.item_id])
    yes = Button(_("Yes, I said that"), address, (("from", "told"),))
    otherwise = Button(_("I say it differently"), address, (("answer", "differently"),))
    after_all = Button(_("I said that after all"), address, (("from", "told"),))
    waits = "" if over else _("You have not said yet whether it is so.")
    return Told(
        what=_("What you bring to the table"),
        text=view.body,
        wrote=_("Written by %(name)s on %(day)s.") % {"name": _name(people, view.author_id), "day": moment_day(view.made_at)},
        since=waits if said_so is None else _("You said yes to it.") if said_so else _("You say it differently."),
        buttons=() if said_so or over else (yes, otherwise) if said_so is None else (after_all,),
        change_url="" if over or said_so is None else reverse("what_we_bring", args=[case_id]),
        change_label=_("Look at it, or change it"),
    )


def _elsewhere(actor: Actor, case_id: UUID, view: Words, people: Mapping[UUID, SeatView]) -> Told:
    """What she brings is changed where it stands; a note of somebody's is answered with a message to who wrote it."""
    wrote = _wrote(actor, people, view.author_id, view.made_at)
    text = "\n".join(part for part in (view.headline, *in_layers(view.body)) if part)
    if view.kind == BRING:
        url = reverse("what_we_bring", args=[case_id])
        return Told(_("What you bring to the table"), text, wrote, change_url=url, change_label=_("Look at it, or change it"))
    writer = people.get(view.author_id)
    url = reverse("write_message", args=[case_id, view.author_id]) if writer and writer.live and writer.hat == "professional" else ""
    label = _("Tell %(name)s if it is not so") % {"name": _name(people, view.author_id)}
    return Told(kind_words(view.kind, _name(people, view.author_id)), text, wrote, change_url=url, change_label=label)
