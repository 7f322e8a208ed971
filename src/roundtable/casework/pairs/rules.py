"""Who holds how much, who knows whom, and which two to propose for a new course."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

FULL_TIME = 37

DAYS: Mapping[str, int] = {
    **dict.fromkeys(("mon", "monday", "man", "mandag", "ma", "maandag"), 0),
    **dict.fromkeys(("tue", "tuesday", "tir", "tirsdag", "di", "dinsdag"), 1),
    **dict.fromkeys(("wed", "wednesday", "ons", "onsdag", "wo", "woensdag"), 2),
    **dict.fromkeys(("thu", "thursday", "tor", "torsdag", "do", "donderdag"), 3),
    **dict.fromkeys(("fri", "friday", "fre", "fredag", "vr", "vrijdag"), 4),
}
_SPAN = re.compile(
    r"(?P<first>[a-zæøå]+)\.?(?:\s*(?:-|–|to|til|tot)\s*(?P<last>[a-zæøå]+)\.?)?\s+(?:kl\.?\s*)?"
    r"(?P<opens>\d{1,2})(?:[.:](?P<opens_minutes>\d{2}))?\s*(?:-|–|to|til|tot)\s*(?P<closes>\d{1,2})(?:[.:](?P<closes_minutes>\d{2}))?"
)


@dataclass(frozen=True)
class MemberLoad:
    """A member of a programme and what they hold. `open_courses`: courses with a live seat. `hours`: as they write it themselves.

    `courses_led`, `courses_of_role`, `courses_of_section`: courses of the programme, of all of this role in it, and of those of this role
    from this organisation, each course once however many of them sit there.
    """

    person_id: UUID
    programme_id: UUID
    given_name: str
    family_name: str
    phone: str
    role_id: UUID
    role_code: str
    role_name: str
    authority: bool
    organisation_id: UUID
    organisation: str
    pattern: str
    team: str
    leads: bool
    hours_a_week: int
    hours: str
    open_courses: int
    courses_led: int = 0
    courses_of_role: int = 0
    courses_of_section: int = 0

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def weight(self) -> float:
        """Courses for each full-time week, so that who works half is not given as much as who works whole."""
        return self.open_courses * FULL_TIME / max(self.hours_a_week, 1)


@dataclass(frozen=True)
class PairLoad:
    """Two professionals of different organisations and how many courses they share now."""

    programme_id: UUID
    one_id: UUID
    other_id: UUID
    shared: int


@dataclass(frozen=True)
class ProposedPair:
    """Two to propose for a course: one without and one with power to decide about money, how many courses they share."""

    care: MemberLoad
    work: MemberLoad
    shared: int

    @property
    def weight(self) -> float:
        """What the two hold together."""
        return self.care.weight + self.work.weight


def propose_pairs(
    members: Sequence[MemberLoad], pairs: Sequence[PairLoad], programme_id: UUID, *, keep: UUID | None = None, limit: int = 5
) -> tuple[ProposedPair, ...]:
    """Pairs for a new course, best first: those that work together already, then those who hold least (T206: stable pairs, even load).

    `keep`: the referrer, who goes on first where she can. A pair that knows each other is preferred while it holds at most a quarter more
    than the least loaded pair, so that a stable pair is not worn out by being good.
    """
    knows = {frozenset((pair.one_id, pair.other_id)): pair.shared for pair in pairs if pair.programme_id == programme_id}
    mine = [member for member in members if member.programme_id == programme_id and not member.leads]
    proposed = [
        ProposedPair(care, work, knows.get(frozenset((care.person_id, work.person_id)), 0))
        for care in mine
        if not care.authority
        for work in mine
        if work.authority and work.person_id != care.person_id
    ]
    least = min((pair.weight for pair in proposed), default=0.0)
    bearable = max(least * 1.25, least + 2)
    proposed.sort(
        key=lambda pair: (
            pair.work.person_id != keep,
            not (pair.shared and pair.weight <= bearable),
            pair.weight,
            -pair.shared,
            pair.care.name,
            pair.work.name,
        )
    )
    return tuple(proposed[:limit])


def cover_for(member: MemberLoad, members: Sequence[MemberLoad]) -> tuple[MemberLoad, ...]:
    """Who could cover for a member: same programme, organisation and role, who holds least first."""
    same = [
        other
        for other in members
        if other.person_id != member.person_id
        and not other.leads
        and (other.programme_id, other.organisation_id, other.role_id) == (member.programme_id, member.organisation_id, member.role_id)
    ]
    return tuple(sorted(same, key=lambda other: (other.weight, other.name)))


@dataclass(frozen=True)
class Joining:
    """Somebody who could sit down at a table that goes on. `new_side`: nobody of their organisation sits there; `shared`: courses they have
    together with people of other organisations there."""

    member: MemberLoad
    new_side: bool
    shared: int


def who_could_join(
    members: Sequence[MemberLoad], pairs: Sequence[PairLoad], programme_id: UUID, seated: Mapping[UUID, UUID | None]
) -> tuple[Joining, ...]:
    """Who of the programme could sit down beside those who sit there (`seated`: person to organisation), best first.

    An organisation that is missing goes before one more of the same; then who works with somebody there already, then who holds least
    (as in `propose_pairs`, T206).
    """
    there = set(seated.values())
    knows: dict[UUID, int] = {}
    for pair in pairs:
        for one, other in ((pair.one_id, pair.other_id), (pair.other_id, pair.one_id)):
            if pair.programme_id == programme_id and other in seated:
                knows[one] = knows.get(one, 0) + pair.shared
    found = {member.person_id: member for member in members if member.programme_id == programme_id and member.person_id not in seated}
    joining = [Joining(member, member.organisation_id not in there, knows.get(member.person_id, 0)) for member in found.values()]
    return tuple(sorted(joining, key=lambda one: (not one.new_side, one.member.leads, -one.shared, one.member.weight, one.member.name)))


def week_of(hours: str) -> Mapping[int, tuple[int, int]]:
    """Minutes of each weekday (0 = Monday) that a person wrote as their hours; days that cannot be told are left out.

    >>> week_of("Mon-Tue 9-15, Thursday 10.30-12")
    {0: (540, 900), 1: (540, 900), 3: (630, 720)}
    """
    found: dict[int, tuple[int, int]] = {}
    for span in _SPAN.finditer(hours.lower()):
        first, last = DAYS.get(span["first"]), DAYS.get(span["last"] or span["first"])
        opens = int(span["opens"]) * 60 + int(span["opens_minutes"] or 0)
        closes = int(span["closes"]) * 60 + int(span["closes_minutes"] or 0)
        if first is not None and last is not None and first <= last and opens < closes <= 24 * 60:
            found |= dict.fromkeys(range(first, last + 1), (opens, closes))
    return found


def shared_hours(one: str, other: str) -> float | None:
    """Hours a week in which both can be reached, by what each wrote; None where one of them cannot be told.

    >>> shared_hours("Mon-Fri 8-12", "Tue 10-14")
    2.0
    """
    first, second = week_of(one), week_of(other)
    if not first or not second:
        return None
    both = (min(first[day][1], second[day][1]) - max(first[day][0], second[day][0]) for day in first.keys() & second.keys())
    return sum(max(minutes, 0) for minutes in both) / 60
