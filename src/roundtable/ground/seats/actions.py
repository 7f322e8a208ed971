"""The write door to words and grants. Each act on a grant table is one of the database's listed functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connections

from roundtable.ground.access import keys
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import act
from roundtable.ground.access.context import current
from roundtable.ground.access.guard import action
from roundtable.ground.seats.models import Item, ItemKey, Scope, Text
from roundtable.ground.seats.queries import Words, rows, words
from roundtable.ground.seats.rules import SEALED, Place, ScopeKind, rings
from roundtable.kernel.refusal import NotHere, Refusal, gettext_noop


@dataclass(frozen=True)
class Written:
    """Where words now stand."""

    item_id: UUID
    scope_id: int
    wall: int
    at: datetime


class SideOfTwoKinds(Refusal):
    """An organisation that treats and decides has no place of its own that both read: the wall goes through it."""

    code = "side_of_two_kinds"
    message = gettext_noop(
        "Your organisation both treats and decides about money. The people of the other kind write to each other here, and you cannot."
        " Choose another place: everyone at the table, or in confidence with the citizen."
    )


@action
def write_words(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID | None,
    place: Place,
    kind: str,
    headline: str = "",
    body: str = "",
    said_by_id: UUID | None = None,
    item_id: UUID | None = None,
    held: bool = False,
) -> Written:
    """Words stand in their place, sealed where the place is narrow. Refused by the database outside the actor's scopes.

    `said_by_id`: whose words a scribe writes down. `held`: closed to all but the author until the case's held items are opened.
    Raises ActRefused, NotHere; SideOfTwoKinds where the organisation has roles on both sides of the wall and the other side was first.
    """
    scope_id, wall = act("scope_for", [case_id, str(place.kind), list(place.about), place.holder_id])[0]
    if place.kind == ScopeKind.SIDE and not Scope.objects.filter(id=scope_id, wall=wall).exists():
        raise SideOfTwoKinds()
    item_id = item_id or uuid4()
    Item.objects.create(
        id=item_id,
        case_id=case_id,
        scope_id=scope_id,
        wall=wall,
        kind=kind,
        author_id=actor.person_id,
        author_hat=str(actor.hat),
        author_seat_id=_seat_of(actor, case_id),
        said_by_id=said_by_id,
        held=held,
    )
    _store(item_id, scope_id, wall, place.kind, headline, body)
    return Written(item_id, scope_id, wall, at)


def _seat_of(actor: Actor, case_id: UUID | None) -> UUID | None:
    if case_id is None:
        return None
    found = rows("SELECT id FROM guard.live_seats() WHERE case_id = %s ORDER BY from_at LIMIT 1", [case_id])
    return found[0][0] if found else None


def _store(item_id: UUID, scope_id: int, wall: int, kind: ScopeKind, headline: str, body: str) -> None:
    if kind not in SEALED:
        Text.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, headline=headline, body=body)
        return
    sealed, wrapped = _sealed(item_id, scope_id, wall, kind, headline, body)
    Text.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, sealed=sealed)
    ItemKey.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, ring="", wrapped=wrapped)


def _sealed(item_id: UUID, scope_id: int, wall: int, kind: ScopeKind, headline: str, body: str) -> tuple[bytes, bytes]:
    """The sealed words and their data key, wrapped by the scope's key."""
    scope_key = _scope_key(scope_id, wall, kind)
    key = keys.new_key()
    return keys.seal_words(key, f"{headline}\x00{body}".encode(), item_id, scope_id), keys.wrap(scope_key, key)


def _scope_key(scope_id: int, wall: int, kind: ScopeKind) -> bytes:
    """The scope's key, made by its first writer for every ring that shall open it; two first writers wait for each other."""
    mine = keys.RING_OF_LOGIN[str(current().actor.login)]
    find = "SELECT wrapped FROM seats_scopekey WHERE scope_id = %s AND ring = %s"
    found = rows(find, [scope_id, mine])
    if not found:
        rows("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"scope:{scope_id}"])
        found = rows(find, [scope_id, mine])
    if found:
        return keys.open_with_ring(mine, found[0][0], f"scope {scope_id}")
    made = keys.new_key()
    with connections[current().alias].cursor() as cursor:
        for ring in rings(kind, wall):
            cursor.execute(
                "INSERT INTO seats_scopekey (scope_id, ring, wrapped) VALUES (%s, %s, %s)",
                [scope_id, ring, keys.seal_for_ring(ring, made, f"scope {scope_id}")],
            )
    return made


@action
def discard_draft(*, actor: Actor, at: datetime, item_id: UUID) -> None:
    """A draft is thrown away; anything that was ever sent cannot be."""
    with connections[current().alias].cursor() as cursor:
        for table, column in (("seats_itemkey", "item_id"), ("seats_text", "item_id"), ("seats_item", "id")):
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [item_id])
        if cursor.rowcount != 1:
            raise NotHere()


@action
def move_words(*, actor: Actor, at: datetime, item_id: UUID, place: Place) -> None:
    """An item moves to another scope of its case: a citizen widens what is about her; an author narrows their own. The log stays."""
    found: tuple[Words, ...] = words(actor=actor, item_ids=[item_id])
    if not found:
        raise NotHere()
    item = found[0]
    scope_id, wall = act("scope_for", [item.case_id, str(place.kind), list(place.about or item.about), place.holder_id])[0]
    if place.kind not in SEALED:
        act("move_item", [item_id, scope_id, item.headline, item.body, None])
        return
    sealed, wrapped = _sealed(item_id, scope_id, wall, place.kind, item.headline, item.body)
    act("move_item", [item_id, scope_id, "", "", sealed])
    ItemKey.objects.create(item_id=item_id, scope_id=scope_id, wall=wall, ring="", wrapped=wrapped)


@action
def reword_held(*, actor: Actor, at: datetime, item_id: UUID, body: str) -> None:
    """The author of what is held writes it anew, as long as nobody else can have read it. Raises NotHere, ActRefused."""
    item = Item.objects.filter(id=item_id).values("scope_id", "wall", "scope_kind").first()
    if item is None:
        raise NotHere()
    sealed, wrapped = _sealed(item_id, item["scope_id"], item["wall"], ScopeKind(item["scope_kind"]), "", body)
    act("reword_held", [item_id, sealed])
    ItemKey.objects.create(item_id=item_id, scope_id=item["scope_id"], wall=item["wall"], ring="", wrapped=wrapped)


@action
def wrap_for(*, actor: Actor, at: datetime, item_ids: Sequence[UUID], ring: str) -> None:
    """The data keys of sealed items are sealed for the ring of who they are disclosed to.

    Also for a receiver of the same ring (a companion, a colleague of the holder): the scope's own key is not theirs to fetch.
    """
    mine = keys.RING_OF_LOGIN[str(current().actor.login)]
    found = rows(
        "SELECT i.id, i.scope_id, i.wall, k.wrapped, sk.wrapped FROM seats_item i JOIN seats_itemkey k ON k.item_id = i.id AND k.ring = ''"
        " JOIN seats_scopekey sk ON sk.scope_id = i.scope_id AND sk.ring = %s"
        " WHERE i.id = ANY (%s) AND NOT EXISTS (SELECT FROM seats_itemkey o WHERE o.item_id = i.id AND o.ring = %s)",
        [mine, list(item_ids), ring],
    )
    with connections[current().alias].cursor() as cursor:
        for item_id, scope_id, wall, wrapped, scope_wrapped in found:
            key = keys.unwrap(keys.open_with_ring(mine, scope_wrapped, f"scope {scope_id}"), wrapped)
            cursor.execute(
                "INSERT INTO seats_itemkey (item_id, scope_id, wall, ring, wrapped) VALUES (%s, %s, %s, %s, %s)",
                [item_id, scope_id, wall, ring, keys.seal_for_ring(ring, key, str(item_id))],
            )


@action
def open_case(*, actor: Actor, at: datetime, programme_id: UUID, citizen_ids: Sequence[UUID], case_id: UUID | None = None) -> UUID:
    """A referral opens a case: seats for referrer, citizens and intake. Returns the case's id."""
    case_id = case_id or uuid4()
    act("open_case", [case_id, programme_id, list(citizen_ids)])
    return case_id


@action
def seat_person(
    *, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, hat: str = "professional", ground: str = "programme"
) -> UUID:
    """Somebody sits down: a professional by intake or leader, a companion by her citizen. Returns the seat's id."""
    seat_id: UUID = act("seat_person", [uuid4(), case_id, person_id, hat, ground])[0][0]
    return seat_id


@action
def seat_companion_as_said(
    *, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, citizen_id: UUID, how: str, seat_id: UUID
) -> UUID:
    """Somebody the house does not know yet comes with a citizen, as she said by `how`: telephone or paper. Noted by a professional of her
    table. Returns the seat's id.

    Raises NotHere for who does not sit there, was closed out or comes through an authority's login; ActRefused: `about_whom`,
    `not_at_table`.
    """
    seated: UUID = act("seat_companion_as_said", [seat_id, case_id, person_id, citizen_id, how])[0][0]
    return seated


@action
def seat_representative(
    *, actor: Actor, at: datetime, case_id: UUID, person_id: UUID, kinds: Sequence[ScopeKind], until_at: datetime, seat_id: UUID
) -> UUID:
    """Somebody acts for the citizen, by her word, until a moment at most a year away: they read `kinds` for her. Returns the seat's id.

    Raises ActRefused: `not_yours`, `not_at_table`, `already_seated`, `no_such_scope`, `until`.
    """
    seated: UUID = act("seat_representative", [seat_id, case_id, person_id, [str(kind) for kind in kinds], until_at])[0][0]
    return seated


@action
def end_seat(*, actor: Actor, at: datetime, seat_id: UUID) -> None:
    """A seat ends; for 30 days its holder reads what they wrote, then nothing."""
    act("end_seat", [seat_id])


@action
def end_intake(*, actor: Actor, at: datetime, case_id: UUID, accepted: bool) -> None:
    """Intake ends: with acceptance also the referrer's seat; with a no the referrer reads the outcome for 30 days."""
    act("end_intake", [case_id, accepted])


@action
def end_all_seats(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """Everyone but the citizens gets up: the course is closed."""
    act("end_all_seats", [case_id])
