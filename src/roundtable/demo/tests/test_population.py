"""The synthetic population: as many as asked for, made once, and read by exactly those the oracle names."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from roundtable.demo.actions.population import populate, population_id
from roundtable.demo.rules.population import CASES_A_PROGRAMME, PATTERN, place_of
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.disclosure.rules.oracle import may_read
from roundtable.ground.disclosure.rules.world import Asker, Employment, Item, Scope, Seat, Wall, World
from roundtable.ground.seats.queries import headers, words

CASES, ITEMS = 260, 20


def ask(statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
    with connections["loader"].cursor() as cursor:
        cursor.execute(statement, list(values))
        return cursor.fetchall()


@pytest.fixture(scope="module", autouse=True)
def population() -> None:
    list(populate(cases=CASES, items=ITEMS))


def world_of(cases: list[UUID]) -> World:
    """Seats, scopes and items of a few cases, and who works in their programmes, as the oracle knows them."""
    seats = {
        row[0]: Seat(row[0], row[1], row[2], row[3], row[4], side=row[5], authority=row[6])
        for row in ask(
            "SELECT id, case_id, person_id, hat, from_at, organisation_id, authority FROM seats_seat WHERE case_id = ANY (%s)", cases
        )
    }
    scopes = {
        row[0]: Scope(row[0], row[1], Wall(row[2]), row[3], frozenset(row[4]), row[5], row[6], row[7])
        for row in ask(
            "SELECT id, kind, wall, case_id, about, holder_id, holder_hat, side_id FROM seats_scope WHERE case_id = ANY (%s)", cases
        )
    }
    items = tuple(
        Item(row[0], scopes[row[1]], row[2], row[3], row[4], seats[row[5]], of_everybody=row[6] == "plan")
        for row in ask(
            "SELECT id, scope_id, author_id, author_hat, made_at, author_seat_id, kind FROM seats_item WHERE case_id = ANY (%s)", cases
        )
    )
    works = tuple(
        Employment(row[0], row[1], row[2], row[3], manages=row[4], leads=row[5])
        for row in ask(
            "SELECT m.person_id, m.organisation_id, r.authority, m.from_at, m.manages, m.leads FROM programmes_membership m"
            " JOIN programmes_role r ON r.id = m.role_id WHERE m.programme_id IN (SELECT programme_id FROM seats_case WHERE id = ANY (%s))",
            cases,
        )
    )
    return World(seats=tuple(seats.values()), scopes=tuple(scopes.values()), items=items, employments=works)


def test_there_are_as_many_courses_as_asked_for_and_a_second_time_makes_none() -> None:
    counted = "SELECT count(DISTINCT i.case_id), count(*) FROM seats_item i JOIN seats_case c ON c.id = i.case_id"
    counted += " JOIN programmes_programme g ON g.id = c.programme_id WHERE g.code LIKE 'population-%%'"
    assert ask(counted) == [(CASES, CASES * ITEMS)]
    filled = list(populate(cases=CASES, items=ITEMS))
    assert [one.cases for one in filled] == [CASES_A_PROGRAMME, CASES]
    assert ask(counted) == [(CASES, CASES * ITEMS)]


def test_items_stand_in_every_place_of_the_pattern() -> None:
    assert {place_of(number) for number in range(ITEMS)} == set(PATTERN)
    kinds = ask("SELECT DISTINCT scope_kind FROM seats_item WHERE case_id = %s", population_id("case/0"))
    assert {kind for (kind,) in kinds} == {"table", "side", "confidence", "own"}


@pytest.mark.parametrize(
    ("who", "hat", "authority"),
    [
        ("citizen/3", Hat.CITIZEN, False),
        ("care/0/3", Hat.PROFESSIONAL, False),
        ("work/0/3", Hat.PROFESSIONAL, True),
        ("care/0/4", Hat.PROFESSIONAL, False),
        ("work/0/3", Hat.PROFESSIONAL, False),
        ("care/1/3", Hat.PROFESSIONAL, False),
        ("lead/0", Hat.TEAM_LEADER, False),
    ],
)
def test_the_database_opens_to_each_exactly_what_the_oracle_names(who: str, hat: Hat, authority: bool) -> None:
    cases = [population_id(f"case/{number}") for number in (3, 4, 13, 28)]
    world, person_id, now = world_of(cases), population_id(who), datetime.now(UTC)
    assert len(world.items) == len(cases) * ITEMS
    asker = Asker(person_id, str(hat), authority, None, "case", now)
    named = {item.id for item in world.items if may_read(world, asker, item)}
    found = headers(actor=Actor(person_id, hat, authority, None, Purpose.CASE), limit=10_000)
    assert {header.item_id for header in found if header.case_id in cases} == named


def test_sealed_words_open_to_the_two_of_a_confidence() -> None:
    for who, hat in (("citizen/5", Hat.CITIZEN), ("care/0/0", Hat.PROFESSIONAL)):
        actor = Actor(population_id(who), hat, False, population_id("case/5"), Purpose.MESSAGES)
        read = words(actor=actor, kinds=["message"])
        assert len(read) == ITEMS // len(PATTERN)
        assert all(view.body for view in read)


@pytest.mark.parametrize("arguments", [["0"], ["1000001"], ["5", "--items", "0"]])
def test_a_population_has_a_sensible_size(arguments: list[str]) -> None:
    with pytest.raises(CommandError, match="Between"):
        call_command("populate", *arguments)
