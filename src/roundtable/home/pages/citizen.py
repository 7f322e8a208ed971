"""A citizen's first page: one thing on top, what else waits below it, the table, few links."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.assessments.rules import parties
from roundtable.casework.cases.pages import BridgeCard, bridge_card, end_line
from roundtable.casework.cases.rules import Phase
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.disclosure.queries import Question, ToldByLaw
from roundtable.ground.notices.queries import NEWS
from roundtable.ground.seats.pages import seat_marks
from roundtable.ground.seats.queries import SeatView, took_over
from roundtable.home.pages.parts import ZONE, Card, Link, news_lines, together, when
from roundtable.home.queries import CitizenStart
from roundtable.home.rules import CitizenFacts, CitizenStep, citizen_steps
from roundtable.kernel.calendar import local_date
from roundtable.ui.table import SeatMark


@dataclass(frozen=True)
class CitizenHome:
    """A citizen's or companion's first page. `also`: what else waits; `elsewhere`: her other courses where something does.

    `changes`: who came in somebody's place, and that all lines lie open: each in a sentence or two, and where that leads.
    """

    name: str
    card: Card
    also: tuple[Link, ...]
    seats: tuple[SeatMark, ...]
    links: tuple[Link, ...]
    news: tuple[str, ...]
    news_url: str
    elsewhere: frozenset[UUID] = frozenset()
    end_near: str = ""
    bridge: BridgeCard | None = None
    changes: tuple[tuple[str, Link], ...] = ()


def citizen_home(data: CitizenStart, actor: Actor, name: str) -> CitizenHome:
    """One card, what else waits, the table, three quiet links."""
    today = local_date(data.at, data.meeting.zone if data.meeting else ZONE)
    facts = CitizenFacts(data.case_id) if _is_over(data.seats) else _citizen_facts(data, actor)
    first, *others = citizen_steps(facts, today)
    goes = actor.hat != Hat.REPRESENTATIVE
    cards = [
        *_more_questions(first, data),
        *(card for step in others for card in (_citizen_card(step, data), *_more_questions(step, data))),
    ]
    return CitizenHome(
        name=name,
        card=_citizen_card(first, data, goes=goes),
        also=_told_apart(cards),
        seats=seat_marks([seat for seat in data.seats if seat.hat != Hat.GUEST], actor),
        links=_citizen_links(data.case_id, actor, _is_open(data.seats)),
        news=news_lines(data.notices),
        news_url=reverse("case_page", args=[data.case_id]),
        elsewhere=frozenset(case for case in data.elsewhere if not _is_over([seat for seat in data.other_seats if seat.case_id == case])),
        end_near=end_line(data.ending.phase, today, called=data.ending.called, held=data.ending.held) if data.ending else "",
        bridge=bridge_card(data.bridge, data.seats, actor, today),
        changes=(*_came_in_place(data), *_lines_open(data)) if actor.hat == Hat.CITIZEN and not _is_over(data.seats) else (),
    )


NEW_FOR = timedelta(days=30)
"""So long it stands on a citizen's first page that somebody left and who came, or until the two have written to each other."""


def _came_in_place(data: CitizenStart) -> list[tuple[str, Link]]:
    """Who left and who came; and that her last message to who left has no answer, and is read by nobody who came."""
    found = []
    names = {seat.person_id: seat.given_name for seat in data.seats}
    for left, came in took_over(data.seats).items():
        if came.hat != Hat.PROFESSIONAL or came.person_id in data.written or data.at - came.from_at > NEW_FOR:
            continue
        name, other = came.given_name, names[left]
        said = _("%(other)s has left. %(name)s came in the same place on %(day)s.") % {
            "other": other, "name": name, "day": _day(came.from_at)
        }  # fmt: skip
        link = Link(_("Who sits at your table"), reverse("people", args=[data.case_id]))
        at, by_her = data.written.get(left, (data.at, False))
        if by_her:
            unanswered = _("%(other)s did not answer your message of %(day)s. %(name)s cannot read it. Do you want to write to %(name)s?")
            said = f"{said} {unanswered % {'other': other, 'name': name, 'day': _day(at)}}"
            link = Link(_("Write to %(name)s") % {"name": name}, reverse("write_message", args=[data.case_id, came.person_id]))
        found.append((said, link))
    return found


def _day(moment: datetime) -> str:
    return date_format(local_date(moment, ZONE), "MONTH_DAY_FORMAT")


def _lines_open(data: CitizenStart) -> list[tuple[str, Link]]:
    """That everybody's lines lie open to her, who shares them on: for two weeks, and before a meeting that is near."""
    live = [(seat.person_id, seat.given_name, seat.hat, seat.organisation_id, seat.organisation) for seat in data.seats if seat.live]
    left = [(seat.person_id, seat.organisation_id) for seat in data.seats if not seat.live and seat.organisation_id]
    found = parties(live, data.ready, left)
    near = bool(data.ready) and all(party.ready for party in found)
    if not near and (data.opened is None or data.at - data.opened > NEWS):
        return []
    link = Link(_("What we bring to the table"), reverse("what_we_bring", args=[data.case_id]))
    return [(_("What everybody brings to the meeting is open to you now. You decide who else reads it."), link)]


def _told_apart(cards: Sequence[Card]) -> tuple[Link, ...]:
    """A link a card; those that would read the same have a number."""
    titles = [card.title for card in cards]
    said = [f"{title} ({titles[: place + 1].count(title)})" if titles.count(title) > 1 else title for place, title in enumerate(titles)]
    return tuple(Link(title, card.url) for title, card in zip(said, cards, strict=True))


def _more_questions(step: CitizenStep, data: CitizenStart) -> list[Card]:
    """Each text somebody asks to say waits by itself; the first is the step's own card."""
    if step == CitizenStep.BY_LAW:
        return [_law_card(told, data) for told in data.by_law[1:]]
    return [_question_card(question, data) for question in data.questions[1:]] if step == CitizenStep.LOOK else []


def _law_card(told: ToldByLaw, data: CitizenStart) -> Card:
    """Who can read a text about her without her yes, or will when a second person agrees; the page behind it says which, and why."""
    by, url = _names(data.seats, [told.by_id]), reverse("sharing", args=[data.case_id])
    if told.opened:
        title = _("%(to)s can read a text about you now") % {"to": told.to_name}
        text = _("%(name)s decided it by a rule of law. You can see which text it is, and ask why.") % {"name": by}
    else:
        title = _("By a rule of law: %(name)s asks to share a text about you") % {"name": by}
        text = _("It is not open yet. A second person has to agree first. You can see which text it is.")
    return Card(title, text, url, _("Look at it"), _("About 2 minutes"))


def _question_card(question: Question, data: CitizenStart) -> Card:
    title = _("%(name)s asks: may I say this?") % {"name": _names(data.seats, [question.asked_by_id])}
    url = reverse("answer_may_i", args=[data.case_id, question.item_id])
    return Card(title, _("You see the exact words. You can say yes, change them, or say no."), url, _("Look at it"), _("About 1 minute"))


def _citizen_facts(data: CitizenStart, actor: Actor) -> CitizenFacts:
    """What may be asked of somebody whose course goes on."""
    return CitizenFacts(
        case_id=data.case_id,
        referral_unconfirmed=data.referral_unconfirmed,
        invitation_unanswered=data.meeting is not None and data.meeting.my_answer is None and actor.hat != Hat.REPRESENTATIVE,
        meeting_on=local_date(data.meeting.starts_at, data.meeting.zone) if data.meeting else None,
        lines_missing=actor.hat == Hat.CITIZEN and actor.person_id not in data.ready,
        questions=len(data.questions),
        plan_unanswered=data.plan_waits,
        unread_messages=len(data.heard),
        day_after=data.day_after is not None and data.day_after.offered,
        by_law=len(data.by_law),
        words_for_a_yes=bool(data.wrote_for_her),
    )


def _is_over(seats: Sequence[SeatView]) -> bool:
    """A course has ended when nobody who works sits there any more."""
    return not any(seat.live and seat.hat in ("professional", "intake") for seat in seats)


def _is_open(seats: Sequence[SeatView]) -> bool:
    """A course is open when its referral is accepted and professionals sit at the table; who only wrote the referral is not one of them."""
    live = {seat.hat for seat in seats if seat.live and seat.ground != "referral"}
    return "professional" in live and not any(seat.live and seat.hat == "intake" for seat in seats)


def _given(seats: Sequence[SeatView], people: Sequence[UUID]) -> dict[str, None]:
    return dict.fromkeys(seat.given_name for seat in seats if seat.person_id in people)


def _names(seats: Sequence[SeatView], people: Sequence[UUID]) -> str:
    return ", ".join(_given(seats, people))


def _citizen_card(step: CitizenStep, data: CitizenStart, *, goes: bool = True) -> Card:
    """`goes`: whether the reader comes to the meeting; who acts for somebody is not invited to it."""
    case = data.case_id
    if step == CitizenStep.REFERRAL:
        return Card(
            _("Look at what was sent about you"),
            _("Is it right? You can say yes, or no."),
            reverse("referral", args=[case]),
            _("Read it"),
            _("About 3 minutes"),
        )
    if step == CitizenStep.INVITATION and data.meeting:
        return Card(
            _("You are invited to a meeting"),
            when(data.meeting),
            reverse("roundtable", args=[case]),
            _("Say if it suits you"),
            _("About 1 minute"),
        )
    if step == CitizenStep.PREPARE and data.meeting:
        text = _("The meeting is %(when)s. A few lines are enough. The meeting takes place anyway.") % {"when": when(data.meeting)}
        return Card(
            _("What do you bring to the table?"), text, reverse("what_we_bring", args=[case]), _("Write a few lines"), _("About 10 minutes")
        )
    if step == CitizenStep.LOOK:
        return _question_card(data.questions[0], data)
    if step == CitizenStep.BY_LAW:
        return _law_card(data.by_law[0], data)
    if step == CitizenStep.PLAN:
        return Card(
            _("What do you say to the plan?"),
            _("Yes, yes but, no, or not yet. Each answer is fine."),
            reverse("plan", args=[case]),
            _("Read the plan"),
            _("About 5 minutes"),
        )
    if step == CitizenStep.MESSAGE:
        names = tuple(_given(data.seats, data.heard))
        title = ngettext("A message from %(names)s", "Messages from %(names)s", len(names)) % {"names": together(names)}
        return Card(title, _("It is not urgent."), reverse("people", args=[case]), _("Read it"), _("About 2 minutes"))
    if step == CitizenStep.QUESTIONS and data.day_after:
        url = reverse("day_after", args=[case, data.day_after.roundtable_id])
        text = _("Five short questions, if you like. Only you can read your answers.")
        return Card(_("How was the meeting for you?"), text, url, _("Look at the first"), _("About 1 minute"))
    if step == CitizenStep.WORDS:
        wrote = together(tuple(_given(data.seats, data.wrote_for_her)))
        title = _("%(names)s wrote something down as yours. Is it right?") % {"names": wrote}
        text = _("You can say yes to it, or say it in your own words.")
        return Card(title, text, reverse("you_told_us", args=[case]), _("Look at it"), _("About 2 minutes"))
    if _is_over(data.seats):
        text = _("You keep what was written for you to read. The others do not read it any more.")
        return Card(_ended_title(data), text, reverse("case_page", args=[case]), _("Look at it"))
    if data.meeting:
        return Card(
            _("Nothing to do today"),
            (_("Your next meeting: %(when)s.") if goes else _("The next meeting: %(when)s.")) % {"when": when(data.meeting)},
            reverse("roundtable", args=[case]),
            _("See the meeting"),
        )
    return Card(_("Nothing to do today"), _("When there is something, it stands here."))


def _ended_title(data: CitizenStart) -> str:
    """That the course has ended, and on which day; a referral that came to nothing never began."""
    if data.ending is None or data.ending.phase.phase != Phase.END:
        return _("This course has ended")
    return _("This course ended on %(day)s") % {"day": date_format(local_date(data.ending.phase.since, ZONE), "DATE_FORMAT")}


def _citizen_links(case_id: UUID, actor: Actor, is_open: bool) -> tuple[Link, ...]:
    if actor.hat == Hat.COMPANION:
        return (Link(_("Our meeting"), reverse("roundtable", args=[case_id])), Link(_("The plan"), reverse("plan", args=[case_id])))
    if actor.hat == Hat.REPRESENTATIVE:
        return (Link(_("The course"), reverse("case_page", args=[case_id])), Link(_("The plan"), reverse("plan", args=[case_id])))
    shared = Link(_("What is shared, and with whom"), reverse("sharing", args=[case_id]))
    notebook = Link(_("My notebook"), reverse("notebook", args=[case_id]))
    opened = Link(_("Who opened what"), reverse("who_opened_what", args=[case_id]))
    # What she brings can be written in peace as soon as the course is open.
    bring = (Link(_("What we bring to the table"), reverse("what_we_bring", args=[case_id])),) if is_open else ()
    return *bring, shared, opened, notebook
