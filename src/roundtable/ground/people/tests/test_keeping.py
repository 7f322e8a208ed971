"""Stop anywhere, go on another day: what was typed is kept for its writer alone, comes back whole, and is sent by nobody else's hand."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.ground.people.actions import keep_form, throw_away_the_old
from roundtable.ground.people.models import Account, KeptForm
from roundtable.ground.people.tests.window import window

TYPED = "What I want to say\nis not easy. æøå 🙂 <b>&amp;"


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def _in(found: Account) -> Client:
    client = window()
    client.force_login(found)
    return client


def amal_of(cast: Cast) -> Account:
    return account(cast.amal_id, "Amal Test", "citizen")


def words_page(cast: Cast) -> str:
    return reverse("say_in_own_words", args=[cast.case_id])


def keep(client: Client, path: str, **fields: Any) -> str:
    """Half of a form is kept; the address on the first page that leads back to it."""
    answer = client.post(f"/kept/?to={quote(path)}", {"own_words": TYPED, "csrfmiddlewaretoken": "x", "password": "secret", **fields})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/"), answer.status_code
    page = client.get("/").content.decode()
    assert "Kept. Nobody reads it." in page and "Go on: " in page
    return str(page.split('<a href="/kept/')[1].split('"')[0])


def test_amal_stops_in_the_middle_and_goes_on_another_day(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    path = words_page(cast)
    assert f'formaction="/kept/?to={quote(path, safe="")}"' in amal.get(path).content.decode()
    kept = f"/kept/{keep(amal, path)}"
    keep(amal, reverse("name_representative", args=[cast.case_id]))
    first_page = amal.get("/").content.decode()
    assert "Go on: In your own words (stopped on" in first_page and "Go on: Somebody acts for me (stopped on" in first_page
    page = amal.get(kept).content.decode()
    assert "What I want to say" in page and "Go on with it" in page and "secret" not in page and 'name="_resume"' in page
    kept_id = kept.split("/")[2]
    again = amal.post(path, {"own_words": TYPED, "_resume": "1", "_kept": kept_id})
    shown = again.content.decode()
    assert again.status_code == 200 and "is not easy. æøå 🙂 &lt;b&gt;" in shown and "govuk-error" not in shown
    assert f'name="_kept" value="{kept_id}"' in shown and KeptForm.objects.filter(id=kept_id).exists(), "kept until it is sent"


def test_what_was_sent_waits_no_longer(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    path = reverse("account_settings")
    kept_id = keep(amal, path).strip("/")
    assert amal.post(path, {"language": "en", "_kept": kept_id}).status_code == 302
    assert not KeptForm.objects.filter(id=kept_id).exists() and "Go on: " not in amal.get("/").content.decode()


def test_kept_twice_it_waits_once_and_can_be_thrown_away(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    first = keep(amal, words_page(cast)).strip("/")
    second = keep(amal, words_page(cast), _kept=first).strip("/")
    assert first != second and amal.get(f"/kept/{first}/").status_code == 404
    amal.post(f"/kept/{second}/throw-away/")
    assert "Go on: " not in amal.get("/").content.decode()


def test_nobody_else_reads_sends_or_throws_away_what_amal_keeps(cast: Cast) -> None:
    amal, bo = _in(amal_of(cast)), _in(account(cast.bo.person_id, "Bo Test"))
    kept_id = keep(amal, words_page(cast)).strip("/")
    assert bo.get(f"/kept/{kept_id}/").status_code == 404
    assert bo.post(f"/kept/{kept_id}/send/").status_code == 404
    bo.post(f"/kept/{kept_id}/throw-away/")
    bo.post("/account/", {"language": "en", "_kept": kept_id})
    assert amal.get(f"/kept/{kept_id}/").status_code == 200
    assert amal.post(f"/kept/{kept_id}/send/").status_code == 404, "what is not ready is not sent by one press"
    assert TYPED.encode() not in bytes(KeptForm.objects.get(id=kept_id).sealed)


@pytest.mark.parametrize("path", ["", "https://elsewhere.example/", "//elsewhere.example/", "course/", "/" + "x" * 400])
def test_nothing_is_kept_for_a_place_that_is_not_ours(cast: Cast, path: str) -> None:
    amal = _in(amal_of(cast))
    assert amal.post(f"/kept/?to={quote(path, safe='')}", {"own_words": TYPED}).status_code == 404
    assert not KeptForm.objects.filter(account_id=amal_of(cast).id, for_later=True).exists()


def test_a_forged_number_and_a_get_keep_nothing(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    assert amal.get("/kept/?to=/account/").status_code == 405
    for forged in ("", "x" * 1000, "../..", str(uuid4())):
        assert amal.post("/account/", {"language": "en", "_kept": forged}).status_code == 302
        assert amal.post("/kept/?to=/account/", {"language": "en", "_kept": forged}).status_code == 302
    assert window().post("/kept/?to=/account/")["Location"].startswith("/sign-in/")


def test_what_was_typed_as_a_sign_in_ended_is_found_again_from_the_first_page_for_its_one_day(cast: Cast) -> None:
    for found, path in (
        (amal_of(cast), words_page(cast)),
        (account(cast.bo.person_id, "Bo Test"), reverse("write_note", args=[cast.case_id])),
    ):
        here = _in(found)
        kept_id = keep_form(account_id=found.id, path=path, fields="own_words=half")
        assert f'<a href="/kept/{kept_id}/">Go on: ' in here.get("/").content.decode(), found
        settings = Account.objects.get(id=found.id).settings
        ((told, day, page, until),) = settings["kept"]
        assert told == str(kept_id) and timedelta(hours=23) < datetime.fromisoformat(until) - timezone.now() <= timedelta(days=1)
        over = [[told, day, page, (timezone.now() - timedelta(minutes=1)).isoformat()]]
        Account.objects.filter(id=found.id).update(settings={**settings, "kept": over})
        assert "Go on: " not in here.get("/").content.decode(), "its day is over"


def test_what_was_kept_before_anybody_wrote_until_when_is_still_shown(cast: Cast) -> None:
    amal = amal_of(cast)
    today = timezone.localdate()
    for days, shown in ((1, True), (91, False)):
        kept = [[str(uuid4()), (today - timedelta(days=days)).isoformat()]]
        Account.objects.filter(id=amal.id).update(settings={**amal.settings, "kept": kept})
        assert ("Go on with what you stopped on" in _in(amal).get("/").content.decode()) is shown


def test_it_is_kept_for_ninety_days_and_then_gone(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    kept_id = UUID(keep(amal, words_page(cast)).strip("/"))
    for days, there in ((89, 200), (91, 404)):
        KeptForm.objects.filter(id=kept_id).update(made_at=timezone.now() - timedelta(days=days))
        throw_away_the_old()
        assert amal.get(f"/kept/{kept_id}/").status_code == there, days


def test_the_first_page_asks_nothing_more_for_it_and_staff_have_drafts_instead(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    amal.get("/")
    with count_statements() as before:
        amal.get("/")
    keep(amal, words_page(cast))
    amal.get("/")
    with count_statements() as after:
        amal.get("/")
    assert len(after) == len(before)
    assert "formaction" not in _in(account(cast.bo.person_id, "Bo Test")).get(words_page(cast)).content.decode()


def test_asked_one_by_one_amal_answers_the_same_form_and_can_stop_at_each_question(cast: Cast) -> None:
    amal = _in(amal_of(cast))
    assert amal.post("/account/", {"language": "en", "slow": "on"}).status_code == 302
    path = reverse("wish_for_meeting", args=[cast.case_id])
    first = amal.get(path).content.decode()
    for words in ("How fast?", "Question 1 of", "Stop here and go on another day"):
        assert words in first, words
    assert 'legend">Breaks' not in first
    sent = {"pace": "slow", "breaks": "when_asked", "channel": "", "looks_after": "", "text": "", "_at": "pace"}
    answer = amal.post(path, sent)
    second = answer.content.decode()
    assert answer.status_code == 200 and "Question 2 of" in second and 'name="pace" value="slow"' in second
