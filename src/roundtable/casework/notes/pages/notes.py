"""Notes as shown, and where one can stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roundtable.casework.notes.pages.parts import begins, citizens_of, name_of, people_of
from roundtable.casework.notes.pages.threads import Bubble, bubble
from roundtable.casework.notes.queries import NoteRow, OpenNote
from roundtable.casework.notes.rules import MINE, NoteKind
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of, seat_marks
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, side, table, team
from roundtable.ui.fields import Choice
from roundtable.ui.parts import Pager
from roundtable.ui.table import Readers, SeatMark

ALL = "all"


@dataclass(frozen=True)
class NoteLine:
    """A note in a list. `title` is its headline where the reader need not open it for that, else who wrote what."""

    title: str
    by: str
    at: datetime
    url: str
    readers: Readers
    corrected: bool


@dataclass(frozen=True)
class NotesPage:
    """A list of notes; `readers` where all in it are for the same people."""

    lines: tuple[NoteLine, ...]
    pager: Pager
    readers: Readers | None
    seats: tuple[SeatMark, ...]


@dataclass(frozen=True)
class NotePageView:
    """One note, opened."""

    title: str
    by: str
    words: Words
    readers: Readers
    line: str
    corrections: tuple[Bubble, ...]
    shared_with: tuple[str, ...]
    correct_url: str
    said_by: str
    said: Bubble


def row_readers(row: NoteRow, seats: Sequence[SeatView], actor: Actor, given: Mapping[UUID, frozenset[UUID]], *, over: bool) -> Readers:
    """Who can read a text: by its place, and with whom it is shared now (`given`, by text). `over`: the course has ended."""
    shared = given.get(row.item_id, ())
    return readers_of(
        row.scope_kind, seats, actor, holder_id=row.holder_id, about=row.about, side_id=row.side_id, given_to=shared, over=over
    )


def needs_no_opening(row: NoteRow, actor: Actor) -> bool:
    """Whether its headline may stand in a list without being a reading: one's own, or about oneself."""
    return row.author_id == actor.person_id or (actor.hat == Hat.CITIZEN and actor.person_id in row.about)


def kind_words(kind: NoteKind, by: str) -> str:
    """What a text is, without a word of it."""
    words = {
        NoteKind.MESSAGE: _("Message from %(name)s"),
        NoteKind.LINE: _("One line by %(name)s"),
        NoteKind.CONTACT: _("Contact, noted by %(name)s"),
    }
    return words.get(kind, _("Note by %(name)s")) % {"name": by}


def notes_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    rows: Sequence[NoteRow],
    known: Mapping[UUID, Words],
    corrected: frozenset[UUID],
    pager: Pager,
    given: Mapping[UUID, frozenset[UUID]],
    *,
    over: bool,
) -> NotesPage:
    """A list of notes; headlines only where nobody opens anything by reading them."""
    people = people_of(seats)
    lines = []
    for row in rows:
        by = name_of(people, row.author_id, actor)
        words = known.get(row.item_id)
        title = (words.headline or begins(words.body)) if words else kind_words(row.kind, by)
        url = reverse("note", args=[case_id, row.item_id])
        readers = row_readers(row, seats, actor, given, over=over)
        lines.append(NoteLine(title, by, row.made_at, url, readers, row.item_id in corrected))
    same = {line.readers.words for line in lines}
    return NotesPage(tuple(lines), pager, lines[0].readers if len(same) == 1 else None, seat_marks(seats, actor))


def note_view(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    note: OpenNote,
    shared_with: Sequence[str],
    given: Mapping[UUID, frozenset[UUID]],
    *,
    over: bool,
) -> NotePageView:
    """One note with what stands beside it."""
    people = people_of(seats)
    by = name_of(people, note.row.author_id, actor)
    mine = note.row.author_id == actor.person_id
    return NotePageView(
        note.words.headline or kind_words(note.row.kind, by),
        by,
        note.words,
        row_readers(note.row, seats, actor, given, over=over),
        note.line.headline if note.line else "",
        tuple(bubble(view, people, actor, case_id) for view in note.corrections),
        tuple(dict.fromkeys(shared_with)),
        reverse("correct_note", args=[case_id, note.row.item_id]) if mine else "",
        name_of(people, note.words.said_by_id, actor) if note.words.said_by_id else "",
        bubble(note.words, people, actor, case_id),
    )


def place_choices(actor: Actor, seats: Sequence[SeatView], first: ScopeKind = ScopeKind.CONFIDENCE) -> list[tuple[str, Choice]]:
    """Where a professional's text can stand, `first` on top, each with the people who would read it."""
    citizens = citizens_of(seats)
    mine = people_of(seats)[actor.person_id]
    whom = citizens[0].given_name if len(citizens) == 1 else _("the one it is about")
    everyone = ", ".join(
        _("you") if seat.person_id == actor.person_id else seat.given_name
        for seat in people_of(seats).values()
        if seat.live and seat.hat in ("citizen", "professional", "representative")
    )

    def hint(kind: ScopeKind) -> str:
        if kind == ScopeKind.CONFIDENCE:
            return _("Nobody else, not even when somebody new comes to the table")
        if kind == ScopeKind.TABLE:
            return _("%(names)s, and whoever comes to the table later") % {"names": everyone}
        if len(citizens) != 1:
            return _("And the citizen it is about, and colleagues who come later")
        return readers_of(kind, seats, actor).words

    labels = {
        ScopeKind.CONFIDENCE: _("In confidence: you and %(name)s") % {"name": whom},
        ScopeKind.SIDE: _("The people of %(organisation)s at the table") % {"organisation": mine.organisation},
        ScopeKind.TEAM: _("All professionals at the table"),
        ScopeKind.TABLE: _("Everyone at the table"),
    }
    kinds = sorted(labels, key=lambda kind: kind != first)
    return [(str(kind), Choice(labels[kind], hint(kind))) for kind in kinds]


def about_choices(seats: Sequence[SeatView]) -> list[tuple[str, str]]:
    """Whom a text is about: the one citizen, or one of several, or all."""
    found = [(str(seat.person_id), seat.name) for seat in citizens_of(seats)]
    return [*found, (ALL, _("All of them"))] if len(found) > 1 else found


def whose_choices(seats: Sequence[SeatView]) -> list[tuple[str, str]]:
    """Whose words a professional writes down: their own, or a citizen's who does not write here."""
    said = _("%(name)s said it, by telephone or on paper. I read it back")
    return [(MINE, _("My own")), *((str(seat.person_id), said % {"name": seat.given_name}) for seat in citizens_of(seats))]


def place_of(kind: str, about: str) -> Place:
    """The place that was chosen on the form."""
    whom = () if about in ("", ALL) else (UUID(about),)
    builders = {"confidence": lambda: confidence(about=whom), "side": lambda: side(whom), "team": lambda: team(whom), "table": table}
    return builders[kind]()
