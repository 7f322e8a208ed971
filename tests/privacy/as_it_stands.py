"""A course as it stands in the database, as plain data for the oracle: read by the loader, table by table."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import connections

from roundtable.ground.access.context import through
from roundtable.ground.disclosure.rules import (
    Block,
    Disclosure,
    Employment,
    Item,
    Opening,
    Scope,
    Seat,
    Wall,
    Withholding,
    World,
)


def ask(statement: str, *values: object) -> list[Any]:
    """Rows, by the loader, who may read everything in a test."""
    with through("loader"), connections["loader"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


def as_it_stands(case_id: UUID) -> World:
    """Everything that counts for who reads what of this course; line managers' mandates are not asked about here."""
    seats = _seats(case_id)
    scopes = {
        row[0]: Scope(row[0], row[1], Wall(row[2]), row[3], frozenset(row[4]), row[5], row[6], row[7])
        for row in ask("SELECT id, kind, wall, case_id, about, holder_id, holder_hat, side_id FROM seats_scope WHERE case_id = %s", case_id)
    }
    return World(
        seats=tuple(seats.values()),
        scopes=tuple(scopes.values()),
        items=_items(case_id, seats, scopes),
        disclosures=_disclosures(case_id, seats),
        blocks=tuple(
            Block(case_id, *row) for row in ask("SELECT by_id, person_id, from_at, until_at FROM seats_block WHERE case_id = %s", case_id)
        ),
        withholdings=tuple(
            Withholding(*row)
            for row in ask("SELECT item_id, from_at, until_at, countersigned_at FROM seats_withholding WHERE case_id = %s", case_id)
        ),
        openings=tuple(Opening(case_id, at) for (at,) in ask("SELECT at FROM seats_opening WHERE case_id = %s", case_id)),
        employments=_employments(case_id),
    )


def _seats(case_id: UUID) -> dict[UUID, Seat]:
    found = ask(
        "SELECT id, case_id, person_id, hat, from_at, until_at, organisation_id, authority, for_person_id, powers, power_kinds"
        " FROM seats_seat WHERE case_id = %s",
        case_id,
    )
    return {row[0]: Seat(*row[:9], frozenset(row[9]), frozenset(row[10])) for row in found}


def _items(case_id: UUID, seats: dict[UUID, Seat], scopes: dict[int, Scope]) -> tuple[Item, ...]:
    found = ask(
        "SELECT id, scope_id, author_id, author_hat, made_at, author_seat_id, said_by_id, held, moved_at, kind"
        " FROM seats_item WHERE case_id = %s",
        case_id,
    )
    return tuple(
        Item(row[0], scopes[row[1]], row[2], row[3], row[4], seats.get(row[5]), row[6], row[7], row[8], row[9] == "plan") for row in found
    )


def _disclosures(case_id: UUID, seats: dict[UUID, Seat]) -> tuple[Disclosure, ...]:
    of_case = "IN (SELECT id FROM seats_disclosure WHERE case_id = %s)"
    items, yes, events = defaultdict(set), defaultdict(set), defaultdict(set)
    for into, column, table in (
        (items, "item_id", "discloseditem"),
        (yes, "person_id", "disclosureyes"),
        (events, "event", "disclosureevent"),
    ):
        for number, value in ask(f"SELECT disclosure_id, {column} FROM seats_{table} WHERE disclosure_id {of_case}", case_id):
            into[number].add(value)
    found = ask(
        "SELECT id, to_seat_id, from_at, until_at, basis, urgent, countersign_by, countersigner_id, side_ids, reason_item_id, told_from"
        " FROM seats_disclosure WHERE case_id = %s",
        case_id,
    )
    return tuple(
        Disclosure(
            seats[row[1]],
            frozenset(items[row[0]]),
            row[2],
            row[3],
            by_law=row[4] == "law",
            yes=frozenset(yes[row[0]]),
            withdrawn="withdrawn" in events[row[0]],
            signed="countersigned" in events[row[0]],
            urgent=row[5],
            sign_by=row[6],
            countersigner=row[7],
            sides=frozenset(row[8] or ()),
            reason=row[9],
            told_from=row[10],
        )
        for row in found
    )


def _employments(case_id: UUID) -> tuple[Employment, ...]:
    found = ask(
        "SELECT m.person_id, m.organisation_id, r.authority, m.from_at, m.until_at, m.manages, m.leads, m.programme_id <> c.programme_id"
        " FROM programmes_membership m JOIN programmes_role r ON r.id = m.role_id CROSS JOIN seats_case c WHERE c.id = %s"
        " AND m.person_id IN (SELECT z.person_id FROM programmes_membership z WHERE z.programme_id = c.programme_id)",
        case_id,
    )
    return tuple(Employment(*row) for row in found)
