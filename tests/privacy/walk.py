"""The walk through every address: what fills its places, who asks, and what comes back."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.test import Client

from tests.privacy.addresses import OUTSIDE, Address, addresses
from tests.privacy.world import World

NOWHERE = uuid4()
TOKENS = {"token": "no-such-token"}
CASES = {
    "accept_referral": "waiting",
    "decline_referral": "waiting",
    "return_referral": "waiting",
    "send_again": "returned",
    "withdraw_referral": "waiting",
    "reopen_case": "ended",
    "write_read_first": "handed",
    "open_early": "second",
}
"""Pages that are about another state than the running course's."""
ITEMS = {
    "answer_may_i": "may_i",
    "note_yes_aloud": "may_i",
    "reply_to_request": "request open",
    "disclose_on_ground": "bo side",
    "take_topic_back": "topic",
    "mark_contact": "contact bo confidence",
    "discard_draft": "draft amal",
    "note": "bo confidence",
    "correct_note": "bo confidence",
    "correct_line": "line",
    "confirm_brought": "brought for amal",
}
MEETINGS = {"note_call": "held meeting", "correct_minutes": "held meeting", "day_after": "held meeting"}
DISCLOSURES = {"countersign": "unsigned", "withdraw_release": "live"}
SEATS = {"remove_companion": "finn", "end_representative": "hanne", "give_meeting": "finn", "read_along": "finn"}
PEOPLE = {
    "note_closing": "ida",
    "opened_pdf": "amal",
    "print_letter": "amal",
    "write_message": "bo",
    "write_words_for": "amal",
    "record_answer": "amal",
    "note_yes": "amal",
}


def all_addresses() -> list[Address]:
    """The addresses of the house, those of a development server's static files left out; one of each name."""
    found = {address.name: address for address in addresses() if address.name not in OUTSIDE}
    return list(found.values())


def fill(world: World, name: str, places: tuple[str, ...], **over: Any) -> dict[str, Any]:
    """What stands in the places of an address, so that it is there for somebody."""
    case = CASES.get(name, "main")
    found: dict[str, Any] = {
        "case_id": world.cases[case],
        "item_id": world.items[ITEMS.get(name, "bo confidence")],
        "disclosure_id": world.disclosures[DISCLOSURES.get(name, "live")],
        "seat_id": world.seats[SEATS.get(name, "cleo")],
        "person_id": world.people[PEOPLE.get(name, "bo")],
        "coming_id": world.people["bo"],
        "goal_id": world.items["goal"],
        "step_id": world.items["open step" if name == "invite_guest_to_step" else "step"],
        "link_id": world.items["guest link"],
        "secret": "no-such-secret",
        "topic": world.items["goal"],
        "words_id": world.items["own goal"],
        "roundtable_id": world.items[MEETINGS.get(name, "meeting")],
        "draft_id": world.items["referral_draft"],
        "kept_id": world.items["kept"],
        "absence_id": world.items["absence"],
        "account_id": NOWHERE,
        "word_id": NOWHERE,
        "what": "bring",
        "ask_id": NOWHERE,
        "number": 1,
        "older": 1,
        "newer": 2,
        **TOKENS,
    }
    return {place: over.get(place, found[place]) for place in places}


def path_of(world: World, address: Address, **over: Any) -> str:
    """The address with its places filled, and what it asks for after the question mark."""
    asked = f"?leaving={world.people['ida']}" if address.name == "move_caseload" else ""
    filled = fill(world, address.name, address.places, **over)
    return "/" + _PLACE.sub(lambda place: str(filled[place[1]]), address.route) + asked


def everywhere(world: World, address: Address) -> Iterator[str]:
    """An address filled with everything it could be about: every item, person, seat, meeting and version."""
    choices: dict[str, list[Any]] = {
        "case_id": list(world.cases.values()) if address.name in OF_EVERY_CASE else [],
        "item_id": list(world.items.values()) if address.name in OF_EVERY_ITEM else [],
        "disclosure_id": list(world.disclosures.values()),
        "seat_id": list(world.seats.values()),
        "person_id": list(world.people.values()) if address.name in OF_EVERYBODY else [],
        "roundtable_id": [world.items["meeting"], world.items["held meeting"]],
        "number": [1, 2],
    }
    yield path_of(world, address)
    for place in address.places:
        for value in choices.get(place, ()):
            yield path_of(world, address, **{place: value})
    if address.name == "time_line":
        yield from (f"{path_of(world, address)}?page={number}" for number in (2, 3, 4))


OF_EVERY_CASE = ("case_page", "referral", "notes", "time_line", "what_we_bring", "sharing")
OF_EVERY_ITEM = ("note", "answer_may_i", "disclose_on_ground")
OF_EVERYBODY = ("person_page", "write_message", "print_letter")

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
_CSRF = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*|(name="once"[^>]*value=")[^"]*')


def masked(body: bytes) -> bytes:
    """A page without the one-time tokens of its forms."""
    return _CSRF.sub(rb"\1\2", body)


def body_of(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]


def there(client: Client, path: str) -> HttpResponse:
    response: HttpResponse = client.get(path)
    return response


def forged(address: Address) -> dict[str, UUID]:
    """Ids of nothing, for every place of an address that takes one."""
    return {place: NOWHERE for place in address.places if place.endswith("_id")}
