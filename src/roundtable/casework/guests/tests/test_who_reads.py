"""Who can read something is said beside it: everybody who really can, somebody from outside among them, and nobody who cannot."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import account

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.casefile.pages.lines import happening_lines
from roundtable.casework.casefile.queries import time_line
from roundtable.casework.guests.actions import end_guest
from roundtable.casework.guests.queries import guests_of, to_give
from roundtable.casework.guests.tests.conftest import Scene
from roundtable.casework.notes.actions import write_message, write_note
from roundtable.casework.plans.tests.scene import fix_plan
from roundtable.casework.roundtables.actions import invite_companion
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.disclosure.actions import close_for, release_items, withdraw_release
from roundtable.ground.disclosure.queries import shares
from roundtable.ground.seats.queries import seats_on, words
from roundtable.ground.seats.rules import confidence, own, side, table, team

ONLY_WHAT_IS_GIVEN = "only what is given"


@pytest.fixture
def full(scene: Scene) -> Scene:
    """A text of every place and many kinds; some given to Una, to Kim, to Finn and to Cleo."""
    cast = scene.cast
    bo, case_id, amal = cast.at_table(cast.bo), cast.case_id, cast.amal
    noted = {
        place.kind: write_note(actor=bo, case_id=case_id, place=place, body="Text") for place in (confidence(), side(), team(), table())
    }
    write_note(actor=amal, case_id=case_id, place=own(), body="Hers")
    write_message(actor=amal, case_id=case_id, to_id=cast.bo.person_id, body="Hello")
    for actor in (bo, cast.at_table(cast.cleo), amal):
        bring_lines(actor=actor, case_id=case_id, text="A line")
    fix_plan(cast)
    invite_companion(actor=amal, case_id=case_id, given_name="Finn")
    seats = {seat.given_name: seat.seat_id for seat in seats_on(actor=amal, case_ids=[case_id])}
    scene.ask(item_ids=[view.item_id for view in to_give(actor=amal, case_id=case_id, limit=40)])
    scene.ask(meeting=True, by_bo=True)
    for to, kinds in (("Finn", ("team", "table")), ("Cleo", ("confidence", "side"))):
        for kind in kinds:
            given = [noted[next(one for one in noted if str(one) == kind)].item_id]
            release_items(actor=amal, case_id=case_id, item_ids=given, to_seat_id=seats[to], purpose="support")
    return scene


def everybody(scene: Scene) -> dict[str, Actor]:
    cast, seats = scene.cast, seats_on(actor=scene.cast.amal, case_ids=[scene.cast.case_id])
    outside = {
        seat.given_name.split()[0]: Actor(seat.person_id, Hat(seat.hat), False, seat.case_id, Purpose.CASE) for seat in seats if seat.live
    }
    found = {"Amal": cast.amal, "Bo": cast.at_table(cast.bo), "Cleo": cast.at_table(cast.cleo)}
    return {**found, **{name: actor for name, actor in outside.items() if actor.hat in (Hat.GUEST, Hat.COMPANION)}}


def really(scene: Scene) -> dict[UUID, set[str]]:
    """By text: who is shown it, asked as each of them."""
    found: dict[UUID, set[str]] = {}
    for name, actor in everybody(scene).items():
        for view in words(actor=actor, case_id=scene.cast.case_id, log=False):
            found.setdefault(view.item_id, set()).add(name)
    return found


def faults(scene: Scene) -> list[str]:
    """What a chip on the time line says wrongly: somebody who cannot; or nothing of somebody who can."""
    actors, truth, wrong = everybody(scene), really(scene), []
    for who in ("Amal", "Bo", "Cleo"):
        seats = seats_on(actor=actors[who], case_ids=[scene.cast.case_id])
        for row in time_line(actor=actors[who], case_id=scene.cast.case_id, size=200).happenings:
            (line,) = happening_lines(actors[who], seats, [row], {})
            assert line.readers is not None
            marked = {mark.name.split()[0] for mark in line.readers.seats if mark.reads}
            told = line.readers.words
            unnamed = {name for name in truth[row.item_id] - marked if not (ONLY_WHAT_IS_GIVEN in told and name in told)}
            wrong += [f"{who}: {row.kind} {row.scope_kind} names {name}" for name in marked - truth[row.item_id]]
            wrong += [f"{who}: {row.kind} {row.scope_kind} omits {name}" for name in unnamed]
    return wrong


def test_the_chip_of_every_kind_of_text_names_whoever_reads_it_and_nobody_else(full: Scene) -> None:
    assert faults(full) == []


def test_it_stays_so_when_una_is_over_when_her_words_are_taken_back_and_when_cleo_is_closed_out(full: Scene) -> None:
    cast = full.cast
    una, kim = (
        next(one for one in guests_of(actor=cast.amal, case_id=cast.case_id) if one.name.startswith(name)) for name in ("Una", "Kim")
    )
    end_guest(actor=cast.amal, case_id=cast.case_id, link_id=una.link_id)
    assert faults(full) == []
    for share in shares(actor=cast.amal, case_id=cast.case_id):
        if share.to_person_id == kim.person_id and share.live:
            withdraw_release(actor=cast.amal, case_id=cast.case_id, disclosure_id=share.disclosure_id)
    assert faults(full) == []
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    hers = [fault for fault in faults(full) if fault.startswith("Amal")]
    assert hers == [], "whom she has closed it for is hers to know, and no professional's"


def test_bo_reads_on_the_pages_that_una_reads_what_she_was_asked_with(full: Scene) -> None:
    bo = Client()
    bo.force_login(account(full.cast.bo.person_id, "Bo Test"))
    shown = bo.get(reverse("time_line", args=[full.cast.case_id])).text
    assert "You, Amal, Cleo and Una, and colleagues who come to the table later" in shown
    assert "Una" in bo.get(reverse("people", args=[full.cast.case_id])).text


def test_a_note_that_amal_gave_on_says_so_in_the_list_of_notes_too(full: Scene) -> None:
    bo = Client()
    bo.force_login(account(full.cast.bo.person_id, "Bo Test"))
    listed = bo.get(reverse("notes", args=[full.cast.case_id])).text
    assert "You, Amal and Cleo" in listed
