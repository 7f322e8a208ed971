"""What a meeting writes together: which boxes a sheet has, whose each is, and how one text is written by several at once."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5
from zlib import crc32

from pycrdt import Doc, Text, get_update, merge_updates

from roundtable.casework.plans.rules.content import GoalKind
from roundtable.ground.access.actor import Hat
from roundtable.kernel.refusal import Refusal, gettext_noop
from roundtable.kernel.texts import clean_text

MOST_STEPS = 30
MOST_TIMES = 50
"""How often a box can be emptied and filled again."""
LARGEST_EDIT = 256_000
"""Bytes of one edit: all that a page has and the room lacks, after a long time apart."""
_NO_LINE_END = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
"""What a form makes a new line of; an edit is kept as it is, so the page has done so before."""
LARGEST_WHOLE = 2_000_000
"""Bytes of all edits of one box, laid together: an hour of typing is some 60,000, 10,000 letters at random places some 120,000."""


class BoxKind(StrEnum):
    """What is written where, in the order of the meeting."""

    ARRIVE = "arrive"
    MATTERS = "matters"
    BRING = "bring"
    GOAL = "goal"
    OWN_WORDS = "own_words"
    OWN_GOAL = "own_goal"
    STEP = "step"
    DISAGREE = "disagree"
    HOME = "home"


HAS_DAY = (BoxKind.STEP, BoxKind.DISAGREE, BoxKind.HOME)
"""What is done by a day, or looked at again on one."""
FURTHEST = timedelta(days=366)
EVERYBODYS = (BoxKind.ARRIVE, BoxKind.GOAL, BoxKind.DISAGREE)
PERSONAL = (BoxKind.MATTERS, BoxKind.BRING, BoxKind.OWN_WORDS, BoxKind.OWN_GOAL, BoxKind.HOME)
SAID_BEFORE = (BoxKind.BRING, BoxKind.OWN_WORDS)
"""Boxes for what a party may have said already: under what they bring, or in the plan."""
NOT_NOTED = (BoxKind.OWN_GOAL,)
"""What nobody writes down for a citizen on the sheet; in the plan, a goal noted for somebody waits for their yes."""
ROOM = {BoxKind.STEP: 500}
MOST_CHARACTERS = 2000


class SignalKind(StrEnum):
    """What anybody at the table can ask of all, at once."""

    PAUSE = "pause"
    GO_ON = "go_on"
    STOP = "stop"


class NotYourBox(Refusal):
    """Somebody else's own words, or a meeting that takes no words any more."""

    code = "not_your_box"
    message = gettext_noop("This box is somebody else's, or the meeting is over. Nothing was changed. Your words are still on your screen.")
    status = 403


class EditRefused(Refusal):
    """An edit that is none: damaged, too large, or with characters nobody can see."""

    code = "edit_refused"
    message = gettext_noop(
        "This could not be kept: it is too long, or it holds characters nobody can see. Copy your words and open the page again."
    )


class DayOutOfReach(Refusal):
    """A day that has passed, or is more than a year away."""

    code = "day_out_of_reach"
    message = gettext_noop("Write a day from today on, and within a year, for example 3.12.2026.")


class NobodyLooksAfter(Refusal):
    """A private word without anybody to hear it."""

    code = "nobody_looks_after"
    message = gettext_noop(
        "Nobody is chosen to look after you yet. Everyone can ask for a pause; or choose somebody under “How I want the meeting”."
    )


class SheetFull(Refusal):
    """More steps than a meeting can agree on."""

    code = "sheet_full"
    message = gettext_noop("This page already holds %(most)s steps. Take one out first.")


def check_day(day: date | None, today: date) -> date | None:
    """A day from today on, within a year, or none. Raises DayOutOfReach.

    >>> check_day(date(2026, 12, 1), date(2026, 11, 22))
    datetime.date(2026, 12, 1)
    """
    if day is not None and not today <= day <= today + FURTHEST:
        raise DayOutOfReach()
    return day


def goal_kind(hat: Hat, authority: bool) -> GoalKind:
    """What a goal of one's own is: the citizen's is personal, care's is for the treatment, the authority's for work.

    >>> goal_kind(Hat.CITIZEN, False).value, goal_kind(Hat.PROFESSIONAL, False).value, goal_kind(Hat.PROFESSIONAL, True).value
    ('personal', 'treatment', 'vocational')
    """
    if hat == Hat.CITIZEN:
        return GoalKind.PERSONAL
    return GoalKind.VOCATIONAL if authority else GoalKind.TREATMENT


def names_of(box_id: UUID) -> list[UUID]:
    """Under which names what a box writes can stand in the plan: its own; others once it was emptied. What was taken out keeps its name."""
    return [box_id, *(uuid5(box_id, f"again {number}") for number in range(1, MOST_TIMES))]


def room_in(kind: BoxKind) -> int:
    """How many characters a box takes.

    >>> room_in(BoxKind.STEP), room_in(BoxKind.GOAL)
    (500, 2000)
    """
    return ROOM.get(kind, MOST_CHARACTERS)


class Joint:
    """One text that several write at once: edits can come in any order, twice, or late; whoever has the same edits has the same text.

    Damaged edits among those it is made of are passed over (`skipped`: how many), so that one of them closes the sheet for nobody.
    """

    def __init__(self, edits: Iterable[bytes] = (), kind: BoxKind = BoxKind.GOAL) -> None:
        self._doc: Doc[Any] = Doc()
        self._words = self._doc.get("t", type=Text)
        self.kind = kind
        self._trial: _Trial | None = None
        self._size = 0
        self.skipped = 0
        for edit in edits:
            try:
                _take(self._doc, edit)
            except EditRefused:
                self.skipped += 1
            else:
                self._size += len(edit)

    @property
    def text(self) -> str:
        """The text as everybody sees it."""
        return str(self._words)

    @property
    def state(self) -> bytes:
        """Which edits are in it, for `since`."""
        return self._doc.get_state()

    @property
    def sum(self) -> int:
        """A number of the text, for a page to hold its own text against (CRC-32): who writes under another's number cannot aim for it,
        since the letters it is to be the number of are not sent yet.

        >>> Joint().sum
        0
        """
        return crc32(self.text.encode())

    def whole(self) -> bytes:
        """All edits as one."""
        return self._doc.get_update()

    def since(self, state: bytes) -> bytes:
        """What somebody lacks who has `state`. Raises EditRefused for a state that is none."""
        try:
            return self._doc.get_update(state or b"\x00")
        except BaseException as problem:
            raise _damaged(problem) from problem

    def apply(self, edit: bytes) -> bytes | None:
        """Take an edit in; what of it was new, or None. Raises EditRefused, and is then as before.

        What builds on an edit that is not here yet is left out: who sent it sends all they have (`since`).
        It is tried on a copy first: an edit cannot be taken back, and what it holds is only seen when it is in its place. A copy that may
        hold on to what somebody sent too early is thrown away: that would come in later, with somebody else's letters, in their name.
        """
        if self._size + len(edit) > LARGEST_WHOLE:
            self._size = len(self.whole())  # laid together they are much smaller than one by one
        if len(edit) > LARGEST_EDIT or self._size + len(edit) > LARGEST_WHOLE:
            raise EditRefused()
        used, self._trial = self._trial, None
        trial = used or _Trial(self.whole())
        new = trial.take(edit, room_in(self.kind))
        if new is None:
            return None
        _take(self._doc, new)
        self._trial = trial if new == edit or _nothing_left(edit, self.state) else None
        self._size += len(new)
        return new

    @staticmethod
    def merged(edits: Sequence[bytes]) -> bytes:
        """Several edits as one."""
        return edits[0] if len(edits) == 1 else merge_updates(*edits)

    def write(self, text: str, base: "Joint | None" = None) -> bytes | None:
        """Somebody who saw `base` wants it to read `text`: the edit that does so, keeping what others wrote since. None: no change.

        >>> joint, base = Joint(), Joint()
        >>> _ = joint.apply(joint.write("Good day", base))
        >>> joint.text
        'Good day'
        """
        seen = base or Joint([self.whole()], self.kind)
        known = seen.text
        if known == text:
            return None
        start, end = _same(known, text)
        at, until = len(known[:start].encode()), len(known[: len(known) - end].encode())
        before = seen.state
        with seen._doc.transaction():
            if until > at:
                del seen._words[at:until]
            if text[start : len(text) - end]:
                seen._words.insert(at, text[start : len(text) - end])
        return seen.since(before)


class _Trial:
    """A copy on which an edit is tried."""

    def __init__(self, whole: bytes) -> None:
        self._doc: Doc[Any] = Doc()
        self._words = self._doc.get("t", type=Text)
        _take(self._doc, whole)
        self._new: list[bytes] = []
        self._parts: list[dict[str, Any]] = []
        # Kept: the library stops watching when these are dropped.
        self._watching = (
            self._doc.observe(lambda event: self._new.append(event.update)),
            self._words.observe(lambda event: self._parts.extend(event.delta)),
        )

    def take(self, edit: bytes, room: int) -> bytes | None:
        self._new.clear()
        self._parts.clear()
        _take(self._doc, edit)
        if not self._new:
            return None
        inserted = [part["insert"] for part in self._parts if "insert" in part]
        # Plain letters only: a page counts in letters, and anything else between them would put what others write in the wrong place.
        if any("attributes" in part for part in self._parts) or not all(isinstance(words, str) for words in inserted):
            raise EditRefused()
        if any(_NO_LINE_END.search(words) for words in inserted) or set(self._doc.keys()) != {"t"}:
            raise EditRefused()
        try:
            clean_text("".join(inserted), LARGEST_EDIT)
            if inserted:
                clean_text(str(self._words), room)
        except Refusal as problem:
            raise EditRefused() from problem
        return Joint.merged(self._new)


def _nothing_left(edit: bytes, state: bytes) -> bool:
    """Whether who has `state` has all of an edit: its letters, and those it takes out. (Yjs, update and state vector, version 1: numbers in
    seven bits a byte; for each who writes, runs of letters or of what is taken out.)
    """
    numbers, known = _numbers(get_update(edit, state)), _numbers(state)
    if next(numbers):
        return False
    has = {next(known): next(known) for _ in range(next(known))}
    for _ in range(next(numbers)):
        writer = next(numbers)
        for _ in range(next(numbers)):
            if next(numbers) + next(numbers) > has.get(writer, 0):
                return False
    return True


def _numbers(data: bytes) -> Iterator[int]:
    number = place = 0
    for byte in data:
        number |= (byte & 0x7F) << place
        place += 7
        if byte < 0x80:
            yield number
            number = place = 0


def _take(doc: Doc[Any], edit: bytes) -> None:
    try:
        doc.apply_update(edit)
    except BaseException as problem:
        raise _damaged(problem) from problem


def _damaged(problem: BaseException) -> BaseException:
    """The library panics on some damaged input, with what is no `Exception`; a stop of the program stays one."""
    return problem if isinstance(problem, KeyboardInterrupt | SystemExit) else EditRefused()


def _same(known: str, wanted: str) -> tuple[int, int]:
    """How many characters are the same at the beginning and at the end.

    >>> _same("good day", "good new day")
    (5, 3)
    """
    most = min(len(known), len(wanted))
    start = next((at for at in range(most) if known[at] != wanted[at]), most)
    rest = most - start
    end = next((at for at in range(rest) if known[-1 - at] != wanted[-1 - at]), rest)
    return start, end


@dataclass(frozen=True)
class BoxShown:
    """A box on the page. `hint`: whose it is, where that is not plain; `mine`: the reader may change it.

    `said_before`: it is empty, and the reader may put in what they have said elsewhere.
    `who_label`, `day_label`: what is asked beside the words, where something is; `who_id`, `day`: what was chosen.
    """

    id: UUID
    kind: BoxKind
    label: str
    hint: str
    text: str
    room: int
    mine: bool
    who_label: str = ""
    day_label: str = ""
    who_id: UUID | None = None
    day: date | None = None
    said_before: bool = False

    @property
    def shared(self) -> bool:
        """Nobody's own: everybody writes in it."""
        return self.kind not in PERSONAL
