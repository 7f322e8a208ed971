"""What somebody wrote for a page that is not there any more comes back to them, and tells nothing of what was there."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast, account, build_cast

from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome

NOTE = "She sleeps better since the summer.\nWe look again in January. <b>æøå</b> 🙂"


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def cleo_of(cast: Cast) -> Client:
    client = Client()
    client.force_login(account(cast.cleo.person_id, "Cleo"))
    return client


def without_tokens(page: bytes) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]*', r"\1", page.decode())


def test_a_course_is_closed_while_cleo_writes_and_she_has_her_words_back_and_nothing_of_the_course(cast: Cast) -> None:
    cleo, path = cleo_of(cast), reverse("write_note", args=[cast.case_id])
    typed = {"body": NOTE, "headline": "Sleep", "once": str(uuid4()), "place": "side", "seen": "3", "on": "22.11.2026"}
    assert cleo.get(path).status_code == 200
    close_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, outcome=Outcome.MOVED, seen=1)
    answer = cleo.post(path, typed)
    page = answer.content.decode()
    assert answer.status_code == 404 and "What you wrote could not be sent" in page
    assert "She sleeps better since the summer.<br>We look again in January. &lt;b&gt;æøå&lt;/b&gt; 🙂" in page and "Sleep" in page
    for other in (typed["once"], "22.11.2026", "Amal", "Bo Test", "closed", str(cast.case_id)):
        assert other not in page, other
    assert cleo.get(path).headers["Location"] == reverse("ended_course", args=[cast.case_id])


def test_it_is_the_same_page_whatever_was_there(cast: Cast) -> None:
    """A course that was closed, one that goes on without her, and one that never was."""
    cleo, other = cleo_of(cast), build_cast()
    close_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, outcome=Outcome.MOVED, seen=1)
    pages = {
        without_tokens(cleo.post(reverse("write_note", args=[case_id]), {"body": NOTE}).content)
        for case_id in (cast.case_id, other.case_id, uuid4())
    }
    assert len(pages) == 1 and "She sleeps better" in pages.pop()


def test_no_secret_comes_back_and_without_words_it_is_the_page_of_always(cast: Cast) -> None:
    cleo, path = cleo_of(cast), reverse("write_note", args=[uuid4()])
    secrets = {name: f"My Secret {name}" for name in ("password", "new_password", "pin", "code", "again", "_at")}
    for nothing in ({}, secrets, {"once": str(uuid4()), "kind": "in_person", "on": "22.11.2026", "at": "kl. 9", "hours": "12-15"}):
        page = cleo.post(path, nothing).content.decode()
        assert "My Secret" not in page
        assert "There is nothing here for you" in page or "kl. 9" in page
    assert "There is nothing here for you" in cleo.post(path, secrets).content.decode()
    assert Client().post(path, {"body": NOTE})["Location"].startswith("/sign-in/"), "who is not signed in is asked to sign in"
    assert cleo.post(path, {"body": "word " * 200_000}).status_code == 404
