"""The team at a glance: who holds how much, who covers, who works with whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from roundtable.casework.pairs.rules import MemberLoad, PairLoad, cover_for, shared_hours


@dataclass(frozen=True)
class TeamRow:
    """A member: what they hold, when they can be reached, who could cover."""

    person_id: UUID
    name: str
    role: str
    organisation: str
    courses: int
    hours_a_week: int
    hours: str
    cover: str


@dataclass(frozen=True)
class PairRow:
    """Two who share courses, and the hours a week both can be reached."""

    names: str
    shared: int
    together: str


@dataclass(frozen=True)
class TeamPage:
    """The team of the programmes one leads."""

    members: tuple[TeamRow, ...]
    pairs: tuple[PairRow, ...]
    courses: int


def team_page(members: Sequence[MemberLoad], pairs: Sequence[PairLoad]) -> TeamPage:
    """The page, from load and pairs."""
    people = {member.person_id: member for member in members}
    rows = tuple(
        TeamRow(
            member.person_id,
            member.name,
            member.role_name,
            member.organisation,
            member.open_courses,
            member.hours_a_week,
            member.hours or _("Not written yet"),
            _cover(member, members),
        )
        for member in members
    )
    place = {person_id: number for number, person_id in enumerate(people)}  # a pair is named in the order of the list above it
    known = []
    for pair in pairs:
        if {pair.one_id, pair.other_id} <= people.keys():
            one_id, other_id = sorted((pair.one_id, pair.other_id), key=place.__getitem__)
            known.append((people[one_id], people[other_id], pair.shared))
    return TeamPage(
        rows,
        tuple(
            PairRow(_("%(one)s and %(other)s") % {"one": one.name, "other": other.name}, shared, _together(one, other))
            for one, other, shared in known
        ),
        sum(member.open_courses for member in members),
    )


def _cover(member: MemberLoad, members: Sequence[MemberLoad]) -> str:
    found = cover_for(member, members)
    return ", ".join(f"{other.name} ({other.open_courses})" for other in found[:2]) or _("Nobody in the same role")


def _together(one: MemberLoad, other: MemberLoad) -> str:
    hours = shared_hours(one.hours, other.hours)
    return (
        _("Not known")
        if hours is None
        else _("%(hours)s hours") % {"hours": number_format(hours, decimal_pos=0 if hours == int(hours) else 1)}
    )
