"""What a page may ask of the database: at most twelve statements over all logins, however much there is to show.

Every address, for everybody who may open it. Where a page has many rows, it asks what it asks with few.
"""

import re
from collections import Counter
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.test import Client

from roundtable.demo.actions.population import populate, population_id
from roundtable.demo.rules.population import CASES_A_PROGRAMME
from tests.cast import account
from tests.privacy.addresses import Address
from tests.privacy.walk import all_addresses, path_of
from tests.privacy.who_may import ENDS_SESSION, expected
from tests.privacy.who_may import WHO as WHO_WALKS
from tests.privacy.world import World, build_world
from tests.statements import count_statements

MOST = 12
FEW, MANY = 10, 1_000
"""Courses. Ten in the small programme, with ten items each; in the large ones twenty, and fifty courses for each who works there."""
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def _asked(client: Client, path: str) -> tuple[int, list[str]]:
    """The status, and what was asked for it: on the second visit, for what is asked once in a process is nobody's page."""
    client.get(path).close()
    with count_statements() as asked:
        response = client.get(path)
    response.close()
    return response.status_code, asked


def test_no_page_asks_more_than_twelve_statements_of_the_database(world: World) -> None:
    """Address × everybody who may open it; a page that leads on is counted with the page it leads to by that page's own cell."""
    over, seen = [], 0
    clients = {who: world.client(who) for who in WHO_WALKS}
    for address in all_addresses():
        for who in sorted(expected()[address.name]):
            status, asked = _asked(clients[who], path_of(world, address))
            seen += status == 200
            if address.name in ENDS_SESSION:
                clients[who] = world.client(who)
            if len(asked) > MOST:
                over.append(f"{address.name}: {who} asks {len(asked)}\n    " + "\n    ".join(_twice(asked)))
    assert seen > len(all_addresses())
    assert "\n".join(over) == ""


def test_a_message_is_sent_with_no_more_than_a_page_asks(world: World) -> None:
    """What people do most often; whoever writes, and the other is told."""
    for who, to in (("bo", "amal"), ("amal", "bo")):
        client, path = world.client(who), f"/course/{world.case_id}/messages/{world.people[to]}/"
        for _ in range(2):
            with count_statements() as asked:
                assert client.post(path, {"body": "Good morning", "once": str(uuid4())}).status_code == 302
        assert len(asked) <= MOST, "\n".join(asked)


def _twice(asked: list[str]) -> list[str]:
    """What was asked more than once, most often first, to begin looking at."""
    return [f"{times} × {sql[:160]}" for sql, times in Counter(asked).most_common() if times > 1] or [sql[:160] for sql in asked]


WHO = {
    "citizen": ("citizen/0", f"citizen/{CASES_A_PROGRAMME}"),
    "care manager": ("care/0/0", "care/1/0"),
    "consultant": ("work/0/0", "work/1/0"),
    "team leader": ("lead/0", "lead/1"),
}
CASE = ("case/0", f"case/{CASES_A_PROGRAMME}")
"""In each programme the first course: its citizen, its care manager 0, its consultant 0."""
Pages = dict[str, tuple[int, list[str]]]


@pytest.fixture(scope="module")
def few() -> dict[str, Pages]:
    """What each asks with ten courses in the database; then there are a thousand more."""
    list(populate(cases=FEW, items=10))
    asked = {who: _pages(who, 0) for who in WHO}
    list(populate(cases=CASES_A_PROGRAMME + MANY, items=20))
    return asked


def _pages(who: str, which: int) -> Pages:
    """By address: the status, and what was asked for it."""
    client = Client()
    client.force_login(account(population_id(WHO[who][which]), "Somebody", kind="citizen" if who == "citizen" else "staff"))
    paths = {address.name: _path(address, which) for address in all_addresses() if address.name not in ENDS_SESSION}
    return {name: _asked(client, path) for name, path in paths.items() if path is not None}


@pytest.mark.parametrize("who", WHO)
def test_a_page_asks_with_a_thousand_courses_in_the_database_what_it_asks_with_ten(few: dict[str, Pages], who: str) -> None:
    differ, served = [], set()
    for name, (status, asked) in _pages(who, 1).items():
        before_status, before = few[who][name]
        served |= {name} if status == 200 else set()
        if status != before_status or len(asked) > len(before) or len(asked) > MOST:
            more = Counter(asked) - Counter(before)
            differ.append(f"{name}: {before_status} asked {len(before)}, {status} asks {len(asked)}: " + " | ".join(s[:120] for s in more))
    assert len(served) > 10
    assert "\n".join(differ) == ""


def _path(address: Address, which: int) -> str | None:
    """The address in the first course of a programme; None where it is about something a population does not have."""
    case = population_id(CASE[which])
    values: dict[str, UUID] = {"case_id": case, "person_id": population_id(WHO["care manager"][which]), "item_id": _item(case)}
    if not set(address.places) <= values.keys():
        return None
    return "/" + PLACE.sub(lambda place: str(values[place[1]]), address.route)


def _item(case_id: UUID) -> UUID:
    with connections["loader"].cursor() as cursor:
        cursor.execute("SELECT id FROM seats_item WHERE case_id = %s AND scope_kind = 'table' ORDER BY made_at LIMIT 1", [case_id])
        found: UUID = cursor.fetchone()[0]
        return found
