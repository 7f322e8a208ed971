"""What the pages of notes, messages and contacts show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roundtable.casework.notes.queries import ContactView, DraftView, NoteRow, OpenNote
from roundtable.casework.notes.rules import MINE, ContactHow, ContactState, DraftFor, NoteKind
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import away_words, readers_of, seat_marks
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, side, table, team
from roundtable.kernel.refusal import NotHere
from roundtable.kernel.texts import shortened
from roundtable.ui.fields import Choice
from roundtable.ui.parts import Mark, Pager
from roundtable.ui.table import Readers, SeatMark

ALL = "all"
SHORT = 70


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
class Bubble:
    """One message. `reason`: why it corrects the one before; `correct_url` for one's own."""

    by: str
    mine: bool
    at: datetime
    body: str
    reason: str
    correct_url: str


@dataclass(frozen=True)
class ThreadPage:
    """What two people wrote to each other. `read_first`: what the citizen asked who is new at her table to read first."""

    other: SeatView
    readers: Readers
    bubbles: tuple[Bubble, ...]
    pager: Pager
    can_write: bool
    back_url: str
    away: tuple[str, ...] = ()
    read_first: tuple[Bubble, ...] = ()


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


@dataclass(frozen=True)
class ContactLine:
    """A contact in a list. `ahead`: nobody has noted yet what became of it."""

    item_id: UUID
    how: str
    state: str
    mark: Mark
    at: datetime
    minutes: int | None
    who: str
    line: str
    readers: Readers
    mark_url: str
    ahead: bool


@dataclass(frozen=True)
class DraftLine:
    """A half-written text and where to go on with it."""

    item_id: UUID
    case_id: UUID
    what: str
    begins: str
    at: datetime
    url: str


def people_of(seats: Sequence[SeatView]) -> dict[UUID, SeatView]:
    """Each person at the table once, the live seat first."""
    found: dict[UUID, SeatView] = {}
    for seat in sorted(seats, key=lambda row: not row.live):
        found.setdefault(seat.person_id, seat)
    return found


def citizens_of(seats: Sequence[SeatView]) -> list[SeatView]:
    """The persons the course is about, each once."""
    return [seat for seat in people_of(seats).values() if seat.hat == "citizen"]


def _name(people: Mapping[UUID, SeatView], person_id: UUID, actor: Actor) -> str:
    if person_id == actor.person_id:
        return _("you")
    return people[person_id].given_name if person_id in people else _("somebody who was here before")


def page_number(said: str | None) -> int:
    """The page somebody asks for in the address; the first where it says nothing sensible.

    >>> page_number("3"), page_number("-1"), page_number("x"), page_number(None)
    (3, 1, 1, 1)
    """
    return max(1, int(said)) if said and said.isascii() and said.isdigit() and len(said) < 6 else 1


def begins(text: str) -> str:
    """The first words of a text, on one line.

    >>> begins("One\\ntwo")
    'One · two'
    """
    return shortened(text, SHORT)


def pair_of(actor: Actor, seats: Sequence[SeatView], other_id: UUID) -> tuple[SeatView, UUID, UUID]:
    """The other's seat, and the citizen and the professional of the two. NotHere where they are no such pair."""
    other = people_of(seats).get(other_id)
    if other is None or other_id == actor.person_id:
        raise NotHere()
    if actor.hat == Hat.CITIZEN and other.hat == "professional":
        return other, actor.person_id, other_id
    if actor.hat == Hat.PROFESSIONAL and other.hat == "citizen":
        return other, other_id, actor.person_id
    raise NotHere()


def thread_page(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    other_id: UUID,
    found: Sequence[Words],
    page: int,
    pages: int,
    first: Sequence[Words] = (),
    *,
    over: bool,
) -> ThreadPage:
    """A thread, newest message first, with the form above it. `first`: what the citizen asked to be read first; `over`: the course has ended."""
    other, citizen_id, professional_id = pair_of(actor, seats, other_id)
    people = people_of(seats)
    readers = readers_of(ScopeKind.CONFIDENCE, seats, actor, holder_id=professional_id, about=(citizen_id,), over=over)
    bubbles = tuple(_bubble(view, people, actor, case_id) for view in found)
    return ThreadPage(
        other,
        readers,
        bubbles,
        Pager(min(page, pages), pages),
        other.live,
        reverse("people", args=[case_id]),
        away_words(other, actor),
        tuple(replace(_bubble(view, people, actor, case_id), correct_url="") for view in first),
    )


def _bubble(view: Words, people: Mapping[UUID, SeatView], actor: Actor, case_id: UUID) -> Bubble:
    mine = view.author_id == actor.person_id
    url = reverse("correct_note", args=[case_id, view.item_id]) if mine else ""
    return Bubble(_name(people, view.author_id, actor), mine, view.made_at, view.body, view.headline, url)


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
        by = _name(people, row.author_id, actor)
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
    by = _name(people, note.row.author_id, actor)
    mine = note.row.author_id == actor.person_id
    return NotePageView(
        note.words.headline or kind_words(note.row.kind, by),
        by,
        note.words,
        row_readers(note.row, seats, actor, given, over=over),
        note.line.headline if note.line else "",
        tuple(_bubble(view, people, actor, case_id) for view in note.corrections),
        tuple(dict.fromkeys(shared_with)),
        reverse("correct_note", args=[case_id, note.row.item_id]) if mine else "",
        _name(people, note.words.said_by_id, actor) if note.words.said_by_id else "",
    )


def place_choices(actor: Actor, seats: Sequence[SeatView], first: ScopeKind = ScopeKind.CONFIDENCE) -> list[tuple[str, Choice]]:
    """Where a professional's text can stand, `first` on top, each with the people who would read it."""
    citizens = citizens_of(seats)
    mine = people_of(seats)[actor.person_id]
    whom = citizens[0].given_name if len(citizens) == 1 else _("the one it is about")
    everyone = ", ".join(
        _("you") if seat.person_id == actor.person_id else seat.given_name for seat in people_of(seats).values() if seat.live
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


STATE_MARKS: Mapping[ContactState, Mark] = {
    ContactState.PLANNED: "slate",
    ContactState.HELD: "moss",
    ContactState.MOVED: "amber",
    ContactState.DID_NOT_COME: "slate",
    ContactState.WE_CANCELLED: "slate",
}


def state_words(state: ContactState) -> str:
    """What became of it, in words."""
    return {
        ContactState.PLANNED: _("Planned"),
        ContactState.HELD: _("Held"),
        ContactState.MOVED: _("Moved"),
        ContactState.DID_NOT_COME: _("Did not come"),
        ContactState.WE_CANCELLED: _("Cancelled by us"),
    }[state]


def how_words(how: ContactHow) -> str:
    """How they meet, in words."""
    return {
        ContactHow.TALK: _("Talk"),
        ContactHow.PHONE: _("Telephone call"),
        ContactHow.VIDEO: _("Video"),
        ContactHow.VISIT: _("Visit"),
        ContactHow.TREATMENT: _("Treatment hour"),
        ContactHow.PUBLIC: _("Meeting with several people"),
    }[how]


def contact_lines(
    actor: Actor,
    case_id: UUID,
    seats: Sequence[SeatView],
    found: Sequence[ContactView],
    lines: Mapping[UUID, Words],
    given: Mapping[UUID, frozenset[UUID]],
    *,
    over: bool = False,
) -> tuple[ContactLine, ...]:
    """Contacts as shown, latest first."""
    people = people_of(seats)
    shown = []
    for view in found:
        you = pgettext("who does it", "you")
        who = ", ".join(you if person_id == actor.person_id else _name(people, person_id, actor) for person_id in view.people)
        holder = view.author_id if view.scope_kind == ScopeKind.CONFIDENCE else None
        shared = given.get(view.item_id, ())
        readers = readers_of(
            view.scope_kind, seats, actor, holder_id=holder, about=view.about, side_id=view.side_id, given_to=shared, over=over
        )
        url = reverse("mark_contact", args=[case_id, view.item_id]) if actor.hat == Hat.PROFESSIONAL else ""
        line = lines[view.item_id].headline if view.item_id in lines else ""
        shown.append(
            ContactLine(
                view.item_id,
                how_words(view.how),
                state_words(view.state),
                STATE_MARKS[view.state],
                view.begins_at,
                view.minutes,
                who,
                line,
                readers,
                url,
                view.state in (ContactState.PLANNED, ContactState.MOVED),
            )
        )
    return tuple(shown)


def draft_lines(found: Sequence[DraftView]) -> tuple[DraftLine, ...]:
    """Half-written texts, each with the page where it goes on."""
    return tuple(
        DraftLine(
            view.item_id, view.case_id, _draft_words(view), begins(view.headline or view.body or view.line), view.touched_at, _where(view)
        )
        for view in found
    )


def _draft_words(view: DraftView) -> str:
    return {DraftFor.MESSAGE: _("Message"), DraftFor.NOTE: _("Note"), DraftFor.NOTEBOOK: _("Notebook")}[view.made_for]


def _where(view: DraftView) -> str:
    if view.made_for == DraftFor.MESSAGE and view.to_id:
        url = reverse("write_message", args=[view.case_id, view.to_id])
    else:
        url = reverse("notebook" if view.made_for == DraftFor.NOTEBOOK else "write_note", args=[view.case_id])
    return f"{url}?draft={view.item_id}"
