"""The wall in the live channel: who is let in, no word is heard by whom it is not for, and what is not for her changes no byte."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from uuid import UUID, uuid4

import pytest
from websockets.exceptions import InvalidStatus

from roundtable.casework.cowriting.actions import let_read_along
from roundtable.casework.cowriting.queries import sheet_of
from roundtable.casework.cowriting.tests.scene import Page, cookie, opened, page
from roundtable.casework.notes.actions import write_message, write_note
from roundtable.casework.roundtables.actions import wish_for_meeting
from roundtable.ground.access.actor import Purpose
from roundtable.ground.seats.rules import own, side
from tests.journeys.conftest import serving
from tests.privacy.canary_walk import CANARY
from tests.privacy.test_noninterference import _more_that_cleo_is_not_shown
from tests.privacy.world import STAFF, TABLE, World, build_world

WITH_ACCOUNTS = (*TABLE, "finn", "max", "tea", "dag", "eve", "jon", "gro", "rae", "sol")


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    with serving() as address:
        yield address


@pytest.fixture(scope="module")
def world() -> World:
    return build_world()


def kind(name: str) -> str:
    return "staff" if name in STAFF else "citizen"


def at_sheet(live: str, world: World, name: str, **more: int) -> AbstractContextManager[Page]:
    return page(live, world.cast, world.items["meeting"], world.people[name], name.title(), kind(name), **more)


def box(world: World, what: str) -> UUID:
    sheet = sheet_of(actor=world.actor("bo", Purpose.MEETING), case_id=world.case_id, roundtable_id=world.items["meeting"])
    assert sheet is not None
    return next(one.id for one in sheet.boxes if (one.kind, one.whose_id) == (what, None))


def heard(one: Page) -> set[str]:
    """Everything that came: frames as sent, what is in their bytes, and how the boxes read."""
    said = [json.dumps(one.frames), *(one.text(box_id) for box_id in one.docs)]
    for frame in one.frames:
        for row in (frame, *frame.get("boxes", ())):
            said.append(base64.b64decode(row.get("u", "")).decode("latin1"))
    return {word.lower() for text in said for word in CANARY.findall(text)}


def told(world: World, name: str, words: Iterable[str]) -> list[str]:
    """What of this was not for them."""
    known = [world.canaries[word] for word in words if word in world.canaries]
    return sorted(f"{name} heard {canary.what!r} ({canary.place})" for canary in known if name not in canary.readers)


def test_of_all_people_only_who_sits_at_the_table_is_let_in_and_only_to_the_sheet_of_their_own_meeting(live: str, world: World) -> None:
    cookies = {name: cookie(world.people[name], name.title(), kind(name)) for name in WITH_ACCOUNTS}
    let_in, refused = set(), set()
    here, elsewhere = world.items["meeting"], [case_id for case_id in world.cases.values() if case_id != world.case_id]
    doors = [(name, world.case_id, meeting) for name in WITH_ACCOUNTS for meeting in (here, world.items["held meeting"])]
    for name, case_id, meeting in (*doors, *((name, case_id, here) for name in ("bo", "cleo") for case_id in elsewhere)):
        try:
            with opened(live, case_id, meeting, cookies[name]):
                let_in.add((name, case_id, meeting))
        except InvalidStatus as no:
            refused.add((no.response.status_code, bytes(no.response.body or b"")))
    assert len(refused) == 1, "the same to everybody"
    let_in = {door for door in let_in if door[0] != "finn"}  # beside her, as far as she gave it to him: the test below
    assert let_in == {(name, world.case_id, world.items["meeting"]) for name in TABLE}


def test_no_word_is_heard_on_the_line_by_whom_it_is_not_for(live: str, world: World) -> None:
    """At the beginning and while it happens beside: a message, a note of the health service's, the notebook, a private stop."""
    amal, bo = world.actor("amal", Purpose.MESSAGES), world.actor("bo")
    wish_for_meeting(actor=world.actor("amal", Purpose.MEETING), case_id=world.case_id, looks_after_id=world.people["bo"])
    with ExitStack() as lines:
        pages = {name: lines.enter_context(at_sheet(live, world, name)) for name in TABLE}
        for place, who, words in (
            (None, amal, world.word("message while they write", "confidence", "amal", "bo")),
            (side(), bo, world.word("note while they write", "side", "amal", "bo", "ida")),
            (own(), world.actor("amal"), world.word("notebook while they write", "own", "amal")),
        ):
            if place is None:
                write_message(actor=who, case_id=world.case_id, to_id=world.people["bo"], body=words)
            else:
                write_note(actor=who, case_id=world.case_id, place=place, body=words, headline=words, line=words)
        pages["amal"].say(t="private", id=str(uuid4()))
        pages["bo"].until("private")
        written = world.table_word("typed on the line")
        pages["bo"].write(box(world, "disagree"), written)
        for one in pages.values():
            one.sees(box(world, "disagree"), written)
            one.rest(0.5)
        found = {name: heard(one) for name, one in pages.items()}
        assert [line for name, words in found.items() for line in told(world, name, words)] == []
        together = {word for word, canary in world.canaries.items() if canary.what.startswith("written together")}
        assert len(together) == 3 and all({written, *together} <= words for words in found.values()), "what is for all is heard by all"
        for name in ("ida", "cleo"):
            assert not [frame for frame in pages[name].frames if frame["t"] in ("private", "signal")]
        assert told(world, "dag", found["bo"]), "and would be found where it is for nobody"


def test_finn_hears_what_amal_gave_him_of_the_sheet_and_no_other_word(live: str, world: World) -> None:
    seat = world.seats["finn"]
    actor = world.actor("amal", Purpose.MEETING)
    let_read_along(actor=actor, case_id=world.case_id, roundtable_id=world.items["meeting"], seat_id=seat)
    of_the_sheet = (
        "written together",
        "typed",
        "shared goal",
    )  # and each party's own words to it, which come onto the sheet when they come
    given = {one.word for one in world.canaries.values() if one.what.startswith(of_the_sheet) or "own words" in one.what}
    with at_sheet(live, world, "finn") as finn, at_sheet(live, world, "bo") as bo:
        bo.write(box(world, "disagree"), (more := world.table_word("typed for Finn too")))
        finn.sees(box(world, "disagree"), more)
        words = heard(finn)
    assert more in words and told(world, "finn", words - given - {more}) == []


def _heard_by_cleo(live: str, world: World, *, more: bool) -> str:
    with at_sheet(live, world, "cleo", client=13) as cleo, at_sheet(live, world, "bo", client=12) as bo:
        there = box(world, "disagree")
        for one in (bo, cleo):
            one.rest(0.3)
        known = len(cleo.frames)
        bo.write(there, "We look at ")
        cleo.sees(there, "look at ")
        if more:
            _more_that_cleo_is_not_shown(world)
        bo.write(there, "it again.")
        cleo.sees(there, "again.")
        cleo.rest(0.6)
        frames = [frame for frame in cleo.frames[known:] if frame["t"] != "stands"]  # said a while after the last letter
    ids: dict[str, str] = {}
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}", lambda found: ids.setdefault(found[0], f"id-{len(ids)}"), json.dumps(frames))


def test_what_cleo_is_not_shown_changes_no_byte_of_what_she_hears(live: str) -> None:
    plain, fuller = (_heard_by_cleo(live, build_world(salt), more=more) for salt, more in (("a", False), ("b", True)))
    assert plain == fuller
    assert plain.count('"edit"') >= 2
