"""What one party has to do before the meeting, and what only they see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.roundtables.pages.lines import Names, noted
from roundtable.casework.roundtables.pages.meeting import MeetingPage, build_meeting
from roundtable.casework.roundtables.pages.together import Hello, gone_through, hellos, missing, said_of_dates
from roundtable.casework.roundtables.queries import Preparation, notes_beside
from roundtable.casework.roundtables.rules import TASK_WORDS, How, tasks_before
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, Words
from roundtable.ground.seats.rules import ScopeKind

TASK_URLS = {"answer": "answer_invitation", "bring": "what_we_bring"}


@dataclass(frozen=True)
class TaskLine:
    """One small thing: what, done or not, where."""

    code: str
    label: str
    done: bool
    url_name: str


@dataclass(frozen=True)
class Topic:
    """What shall not come up, and who reads it. `can_take_back`: she told somebody, and can keep it to herself again."""

    item_id: UUID
    text: str
    readers: str
    note: str
    can_take_back: bool


@dataclass(frozen=True)
class Companion:
    """Who comes with a citizen (`beside`). `noted`: how she said so, where somebody noted it; `ends`: who reads this can end it."""

    seat_id: UUID
    person_id: UUID
    name: str
    beside: str = ""
    noted: str = ""
    ends: bool = True


def noted_beside(seat: SeatView, seats: Sequence[SeatView]) -> str:
    """How a citizen gave a companion this place, and who noted it; empty where she did it herself."""
    if seat.noted_by_id is None:
        return ""
    how = How.PAPER if seat.ground == How.PAPER else How.TELEPHONE
    return noted(how, next((one.given_name for one in seats if one.person_id == seat.noted_by_id), ""))


@dataclass(frozen=True)
class PreparePage:
    """The page as data. `count`: how much is done, and that the meeting takes place anyway."""

    meeting: MeetingPage
    tasks: tuple[TaskLine, ...]
    count: str
    topics: tuple[Topic, ...]
    companions: tuple[Companion, ...]
    steers_for: str
    dates: tuple[str, ...] = ()
    dates_done: bool = False
    hellos: tuple[Hello, ...] = ()
    missing: tuple[str, ...] = ()
    citizens: str = ""
    notes_for: bool = False


def prepare_page(data: Preparation, actor: Actor) -> PreparePage:
    """What is left to do for this party, with what they keep out of the meeting and who comes with them."""
    meeting = build_meeting(data.page, actor)
    names = Names(data.page.seats, actor)
    found = tasks_before(
        str(actor.hat),
        answered=bool(meeting.my_answer or meeting.set_by_me),
        brought=actor.person_id in data.ready,
    )
    citizens = [seat.person_id for seat in data.page.seats if seat.live and seat.hat == "citizen"]
    whose, zone = [actor.person_id] if actor.hat == Hat.CITIZEN else citizens, data.page.meeting.zone if data.page.meeting else "UTC"
    tasks = tuple(TaskLine(task.code, _(TASK_WORDS[task.code]), task.done, TASK_URLS[task.code]) for task in found)
    done = sum(task.done for task in tasks)
    chosen = [names.of(view.author_id) for view in data.topics if view.author_id != actor.person_id]
    return PreparePage(
        meeting=meeting,
        tasks=tasks,
        count=_count(done, len(tasks), actor),
        topics=tuple(_topic(view, data, actor, names) for view in data.topics),
        companions=tuple(_companions(data.page.seats, actor, names)),
        steers_for=", ".join(dict.fromkeys(chosen)) if actor.hat == Hat.PROFESSIONAL else "",
        dates=said_of_dates(data.together, whose, names, zone) if actor.hat != Hat.COMPANION else (),
        dates_done=bool(whose) and all(gone_through(data.together, one) for one in whose),
        hellos=hellos(data, actor) if meeting.open else (),
        missing=missing(data, actor),
        citizens=", ".join(names.of(person) for person in dict.fromkeys(citizens)),
        notes_for=actor.hat == Hat.PROFESSIONAL and not actor.authority,
    )


def _companions(seats: Sequence[SeatView], actor: Actor, names: Names) -> Iterator[Companion]:
    """The reader's own; for a professional everybody who comes with a citizen."""
    for seat in seats:
        hers = seat.for_person_id == actor.person_id
        if seat.live and seat.hat == "companion" and (hers or actor.hat == Hat.PROFESSIONAL):
            ends = hers or notes_beside(actor, seat, seats)
            yield Companion(seat.seat_id, seat.person_id, seat.name, names.of(seat.for_person_id), noted_beside(seat, seats), ends)


def _count(done: int, total: int, actor: Actor) -> str:
    if actor.hat != Hat.CITIZEN:
        sentence = ngettext("%(done)s of %(total)s thing is done.", "%(done)s of %(total)s things are done.", total)
        return sentence % {"done": done, "total": total}
    if done == total:
        return _("All is done. There is nothing more to do before the meeting.")
    return _("%(done)s of %(total)s small things are done. You can also do none of them: the meeting takes place anyway.") % {
        "done": done,
        "total": total,
    }


def _topic(words: Words, data: Preparation, actor: Actor, names: Names) -> Topic:
    kind = ScopeKind(words.scope_kind)
    readers = readers_of(kind, data.page.seats, actor, holder_id=words.holder_id, about=words.about, over=data.page.over)
    note = noted(How.TELEPHONE, names.of(words.author_id)) if words.said_by_id else ""
    mine = actor.hat == Hat.CITIZEN and kind == ScopeKind.CONFIDENCE and words.author_id == actor.person_id
    return Topic(words.item_id, words.body, readers.words, note, mine)
