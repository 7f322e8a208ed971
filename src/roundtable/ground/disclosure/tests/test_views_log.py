"""Who opened what counts openings: a page that shows three texts is opened once."""

from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from tests.cast import account, build_cast

from roundtable.ground.access.actor import Purpose
from roundtable.ground.disclosure.pages.log import log_page
from roundtable.ground.disclosure.pages.sayings import kind_words
from roundtable.ground.disclosure.queries import who_saw
from roundtable.ground.disclosure.tests.test_by_law import by_law
from roundtable.ground.seats.actions import write_words
from roundtable.ground.seats.queries import words
from roundtable.ground.seats.rules import confidence, side, table


def test_three_messages_read_on_one_page_are_one_opening_and_three_lines() -> None:
    cast = build_cast()
    for text in ("First", "Second", "Third"):
        write_words(actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", headline=text, body=text)
    for _turn in range(2):
        assert len(words(actor=cast.at_table(cast.bo, Purpose.MESSAGES), kinds=["message"])) == 3
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(reverse("who_opened_what", args=[cast.case_id])).content.decode()
    assert "Bo Test has read a message once" in page and "Openings close together count as one here." in page
    assert all(f"“{text}”" in page for text in ("First", "Second", "Third"))


def test_what_amal_brings_is_called_hers_and_what_bo_brings_is_somebodys() -> None:
    cast = build_cast()
    for actor, text in ((cast.amal, "I want my mornings"), (cast.at_table(cast.bo), "She walks again")):
        write_words(actor=actor, case_id=cast.case_id, place=table(), kind="bring", body=text)
    assert len(words(actor=cast.at_table(cast.cleo), kinds=["bring"])) == 2
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(reverse("who_opened_what", args=[cast.case_id])).content.decode()
    assert "What you bring to the table: “I want my mornings”" in page
    assert "What somebody brings to the table: “She walks again”" in page
    sentence = page.split("Cleo Test has read ")[1].split("</p>")[0]
    assert "what you bring to the table once" in sentence and "what somebody brings to the table once" in sentence


def test_a_draft_of_the_plan_is_named_once_in_every_language() -> None:
    cast = build_cast()
    write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="plan_draft")
    assert len(words(actor=cast.at_table(cast.cleo), kinds=["plan_draft"])) == 1
    seen = who_saw(actor=cast.amal, case_id=cast.case_id)
    for language in ("en", "da", "nl"):
        with override(language):
            (line,) = log_page(cast.case_id, seen, cast.amal_id).lines
            assert line.what == kind_words("plan_draft") and line.title == "", language


def test_where_amal_can_complain_stands_on_the_page_of_who_opened_what() -> None:
    cast = build_cast()
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(reverse("who_opened_what", args=[cast.case_id])).content.decode()
    assert "If something is not right" in page
    assert "data protection officer, who has to answer you" in page and "You can also complain to Datatilsynet." in page


def test_of_what_was_shared_by_law_amal_reads_whom_to_ask_why_and_where_to_complain() -> None:
    cast = build_cast()
    item = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=side(), kind="note", body="A child is at risk").item_id
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    url = reverse("sharing", args=[cast.case_id])
    assert "Ask why, or complain" not in client.get(url).text
    by_law(cast, item)
    page = client.get(url).text
    assert "Ask Bo Test, Mental Health why. Telephone: 70 12 34 56." in page, "where she asks why is no dead end"
    assert f'href="{reverse("write_message", args=[cast.case_id, cast.bo.person_id])}"' in page
    assert "data protection officer, who has to answer you" in page and "You can also complain to Datatilsynet." in page
