"""Readers of seats and words. The database decides which rows there are; what was opened is noted for the read log."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import CharField, F, Func, JSONField, Value

from roundtable.ground.access import keys
from roundtable.ground.access.actor import Actor, Hat
from roundtable.ground.access.context import Opened, current, opened
from roundtable.ground.access.guard import reader
from roundtable.ground.seats.rules import ScopeKind
from roundtable.kernel.refusal import NotHere


@dataclass(frozen=True)
class Away:
    """Somebody is away, or will be within a week, until the day they are back; and who can be asked meanwhile (empty: nobody).

    `cover_sits`: who covers sits at this table.
    """

    first_day: date
    back_on: date
    now: bool
    cover_id: UUID | None
    cover: str
    cover_phone: str
    cover_sits: bool


@dataclass(frozen=True)
class SeatView:
    """Who sits, or sat, at a table. `away`: they are away now, or will be within a week.

    `closed_at`: the acting citizen has closed her course for them since then. Nobody else at the table is told of that.
    `reads`: the kinds of place somebody reads for whom they act (`for_person_id`); empty for everybody else.
    `noted_by_id`: who noted that a citizen gave a companion this place, by telephone or on paper (`ground`); None where she did it herself.
    """

    seat_id: UUID
    case_id: UUID
    person_id: UUID
    given_name: str
    name: str
    hat: str
    role_name: str
    organisation_id: UUID | None
    organisation: str
    pattern: str
    authority: bool
    phone: str
    ground: str
    for_person_id: UUID | None
    from_at: datetime
    until_at: datetime | None
    live: bool
    away: Away | None = None
    closed_at: datetime | None = None
    reads: frozenset[str] = frozenset()
    noted_by_id: UUID | None = None


@dataclass(frozen=True)
class Words:
    """One item the actor may read, opened. `about`: citizens it is about. `basis`: scope, mandate, mandate_consent, disclosed, law or
    own_writing."""

    item_id: UUID
    case_id: UUID | None
    kind: str
    scope_id: int
    scope_kind: ScopeKind
    about: tuple[UUID, ...]
    holder_id: UUID | None
    side_id: UUID | None
    author_id: UUID
    author_hat: str
    said_by_id: UUID | None
    made_at: datetime
    headline: str
    body: str
    basis: str


@dataclass(frozen=True)
class Header:
    """One item the actor may read, unopened: no words, so no record in the read log."""

    item_id: UUID
    case_id: UUID | None
    kind: str
    scope_id: int
    scope_kind: ScopeKind
    about: tuple[UUID, ...]
    author_id: UUID
    made_at: datetime
    said_by_id: UUID | None = None


def rows(statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of one statement on the login of the open context."""
    with connections[current().alias].cursor() as cursor:
        cursor.execute(statement, list(values))
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


# Of her own closings a citizen may know, and nobody else.
_CLOSED = (
    "(SELECT min(b.from_at) FROM seats_block b WHERE b.case_id = s.case_id AND b.person_id = s.person_id"
    " AND b.by_id = guard.actor_person() AND (b.until_at IS NULL OR now() < b.until_at))"
)


@reader()
def seats_on(*, actor: Actor, case_ids: Sequence[UUID]) -> tuple[SeatView, ...]:
    """Everyone who sits or sat on these cases, citizens first, then by when they came. One statement."""
    found = rows(
        "SELECT s.id, s.case_id, s.person_id, p.given_name, p.family_name, s.hat, coalesce(r.name, ''), s.organisation_id,"
        " coalesce(o.short_name, ''),"
        " coalesce(o.pattern, 'plain'), s.authority, p.work_phone, s.ground, s.for_person_id, s.from_at, s.until_at,"
        " s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at),"
        " w.first_day, w.back_on, w.now_away, w.cover_id, w.cover, w.cover_phone, w.cover_sits,"
        " CASE WHEN s.hat = 'representative' AND 'see' = ANY (s.powers) THEN s.power_kinds ELSE '{}' END,"
        " CASE WHEN s.hat = 'companion' AND s.ground IN ('telephone', 'paper') THEN s.seated_by_id END, "
        + (_CLOSED if actor.hat == Hat.CITIZEN else "NULL::timestamptz")
        + " FROM seats_seat s JOIN people_person p ON p.id = s.person_id"
        " LEFT JOIN programmes_role r ON r.id = s.role_id LEFT JOIN organisations_organisation o ON o.id = s.organisation_id"
        " LEFT JOIN guard.away_on(%s) w ON w.case_id = s.case_id AND w.person_id = s.person_id AND s.hat = 'professional'"
        " WHERE s.case_id = ANY (%s) ORDER BY s.hat <> 'citizen', s.from_at, p.given_name, s.id",
        [list(case_ids), list(case_ids)],
    )
    return tuple(_seat(row) for row in found)


def _seat(row: tuple[Any, ...]) -> SeatView:
    seat = SeatView(row[0], row[1], row[2], row[3], f"{row[3]} {row[4]}".strip(), *row[5:17])
    return replace(seat, away=Away(*row[17:24]) if row[17] else None, reads=frozenset(row[24]), noted_by_id=row[25], closed_at=row[26])


def sat_at(seat: SeatView, at: datetime | None) -> bool:
    """Whether somebody sat there at a moment; now, where it is None."""
    return seat.live if at is None else seat.from_at <= at and (seat.until_at is None or at < seat.until_at)


@reader()
def sits_without(*, actor: Actor, pairs: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], frozenset[UUID]]:
    """Of each pair, the courses where the one sits as a professional and the other has no place, now or later. One statement, none for
    nobody."""
    found = (
        rows(
            "SELECT a.person_id, a.other_id, s.case_id FROM unnest(%s::uuid[], %s::uuid[]) AS a(person_id, other_id)"
            " JOIN seats_seat s ON s.person_id = a.person_id AND s.hat = 'professional' AND s.ground <> 'referral'"
            "   AND s.from_at <= now() AND (s.until_at IS NULL OR now() < s.until_at)"
            " WHERE NOT EXISTS (SELECT FROM seats_seat x WHERE x.case_id = s.case_id AND x.person_id = a.other_id"
            "   AND (x.until_at IS NULL OR now() < x.until_at))",
            [[person for person, _other in pairs], [other for _person, other in pairs]],
        )
        if pairs
        else []
    )
    return {pair: frozenset(row[2] for row in found if (row[0], row[1]) == pair) for pair in pairs}


def took_over(seats: Sequence[SeatView], at: datetime | None = None) -> dict[UUID, SeatView]:
    """Who sits now where somebody left: the person who left -> the seat of who came in their place, or of who came after that one.

    A hand-over ends one seat and begins the other in one transaction, hence at one moment. Who sits here again is no one's predecessor.
    `at`: as it was at that moment.
    """
    here = {seat.person_id for seat in seats if sat_at(seat, at)}
    next_one = {
        left.person_id: came
        for came in seats
        if came.ground == "hand_over" and (at is None or came.from_at <= at)
        for left in seats
        if left.hat == came.hat and left.until_at == came.from_at and left.person_id not in (came.person_id, *here)
    }
    found = {}
    for left, came in next_one.items():
        met = {left}
        while not sat_at(came, at) and came.person_id in next_one and came.person_id not in met:
            met.add(came.person_id)
            came = next_one[came.person_id]
        if sat_at(came, at):
            found[left] = came
    return found


def in_their_place(seats: Sequence[SeatView], people: Iterable[UUID]) -> tuple[UUID, ...]:
    """Of people who were asked something at one table: who is to answer now, they or who came in their place."""
    now = took_over(seats)
    return tuple(dict.fromkeys(now[person].person_id if person in now else person for person in people))


@reader()
def programme_of(*, actor: Actor, case_id: UUID) -> UUID:
    """The programme a course belongs to. One statement. Raises NotHere."""
    found = rows("SELECT programme_id FROM seats_case WHERE id = %s", [case_id])
    if not found:
        raise NotHere()
    programme_id: UUID = found[0][0]
    return programme_id


@reader()
def headers(*, actor: Actor, case_id: UUID | None = None, kinds: Sequence[str] = (), limit: int = 200) -> tuple[Header, ...]:
    """Items the actor may read, newest first, without their words. One statement."""
    found = rows(
        "SELECT i.id, i.case_id, i.kind, i.scope_id, i.scope_kind, i.about, i.author_id, i.made_at, i.said_by_id FROM seats_item i"
        " WHERE (%s::uuid IS NULL OR i.case_id = %s) AND (cardinality(%s::text[]) = 0 OR i.kind = ANY (%s))"
        " ORDER BY i.made_at DESC, i.id LIMIT %s",
        [case_id, case_id, list(kinds), list(kinds), limit],
    )
    return tuple(Header(row[0], row[1], row[2], row[3], ScopeKind(row[4]), tuple(row[5]), *row[6:9]) for row in found)


def headers_beside(case_field: str, kinds: Sequence[str]) -> Func:
    """Headers of these kinds on a row's course as the actor may read them, for a reader that asks them beside something else: no words.

    `case_field`: the row's field with the course's id. Of each: `id`, `scope`, `about`, `by`, `to` (whose confidence it is), and `opened`,
    whether the read log says that they opened it.
    """
    return Func(
        F(case_field),
        Value(",".join(kinds), output_field=CharField()),
        template="(SELECT coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'scope', i.scope_id, 'about', i.about, 'by', i.author_id,"
        " 'to', s.holder_id, 'opened', EXISTS (SELECT FROM access_accessevent o WHERE o.item_id = i.id AND o.person_id = s.holder_id))"
        " ORDER BY i.made_at, i.id), '[]') FROM (VALUES (%(expressions)s)) AS v(k, kinds)"
        " JOIN seats_item i ON i.case_id = v.k AND i.kind = ANY (string_to_array(v.kinds, ',')) JOIN seats_scope s ON s.id = i.scope_id)",
        output_field=JSONField(),
    )


@reader()
def openings(*, actor: Actor, case_id: UUID, after: str) -> tuple[datetime | None, datetime | None, datetime | None]:
    """When the newest item of the kind `after` was made, when held items were opened last, and when with all ready. One statement."""
    last = "SELECT max(o.at) FROM seats_opening o WHERE o.case_id = %s"
    made = "SELECT max(i.made_at) FROM seats_item i WHERE i.case_id = %s AND i.kind = %s"
    since, opened_at, together = rows(f"SELECT ({made}), ({last}), ({last} AND NOT o.early)", [case_id, after, case_id, case_id])[0]
    return since, opened_at, together


_WORDS = (
    "SELECT i.id, i.case_id, i.kind, i.scope_id, i.scope_kind, i.about, sc.holder_id, sc.side_id, i.author_id, i.author_hat,"
    " i.said_by_id, i.made_at,"
    " t.headline, t.body, t.sealed, i.wall, sc.id IS NOT NULL AS member, k.wrapped, kd.wrapped, sk.wrapped, d.basis, d.told_from"
    # A member through this login: to who also sits on the other side, what is shared with them here is shared.
    " FROM seats_item i JOIN seats_text t ON t.item_id = i.id LEFT JOIN seats_scope sc ON sc.id = i.scope_id"
    "   AND sc.wall = ANY ((SELECT guard.my_walls())::int[])"
    " LEFT JOIN seats_itemkey k ON t.sealed IS NOT NULL AND k.item_id = i.id AND k.ring = ''"
    " LEFT JOIN seats_itemkey kd ON t.sealed IS NOT NULL AND kd.item_id = i.id AND kd.ring = %s"
    " LEFT JOIN seats_scopekey sk ON t.sealed IS NOT NULL AND sk.scope_id = i.scope_id AND sk.ring = %s"
    # The ground is one that opens it now: a consent before the law, and of the law what the citizens are told of first.
    " LEFT JOIN LATERAL (SELECT o.basis, o.told_from FROM guard.my_openings() o"
    "   WHERE sc.id IS NULL AND o.item_id = i.id ORDER BY o.basis, o.told_from NULLS FIRST LIMIT 1) d ON true"
)


@reader()
def words(
    *,
    actor: Actor,
    case_id: UUID | None = None,
    kinds: Sequence[str] = (),
    item_ids: Sequence[UUID] | None = None,
    limit: int = 200,
    log: bool = True,
) -> tuple[Words, ...]:
    """Items the actor may read with their words, newest first; each is noted for the read log. One statement.

    `log=False` is for a list that shows headers of the actor's own writing only.
    """
    ring = keys.RING_OF_LOGIN[str(current().actor.login)]
    found = rows(
        _WORDS + " WHERE (%s::uuid IS NULL OR i.case_id = %s) AND (cardinality(%s::text[]) = 0 OR i.kind = ANY (%s))"
        " AND (%s::uuid[] IS NULL OR i.id = ANY (%s)) ORDER BY i.made_at DESC, i.id LIMIT %s",
        [ring, ring, case_id, case_id, list(kinds), list(kinds), _ids(item_ids), _ids(item_ids), limit],
    )
    shown = tuple(_words(row, ring, actor) for row in found)
    if log:
        opened(_record(row, view) for row, view in zip(found, shown, strict=True) if _is_a_read(actor, view))
    return shown


@reader()
def told_to(*, actor: Actor, case_id: UUID, kind: str, author_id: UUID, holder_id: UUID) -> tuple[Words, ...]:
    """What one person wrote to one professional in confidence, of one kind, opened; newest first. One statement, two when there is any."""
    found = rows(
        "SELECT i.id FROM seats_item i JOIN seats_scope s ON s.id = i.scope_id"
        " WHERE i.case_id = %s AND i.kind = %s AND i.author_id = %s AND s.holder_id = %s",
        [case_id, kind, author_id, holder_id],
    )
    return words(actor=actor, item_ids=[row[0] for row in found]) if found else ()


def _ids(item_ids: Sequence[UUID] | None) -> list[UUID] | None:
    return None if item_ids is None else list(item_ids)


def _is_a_read(actor: Actor, view: Words) -> bool:
    """Anyone but its author, or the citizen it is about (invariant 15)."""
    if view.author_id == actor.person_id:
        return False
    return not (actor.hat == "citizen" and actor.person_id in view.about)


def _record(row: tuple[Any, ...], view: Words) -> Opened:
    return Opened(view.item_id, view.case_id, view.scope_id, view.about, view.basis, row[21] if view.basis == "law" else None)


def _words(row: tuple[Any, ...], ring: str, actor: Actor) -> Words:
    item_id, scope_id, kind = row[0], row[3], ScopeKind(row[4])
    headline, body = row[12], row[13]
    if row[14] is not None:
        headline, body = _open(item_id, scope_id, row[14], scope_wrap=row[17], ring_wrap=row[18], scope_key=row[19], ring=ring)
    if actor.hat == Hat.LINE_MANAGER:
        basis = "mandate" if row[16] else "mandate_consent"
    else:
        basis = "scope" if row[16] else {"consent": "disclosed", "law": "law"}.get(row[20], "own_writing")
    return Words(
        item_id=item_id,
        case_id=row[1],
        kind=row[2],
        scope_id=scope_id,
        scope_kind=kind,
        about=tuple(row[5]),
        holder_id=row[6],
        side_id=row[7],
        author_id=row[8],
        author_hat=row[9],
        said_by_id=row[10],
        made_at=row[11],
        headline=headline,
        body=body,
        basis=basis,
    )


def _open(item_id: UUID, scope_id: int, sealed: bytes, *, scope_wrap: Any, ring_wrap: Any, scope_key: Any, ring: str) -> tuple[str, str]:
    if ring_wrap is not None:
        key = keys.open_with_ring(ring, ring_wrap, str(item_id))
    elif scope_wrap is not None and scope_key is not None:
        key = keys.unwrap(keys.open_with_ring(ring, scope_key, f"scope {scope_id}"), scope_wrap)
    else:
        return "", ""
    headline, _, body = keys.open_words(key, sealed, item_id, scope_id).decode().partition("\x00")
    return headline, body


@reader()
def scope_of(*, actor: Actor, item_ids: Sequence[UUID]) -> dict[UUID, tuple[int, int, ScopeKind]]:
    """Scope, wall and kind of items the actor may read."""
    found = rows("SELECT id, scope_id, wall, scope_kind FROM seats_item WHERE id = ANY (%s)", [list(item_ids)])
    return {row[0]: (row[1], row[2], ScopeKind(row[3])) for row in found}


@reader()
def given_among(*, actor: Actor, item_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Of these items, those that were given to somebody, also where that has ended. One statement, none for no items."""
    found = rows("SELECT item_id FROM seats_discloseditem WHERE item_id = ANY (%s)", [list(item_ids)]) if item_ids else []
    return frozenset(row[0] for row in found)
