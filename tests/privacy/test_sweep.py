"""Every address, asked by everybody, by both methods: what the reasons of `who_may.py` say and nothing else."""

import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from tests.plugin import cluster
from tests.privacy.walk import NOWHERE, all_addresses, body_of, forged, masked, path_of
from tests.privacy.who_may import ENDS_SESSION, NAMES_WHAT_IT_IS_ABOUT, WHO, acting, expected, led_on, named_twice
from tests.privacy.world import World, build_world
from tests.statements import count_statements


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    return {name: world.client(name) for name in WHO}


def _kind(who: str, status: int, location: str) -> str:
    """`in`: an answer; `out`: nothing here, or led to what who sat there may know of a course that ended; `door`: to the sign-in."""
    if status == 302 and who == "anonymous" and "/sign-in/" in location:
        return "door"
    return "in" if status < 400 and not _led_away(who, location) else "out"


def _led_away(who: str, location: str) -> bool:
    """Bo and Cleo sat in the course that ended; nobody else is led to its last page."""
    return who in ("bo", "cleo") and location.endswith("/ended/")


def _walk(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, str, int, str]]:
    for address in all_addresses():
        path = path_of(world, address)
        for who in WHO:
            response = clients[who].get(path)
            response.close()
            yield address.name, who, response.status_code, response.headers.get("Location", "")
            if address.name in ENDS_SESSION:
                clients[who] = world.client(who)


def test_every_address_has_its_reason() -> None:
    """A new page without its cell fails here; so does a cell without a page, and a page with two reasons."""
    names = {address.name for address in all_addresses()}
    assert names - expected().keys() == set(), "pages without a reason"
    assert expected().keys() - names == set(), "reasons without a page"
    assert list(named_twice()) == []
    assert led_on() <= names


def test_everybody_gets_what_the_reasons_say_and_a_get_writes_nothing(world: World, clients: dict[str, Client]) -> None:
    """Address × hat. The anonymous are led to the sign-in or see what is public; nothing breaks; nothing but the read log grows."""
    may_see, before, wrong = expected(), _contents(), []
    for name, who, status, location in _walk(world, clients):
        kind = _kind(who, status, location)
        wanted = "in" if who in may_see[name] else ("door" if who == "anonymous" else "out")
        fits = kind == wanted or (who == "anonymous" and kind == "out")
        page = 302 if name in led_on() and (who != "anonymous" or name == "quick_exit") else 200
        if not fits or (kind == "in" and status != page) or (kind == "out" and status not in REFUSED and not _led_away(who, location)):
            wrong.append(f"{name}: {who} got {status} {location}, wanted {wanted}")
    assert "\n".join(wrong) == ""
    assert _differ(before, _contents()) == set()


REFUSED = (403, 404, 405)
MAY_CHANGE = {"django_session", "access_accessevent", "cache_entries", "people_account", "access_logseal"}


def _contents() -> dict[str, tuple[int, int]]:
    """Of each table: how many rows, and a sum over their contents."""
    from django.conf import settings

    found = {}
    with cluster._keeper(settings.DATABASES["default"]["NAME"]) as connection:
        tables = connection.execute(
            "SELECT c.oid::regclass::text, relname FROM pg_class c"
            " WHERE relkind = 'r' AND relnamespace::regnamespace::text IN ('public', 'guard')"
        )
        for table, name in tables.fetchall():
            if name not in MAY_CHANGE:
                found[name] = connection.execute(f"SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM {table} t").fetchone()
    return found


def _differ(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_course_that_never_was_is_not_there_for_anybody_the_leader_among_them(
    world: World, clients: dict[str, Client], method: str
) -> None:
    """Every address of a course, with the id of none: nobody signed in gets a page."""
    courses, there = [address for address in all_addresses() if "case_id" in address.places], []
    for address in courses:
        for who in ("gro", "bo", "amal", "finn", "dag"):
            response = getattr(clients[who], method)(path_of(world, address, case_id=NOWHERE))
            response.close()
            if response.status_code not in REFUSED:
                there.append(f"{address.name}: {who} got {response.status_code}")
    assert "\n".join(there) == ""
    assert len(courses) > 60


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["dag", "eve", "max", "cleo"])
def test_what_is_hidden_and_what_never_was_answer_alike(world: World, clients: dict[str, Client], who: str, method: str) -> None:
    """Dag, Eve and Max ask for what is there and for ids of nothing, Cleo for what is Bo's and Amal's at her own table.

    One page byte for byte, the same headers, and the same questions to the database behind it: so also the same time.
    """
    client, may, differ, compared = clients[who], expected() if method == "get" else acting(), [], 0
    client.get("/")  # what every process asks for once
    for address in all_addresses():
        ids = {place: value for place, value in forged(address).items() if who != "cleo" or place != "case_id"}
        known = may[address.name] | expected()[address.name] | KNOWS.get(address.name, set())
        if not ids or who in known:
            continue
        hidden, absent = (_answer(client, method, path_of(world, address, **over)) for over in ({}, ids))
        compared += 1
        if hidden != absent:
            differ.append(f"{address.name}: {_first(hidden, absent)}")
    assert "\n".join(differ) == ""
    assert compared > (8 if who == "cleo" else 60)


KNOWS = {"reply_to_request": {"cleo"}, "end_guest": {"cleo"}, "renew_guest_link": {"cleo"}}
"""Nothing hidden from them: the request that Bo answers is Cleo's own; and who was asked from outside stands on a page of the table."""

Answer = tuple[int, bytes, list[tuple[str, str]], list[str]]


def _answer(client: Client, method: str, path: str) -> Answer:
    with count_statements() as asked:
        response = getattr(client, method)(path, {"once": str(NOWHERE)})
    answer = response.status_code, masked(body_of(response)), _headers(response), [_shape(sql) for sql in asked]
    response.close()
    return answer


def _first(hidden: Answer, absent: Answer) -> str:
    return next(f"{one!r} and {other!r}" for one, other in zip(hidden, absent, strict=True) if one != other)


def _shape(sql: str) -> str:
    """A statement without the names of its savepoint or cursor."""
    return re.sub(r'"(s\d+_x\d+|_django_curs_\w+)"', "NAME", sql)


def _headers(response: object) -> list[tuple[str, str]]:
    hidden = ("Set-Cookie", "Content-Security-Policy")
    return [(name, value) for name, value in response.headers.items() if name not in hidden]  # type: ignore[attr-defined]


def test_a_post_to_what_only_shows_changes_nothing(world: World, clients: dict[str, Client]) -> None:
    """Where nobody may act, a form sent by whoever may look leaves every table as it was."""
    may_see, before, wrong = expected(), _contents(), []
    shows = [address for address in all_addresses() if may_see[address.name] and not acting()[address.name]]
    for address in shows:
        for who in may_see[address.name]:
            response = clients[who].post(path_of(world, address), {"once": str(NOWHERE)})
            response.close()
            if response.status_code not in (200, 302, 405, 422):
                wrong.append(f"{address.name}: {who} got {response.status_code}")
    assert "\n".join(wrong) == ""
    assert _differ(before, _contents()) == set()
    assert len(shows) > 25


ENDINGS = ("withdraw_release", "remove_companion", "end_representative", "close_for")
"""Acts after which somebody reads less; they come last, or those after them would be refused for the wrong reason."""


def test_who_may_not_act_is_refused_and_who_may_is_answered() -> None:
    """Who has no reason gets 403, 404, 405 or the sign-in; an empty form breaks nothing for anybody. In a world of its own."""
    world, wrong = build_world(), []
    clients = {name: world.client(name) for name in WHO}
    for address in sorted(all_addresses(), key=lambda one: one.name in ENDINGS):
        path, may = path_of(world, address), acting()[address.name]
        for who in sorted(WHO, key=lambda name: (name in may, name == "amal")):  # Amal last: what she ends, the others still had
            if who in expected()[address.name] and who not in may and not may:
                continue  # what only shows has a test of its own
            response = clients[who].post(path, {})
            status, location = response.status_code, response.headers.get("Location", "")
            if status not in _wanted_of_a_post(address.name, who) and _kind(who, status, location) != "door":
                wrong.append(f"{address.name}: {who} got {status} {location}")
            clients[who] = clients[who] if status not in (301, 302, 303) else _again(world, who, clients[who])
    assert "\n".join(wrong) == ""


def _wanted_of_a_post(name: str, who: str) -> tuple[int, ...]:
    if who not in acting()[name]:
        # What one reads and does not act on: the page again, or on to one; `test_posts.py` shows that it writes nothing.
        return REFUSED
    return (200, 302, 307, 422, *((404,) if name in NAMES_WHAT_IT_IS_ABOUT else ()))


def _again(world: World, who: str, client: Client) -> Client:
    """The same browser, signed in once more where the act has ended the session."""
    return client if who == "anonymous" or "_auth_user_id" in client.session else world.client(who)


def test_connections_are_left_clean() -> None:
    """No request of the sweep has left a transaction open."""
    assert [alias for alias in connections if connections[alias].connection is not None and connections[alias].in_atomic_block] == []
