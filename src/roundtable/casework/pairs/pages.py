"""The team at a glance: who holds how much, who covers, who works with whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roundtable.casework.cases.rules import PASSES, STAYS
from roundtable.casework.pairs.rules import Joining, MemberLoad, PairLoad, cover_for, shared_hours
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.hats import Absent
from roundtable.ground.programmes.queries import AboutPerson, AbsenceView
from roundtable.ground.seats.queries import SeatView
from roundtable.ui.fields import Choice
from roundtable.ui.order import in_order


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
class TeamSection:
    """Everyone of one role at one organisation. `open`: shown unfolded."""

    title: str
    courses: int
    open: bool
    members: tuple[TeamRow, ...]


@dataclass(frozen=True)
class Need:
    """Something of the team only its leader can change, and where."""

    text: str
    url: str
    label: str


@dataclass(frozen=True)
class TeamFilter:
    """A way to see less of the list, or to see it in another order."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class TeamPage:
    """The team of the programmes one leads: what needs the leader, then the people by role, then the pairs."""

    needs: tuple[Need, ...]
    filters: tuple[TeamFilter, ...]
    sections: tuple[TeamSection, ...]
    pairs: tuple[PairRow, ...]
    more_pairs: tuple[PairRow, ...]
    people: int
    courses: int

    @property
    def narrowed(self) -> bool:
        """Not everybody is shown."""
        return not self.filters[0].current


FEW = 8
PAIRS_SHOWN = 5
SEVERAL = 4
MUCH_MORE = 1.5
"""Who holds several courses, and half as much again as the middle of the same role for the hours they work, is named first."""


@dataclass(frozen=True)
class AwayPage:
    """Who is or will be away, in sentences with the id of each, newest last."""

    person: AboutPerson
    mine: bool
    lines: tuple[tuple[UUID, str], ...]


def away_page(found: Sequence[AbsenceView], person: AboutPerson, *, mine: bool) -> AwayPage:
    """The absences of one person that are not over. `mine`: the reader's own."""
    rows = [row for row in found if row.person_id == person.person_id]
    return AwayPage(person, mine, tuple((row.id, absence_words(row, mine=mine)) for row in rows))


def absence_words(row: AbsenceView, *, mine: bool = False) -> str:
    """One absence in a sentence: who, from, until, who covers."""
    said = {"name": row.given_name, "cover": row.cover, "from": _day(row.first_day), "until": _day(row.back_on)}
    if mine:
        words = _("You are away from %(from)s until %(until)s. %(cover)s covers.")
        alone = _("You are away from %(from)s until %(until)s. Nobody covers.")
    else:
        words = _("%(name)s is away from %(from)s until %(until)s. %(cover)s covers.")
        alone = _("%(name)s is away from %(from)s until %(until)s. Nobody covers.")
    return (words if row.cover else alone) % said


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")


def _away_needs(found: Sequence[AbsenceView]) -> tuple[Need, ...]:
    """Who is away, and where the leader says at which tables who covers sits down, or that somebody is back."""
    return tuple(
        Need(
            absence_words(row),
            reverse("seat_cover", args=[row.id]) if row.cover_id else reverse("away_for", args=[row.person_id]),
            _("Let %(cover)s sit at the tables of %(name)s") % {"cover": row.cover, "name": row.given_name}
            if row.cover_id
            else _("Look at it"),
        )
        for row in found
    )


def team_page(
    members: Sequence[MemberLoad], pairs: Sequence[PairLoad], *, role: str = "", by_load: bool = False, away: Sequence[AbsenceView] = ()
) -> TeamPage:
    """The page, from load and pairs. `role`: the code of the only role to show; `by_load`: who holds most for their hours first.

    `away`: who is or will be away, where it still needs the leader.
    """
    roles = {member.role_code: member.role_name for member in members}
    only = role if role in roles else ""
    shown = [member for member in members if not only or member.role_code == only]
    known = _pairs(members, pairs)
    return TeamPage(
        (*_away_needs(away), *_needs(members)),
        _filters(roles, only, by_load=by_load),
        _sections(shown, members, folded=len(shown) > FEW and not only, by_load=by_load),
        known[:PAIRS_SHOWN],
        known[PAIRS_SHOWN:],
        len(shown),
        _courses_of(shown, only),
    )


def _courses_of(shown: Sequence[MemberLoad], only: str) -> int:
    """How many courses those shown hold together, each once: of the role that is shown alone, else of the programmes."""
    by_role = {(one.programme_id, one.role_id): one.courses_of_role for one in shown}
    return sum((by_role if only else {one.programme_id: one.courses_led for one in shown}).values())


def _courses_of_section(group: Sequence[MemberLoad]) -> int:
    return sum({(one.programme_id, one.role_id, one.organisation_id): one.courses_of_section for one in group}.values())


def _sections(shown: Sequence[MemberLoad], members: Sequence[MemberLoad], *, folded: bool, by_load: bool) -> tuple[TeamSection, ...]:
    groups: dict[str, list[MemberLoad]] = {}
    for member in sorted(shown, key=lambda member: -member.weight) if by_load else in_order(shown, lambda member: member.name):
        groups.setdefault(f"{member.role_name}, {member.organisation}", []).append(member)
    return tuple(
        TeamSection(title, _courses_of_section(group), not folded, tuple(_row(member, members) for member in group))
        for title, group in in_order(groups.items(), lambda group: group[0])
    )


def _row(member: MemberLoad, members: Sequence[MemberLoad]) -> TeamRow:
    return TeamRow(
        member.person_id,
        member.name,
        member.role_name,
        member.organisation,
        member.open_courses,
        member.hours_a_week,
        member.hours or _("Not written yet"),
        _cover(member, members),
    )


def _filters(roles: Mapping[str, str], only: str, *, by_load: bool) -> tuple[TeamFilter, ...]:
    load = {"by": "load"} if by_load else {}
    found = [TeamFilter(_("Everybody"), _address(load), not only)]
    found += [
        TeamFilter(name, _address({"role": code, **load}), code == only) for code, name in in_order(roles.items(), lambda role: role[1])
    ]
    kept = {"role": only} if only else {}
    if by_load:
        return (*found, TeamFilter(_("By name"), _address(kept), False))
    return (*found, TeamFilter(_("Who holds most first"), _address({**kept, "by": "load"}), False))


def _address(query: Mapping[str, str]) -> str:
    return f"{reverse('team')}?{urlencode(query)}" if query else reverse("team")


def _needs(members: Sequence[MemberLoad]) -> tuple[Need, ...]:
    """Who holds much more than the others of the role, most first; who has courses and nobody in the same role to cover."""
    middle = {role: median(other.weight for other in members if other.role_id == role) for role in {member.role_id for member in members}}
    busy = [one for one in members if one.open_courses >= SEVERAL and one.weight > MUCH_MORE * middle[one.role_id] > 0]
    alone = [one for one in members if one.open_courses and not one.leads and not cover_for(one, members)]
    needs = [
        (one, _("%(name)s holds much more than the others in the same role: %(courses)s in %(hours)s hours a week."))
        for one in sorted(busy, key=lambda one: -one.weight)[:3]
    ]
    needs += [(one, _("Nobody could cover for %(name)s: %(courses)s, and nobody else in the same role.")) for one in alone[:3]]
    return tuple(
        Need(
            text % {"name": one.name, "courses": _courses(one.open_courses), "hours": one.hours_a_week},
            f"{reverse('move_caseload')}?leaving={one.person_id}",
            _("The courses of %(name)s") % {"name": one.given_name},
        )
        for one, text in needs
    )


def _courses(count: int) -> str:
    return ngettext("%(count)s course", "%(count)s courses", count) % {"count": count}


def _pairs(members: Sequence[MemberLoad], pairs: Sequence[PairLoad]) -> tuple[PairRow, ...]:
    people = {member.person_id: member for member in members}
    place = {person_id: number for number, person_id in enumerate(people)}  # a pair is named in the order of the list above it
    known = []
    for pair in pairs:
        if {pair.one_id, pair.other_id} <= people.keys():
            one_id, other_id = sorted((pair.one_id, pair.other_id), key=place.__getitem__)
            known.append((people[one_id], people[other_id], pair.shared))
    return tuple(
        PairRow(_("%(one)s and %(other)s") % {"one": one.name, "other": other.name}, shared, _together(one, other))
        for one, other, shared in known
    )


def _cover(member: MemberLoad, members: Sequence[MemberLoad]) -> str:
    found = cover_for(member, members)
    return ", ".join(f"{other.name} ({other.open_courses})" for other in found[:2]) or _("Nobody in the same role")


def _together(one: MemberLoad, other: MemberLoad) -> str:
    hours = shared_hours(one.hours, other.hours)
    return (
        _("hours not known")
        if hours is None
        else _("%(hours)s hours") % {"hours": number_format(hours, decimal_pos=0 if hours == int(hours) else 1)}
    )


FEW_MORE = 6
"""So many people beside those named first stand in one list; more are folded by role and organisation."""


def member_choices(
    named: Sequence[MemberLoad], others: Sequence[MemberLoad], more: Mapping[UUID, str] | None = None
) -> list[tuple[str, Any]]:
    """People to choose from, each with what they hold now: those named first, then the others; many others are folded by role and
    organisation. `more`: a further half sentence for some of them."""

    def choice(member: MemberLoad) -> tuple[str, Choice]:
        said = [_load(member), (more or {}).get(member.person_id, "")]
        return str(member.person_id), Choice(_who(member), "; ".join(part for part in said if part))

    if not named or len(others) <= FEW_MORE:
        return [choice(member) for member in {member.person_id: member for member in (*named, *others)}.values()]
    groups: dict[str, dict[UUID, MemberLoad]] = {}
    for member in others:
        groups.setdefault(f"{member.role_name}, {member.organisation}", {})[member.person_id] = member
    heading = _("%(group)s (%(people)s)")
    folded = [
        (heading % {"group": group, "people": len(inside)}, [choice(member) for member in inside.values()])
        for group, inside in groups.items()
    ]
    return [*(choice(member) for member in named), *folded]


def _who(member: MemberLoad) -> str:
    return f"{member.name}, {member.role_name}, {member.organisation}"


def _load(member: MemberLoad) -> str:
    courses = ngettext("%(courses)s course now", "%(courses)s courses now", member.open_courses) % {"courses": member.open_courses}
    return _("%(courses)s, %(hours)s hours a week") % {"courses": courses, "hours": member.hours_a_week}


NAMED_FIRST = 3


def join_choices(joining: Sequence[Joining]) -> list[tuple[str, Any]]:
    """Who could sit down as well, the best three first."""
    more = {
        one.member.person_id: ngettext(
            "has %(shared)s course together with somebody here", "has %(shared)s courses together with somebody here", one.shared
        )
        % {"shared": one.shared}
        for one in joining
        if one.shared
    }
    people = [one.member for one in joining]
    return member_choices(people[:NAMED_FIRST], people[NAMED_FIRST:], more)


@dataclass(frozen=True)
class AddPage:
    """The page on which somebody sits down as well: whose course it is, who sits there, what passes to who comes and what does not."""

    names: str
    seated: tuple[str, ...]
    one_side: bool
    passes: tuple[str, ...]
    stays: tuple[str, ...]


def add_page(seats: Sequence[SeatView]) -> AddPage:
    """The page, from the seats of the course."""
    staff = [seat for seat in seats if seat.live and seat.hat == Hat.PROFESSIONAL]
    return AddPage(
        ", ".join(dict.fromkeys(seat.name for seat in seats if seat.hat == Hat.CITIZEN)),
        tuple(dict.fromkeys(f"{seat.name}, {seat.role_name}, {seat.organisation}" for seat in staff)),
        len({seat.organisation_id for seat in staff}) == 1,
        tuple(_(line) for line in PASSES[:3]),
        (*(_(line) for line in STAYS), _("What was shared with one person by name. It stays with that person.")),
    )


def absence_lines(absences: Sequence[Absent], seats: Sequence[SeatView], actor: Actor) -> tuple[str, ...]:
    """That one is away, and for whom one covers: at which tables, and that nothing told in confidence is open."""
    lines = []
    for row in dict.fromkeys(absences):
        said = {"name": row.name, "cover": row.cover, "from": _day(row.first_day), "until": _day(row.back_on)}
        if row.mine:
            lines.append(_("You are away from %(from)s until %(until)s.") % said)
        else:
            shared = {seat.case_id for seat in seats if seat.live and seat.person_id == row.person_id}
            mine = {seat.case_id for seat in seats if seat.live and seat.person_id == actor.person_id}
            if row.ahead:
                lines.append(_ahead(row, said))
                continue
            names = ", ".join(in_order(filter(None, (_citizens(seats, case_id) for case_id in shared & mine)), str))
            where = _("You sit at the table of %(citizens)s.") if names else _("You sit at none of those tables, and read nothing of them.")
            what = _("You cover for %(name)s from %(from)s until %(until)s. What was told to %(name)s stays closed.") % said
            lines.append(f"{what} {where % {'citizens': names} if names else where}")
    return tuple(lines)


def _ahead(row: Absent, said: Mapping[str, str]) -> str:
    """From when to when somebody stands in for another: whose tables they are is told on the day, when they open."""
    what = _("From %(from)s until %(until)s you stand in for %(name)s. What was told to %(name)s stays closed.") % said
    tables = ngettext(
        "You have a place at %(count)s table. It opens to you on %(from)s.",
        "You have a place at %(count)s tables. They open to you on %(from)s.",
        row.ahead,
    )
    return f"{what} {tables % {**said, 'count': row.ahead}}"


def _citizens(seats: Sequence[SeatView], case_id: UUID) -> str:
    return ", ".join(dict.fromkeys(seat.name for seat in seats if seat.case_id == case_id and seat.hat == "citizen"))
