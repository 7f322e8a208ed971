"""Writing notes and messages, noting contacts, keeping half-written texts."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from roundtable.casework.notes.models import Contact, ContactChange, Draft, Note
from roundtable.casework.notes.queries import contact, note_row
from roundtable.casework.notes.rules import (
    BETWEEN,
    LINE_CHARACTERS,
    MOST_CHARACTERS,
    MOST_MINUTES,
    ContactHow,
    ContactState,
    DraftFor,
    NoteKind,
    draft_is_old,
    may_become,
    tidied_at,
)
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.access.queue import enqueue
from roundtable.ground.notices.actions import notify
from roundtable.ground.notices.rules import NoticeKind
from roundtable.ground.seats.actions import Written, move_words, write_words
from roundtable.ground.seats.actions import discard_draft as discard_words
from roundtable.ground.seats.queries import Words, scope_of, seats_on, words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, draft, own
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop
from roundtable.kernel.texts import TextMissing, clean_headline, clean_line, clean_text


class NotYours(Refusal):
    """A text is set right by who wrote it."""

    code = "note_not_yours"
    message = gettext_noop("Only the person who wrote this can correct it. You can write a note of your own beside it.")


class NotSuchAContact(Refusal):
    """What is noted does not follow from what was noted before."""

    code = "contact_not_so"
    message = gettext_noop("This meeting has been marked already. Nothing was changed. Look at it again.")


class ContactTimeMissing(Refusal):
    """A moved meeting has a new time, minutes fit into a day."""

    code = "contact_time"
    message = gettext_noop("Write the new day and time of the meeting, and how long it took in minutes (at most 600).")


def _once(
    actor: Actor,
    case_id: UUID,
    place: Place,
    kind: NoteKind,
    *,
    headline: str = "",
    body: str = "",
    said_by_id: UUID | None = None,
    item_id: UUID | None = None,
    **facts: UUID | None,
) -> tuple[Written, bool]:
    """The words and their row, stored once however often the button was pressed. True: stored by this call."""
    try:
        with transaction.atomic(using=current().alias):
            written = write_words(
                actor=actor,
                case_id=case_id,
                place=place,
                kind=str(kind),
                headline=headline,
                body=body,
                said_by_id=said_by_id,
                item_id=item_id,
            )
            if kind != NoteKind.DRAFT:
                Note.objects.create(
                    item_id=written.item_id, scope_id=written.scope_id, wall=written.wall, case_id=case_id, kind=kind, **facts
                )
            return written, True
    except IntegrityError:
        # The same button, pressed twice: what stands is what was sent first.
        if item_id is None or not (stands := scope_of(actor=actor, item_ids=[item_id])):
            raise NotHere() from None
        scope_id, wall, _ = stands[item_id]
        return Written(item_id, scope_id, wall, current().at), False


@action
def write_message(
    *, actor: Actor, at: datetime, case_id: UUID, to_id: UUID, body: str, item_id: UUID | None = None, draft_id: UUID | None = None
) -> Written:
    """A citizen writes to a professional in confidence, or a professional to a citizen; the other is told that there is news.

    `item_id`: the form's own token, so that a double click sends once. Raises ActRefused where the other does not sit at the table.
    """
    body = _needed(clean_text(body, MOST_CHARACTERS), "body")
    if actor.hat == Hat.CITIZEN:
        place, citizen_id, professional_id = confidence(to_id), actor.person_id, to_id
    elif actor.hat == Hat.PROFESSIONAL:
        place, citizen_id, professional_id = confidence(about=(to_id,)), to_id, actor.person_id
    else:
        raise NotHere()
    written, fresh = _once(
        actor, case_id, place, NoteKind.MESSAGE, body=body, item_id=item_id, citizen_id=citizen_id, professional_id=professional_id
    )
    if fresh:
        notify(actor=actor, person_ids=[to_id], case_id=case_id, kind=NoticeKind.NEWS)
    _sent(actor, draft_id)
    return written


@action
def write_note(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    place: Place,
    body: str,
    headline: str = "",
    line: str = "",
    said_by_id: UUID | None = None,
    item_id: UUID | None = None,
    draft_id: UUID | None = None,
) -> Written:
    """A note stands in its place; `line`, the one sentence others may ask for, as an item of its own in the same place.

    `said_by_id`: whose words a scribe writes down ("said by Amal, written by Bo"). Raises ActRefused outside the actor's places.
    """
    if place.kind == ScopeKind.DRAFT:
        raise NotHere()
    body = _needed(clean_text(body, MOST_CHARACTERS), "body")
    headline = clean_line(headline, LINE_CHARACTERS) and clean_headline(headline, LINE_CHARACTERS)
    line = clean_line(line, LINE_CHARACTERS) and clean_headline(line, LINE_CHARACTERS)
    if item_id is not None and scope_of(actor=actor, item_ids=[item_id]):
        line = ""  # pressed twice: the line stands already
    alone = _once(actor, case_id, place, NoteKind.LINE, headline=line, said_by_id=said_by_id)[0].item_id if line else None
    written, _ = _once(
        actor, case_id, place, NoteKind.NOTE, headline=headline, body=body, said_by_id=said_by_id, item_id=item_id, line_id=alone
    )
    _sent(actor, draft_id)
    return written


@action
def correct_note(*, actor: Actor, at: datetime, item_id: UUID, reason: str, body: str, new_id: UUID | None = None) -> Written:
    """The author sets a text right: the new one stands beside the first, in the same place, with its reason; the first never changes.

    Raises NotHere for what the actor does not read, NotYours for another's text.
    """
    row = note_row(actor=actor, item_id=item_id)
    (original,) = words(actor=actor, item_ids=[row.corrects_id or item_id]) or (None,)
    if original is None or original.case_id is None or row.kind == NoteKind.DRAFT:
        raise NotHere()
    if original.author_id != actor.person_id:
        raise NotYours()
    reason = clean_headline(_needed(clean_line(reason, LINE_CHARACTERS), "reason"), LINE_CHARACTERS)
    body = _needed(clean_text(body, MOST_CHARACTERS), "body")
    written, _ = _once(
        actor,
        original.case_id,
        _place_of(original, actor),
        NoteKind(row.kind),
        headline=reason,
        body=body,
        said_by_id=original.said_by_id,
        item_id=new_id,
        corrects_id=original.item_id,
        citizen_id=row.citizen_id,
        professional_id=row.professional_id,
    )
    return written


def _place_of(original: Words, actor: Actor) -> Place:
    """The place of a text that stands: the same scope, named so that its writer finds it again."""
    holder = original.holder_id if actor.hat == Hat.CITIZEN else None
    return Place(original.scope_kind, original.about, holder)


def _needed(text: str, field: str) -> str:
    if not text:
        raise TextMissing(field=field)
    return text


def _sent(actor: Actor, draft_id: UUID | None) -> None:
    """What was sent is no draft any more; a draft that is gone already stays gone."""
    if draft_id is not None and Draft.objects.filter(item_id=draft_id).exists():
        discard_draft(actor=actor, item_id=draft_id)


@action
def save_draft(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    made_for: DraftFor,
    headline: str = "",
    body: str = "",
    line: str = "",
    to_id: UUID | None = None,
    place: str = "",
    about_id: UUID | None = None,
    draft_id: UUID | None = None,
    once: UUID | None = None,
) -> Written:
    """A half-written text is kept for its author alone, in place of the draft it came from. Nothing of it needs to be complete.

    `once`: the form's own token, so that a page kept again stands in place of what it kept before.
    """
    body, headline = clean_text(body, MOST_CHARACTERS), clean_line(headline, LINE_CHARACTERS)
    line = clean_line(line, LINE_CHARACTERS)
    if not (body or headline or line):
        raise TextMissing(field="body")
    act("lock_case", [case_id])
    kept_id = uuid5(once, f"draft {case_id} {actor.person_id}") if once else None  # another than what the form sends
    _sent(actor, kept_id)
    if kept_id is not None and scope_of(actor=actor, item_ids=[kept_id]):
        kept_id = None  # it stands in the notebook by now
    written = write_words(
        actor=actor,
        case_id=case_id,
        place=draft(),
        item_id=kept_id,
        kind=str(NoteKind.DRAFT),
        headline=headline,
        body=body + (BETWEEN + line if line else ""),
    )
    Draft.objects.create(
        item_id=written.item_id,
        scope_id=written.scope_id,
        wall=written.wall,
        case_id=case_id,
        made_for=made_for,
        to_id=to_id,
        place=place,
        about_id=about_id,
    )
    _sent(actor, draft_id)
    _tidy_later(actor, tidied_at(citizen=actor.hat == Hat.CITIZEN, touched_at=at))
    return written


def _tidy_later(actor: Actor, when: datetime) -> None:
    """One job a person and hat waits; when it has run it asks for the next."""
    mark = f"drafts:{actor.person_id}:{actor.hat}:{actor.authority}"
    with suppress(IntegrityError), transaction.atomic(using=current().alias):
        enqueue("notes.tidy_drafts", once=mark, run_at=when, person=actor.person_id, hat=str(actor.hat), authority=actor.authority)


@action
def discard_draft(*, actor: Actor, at: datetime, item_id: UUID) -> None:
    """A half-written text is thrown away. NotHere for anybody else's, and for what was ever sent."""
    if Draft.objects.filter(item_id=item_id).delete()[0] != 1:
        raise NotHere()
    discard_words(actor=actor, item_id=item_id)


@action
def tidy_drafts(*, actor: Actor, at: datetime) -> int:
    """The actor's old half-written texts: after 90 days a citizen's is in her notebook, after 30 days staff's is gone. Returns how many."""
    citizen = actor.hat == Hat.CITIZEN
    waiting = list(Draft.objects.order_by("item__made_at").values_list("item_id", "case_id", "item__made_at"))
    old = [(item_id, case_id) for item_id, case_id, made_at in waiting if draft_is_old(citizen=citizen, touched_at=made_at, at=at)]
    for item_id, case_id in old:
        if not citizen:
            discard_draft(actor=actor, item_id=item_id)
            continue
        Draft.objects.filter(item_id=item_id).delete()
        move_words(actor=actor, item_id=item_id, place=own())
        scope_id, wall, _ = scope_of(actor=actor, item_ids=[item_id])[item_id]
        Note.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, case_id=case_id, kind=NoteKind.NOTE)
    if len(old) < len(waiting):
        _tidy_later(actor, tidied_at(citizen=citizen, touched_at=waiting[len(old)][2]))
    return len(old)


@action
def record_contact(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    place: Place,
    how: ContactHow,
    state: ContactState,
    begins_at: datetime,
    people: Sequence[UUID],
    line: str = "",
    minutes: int | None = None,
    item_id: UUID | None = None,
) -> Written:
    """A professional notes a contact, planned or past, with one line; who reads the line reads the contact, nobody else knows of it.

    `people`: who meets, the actor left out; all of them sit or sat at this table. Times are moments; `minutes` 0 to 600.
    """
    if actor.hat != Hat.PROFESSIONAL or place.kind in (ScopeKind.DRAFT, ScopeKind.OWN):
        raise NotHere()
    known = {seat.person_id for seat in seats_on(actor=actor, case_ids=[case_id])}
    if not people or not known.issuperset(people):
        raise NotHere()
    _fits(minutes)
    line = clean_line(line, LINE_CHARACTERS)
    written, fresh = _once(actor, case_id, place, NoteKind.CONTACT, headline=line, item_id=item_id)
    if fresh:
        where = {"item_id": written.item_id, "scope_id": written.scope_id, "wall": written.wall}
        Contact.objects.create(**where, case_id=case_id, how=how, begins_at=begins_at, people=sorted({*people, actor.person_id}))
        ContactChange.objects.create(**where, state=state, minutes=minutes, noted_by_id=actor.person_id, noted_at=at)
    return written


@action
def mark_contact(
    *, actor: Actor, at: datetime, item_id: UUID, state: ContactState, minutes: int | None = None, moved_to: datetime | None = None
) -> None:
    """What became of a contact is noted beside what was planned. Marking it the same twice changes nothing.

    Raises NotHere for who does not read it, NotSuchAContact where it cannot become that, ContactTimeMissing for a move without a time.
    """
    if actor.hat != Hat.PROFESSIONAL:
        raise NotHere()
    found = contact(actor=actor, item_id=item_id)
    if state == found.state and state != ContactState.MOVED:
        return
    if not may_become(found.state, state):
        raise NotSuchAContact()
    if state == ContactState.MOVED and moved_to is None:
        raise ContactTimeMissing(field="day")
    _fits(minutes)
    ContactChange.objects.create(
        item_id=item_id,
        scope_id=found.scope_id,
        wall=found.wall,
        state=state,
        minutes=minutes,
        moved_to=moved_to if state == ContactState.MOVED else None,
        noted_by_id=actor.person_id,
        noted_at=at,
    )


def _fits(minutes: int | None) -> None:
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        raise ContactTimeMissing(field="minutes")
