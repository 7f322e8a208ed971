"""What is gone through before a meeting, said in sentences: who decides what, which days are known, who noted what, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from roundtable.casework.roundtables.pages.caller import chose
from roundtable.casework.roundtables.pages.lines import Names, day_words, local
from roundtable.casework.roundtables.pages.meeting import when_words
from roundtable.casework.roundtables.queries import Meeting, Preparation, Together
from roundtable.casework.roundtables.rules import CHANNEL_WORDS, Before, State
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.programmes.queries import Decides
from roundtable.ground.seats.queries import SeatView


@dataclass(frozen=True)
class WhoDecides:
    """A professional at the table: what they wrote that they decide, and what not."""

    person_id: UUID
    name: str
    about: str
    decides: str
    does_not: str


@dataclass(frozen=True)
class TogetherPage:
    """Who decides what, the days that are known, what was noted of going through it. `settled`: by day and nobody says otherwise."""

    citizen: bool
    people: tuple[WhoDecides, ...]
    days: tuple[str, ...]
    said: tuple[str, ...]
    settled: bool
    wishes: tuple[str, ...]


@dataclass(frozen=True)
class Hello:
    """A colleague one works with for the first time."""

    person_id: UUID
    name: str
    given_name: str
    phone: str


def together_page(
    actor: Actor,
    seats: Sequence[SeatView],
    decides: Mapping[UUID, Decides],
    meeting: Meeting | None,
    steps: Sequence[tuple[str, date]],
    together: Sequence[Together],
    wishes: Sequence[str],
    *,
    at: datetime,
) -> TogetherPage:
    """The page two sit with: phones, a screen, or paper. A day that has passed is no day to go through."""
    staff = {seat.person_id: seat for seat in seats if seat.live and seat.hat == "professional"}
    nothing = Decides("", "")
    people = tuple(
        WhoDecides(
            seat.person_id,
            seat.name,
            ", ".join(part for part in (seat.role_name, seat.organisation) if part),
            decides.get(seat.person_id, nothing).decides,
            decides.get(seat.person_id, nothing).does_not,
        )
        for seat in staff.values()
    )
    zone = meeting.zone if meeting else "UTC"
    today = local(at, zone).date()
    known = (
        [_("%(when)s: our meeting") % {"when": when_words(meeting.plan, meeting.zone)}]
        if meeting and meeting.state == State.CALLED and local(meeting.plan.starts_at, zone).date() >= today
        else []
    )
    known += [_("%(day)s: %(what)s") % {"day": day_words(day), "what": what} for what, day in steps if day >= today]
    citizens = [seat.person_id for seat in seats if seat.live and seat.hat == "citizen"]
    whose = [actor.person_id] if actor.hat == Hat.CITIZEN else citizens
    names = Names(seats, actor, meeting.zone) if meeting else Names(seats, actor)
    return TogetherPage(
        citizen=actor.hat == Hat.CITIZEN,
        people=people,
        days=tuple(known),
        said=said_of_dates(together, whose, names, zone),
        settled=all(gone_through(together, one) for one in whose),
        wishes=tuple(wishes),
    )


def _of(together: Sequence[Together], citizen_id: UUID) -> list[Together]:
    return [one for one in together if one.what == Before.DATES and citizen_id in (one.with_id, one.by_id)]


def gone_through(together: Sequence[Together], citizen_id: UUID) -> bool:
    """Noted as done with this citizen, and she has not said since that it was not."""
    rows = _of(together, citizen_id)
    return bool(rows) and rows[-1].done


def said_of_dates(together: Sequence[Together], citizens: Sequence[UUID], names: Names, zone: str) -> tuple[str, ...]:
    """For each citizen, the last that was noted and the last she said herself, each with its day; neither replaces the other."""
    said = []
    for citizen_id in citizens:
        rows = _of(together, citizen_id)
        noted = next((one for one in reversed(rows) if one.done), None)
        own = next((one for one in reversed(rows) if one.by_id == citizen_id), None)
        if noted and noted.done_on:
            how = _(CHANNEL_WORDS[noted.channel]) if noted.channel else ""
            said.append(
                _("Gone through together on %(day)s. %(how)s. Noted by %(name)s.")
                % {"day": day_words(noted.done_on), "how": how, "name": names.of(noted.by_id)}
            )
        if own:
            words = {"name": names.of(citizen_id), "day": day_words(local(own.at, zone))}
            said.append(_("%(name)s said on %(day)s: not yet, or we did not.") % words)
    return tuple(said)


def hellos(data: Preparation, actor: Actor) -> tuple[Hello, ...]:
    """Colleagues one works with for the first time and has not said hello to. *Not now* lasts until somebody says it again."""
    answered = {frozenset((one.by_id, one.with_id)) for one in data.together if one.what == Before.HELLO}
    return tuple(
        Hello(seat.person_id, seat.name, seat.given_name, seat.phone)
        for seat in {seat.person_id: seat for seat in data.page.seats if seat.live and seat.hat == "professional"}.values()
        if seat.person_id in data.first_time and frozenset((seat.person_id, actor.person_id)) not in answered
    )


def missing(data: Preparation, actor: Actor) -> tuple[str, ...]:
    """What is missing before the meeting, named for its professionals. Each is a warning; none stops anything."""
    if actor.hat != Hat.PROFESSIONAL or data.page.meeting is None or data.page.meeting.state != State.CALLED:
        return ()
    live = {seat.person_id: seat for seat in data.page.seats if seat.live and seat.hat in ("citizen", "professional")}
    meeting = data.page.meeting
    asked = [seat for seat in live.values() if not chose(meeting, seat.person_id)]
    silent = [seat.given_name for seat in asked if not _answered(data, seat.person_id, meeting.appointed)]
    citizens = [seat for seat in live.values() if seat.hat == "citizen"]
    brought = {live[person].organisation for person in data.ready if person in live and live[person].hat == "professional"}
    sides = dict.fromkeys(seat.organisation for seat in live.values() if seat.hat == "professional")
    empty = [seat.given_name for seat in citizens if seat.person_id not in data.ready] + [side for side in sides if side not in brought]
    wished = {view.person_id for view in data.page.wishes}
    found = [
        (_("No answer to the invitation yet: %(names)s"), silent),
        (_("Nothing brought to the table yet: %(names)s"), empty),
        (_("Days, and who decides what, not gone through yet: %(names)s"), _without(data, citizens)),
        (_("How the meeting shall be is not said yet: %(names)s"), [seat.given_name for seat in citizens if seat.person_id not in wished]),
        (_("You have not worked together before, nor said hello: %(names)s"), [one.given_name for one in hellos(data, actor)]),
    ]
    return tuple(sentence % {"names": ", ".join(names)} for sentence, names in found if names)


def _answered(data: Preparation, person_id: UUID, number: int) -> bool:
    view = data.page.answers.get(person_id)
    return view is not None and view.number == number


def _without(data: Preparation, citizens: Sequence[SeatView]) -> list[str]:
    return [seat.given_name for seat in citizens if not gone_through(data.together, seat.person_id)]
