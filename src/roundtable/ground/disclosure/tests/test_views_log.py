"""Who opened what counts openings: a page that shows three texts is opened once."""

from django.test import Client
from django.urls import reverse
from tests.cast import account, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence


def test_three_messages_read_on_one_page_are_one_opening_and_three_lines() -> None:
    cast = build_cast()
    for text in ("First", "Second", "Third"):
        write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", headline=text, body=text)
    for _turn in range(2):
        assert len(words(actor=cast.at_table(cast.bo, Purpose.MESSAGES), kinds=["message"])) == 3
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(reverse("who_opened_what", args=[cast.case_id])).content.decode()
    assert "Bo Test has read a message 2 times" in page
    assert all(f"“{text}”" in page for text in ("First", "Second", "Third"))
