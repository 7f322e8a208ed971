"""A citizen's first page: one thing on top, what else waits below it, the table, few links."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.cases.pages import BridgeCard, bridge_card, end_line
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.disclosure.queries import Question
from roundtable.ground.seats.pages import seat_marks
from roundtable.ground.seats.queries import SeatView
from roundtable.home.pages.parts import ZONE, Card, Link, news_lines, together, when
from roundtable.home.queries import CitizenStart
from roundtable.home.rules import CitizenFacts, CitizenStep, citizen_steps
from roundtable.kernel.calendar import local_date
from roundtable.ui.table import SeatMark


@dataclass(frozen=True)
class CitizenHome:
    """A citizen's or companion's first page. `also`: what else waits; `elsewhere`: her other courses where something does."""

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
    )


def _told_apart(cards: Sequence[Card]) -> tuple[Link, ...]:
    """A link a card; those that would read the same have a number."""
    titles = [card.title for card in cards]
    said = [f"{title} ({titles[: place + 1].count(title)})" if titles.count(title) > 1 else title for place, title in enumerate(titles)]
    return tuple(Link(title, card.url) for title, card in zip(said, cards, strict=True))


def _more_questions(step: CitizenStep, data: CitizenStart) -> list[Card]:
    """Each text somebody asks to say waits by itself; the first is the step's own card."""
    return [_question_card(question, data) for question in data.questions[1:]] if step == CitizenStep.LOOK else []


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
    """`goes`: whether the reader comes to the meeting; who acts for somebody knows its day, and has no page of it."""
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
    if step == CitizenStep.PLAN:
        return Card(
            _("What do you say to the plan?"),
            _("Yes, yes but, no, or not yet. Each answer is fine."),
            reverse("plan", args=[case]),
            _("Read the plan"),
            _("About 5 minutes"),
        )
    if step == CitizenStep.MESSAGE:
        title = _("A message from %(names)s") % {"names": together(tuple(_given(data.seats, data.heard)))}
        return Card(title, _("It is not urgent."), reverse("people", args=[case]), _("Read it"), _("About 2 minutes"))
    if step == CitizenStep.QUESTIONS and data.day_after:
        url = reverse("day_after", args=[case, data.day_after.roundtable_id])
        text = _("Five short questions, if you like. Only you can read your answers.")
        return Card(_("How was the meeting for you?"), text, url, _("Look at the first"), _("About 1 minute"))
    if _is_over(data.seats):
        text = _("You keep what was written for you to read. The others do not read it any more.")
        return Card(_("This course has ended"), text, reverse("case_page", args=[case]), _("Look at it"))
    if data.meeting:
        return Card(
            _("Nothing to do today"),
            _("Your next meeting: %(when)s.") % {"when": when(data.meeting)},
            reverse("roundtable", args=[case]) if goes else "",
            _("See the meeting"),
        )
    return Card(_("Nothing to do today"), _("When there is something, it stands here."))


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
