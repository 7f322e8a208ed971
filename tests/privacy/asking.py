"""Load a world with the loader's login; ask the real database as everybody in it; compare with the oracle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import DatabaseError, connections, transaction

from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import acting, through
from roundtable.ground.disclosure.rules import Asker, Disclosure, Item, Mandate, Scope, Seat, World, may_read, may_write
from roundtable.ground.organisations.models import Organisation
from roundtable.ground.programmes.models import Programme, Role
from tests.privacy.worlds import BENEFITS, HEALTH, JOBCENTRE, MIXED, MUNICIPAL_HEALTH, Scene

PROGRAMME, ELSEWHERE, CARE_ROLE, AUTHORITY_ROLE = (uuid4() for _ in range(4))


def database_now() -> datetime:
    """The database's clock."""
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT now()")
        now: datetime = cursor.fetchone()[0]
    return now


def _many(table: str, columns: str, rows: Iterable[Sequence[Any]]) -> None:
    listed = list(rows)
    if not listed:
        return
    places = ", ".join(["%s"] * len(columns.split(",")))
    with connections["loader"].cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", listed)


def prepare() -> None:
    """The programme, roles and organisations every world shares; once in a database."""
    with through("loader"):
        if Programme.objects.filter(id=PROGRAMME).exists():
            return
        for number in (PROGRAMME, ELSEWHERE):
            code = f"worlds-{number.hex[:8]}"
            Programme.objects.create(id=number, code=code, name="Worlds", country="DK", consent_text="", if_no_text="")
        for side in (HEALTH, MUNICIPAL_HEALTH, JOBCENTRE, BENEFITS, MIXED):
            Organisation.objects.create(id=side, code=f"w-{side.hex[:8]}", name="Side", short_name="Side", kind="kind")
        for role in (CARE_ROLE, AUTHORITY_ROLE):
            Role.objects.create(id=role, programme_id=PROGRAMME, code=f"r-{role.hex[:8]}", name="Role", authority=role == AUTHORITY_ROLE)


@dataclass(frozen=True)
class Stored:
    """A scene in the database: its scopes have real numbers."""

    scene: Scene
    numbers: dict[int, int]


def store(scenes: Sequence[Scene]) -> list[Stored]:
    """These scenes are in the database, by few statements."""
    with through("loader"):
        with connections["loader"].cursor() as cursor:
            cursor.execute(
                "SELECT nextval('seats_scope_id_seq') FROM generate_series(1, %s)", [sum(len(scene.world.scopes) for scene in scenes)]
            )
            fresh = iter([row[0] for row in cursor.fetchall()])
        stored = [Stored(scene, {scope.id: next(fresh) for scope in scene.world.scopes}) for scene in scenes]
        _store_tables(scenes)
        _store_words(stored)
        _store_grants(scenes)
    return stored


def _store_tables(scenes: Sequence[Scene]) -> None:
    _many(
        "people_person",
        "id, given_name, family_name, work_phone, work_email",
        ([person, "Somebody", "", "", ""] for scene in scenes for person in scene.people),
    )
    _many("seats_case", "id, programme_id", ([case, PROGRAMME] for scene in scenes for case in scene.cases))
    _many(
        "seats_seat",
        "id, case_id, person_id, hat, role_id, organisation_id, authority, for_person_id, powers, power_kinds, ground, from_at, until_at",
        (_seat_row(seat) for scene in scenes for seat in scene.world.seats),
    )
    _many(
        "programmes_membership",
        "id, programme_id, person_id, organisation_id, role_id, team, leads, manages, hours_a_week, from_at, until_at",
        (
            [
                uuid4(),
                ELSEWHERE if job.elsewhere else PROGRAMME,
                job.person,
                job.side,
                AUTHORITY_ROLE if job.authority else CARE_ROLE,
                "",
                job.leads,
                job.manages,
                37,
                job.from_at,
                job.until_at,
            ]
            for scene in scenes
            for job in scene.world.employments
        ),
    )


def _store_words(stored: Sequence[Stored]) -> None:
    _many(
        "seats_scope",
        "id, case_id, kind, about, holder_id, holder_hat, side_id, wall",
        (
            [one.numbers[scope.id], scope.case, scope.kind, list(scope.about), scope.holder, scope.holder_hat, scope.side, int(scope.wall)]
            for one in stored
            for scope in one.scene.world.scopes
        ),
    )
    rows = [(item, one.numbers[item.scope.id]) for one in stored for item in one.scene.world.items]
    _many(
        "seats_item",
        "id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, author_seat_id, said_by_id, held, made_at, moved_at",
        (_item_row(item, number) for item, number in rows),
    )
    _many(
        "seats_text", "item_id, scope_id, wall, headline, body", ([item.id, number, int(item.scope.wall), "", "x"] for item, number in rows)
    )
    _many(
        "seats_itemkey",
        "item_id, scope_id, wall, ring, wrapped",
        ([item.id, number, int(item.scope.wall), "", b"x"] for item, number in rows),
    )


def _store_grants(scenes: Sequence[Scene]) -> None:
    given = [(uuid4(), scene, disclosure) for scene in scenes for disclosure in scene.world.disclosures]
    _many(
        "seats_disclosure",
        "id, case_id, to_seat_id, about, side_ids, given_by_id, given_hat, basis, how, purpose, text_version, from_at, until_at, paragraph,"
        " reason_item_id, countersigner_id, urgent, countersign_by, told_from, deferral_ground",
        (_disclosure_row(number, scene, disclosure) for number, scene, disclosure in given),
    )
    _many("seats_discloseditem", "disclosure_id, item_id", ([number, item] for number, _, disclosure in given for item in disclosure.items))
    _many(
        "seats_disclosureyes",
        "disclosure_id, person_id, by_id, by_hat",
        ([number, who, who, "citizen"] for number, _, disclosure in given for who in disclosure.yes),
    )
    _many(
        "seats_disclosureevent",
        "disclosure_id, event, by_id",
        (
            [number, event, scene.world.seats[0].person]
            for number, scene, disclosure in given
            for event, happened in (("withdrawn", disclosure.withdrawn), ("countersigned", disclosure.signed))
            if happened
        ),
    )
    _many(
        "seats_block",
        "id, case_id, by_id, person_id, from_at, until_at",
        ([uuid4(), block.case, block.by, block.person, block.from_at, block.until_at] for scene in scenes for block in scene.world.blocks),
    )
    _many(
        "seats_withholding",
        "id, case_id, item_id, by_id, countersigner_id, paragraph, from_at, until_at, countersigned_at",
        (
            [uuid4(), _case_of(scene.world, held.item), held.item, *_two_people(scene), "§ 1", held.from_at, held.until_at, held.signed_at]
            for scene in scenes
            for held in scene.world.withholdings
        ),
    )
    numbers = {mandate: uuid4() for scene in scenes for mandate in scene.world.mandates}
    _many(
        "seats_mandate",
        "id, case_id, person_id, organisation_id, ground, given_by_id, from_at, until_at, ended_at",
        (_mandate_row(scene, mandate, numbers[mandate]) for scene in scenes for mandate in scene.world.mandates),
    )
    _many(
        "seats_mandateyes",
        "case_id, mandate_id, item_id, person_id, by_id, by_hat, from_at, ended_at",
        (
            [yes.mandate.case, numbers[yes.mandate], yes.item, yes.person, yes.person, "citizen", yes.from_at, yes.ended_at]
            for scene in scenes
            for yes in scene.world.mandate_yes
        ),
    )
    _many(
        "seats_opening",
        "id, case_id, by_id, early, at",
        ([uuid4(), opening.case, scene.world.seats[0].person, False, opening.at] for scene in scenes for opening in scene.world.openings),
    )


def _seat_row(seat: Seat) -> list[Any]:
    whose = [seat.id, seat.case, seat.person, seat.hat, None, seat.side, seat.authority, seat.for_person]
    return [*whose, sorted(seat.powers), sorted(seat.power_kinds), "programme", seat.from_at, seat.until_at]


def _item_row(item: Item, number: int) -> list[Any]:
    where = [
        item.id,
        item.scope.case,
        number,
        int(item.scope.wall),
        item.scope.kind,
        list(item.scope.about),
        "plan" if item.of_everybody else "note",
    ]
    return [*where, item.author, item.hat, item.seat.id if item.seat else None, item.said_by, item.held, item.made_at, item.moved_at]


def _mandate_row(scene: Scene, mandate: Mandate, number: UUID) -> list[Any]:
    giver = next(person for person in sorted(scene.people, key=str) if person != mandate.person)
    whose = [number, mandate.case, mandate.person, mandate.side, "complaint", giver]
    return [*whose, mandate.from_at, mandate.until_at, mandate.ended_at]


def _disclosure_row(number: UUID, scene: Scene, given: Disclosure) -> list[Any]:
    giver = next(person for person in sorted(scene.people, key=str) if person != given.countersigner)
    words = ("law", "law", "§ 1") if given.by_law else ("consent", "signed", "")
    row = [number, given.to.case, given.to.id, [], list(given.sides), giver, "professional", words[0], words[1], "share", "1"]
    return [
        *row,
        given.from_at,
        given.until_at,
        words[2],
        given.reason,
        given.countersigner,
        given.urgent,
        given.sign_by,
        given.told_from,
        "",
    ]


def _case_of(world: World, item_id: UUID) -> UUID | None:
    return next(item.scope.case for item in world.items if item.id == item_id)


def _two_people(scene: Scene) -> list[UUID]:
    return sorted(scene.people, key=str)[:2]


def actor_of(asker: Asker) -> Actor:
    """The asker as the house knows them; a purpose that is on no list stays what it is."""
    purpose = Purpose(asker.purpose) if asker.purpose in set(Purpose) else asker.purpose
    return Actor(asker.person, Hat(asker.hat), asker.authority, asker.case, purpose)  # type: ignore[arg-type]


_SEEN = (
    "SELECT ARRAY(SELECT id FROM seats_item), ARRAY(SELECT item_id FROM seats_text), ARRAY(SELECT item_id FROM seats_itemkey),"
    " ARRAY(SELECT id FROM seats_item WHERE id = ANY (%s))"
)


def differences(stored: Stored, *, writes: int = 1, most: int | None = None) -> list[str]:
    """Where the database's answer is not the oracle's: one line each. `writes`: scopes each asker tries to write to."""
    found: list[str] = []
    for number, asked in enumerate(stored.scene.askers):
        found += differences_for(stored, asked, turn=number, writes=writes)
        if most is not None and len(found) >= most:
            break
    return found


def differences_for(stored: Stored, asked: Asker, *, turn: int = 0, writes: int = 2) -> list[str]:
    """The same for one asker."""
    world = stored.scene.world
    with acting(actor_of(asked), write=True) as here:
        asker = replace(asked, at=here.at)
        with connections[here.alias].cursor() as cursor:
            cursor.execute(_SEEN, [[item.id for item in world.items]])
            items, texts, wraps, named = (set(answer) for answer in cursor.fetchone())
        expected = {item.id: item for item in world.items if may_read(world, asker, item)}
        found = [
            f"{what}: {_who(asker)} {verb} {_what(world, item_id)}"
            for what, seen in (("items", items), ("words", texts), ("keys", wraps), ("by id", named))
            for verb, ids in (("reads", seen - set(expected)), ("does not read", set(expected) - seen))
            for item_id in ids
        ]
        for scope in _tried(world, turn, writes):
            allowed = may_write(world, asker, scope)
            if _writes(here.alias, asker, stored.numbers[scope.id], scope) != allowed:
                found.append(
                    f"writing: {_who(asker)} {'may' if allowed else 'may not'} write to {scope.kind} but {'cannot' if allowed else 'can'}"
                )
    return found


def _tried(world: World, turn: int, writes: int) -> list[Scope]:
    """Other scopes for each asker, so that over a world every kind is tried by somebody."""
    count = len(world.scopes)
    return [world.scopes[(turn * 7 + step * 3) % count] for step in range(min(writes, count))]


def _writes(alias: str, asker: Asker, number: int, scope: Scope) -> bool:
    """Whether an INSERT goes through; undone either way."""
    with connections[alias].cursor() as cursor:
        mark = transaction.savepoint(using=alias)
        try:
            cursor.execute(
                "INSERT INTO seats_item (id, case_id, scope_id, wall, scope_kind, about, kind, author_id, author_hat, held)"
                " VALUES (%s, %s, %s, %s, '', '{}', 'note', %s, %s, false)",
                [uuid4(), scope.case, number, int(scope.wall), asker.person, asker.hat],
            )
        except DatabaseError as no:
            if "row-level security" not in str(no):
                raise
            return False
        finally:
            transaction.savepoint_rollback(mark, using=alias)
    return True


def _who(asker: Asker) -> str:
    side = "authority" if asker.authority else "care"
    return f"{str(asker.person)[:6]} as {asker.hat} ({side}) for {asker.purpose} on {'mine' if asker.case is None else 'one case'}"


def _what(world: World, item_id: UUID) -> str:
    item: Item | None = next((item for item in world.items if item.id == item_id), None)
    return f"{item.scope.kind} {str(item_id)[:6]} by {str(item.author)[:6]}" if item else f"an item of another world {item_id}"
