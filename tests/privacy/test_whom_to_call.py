"""Emergency numbers of the programme, a person and their telephone: at the foot of every page of everybody who is signed in."""

import re

import pytest

from tests.privacy.walk import all_addresses, body_of, path_of
from tests.privacy.who_may import ENDS_SESSION, WHO, expected
from tests.privacy.world import STAFF, World, build_world

FOOT = re.compile(r'<div class="rt-width" id="help-now".*?</footer>', re.S)
EMERGENCY = ("Life in danger:", "Psychiatric emergency line:")
NUMBERS = ('href="tel:112"', 'href="tel:70000000"')
PERSON = re.compile(r'<p>(Your contact|Who leads the programme): <strong>([^<]+)</strong>, <a [^>]*href="tel:70123456"')
HERS = {"Bo Test", "Gro Test", "Cleo Test", "Ida Test", "Jon Test"}
"""Whom a citizen can call: who sits at her table; while nobody does, who leads the programme."""

CLOUDS = {"neutral_page", "gallery"}
"""Where a quick exit leads: nobody who looks over a shoulder learns what it was. And the test bed of the parts, with a frame of its own."""
ON_THE_DEVICE = {"offline"}
"""Kept on a telephone for whoever holds it: the numbers that hold for everybody, and nobody's name."""
OUTSIDE = {"anonymous", "max"}
"""Nobody is signed in, or somebody who has no course and works nowhere."""


@pytest.fixture(scope="module")
def world() -> World:
    return build_world("c")


def test_every_page_of_everybody_names_the_programmes_numbers_and_a_person_with_their_telephone(world: World) -> None:
    """Address × everybody who may open it. Who has no place in any programme is told the numbers: no page knows whom they call."""
    missing, looked, clients = [], dict.fromkeys(WHO, 0), {who: world.client(who) for who in WHO}
    for address in all_addresses():
        if address.name in ENDS_SESSION | CLOUDS:
            continue
        for who in sorted(expected()[address.name]):
            response = clients[who].get(path_of(world, address))
            shown = body_of(response).decode(errors="replace") if response.headers.get("Content-Type", "").startswith("text/html") else ""
            if response.status_code != 200 or "</html>" not in shown:
                continue
            looked[who] += 1
            foot = "".join(FOOT.findall(shown))
            if who in OUTSIDE or address.name in ON_THE_DEVICE:
                missing += [] if NUMBERS[0] in foot else [f"{address.name}: {who} is told no number"]
                continue
            person = PERSON.search(foot)
            fine = person and (person[1], person[2]) in (
                {("Who leads the programme", "Gro Test")} if who in STAFF else {("Your contact", name) for name in HERS}
            )
            if not fine or any(said not in foot for said in (*EMERGENCY, *NUMBERS)):
                missing.append(f"{address.name}: {who}: {person and person[0]}")
    assert "\n".join(missing) == ""
    assert all(looked[who] > 5 for who in WHO), looked
