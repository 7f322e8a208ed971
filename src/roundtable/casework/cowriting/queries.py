"""Readers of the sheet: its boxes with their edits, what is new for a process that was told of it, who is at the table."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import structlog
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from roundtable.casework.cowriting.models import Box, Change, Sheet, Signal
from roundtable.casework.cowriting.rules import BoxKind, Joint, SignalKind
from roundtable.casework.roundtables.queries import Meeting, meetings, quiet_beside, quiet_shown, quiet_words
from roundtable.casework.roundtables.rules.quiet import QuietWord, words_that_stand
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import note_read
from roundtable.ground.access.guard import reader
from roundtable.ground.access.sealing import CannotOpen, seal, unseal
from roundtable.ground.disclosure.queries import shares
from roundtable.ground.seats.queries import SeatView, scope_of, seats_on
from roundtable.kernel.refusal import NotHere

log = structlog.get_logger()
SEEN_USE = "cowriting/seen"


@dataclass(frozen=True)
class BoxView:
    """One box. `edits` make its text; `last_by_id`: who wrote in it when it settled last; `who_id` and `day`: as `set_box` has them."""

    id: UUID
    kind: BoxKind
    whose_id: UUID | None
    noted: bool
    place: int
    last_by_id: UUID | None
    edits: tuple[bytes, ...]
    who_id: UUID | None = None
    day: date | None = None

    @property
    def joint(self) -> Joint:
        """The text, ready to be written in. What is damaged of it is passed over and told to who runs the house, without a word of it."""
        joint = Joint(self.edits, self.kind)
        if joint.skipped:
            log.warning("live_edits_skipped", box=str(self.id), count=joint.skipped)
        return joint


@dataclass(frozen=True)
class SheetView:
    """The sheet of a meeting with its boxes in the order of the meeting; `signal`: the last of a pause, a stop, going on.

    `seen`: the snapshot it was read in, sealed, so that a form without scripts says later what it was shown with.
    """

    item_id: UUID
    case_id: UUID
    roundtable_id: UUID
    channel: UUID
    boxes: tuple[BoxView, ...]
    seen: str
    signal: SignalKind | None
    signal_by_id: UUID | None
    seats: tuple[SeatView, ...]
    quiet: tuple[QuietWord, ...] = ()

    def between(self, person_id: UUID) -> tuple[QuietWord, ...]:
        """The quiet words that this person said or is told, to or by somebody who sits here."""
        here = {seat.person_id for seat in self.seats if seat.live}
        return tuple(word for word in self.quiet if person_id in (word.by_id, word.to_id) and {word.by_id, word.to_id} <= here)


@dataclass(frozen=True)
class News:
    """What one row says that a process was told of: an edit, a signal, or that a quiet word of the acting person's was said or ended."""

    box: BoxView | None = None
    edit: bytes = b""
    signal: SignalKind | None = None
    quiet: bool = False
    by_id: UUID | None = None


LAST_SIGNAL = Subquery(
    Signal.objects.filter(sheet_id=OuterRef("item_id")).order_by("-at", "-id").values(said=JSONObject(kind="kind", by="by_id", at="at"))[:1]
)
"""Who asked last for a pause, a stop or to go on: with the sheet's own row, in one statement."""


@reader(Purpose.MEETING)
def sheet_of(*, actor: Actor, case_id: UUID, roundtable_id: UUID, log: bool = True) -> SheetView | None:
    """The sheet as far as the actor may read it, or None where there is none. Noted for the read log as one item. Four statements."""
    which = Sheet.objects.filter(case_id=case_id, roundtable_id=roundtable_id)
    head = which.values("item_id", "channel", "scope_id", "item__about", last=LAST_SIGNAL, quiet=quiet_beside("case_id")).first()
    if head is None:
        return None
    last = head["last"]
    if log:
        note_read(actor, case_id, [(head["item_id"], head["scope_id"], head["item__about"])])
    return SheetView(
        head["item_id"],
        case_id,
        roundtable_id,
        head["channel"],
        *_boxes(head["item_id"]),
        SignalKind(last["kind"]) if last else None,
        UUID(last["by"]) if last else None,
        seats_on(actor=actor, case_ids=[case_id]),
        words_that_stand(head["quiet"], case_id, roundtable_id),
    )


def _boxes(sheet_id: UUID) -> tuple[tuple[BoxView, ...], str]:
    """The boxes in order, and the snapshot their edits were read in. Two statements: boxes that come in between are seen the next time."""
    order, edits, seen = list(BoxKind), dict[UUID, list[bytes]](), ""
    for box_id, edit, snapshot in act("sheet_edits", [sheet_id, None]):
        seen = snapshot or seen
        edits.setdefault(box_id, []).extend([bytes(edit)] if edit else [])
    found = [_box(row, tuple(edits[row.id])) for row in Box.objects.filter(sheet_id=sheet_id, id__in=list(edits)).defer("whole", "text")]
    found.sort(key=lambda box: (order.index(box.kind), box.place, box.noted, str(box.id)))
    return tuple(found), _closed(seen)


def _closed(snapshot: str) -> str:
    """A snapshot as it may stand on a page: sealed and of one length, since its numbers count what everybody in the house does."""
    return urlsafe_b64encode(seal(SEEN_USE, "sheet", snapshot.encode().ljust(-(-len(snapshot) // 64) * 64))).decode()


def _opened(seen: str) -> str:
    """The snapshot again. Raises NotHere for what was not closed here."""
    try:
        return unseal(SEEN_USE, "sheet", urlsafe_b64decode(seen.encode())).decode().strip()
    except (CannotOpen, ValueError) as problem:
        raise NotHere() from problem


def _box(row: Box, edits: tuple[bytes, ...] = ()) -> BoxView:
    return BoxView(row.id, BoxKind(row.kind), row.whose_id, row.noted, row.place, row.last_by_id, edits, row.who_id, row.day)


@reader(Purpose.MEETING)
def box_at(*, actor: Actor, box_id: UUID, seen: str, sent: Sequence[UUID] = ()) -> tuple[BoxView, UUID, Joint, int]:
    """A box as it is, its sheet, its text as the page that was read in snapshot `seen` has it, and how often that page was sent before.

    `sent`: under which ids what that page sent stands, in their order. Raises NotHere. Two statements, three where something is newer.
    """
    row = Box.objects.filter(id=box_id).first()
    if row is None:
        raise NotHere()
    found = act("box_edits", [box_id, _opened(seen)])
    newer = sent and not all(shown for _, shown in found)
    known = dict(Change.objects.filter(box_id=box_id, id__in=sent, by_id=actor.person_id).values_list("id", "edit") if newer else ())
    before = [bytes(edit) for edit, shown in found if shown] + [bytes(known[name]) for name in sent if name in known]
    return _box(row, tuple(bytes(edit) for edit, _ in found)), row.sheet_id, Joint(before, BoxKind(row.kind)), len(known)


@reader(Purpose.MEETING)
def news(*, actor: Actor, case_id: UUID, sheet_id: UUID, row_id: UUID) -> News | None:
    """What the row says, as far as the actor may read it; None for nobody's business of theirs. At most four statements."""
    change = Change.objects.filter(id=row_id, sheet_id=sheet_id).select_related("box").first()
    if change is not None:
        return News(box=_box(change.box), edit=bytes(change.edit), by_id=change.by_id)
    box = Box.objects.filter(id=row_id, sheet_id=sheet_id).first()
    if box is not None:
        return News(box=_box(box))
    signal = Signal.objects.filter(id=row_id, sheet_id=sheet_id).first()
    if signal is not None:
        return News(signal=SignalKind(signal.kind), by_id=signal.by_id)
    return News(quiet=True) if scope_of(actor=actor, item_ids=[row_id]) else None


@reader(Purpose.MEETING)
def quiet_now(*, actor: Actor, case_id: UUID, sheet_id: UUID) -> tuple[QuietWord, ...]:
    """The quiet words of this sheet's meeting that the actor said or is told; these are shown now, and noted. Two statements."""
    which = Sheet.objects.filter(item_id=sheet_id, case_id=case_id).values_list("roundtable_id", flat=True).first()
    found: tuple[QuietWord, ...] = quiet_words(actor=actor, case_id=case_id, roundtable_id=which) if which else ()
    quiet_shown(actor=actor, found=found)
    return found


@reader(Purpose.MEETING)
def asked_of_all(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> tuple[bool, SignalKind | None, str]:
    """Whether the meeting has a sheet, what was asked of everybody last, and by whom. No word of the sheet. Two statements."""
    last = Signal.objects.filter(sheet_id=OuterRef("item_id")).order_by("-at", "-id")
    found = (
        Sheet.objects.filter(case_id=case_id, roundtable_id=roundtable_id)
        .values_list(Subquery(last.values("kind")[:1]), Subquery(last.values("by_id")[:1]))
        .first()
    )
    if found is None or found[0] is None:
        return found is not None, None, ""
    name = next((seat.given_name for seat in seats_on(actor=actor, case_ids=[case_id]) if seat.person_id == found[1]), "")
    return True, SignalKind(found[0]), name


@reader(Purpose.MEETING)
def the_meeting(*, actor: Actor, case_id: UUID, roundtable_id: UUID) -> Meeting:
    """The meeting. Raises NotHere. One statement."""
    found: Sequence[Meeting] = meetings(actor=actor, case_id=case_id)
    chosen = next((meeting for meeting in found if meeting.id == roundtable_id), None)
    if chosen is None:
        raise NotHere()
    return chosen


def companions_of(seats: Sequence[SeatView], actor: Actor) -> tuple[SeatView, ...]:
    """Who sits beside the acting citizen now."""
    return tuple(seat for seat in seats if seat.live and seat.hat == Hat.COMPANION and seat.for_person_id == actor.person_id)


@reader(Purpose.MEETING)
def reads_along(*, actor: Actor, sheet: SheetView) -> tuple[tuple[SeatView, bool], ...]:
    """Who sits beside the acting citizen, and whether she has given them the sheet. One statement where somebody does, else none."""
    beside = companions_of(sheet.seats, actor)
    given = shares(actor=actor, case_id=sheet.case_id, basis="consent") if beside else ()
    reads = {share.to_person_id for share in given if share.live and sheet.item_id in share.item_ids}
    return tuple((seat, seat.person_id in reads) for seat in beside)
