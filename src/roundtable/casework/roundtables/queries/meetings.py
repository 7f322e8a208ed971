"""Readers of meetings: the appointment as facts, and the meeting with what was said at it, as far as the actor may read it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.module_loading import import_string

from roundtable.casework.cases.queries import course_ended, phase_of
from roundtable.casework.cases.rules import Phase
from roundtable.casework.pairs.queries import ready_and_new
from roundtable.casework.plans.queries import not_agreed
from roundtable.casework.roundtables.models import (
    DoneBefore,
    InvitationAnswer,
    LineCheck,
    LineCorrection,
    MeetingLine,
    MeetingWishes,
    RoundtableEvent,
)
from roundtable.casework.roundtables.queries.quiet import quiet_beside
from roundtable.casework.roundtables.queries.rows import (
    TOPIC,
    WISHES,
    AnswerView,
    Appointed,
    Appointment,
    Check,
    Correction,
    LineView,
    Meeting,
    MeetingData,
    Preparation,
    Together,
    WishesView,
)
from roundtable.casework.roundtables.rules import Answer, Before, Breaks, Channel, Event, How, Pace, Section, State, Why
from roundtable.casework.roundtables.rules.ahead import the_one_now
from roundtable.casework.roundtables.rules.place import WishedPlace
from roundtable.casework.roundtables.rules.quiet import words_that_stand
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, seats_on, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere


def _events(values: Iterable[dict[str, Any]]) -> tuple[Meeting, ...]:
    """Meetings with their events, the latest called first."""
    found: dict[UUID, list[Appointment]] = {}
    zones: dict[UUID, str] = {}
    last: dict[UUID, bool] = {}
    for row in values:
        last[row["roundtable_id"]] = row["roundtable__last"]
        zones[row["roundtable_id"]] = row["case__programme__time_zone"]
        found.setdefault(row["roundtable_id"], []).append(_appointment(row))
    meetings = [Meeting(key, zones[key], tuple(events), last[key]) for key, events in found.items()]
    return tuple(sorted(meetings, key=lambda meeting: (meeting.called.at, meeting.id), reverse=True))


def _appointment(row: dict[str, Any]) -> Appointment:
    return Appointment(
        id=row["id"],
        number=row["number"],
        event=Event(row["event"]),
        starts_at=row["starts_at"],
        minutes=row["minutes"],
        channel=Channel(row["channel"]),
        pace=Pace(row["pace"]),
        place_item_id=row["place_item_id"],
        reason_item_id=row["reason_item_id"],
        why=Why(row["why"]) if row["why"] else None,
        held_on=row["held_on"],
        follow_up=row["follow_up"],
        present=tuple(row["present"]),
        by_id=row["by_id"],
        by_hat=row["by_hat"],
        at=row["at"],
    )


_EVENT_FIELDS = (
    "id",
    "roundtable_id",
    "number",
    "event",
    "starts_at",
    "minutes",
    "channel",
    "pace",
    "place_item_id",
    "reason_item_id",
    "why",
    "held_on",
    "follow_up",
    "present",
    "by_id",
    "by_hat",
    "at",
    "case__programme__time_zone",
    "case__programme__steps_text",
    "roundtable__last",
)


@reader(Purpose.MEETING)
def meetings(*, actor: Actor, case_id: UUID) -> tuple[Meeting, ...]:
    """All meetings of a case as facts, the latest called first. One statement."""
    return _events(RoundtableEvent.objects.filter(case_id=case_id).order_by("roundtable_id", "number").values(*_EVENT_FIELDS))


def _appointed(actor: Actor, case_id: UUID, roundtable_id: UUID | None) -> Appointed:
    """One statement, in which two other rooms answer too; a second where no meeting was ever called."""
    asked = import_string(settings.GUESTS_OF_A_MEETING)("roundtable_id")
    events = RoundtableEvent.objects.filter(case_id=case_id).annotate(
        stands=phase_of("case_id"), asked=asked, quiet=quiet_beside("case_id")
    )
    rows = list(events.order_by("roundtable_id", "number").values(*_EVENT_FIELDS, "stands", "asked", "quiet"))
    found = _events(rows)
    steps = rows[0]["case__programme__steps_text"] if rows else ""
    over = rows[0]["stands"] == Phase.END if rows else course_ended(actor=actor, case_id=case_id)
    if roundtable_id is not None:
        chosen = next((meeting for meeting in found if meeting.id == roundtable_id), None)
        if chosen is None:
            raise NotHere()
    else:
        chosen = the_one_now([meeting for meeting in found if meeting.state == State.CALLED], current().at) or (found[0] if found else None)
    guests = frozenset(seat_id for row in rows if chosen and row["roundtable_id"] == chosen.id for seat_id in row["asked"])
    going_on = chosen is not None and chosen.state == State.CALLED and not over
    quiet = words_that_stand(rows[0]["quiet"], case_id, chosen.id) if chosen and going_on else ()
    return Appointed(chosen, tuple(meeting for meeting in found if meeting is not chosen), steps, over, guests, quiet)


@reader(Purpose.MEETING)
def guests_of_meeting(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> frozenset[UUID]:
    """The seats of who was asked to one meeting from outside. One statement."""
    asked = import_string(settings.GUESTS_OF_A_MEETING)("roundtable_id")
    found = RoundtableEvent.objects.filter(case_id=case_id, roundtable_id=roundtable_id).annotate(asked=asked)
    return frozenset(seat_id for seats in found.values_list("asked", flat=True)[:1] for seat_id in seats)


def _answers(meeting: Meeting | None) -> dict[UUID, AnswerView]:
    """The latest answer of each."""
    if meeting is None:
        return {}
    found = InvitationAnswer.objects.filter(roundtable_id=meeting.id).order_by("at", "number", "id")
    return {
        row.person_id: AnswerView(
            row.person_id, row.number, Answer(row.answer), row.other_on, row.other_clock, How(row.how), row.item_id, row.by_id, row.at
        )
        for row in found
    }


def _wishes(case_id: UUID) -> tuple[WishesView, ...]:
    """The latest wishes of each citizen."""
    found = {
        row.person_id: WishesView(
            person_id=row.person_id,
            item_id=row.item_id,
            channel=Channel(row.channel) if row.channel else None,
            pace=Pace(row.pace),
            breaks=Breaks(row.breaks),
            looks_after_id=row.looks_after_id,
            how=How(row.how),
            at=row.at,
            place=WishedPlace(row.place) if row.place else None,
        )
        for row in MeetingWishes.objects.filter(case_id=case_id).order_by("at", "item_id")
    }
    return tuple(found.values())


def _last_held(others: Iterable[Meeting], chosen: Meeting | None) -> Meeting | None:
    """The meeting held before an open one."""
    if chosen is None or chosen.state != State.CALLED:
        return None
    return next((meeting for meeting in others if meeting.state == State.HELD), None)


def _line_rows(meeting: Meeting | None, before: Meeting | None) -> list[Any]:
    """Lines in the order they were written, each with what who is quoted said of it last and its corrections.

    With them what was not agreed the time before.
    """
    if meeting is None:
        return []
    return _checked(Q(roundtable_id=meeting.id) | Q(roundtable_id=before.id if before else None, section=Section.DISAGREE))


def _checked(which: Q) -> list[Any]:
    return list(with_checks(MeetingLine.objects.filter(which)).order_by("at", "number", "item_id"))


def with_checks(found: QuerySet[MeetingLine]) -> QuerySet[Any]:
    """Lines, each with what who is quoted said of it last, with its corrections, and with the day it was given as it was taken home."""
    latest = LineCheck.objects.filter(line_id=OuterRef("item_id")).order_by("-at", "-id")
    corrections = LineCorrection.objects.filter(line_id=OuterRef("item_id")).order_by("at", "words_item_id")
    return found.annotate(
        in_last=F("roundtable__last"),
        checked=Subquery(latest.values("said_so")[:1]),
        checked_at=Subquery(latest.values("at")[:1]),
        checked_words=Subquery(latest.values("words_item_id")[:1]),
        corrected_words=ArraySubquery(corrections.values("words_item_id")),
        corrected_why=ArraySubquery(corrections.values("reason_item_id")),
        home_by=import_string(settings.DAY_TAKEN_HOME)("item_id"),
    )


def table_texts(actor: Actor, case_id: UUID, item_ids: Iterable[UUID | None]) -> dict[UUID, Words]:
    """The words of these items that stand at the table; nothing narrower is ever shown on a meeting's page."""
    wanted = [item_id for item_id in item_ids if item_id is not None]
    if not wanted:
        return {}
    found = words(actor=actor, case_id=case_id, item_ids=wanted, limit=len(wanted))
    return {view.item_id: view for view in found if view.scope_kind == ScopeKind.TABLE}


def _wanted(meeting: Meeting | None, answers: Iterable[AnswerView]) -> list[UUID | None]:
    if meeting is None:
        return []
    return [item for event in meeting.events for item in (event.place_item_id, event.reason_item_id)] + [view.item_id for view in answers]


@reader(Purpose.MEETING)
def meeting_page(*, actor: Actor, case_id: UUID, roundtable_id: UUID | None = None) -> MeetingData:
    """The meeting with all that stands at the table about it; the open one, else the latest, or the one
    asked for. At most eight statements.

    Raises NotHere for a meeting of another case.
    """
    found = _appointed(actor, case_id, roundtable_id)
    chosen, others = found.chosen, found.others
    answers, wishes = _answers(chosen), _wishes(case_id)
    rows = _line_rows(chosen, _last_held(others, chosen))
    texts = table_texts(actor, case_id, [*_wanted(chosen, answers.values()), *(view.item_id for view in wishes), *_said(rows)])
    shared_goal, differs = not_agreed(actor=actor, case_id=case_id)
    return MeetingData(
        case_id=case_id,
        seats=seats_on(actor=actor, case_ids=[case_id]),
        meeting=chosen,
        others=others,
        steps_text=found.steps,
        answers=answers,
        wishes=tuple(replace(view, words=texts.get(view.item_id)) for view in wishes),
        lines=line_views((row for row in rows if chosen and row.roundtable_id == chosen.id), texts),
        still_open=line_views((row for row in rows if chosen and row.roundtable_id != chosen.id), texts),
        texts=texts,
        shared_goal=shared_goal,
        differs=differs,
        over=found.over,
        guests=found.guests,
        at=current().at,
        quiet=found.quiet,
    )


def _said(rows: Iterable[Any]) -> list[UUID | None]:
    """All the words that belong to lines: their own, what who is quoted said, corrections and why."""
    return [item for row in rows for item in (row.item_id, row.checked_words, *row.corrected_words, *row.corrected_why)]


@reader(Purpose.MEETING)
def lines_taken_home(
    *, actor: Actor, case_id: UUID, roundtable_id: UUID, beside: dict[str, Subquery]
) -> tuple[tuple[LineView, ...], tuple[dict[str, Any], ...]]:
    """What is taken home from one meeting, as far as the actor reads it, in the order it was written; and of each line what was asked for
    `beside` it, with its `item_id`. Two statements."""
    which = MeetingLine.objects.filter(roundtable_id=roundtable_id, roundtable__case_id=case_id, section=Section.HOME)
    rows = list(with_checks(which).annotate(**beside).order_by("at", "number", "item_id"))
    texts = table_texts(actor, case_id, _said(rows))
    return line_views(rows, texts), tuple({"item_id": row.item_id} | {name: getattr(row, name) for name in beside} for row in rows)


@reader(Purpose.MEETING)
def meeting_quoting(*, actor: Actor, case_id: UUID, item_id: UUID) -> UUID:
    """The meeting, held or open, in which this line quotes the actor. One statement.

    Raises NotHere for a line of somebody else, of another case, or of none.
    """
    found = MeetingLine.objects.filter(item_id=item_id, roundtable__case_id=case_id, item__said_by_id=actor.person_id)
    meeting_id: UUID | None = found.values_list("roundtable_id", flat=True).first()
    if meeting_id is None:
        raise NotHere()
    return meeting_id


def line_views(rows: Iterable[Any], texts: dict[UUID, Words]) -> tuple[LineView, ...]:
    """The lines that the reader may read and that say something: one of the sheet can be emptied again."""
    return tuple(line_view(row, texts) for row in rows if row.item_id in texts and (row.text or texts[row.item_id].body))


def line_view(row: Any, texts: dict[UUID, Words]) -> LineView:
    """A line with its words and what was said of it."""
    said = texts.get(row.checked_words) if row.checked_words else None
    return LineView(
        item_id=row.item_id,
        section=Section(row.section),
        look_again_on=row.home_by or row.look_again_on,
        how=How(row.how),
        words=replace(texts[row.item_id], body=row.text) if row.text else texts[row.item_id],
        check=Check(row.checked, row.checked_at, said) if row.checked_at else None,
        corrections=tuple(
            Correction(texts[words_id], texts.get(why_id))
            for words_id, why_id in zip(row.corrected_words, row.corrected_why, strict=True)
            if words_id in texts
        ),
        on_sheet=bool(row.text),
        in_last=row.in_last,
    )


@reader(Purpose.PREPARE)
def done_before(*, actor: Actor, case_id: UUID) -> tuple[Together, ...]:
    """What two did together before meetings of this case, and what one of them said of it, oldest first. One statement."""
    found = DoneBefore.objects.filter(case_id=case_id).order_by("at", "id")
    return tuple(
        Together(
            Before(row.what), row.done, row.with_person_id, row.done_on, Channel(row.channel) if row.channel else None, row.by_id, row.at
        )
        for row in found
    )


@reader(Purpose.PREPARE)
def meeting_ahead(*, actor: Actor, case_id: UUID) -> MeetingData:
    """The meeting, who sits there and how it is wished, without anybody's words. Three statements. Raises NotHere without a table."""
    found = _appointed(actor, case_id, None)
    seats = seats_on(actor=actor, case_ids=[case_id])
    if not seats:
        raise NotHere()
    return MeetingData(
        case_id=case_id,
        seats=seats,
        meeting=found.chosen,
        others=found.others,
        steps_text=found.steps,
        wishes=_wishes(case_id),
        over=found.over,
        guests=found.guests,
    )


@reader(Purpose.PREPARE)
def preparation(*, actor: Actor, case_id: UUID) -> Preparation:
    """The next meeting as one party prepares it: answers, wishes, who has put down what they bring, topics that shall not come up."""
    called = _appointed(actor, case_id, None)
    wishes = _wishes(case_id)
    found = words(actor=actor, case_id=case_id, kinds=[TOPIC, WISHES])
    texts = {view.item_id: view for view in found if view.scope_kind == ScopeKind.TABLE}
    page = MeetingData(
        case_id=case_id,
        seats=seats_on(actor=actor, case_ids=[case_id]),
        meeting=called.chosen,
        others=called.others,
        steps_text=called.steps,
        answers=_answers(called.chosen),
        wishes=tuple(replace(view, words=texts.get(view.item_id)) for view in wishes),
        texts=texts,
        over=called.over,
        guests=called.guests,
    )
    ready, first_time = ready_and_new(actor=actor, case_id=case_id)
    return Preparation(
        page,
        ready,
        tuple(view for view in found if view.kind == TOPIC),
        together=done_before(actor=actor, case_id=case_id),
        first_time=first_time,
    )
