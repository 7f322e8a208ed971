"""Who opened what, on paper: what the printer can read too, in fixed words, and nothing that Amal is not to know yet."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person
from tests.journeys.story import sheet_words
from tests.statements import count_statements

from roundtable.casework.notes.actions import write_message, write_note
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.disclosure.actions import (
    ask_to_share,
    close_for,
    countersign_withholding,
    disclose_on_ground,
    note_closing,
    note_yes_aloud,
    release_items,
    withhold_item,
)
from roundtable.ground.disclosure.queries import days, opened_on_paper
from roundtable.ground.seats.actions import seat_person
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import Place, confidence, side, team


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def signed_in(person_id: UUID, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody", kind))
    return client


def sheet(cast: Cast, person_id: UUID) -> str:
    answer = signed_in(person_id).get(reverse("opened_pdf", args=[cast.case_id, cast.amal_id]))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer.headers["Cache-Control"]
    return sheet_words(answer.content)


def written(cast: Cast, who: Any, place: Place, body: str) -> UUID:
    item: UUID = write_note(actor=cast.at_table(who), case_id=cast.case_id, place=place, headline=body, body=body).item_id
    return item


def test_bo_prints_for_amal_who_opened_what_he_can_read_and_the_sheet_says_what_it_is_not(cast: Cast) -> None:
    theirs = written(cast, cast.bo, side(), "Lorries")
    words(actor=cast.at_table(cast.ida), item_ids=[theirs])
    asked = ask_to_share(actor=cast.at_table(cast.bo), case_id=cast.case_id, to_seat_id=cast.seats["cleo"], headline="An hour")
    note_yes_aloud(actor=cast.at_table(cast.bo), case_id=cast.case_id, item_id=asked)
    words(actor=cast.at_table(cast.cleo, Purpose.SHARE), item_ids=[asked])
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.cleo.person_id, body="Zebras")
    words(actor=cast.at_table(cast.cleo, Purpose.MESSAGES))
    with through("loader"):
        before = AccessEvent.objects.filter(case_id=cast.case_id).count()
    printed = sheet(cast, cast.bo.person_id)
    with through("loader"):
        assert AccessEvent.objects.filter(case_id=cast.case_id).count() == before, "printing it is no reading of words"
    for said in (
        "Who opened what", "For Amal", "Ida Test, Care manager, Mental Health: opened a text 1 time.", "a note, to follow your course",
        "Cleo Test, Employment consultant, Jobcentre: opened a text 2 times.", "words you were asked about",
        "Words you were asked about, to Cleo Test", "said aloud or on the telephone, noted by Bo Test",
        "This sheet is not everything", "How to see the rest", "Ask each of them for the same sheet", "70 12 34 56", "112",
    ):  # fmt: skip
        assert said in printed, said
    for word in ("Lorries", "An hour", "Zebras", "a message"):
        assert word not in printed, word
    cleos = sheet(cast, cast.cleo.person_id)
    assert "Ida" not in cleos and "a note" not in cleos and "Lorries" not in cleos


def test_nothing_stands_on_it_that_amal_is_told_later_or_that_is_withheld_from_her(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    item, kept = written(cast, cast.bo, side(), "Lorries"), written(cast, cast.bo, team(), "Zebras")
    today = days(actor=bo, case_id=cast.case_id).today
    disclose_on_ground(
        actor=bo, case_id=cast.case_id, item_id=item, to_seat_id=cast.seats["cleo"], paragraph="Data act § 7",
        until_on=today + timedelta(days=30), tell_later=True, tell_on=today + timedelta(days=20), deferral_ground="Data act § 22",
        necessity="Life is in danger", countersigner_id=cast.jon.person_id, urgent=True,
    )  # fmt: skip
    words(actor=cast.at_table(cast.cleo), item_ids=[item])
    words(actor=cast.at_table(cast.ida))  # the reason too, which stands with her side
    until = timezone.now() + timedelta(days=9)
    held = withhold_item(actor=bo, item_id=kept, paragraph="§ 1", countersigner_id=cast.jon.person_id, until_at=until)
    assert any(
        row.kind == "note" and row.name == "Ida Test" for row in opened_on_paper(actor=bo, case_id=cast.case_id, citizen_id=cast.amal_id)[0]
    )
    countersign_withholding(actor=cast.jon.on(None, Purpose.COUNTERSIGN), withholding_id=held)
    opened, shared = opened_on_paper(actor=bo, case_id=cast.case_id, citizen_id=cast.amal_id)
    assert [(row.name, row.kind, row.times) for row in opened] == [("Ida Test", "note", 1)], "Ida's own reading of the note, and no more"
    assert shared == ()
    printed = sheet(cast, cast.bo.person_id)
    assert "Cleo Test, Employment" not in printed and "reason" not in printed and "Data act" not in printed


def test_what_was_shared_by_law_stands_on_it_with_its_rule_and_the_two_who_decided(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    item, today = written(cast, cast.bo, side(), "Lorries"), days(actor=bo, case_id=cast.case_id).today
    disclose_on_ground(
        actor=bo, case_id=cast.case_id, item_id=item, to_seat_id=cast.seats["cleo"], paragraph="Data act § 7",
        until_on=today + timedelta(days=30), necessity="Life is in danger", countersigner_id=cast.jon.person_id, urgent=True,
    )  # fmt: skip
    printed = sheet(cast, cast.bo.person_id)
    assert "A note, to Cleo Test" in printed and "Data act § 7" in printed
    assert "Decided by Bo Test, second person Jon Test" in printed and "Life is in danger" not in printed


def test_for_whom_it_was_noted_as_closed_stands_on_the_sheet_and_what_amal_closed_herself_does_not(cast: Cast) -> None:
    note_closing(actor=cast.at_table(cast.bo), case_id=cast.case_id, person_id=cast.cleo.person_id, citizen_id=cast.amal_id)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    printed = sheet(cast, cast.bo.person_id)
    assert "Closed for Cleo since" in printed and "noted by Bo Test" in printed and "Closed for Ida" not in printed


def test_it_is_printed_by_the_table_for_its_own_citizen_who_has_not_closed_her_course(cast: Cast) -> None:
    written(cast, cast.bo, confidence(), "Lorries")
    words(actor=cast.at_table(cast.cleo))
    address = reverse("opened_pdf", args=[cast.case_id, cast.amal_id])
    for stranger in (cast.dag, cast.eve, cast.jon, cast.gro):
        assert signed_in(stranger.person_id).get(address).status_code == 404
    assert signed_in(cast.amal_id, "citizen").get(address).status_code == 404
    bo = signed_in(cast.bo.person_id)
    for nobody in (cast.max_id, cast.cleo.person_id, cast.case_id):
        assert bo.get(reverse("opened_pdf", args=[cast.case_id, nobody])).status_code == 404
    assert address in bo.get(reverse("on_paper", args=[cast.case_id])).text
    with count_statements() as asked:
        assert bo.get(address).status_code == 200
    assert len(asked) <= 12, asked
    assert opened_on_paper(actor=cast.at_table(cast.bo), case_id=cast.case_id, citizen_id=cast.max_id) == ((), ())
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.bo.person_id)
    assert bo.get(address).status_code == 404


def test_to_whom_she_gave_something_of_her_own_and_whom_an_organisation_asked_to_look_is_not_on_somebody_elses_print(cast: Cast) -> None:
    item = written(cast, cast.cleo, team(), "Lorries")
    finn = person("Finn", "Test")
    seat_id = seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    day = timezone.localdate() + timedelta(days=30)
    given = {"case_id": cast.case_id, "item_ids": [item], "to_seat_id": seat_id, "purpose": "support"}
    release_items(actor=cast.amal, until_on=day, once=uuid4(), **given)
    assert words(actor=Actor(finn, Hat.COMPANION, False, cast.case_id, Purpose.CASE), item_ids=[item])
    words(actor=cast.at_table(cast.ida), item_ids=[item])
    with through("loader"):
        read = AccessEvent.objects.filter(item_id=item, hat="professional").last()
        again = {"case_id": cast.case_id, "item_id": item, "scope_id": read.scope_id, "about": read.about, "purpose": read.purpose}
        AccessEvent.objects.create(person_id=cast.jon.person_id, hat="line_manager", basis="mandate", **again)
    for printer in (cast.bo, cast.cleo, cast.ida):
        printed = sheet(cast, printer.person_id)
        assert "Finn" not in printed and "Jon" not in printed, printer.name
        assert printer is cast.ida or "Ida Test" in printed, printer.name
