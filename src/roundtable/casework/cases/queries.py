"""Where courses stand, how they ended, who handed over to whom."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.utils import timezone

from roundtable.casework.cases.models import BridgeAnswer, BridgeContact, Closing, HandOver, PhaseEvent, PlannedEnd
from roundtable.casework.cases.rules import Outcome, Phase, Said, Told, usual_end
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current, note_read
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import SeatView, rows


@dataclass(frozen=True)
class PhaseView:
    """Where a course stands. `number` is what a change must have seen; `history` all phases in order.

    `ends_on`: the local day it is planned to end, the usual one where those at the table chose none; `chosen`: whether they did.
    """

    case_id: UUID
    phase: Phase
    number: int
    started_at: datetime
    since: datetime
    history: tuple[Phase, ...]
    ends_on: date
    chosen: bool = False


@dataclass(frozen=True)
class HandOverView:
    """Who left, who came, when, and how the citizen was told."""

    id: UUID
    case_id: UUID
    leaving_id: UUID
    leaving: str
    coming_id: UUID
    coming: str
    told: Told
    at: datetime


@dataclass(frozen=True)
class ClosingView:
    """How a course ended. `item_id`: her own words about it."""

    outcome: Outcome
    item_id: UUID | None
    shares_ended: int
    at: datetime


@dataclass(frozen=True)
class CaseloadRow:
    """A course somebody sits at now, and whose it is."""

    case_id: UUID
    names: str
    started_at: datetime


@dataclass(frozen=True)
class ShareView:
    """Something shared that is still open: to whom, on which basis, until when."""

    disclosure_id: UUID
    to_name: str
    basis: str
    until_at: datetime

    @property
    def last_moment(self) -> datetime:
        """The last moment it is open, for the day a page names: `until_at` is half-open, and midnight belongs to the next day."""
        return self.until_at - timedelta(seconds=1)


@reader()
def case_phases(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, PhaseView]:
    """Where these courses stand; a referral that is not accepted has no phase yet. One statement."""
    return phases_of(phase_rows(case_ids))


def phase_rows(case_ids: Sequence[UUID]) -> Any:
    """The query behind `case_phases`, for a reader that asks something else in the same statement."""
    planned = PlannedEnd.objects.filter(case_id=OuterRef("case_id")).order_by("-at", "-id").values("ends_on")[:1]
    found = PhaseEvent.objects.filter(case_id__in=list(case_ids)).annotate(planned=Subquery(planned))
    return found.order_by("number").values("case_id", "number", "phase", "at", "planned")


def phases_of(found: Iterable[Mapping[str, Any]]) -> dict[UUID, PhaseView]:
    """Rows of `phase_rows`, the first phase first, by course."""
    by_case: dict[UUID, list[Mapping[str, Any]]] = {}
    for row in found:
        by_case.setdefault(row["case_id"], []).append(row)
    return {case_id: _phase_view(case_id, events) for case_id, events in by_case.items()}


def _phase_view(case_id: UUID, events: Sequence[Mapping[str, Any]]) -> PhaseView:
    first, last = events[0], events[-1]
    ends_on = last["planned"] or usual_end(timezone.localdate(first["at"]))
    history = tuple(Phase(event["phase"]) for event in events)
    return PhaseView(case_id, history[-1], last["number"], first["at"], last["at"], history, ends_on, last["planned"] is not None)


@reader()
def case_phase(*, actor: Actor, case_id: UUID) -> PhaseView | None:
    """Where one course stands; None before it is accepted. One statement."""
    found: dict[UUID, PhaseView] = case_phases(actor=actor, case_ids=[case_id])
    return found.get(case_id)


@reader()
def phase_and_contact(*, actor: Actor, case_id: UUID) -> tuple[PhaseView | None, date | None]:
    """What `case_phase` answers, and the day on which who is named for afterwards gets in touch first. One statement, and nobody's words.

    No day where nobody is named, a citizen says no to them, or the actor does not read what everyone at the table reads.
    """
    later = BridgeAnswer.objects.filter(contact_id=OuterRef("contact_id"), person_id=OuterRef("person_id"), at__gt=OuterRef("at"))
    refused = BridgeAnswer.objects.filter(contact_id=OuterRef("item_id"), yes=False).filter(~Exists(later))
    latest = BridgeContact.objects.filter(case_id=OuterRef("case_id")).order_by("-at", "item_id")
    day = latest.annotate(day=Case(When(~Exists(refused), then="rings_on"))).values("day")[:1]
    found = list(phase_rows([case_id]).annotate(contact_on=Subquery(day)))
    return phases_of(found).get(case_id), found[-1]["contact_on"] if found else None


def phase_of(case_field: str) -> Subquery:
    """The code of the phase a row's course stands in, for a reader that asks it beside something else; none before it is accepted.

    `case_field`: the row's field with the course's id.
    """
    return Subquery(PhaseEvent.objects.filter(case_id=OuterRef(case_field)).order_by("-number").values("phase")[:1])


@reader()
def course_ended(*, actor: Actor, case_id: UUID) -> bool:
    """Whether a course has ended and was not opened again; not one that never began. One statement."""
    found: PhaseView | None = case_phase(actor=actor, case_id=case_id)
    return found is not None and found.phase == Phase.END


@reader()
def ended_among(*, actor: Actor, seats: Sequence[SeatView]) -> frozenset[UUID]:
    """Of the courses of these seats, those that have ended: nobody comes to their table later. One statement, and none as long as somebody
    who works sits at each."""
    works = {seat.case_id for seat in seats if seat.live and seat.hat in ("professional", "intake")}
    left = {seat.case_id for seat in seats} - works
    found: dict[UUID, PhaseView] = case_phases(actor=actor, case_ids=sorted(left, key=str)) if left else {}
    return frozenset(case_id for case_id, view in found.items() if view.phase == Phase.END)


@dataclass(frozen=True)
class ManagedPhase:
    """The phase of a course where a line manager's own people sit, and since when."""

    case_id: UUID
    phase: Phase
    since: datetime


@reader(Purpose.TEAM)
def managed_phases(*, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, ManagedPhase]:
    """Where the courses stand in which the acting line manager's own people sit; nothing for other courses or hats. One statement.

    At most 200 at a time (ActRefused `too_many_at_once`).
    """
    return {row[0]: ManagedPhase(row[0], Phase(row[1]), row[2]) for row in act("managed_phases", [list(case_ids)])}


@reader()
def hand_overs(*, actor: Actor, case_id: UUID) -> tuple[HandOverView, ...]:
    """Who handed this course over to whom, newest first. One statement."""
    rows = HandOver.objects.filter(case_id=case_id).select_related("leaving", "coming").order_by("-at", "id")
    return tuple(
        HandOverView(
            row.id, row.case_id, row.leaving_id, row.leaving.given_name, row.coming_id, row.coming.given_name, Told(row.told), row.at
        )
        for row in rows
    )


@reader()
def closings(*, actor: Actor, case_id: UUID) -> tuple[ClosingView, ...]:
    """How this course ended, each time it did, newest first. One statement."""
    rows = Closing.objects.filter(case_id=case_id).order_by("-at", "id")
    return tuple(ClosingView(Outcome(row.outcome), row.item_id, row.shares_ended, row.at) for row in rows)


@reader()
def how_it_ended(*, actor: Actor, case_id: UUID) -> ClosingView | None:
    """How this course ended, where it is over now; None while it goes on, also when it was opened again. One statement."""
    now = Subquery(PhaseEvent.objects.filter(case_id=OuterRef("case_id")).order_by("-number").values("phase")[:1])
    row = Closing.objects.filter(case_id=case_id).alias(now=now).filter(now=str(Phase.END)).order_by("-at", "id").first()
    return ClosingView(Outcome(row.outcome), row.item_id, row.shares_ended, row.at) if row else None


@dataclass(frozen=True)
class EndedCourse:
    """A course that ended while the acting professional sat there: whose, when, by whom, and until when they read their own texts."""

    case_id: UUID
    names: str
    at: datetime
    by_id: UUID
    by: str
    reads_until: datetime

    @property
    def last_moment(self) -> datetime:
        """The last moment they can be read, for the day a page names."""
        return self.reads_until - timedelta(seconds=1)


ENDED = "SELECT * FROM guard.my_ended_courses()"
"""The statement behind `my_ended_courses`, for a reader that asks something else with it; its row, as JSON, is for `ended_from`."""


def ended_from(row: str) -> EndedCourse:
    """One row of `ENDED`, as the database writes it in JSON."""
    found = json.loads(row)
    at, until = (datetime.fromisoformat(found[name]) for name in ("ended_at", "reads_until"))
    return EndedCourse(UUID(found["case_id"]), found["names"], at, UUID(found["closed_by_id"]), found["closed_by"], until)


@reader()
def my_ended_courses(*, actor: Actor) -> tuple[EndedCourse, ...]:
    """The courses that ended in the last 30 days while the acting professional sat there, the latest first; nobody else's. One statement.

    None that was opened again, and none that its citizens have closed for them.
    """
    found = (ended_from(row[0]) for row in rows(f"SELECT to_jsonb(e)::text FROM ({ENDED}) e"))
    return tuple(sorted(found, key=lambda course: course.at, reverse=True))


@reader()
def open_shares(*, actor: Actor, case_id: UUID) -> tuple[ShareView, ...]:
    """What is shared in this course and still open, as far as the acting person may know of it. One statement.

    A share ends with the place of who reads it, where that is sooner: a guest's meeting is over, or their step.
    """
    share, now = "case__disclosure__", current().at
    rows = PhaseEvent.objects.filter(case_id=case_id, number=1, **{f"{share}until_at__gt": now}).order_by(f"{share}until_at", f"{share}id")
    found = rows.values_list(
        f"{share}id", f"{share}to_seat__person__given_name", f"{share}basis", f"{share}until_at", f"{share}disclosureevent__event",
        f"{share}to_seat__until_at",
    )  # fmt: skip
    withdrawn = {row[0] for row in found if row[4] == "withdrawn"}
    ends = {row[0]: min(row[3], row[5] or row[3]) for row in found}
    return tuple(
        {
            row[0]: ShareView(row[0], row[1], row[2], ends[row[0]]) for row in found if row[0] not in withdrawn and ends[row[0]] > now
        }.values()
    )


@reader()
def caseload(*, actor: Actor, person_id: UUID) -> tuple[CaseloadRow, ...]:
    """The courses somebody holds now, the oldest first, as far as the acting person may know of them. Two statements, however many."""
    seat, now = "case__seat__", current().at
    live = Q(**{f"{seat}until_at": None}) | Q(**{f"{seat}until_at__gt": now})
    held = PhaseEvent.objects.filter(
        live, number=1, **{f"{seat}person_id": person_id, f"{seat}hat": "professional", f"{seat}from_at__lte": now}
    )
    started = {case_id: at for case_id, at, ground in held.values_list("case_id", "at", f"{seat}ground") if ground != "referral"}
    names: dict[UUID, list[str]] = {}
    people = PhaseEvent.objects.filter(number=1, case_id__in=list(started), **{f"{seat}hat": "citizen"})
    for case_id, given, family in people.values_list("case_id", f"{seat}person__given_name", f"{seat}person__family_name").order_by("at"):
        names.setdefault(case_id, []).append(f"{given} {family}".strip())
    rows = [CaseloadRow(case_id, ", ".join(names.get(case_id, [])), at) for case_id, at in started.items()]
    return tuple(sorted(rows, key=lambda row: (row.started_at, row.names)))


@dataclass(frozen=True)
class BridgeAnswerView:
    """What a citizen says to the bridge contact, and who noted it."""

    person_id: UUID
    yes: bool
    how: Said
    by_id: UUID


@dataclass(frozen=True)
class BridgeView:
    """Whom the citizen can ring after the course. `answers`: the latest of each citizen, by person."""

    item_id: UUID
    name: str
    organisation: str
    telephone: str
    person_id: UUID | None
    until_on: date
    rings_on: date | None
    named_by_id: UUID
    at: datetime
    answers: dict[UUID, BridgeAnswerView]

    def agreed(self, citizens: Iterable[UUID]) -> bool:
        """Whether each of these citizens has said yes."""
        return all(person in self.answers and self.answers[person].yes for person in citizens)


BRIDGE = (
    "SELECT c.item_id, c.name, c.organisation, c.telephone, c.person_id, c.until_on, c.rings_on, i.author_id, c.at, c.scope_id, i.about,"
    " coalesce((SELECT jsonb_agg(jsonb_build_array(a.person_id, a.yes, a.how, a.by_id) ORDER BY a.at, a.id)"
    "   FROM cases_bridgeanswer a WHERE a.contact_id = c.item_id), '[]') AS said"
    " FROM cases_bridgecontact c JOIN seats_item i ON i.id = c.item_id WHERE c.case_id = %s ORDER BY c.at DESC, c.item_id LIMIT 1"
)
"""The statement behind `bridge_of`, for a reader that asks something else with it; its row, as JSON, is for `bridge_from`."""


def bridge_from(row: str, actor: Actor, case_id: UUID) -> BridgeView:
    """One row of `BRIDGE`, as the database writes it in JSON; noted for the read log, but for the citizens it is about."""
    found = json.loads(row)
    note_read(actor, case_id, [(UUID(found["item_id"]), found["scope_id"], [UUID(person) for person in found["about"]])])
    answers = [BridgeAnswerView(UUID(person), yes, Said(how), UUID(by)) for person, yes, how, by in found["said"]]
    return BridgeView(
        item_id=UUID(found["item_id"]),
        name=found["name"],
        organisation=found["organisation"],
        telephone=found["telephone"],
        person_id=UUID(found["person_id"]) if found["person_id"] else None,
        until_on=date.fromisoformat(found["until_on"]),
        rings_on=date.fromisoformat(found["rings_on"]) if found["rings_on"] else None,
        named_by_id=UUID(found["author_id"]),
        at=datetime.fromisoformat(found["at"]),
        answers={answer.person_id: answer for answer in answers},
    )


@reader()
def bridge_of(*, actor: Actor, case_id: UUID) -> BridgeView | None:
    """Whom the citizen can ring after this course, with her yes or no; None where nobody is named. One statement."""
    return next((bridge_from(row[0], actor, case_id) for row in rows(f"SELECT to_jsonb(b)::text FROM ({BRIDGE}) b", [case_id])), None)
