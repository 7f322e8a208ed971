"""Every address by the methods that are neither asking nor sending a form: HEAD is GET without the page, the others are not taken."""

import pytest

from tests.privacy.test_sweep import REFUSED, _contents, _differ, _kind, _led_away
from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import ENDS_SESSION, expected, led_on
from tests.privacy.world import World, build_world

WHO = ("amal", "bo", "cleo", "dag", "anonymous")
OTHERS = ("OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND")


@pytest.fixture(scope="module")
def world() -> World:
    return build_world("m")


def test_no_other_method_is_taken_anywhere_and_each_is_refused_alike_for_everybody(world: World) -> None:
    """The same answer for what is there, what is hidden and what never was, from whoever asks; nothing is written."""
    before, answers, wrong = _contents(), set(), []
    for who in WHO:
        client = world.client(who)
        for address in all_addresses():
            for method in OTHERS:
                response = client.generic(method, path_of(world, address))
                body = body_of(response)
                answers.add((response.status_code, body, response.headers["Allow"] if response.status_code == 405 else ""))
                if response.status_code != 405:
                    wrong.append(f"{method} {address.name}: {who} got {response.status_code}")
    assert "\n".join(wrong) == ""
    assert answers == {(405, b"", "GET, HEAD, POST")}
    assert _differ(before, _contents()) == set()


def test_a_head_is_answered_as_the_page_would_be_without_a_byte_of_it_and_writes_nothing(world: World) -> None:
    """Address × five of the cast: who may read gets the head of it, whoever may not gets what they get for GET."""
    before, may_see, wrong = _contents(), expected(), []
    for who in WHO:
        client = world.client(who)
        for address in all_addresses():
            response = client.head(path_of(world, address))
            status, location, body = response.status_code, response.headers.get("Location", ""), body_of(response)
            kind = _kind(who, status, location)
            wanted = "in" if who in may_see[address.name] else ("door" if who == "anonymous" else "out")
            page = 302 if address.name in led_on() and (who != "anonymous" or address.name == "quick_exit") else 200
            fits = kind == wanted or (who == "anonymous" and kind == "out")
            known = kind != "out" or status in REFUSED or _led_away(who, location)
            if body or not fits or not known or (kind == "in" and status != page):
                wrong.append(f"{address.name}: {who} got {status} {location} and {len(body)} bytes, wanted {wanted}")
            client = world.client(who) if address.name in ENDS_SESSION else client
    assert "\n".join(wrong) == ""
    assert _differ(before, _contents()) == set()
