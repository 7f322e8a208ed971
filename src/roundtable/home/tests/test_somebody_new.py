"""Bo leaves and Jon comes in his place: what waited for Bo, and what Amal is told on her first page."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.cases.actions import replace_professional, start_case
from roundtable.casework.cases.rules import Told
from roundtable.casework.notes.actions import write_message
from roundtable.ground.disclosure.actions import ask_for_something, reply_to_request
from roundtable.ground.disclosure.queries import requests
from roundtable.kernel.refusal import NotHere


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def jon_comes(cast: Cast) -> None:
    leader, people = cast.gro.leading(cast.case_id), {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id}
    replace_professional(actor=leader, case_id=cast.case_id, **people, told=Told.BY_LEADER)


def browser(person_id: UUID, kind: str = "staff") -> Client:
    client = Client()
    client.force_login(account(person_id, "Somebody Test", kind))
    return client


def test_cleos_question_to_bo_waits_for_jon_who_came_in_his_place_and_jon_replies_in_his_own_name(cast: Cast) -> None:
    asked = ask_for_something(actor=cast.at_table(cast.cleo), case_id=cast.case_id, to_person_id=cast.bo.person_id, headline="Nights?")
    reply_url = reverse("reply_to_request", args=[cast.case_id, asked])
    with pytest.raises(NotHere):
        reply_to_request(actor=cast.amal, case_id=cast.case_id, item_id=asked, body="Well")
    jon_comes(cast)
    jon, listed = browser(cast.jon.person_id), reverse("ask_for_something", args=[cast.case_id])
    assert reply_url in jon.get("/").text
    assert reply_url in jon.get(listed).text
    assert "You sit in the same place now." in jon.get(reply_url).text
    assert "has left" in browser(cast.cleo.person_id).get(listed).text
    for nobody in (cast.at_table(cast.cleo), cast.amal):
        with pytest.raises(NotHere):
            reply_to_request(actor=nobody, case_id=cast.case_id, item_id=asked, body="Well")
    reply_to_request(actor=cast.at_table(cast.jon), case_id=cast.case_id, item_id=asked, body="I shall ask her")
    (view,) = requests(actor=cast.at_table(cast.cleo), case_id=cast.case_id)
    assert view.reply is not None and view.reply.author_id == cast.jon.person_id and view.replied_by.startswith("Jon")
    assert reply_url not in jon.get("/").text
