"""Which hats a signed-in person has, and which one fits the page they open."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connections

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import DOOR
from roundtable.kernel.refusal import NotHere

COUNTERSIGNER = "countersigner"
ORDER = ("citizen", "professional", "intake", "companion", "representative", "guest", "team_leader", COUNTERSIGNER)


@dataclass(frozen=True)
class Absent:
    """Days away of one's own (`mine`) or of somebody one covers: from, until the day they are back.

    `ahead`: at how many tables the place of who covers begins with it, and has not yet.
    """

    person_id: UUID
    name: str
    first_day: date
    back_on: date
    cover: str
    mine: bool
    ahead: int = 0


@dataclass(frozen=True)
class HatRow:
    """One seat, membership or request to countersign. `case_id` is None for a membership.

    `contact_back`: the contact is away until that day; `contact_cover` can be asked meanwhile. `absences`: on a membership,
    one's own and those one covers, as long as they are not over. `begun`: somebody sits or sat there; else it is only
    referred.
    """

    kind: str
    case_id: UUID | None
    authority: bool
    seat_id: UUID | None
    closed: bool
    programme_id: UUID
    role_name: str
    contact: str
    contact_phone: str
    contact_back: date | None
    contact_cover: str
    contact_cover_phone: str
    absences: tuple[Absent, ...] = ()
    begun: bool = True


def hats_of(person_id: UUID) -> tuple[HatRow, ...]:
    """All live hats of a person, through the door: ids and kinds, no content; the same order every time. One statement."""
    with connections[DOOR].cursor() as cursor:
        cursor.execute(
            "SELECT kind, case_id, authority, seat_id, closed, programme_id, role_name, contact, contact_phone,"
            " contact_back, contact_cover, contact_cover_phone, absences::text, begun FROM guard.hats_of(%s)"
            " ORDER BY authority, case_id, seat_id, programme_id, role_name",
            [person_id],
        )
        return tuple(replace(HatRow(*row[:12]), absences=_absences(row[12]), begun=row[13]) for row in cursor.fetchall())


def _absences(said: str | None) -> tuple[Absent, ...]:
    rows = json.loads(said) if said else ()
    return tuple(
        Absent(UUID(person), name, date.fromisoformat(first), date.fromisoformat(back), cover, mine, ahead)
        for person, name, first, back, cover, mine, ahead in rows
    )


def closed_for_me(hats: Sequence[HatRow], case_id: UUID) -> bool:
    """Whether the citizens have closed this case for who sits there by profession: only what is shared by law is open still."""
    rows = [row for row in hats if row.case_id == case_id and row.kind != COUNTERSIGNER]
    return bool(rows) and all(row.closed and row.kind == Hat.PROFESSIONAL for row in rows)


def only_referred(hats: Sequence[HatRow], case_id: UUID) -> bool:
    """Whether nobody has sat down at this case yet: a referral that waits, or that came to nothing."""
    return any(row.case_id == case_id and not row.begun for row in hats)


def actor_on(person_id: UUID, hats: Sequence[HatRow], case_id: UUID, purpose: Purpose, *, closed_too: bool = False) -> Actor:
    """The person in the hat that fits this case, through exactly one seat; NotHere when none does.

    A citizen's own case opens as citizen whatever else she is. Who has no seat there and leads its programme opens it as team leader,
    through the login of the role they lead it in; one more statement. For who leads other programmes it is not there.
    `closed_too`: the page knows what to show of a case that was closed for the person (`closed_for_me`).
    """
    may_be_closed = closed_too and closed_for_me(hats, case_id)
    rows = [row for row in hats if row.case_id == case_id and (may_be_closed or not row.closed)]
    if purpose == Purpose.COUNTERSIGN:
        rows = [row for row in rows if row.kind == COUNTERSIGNER]
    else:
        rows = [row for row in rows if row.kind != COUNTERSIGNER]
    rows.sort(key=lambda row: ORDER.index(row.kind))
    if not rows:
        return Actor(person_id, Hat.TEAM_LEADER, _leads(person_id, hats, case_id), case_id, purpose)
    row = rows[0]
    hat = Hat.PROFESSIONAL if row.kind == COUNTERSIGNER else Hat(row.kind)
    return Actor(person_id, hat, row.authority, case_id, purpose)


def _leads(person_id: UUID, hats: Sequence[HatRow], case_id: UUID) -> bool:
    """Whether the role in which this person leads the case's programme has authority; NotHere for who does not lead it."""
    found = None
    if any(row.case_id is None and row.kind == Hat.TEAM_LEADER for row in hats):
        with connections[DOOR].cursor() as cursor:
            cursor.execute("SELECT authority FROM guard.leads_it(%s, %s)", [person_id, case_id])
            found = cursor.fetchone()
    if found is None:
        raise NotHere()
    return bool(found[0])


def choices(hats: Sequence[HatRow]) -> tuple[tuple[Hat, bool], ...]:
    """The hats a person can choose between on the first page, in order: (hat, authority)."""
    found: list[tuple[Hat, bool]] = []
    for kind in ORDER:
        for row in hats:
            if row.kind == kind and kind != COUNTERSIGNER:
                pair = (Hat(kind), row.authority)
                if kind == Hat.INTAKE:
                    pair = (Hat.TEAM_LEADER, row.authority)
                if pair not in found:
                    found.append(pair)
    return tuple(found)


def actor_for_home(person_id: UUID, hats: Sequence[HatRow], preferred: str, purpose: Purpose) -> Actor:
    """The person in the hat of their first page: the one they chose last, else citizen, else leader, else what they have."""
    possible = choices(hats)
    if not possible:
        raise NotHere()
    for hat, authority in possible:
        if hat == preferred:
            return Actor(person_id, hat, authority, None, purpose)
    ranked = sorted(possible, key=lambda pair: (pair[0] != Hat.CITIZEN, pair[0] != Hat.TEAM_LEADER, ORDER.index(pair[0])))
    return Actor(person_id, ranked[0][0], ranked[0][1], None, purpose)
