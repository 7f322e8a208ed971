"""What the case page, the people panel, the time line and the search show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from roundtable.casework.casefile.queries import Found, Happening, SinceLastHere, WhatTheyDecide
from roundtable.casework.cases.queries import ClosingView
from roundtable.casework.cases.rules import OUTCOME_WORDS, PHASE_WORDS, Phase
from roundtable.casework.notes.pages import begins, citizens_of, how_words, people_of
from roundtable.casework.notes.queries import ContactView, Waiting
from roundtable.casework.notes.rules import ContactState
from roundtable.casework.plans.queries import PlanState
from roundtable.casework.plans.rules.agreement import SharedState
from roundtable.casework.roundtables.queries import MeetingFacts
from roundtable.ground.access.actor import CITIZEN_HATS, Actor, Hat
from roundtable.ground.seats.pages import readers_of, seat_marks
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.texts import initials
from roundtable.ui.parts import PersonLine
from roundtable.ui.table import Readers, SeatMark


@dataclass(frozen=True)
class Line:
    """Something that happened, or was found."""

    title: str
    at: datetime
    by: str
    url: str
    readers: Readers | None
    text: str = ""
    course: str = ""


@dataclass(frozen=True)
class Coming:
    """Something with a date."""

    what: str
    at: datetime
    who: str
    url: str


@dataclass(frozen=True)
class PersonCard:
    """Somebody at the table: who they are, what they decide, when last in touch, and how to write to them."""

    person: PersonLine
    seat: SeatView
    decides: str
    does_not: str
    last_contact: datetime | None
    message_url: str
    message_label: str
    readers: Readers | None
    about_url: str
    letter_url: str
    closed: bool


@dataclass(frozen=True)
class PeoplePage:
    """Everyone at the table, and who was there before."""

    seats: tuple[SeatMark, ...]
    cards: tuple[PersonCard, ...]
    before: tuple[SeatView, ...]


@dataclass(frozen=True)
class CasePage:
    """One course on one page."""

    title: str
    phase: str
    since: datetime | None
    seats: tuple[SeatMark, ...]
    people: tuple[PersonLine, ...]
    new: tuple[Line, ...]
    new_count: int
    happened: tuple[Line, ...]
    coming: tuple[Coming, ...]
    plan: tuple[str, ...]
    plan_url: str
    waiting: tuple[Line, ...]
    write_to: tuple[tuple[str, str], ...]
    staff: bool
    content: bool
    ended: str = ""


def kind_words(kind: str, by: str) -> str:
    """What kind of text somebody wrote, in a few words and without one of it."""
    words = {
        "note": _("Note by %(name)s"),
        "message": _("Message from %(name)s"),
        "contact": _("Contact, noted by %(name)s"),
        "correction": _("Correction by %(name)s"),
        "line": _("One line by %(name)s"),
        "bring": _("Brought to the table by %(name)s"),
        "plan": _("A version of the plan, closed by %(name)s"),
        "plan_draft": _("The plan, begun by %(name)s"),
        "not_this_meeting": _("Not for the next meeting, by %(name)s"),
        "may_i": _("May I say this? asked by %(name)s"),
        "request": _("Question from %(name)s"),
        "reply": _("Answer from %(name)s"),
        "outcome": _("How the course ended, by %(name)s"),
        "read_first": _("Please read this first, by %(name)s"),
        "referral": _("Referral by %(name)s"),
        "referral_consent": _("A yes to the referral, noted by %(name)s"),
        "referral_answer": _("Answer to the referral by %(name)s"),
        "meeting_place": _("Where we meet, by %(name)s"),
        "meeting_reason": _("Why our meeting was moved or cancelled, by %(name)s"),
        "meeting_remark": _("Answer to the invitation by %(name)s"),
        "meeting_wishes": _("How our meeting should be, by %(name)s"),
        "opened_early": _("Why the lines were opened early, by %(name)s"),
    }
    if kind not in words and kind.startswith("meeting_"):
        return _("For our meeting, by %(name)s") % {"name": by}
    return words.get(kind, _("Text by %(name)s")) % {"name": by}


OWN_PAGES: Mapping[str, str] = {
    "contact": "contacts",
    "bring": "what_we_bring",
    "bring_draft": "what_we_bring",
    "opened_early": "what_we_bring",
    "plan": "plan",
    "plan_draft": "plan",
    "may_i": "may_i",
    "not_this_meeting": "prepare_roundtable",
    "referral": "referral",
    "referral_consent": "referral",
    "referral_answer": "referral",
}
"""The page where texts of a kind stand, when it is one for the whole course."""

WITHOUT_WORDS = frozenset({"referral_consent"})
"""Kinds whose body is for the machine only: which version of the text the yes was given to."""


def item_url(kind: str, case_id: UUID, item_id: UUID, actor: Actor, *, holder_id: UUID | None, about: Sequence[UUID]) -> str:
    """The page where an item stands; empty where it has none of its own."""
    if actor.hat not in (Hat.CITIZEN, Hat.PROFESSIONAL):
        return ""
    if kind == "message":
        other = holder_id if actor.hat == Hat.CITIZEN else (about[0] if len(about) == 1 else None)
        in_it = actor.person_id in (holder_id, *about)
        return reverse("write_message", args=[case_id, other]) if other and in_it else reverse("note", args=[case_id, item_id])
    if kind in ("note", "line"):
        return reverse("note", args=[case_id, item_id])
    if kind == "draft":
        return reverse("drafts")
    if kind.startswith("meeting_"):
        return reverse("roundtable", args=[case_id])
    return reverse(OWN_PAGES[kind], args=[case_id]) if kind in OWN_PAGES else ""


def _name(people: Mapping[UUID, SeatView], person_id: UUID, actor: Actor) -> str:
    if person_id == actor.person_id:
        return _("you")
    return people[person_id].given_name if person_id in people else _("somebody who was here before")


def _by(people: Mapping[UUID, SeatView], said_by_id: UUID | None, author_id: UUID, actor: Actor) -> str:
    """Whose text it is; where a scribe held the pen, both."""
    if said_by_id is None or said_by_id == author_id:
        return _name(people, author_id, actor)
    names = {"said": _name(people, said_by_id, actor), "wrote": _name(people, author_id, actor)}
    return _("%(said)s, written down by %(wrote)s") % names


def happening_lines(actor: Actor, seats: Sequence[SeatView], found: Sequence[Happening], known: Mapping[UUID, Words]) -> tuple[Line, ...]:
    """What happened, each line with who can read it; with its first words only where reading them is no reading (`known`)."""
    people = people_of(seats)
    lines = []
    for row in found:
        by = _by(people, row.said_by_id, row.author_id, actor)
        item_id = row.corrects_id or row.item_id
        url = item_url(row.kind, row.case_id, item_id, actor, holder_id=row.holder_id, about=row.about)
        readers = readers_of(row.scope_kind, seats, actor, holder_id=row.holder_id, about=row.about, side_id=row.side_id)
        words = known.get(row.item_id)
        text = (words.headline or begins(words.body)) if words and row.kind not in WITHOUT_WORDS else ""
        title = kind_words("correction" if row.corrects_id else row.kind, by)
        lines.append(Line(title, row.made_at, by, url, readers, text))
    return tuple(lines)


def coming(
    actor: Actor, case_id: UUID, seats: Sequence[SeatView], found: Sequence[ContactView], meeting: MeetingFacts | None, at: datetime
) -> list[Coming]:
    """The meeting and the contacts that are still to come, nearest first."""
    people = people_of(seats)
    open_states = (ContactState.PLANNED, ContactState.MOVED)
    ahead = sorted((row for row in found if row.begins_at >= at and row.state in open_states), key=lambda row: row.begins_at)
    url = reverse("contacts", args=[case_id])
    lines = [
        Coming(how_words(row.how), row.begins_at, ", ".join(_name(people, person, actor) for person in row.people), url) for row in ahead
    ]
    if meeting is not None and meeting.starts_at >= at:
        lines.append(Coming(_("Our meeting"), meeting.starts_at, "", reverse("roundtable", args=[case_id])))
    return sorted(lines, key=lambda row: row.at)


def plan_words(actor: Actor, seats: Sequence[SeatView], plan: PlanState | None) -> tuple[str, ...]:
    """Where the plan stands, in a sentence or two, without a word of it."""
    if plan is None:
        return (_("There is no plan yet."),)
    people = people_of(seats)
    lines = []
    if plan.fixed_at is not None:
        day = date_format(plan.fixed_at.astimezone(timezone.get_current_timezone()), "j F Y")
        lines.append(_("Version %(number)s stands since %(day)s.") % {"number": plan.version, "day": day})
        shared = {
            SharedState.SHARED: _("The shared goal is shared: everyone said it in their own words."),
            SharedState.CONTESTED: _("You do not agree on the shared goal yet."),
        }
        lines += [shared[plan.shared]] if plan.shared in shared else []
    if plan.waiting:
        names = ", ".join(_name(people, person, actor) for person in plan.waiting)
        lines.append(_("It waits for an answer from: %(names)s.") % {"names": names})
    return tuple(lines) or (_("It is being written. Nothing is agreed yet."),)


def waiting_lines(case_id: UUID, seats: Sequence[SeatView], found: Sequence[Waiting]) -> tuple[Line, ...]:
    """Who waits for an answer, longest first."""
    people = people_of(seats)
    return tuple(
        Line(
            _("%(name)s waits for an answer") % {"name": people[row.citizen_id].given_name},
            row.since,
            "",
            reverse("write_message", args=[case_id, row.citizen_id]),
            None,
        )
        for row in found
        if row.citizen_id in people
    )


def ended_words(closing: ClosingView | None) -> str:
    """How a course ended, and on which day; empty while it goes on."""
    if closing is None:
        return ""
    return _("This course ended on %(day)s: %(outcome)s.") % {
        "day": date_format(timezone.localtime(closing.at), "j F Y"),
        "outcome": _(OUTCOME_WORDS[closing.outcome]),
    }


def phase_words(phase: Phase | None) -> str:
    """Where the course stands, in words."""
    if phase is None:
        return _("Referred")
    return _(PHASE_WORDS[phase])


def course_title(actor: Actor, seats: Sequence[SeatView]) -> str:
    """Whose course it is."""
    names = [seat.given_name for seat in citizens_of(seats)]
    if actor.hat == Hat.CITIZEN:
        return _("My course")
    if not names:
        return _("Course")
    return _("The course of %(names)s") % {"names": ", ".join(names)}


def _write_to(actor: Actor, case_id: UUID, seats: Sequence[SeatView]) -> tuple[tuple[str, str], ...]:
    wanted = {Hat.CITIZEN: "professional", Hat.PROFESSIONAL: "citizen"}.get(actor.hat, "")
    return tuple(
        (seat.given_name, reverse("write_message", args=[case_id, seat.person_id]))
        for seat in people_of(seats).values()
        if seat.live and seat.hat == wanted and seat.person_id != actor.person_id
    )


def case_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    *,
    phase: Phase | None,
    new: SinceLastHere,
    happened: Sequence[Happening],
    coming: Sequence[Coming],
    plan: PlanState | None,
    known: Mapping[UUID, Words],
    waiting: Sequence[Waiting] = (),
    closing: ClosingView | None = None,
) -> CasePage:
    """The course on one page: what is new, what is coming, who is at the table, what happened."""
    return CasePage(
        title=course_title(actor, seats),
        phase=phase_words(phase),
        since=new.since,
        seats=seat_marks(seats, actor),
        people=tuple(person_line(seat) for seat in people_of(seats).values() if seat.live),
        new=happening_lines(actor, seats, new.happenings, known),
        new_count=new.count,
        happened=happening_lines(actor, seats, [row for row in happened if row not in new.happenings], known),
        coming=tuple(coming),
        plan=plan_words(actor, seats, plan),
        plan_url=reverse("plan", args=[case_id]) if actor.hat != Hat.TEAM_LEADER else "",
        waiting=waiting_lines(case_id, seats, waiting),
        write_to=_write_to(actor, case_id, seats),
        staff=actor.hat not in CITIZEN_HATS,
        content=actor.hat != Hat.TEAM_LEADER,
        ended=ended_words(closing),
    )


def person_line(seat: SeatView, hours: str = "", url: str = "") -> PersonLine:
    """A person as shown in lists."""
    role = seat.role_name or {"citizen": "", "companion": _("Companion"), "intake": _("Reads new referrals")}.get(seat.hat, "")
    return PersonLine(
        name=seat.name,
        initials=initials(seat.name),
        role=role,
        organisation=seat.organisation,
        hours=hours,
        phone=seat.phone,
        pattern=seat.pattern,
        url=url,
    )


def _hands_letter_to(actor: Actor, seat: SeatView) -> bool:
    """Whether the actor may print a letter with a code for this seat (the database decides; this only shows the way)."""
    return actor.hat == Hat.PROFESSIONAL and not actor.authority and seat.hat in (Hat.CITIZEN, Hat.COMPANION, Hat.REPRESENTATIVE)


def people_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    *,
    about: Mapping[UUID, WhatTheyDecide],
    messages: Mapping[tuple[UUID, UUID], tuple[datetime, UUID]],
    contacts: Sequence[ContactView],
    closed: frozenset[UUID] = frozenset(),
) -> PeoplePage:
    """Everyone at the table: face, role, hours, what they decide, last contact, a message button with who reads it.

    `closed`: for whom the citizen has closed her course; nobody can write to them here."""
    people = people_of(seats)
    write_to = {url.rstrip("/").rsplit("/", 1)[1]: url for _name_, url in _write_to(actor, case_id, seats)}
    cards = []
    for seat in people.values():
        if not seat.live or seat.person_id == actor.person_id:
            continue
        said = about.get(seat.person_id, WhatTheyDecide("", "", ""))
        citizen_id, professional_id = (seat.person_id, actor.person_id) if seat.hat == "citizen" else (actor.person_id, seat.person_id)
        moments = [row.begins_at for row in contacts if seat.person_id in row.people and row.state == ContactState.HELD]
        if (citizen_id, professional_id) in messages:
            moments.append(messages[citizen_id, professional_id][0])
        url = "" if seat.person_id in closed else write_to.get(str(seat.person_id), "")
        cards.append(
            PersonCard(
                person=person_line(seat, said.hours),
                seat=seat,
                decides=said.decides,
                does_not=said.does_not,
                last_contact=max(moments, default=None),
                message_url=url,
                message_label=_("Write to %(name)s") % {"name": seat.given_name},
                readers=readers_of(ScopeKind.CONFIDENCE, seats, actor, holder_id=professional_id, about=(citizen_id,)) if url else None,
                about_url=reverse("person_page", args=[seat.person_id]) if seat.hat == "professional" else "",
                letter_url=reverse("print_letter", args=[case_id, seat.person_id]) if _hands_letter_to(actor, seat) else "",
                closed=seat.person_id in closed,
            )
        )
    before = tuple(seat for seat in people.values() if not seat.live)
    return PeoplePage(seat_marks(seats, actor), tuple(cards), before)


def found_lines(actor: Actor, seats: Sequence[SeatView], found: Found) -> tuple[Line, ...]:
    """What a search found, with the course it stands on."""
    by_case: dict[UUID, list[SeatView]] = {}
    for seat in seats:
        by_case.setdefault(seat.case_id, []).append(seat)
    return tuple(_found_line(actor, by_case.get(view.case_id, []) if view.case_id else [], view) for view in found.hits)


def _found_line(actor: Actor, seats: Sequence[SeatView], view: Words) -> Line:
    by = _by(people_of(seats), view.said_by_id, view.author_id, actor)
    holder = view.holder_id or (view.author_id if view.scope_kind == ScopeKind.CONFIDENCE and view.author_hat == "professional" else None)
    url = item_url(view.kind, view.case_id, view.item_id, actor, holder_id=holder, about=view.about) if view.case_id else ""
    readers = readers_of(view.scope_kind, seats, actor, holder_id=holder, about=view.about, side_id=view.side_id)
    title = view.headline or kind_words(view.kind, by)
    return Line(title, view.made_at, by, url, readers, begins(view.body), course_title(actor, seats) if seats else "")
