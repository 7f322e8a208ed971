"""Readers of notes, messages, contacts and drafts. Words are opened by the seats' reader, which notes each opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Exists, F, Func, Min, OuterRef, Q, Subquery, UUIDField

from roundtable.casework.notes.models import Contact, ContactChange, Draft, Note
from roundtable.casework.notes.rules import BETWEEN, ContactHow, ContactState, DraftFor, NoteKind
from roundtable.ground.access.actor import Actor, Purpose
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import Words, told_to, words
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere

A_PAGE = 20


@dataclass(frozen=True)
class NoteRow:
    """What a text is to others, without its words. `holder_id`: the professional of a confidence; `side_id`: the writer's organisation."""

    item_id: UUID
    case_id: UUID
    kind: NoteKind
    scope_kind: ScopeKind
    about: tuple[UUID, ...]
    author_id: UUID
    made_at: datetime
    citizen_id: UUID | None
    professional_id: UUID | None
    side_id: UUID | None
    corrects_id: UUID | None
    line_id: UUID | None

    @property
    def holder_id(self) -> UUID | None:
        """The professional of a confidence: said on a message's row, else who wrote it."""
        return self.professional_id or (self.author_id if self.scope_kind == ScopeKind.CONFIDENCE else None)


@dataclass(frozen=True)
class NotePage:
    """One page of a list. `pages` counts what the actor may read, nothing else."""

    rows: tuple[NoteRow, ...]
    page: int
    pages: int


@dataclass(frozen=True)
class OpenNote:
    """A text opened, with its corrections in the order they were made, and its line where it has one."""

    row: NoteRow
    words: Words
    corrections: tuple[Words, ...]
    line: Words | None


@dataclass(frozen=True)
class Waiting:
    """Somebody wrote and has had no answer since."""

    case_id: UUID
    citizen_id: UUID
    since: datetime


@dataclass(frozen=True)
class ContactView:
    """A contact with what became of it. `begins_at` is the time it was last moved to; `line` is empty until opened."""

    item_id: UUID
    case_id: UUID
    scope_id: int
    wall: int
    scope_kind: ScopeKind
    about: tuple[UUID, ...]
    author_id: UUID
    side_id: UUID | None
    how: ContactHow
    begins_at: datetime
    people: tuple[UUID, ...]
    state: ContactState
    minutes: int | None


@dataclass(frozen=True)
class DraftView:
    """A half-written text of the actor's, opened; with what it was meant to be."""

    item_id: UUID
    case_id: UUID
    made_for: DraftFor
    to_id: UUID | None
    place: str
    about_id: UUID | None
    touched_at: datetime
    headline: str
    body: str
    line: str


_ROW = (
    "item_id",
    "case_id",
    "kind",
    "item__scope_kind",
    "item__about",
    "item__author_id",
    "item__made_at",
    "citizen_id",
    "professional_id",
    "item__author_seat__organisation_id",
    "corrects_id",
    "line_id",
)


def _rows(found: Sequence[tuple[object, ...]]) -> tuple[NoteRow, ...]:
    return tuple(
        NoteRow(row[0], row[1], NoteKind(row[2]), ScopeKind(row[3]), tuple(row[4]), *row[5:])  # type: ignore[arg-type]
        for row in found
    )


@reader()
def note_row(*, actor: Actor, item_id: UUID) -> NoteRow:
    """One text's place among others. NotHere for what the actor does not read. One statement."""
    found = _rows(list(Note.objects.filter(item_id=item_id).values_list(*_ROW)))
    if not found:
        raise NotHere()
    return found[0]


@reader()
def note_page(*, actor: Actor, case_id: UUID, notebook: bool = False, page: int = 1) -> NotePage:
    """Notes of one case the actor may read, newest first, unopened; or, for a citizen, her notebook. Two statements.

    A correction stands with its original, a line with its detail, so neither is listed where that one can be read too.
    """
    mine = Q(item__scope_kind=ScopeKind.OWN)
    found = Note.objects.filter(case_id=case_id).filter(mine if notebook else ~mine & Q(kind__in=[NoteKind.NOTE, NoteKind.LINE]))
    found = found.exclude(Exists(Note.objects.filter(item_id=OuterRef("corrects_id")))).exclude(
        Exists(Note.objects.filter(line_id=OuterRef("item_id")))
    )
    count = found.count()
    pages = max(1, -(-count // A_PAGE))
    page = min(max(page, 1), pages)
    shown = found.order_by("-item__made_at", "item_id")[(page - 1) * A_PAGE : page * A_PAGE]
    return NotePage(_rows(list(shown.values_list(*_ROW))), page, pages)


@reader()
def corrected(*, actor: Actor, item_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of these texts that have a correction beside them. One statement."""
    return frozenset(Note.objects.filter(corrects_id__in=item_ids).values_list("corrects_id", flat=True))


@reader()
def open_note(*, actor: Actor, case_id: UUID, item_id: UUID) -> OpenNote:
    """One note with its corrections and its line, opened. NotHere for what the actor does not read. Three statements."""
    row = note_row(actor=actor, item_id=item_id)
    if row.case_id != case_id or row.kind == NoteKind.DRAFT:
        raise NotHere()
    beside = list(Note.objects.filter(corrects_id=item_id).order_by("item__made_at").values_list("item_id", flat=True))
    wanted = [item_id, *beside, *([row.line_id] if row.line_id else [])]
    found = {view.item_id: view for view in words(actor=actor, item_ids=wanted)}
    if item_id not in found:
        raise NotHere()
    line = found.get(row.line_id) if row.line_id else None
    return OpenNote(row, found[item_id], tuple(found[one] for one in beside if one in found), line)


@reader(Purpose.MESSAGES)
def thread(*, actor: Actor, case_id: UUID, citizen_id: UUID, professional_id: UUID, page: int = 1) -> tuple[tuple[Words, ...], int]:
    """What these two wrote to each other, newest first, a page of it opened; and how many pages there are. Three statements."""
    found = Note.objects.filter(case_id=case_id, kind=NoteKind.MESSAGE, citizen_id=citizen_id, professional_id=professional_id)
    pages = max(1, -(-found.count() // A_PAGE))
    page = min(max(page, 1), pages)
    chosen = found.order_by("-item__made_at", "item_id")[(page - 1) * A_PAGE : page * A_PAGE]
    return words(actor=actor, item_ids=list(chosen.values_list("item_id", flat=True))), pages


@reader(Purpose.MESSAGES)
def read_first(*, actor: Actor, case_id: UUID, citizen_id: UUID, professional_id: UUID) -> tuple[Words, ...]:
    """What the citizen asked this professional, new at her table, to read first; newest first, opened. One statement, two when there is."""
    return told_to(actor=actor, case_id=case_id, kind="read_first", author_id=citizen_id, holder_id=professional_id)


@reader(Purpose.MESSAGES)
def waiting_for_reply(*, actor: Actor, case_id: UUID | None = None) -> tuple[Waiting, ...]:
    """Citizens who wrote to the acting professional and have had no message and no held contact since; longest first. One statement."""
    told = Note.objects.filter(scope_id=OuterRef("scope_id"), kind=NoteKind.MESSAGE, item__author_id=actor.person_id)
    met = ContactChange.objects.filter(
        state=ContactState.HELD,
        noted_by_id=actor.person_id,
        noted_at__gt=OuterRef("item__made_at"),
        item__case_id=OuterRef("case_id"),
        item__about__contains=Func(OuterRef("citizen_id"), template="ARRAY[%(expressions)s]", output_field=ArrayField(UUIDField())),
    )
    found = (
        Note.objects.filter(kind=NoteKind.MESSAGE, professional_id=actor.person_id)
        .exclude(item__author_id=actor.person_id)
        .exclude(Exists(told.filter(item__made_at__gt=OuterRef("item__made_at"))))
        .exclude(Exists(met))
    )
    if case_id is not None:
        found = found.filter(case_id=case_id)
    grouped = found.values("case_id", "citizen_id").annotate(since=Min("item__made_at")).order_by("since", "case_id")
    return tuple(Waiting(row["case_id"], row["citizen_id"], row["since"]) for row in grouped)


@reader(Purpose.MESSAGES)
def last_messages(*, actor: Actor, case_id: UUID) -> dict[tuple[UUID, UUID], tuple[datetime, UUID]]:
    """For each pair of citizen and professional the actor reads: when they last wrote, and who. One statement."""
    found = (
        Note.objects.filter(case_id=case_id, kind=NoteKind.MESSAGE, citizen_id__isnull=False)
        .order_by("citizen_id", "professional_id", "-item__made_at")
        .distinct("citizen_id", "professional_id")
    )
    return {
        (row[0], row[1]): (row[2], row[3]) for row in found.values_list("citizen_id", "professional_id", "item__made_at", "item__author_id")
    }


def _latest(field: str, **only: object) -> Subquery:
    return Subquery(ContactChange.objects.filter(item_id=OuterRef("item_id"), **only).order_by("-id").values(field)[:1])


_CONTACT = (
    "item_id",
    "case_id",
    "scope_id",
    "wall",
    "item__scope_kind",
    "item__about",
    "item__author_id",
    "item__author_seat__organisation_id",
    "how",
    "begins_at",
    "people",
    "state",
    "minutes",
    "moved_to",
)


def _contact(row: tuple[object, ...]) -> ContactView:
    item_id, case_id, scope_id, wall, kind, about, author_id, side_id, how, begins_at, people, state, minutes, moved_to = row
    return ContactView(
        item_id, case_id, scope_id, wall, ScopeKind(kind), tuple(about), author_id, side_id, ContactHow(how),  # type: ignore[arg-type]
        moved_to or begins_at, tuple(people), ContactState(state), minutes,  # type: ignore[arg-type]
    )  # fmt: skip


@reader()
def contact(*, actor: Actor, item_id: UUID) -> ContactView:
    """One contact with its state. NotHere for what the actor does not read. One statement."""
    found = contacts(actor=actor, item_ids=[item_id])
    if not found:
        raise NotHere()
    return found[0]


@reader()
def contacts(
    *, actor: Actor, case_id: UUID | None = None, item_ids: Sequence[UUID] | None = None, limit: int = 100
) -> tuple[ContactView, ...]:
    """Contacts the actor may read with what became of each, latest first; their lines stay unopened. One statement."""
    found = Contact.objects.annotate(
        state=_latest("state"), minutes=_latest("minutes"), moved_to=_latest("moved_to", moved_to__isnull=False)
    ).filter(state__isnull=False)
    if case_id is not None:
        found = found.filter(case_id=case_id)
    if item_ids is not None:
        found = found.filter(item_id__in=item_ids)
    return tuple(_contact(row) for row in found.order_by(F("begins_at").desc(), "item_id").values_list(*_CONTACT)[:limit])


@reader()
def drafts(*, actor: Actor, case_id: UUID | None = None, item_id: UUID | None = None) -> tuple[DraftView, ...]:
    """The actor's own half-written texts, latest first. Two statements."""
    found = Draft.objects.all()
    if case_id is not None:
        found = found.filter(case_id=case_id)
    if item_id is not None:
        found = found.filter(item_id=item_id)
    facts = {
        row[0]: row[1:] for row in found.values_list("item_id", "case_id", "made_for", "to_id", "place", "about_id", "item__made_at")[:100]
    }
    opened = words(actor=actor, item_ids=list(facts)) if facts else ()
    shown = []
    for view in opened:
        case, made_for, to_id, place, about_id, touched_at = facts[view.item_id]
        body, _, line = view.body.partition(BETWEEN)
        shown.append(DraftView(view.item_id, case, DraftFor(made_for), to_id, place, about_id, touched_at, view.headline, body, line))
    return tuple(shown)
