"""What each brings: who is ready, one's own lines, and, once opened, the others'."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Value
from django.utils.translation import gettext, override

from roundtable.casework.assessments.models import SaidSo, WorkAbilityRange
from roundtable.casework.assessments.rules import Party, WorkAbility, in_words, parties
from roundtable.casework.cases.queries import course_ended
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.acts import act
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.queries import SeatView, Words, given_among, openings, seats_on, words

KIND = "bring"
OPENED_EARLY = "opened_early"
ROUND_OVER = "meeting_held"
"""The kind of the item that says that a meeting was held: what is brought after it is brought to the next one."""


@dataclass(frozen=True)
class Brought:
    """One party's lines, as the actor may read them. `changeable`: by their author, who is reading: they are not open yet.

    `said_so`: of lines somebody else put down, whether whose they are says that it is so, or says it differently; None until they do.
    """

    item_id: UUID
    person_id: UUID
    name: str
    organisation: str
    lines: tuple[str, ...]
    ability: WorkAbility | None
    mine: bool
    written_by: str
    words: Words
    changeable: bool = False
    said_so: bool | None = None

    @property
    def asks(self) -> bool:
        """Somebody else put these lines down as the reader's, and waits to hear whether it is so."""
        return self.mine and bool(self.written_by) and self.said_so is None


@dataclass(frozen=True)
class WhatWeBring:
    """The page's data: seats, who is ready, my draft, my lines, and what I may read of the others'; all for the next meeting.

    `earlier`: what was brought to meetings that are over, as far as the actor may read it. `over`: the course has ended.
    `opened`: all were ready for this meeting once, and what is put down now opens at once.
    """

    seats: tuple[SeatView, ...]
    parties: tuple[Party, ...]
    my_draft: Words | None
    mine_all: tuple[Brought, ...]
    others: tuple[Brought, ...]
    opened_early: Words | None = None
    earlier: tuple[Brought, ...] = ()
    over: bool = False
    opened: bool = False

    @property
    def mine(self) -> Brought | None:
        """What I brought first."""
        return self.mine_all[0] if self.mine_all else None

    @property
    def all_ready(self) -> bool:
        return all(party.ready for party in self.parties)


@reader(Purpose.PREPARE)
def what_we_bring(*, actor: Actor, case_id: UUID) -> WhatWeBring:
    """What each brings to the next meeting of this case. At most eight statements."""
    seats = seats_on(actor=actor, case_ids=[case_id])
    ready = frozenset(row[0] for row in act("who_is_ready", [case_id]))
    live = [(seat.person_id, seat.given_name, seat.hat, seat.organisation_id, seat.organisation) for seat in seats if seat.live]
    left = [
        (seat.person_id, seat.organisation_id) for seat in seats if not seat.live and seat.hat == "professional" and seat.organisation_id
    ]
    found = words(actor=actor, case_id=case_id, kinds=[KIND, f"{KIND}_draft", OPENED_EARLY])
    abilities, told = _hours_and_answers([view.item_id for view in found])
    since, last_opened, together = openings(actor=actor, case_id=case_id, after=ROUND_OVER)
    over: bool = course_ended(actor=actor, case_id=case_id)
    by_person = {seat.person_id: seat for seat in seats}
    everything = [_brought(view, by_person, abilities, actor, told.get(view.item_id)) for view in found if view.kind == KIND]
    brought = [view for view in everything if since is None or view.words.made_at > since]
    closed = [view.item_id for view in brought if view.mine and not over and _closed_still(view, last_opened)]
    given = given_among(actor=actor, item_ids=closed)
    early = [view for view in found if view.kind == OPENED_EARLY and (since is None or view.made_at > since)]
    draft = next((view for view in found if view.kind == f"{KIND}_draft" and view.author_id == actor.person_id), None)
    return WhatWeBring(
        seats=seats,
        parties=parties(live, ready, left),
        my_draft=draft,
        mine_all=tuple(
            replace(view, changeable=view.item_id in closed and view.item_id not in given) for view in reversed(brought) if view.mine
        ),
        others=tuple(view for view in brought if not view.mine),
        opened_early=early[0] if early else None,
        earlier=tuple(view for view in everything if view not in brought),
        over=over,
        opened=together is not None and (since is None or together > since),
    )


def _hours_and_answers(item_ids: Sequence[UUID]) -> tuple[dict[UUID, WorkAbility], dict[UUID, bool]]:
    """The hours that stand with some of these lines; and what whose words they are has said to which of them. One statement."""
    hours = WorkAbilityRange.objects.filter(item_id__in=item_ids).annotate(so=Value(False), answer=Value(False))
    answers = SaidSo.objects.filter(item_id__in=item_ids).annotate(
        from_hours=Value(0), to_hours=Value(0), sure=Value(""), answer=Value(True)
    )
    columns = ("item_id", "from_hours", "to_hours", "sure", "so", "answer")
    found = list(hours.values_list(*columns).union(answers.values_list(*columns), all=True))
    return {row[0]: WorkAbility(*row[1:4]) for row in found if not row[5]}, {row[0]: row[4] for row in found if row[5]}


def _closed_still(brought: Brought, last_opened: datetime | None) -> bool:
    """Whether these lines were opened to nobody, and still stand where the author sits. What another said is not the writer's to change."""
    held = last_opened is None or last_opened < brought.words.made_at
    return held and brought.words.said_by_id is None and brought.words.basis == "scope"


def _lines(body: str, ability: WorkAbility | None) -> tuple[str, ...]:
    """The lines without the range, which the page says with its day. The range stands there in the language of who put it down."""
    lines = tuple(body.splitlines())
    return lines[:-1] if ability and lines and lines[-1] in _told(ability) else lines


def _told(ability: WorkAbility) -> frozenset[str]:
    """The range in words, in every language of the house."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(in_words(ability, gettext) if code != "en" else in_words(ability))  # English is what is translated from
    return frozenset(found)


def _brought(view: Words, seats: dict[UUID, SeatView], abilities: dict[UUID, WorkAbility], actor: Actor, said_so: bool | None) -> Brought:
    person_id = view.said_by_id or view.author_id
    seat, writer = seats.get(person_id), seats.get(view.author_id)
    mine = person_id == actor.person_id and (actor.hat == Hat.CITIZEN or view.said_by_id is None)
    ability = abilities.get(view.item_id)
    return Brought(
        item_id=view.item_id,
        person_id=person_id,
        name=seat.given_name if seat else "",
        organisation=seat.organisation if seat else "",
        lines=_lines(view.body, ability),
        ability=ability,
        mine=mine,
        written_by=writer.given_name if writer and view.said_by_id else "",
        words=view,
        said_so=said_so,
    )


@reader(Purpose.PREPARE)
def said_so(*, actor: Actor, item_ids: Sequence[UUID]) -> dict[UUID, bool]:
    """Of these lines, what whose words they are has said to them: that it is so, or that they say it differently. One statement."""
    return dict(SaidSo.objects.filter(item_id__in=list(item_ids)).values_list("item_id", "so"))


@reader(Purpose.PREPARE)
def ready_people(*, actor: Actor, case_id: UUID) -> frozenset[UUID]:
    """Who has put their lines on the table of this case. One statement."""
    return frozenset(row[0] for row in act("who_is_ready", [case_id]))
